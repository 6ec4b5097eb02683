/** Slack's mrkdwn as document nodes. Nothing is ever parsed as HTML. */

import { h } from "./dom.js";
import { fillDate } from "./dates.js";
import { emoji, withEmoji } from "./emoji.js";
import { channel, nameOf, store } from "./store.js";

const ENTITIES = { "&amp;": "&", "&lt;": "<", "&gt;": ">" };
const SAFE_LINK = /^(https?:|mailto:|tel:)/i;
const INLINE = new RegExp(
  [
    "`(?<code>[^`\\n]+)`",
    "<(?<angle>[^<>\\n]+)>",
    ":(?<emoji>[a-z0-9_+-]+):",
    "(?<![\\w*])\\*(?=\\S)(?<bold>[^*\\n]*[^*\\s])\\*(?![\\w*])",
    "(?<![\\w_])_(?=\\S)(?<italic>[^_\\n]*[^_\\s])_(?![\\w_])",
    "(?<![\\w~])~(?=\\S)(?<strike>[^~\\n]*[^~\\s])~(?![\\w~])",
  ].join("|"),
  "g",
);

function decode(text) {
  return text.replace(/&(amp|lt|gt);/g, (entity) => ENTITIES[entity]);
}

/** A link, when its scheme is one that can do no harm; otherwise its words. */
export function link(url, label) {
  if (!SAFE_LINK.test(url)) return document.createTextNode(label);
  return h("a", { href: url, target: "_blank", rel: "noopener noreferrer" }, label);
}

/** "@Name" for a user id. */
export function userMention(id) {
  const own = id === store.user ? " mention--you" : "";
  return h("span", { class: `mention${own}` }, `@${nameOf(id)}`);
}

/** "#channel", a way to go there when the acting person can see it. */
export function channelMention(id, label) {
  const name = channel(id)?.name ?? label ?? id;
  return h("a", { class: "mention", href: `#/${store.user}/${id}` }, `#${name}`);
}

/** "@here", "@channel" or "@everyone". */
export function broadcast(range) {
  return h("span", { class: "mention mention--you" }, `@${range}`);
}

function special(body, label) {
  const [kind, ...rest] = body.split("^");
  if (kind === "date") {
    const text = fillDate(Number(rest[0]), rest[1] ?? "", label ?? rest[0]);
    return rest[2] ? link(rest[2], text) : h("time", { title: label }, text);
  }
  if (kind === "subteam") return h("span", { class: "mention" }, label ?? rest[0]);
  return broadcast(kind);
}

function angle(inner) {
  const cut = inner.indexOf("|");
  const body = cut < 0 ? inner : inner.slice(0, cut);
  const label = cut < 0 ? undefined : decode(inner.slice(cut + 1));
  if (body.startsWith("@")) return userMention(body.slice(1));
  if (body.startsWith("#")) return channelMention(body.slice(1), label);
  if (body.startsWith("!")) return special(body.slice(1), label);
  if (SAFE_LINK.test(body)) return link(decode(body), label ?? decode(body).replace(/^mailto:/, ""));
  return document.createTextNode(decode(`<${inner}>`));
}

function styled({ code, angle: inner, emoji: name, bold, italic, strike }, whole) {
  if (code !== undefined) return h("code", {}, decode(code));
  if (inner !== undefined) return angle(inner);
  if (name !== undefined) return document.createTextNode(emoji(name) ?? whole);
  if (bold !== undefined) return h("strong", {}, inline(bold));
  if (italic !== undefined) return h("em", {}, inline(italic));
  return h("s", {}, inline(strike));
}

function inline(text) {
  const nodes = [];
  let from = 0;
  for (const match of text.matchAll(INLINE)) {
    if (match.index > from) nodes.push(decode(text.slice(from, match.index)));
    nodes.push(styled(match.groups, match[0]));
    from = match.index + match[0].length;
  }
  if (from < text.length) nodes.push(decode(text.slice(from)));
  return nodes;
}

const QUOTED = /^(?:&gt;|>) ?/;

function lines(text) {
  const groups = [];
  for (const line of text.split("\n")) {
    const quoted = QUOTED.test(line);
    const last = groups[groups.length - 1];
    const content = quoted ? line.replace(QUOTED, "") : line;
    if (last && last.quoted === quoted) last.lines.push(content);
    else groups.push({ quoted, lines: [content] });
  }
  return groups.map(({ quoted, lines: own }) => h(quoted ? "blockquote" : "span", { class: "run" }, inline(own.join("\n"))));
}

/** The nodes of one mrkdwn text. */
export function mrkdwn(text) {
  const parts = text.split(/```\n?([\s\S]*?)\n?```\n?/);
  return parts.flatMap((part, index) => {
    if (index % 2 === 1) return [h("pre", {}, h("code", {}, decode(part)))];
    const trimmed = index + 1 < parts.length ? part.replace(/\n$/, "") : part;
    return trimmed === "" ? [] : lines(trimmed);
  });
}

/** The nodes of a Block Kit text object, mrkdwn or plain_text. */
export function textObject(object) {
  if (!object) return [];
  if (object.type === "mrkdwn") return mrkdwn(object.text);
  return [object.emoji === false ? object.text : withEmoji(object.text)];
}

/** A plain_text object's words, for attributes and options. */
export function plainText(object) {
  return object ? withEmoji(object.text) : "";
}
