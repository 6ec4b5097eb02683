/** The page's few icons, drawn as SVG nodes (24 by 24, stroked in the text's colour). */

const PATHS = {
  hash: "M9 4 7 20M17 4l-2 16M4.5 9h16M3.5 15h16",
  home: "M4 11.5 12 5l8 6.5M6 10v9h4.5v-5h3v5H18v-9",
  shared: "M9 7H7a5 5 0 0 0 0 10h2M15 7h2a5 5 0 0 1 0 10h-2M8.5 12h7",
  bolt: "M13 3 5 13.5h6L10.5 21 19 10h-6.5z",
  send: "M4.5 12 20 4.5 15.5 20l-4-6.5zM11.5 13.5 20 4.5",
  eye: "M2.5 12S6 5.5 12 5.5 21.5 12 21.5 12 18 18.5 12 18.5 2.5 12 2.5 12zM12 14.6a2.6 2.6 0 1 0 0-5.2 2.6 2.6 0 0 0 0 5.2z",
  close: "M6 6l12 12M18 6 6 18",
  back: "M14.5 5.5 8 12l6.5 6.5",
  chevron: "M6.5 9.5 12 15l5.5-5.5",
  more: "M5.5 12h.01M12 12h.01M18.5 12h.01",
  menu: "M4 7h16M4 12h16M4 17h16",
  clock: "M12 3.5a8.5 8.5 0 1 0 0 17 8.5 8.5 0 0 0 0-17zM12 7.5V12l3 2",
  inspect: "M8.5 7 3.5 12l5 5M15.5 7l5 5-5 5",
  again: "M5 12a7 7 0 1 0 2.2-5.1M5 4v4.5h4.5",
  copy: "M9 9h10.5v11H9zM5.5 15H4.5V4H15v1.5",
  check: "M5 12.5 10 17.5 19.5 7",
  down: "M12 5v13M6 12.5l6 6 6-6",
  file: "M7 3.5h7l4 4v13H7zM14 3.5v4h4",
  warn: "M12 4 2.8 19.5h18.4zM12 10v4.5M12 17h.01",
  inbound: "M19 5 6 18M6 9v9h9",
  outbound: "M5 19 18 6M9 6h9v9",
};

const NAMESPACE = "http://www.w3.org/2000/svg";

/** One icon by name, hidden from assistive technology: the control around it carries the words. */
export function icon(name) {
  const svg = document.createElementNS(NAMESPACE, "svg");
  svg.setAttribute("viewBox", "0 0 24 24");
  svg.setAttribute("class", `icon icon--${name}`);
  svg.setAttribute("aria-hidden", "true");
  const path = document.createElementNS(NAMESPACE, "path");
  path.setAttribute("d", PATHS[name]);
  svg.append(path);
  return svg;
}
