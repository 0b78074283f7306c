// @ts-check
// The interface's words in the reader's language. What is written in the code, in English, is the key.
export const LANGUAGES = ["ar", "de", "es", "fr", "ja"];

const spoken = { table: /** @type {Record<string, string>} */ ({}), locale: "en-GB", english: true };

/** Speak a language from now on: its table, and dates as this reader writes them. @param {string} language @param {Record<string, string>} [table] */
export function speak(language, table = {}) {
  spoken.table = table;
  spoken.english = !Object.keys(table).length;
  const shown = spoken.english ? "en" : language;
  spoken.locale = navigator.languages.find((one) => one.slice(0, 2) === shown) ?? (spoken.english ? "en-GB" : language);
}

/** A text in the reader's language, with values for {0}, {1} … @param {string} text @param {...any} values @returns {string} */
export const t = (text, ...values) => (spoken.table[text] ?? text).replace(/\{(\d)\}/g, (_, number) => String(values[number]));

export const inEnglish = () => spoken.english;
export const locale = () => spoken.locale;
