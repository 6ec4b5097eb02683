/** Modal views: one dialog that shows the top of the acting person's view stack. */

import { focusable, h, syncChildren, trapTab, uniqueId } from "./dom.js";
import { icon } from "./icons.js";
import { plainText } from "./mrkdwn.js";
import { send } from "./store.js";
import { Surface } from "./surface.js";

/** Follows `state.views`; values typed in a lower view are kept until that view is gone. */
export class ModalStack {
  #surfaces = new Map();
  #dialog = null;
  #head = h("header", { class: "modal__head" });
  #body = h("div", { class: "modal__body" });
  #trouble = h("div", {});
  #foot = h("footer", { class: "modal__foot" });
  #frame = "";
  #view = null;
  #depth = 0;
  #busy = false;
  #answer = null;
  #before = null;
  #fallback;

  /** `fallback()` takes the focus when the control that opened the modal is gone. */
  constructor(fallback) {
    this.#fallback = fallback;
  }

  /** Shows the last of `views`, or nothing. */
  update(views) {
    const present = new Set(views.map((view) => view.id));
    for (const id of this.#surfaces.keys()) if (!present.has(id)) this.#surfaces.delete(id);
    const top = views[views.length - 1];
    this.#depth = views.length;
    if (top) this.#show(top);
    else this.#close();
  }

  #surface(view) {
    if (!this.#surfaces.has(view.id)) {
      const surface = new Surface({ type: "view", view_id: view.id });
      surface.root.addEventListener("input", () => surface.showTrouble(null));
      this.#surfaces.set(view.id, surface);
    }
    return this.#surfaces.get(view.id);
  }

  #show(view) {
    const surface = this.#surface(view);
    const other = this.#view?.id !== view.id;
    const changed = other || this.#view.hash !== view.hash;
    this.#view = view;
    if (!this.#dialog) this.#openDialog();
    const known = surface.update(view.blocks, view.state?.values);
    syncChildren(this.#body, [surface.root]);
    syncChildren(this.#trouble, [surface.trouble]);
    this.#renderFrame(view);
    this.#placeFocus(other, changed, changed && !known);
  }

  #placeFocus(other, changed, anotherForm) {
    const active = document.activeElement;
    const inBody = this.#body.contains(active);
    const lost = !this.#dialog.contains(active) || active === this.#dialog;
    const away = other || (anotherForm && !inBody);
    if (away) this.#body.scrollTop = 0;
    if (away || (changed && lost)) this.#focusFirst();
  }

  #openDialog() {
    this.#before = document.activeElement;
    const form = h("form", { class: "modal__form", novalidate: true, onsubmit: (event) => this.#submitted(event) },
      this.#head, this.#body, this.#trouble, this.#foot);
    this.#dialog = h("dialog", {
      class: "modal", role: "dialog", "aria-modal": "true", tabindex: "-1", data: { testid: "modal" },
      onkeydown: (event) => this.#key(event),
    }, form);
    this.#dialog.addEventListener("cancel", (event) => event.preventDefault());
    document.body.append(this.#dialog);
    this.#dialog.showModal();
  }

  #close() {
    if (!this.#dialog) return;
    this.#dialog.close();
    this.#dialog.remove();
    this.#dialog = null;
    this.#view = null;
    this.#frame = "";
    if (this.#before?.isConnected && this.#before !== document.body) this.#before.focus({ preventScroll: true });
    else this.#fallback();
  }

  #renderFrame(view) {
    const { id, title, submit, close } = view;
    const frame = JSON.stringify([id, title, submit, close, this.#depth > 1]);
    Object.assign(this.#dialog.dataset, { viewId: id, callbackId: view.callback_id ?? "" });
    if (frame === this.#frame) return;
    this.#frame = frame;
    const titleId = uniqueId("title");
    this.#dialog.setAttribute("aria-labelledby", titleId);
    this.#head.replaceChildren(...this.#headNodes(view, titleId));
    this.#foot.replaceChildren(...this.#footNodes(view));
  }

  #headNodes(view, titleId) {
    const back = this.#depth > 1 && h("button", { type: "button", class: "modal__tool", "aria-label": "Back", data: { testid: "modal-back" }, onclick: () => this.#pop(false) }, icon("back"));
    return [back || h("img", { class: "avatar avatar--small", src: "/static/icon.svg", alt: "" }),
      h("h2", { id: titleId, tabindex: "-1", data: { testid: "modal-title" } }, plainText(view.title)),
      h("button", { type: "button", class: "modal__tool modal__dismiss", "aria-label": "Dismiss", data: { testid: "modal-dismiss" }, onclick: () => this.#pop(true) }, icon("close"))];
  }

  #footNodes(view) {
    const closeText = view.close ? plainText(view.close) : view.submit ? "Cancel" : "Close";
    const close = h("button", { type: "button", class: "button", data: { testid: "modal-close" }, onclick: () => this.#pop(false) }, h("span", {}, closeText));
    if (!view.submit) return [close];
    const properties = { type: "submit", class: "button button--primary modal__submit", data: { testid: "modal-submit" } };
    return [close, h("button", properties, h("span", {}, plainText(view.submit)))];
  }

  #focusFirst() {
    const asked = this.#body.querySelector("[data-focus-on-load]");
    const target = asked ? focusable(asked)[0] : focusable(this.#body).find((node) => node.matches("input, textarea"));
    (target ?? this.#dialog.querySelector("h2")).focus({ preventScroll: !target });
  }

  #key(event) {
    if (event.key === "Escape" && !event.defaultPrevented) {
      event.preventDefault();
      this.#pop(false);
    }
    const quick = event.key === "Enter" && (event.ctrlKey || event.metaKey);
    if (quick && this.#view.submit) this.#submitted(event);
    trapTab(this.#dialog, event);
  }

  async #pop(all) {
    await this.#answer; // it may put another view in the place of this one
    if (!this.#view) return;
    const { id } = this.#view;
    const clearAll = all && this.#depth > 1;
    await this.#surfaces.get(id).settled();
    return send("view_close", { view_id: id, clear_all: clearAll });
  }

  #setBusy(busy) {
    this.#busy = busy;
    const button = this.#dialog?.querySelector(".modal__submit");
    if (!button) return;
    button.classList.toggle("button--busy", busy);
    button.setAttribute("aria-disabled", String(busy));
    button.firstElementChild.textContent = busy ? "Submitting…" : plainText(this.#view.submit);
  }

  #submitted(event) {
    event.preventDefault();
    if (!this.#busy && this.#view.submit) this.#answer = this.#submit();
  }

  async #submit() {
    const { id } = this.#view;
    const surface = this.#surfaces.get(id);
    surface.showTrouble(null);
    this.#setBusy(true);
    await surface.settled();
    const answer = await send("view_submit", { view_id: id, state: surface.form.state() });
    this.#setBusy(false);
    surface.showErrors(answer.errors ?? {});
    if (!answer.ok && !answer.errors) surface.showTrouble(answer.error);
  }
}
