/** Slack's confirm dialog: a question before an action is sent. */

import { h, trapTab, uniqueId } from "./dom.js";
import { plainText, textObject } from "./mrkdwn.js";

/** Asks; resolves to true when the person confirms. The focus goes back where it was. */
export function confirmed(confirm) {
  const before = document.activeElement;
  const titleId = uniqueId("confirm");
  return new Promise((resolve) => {
    const finish = (answer) => {
      dialog.close();
      dialog.remove();
      before?.focus({ preventScroll: true });
      resolve(answer);
    };
    const deny = h("button", { type: "button", class: "button", data: { testid: "confirm-deny" }, onclick: () => finish(false) }, h("span", {}, plainText(confirm.deny)));
    const agree = h("button", {
      type: "button", class: `button button--${confirm.style ?? "primary"}`, data: { testid: "confirm-accept" }, onclick: () => finish(true),
    }, h("span", {}, plainText(confirm.confirm)));
    const dialog = h("dialog", { class: "modal modal--confirm", role: "alertdialog", "aria-modal": "true", "aria-labelledby": titleId, data: { testid: "confirm" } },
      h("header", { class: "modal__head" }, h("h2", { id: titleId }, plainText(confirm.title))),
      h("div", { class: "modal__body" }, h("div", { class: "text" }, textObject(confirm.text))),
      h("footer", { class: "modal__foot" }, deny, agree));
    dialog.addEventListener("keydown", (event) => trapTab(dialog, event));
    dialog.addEventListener("cancel", (event) => {
      event.preventDefault();
      finish(false);
    });
    document.body.append(dialog);
    dialog.showModal();
    (confirm.style === "danger" ? deny : agree).focus();
  });
}
