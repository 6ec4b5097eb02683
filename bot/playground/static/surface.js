/**
 * One place that holds blocks: a message, a modal view or Home. It keeps what people typed, renders only the blocks
 * that changed, and sends actions to the bot.
 */

import { renderBlock } from "./blocks.js";
import { confirmed } from "./confirm.js";
import { h, rememberFocus, syncChildren } from "./dom.js";
import { Form, payload } from "./form.js";
import { send } from "./store.js";

export class Surface {
  #rendered = [];
  #told = Promise.resolve();
  #pressed = false;
  #next = null;

  /**
   * `container`: the Page API's container of an action. `heading`: the level that follows the owner's own heading. The
   * owner places `root` and `trouble` in the document.
   */
  constructor(container, heading = "h3") {
    this.container = container;
    this.heading = heading;
    this.form = new Form();
    this.root = h("div", { class: "blocks" });
    this.trouble = h("p", { class: "trouble", role: "alert", hidden: true });
    this.root.addEventListener("pointerdown", () => this.#hold());
  }

  /** While somebody presses a button it must not be replaced by a new one: the browser would make no click of it. */
  #hold() {
    if (this.#pressed) return;
    this.#pressed = true;
    const released = new AbortController();
    const release = () => {
      released.abort();
      setTimeout(() => {
        this.#pressed = false;
        if (this.#next) this.#draw(this.#next);
      });
    };
    for (const end of ["pointerup", "pointercancel", "dragend"]) {
      document.addEventListener(end, release, { signal: released.signal, capture: true });
    }
  }

  /**
   * Shows these blocks; unchanged ones keep their nodes, and inputs keep their values and the focus. Says whether any
   * input was there before: if none was, this is another form.
   */
  update(blocks, stored) {
    const known = this.form.adopt(blocks, stored);
    if (this.#pressed) this.#next = blocks;
    else this.#draw(blocks);
    return known;
  }

  #draw(blocks) {
    this.#next = null;
    const restore = rememberFocus(this.root);
    const free = [...this.#rendered];
    this.#rendered = blocks.map((block) => {
      const json = JSON.stringify(block);
      const at = free.findIndex((one) => one.json === json);
      return at < 0 ? { json, node: renderBlock(block, this) } : free.splice(at, 1)[0];
    });
    syncChildren(this.root, this.#rendered.map((one) => one.node));
    restore();
  }

  /** Shows field errors ({block_id: text}) beside their inputs and moves to the first. */
  showErrors(errors) {
    for (const host of this.root.querySelectorAll("[data-input-block]")) {
      const text = errors[host.dataset.inputBlock];
      const line = host.querySelector(".field-error");
      line.textContent = text ?? "";
      line.hidden = !text;
      host.classList.toggle("block--wrong", Boolean(text));
      for (const field of host.querySelectorAll("input, textarea")) {
        if (text) field.setAttribute("aria-invalid", "true");
        else field.removeAttribute("aria-invalid");
      }
    }
    const first = this.root.querySelector(".block--wrong");
    first?.scrollIntoView({ block: "nearest" });
    first?.querySelector("input, textarea")?.focus();
  }

  /** Shows what Slack says when the app did not answer, or nothing. */
  showTrouble(text) {
    this.trouble.textContent = text ?? "";
    this.trouble.hidden = !text;
  }

  /** Stores a value without telling the bot. */
  changed(element, block, value) {
    this.form.set(block, element, value);
  }

  /** Stores a finished choice; tells the bot unless the element sits in an input block that does not dispatch. */
  chosen(element, block, value) {
    this.changed(element, block, value);
    if (block.type !== "input" || block.dispatch_action) this.actWithValue(element, block);
  }

  /** Sends an action that carries the element's stored value; changes are sent one by one, and none is left out. */
  async actWithValue(element, block) {
    if (element.confirm && !(await confirmed(element.confirm))) return;
    await this.#tell(element, block, payload(element.type, this.form.get(block, element)));
  }

  /** Sends an action, after the element's confirm dialog when it has one; `origin` is used once at a time. */
  async act(element, block, value, origin) {
    if (origin.dataset.busy) return;
    if (element.confirm && !(await confirmed(element.confirm))) return;
    origin.dataset.busy = "true";
    await this.#tell(element, block, value);
    delete origin.dataset.busy;
  }

  /** Resolves when the bot was told of everything that was done here so far. */
  settled() {
    return this.#told;
  }

  /** What is typed goes on meanwhile, so each action takes the state of its moment with it, and waits its turn. */
  #tell(element, block, value) {
    const action = { type: element.type, block_id: block.block_id, action_id: element.action_id, ...value };
    const body = { container: this.container, action, state: this.form.state() };
    this.#told = this.#told.then(async () => {
      const answer = await send("action", body);
      this.showTrouble(answer.ok ? null : answer.error);
    });
    return this.#told;
  }
}
