/** Round-cornered initials for people, and the app's own mark. */

import { h } from "./dom.js";
import { nameOf, person } from "./store.js";

function initials(name) {
  const words = name.split(/\s+/).filter(Boolean);
  return [words[0], words.length > 1 ? words[words.length - 1] : ""].map((word) => word?.[0] ?? "").join("").toUpperCase();
}

/** The picture of a person or the bot, by user id. It carries no words of its own. */
export function avatar(id, size = "") {
  const who = person(id);
  const size_class = size && ` avatar--${size}`;
  if (who.bot) return h("img", { class: `avatar${size_class}`, src: "/static/icon.svg", alt: "" });
  const color = /^#?[0-9a-f]{6}$/i.test(who.color ?? "") ? `#${who.color.replace("#", "")}` : "#5a686d";
  return h("span", { class: `avatar${size_class}`, "aria-hidden": "true", vars: { "--avatar": color } }, initials(nameOf(id)));
}
