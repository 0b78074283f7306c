// @ts-check
// What the page offers under an answer besides the widget's buttons: files of it, checking it again, and a remark on it.
import { dayText, labelText, oneLine } from "../words.js";
import { button, make } from "../dom.js";
import { download, fileName } from "./export.js";

export const FORMATS = { md: "Markdown", html: "HTML", docx: "Word", json: "Evidence (JSON)" };
const STATES = {
  stands: () => "stands as quoted",
  moved: (one) => `has moved, to ${oneLine(one.place) || `line ${one.line}`}`,
  gone: (one) => (one.wording ? `reads differently now: “${oneLine(one.wording)}”` : "is no longer in the file"),
  missing: (one) => `cannot be read: ${oneLine(one.reason) || "the file is gone"}`,
};

/** Fetch answers as a file. @param {any} desk @param {string} format @param {string} name @param {any[]} answers */
export async function exportFile(desk, format, name, answers) {
  const made = await desk.fetchFile("api/export", { format, name: oneLine(name).slice(0, 200) || "answer", answers: answers.map((one) => ({ ...one, hits: [] })) });
  download(`${fileName(name)}.${format}`, made);
}

export class AnswerTools {
  /** `desk` asks the server and keeps remarks. */
  constructor(desk, exchange) {
    this.desk = desk;
    this.exchange = exchange;
    this.said = make("div", { class: "said", role: "status" });
    this.thumbs = [true, false].map((good) => button("", () => this.judge(good), { picture: good ? "good" : "bad", "aria-label": good ? "A good answer" : "A bad answer", "aria-pressed": String(exchange.remark?.good === good) }));
    const formats = Object.entries(FORMATS).map(([format, label]) => button(label, () => this.save(format)));
    this.menu = make("details", { class: "menu", onkeydown: (event) => this.escape(event) }, make("summary", {}, "Export"), make("div", {}, formats));
    this.parts = [this.menu, ...(exchange.answer.citations.length ? [button("Verify again", () => this.verify(), { picture: "check", "data-key": "v" })] : []), ...this.thumbs, this.said];
  }

  escape(event) {
    if (event.key !== "Escape" || !this.menu.open) return;
    event.stopPropagation();
    this.menu.open = false;
    this.menu.querySelector("summary")?.focus();
  }

  async save(format) {
    this.menu.open = false;
    const { answer, asked } = this.exchange;
    this.say("");
    await exportFile(this.desk, format, asked.question, [answer]).catch((error) => this.say(error.message));
  }

  say(...children) {
    this.said.replaceChildren(...children.filter(Boolean));
    this.said.scrollIntoView({ block: "nearest" });
  }

  /** Say what has become of each quote since it was shown. */
  async verify() {
    this.say("Looking into the files …");
    const { citations } = this.exchange.answer;
    const lean = citations.map(({ url, ...citation }) => citation);
    const found = await this.desk.fetchJson("api/verify", { citations: lean }).catch((error) => ({ error }));
    if (found.error) return this.say(found.error.message);
    const changed = found.filter((one) => one.state !== "stands" || one.date);
    const all = citations.length === 1 ? "The quote stands in its file, word for word." : `All ${citations.length} quotes stand in their files, word for word.`;
    if (!changed.length) return this.say(make("p", {}, all));
    const rows = changed.map((one) => make("li", { dir: "auto" }, `Quote ${one.number} ${STATES[one.state](one)}`, one.date && `; its article is now of ${dayText(one.date)}`));
    this.say(make("p", {}, `${found.length - changed.length} of ${found.length} quotes stand as they were.`), make("ul", {}, rows));
  }

  judge(good) {
    const note = make("input", { maxlength: "2000", "aria-label": "Why", placeholder: good ? "What is good about it (optional)" : "What is wrong, and what would be right (optional)", value: this.exchange.remark?.note ?? "" });
    const done = (event) => {
      event.preventDefault();
      this.keep({ good, note: note.value.trim() }, true);
    };
    this.keep({ good, note: this.exchange.remark?.note ?? "" }, false);
    this.say(make("form", { class: "remark", onsubmit: done, "aria-label": "Remark" }, note, make("button", { type: "submit", class: "plain" }, "Save")));
    note.focus();
    note.form.scrollIntoView({ block: "nearest" });
  }

  async keep(remark, sent) {
    this.exchange.remark = remark;
    this.thumbs.forEach((thumb, place) => thumb.setAttribute("aria-pressed", String(remark.good === (place === 0))));
    const kept = await this.desk.keepRemark(this.exchange, sent).catch((error) => error.message);
    if (sent) this.say(make("p", {}, kept));
  }
}

/** A remark as the server and `assistant eval init --from-feedback` take it. */
export function remarkOf({ question, options, answer, remark }) {
  const citations = answer.citations.map(({ path, quote }) => ({ path, quote }));
  return { ...remark, question, options, status: answer.status, answer: answer.text.slice(0, 20_000), citations };
}
