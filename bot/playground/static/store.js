/** What the page knows: the cast, who acts, where they are, and that person's state as the server last told it. */

import { get, post } from "./api.js";

const listeners = { state: new Set(), place: new Set() };

/** Read by every part of the page, changed only here. `place` is a channel id or "home". */
export const store = { cast: null, user: null, place: null, state: null };

let leaving = false;

/** Begins a scenario and loads the page anew as its person; resolves to the trouble, if that fails. */
export async function begin(scenario) {
  leaving = true;
  const answer = await post("scenario", { user: store.user, id: scenario.id });
  leaving = answer.ok;
  if (!answer.ok) return answer.error;
  history.replaceState(null, "", `#/${scenario.person}/home`);
  location.reload();
  return null;
}

/** Calls `listener` after each change of "state" or "place". */
export function on(name, listener) {
  listeners[name].add(listener);
}

function tell(name) {
  for (const listener of listeners[name]) listener();
}

/** Loads what never changes while the playground runs. */
export async function loadCast() {
  store.cast = await get("bootstrap");
}

/** A person or the bot by user id; an unknown id gets a stand-in that shows the id. */
export function person(id) {
  const bot = store.cast.bot;
  if (id === bot.user_id) return { id, name: bot.name, real_name: bot.name, bot: true };
  return store.cast.people.find((one) => one.id === id) ?? { id, name: id, real_name: id };
}

/** The name a person is shown by. */
export function nameOf(id) {
  const { real_name: real, name } = person(id);
  return real || name;
}

/** A channel by id, or undefined. */
export function channel(id) {
  return store.cast.channels.find((one) => one.id === id);
}

/** The acting person's IANA time zone; the browser's own when it is not known or not valid. */
export function zone() {
  const name = person(store.user).tz;
  try {
    return new Intl.DateTimeFormat("en-US", { timeZone: name }).resolvedOptions().timeZone;
  } catch {
    return undefined;
  }
}

/** The playground's clock in seconds, running on from the last state. */
export function now() {
  if (!store.state) return Date.now() / 1000;
  return (Date.parse(store.state.now) + Date.now() - store.state.receivedAt) / 1000;
}

/** The acting person's conversation with this id, or undefined. */
export function conversation(id) {
  return store.state?.conversations.find((one) => one.id === id);
}

let running = null;
let again = false;

async function loadUntilFresh() {
  do {
    again = false;
    const user = store.user;
    const state = await get("state", { user });
    if (user !== store.user) again = true;
    else if (store.state && state.round !== store.state.round) leaving || location.reload(); // all of it is past
    else {
      store.state = { ...state, receivedAt: Date.now() };
      tell("state");
    }
  } while (again);
}

/** Fetches the state; resolves when a state asked for after this call is on the page. Rejects when unreachable. */
export function refresh() {
  again = true;
  running ??= loadUntilFresh().finally(() => {
    running = null;
  });
  return running;
}

/** Acts as another person: everything of the previous one leaves the page. */
export function actAs(user) {
  store.user = user;
  store.state = null;
}

/** Goes to a channel, a direct message or "home". */
export function goTo(place) {
  store.place = place;
  tell("place");
}

/** Sends one command of the page as the acting person, then brings the state up to date. */
export async function send(name, body) {
  const answer = await post(name, { user: store.user, ...body });
  await refresh().catch(() => {});
  return answer;
}
