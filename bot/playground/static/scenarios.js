/** The foot of the rail: which scenario is played, another one, and the same from its beginning. */

import { confirmed } from "./confirm.js";
import { h, uniqueId } from "./dom.js";
import { icon } from "./icons.js";
import { begin, store } from "./store.js";

function question(scenario) {
  const text = (words) => ({ type: "plain_text", text: words });
  return {
    title: text(`Start “${scenario.name}”?`),
    text: text(`${scenario.about}\n\nWhat you did in the playground so far is deleted, and the clock goes back.`),
    confirm: text("Delete and start"),
    deny: text("Keep what is here"),
  };
}

/** Builds the chooser. When a scenario has begun, every open page of the playground loads itself again. */
export class Scenarios {
  #select;
  #again;
  #about = h("p", { class: "scenario__about" });
  #trouble = h("p", { class: "scenario__trouble", role: "alert", hidden: true });

  constructor() {
    const id = uniqueId("scenario");
    this.#select = h("select", { id, class: "scenario__select", data: { testid: "scenario" }, onchange: () => this.#ask() },
      store.cast.scenarios.map((one) => h("option", { value: one.id }, one.name)));
    this.#again = h("button", { type: "button", class: "scenario__again", data: { testid: "scenario-again" }, onclick: () => this.#ask() },
      icon("again"), h("span", {}, "Start again"));
    this.node = h("section", { class: "scenario" },
      h("label", { class: "scenario__label", for: id }, "Scenario"),
      h("div", { class: "scenario__box" }, this.#select, icon("chevron")), this.#about, this.#again, this.#trouble);
  }

  /** Shows what is played. */
  update() {
    if (this.#select.disabled || document.querySelector("dialog")) return;
    const current = store.state?.scenario;
    if (current) this.#select.value = current;
    this.#about.textContent = store.cast.scenarios.find((one) => one.id === current)?.about ?? "";
  }

  async #ask() {
    const chosen = store.cast.scenarios.find((one) => one.id === this.#select.value);
    if (await confirmed(question(chosen))) await this.#begin(chosen);
    else this.update();
  }

  async #begin(chosen) {
    this.#busy(true);
    const trouble = await begin(chosen);
    if (trouble === null) return;
    this.#busy(false);
    this.#trouble.textContent = trouble;
    this.#trouble.hidden = false;
    this.update();
  }

  #busy(busy) {
    this.#trouble.hidden = true;
    this.#select.disabled = busy;
    this.#again.disabled = busy;
    this.#again.lastElementChild.textContent = busy ? "Preparing…" : "Start again";
  }
}
