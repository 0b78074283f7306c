// @ts-check
// What the page shows, as the query of its address: `?q=…&as_of=…`, `?view=archive&source=…`, `…&doc=…&at=…`.
const NAMES = ["view", "c", "q", "topic", "find", "as_of", "after", "before", "source", "author", "path", "page", "doc", "at", "to"];
export const CHOICES = ["as_of", "after", "before", "source", "author", "path"];
export const VIEWS = { ask: "Ask", archive: "Archive", timeline: "Timeline" };

/** @param {string} search @returns {Record<string, string>} */
export function readAddress(search) {
  const given = new URLSearchParams(search);
  const state = Object.fromEntries(NAMES.map((name) => [name, given.get(name) ?? ""]).filter(([, value]) => value));
  return { ...state, view: state.view in VIEWS ? state.view : "ask" };
}

/** @param {Record<string, any>} state */
export function addressOf(state) {
  const kept = NAMES.filter((name) => state[name] && !(name === "view" && state.view === "ask"));
  const query = new URLSearchParams(kept.map((name) => [name, String(state[name])]));
  return kept.length ? `?${query}` : location.pathname;
}

/** The parts of a state that narrow a question. */
export const choicesOf = (state) => Object.fromEntries(CHOICES.filter((name) => state[name]).map((name) => [name, state[name]]));
/** The part of a state that says which article is open. */
export const openOf = (state) => ({ doc: state.doc, at: state.at, to: state.to });
