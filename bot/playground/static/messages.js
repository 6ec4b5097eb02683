/** The messages of one conversation, grouped by author and day, updated in place. */

import { dayKey, dayName, timeOf } from "./dates.js";
import { h, syncChildren } from "./dom.js";
import { avatar } from "./avatar.js";
import { fileCard } from "./files.js";
import { icon } from "./icons.js";
import { mrkdwn } from "./mrkdwn.js";
import { menuButton } from "./popover.js";
import { nameOf, send, store } from "./store.js";
import { Surface } from "./surface.js";

const GROUP_SECONDS = 300;
const NEAR_END = 60;

function follows(message, before) {
  return Boolean(before) && before.user === message.user && !before.ephemeral && !message.ephemeral &&
    Number(message.ts) - Number(before.ts) < GROUP_SECONDS && dayKey(Number(before.ts)) === dayKey(Number(message.ts));
}

class Message {
  #json = "";
  #surface;
  #body = h("div", { class: "message__body" });
  #text = h("div", { class: "text" });

  constructor(channel, message) {
    this.#surface = new Surface({ type: "message", channel, ts: message.ts });
    const name = message.name || nameOf(message.user);
    const time = timeOf(Number(message.ts));
    const author = h("p", { class: "message__head" },
      h("span", { class: "message__author" }, name), message.is_bot && h("span", { class: "tag" }, "APP"),
      h("time", { class: "message__time" }, time));
    const reply = message.thread_ts && message.thread_ts !== message.ts && h("p", { class: "message__only" }, "In a thread");
    const only = message.ephemeral && h("p", { class: "message__only" }, icon("eye"), "Only visible to you");
    this.node = h("article", {
      class: `message${message.ephemeral ? " message--ephemeral" : ""}`, "aria-label": `${name}, ${time}`,
      data: { testid: "message", ts: message.ts, user: message.user },
    }, h("div", { class: "message__gutter" }, avatar(message.user), h("time", { class: "message__aside", "aria-hidden": "true" }, time.replace(/ [AP]M$/, ""))),
    h("div", { class: "message__main" }, only, reply, author, this.#body, this.#surface.trouble), this.#tools(channel, message.ts));
  }

  #tools(channel, ts) {
    const shortcuts = store.cast.shortcuts.filter((one) => one.type === "message");
    if (shortcuts.length === 0) return null;
    const button = h("button", { type: "button", class: "message__more", "aria-label": "More actions" }, icon("more"));
    const run = async (callbackId) => {
      const answer = await send("shortcut", { callback_id: callbackId, channel, ts });
      this.#surface.showTrouble(answer.ok ? null : answer.error);
    };
    const items = () => shortcuts.map((one) => ({
      label: one.name, description: one.description, data: { callbackId: one.callback_id }, run: () => run(one.callback_id),
    }));
    return h("div", { class: "message__tools" }, menuButton(button, items, "More actions"));
  }

  update(message, before) {
    this.node.classList.toggle("message--follows", follows(message, before));
    const json = JSON.stringify([message.text, message.blocks, message.files, message.edited]);
    if (json === this.#json) return;
    this.#json = json;
    const blocks = message.blocks ?? [];
    this.#surface.update(blocks);
    this.#text.replaceChildren(...mrkdwn(message.text ?? ""));
    const edited = message.edited && h("span", { class: "message__edited" }, "(edited)");
    const content = blocks.length > 0 ? this.#surface.root : this.#text;
    syncChildren(this.#body, [content, edited, ...(message.files ?? []).map(fileCard)].filter(Boolean));
  }
}

function intro(conversation) {
  const channel = conversation.kind === "channel";
  const title = channel ? `#${conversation.name}` : conversation.name;
  const words = channel
    ? "This is the very beginning of the channel."
    : "This is your direct conversation with the app. Type / to see what it can do.";
  return h("div", { class: "intro" },
    h("div", { class: "intro__mark" }, channel ? icon("hash") : avatar(store.cast.bot.user_id)), h("h2", {}, title), h("p", {}, words));
}

/** One conversation's list. `node` scrolls; it stays at its end when the person is there. */
export class MessageList {
  #messages = new Map();
  #days = new Map();
  #list;
  #jump;
  #intro;
  #top = null;

  constructor(conversation) {
    this.#intro = intro(conversation);
    this.#list = h("div", { class: "messages__list", role: "log", "aria-live": "polite", "aria-label": `Messages in ${conversation.name}` });
    this.scroller = h("div", { class: "messages", tabindex: "0", role: "region", "aria-label": "Message history", onscroll: () => this.#scrolled() }, this.#list);
    this.#jump = h("button", { type: "button", class: "jump", hidden: true, onclick: () => this.#toEnd() }, icon("down"), "New messages");
    this.node = h("div", { class: "messages-host" }, this.scroller, this.#jump);
    const watcher = new ResizeObserver(() => { if (this.#top === null) this.#toEnd(); });
    watcher.observe(this.#list);
    watcher.observe(this.scroller);
  }

  /** Shows these messages; says whether some are new. */
  update(conversation) {
    const known = this.#messages.size;
    const nodes = [this.#intro];
    let before;
    for (const message of conversation.messages) {
      if (!before || dayKey(Number(before.ts)) !== dayKey(Number(message.ts))) nodes.push(this.#day(Number(message.ts)));
      nodes.push(this.#message(conversation.id, message, before));
      before = message;
    }
    syncChildren(this.#list, nodes);
    const grown = conversation.messages.length > known && known > 0;
    if (this.#top === null) this.#toEnd();
    else if (grown) this.#jump.hidden = false;
    this.#forget(conversation.messages);
  }

  /** Puts the scroll position back after the list was out of the document. */
  shown() {
    if (this.#top === null) this.#toEnd();
    else this.scroller.scrollTop = this.#top;
  }

  #message(channel, message, before) {
    let own = this.#messages.get(message.ts);
    if (!own) {
      own = new Message(channel, message);
      this.#messages.set(message.ts, own);
    }
    own.update(message, before);
    return own.node;
  }

  #day(seconds) {
    const key = dayKey(seconds);
    const node = this.#days.get(key) ?? h("div", { class: "day", role: "separator" }, h("span", {}));
    this.#days.set(key, node);
    const name = dayName(seconds);
    if (node.textContent !== name) node.firstElementChild.textContent = name;
    return node;
  }

  #forget(messages) {
    const present = new Set(messages.map((message) => message.ts));
    for (const ts of this.#messages.keys()) if (!present.has(ts)) this.#messages.delete(ts);
  }

  #toEnd() {
    this.#jump.hidden = true;
    this.#top = null;
    this.scroller.scrollTop = this.scroller.scrollHeight;
  }

  #scrolled() {
    const { scrollTop, scrollHeight, clientHeight } = this.scroller;
    const atEnd = scrollHeight - scrollTop - clientHeight < NEAR_END;
    this.#top = atEnd ? null : scrollTop;
    if (atEnd) this.#jump.hidden = true;
  }
}
