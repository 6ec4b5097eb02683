/** Block Kit's select menus: what each offers, and how a choice is stored. */

import { plainText } from "./mrkdwn.js";
import { Select } from "./select.js";
import { store } from "./store.js";

function choice(option) {
  return { id: option.value, text: plainText(option.text), description: option.description && plainText(option.description) };
}

function staticGroups(element) {
  if (!element.option_groups) return [{ options: element.options.map(choice) }];
  return element.option_groups.map((group) => ({ label: plainText(group.label), options: group.options.map(choice) }));
}

function allOptions(element) {
  return element.options ?? element.option_groups.flatMap((group) => group.options);
}

function peopleGroups() {
  const people = store.cast.people.filter((person) => !person.deleted);
  return [{ options: people.map((person) => ({ id: person.id, text: person.real_name, description: person.title })) }];
}

function channelOptions() {
  return store.cast.channels.map((channel) => ({ id: channel.id, text: `#${channel.name}` }));
}

function conversationGroups(element) {
  const wanted = element.filter?.include ?? ["public", "private", "im", "mpim"];
  const direct = (store.state?.conversations ?? []).filter((one) => one.kind === "im").map((one) => ({ id: one.id, text: one.name }));
  const channels = wanted.includes("public") ? [{ label: "Channels", options: channelOptions() }] : [];
  return wanted.includes("im") ? [...channels, { label: "Direct messages", options: direct }] : channels;
}

const fromOptions = {
  ids: (value) => (Array.isArray(value) ? value : [value]).filter(Boolean).map((option) => option.value),
  stored: (id, element) => allOptions(element).find((option) => option.value === id),
};
const fromIds = {
  ids: (value) => (Array.isArray(value) ? value : [value]).filter(Boolean),
  stored: (id) => id,
};

function kind(groups, storage, multiple) {
  return { groups, ...storage, multiple };
}

/** Each select type: its choices (`groups`), its stored shape (`ids`, `stored`), one or several. */
export const SELECTS = {
  static_select: kind(staticGroups, fromOptions, false),
  multi_static_select: kind(staticGroups, fromOptions, true),
  users_select: kind(peopleGroups, fromIds, false),
  multi_users_select: kind(peopleGroups, fromIds, true),
  conversations_select: kind(conversationGroups, fromIds, false),
  multi_conversations_select: kind(conversationGroups, fromIds, true),
  channels_select: kind(() => [{ options: channelOptions() }], fromIds, false),
  multi_channels_select: kind(() => [{ options: channelOptions() }], fromIds, true),
};

const PLACEHOLDERS = { users: "Choose a person", channels: "Choose a channel", conversations: "Choose a conversation" };

function placeholder(element) {
  if (element.placeholder) return plainText(element.placeholder);
  const word = Object.keys(PLACEHOLDERS).find((key) => element.type.includes(key));
  return PLACEHOLDERS[word] ?? "Choose an option";
}

/** The node of a select menu. */
export function select({ element, block, surface, attributes }) {
  const { groups, ids, stored, multiple } = SELECTS[element.type];
  const menu = new Select({
    groups: groups(element),
    chosen: ids(surface.form.get(block, element)),
    placeholder: placeholder(element),
    multiple,
    clearable: Boolean(block.optional),
    max: element.max_selected_items,
    attributes,
    changed: (chosen) => {
      const values = chosen.map((id) => stored(id, element));
      surface.chosen(element, block, multiple ? values : (values[0] ?? null));
    },
  });
  return menu.node;
}
