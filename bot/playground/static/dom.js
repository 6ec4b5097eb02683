/**
 * Building and updating the document without a framework.
 * Nodes are built, never parsed from text: nothing that people type can become markup.
 */

let counter = 0;

/** A document-wide unique id, for label and aria references. */
export function uniqueId(prefix) {
  counter += 1;
  return `${prefix}-${counter}`;
}

function setProperty(node, name, value) {
  if (value === undefined || value === null || value === false) return;
  if (name.startsWith("on")) node.addEventListener(name.slice(2), value);
  else if (name === "data") Object.assign(node.dataset, value);
  else if (name === "value") node.value = value;
  else if (name === "vars") for (const [key, text] of Object.entries(value)) node.style.setProperty(key, text);
  else node.setAttribute(name, value === true ? "" : value);
}

/** One element: h("p", {class: "note", onclick: fn, data: {ts: "1"}}, "text", node, null). */
export function h(tag, properties = {}, ...children) {
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(properties)) setProperty(node, name, value);
  node.append(...children.flat(Infinity).filter((child) => child !== null && child !== undefined && child !== false));
  return node;
}

/** Makes `nodes` the children of `root`, moving only what has to move, so that focus and scrolling stay. */
export function syncChildren(root, nodes) {
  const wanted = new Set(nodes);
  for (const child of [...root.childNodes]) if (!wanted.has(child)) child.remove();
  nodes.forEach((node, index) => {
    if (root.childNodes[index] !== node) root.insertBefore(node, root.childNodes[index] ?? null);
  });
}

const FOCUSABLE = 'a[href], button, input, select, textarea, summary, [tabindex="0"]';

/** What Tab can reach inside `root`, in order. */
export function focusable(root) {
  return [...root.querySelectorAll(FOCUSABLE)].filter(
    (node) => !node.disabled && node.tabIndex >= 0 && node.getClientRects().length > 0,
  );
}

/** Where the focus is inside `root`, in terms that survive a new rendering of its blocks. */
export function rememberFocus(root) {
  const active = document.activeElement;
  const host = active && root.contains(active) ? active.closest("[data-action-id]") : null;
  if (!host) return () => {};
  const { actionId, blockId } = host.dataset;
  const place = focusable(host).indexOf(active);
  const { selectionStart, selectionEnd } = active;
  return () => {
    if (root.contains(document.activeElement)) return;
    const again = [...root.querySelectorAll("[data-action-id]")].find(
      (node) => node.dataset.actionId === actionId && node.dataset.blockId === blockId,
    );
    if (!again) return;
    const target = again.matches(FOCUSABLE) ? again : focusable(again)[Math.max(place, 0)];
    target?.focus({ preventScroll: true });
    if (typeof selectionStart === "number") target?.setSelectionRange?.(selectionStart, selectionEnd);
  };
}

/** Keeps Tab and Shift+Tab inside `root`. */
export function trapTab(root, event) {
  if (event.key !== "Tab") return;
  const stops = focusable(root);
  if (stops.length === 0) return;
  const edge = event.shiftKey ? stops[0] : stops[stops.length - 1];
  const inside = root.contains(document.activeElement);
  if (inside && document.activeElement !== edge && document.activeElement !== root) return;
  if (inside && document.activeElement === root && !event.shiftKey) return;
  event.preventDefault();
  (event.shiftKey ? stops[stops.length - 1] : stops[0]).focus();
}
