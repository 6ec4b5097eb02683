/** Block Kit's blocks as nodes. */

import { h, uniqueId } from "./dom.js";
import { renderElement } from "./elements.js";
import { plainText, textObject } from "./mrkdwn.js";
import { richText } from "./richtext.js";

function nameFor(element, block) {
  if (element.type === "button") return {};
  return { "aria-label": plainText(element.placeholder) || block.text?.text.replace(/[*_~`]/g, "").slice(0, 80) || (element.type === "overflow" ? "More" : element.action_id) };
}

function section(block, surface) {
  const accessory = block.accessory &&
    h("div", { class: "block__accessory" }, renderElement({ element: block.accessory, block, surface, attributes: nameFor(block.accessory, block) }));
  const fields = block.fields && h("div", { class: "fields" }, block.fields.map((field) => h("div", { class: "text" }, textObject(field))));
  const words = h("div", { class: "block__body" }, block.text && h("div", { class: "text" }, textObject(block.text)), fields);
  return h("div", { class: "block block--section" }, words, accessory);
}

function actions(block, surface) {
  const nodes = block.elements.map((element) => renderElement({ element, block, surface, attributes: nameFor(element, block) }));
  return h("div", { class: "block block--actions" }, nodes);
}

function context(block) {
  const parts = block.elements.map((element) =>
    element.type === "image" ? renderElement({ element, block }) : h("span", { class: "text" }, textObject(element)));
  return h("div", { class: "block block--context" }, parts);
}

function image(block) {
  const picture = h("img", { class: "picture", src: block.image_url, alt: block.alt_text });
  picture.addEventListener("error", () => picture.replaceWith(h("span", { class: "picture picture--missing" }, block.alt_text)));
  const title = block.title && h("figcaption", {}, plainText(block.title));
  return h("figure", { class: "block block--image" }, title, picture);
}

const GROUPS = new Set(["checkboxes", "radio_buttons"]);

function input(block, surface) {
  const id = uniqueId("input");
  const hintId = `${id}-hint`;
  const errorId = `${id}-error`;
  const optional = block.optional && h("span", { class: "label__optional" }, " (optional)");
  const words = [plainText(block.label), optional];
  const group = GROUPS.has(block.element.type);
  const label = group ? h("p", { class: "label", id: `${id}-label` }, words) : h("label", { class: "label", for: id }, words);
  const described = block.hint ? `${errorId} ${hintId}` : errorId;
  const attributes = {
    id, "aria-describedby": described, "aria-required": block.optional || group ? null : "true",
    "aria-labelledby": group ? `${id}-label` : null,
  };
  const control = renderElement({ element: block.element, block, surface, attributes });
  const hint = block.hint && h("p", { class: "hint", id: hintId }, plainText(block.hint));
  const error = h("p", { class: "field-error", id: errorId, hidden: true });
  return h("div", { class: "block block--input", data: { inputBlock: block.block_id } }, label, control, error, hint);
}

const BUILDERS = {
  section,
  actions,
  context,
  image,
  input,
  divider: () => h("hr", { class: "block block--divider" }),
  header: (block, surface) => h(surface.heading, { class: "block block--header" }, plainText(block.text)),
  rich_text: richText,
};

/** The node of one block on a surface. */
export function renderBlock(block, surface) {
  const build = BUILDERS[block.type];
  const node = build ? build(block, surface) : h("p", { class: "unknown" }, `[The playground does not show ${block.type} blocks]`);
  if (block.block_id) node.dataset.block = block.block_id;
  return node;
}
