// @ts-check
// Where a sentence of an answer stands: in running text, under a heading, in a list or in a table (see blocks.py).
import { make } from "./dom.js";

/** The element of `answer` that takes a sentence of this form, made if the sentence is the first in it. */
export function home(answer, form = {}) {
  const { kind = "text", block = 0, row = 0, column = 0, begins = false } = form;
  const last = answer.lastElementChild;
  const goes_on = last?.dataset.block === `${kind}${block}`;
  if (kind === "text" || kind === "heading") {
    return goes_on && !begins ? last : added(answer, make(kind === "text" ? "p" : "h3", { dir: "auto" }), `${kind}${block}`);
  }
  const whole = goes_on ? last : added(answer, make(kind === "list" ? "ul" : "table", { dir: "auto" }), `${kind}${block}`);
  const line = same(whole, row) ?? added(whole, make(kind === "list" ? "li" : "tr"), String(row));
  if (kind === "list") return line;
  return same(line, column) ?? added(line, make(row === 0 ? "th" : "td"), String(column));
}

const same = (parent, number) => (parent.lastElementChild?.dataset.block === String(number) ? parent.lastElementChild : null);

function added(parent, element, block) {
  element.dataset.block = block;
  parent.append(element);
  return element;
}

/** An answer as plain text that keeps its lines; null where it is running text alone. */
export const arranged = (answer) => (answer.sentences.some((one) => (one.form?.kind ?? "text") !== "text") ? answer.text : null);
