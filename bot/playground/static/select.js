/** Select menus with search, for one or several choices: the pattern "editable combobox with list". */

import { h, uniqueId } from "./dom.js";
import { icon } from "./icons.js";
import { ActiveOption, closePopover, openPopover, placeAgain } from "./popover.js";

/**
 * `groups`: [{label, options: [{id, text, description}]}]; `chosen`: ids; `changed(ids)` is called after each choice.
 * `attributes` go to the text field (id, aria-label, aria-describedby …).
 */
export class Select {
  #groups;
  #chosen;
  #settings;
  #field;
  #chips = h("span", { class: "select__chips" });
  #panel;
  #active;
  #open = false;

  constructor({ groups, chosen, placeholder, multiple = false, clearable = false, max = Infinity, attributes, changed }) {
    this.#groups = groups;
    this.#chosen = chosen;
    this.#settings = { placeholder, multiple, clearable, max, changed };
    const list = uniqueId("list");
    this.#panel = h("div", { class: "listbox", id: list, role: "listbox", popover: "manual",
      "aria-label": "Choices", "aria-multiselectable": multiple ? "true" : null });
    this.#field = h("input", {
      type: "text", class: "select__field", role: "combobox", autocomplete: "off", spellcheck: "false",
      "aria-autocomplete": "list", "aria-expanded": "false", "aria-controls": list, ...attributes,
    });
    this.#active = new ActiveOption(this.#field);
    this.node = h("div", { class: "select" }, this.#chips, this.#field, icon("chevron"), this.#panel);
    this.#listen();
    this.#show();
  }

  #listen() {
    this.node.addEventListener("pointerdown", (event) => this.#pressed(event));
    this.#field.addEventListener("input", () => {
      this.#opened();
      this.#fill(this.#field.value);
    });
    this.#field.addEventListener("keydown", (event) => this.#key(event));
    this.#field.addEventListener("blur", () => this.#closed());
  }

  #pressed(event) {
    if (this.#panel.contains(event.target)) {
      event.preventDefault();
      return;
    }
    if (event.target.closest("button")) return;
    if (event.target !== this.#field) event.preventDefault();
    this.#field.focus();
    if (this.#open) this.#closed();
    else this.#opened();
  }

  #options() {
    return this.#groups.flatMap((group) => group.options);
  }

  #textOf(id) {
    return this.#options().find((option) => option.id === id)?.text ?? id;
  }

  #show() {
    const { multiple, placeholder, clearable } = this.#settings;
    const single = multiple ? "" : this.#chosen.map((id) => this.#textOf(id)).join("");
    this.#field.value = single;
    this.#field.placeholder = multiple && this.#chosen.length > 0 ? "" : placeholder;
    const clear = clearable && single && h("button", {
      type: "button", class: "select__clear", "aria-label": "Clear the choice", onclick: () => this.#set([]),
    }, icon("close"));
    this.#chips.replaceChildren(...(multiple ? this.#chosen.map((id) => this.#chip(id)) : [clear].filter(Boolean)));
    this.node.classList.toggle("select--filled", this.#chosen.length > 0);
    this.node.classList.toggle("select--multiple", multiple);
  }

  #chip(id) {
    const text = this.#textOf(id);
    const remove = h("button", {
      type: "button", "aria-label": `Remove ${text}`, onclick: () => {
        this.#set(this.#chosen.filter((one) => one !== id));
        this.#field.focus();
      },
    }, icon("close"));
    return h("span", { class: "chip" }, text, remove);
  }

  #opened() {
    if (this.#open) return;
    this.#open = true;
    this.node.classList.add("select--open");
    this.#field.setAttribute("aria-expanded", "true");
    this.#fill("");
    openPopover(this.node, this.#panel, { wide: true, onClose: () => this.#closed() });
    this.#active.current?.scrollIntoView({ block: "nearest" });
    if (!this.#settings.multiple) this.#field.select();
  }

  #closed() {
    if (!this.#open) return;
    this.#open = false;
    closePopover();
    this.node.classList.remove("select--open");
    this.#field.setAttribute("aria-expanded", "false");
    this.#active.reset([]);
    this.#show();
  }

  #fill(query) {
    const words = query.trim().toLowerCase();
    const nodes = [];
    const rendered = this.#groups.map((group) => {
      const shown = group.options.filter((option) => option.text.toLowerCase().includes(words));
      const own = shown.map((option) => this.#option(option));
      nodes.push(...own);
      return own.length === 0 ? [] : this.#group(group.label, own);
    });
    const empty = nodes.length === 0 ? [h("p", { class: "listbox__empty" }, "No matches")] : [];
    this.#panel.replaceChildren(...rendered.flat(), ...empty);
    const selected = nodes.findIndex((node) => node.getAttribute("aria-selected") === "true");
    this.#active.reset(nodes, this.#settings.multiple ? 0 : selected);
  }

  #group(label, nodes) {
    if (!label) return nodes;
    const id = uniqueId("group");
    return [h("div", { role: "group", "aria-labelledby": id }, h("p", { class: "listbox__label", id }, label), nodes)];
  }

  #option({ id, text, description }) {
    const selected = this.#chosen.includes(id);
    const full = !selected && this.#settings.multiple && this.#chosen.length >= this.#settings.max;
    return h("div", {
      class: "option", role: "option", id: uniqueId("option"), data: { value: id },
      "aria-selected": String(selected), "aria-disabled": full ? "true" : null,
      onclick: () => this.#choose(id),
      onpointermove: (event) => this.#active.mark(this.#active.options.indexOf(event.currentTarget)),
    }, h("span", { class: "option__text" }, text), description && h("span", { class: "option__more" }, description), selected && icon("check"));
  }

  #choose(id) {
    if (!this.#settings.multiple) {
      this.#closed();
      if (this.#chosen[0] !== id) this.#set([id]);
      return;
    }
    const without = this.#chosen.filter((one) => one !== id);
    const next = without.length < this.#chosen.length ? without : [...this.#chosen, id];
    if (next.length > this.#settings.max) return;
    this.#set(next);
    this.#fill("");
    placeAgain();
  }

  #set(chosen) {
    this.#chosen = chosen;
    this.#show();
    this.#settings.changed(chosen);
  }

  #key(event) {
    const handle = this.#open ? this.#openKeys(event) : this.#closedKeys(event);
    if (handle) {
      event.preventDefault();
      event.stopPropagation();
      handle();
    }
  }

  #closedKeys(event) {
    const removable = this.#settings.multiple && this.#field.value === "" && this.#chosen.length > 0;
    if (event.key === "Backspace" && removable) return () => this.#set(this.#chosen.slice(0, -1));
    return ["ArrowDown", "ArrowUp", "Enter", " "].includes(event.key) ? () => this.#opened() : null;
  }

  #openKeys(event) {
    const removable = this.#settings.multiple && this.#field.value === "" && this.#chosen.length > 0;
    return {
      ArrowDown: () => this.#active.move(1),
      ArrowUp: () => this.#active.move(-1),
      Enter: () => this.#active.current?.click(),
      Escape: () => this.#closed(),
      Backspace: removable ? () => { this.#set(this.#chosen.slice(0, -1)); this.#fill(""); } : null,
    }[event.key] ?? null;
  }
}
