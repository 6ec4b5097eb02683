/**
 * Block Kit's elements. Each builder gets {element, block, surface, attributes} and returns a node; `attributes` name the
 * control (id, aria-label …). A stored value goes through `surface.changed`, an action through `surface.act`.
 */

import { h, uniqueId } from "./dom.js";
import { fromWall, toWall } from "./dates.js";
import { fileInput } from "./files.js";
import { icon } from "./icons.js";
import { plainText, textObject } from "./mrkdwn.js";
import { menuButton } from "./popover.js";
import { SELECTS, select } from "./selects.js";

function button({ element, block, surface, attributes }) {
  const { value, text } = element;
  const press = () => surface.act(element, block, { value, text }, node);
  const properties = {
    ...attributes,
    class: `button button--${element.style ?? "default"}`,
    "aria-label": element.accessibility_label,
    onclick: press,
  };
  const words = h("span", {}, plainText(element.text));
  const node = element.url
    ? h("a", { ...properties, href: element.url, target: "_blank", rel: "noopener noreferrer" }, words)
    : h("button", { ...properties, type: "button" }, words);
  return node;
}

function overflow({ element, block, surface, attributes }) {
  const opener = h("button", { type: "button", class: "button button--icon", ...attributes, "aria-label": attributes["aria-label"] ?? "More" }, icon("more"));
  const items = () => element.options.map((option) => ({
    label: plainText(option.text),
    description: option.description && plainText(option.description),
    data: { value: option.value },
    href: option.url,
    run: () => surface.act(element, block, { selected_option: option }, opener),
  }));
  return menuButton(opener, items, "More");
}

const NEARLY_FULL = 0.8;

/** Says how much room is left once there is little of it, and what is too long or too short. */
function counter(element) {
  const { min_length: least, max_length: most } = element;
  if (least === undefined && most === undefined) return null;
  const node = h("span", { class: "counter", "aria-live": "polite" });
  return {
    node,
    update(text) {
      const over = most !== undefined && text.length > most;
      const under = text.length > 0 && text.length < (least ?? 0);
      const full = most !== undefined && text.length >= most * NEARLY_FULL;
      node.textContent = full ? `${text.length} / ${most}` : "";
      if (over) node.textContent = `${text.length - most} characters too many`;
      if (under) node.textContent = `${least - text.length} more characters needed`;
      node.classList.toggle("counter--wrong", over || under);
    },
  };
}

const TEXT_TYPES = {
  plain_text_input: { type: "text" },
  email_text_input: { type: "email", autocomplete: "off" },
  url_text_input: { type: "url", autocomplete: "off" },
  number_input: { type: "text", inputmode: "decimal" },
};

function grow(field) {
  field.style.setProperty("height", "auto");
  field.style.setProperty("height", `${field.scrollHeight + 2}px`);
}

function dispatchWords(element, block, surface, field) {
  if (!block.dispatch_action) return;
  const when = element.dispatch_action_config?.trigger_actions_on ?? ["on_enter_pressed"];
  const act = () => surface.actWithValue(element, block);
  if (when.includes("on_character_entered")) field.addEventListener("input", act);
  if (!when.includes("on_enter_pressed")) return;
  field.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || event.shiftKey || event.isComposing) return;
    event.preventDefault();
    act();
  });
}

function textInput({ element, block, surface, attributes }) {
  const value = surface.form.get(block, element) ?? "";
  const properties = { ...attributes, class: "field", placeholder: plainText(element.placeholder), value };
  const field = element.multiline
    ? h("textarea", { ...properties, rows: "4" })
    : h("input", { ...properties, ...TEXT_TYPES[element.type] });
  const count = counter(element);
  count?.update(value);
  field.addEventListener("input", () => {
    surface.changed(element, block, field.value === "" ? null : field.value);
    count?.update(field.value);
    if (element.multiline) grow(field);
  });
  if (element.multiline) requestAnimationFrame(() => grow(field));
  dispatchWords(element, block, surface, field);
  return h("div", { class: "field-host" }, field, count?.node);
}

function dateLike(type, read = (value) => value, write = (text) => text) {
  return ({ element, block, surface, attributes }) => {
    const value = surface.form.get(block, element);
    const field = h("input", { ...attributes, type, class: "field field--date", value: value === null ? "" : read(value) });
    let typing = false;
    let sent = field.value;
    const commit = () => {
      if (field.value === sent) return;
      sent = field.value;
      surface.chosen(element, block, field.value === "" ? null : write(field.value));
    };
    field.addEventListener("input", () => surface.changed(element, block, field.value === "" ? null : write(field.value)));
    field.addEventListener("keydown", (event) => {
      typing = event.key !== "Enter";
      if (event.key === "Enter" && field.value !== sent) {
        event.preventDefault();
        commit();
      }
    });
    field.addEventListener("pointerdown", () => { typing = false; });
    field.addEventListener("change", () => typing || commit());
    field.addEventListener("blur", commit);
    return h("div", { class: "field-host" }, field);
  };
}

function choiceInput(type, name, option, checked, changed) {
  const words = h("span", { class: "choice__words" }, h("span", { class: "choice__text" }, textObject(option.text)),
    option.description && h("span", { class: "choice__more" }, textObject(option.description)));
  const field = h("input", { type, name, value: option.value, onchange: changed });
  field.checked = checked;
  return h("label", { class: "choice" }, field, words);
}

function choices(type, chosenValues, collect) {
  return ({ element, block, surface, attributes }) => {
    const name = uniqueId("choice");
    const chosen = chosenValues(surface.form.get(block, element));
    const changed = () => {
      const values = [...node.querySelectorAll("input:checked")].map((field) => field.value);
      const options = element.options.filter((option) => values.includes(option.value));
      surface.chosen(element, block, collect(options));
    };
    const { id, ...group } = attributes;
    const node = h("div", { ...group, id, class: "choices", role: type === "radio" ? "radiogroup" : "group" },
      element.options.map((option) => choiceInput(type, name, option, chosen.includes(option.value), changed)));
    return node;
  };
}

function image({ element }) {
  const node = h("img", { class: "thumb", src: element.image_url, alt: element.alt_text });
  node.addEventListener("error", () => node.replaceWith(h("span", { class: "thumb thumb--missing", role: "img", "aria-label": element.alt_text }, element.alt_text)));
  return node;
}

function unknown({ element }) {
  return h("span", { class: "unknown" }, `[${element.type} is not shown in the playground]`);
}

const BUILDERS = {
  button,
  overflow,
  image,
  plain_text_input: textInput,
  email_text_input: textInput,
  url_text_input: textInput,
  number_input: textInput,
  file_input: fileInput,
  datepicker: dateLike("date"),
  timepicker: dateLike("time"),
  datetimepicker: dateLike("datetime-local", toWall, fromWall),
  checkboxes: choices("checkbox", (value) => value.map((option) => option.value), (options) => options),
  radio_buttons: choices("radio", (value) => (value ? [value.value] : []), (options) => options[0] ?? null),
  ...Object.fromEntries(Object.keys(SELECTS).map((type) => [type, select])),
};

/** The node of one element, marked with its action and block ids. */
export function renderElement(context) {
  const node = (BUILDERS[context.element.type] ?? unknown)(context);
  const { element, block } = context;
  if (element.action_id === undefined) return node;
  const marked = h("div", { class: `element element--${element.type}` }, node);
  const target = node.matches("button, a") ? node : marked;
  target.dataset.actionId = element.action_id;
  target.dataset.blockId = block.block_id;
  if (element.focus_on_load) target.dataset.focusOnLoad = "true";
  return marked;
}
