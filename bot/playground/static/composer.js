/** The message box: sending, completion of commands, and the menu of global shortcuts. */

import { h, uniqueId } from "./dom.js";
import { icon } from "./icons.js";
import { ActiveOption, closePopover, openPopover, menuButton } from "./popover.js";
import { conversation, send, store } from "./store.js";

const drafts = new Map();

function draftKey() {
  return `${store.user} ${store.place}`;
}

function subCommand(command, { text, description }) {
  // A description that only repeats the word and its arguments ("tips [topic]") is shown as the arguments.
  const repeats = description?.startsWith(text);
  const hint = repeats ? description.slice(text.length).trim() : "";
  return { full: `${command} ${text}`, hint, description: repeats ? "" : description };
}

function allCompletions() {
  return store.cast.commands.flatMap(({ command, description, usage_hint: hint, completions }) => [
    { full: command, hint: completions.length > 0 ? "" : hint, description },
    ...completions.map((one) => subCommand(command, one)),
  ]);
}

function matching(text) {
  if (!text.startsWith("/") || text.includes("\n")) return [];
  const typed = text.toLowerCase();
  return allCompletions().filter(({ full }) => full.toLowerCase().startsWith(typed) && full !== text.trimEnd());
}

/** The composer of the conversation shown: one for the whole page, with a draft for each person and conversation. */
export class Composer {
  #field;
  #send;
  #list;
  #active;
  #notice = h("p", { class: "notice", role: "alert", hidden: true });
  #underWay = 0;
  #open = false;
  #box;

  constructor() {
    const listId = uniqueId("commands");
    this.#list = h("div", { class: "listbox listbox--commands", id: listId, role: "listbox", popover: "manual", "aria-label": "Commands", data: { testid: "completions" } });
    this.#field = h("textarea", {
      class: "composer__field", rows: "1", data: { testid: "composer" }, "aria-autocomplete": "list", "aria-controls": listId,
      autocomplete: "off", oninput: () => this.#typed(), onkeydown: (event) => this.#key(event), onblur: () => this.#closeList(),
    });
    this.#active = new ActiveOption(this.#field);
    this.#send = h("button", { type: "button", class: "composer__send", "aria-label": "Send", data: { testid: "send" }, onclick: () => this.#submit() }, icon("send"));
    this.#box = h("div", { class: "composer__box" }, this.#field,
      h("div", { class: "composer__bar" }, this.#shortcuts(),
        h("span", { class: "composer__hint" }, h("kbd", {}, "/"), " for commands"), this.#send));
    this.node = h("div", { class: "composer" }, this.#notice, this.#box, this.#list);
  }

  #shortcuts() {
    const shortcuts = store.cast.shortcuts.filter((one) => one.type === "global");
    if (shortcuts.length === 0) return null;
    const button = h("button", { type: "button", class: "composer__tool", "aria-label": "Shortcuts", title: "Shortcuts", data: { testid: "shortcuts" } }, icon("bolt"));
    const items = () => shortcuts.map((one) => ({
      label: one.name, description: one.description, data: { callbackId: one.callback_id }, run: () => this.#shortcut(one.callback_id),
    }));
    return menuButton(button, items, "Shortcuts");
  }

  async #shortcut(callbackId) {
    const answer = await send("shortcut", { callback_id: callbackId });
    this.#say(answer.ok ? null : answer.error);
  }

  /** Another conversation or person: its own draft and name. */
  moved() {
    const target = conversation(store.place);
    const name = target?.kind === "channel" ? `#${target.name}` : target?.name ?? "";
    this.#field.placeholder = `Message ${name}`;
    this.#field.setAttribute("aria-label", `Message ${name}`);
    this.#field.value = drafts.get(draftKey()) ?? "";
    this.#say(null);
    this.#fit();
  }

  /** Puts the cursor into the message box. */
  focus() {
    this.#field.focus({ preventScroll: true });
  }

  #say(text) {
    const dismiss = h("button", { type: "button", class: "notice__close", "aria-label": "Dismiss", onclick: () => {
      this.#say(null);
      this.focus();
    } }, icon("close"));
    this.#notice.replaceChildren(...(text ? [icon("warn"), h("span", {}, text), dismiss] : []));
    this.#notice.hidden = !text;
  }

  #typed() {
    drafts.set(draftKey(), this.#field.value);
    this.#fit();
    this.#complete();
  }

  #fit() {
    this.#field.style.setProperty("height", "auto");
    if (this.#field.value) this.#field.style.setProperty("height", `${Math.min(this.#field.scrollHeight, 220)}px`);
    this.#send.classList.toggle("composer__send--ready", this.#field.value.trim() !== "");
  }

  #complete() {
    const found = matching(this.#field.value);
    if (found.length === 0) {
      this.#closeList();
      return;
    }
    const nodes = found.map((one) => h("div", {
      class: "option option--command", role: "option", id: uniqueId("command"), "aria-selected": "false", data: { command: one.full },
      onpointerdown: (event) => event.preventDefault(), onclick: () => this.#take(one.full),
    }, h("span", { class: "option__text" }, one.full, one.hint && h("span", { class: "option__hint" }, ` ${one.hint}`)),
    h("span", { class: "option__more" }, one.description ?? "")));
    this.#list.replaceChildren(...nodes);
    if (!this.#open) openPopover(this.#box, this.#list, { wide: true, onClose: () => this.#closeList() });
    this.#open = true;
    this.#active.reset(nodes);
  }

  #closeList() {
    if (!this.#open) return;
    this.#open = false;
    closePopover();
    this.#active.reset([]);
  }

  #take(full) {
    this.#field.value = `${full} `;
    this.#typed();
    this.focus();
  }

  #key(event) {
    if (event.isComposing) return;
    const handle = (this.#open && this.#listKeys(event)) || this.#plainKeys(event);
    if (!handle) return;
    event.preventDefault();
    handle();
  }

  #listKeys(event) {
    const take = () => this.#active.current.click();
    const complete = allCompletions().some(({ full }) => full === this.#field.value.trim());
    return {
      ArrowDown: () => this.#active.move(1),
      ArrowUp: () => this.#active.move(-1),
      Tab: event.shiftKey ? null : take,
      Enter: complete || event.shiftKey ? null : take,
      Escape: () => this.#closeList(),
    }[event.key];
  }

  #plainKeys(event) {
    return event.key === "Enter" && !event.shiftKey ? () => this.#submit() : null;
  }

  async #submit() {
    const text = this.#field.value.trim();
    if (text === "") return;
    const key = draftKey();
    this.#closeList();
    this.focus();
    this.#count(1);
    this.#field.value = "";
    this.#typed();
    const answer = await send(text.startsWith("/") ? "command" : "message", { channel: store.place, text });
    this.#count(-1);
    this.#answered(answer, text, key);
  }

  #count(change) {
    this.#underWay += change;
    this.node.classList.toggle("composer--busy", this.#underWay > 0);
  }

  #answered(answer, text, key) {
    if (!answer.ok && !drafts.get(key)) drafts.set(key, text);
    if (key !== draftKey()) return;
    if (!answer.ok && this.#field.value === "") this.#field.value = text;
    this.#say(answer.ok ? null : answer.error);
    this.#fit();
  }
}
