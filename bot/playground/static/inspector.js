/** The inspector: what the stand-in sent to the bot, and what the bot sent back. */

import { get } from "./api.js";
import { exactTime } from "./dates.js";
import { h, syncChildren } from "./dom.js";
import { explain } from "./explain.js";
import { icon } from "./icons.js";
import { store } from "./store.js";

function scalar(value) {
  return h("span", { class: `json__${value === null ? "null" : typeof value}` }, JSON.stringify(value));
}

function tree(value, name, open) {
  const key = name === null ? null : h("span", { class: "json__key" }, `${name}: `);
  if (value === null || typeof value !== "object") return h("div", { class: "json__row" }, key, scalar(value));
  const entries = Object.entries(value);
  const size = Array.isArray(value) ? `[${entries.length}]` : `{${entries.length}}`;
  const details = h("details", { class: "json", open }, h("summary", {}, key, h("span", { class: "json__size" }, size)));
  fillWhenOpen(details, () => entries.map(([label, child]) => tree(child, label, false)));
  return details;
}

function fillWhenOpen(details, build) {
  const fill = () => {
    if (details.open && details.childElementCount === 1) details.append(h("div", { class: "json__inside" }, build()));
  };
  details.addEventListener("toggle", fill);
  fill();
}

function entryNode({ at, direction, kind, summary, status, ms, body }) {
  const inward = direction === "to_bot";
  const failed = typeof status === "number" ? status >= 400 : status && !["ok", "sent"].includes(String(status));
  const details = h("details", { class: "entry" },
    h("summary", {},
      h("span", { class: `entry__way entry__way--${inward ? "in" : "out"}` }, icon(inward ? "inbound" : "outbound"), h("span", { class: "sr" }, inward ? "To the bot" : "From the bot")),
      h("span", { class: "entry__words" }, h("span", { class: "entry__kind" }, kind), h("span", { class: "entry__summary" }, summary ?? "")),
      h("span", { class: `entry__facts${failed ? " entry__facts--failed" : ""}` },
        [status, ms === null || ms === undefined ? null : `${Math.round(ms)} ms`].filter((fact) => fact !== null && fact !== undefined && fact !== "").join(" · ")),
      h("time", { class: "entry__time" }, exactTime(typeof at === "number" ? at : Date.parse(at) / 1000))));
  const parts = body !== null && typeof body === "object" ? Object.entries(body) : [[null, body ?? null]];
  fillWhenOpen(details, () => [explanation({ direction, kind }), ...parts.map(([name, value]) => tree(value, name, true)), copyButton(body)]);
  return details;
}

function explanation(entry) {
  const { words, link } = explain(entry);
  return h("p", { class: "entry__about" }, words, link && [" ", h("a", { href: link, target: "_blank", rel: "noopener noreferrer" }, "Read about it in Slack’s documentation")]);
}

function copyButton(body) {
  const words = h("span", { role: "status" }, "Copy as JSON");
  const copy = () => navigator.clipboard.writeText(JSON.stringify(body, null, 2))
    .then(() => { words.textContent = "Copied"; }, () => { words.textContent = "The browser does not allow it"; });
  return h("button", { type: "button", class: "entry__copy", onclick: copy }, icon("copy"), words);
}

const WAYS = [["", "Both ways"], ["to_bot", "To the bot"], ["from_bot", "From the bot"]];

/** Builds the drawer. */
export class Inspector {
  #root;
  #list = h("div", { class: "inspector__list" });
  #nodes = new Map();
  #toggled;
  #way;
  #words;
  #close = h("button", { type: "button", class: "modal__tool", "aria-label": "Hide the inspector", onclick: () => this.toggle() }, icon("close"));

  constructor(root, toggled) {
    this.#root = root;
    this.#toggled = toggled;
    this.#way = h("select", { class: "inspector__way", "aria-label": "Which way", onchange: () => this.update() }, WAYS.map(([value, name]) => h("option", { value }, name)));
    this.#words = h("input", { type: "search", class: "inspector__words", placeholder: "Search", "aria-label": "Search what was sent", oninput: () => this.update() });
    root.append(
      h("header", { class: "inspector__head" }, h("div", {}, h("h2", {}, "Inspector"), h("p", {}, "What the bot received and sent, newest first")), this.#close),
      h("div", { class: "inspector__find", role: "search" }, this.#way, this.#words),
      this.#list,
    );
    root.addEventListener("keydown", (event) => event.key === "Escape" && this.toggle());
  }

  /** Opens or closes the drawer; where it lies over the conversation it takes the focus. */
  toggle() {
    const open = this.#root.hidden;
    this.#root.hidden = !open;
    document.body.classList.toggle("inspecting", open);
    this.#toggled(open);
    if (open && getComputedStyle(this.#root).position === "fixed") this.#close.focus();
    this.update();
  }

  #wanted(entry) {
    const way = this.#way.value;
    const words = this.#words.value.trim().toLowerCase();
    return (way === "" || entry.direction === way) && JSON.stringify(entry).toLowerCase().includes(words);
  }

  /** Fetches the log while the drawer is open; opened entries stay open. */
  async update() {
    if (this.#root.hidden) return;
    const entries = (await get("log", { user: store.user })).entries.filter((entry) => this.#wanted(entry));
    const seen = new Map();
    const nodes = entries.map((entry) => {
      const text = JSON.stringify(entry);
      const count = (seen.get(text) ?? 0) + 1;
      seen.set(text, count);
      const key = `${count} ${text}`;
      return [key, this.#nodes.get(key) ?? entryNode(entry)];
    });
    this.#nodes = new Map(nodes);
    const newest = entries.length > 1 && entries[0].at > entries[entries.length - 1].at ? nodes : nodes.reverse();
    syncChildren(this.#list, newest.map(([, node]) => node));
    if (entries.length === 0) this.#list.replaceChildren(h("p", { class: "inspector__none" }, this.#none()));
  }

  #none() {
    const narrowed = this.#way.value !== "" || this.#words.value !== "";
    return narrowed ? "Nothing that was sent fits." : "Nothing yet. Type a command or press a button.";
  }
}
