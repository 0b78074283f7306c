// What was searched, in words, with a chip for each wish that can be taken back.
const OPTION_WORDS = { as_of: "as of", after: "since", before: "until", on: "on", source: "from", author: "by", path: "in", undated: "undated" };

function filterLine(understood, asked, askAgain) {
  const chips = [];
  for (const [name, value] of Object.entries(asked.options)) {
    const label = `${OPTION_WORDS[name] ?? name} ${oneLine(value)}`;
    const { [name]: _, ...options } = asked.options;
    chips.push(filterChip(label, () => askAgain({ question: asked.question, options })));
  }
  for (const phrase of understood.query.understood ?? []) {
    const question = oneLine(asked.question.replace(phrase, " "));
    if (question) chips.push(filterChip(`“${oneLine(phrase)}”`, () => askAgain({ question, options: asked.options })));
  }
  if (!understood.filter && !chips.length) return null;
  return make(
    "div",
    { class: "filters", role: "group", "aria-label": "What was searched" },
    make("p", { class: "filter-words", dir: "auto" }, oneLine(understood.filter)),
    chips,
  );
}

const filterChip = (label, onclick) =>
  button(make("bdi", {}, label), onclick, { class: "filter", picture: "close", "aria-label": `Ask without ${label}` });
