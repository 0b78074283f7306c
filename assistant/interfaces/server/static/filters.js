// @ts-check
// What was searched, in words, with a chip for each wish that can be taken back.
import { inWords, oneLine } from "./words.js";
import { button, make } from "./dom.js";
import { inEnglish, t } from "./texts.js";
export const OPTION_WORDS = { as_of: "as of {0}", after: "since {0}", before: "until {0}", on: "on {0}", source: "from {0}", author: "by {0}", path: "in {0}", undated: "undated: {0}" };

export function filterLine(understood, asked, askAgain) {
  const chips = [];
  for (const [name, value] of Object.entries(asked.options)) {
    const label = t(OPTION_WORDS[name] ?? `${name} {0}`, inWords(value));
    const { [name]: _, ...options } = asked.options;
    chips.push(filterChip(label, () => askAgain({ ...asked, options })));
  }
  for (const phrase of understood.query.understood ?? []) {
    const question = oneLine(asked.question.replace(phrase, " ")).replace(/ +([?.!,;:])/g, "$1");
    if (question) chips.push(filterChip(`“${oneLine(phrase)}”`, () => askAgain({ ...asked, question })));
  }
  const follows = oneLine(understood.query.stand_alone);
  if (follows) chips.push(filterChip(t("the questions before"), () => askAgain({ ...asked, alone: true })));
  if (!understood.filter && !chips.length && !follows) return null;
  return make(
    "div",
    { class: "filters", role: "group", "aria-label": t("What was searched") },
    make("p", { class: "filter-words", dir: "auto" }, searched(understood)),
    follows && make("p", { class: "filter-words", dir: "auto" }, t("Understood as: {0}", follows)),
    chips,
  );
}

/** What was searched: the server's words, or in other languages than its own how many articles fit. */
function searched({ filter, scope }) {
  if (inEnglish() || !filter) return inWords(filter);
  return scope ? t("{0} of {1} articles match", scope.matching, scope.total) : "";
}

export const filterChip = (label, onclick) =>
  button(make("bdi", {}, label), onclick, { class: "filter", picture: "close", "aria-label": t("Ask without {0}", label) });
