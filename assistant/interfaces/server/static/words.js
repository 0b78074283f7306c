// @ts-check
// Words, dates and the characters that are left out of what is shown.
import { locale, t } from "./texts.js";

// The words of dates/how_known.py; a test compares them.
export const HOW_KNOWN = {
  sidecar: "date from the sidecar",
  front_matter: "date from the front matter",
  json_field: "date from the record field",
  html_metadata: "date from the metadata",
  header_line: "date from the header line",
  filename: "date from the file name",
  none: "no date is known",
};
export const WEAK_QUOTE = {
  repaired: "Shown in the source’s own words, which differ slightly from the model’s.",
  misattributed: "Found in this file, though the model named another.",
  stitched: "Joined from nearby passages of the text.",
};
// Controls, and characters that show nothing or turn the direction of the text around them.
export const UNSEEN =
  /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u00ad\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufeff\u{e0000}-\u{e0fff}]/gu;

export const clean = (value) => String(value ?? "").replace(UNSEEN, "");
export const oneLine = (value) => clean(value).replace(/\s+/g, " ").trim();

/** A sentence on one line, in three parts: before the words that answer (offsets count code points), those, and behind. */
export function inParts({ text, answer }) {
  const [start, end] = answer ?? [0, 0];
  const all = [...String(text ?? "")];
  const cuts = [all.slice(0, start), all.slice(start, end), all.slice(end)];
  const [before, words, after] = cuts.map((part) => clean(part.join("")).replace(/\s+/g, " "));
  return words.trim() ? [before.trimStart(), words, after.trimEnd()] : [oneLine(text), "", ""];
}

/** "24 March 2021", "March 2021", "2021" or "undated", as the reader writes it: no more exact than the date is known. */
export function dayText(date) {
  if (date?.provenance === "several") return t("one of several dates in this file");
  if (!date || !date.day) return t("undated");
  /** @type {Intl.DateTimeFormatOptions} */
  const shown = { year: "numeric", timeZone: "UTC" };
  if (date.precision !== "year") shown.month = "long";
  if (date.precision !== "year" && date.precision !== "month") shown.day = "numeric";
  return new Intl.DateTimeFormat(locale(), shown).format(new Date(date.day + "T00:00:00Z"));
}

/** A line of the server with its days (2021-03-24) in words. */
export const inWords = (line) => oneLine(line).replace(/\b\d{4}-\d\d-\d\d\b/g, (day) => labelText(day));

/** A day as the server writes it (2021-03-24, 2021-03 or 2021) in words. */
export const labelText = (label) =>
  dayText({ day: `${label}-01-01`.slice(0, 10), precision: { 4: "year", 7: "month" }[label.length] ?? "day" });

/** A source as a note: title, file and place, date and how it is known, the quote where the text does not have it. */
export function footnote(citation, sentences) {
  const how = howKnown(citation.date);
  const dated = citation.date.day ? `${dayText(citation.date)} (${how})` : dayText(citation.date);
  const link = webAddress(citation.url).split("#")[0]; // the quote is in it once
  const title = oneLine(citation.title);
  const quote = oneLine(citation.quote);
  const said = sentences.some((one) => one.citations.includes(citation.number) && oneLine(one.text).includes(quote));
  return `[${citation.number}] ${title && `${title}, `}${oneLine(citation.path)}, ${placeOf(citation)}, ${dated}${said ? "" : `: “${quote}”`}${link ? " " + link : ""}`;
}

export const placeOf = (citation) => oneLine(citation.place) || t("line {0}", citation.line);

/** How the date of an article is known. */
export const howKnown = (date) => t(HOW_KNOWN[date.provenance] ?? "");

/** The address if it is one of the web, else "": no other scheme becomes a link. */
export function webAddress(value) {
  if (!value) return "";
  try {
    const url = new URL(value, document.baseURI);
    return url.protocol === "https:" || url.protocol === "http:" ? url.href : "";
  } catch {
    return "";
  }
}
