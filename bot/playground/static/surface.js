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

  /** `container`: the Page API's container of an action. The owner places `root` and `trouble` in the document. */
  constructor(container) {
    this.container = container;
    this.form = new Form();
    this.root = h("div", { class: "blocks" });
    this.trouble = h("p", { class: "trouble", role: "alert", hidden: true });
  }

  /**
   * Shows these blocks; unchanged ones keep their nodes, and inputs keep their values and the focus. Says whether any
   * input was there before: if none was, this is another form.
   */
  update(blocks, stored) {
    const known = this.form.adopt(blocks, stored);
    const restore = rememberFocus(this.root);
    const free = [...this.#rendered];
    this.#rendered = blocks.map((block) => {
      const json = JSON.stringify(block);
      const at = free.findIndex((one) => one.json === json);
      return at < 0 ? { json, node: renderBlock(block, this) } : free.splice(at, 1)[0];
    });
    syncChildren(this.root, this.#rendered.map((one) => one.node));
    restore();
    return known;
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
  chosen(element, block, value, origin) {
    this.changed(element, block, value);
    if (block.type !== "input" || block.dispatch_action) this.actWithValue(element, block, origin);
  }

  /** Sends an action that carries the element's stored value. */
  async actWithValue(element, block, origin) {
    if (origin.dataset.busy) {
      origin.dataset.again = "true";
      return;
    }
    await this.act(element, block, payload(element.type, this.form.get(block, element)), origin);
    if (!origin.dataset.again) return;
    delete origin.dataset.again;
    await this.actWithValue(element, block, origin);
  }

  /** Sends an action, after the element's confirm dialog when it has one. */
  async act(element, block, value, origin) {
    if (origin.dataset.busy) return;
    if (element.confirm && !(await confirmed(element.confirm))) return;
    origin.dataset.busy = "true";
    const action = { type: element.type, block_id: block.block_id, action_id: element.action_id, ...value };
    const answer = await send("action", { container: this.container, action, state: this.form.state() });
    delete origin.dataset.busy;
    this.showTrouble(answer.ok ? null : answer.error);
  }
}
