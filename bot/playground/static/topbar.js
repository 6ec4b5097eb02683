/** The bar above the conversation: where you are, the playground's clock, and the inspector's switch. */

import { avatar } from "./avatar.js";
import { clockText } from "./dates.js";
import { h } from "./dom.js";
import { icon } from "./icons.js";
import { channel, conversation, now, send, store } from "./store.js";

const JUMPS = [
  { to: "next_nudge", text: "Next nudge", hint: "Go to the moment of my next nudge" },
  { to: "hour", text: "+1 hour", hint: "One hour later" },
  { to: "day", text: "+1 day", hint: "One day later" },
  { to: "week", text: "+1 week", hint: "One week later" },
];

/** Builds the bar. `openRail` and `toggleInspector` are called by its buttons. */
export class Topbar {
  #place = h("h1", { class: "topbar__place" });
  #note = h("p", { class: "topbar__note" });
  #now = h("span", { class: "clock__now", data: { testid: "clock-now" } });
  #jumps;
  #trouble = h("p", { class: "clock__trouble", role: "alert", hidden: true });
  #inspector;

  constructor(root, { openRail, toggleInspector }) {
    this.#inspector = h("button", { type: "button", class: "topbar__tool", "aria-expanded": "false", "aria-controls": "inspector", data: { testid: "inspector-toggle" }, onclick: toggleInspector },
      icon("inspect"), h("span", {}, "Inspector"));
    this.#jumps = h("div", { class: "clock__jumps", role: "group", "aria-label": "Move the clock" }, JUMPS.map((jump) => this.#jump(jump)));
    root.append(
      h("button", { type: "button", class: "topbar__menu", "aria-label": "Channels and people", "aria-controls": "rail", data: { testid: "rail-toggle" }, onclick: openRail }, icon("menu")),
      h("div", { class: "topbar__where" }, this.#place, this.#note),
      h("div", { class: "clock" }, h("span", { class: "clock__face" }, icon("clock"), this.#now), this.#jumps, this.#trouble),
      this.#inspector,
    );
    setInterval(() => this.tick(), 15000);
  }

  #jump({ to, text, hint }) {
    return h("button", { type: "button", title: hint, data: { testid: `clock-${to}` }, onclick: (event) => this.#move(event.currentTarget, to) }, h("span", {}, text));
  }

  async #move(button, to) {
    if (button.dataset.busy) return;
    button.dataset.busy = "true";
    const answer = await send("clock", { to });
    delete button.dataset.busy;
    this.#trouble.textContent = answer.ok ? "" : answer.error;
    this.#trouble.hidden = answer.ok;
  }

  /** The time goes on between states. */
  tick() {
    if (store.state) this.#now.textContent = clockText(now());
  }

  /** Shows where the person is and what the clock says. */
  update() {
    const here = conversation(store.place);
    const shared = here && channel(here.id)?.shared;
    const home = store.place === "home";
    this.#place.replaceChildren(
      ...(here?.kind === "channel" ? [icon(shared ? "shared" : "hash")] : [avatar(store.cast.bot.user_id, "tiny")]), home ? store.cast.bot.name : here?.name ?? "");
    this.#note.textContent = home ? "Home" : shared ? "Shared with another workspace" : here?.kind === "im" ? "Messages" : "";
    this.#jumps.hidden = !store.state?.clock.movable;
    this.#now.title = store.state?.clock.label ?? "";
    this.tick();
  }

  /** Shows whether the inspector is open; the switch has the focus again when it was closed. */
  inspectorOpen(open) {
    this.#inspector.setAttribute("aria-expanded", String(open));
    if (!open) this.#inspector.focus();
  }
}
