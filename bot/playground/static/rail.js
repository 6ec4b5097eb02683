/** The left rail: the workspace, who acts, channels and the app, and the scenario at its foot. */

import { avatar } from "./avatar.js";
import { h, syncChildren } from "./dom.js";
import { icon } from "./icons.js";
import { Scenarios } from "./scenarios.js";
import { channel, person, store } from "./store.js";

function groupOf(one) {
  if (one.team_id !== store.cast.workspace.id) return "Another workspace";
  if (one.is_admin) return "Admins";
  return /\blead\b/i.test(one.title ?? "") ? "Leads" : "Members";
}

function peopleOptions() {
  const people = store.cast.people.filter((one) => !one.deleted);
  return ["Leads", "Members", "Admins", "Another workspace"].map((label) => {
    const own = people.filter((one) => groupOf(one) === label);
    return own.length > 0 && h("optgroup", { label }, own.map((one) => h("option", { value: one.id }, one.real_name)));
  });
}

class Item {
  #id;
  #badge = h("span", { class: "badge" });

  constructor({ id, name, mark }) {
    this.#id = id;
    this.node = h("a", { data: { testid: `nav-${id}` } }, mark, h("span", { class: "nav__name" }, name), this.#badge);
  }

  update(unread) {
    this.node.className = `nav${unread > 0 ? " nav--unread" : ""}`;
    this.node.href = `#/${store.user}/${this.#id}`;
    if (store.place === this.#id) this.node.setAttribute("aria-current", "page");
    else this.node.removeAttribute("aria-current");
    this.#badge.hidden = unread === 0;
    this.#badge.replaceChildren(...(unread > 0 ? [String(unread), h("span", { class: "sr" }, " unread")] : []));
  }
}

function markOf({ id, kind }) {
  if (kind === "im") return avatar(store.cast.bot.user_id, "tiny");
  return icon(channel(id)?.shared ? "shared" : "hash");
}

/** Builds the rail; `choose(user)` is called when another person is chosen. */
export class Rail {
  #picker;
  #card = h("p", { class: "acting__more" });
  #face = h("span", { class: "acting__face" });
  #items = new Map();
  #app = h("div", {});
  #channels = h("div", {});
  #scenarios = store.cast.scenarios.length > 0 ? new Scenarios() : null;

  constructor(root, choose) {
    this.#picker = h("select", { class: "acting__select", data: { testid: "acting-as" }, "aria-label": "Acting as", onchange: () => choose(this.#picker.value) }, peopleOptions());
    root.append(
      h("div", { class: "rail__head" }, h("img", { class: "rail__logo", src: "/static/icon.svg", alt: "" }),
        h("div", {}, h("p", { class: "rail__workspace" }, store.cast.workspace.name), h("p", { class: "rail__kind" }, "Local playground"))),
      h("div", { class: "acting" }, h("p", { class: "acting__label", "aria-hidden": "true" }, "Acting as"),
        h("div", { class: "acting__box" }, this.#face, h("div", { class: "acting__words" }, this.#picker, this.#card), icon("chevron"))),
      h("div", { class: "rail__lists" },
        h("section", { class: "rail__section" }, h("h2", {}, "App"), this.#app),
        h("section", { class: "rail__section" }, h("h2", {}, "Channels"), this.#channels)),
      ...(this.#scenarios ? [this.#scenarios.node] : []),
    );
  }

  /** Shows the acting person, their conversations and what is unread. */
  update() {
    const who = person(store.user);
    this.#picker.value = store.user;
    this.#card.title = `Time zone: ${who.tz}`;
    this.#card.textContent = who.title;
    this.#face.replaceChildren(avatar(store.user));
    this.#scenarios?.update();
    const places = store.state?.conversations ?? [];
    const home = { id: "home", name: "Home", mark: icon("home"), unread: 0 };
    syncChildren(this.#app, [home, ...places.filter((one) => one.kind === "im")].map((one) => this.#item(one)));
    syncChildren(this.#channels, places.filter((one) => one.kind === "channel").map((one) => this.#item(one)));
  }

  #item(place) {
    if (!this.#items.has(place.id)) this.#items.set(place.id, new Item({ mark: markOf(place), ...place }));
    const item = this.#items.get(place.id);
    item.update(place.unread);
    return item.node;
  }
}
