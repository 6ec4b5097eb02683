/** The inspector: what the stand-in sent to the bot, and what the bot sent back. */

import { get } from "./api.js";
import { exactTime } from "./dates.js";
import { h, syncChildren } from "./dom.js";
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
  fillWhenOpen(details, () => parts.map(([name, value]) => tree(value, name, true)));
  return details;
}

/** Builds the drawer. */
export class Inspector {
  #root;
  #list = h("div", { class: "inspector__list" });
  #nodes = new Map();
  #toggled;

  constructor(root, toggled) {
    this.#root = root;
    this.#toggled = toggled;
    root.append(
      h("header", { class: "inspector__head" }, h("div", {}, h("h2", {}, "Inspector"), h("p", {}, "What the bot received and sent, newest first")),
        h("button", { type: "button", class: "modal__tool", "aria-label": "Hide the inspector", onclick: () => this.toggle() }, icon("close"))),
      this.#list,
    );
  }

  /** Opens or closes the drawer. */
  toggle() {
    this.#root.hidden = !this.#root.hidden;
    document.body.classList.toggle("inspecting", !this.#root.hidden);
    this.#toggled(!this.#root.hidden);
    this.update();
  }

  /** Fetches the log while the drawer is open; opened entries stay open. */
  async update() {
    if (this.#root.hidden) return;
    const { entries } = await get("log", { user: store.user });
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
    if (entries.length === 0) this.#list.replaceChildren(h("p", { class: "inspector__none" }, "Nothing yet. Type a command or press a button."));
  }
}
