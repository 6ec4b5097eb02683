/** The rich_text block: sections, lists, quotes and preformatted text. */

import { h } from "./dom.js";
import { fillDate } from "./dates.js";
import { emoji } from "./emoji.js";
import { broadcast, channelMention, link, userMention } from "./mrkdwn.js";

const STYLE_TAGS = [["code", "code"], ["bold", "strong"], ["italic", "em"], ["strike", "s"]];

function withStyle(node, style = {}) {
  return STYLE_TAGS.filter(([name]) => style[name]).reduce((inner, [, tag]) => h(tag, {}, inner), node);
}

function emojiText(element) {
  if (!element.unicode) return emoji(element.name) ?? `:${element.name}:`;
  return String.fromCodePoint(...element.unicode.split("-").map((code) => Number.parseInt(code, 16)));
}

const INLINE = {
  text: (element) => withStyle(document.createTextNode(element.text), element.style),
  link: (element) => withStyle(link(element.url, element.text || element.url), element.style),
  user: (element) => userMention(element.user_id),
  channel: (element) => channelMention(element.channel_id),
  emoji: (element) => document.createTextNode(emojiText(element)),
  broadcast: (element) => broadcast(element.range),
  date: (element) => document.createTextNode(fillDate(element.timestamp, element.format, element.fallback ?? "")),
};

function inline(elements) {
  return elements.map((element) => INLINE[element.type]?.(element) ?? "");
}

function list(element) {
  const tag = element.style === "ordered" ? "ol" : "ul";
  const items = element.elements.map((item) => h("li", {}, inline(item.elements)));
  const start = element.offset ? element.offset + 1 : undefined;
  return h(tag, { class: `rich-list rich-list--${element.indent ?? 0}`, start }, items);
}

const PARTS = {
  rich_text_section: (part) => h("p", { class: "run" }, inline(part.elements)),
  rich_text_list: list,
  rich_text_quote: (part) => h("blockquote", { class: "run" }, inline(part.elements)),
  rich_text_preformatted: (part) => h("pre", {}, h("code", {}, inline(part.elements))),
};

/** The node of one rich_text block; unknown parts are left out. */
export function richText(block) {
  return h("div", { class: "block block--rich" }, block.elements.map((part) => PARTS[part.type]?.(part)));
}
