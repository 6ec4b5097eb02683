/** Puts the page together: the address, the acting person, the stream of changes, and what the pane shows. */

import { follow, post } from "./api.js";
import { Composer } from "./composer.js";
import { h } from "./dom.js";
import { Home } from "./home.js";
import { Inspector } from "./inspector.js";
import { MessageList } from "./messages.js";
import { ModalStack } from "./modal.js";
import { closePopover } from "./popover.js";
import { Rail } from "./rail.js";
import { actAs, conversation, goTo, loadCast, on, refresh, store } from "./store.js";
import { Topbar } from "./topbar.js";

const REMEMBERED = "infoview.playground.user";
const LOST_AFTER = 1500;

const parts = {};
const lists = new Map();
const homes = new Map();
let shown = null;
let stopFollowing = () => {};
let lostTimer = 0;
let away = false;

function byId(id) {
  return document.getElementById(id);
}

function addressed() {
  const [, user, place] = location.hash.split("/");
  const known = store.cast.people.find((one) => one.id === user && !one.deleted);
  return { user: known?.id, place };
}

function firstPerson() {
  const people = store.cast.people.filter((one) => !one.deleted && one.team_id === store.cast.workspace.id);
  const remembered = people.find((one) => one.id === localStorage.getItem(REMEMBERED));
  return (remembered ?? people.find((one) => !one.is_admin && !/\blead\b/i.test(one.title ?? "")) ?? people[0]).id;
}

function directPlace() {
  return store.state?.conversations.find((one) => one.kind === "im")?.id ?? store.state?.conversations[0]?.id;
}

function isPlace(place) {
  return place === "home" || Boolean(conversation(place));
}

function route() {
  const { user, place } = addressed();
  const next = user ?? store.user ?? firstPerson();
  showRail(false);
  if (next !== store.user) {
    store.place = place ?? null;
    startActing(next);
  } else if (place !== store.place) goTo(place ?? null);
}

function startActing(user) {
  localStorage.setItem(REMEMBERED, user);
  closePopover();
  parts.modals.update([]);
  actAs(user);
  stopFollowing();
  stopFollowing = follow(user, { changed: loadIfOlder, connected: () => setLost(false), lost: () => setLost(true) });
  load();
}

function load() {
  refresh().then(() => setLost(false), () => setLost(true));
}

function loadIfOlder(version) {
  if (version !== store.state?.version) load();
}

function setLost(lost) {
  const back = away && !lost;
  away = lost;
  clearTimeout(lostTimer);
  if (lost) lostTimer = setTimeout(showOffline, LOST_AFTER);
  else byId("offline").hidden = true;
  // A server that was started again counts its versions from the beginning, so they say nothing here.
  if (back) load();
}

function showOffline() {
  byId("offline").textContent = "The playground's server does not answer. Trying again…";
  byId("offline").hidden = false;
}

function cached(map, build) {
  const key = `${store.user} ${store.place}`;
  if (!map.has(key)) map.set(key, build());
  return map.get(key);
}

function paneNodes() {
  if (store.place === "home") return [cached(homes, () => new Home()).node];
  return [cached(lists, () => new MessageList(conversation(store.place))).node, parts.composer.node];
}

function enterPlace() {
  const key = `${store.user} ${store.place}`;
  if (shown === key) return;
  shown = key;
  byId("pane").replaceChildren(...paneNodes());
  if (store.place === "home") post("home", { user: store.user }).then(load);
  else {
    parts.composer.moved();
    lists.get(key).shown();
    if (!document.querySelector("dialog") && matchMedia("(min-width: 720px)").matches) parts.composer.focus();
  }
}

function markRead() {
  const here = conversation(store.place);
  if (here?.unread > 0 && document.visibilityState === "visible") {
    here.unread = 0;
    post("open", { user: store.user, channel: here.id });
  }
}

function title() {
  const unread = store.state.conversations.reduce((sum, one) => sum + one.unread, 0);
  const where = store.place === "home" ? "Home" : conversation(store.place)?.name;
  document.title = `${unread > 0 ? `(${unread}) ` : ""}${where} · Infoview playground`;
}

function render() {
  if (!store.state) return;
  if (!isPlace(store.place)) {
    history.replaceState(null, "", `#/${store.user}/${directPlace()}`);
    store.place = directPlace();
  }
  enterPlace();
  markRead();
  parts.rail.update();
  parts.topbar.update();
  if (store.place === "home") cached(homes).update(store.state.home);
  else cached(lists).update(conversation(store.place));
  parts.modals.update(store.state.views);
  parts.inspector.update().catch(() => {});
  title();
}

function showRail(open) {
  document.body.classList.toggle("rail-open", open);
  byId("scrim").hidden = !open;
  if (open) byId("rail").querySelector("select").focus();
}

function build() {
  parts.composer = new Composer();
  parts.modals = new ModalStack(() => (store.place === "home" ? byId("pane").focus() : parts.composer.focus()));
  parts.inspector = new Inspector(byId("inspector"), (open) => parts.topbar.inspectorOpen(open));
  parts.topbar = new Topbar(byId("topbar"), { openRail: () => showRail(true), toggleInspector: () => parts.inspector.toggle() });
  parts.rail = new Rail(byId("rail"), (user) => {
    const place = store.place === "home" || store.place?.startsWith("C") ? store.place : "";
    location.hash = `#/${user}/${place}`;
  });
  byId("scrim").addEventListener("click", () => showRail(false));
  byId("rail").addEventListener("click", (event) => event.target.closest("a") && showRail(false));
  byId("skip").addEventListener("click", () => byId("pane").focus());
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape") showRail(false);
  });
  document.addEventListener("visibilitychange", () => store.state && render());
  window.addEventListener("hashchange", route);
}

async function start() {
  try {
    await loadCast();
  } catch {
    byId("pane").replaceChildren(h("p", { class: "loading" }, "The playground's server does not answer. Trying again…"));
    setTimeout(start, 1500);
    return;
  }
  build();
  on("state", render);
  on("place", render);
  route();
}

start();
