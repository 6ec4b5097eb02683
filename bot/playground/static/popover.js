/** Floating panels beside the control that opened them: select lists, menus, command completion. */

import { h } from "./dom.js";

const GAP = 4;
const MARGIN = 8;
const TALLEST = 340;
let current = null;

function place(anchor, panel, wide) {
  const box = anchor.getBoundingClientRect();
  if (wide) panel.style.setProperty("width", `${box.width}px`);
  panel.style.setProperty("max-height", "none");
  const below = window.innerHeight - box.bottom - GAP - MARGIN;
  const above = box.top - GAP - MARGIN;
  const up = Math.min(panel.offsetHeight, TALLEST) > below && above > below;
  panel.style.setProperty("max-height", `${Math.min(TALLEST, Math.max(up ? above : below, 120))}px`);
  panel.style.setProperty("top", up ? "auto" : `${box.bottom + GAP}px`);
  panel.style.setProperty("bottom", up ? `${window.innerHeight - box.top + GAP}px` : "auto");
  const left = Math.min(box.left, window.innerWidth - panel.offsetWidth - MARGIN);
  panel.style.setProperty("left", `${Math.max(MARGIN, left)}px`);
}

/** Closes the open panel, if any. */
export function closePopover() {
  current?.close();
}

/** Puts the open panel beside its control again, after the control has changed its size. */
export function placeAgain() {
  current?.replace();
}

/**
 * Shows `panel` (already in the document, with the `popover` attribute) beside `anchor`; only one is open at a time.
 * Closes on a press outside, when its control has left the page, and by closePopover. `wide`: as wide as the anchor.
 */
export function openPopover(anchor, panel, { onClose, wide = false } = {}) {
  closePopover();
  const replace = () => (anchor.isConnected ? place(anchor, panel, wide) : close());
  const outside = (event) => {
    if (!panel.contains(event.target) && !anchor.contains(event.target)) close();
  };
  const scrolled = (event) => {
    if (!panel.contains(event.target)) replace();
  };
  function close() {
    if (current?.close !== close) return;
    current = null;
    document.removeEventListener("pointerdown", outside, true);
    document.removeEventListener("scroll", scrolled, true);
    window.removeEventListener("resize", replace);
    if (panel.isConnected) panel.hidePopover();
    onClose?.();
  }
  current = { close, replace };
  panel.showPopover();
  replace();
  document.addEventListener("pointerdown", outside, true);
  document.addEventListener("scroll", scrolled, true);
  window.addEventListener("resize", replace);
}

/** The keyboard's place in a list whose focus stays in a text field (aria-activedescendant). */
export class ActiveOption {
  #field;
  #index = -1;
  options = [];

  constructor(field) {
    this.#field = field;
  }

  /** Takes new option nodes and marks one of them. */
  reset(options, index = 0) {
    this.options = options;
    this.mark(options.length === 0 ? -1 : Math.max(index, 0));
  }

  /** Marks the option at `index`; -1 marks none. */
  mark(index) {
    this.current?.classList.remove("option--active");
    this.#index = index;
    this.current?.classList.add("option--active");
    this.current?.scrollIntoView({ block: "nearest" });
    if (this.current) this.#field.setAttribute("aria-activedescendant", this.current.id);
    else this.#field.removeAttribute("aria-activedescendant");
  }

  /** Marks the next (1) or previous (-1) option, around the ends. */
  move(step) {
    const count = this.options.length;
    if (count > 0) this.mark((this.#index + step + count) % count);
  }

  /** The marked option's node, or undefined. */
  get current() {
    return this.options[this.#index];
  }
}

const STEPS = { ArrowDown: 1, ArrowUp: -1 };

function menuKey(event, panel, close) {
  const items = [...panel.querySelectorAll('[role="menuitem"]')];
  const at = items.indexOf(document.activeElement);
  const target = {
    ArrowDown: () => items[(at + 1) % items.length],
    ArrowUp: () => items[(at - 1 + items.length) % items.length],
    Home: () => items[0],
    End: () => items[items.length - 1],
  }[event.key]?.();
  if (target) target.focus();
  if (event.key === "Escape" || event.key === "Tab") close();
  if (target || event.key === "Escape") {
    event.preventDefault();
    event.stopPropagation();
  }
}

/**
 * Makes `button` open a menu. `items()` gives [{label, description, data, run}] each time it opens.
 * Returns the wrapper that holds the button and its menu.
 */
export function menuButton(button, items, label) {
  const panel = h("div", { class: "menu", role: "menu", popover: "manual", "aria-label": label });
  button.setAttribute("aria-haspopup", "menu");
  button.setAttribute("aria-expanded", "false");
  const open = () => {
    button.setAttribute("aria-expanded", "true");
    panel.replaceChildren(...items().map((item) => menuItem(item, () => { closePopover(); button.focus(); })));
    openPopover(button, panel, { onClose: () => button.setAttribute("aria-expanded", "false") });
    panel.firstElementChild?.focus();
  };
  button.addEventListener("click", () => {
    if (button.getAttribute("aria-expanded") === "true") closePopover();
    else open();
  });
  button.addEventListener("keydown", (event) => {
    if (!(event.key in STEPS)) return;
    event.preventDefault();
    open();
  });
  panel.addEventListener("keydown", (event) => menuKey(event, panel, () => { closePopover(); button.focus(); }));
  return h("span", { class: "menu-host" }, button, panel);
}

function menuItem({ label, description, data, run, href }, close) {
  const words = [h("span", { class: "option__text" }, label), description && h("span", { class: "option__more" }, description)];
  const chosen = () => {
    close();
    run();
  };
  const properties = { class: "option", role: "menuitem", tabindex: "-1", data, onclick: chosen };
  if (href) return h("a", { ...properties, href, target: "_blank", rel: "noopener noreferrer" }, words);
  return h("button", { ...properties, type: "button" }, words);
}
