// @ts-check
import { t } from "./texts.js";

// Elements are made here and nowhere else: texts become text nodes, never markup.
export const SHAPES = {
  send: "M4 12h14M12 5l7 7-7 7",
  stop: "M6 6h12v12H6z",
  copy: "M9 9h10v11H9zM5 15V4h10",
  retry: "M20 11a8 8 0 1 0-2.3 6.3M20 5v6h-6",
  close: "M6 6l12 12M18 6L6 18",
  edit: "M4 20l1-4L16 5l3 3L8 19z",
  menu: "M4 7h16M4 12h16M4 17h16",
  back: "M15 5l-7 7 7 7",
  next: "M9 5l7 7-7 7",
  good: "M7 11v9H4v-9zM7 11l4-7c2 0 2 2 1.500 5H19l-1.500 11H7",
  bad: "M17 13V4h3v9zM17 13l-4 7c-2 0-2-2-1.500-5H5L6.500 4H17",
  check: "M4 12l5 5L20 6",
  keys: "M3 7h18v10H3zM7 11h.01M11 11h.01M15 11h.01M8 14h8",
  open: "M14 5h5v5M19 5l-9 9M17 14v5H5V7h5",
};

/** @returns {any} */
export function make(tag, attributes = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (name.startsWith("on")) element.addEventListener(name.slice(2), value);
    else if (value === true) element.setAttribute(name, "");
    else if (value !== false && value != null) element.setAttribute(name, value);
  }
  for (const child of children.flat()) {
    if (child != null && child !== false && child !== "") element.append(child);
  }
  return element;
}

export function icon(name) {
  const space = "http://www.w3.org/2000/svg";
  const svg = document.createElementNS(space, "svg");
  const path = document.createElementNS(space, "path");
  path.setAttribute("d", SHAPES[name]);
  svg.setAttribute("viewBox", "0 0 24 24");
  svg.setAttribute("aria-hidden", "true");
  svg.append(path);
  return svg;
}

/** A link into an article, which must not take the conversation's place. */
export const link = (address, label, onclick = null) =>
  make(
    "a",
    { ...(onclick && { onclick }), href: address, target: "_blank", rel: "noopener noreferrer", class: "read" },
    label,
    icon("open"),
    make("span", { class: "unseen" }, ` ${t("(opens a new tab)")}`),
  );

/** @param {any} label @param {any} onclick @param {{picture?: string, [name: string]: any}} more */
export const button = (label, onclick, { picture, ...attributes } = {}) =>
  make("button", { type: "button", onclick, ...attributes }, picture && icon(picture), label);
