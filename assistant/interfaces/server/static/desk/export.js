// @ts-check
// A conversation as a file: Markdown with notes, or the answers as the server gave them.
import { dayText, footnote, inParts, oneLine } from "../words.js";

const escaped = (text) => text.replace(/([\\`*_[\]<>#!|])/g, "\\$1");

/** @param {import("./kept.js").Conversation} one */
export function asMarkdown(one) {
  const parts = one.exchanges.flatMap(({ question, answer }) => [
    `## ${escaped(oneLine(question))}`,
    answer.filter && `*${escaped(oneLine(answer.filter))}*`,
    answer.sentences.map(marked).join(" ") || escaped(oneLine(answer.text)),
    answer.citations.map((each) => `- ${escaped(footnote(each, []))}`).join("\n"),
    (answer.listed ?? []).map((each) => `- ${escaped(oneLine(each.title) || oneLine(each.path))}, ${dayText(each.date)}`).join("\n"),
  ]);
  return [`# ${escaped(oneLine(one.name))}`, ...parts].filter(Boolean).join("\n\n") + "\n";
}

function marked(sentence) {
  const [before, words, after] = inParts(sentence).map(escaped);
  return `${before}${words && `**${words.trim()}**`}${after}${sentence.citations.map((number) => `[${number}]`).join("")}`;
}

/** Offer a text as a file. @param {string} name @param {string} type @param {string} text */
export function download(name, type, text) {
  const address = URL.createObjectURL(new Blob([text], { type }));
  const anchor = document.createElement("a");
  anchor.href = address;
  anchor.download = name;
  anchor.click();
  setTimeout(() => URL.revokeObjectURL(address), 10_000);
}

/** A file name of the first words of a text. @param {string} text */
export const fileName = (text) => oneLine(text).replace(/[^\p{L}\p{N}]+/gu, "-").replace(/^-|-$/g, "").slice(0, 60) || "conversation";
