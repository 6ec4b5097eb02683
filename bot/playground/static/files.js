/** Files: what a message carries, and the input of a form that takes files from this computer. */

import { fileAddress, upload } from "./api.js";
import { h } from "./dom.js";
import { icon } from "./icons.js";
import { store } from "./store.js";

const UNITS = ["bytes", "kB", "MB"];

function sizeWords(bytes) {
  const step = bytes < 1000 ? 0 : bytes < 1_000_000 ? 1 : 2;
  return `${(bytes / 1000 ** step).toFixed(step === 0 ? 0 : 1)} ${UNITS[step]}`;
}

function facts(file) {
  return h("span", { class: "file__words" }, h("span", { class: "file__name" }, file.title),
    h("span", { class: "file__more" }, `${file.title === file.name ? "" : `${file.name} · `}${sizeWords(file.size)}`));
}

/** One file of a message: a picture in place, anything else as a card; both can be downloaded. */
export function fileCard(file) {
  if (file.mode === "tombstone") return h("p", { class: "file file--gone" }, icon("file"), "This file was deleted.");
  const href = fileAddress(store.user, file.id);
  const link = h("a", { class: "file", href, download: file.name, "aria-label": `Download ${file.name}`, data: { testid: "file", fileId: file.id } },
    icon("file"), facts(file), icon("down"));
  if (!file.mimetype.startsWith("image/")) return link;
  const picture = h("img", { class: "picture", src: href, alt: file.alt_txt ?? file.name });
  return h("figure", { class: "file-picture" }, picture, link);
}

/** Block Kit's file_input. Files go to the playground's server when they are chosen, and to the bot on submit. */
export function fileInput({ element, block, surface, attributes }) {
  const most = element.max_files ?? 10;
  const chosen = () => surface.form.get(block, element) ?? [];
  const trouble = h("p", { class: "field-error", role: "alert", hidden: true });
  const list = h("ul", { class: "files", "aria-label": "Chosen files" });
  const field = h("input", {
    ...attributes, type: "file", class: "field field--file", multiple: most > 1,
    accept: element.filetypes?.map((ending) => `.${ending}`).join(","),
  });

  function say(sentence) {
    trouble.textContent = sentence ?? "";
    trouble.hidden = !sentence;
  }

  function show() {
    list.replaceChildren(...chosen().map((file) => h("li", { class: "file" }, icon("file"), facts(file),
      h("button", { type: "button", class: "button button--icon", "aria-label": `Remove ${file.name}`, onclick: () => {
        surface.changed(element, block, chosen().filter((other) => other.id !== file.id));
        show();
        field.focus();
      } }, icon("close")))));
    list.hidden = chosen().length === 0;
  }

  field.addEventListener("change", async () => {
    say(null);
    const before = most > 1 ? chosen() : [];
    const answers = await Promise.all([...field.files].map((file) => upload(store.user, file)));
    field.value = "";
    surface.changed(element, block, [...before, ...answers.filter((answer) => answer.ok).map((answer) => answer.file)]);
    show();
    say(answers.find((answer) => !answer.ok)?.error);
  });
  show();
  return h("div", { class: "field-host" }, field, list, trouble);
}
