// @ts-check
// What was searched, in words, with a chip for each wish that can be taken back.
import { inWords, oneLine } from "./words.js";
import { button, make } from "./dom.js";
export const OPTION_WORDS = { as_of: "as of", after: "since", before: "until", on: "on", source: "from", author: "by", path: "in", undated: "undated" };

export function filterLine(understood, asked, askAgain) {
  const chips = [];
  for (const [name, value] of Object.entries(asked.options)) {
    const label = `${OPTION_WORDS[name] ?? name} ${inWords(value)}`;
    const { [name]: _, ...options } = asked.options;
    chips.push(filterChip(label, () => askAgain({ question: asked.question, options })));
  }
  for (const phrase of understood.query.understood ?? []) {
    const question = oneLine(asked.question.replace(phrase, " ")).replace(/ +([?.!,;:])/g, "$1");
    if (question) chips.push(filterChip(`“${oneLine(phrase)}”`, () => askAgain({ question, options: asked.options })));
  }
  const follows = oneLine(understood.query.stand_alone);
  if (!understood.filter && !chips.length && !follows) return null;
  return make(
    "div",
    { class: "filters", role: "group", "aria-label": "What was searched" },
    make("p", { class: "filter-words", dir: "auto" }, inWords(understood.filter)),
    follows && make("p", { class: "filter-words", dir: "auto" }, `Understood as: ${follows}`),
    chips,
  );
}

export const filterChip = (label, onclick) =>
  button(make("bdi", {}, label), onclick, { class: "filter", picture: "close", "aria-label": `Ask without ${label}` });
