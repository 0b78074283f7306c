// @ts-check
// One exchange: the question, what was searched, the answer as it comes, its sources, and what can be done with it.
import { clean, dayText, footnote, inParts, oneLine, webAddress } from "./words.js";
import { arranged, home } from "./blocks.js";
import { button, link, make } from "./dom.js";
import { Refused } from "./events.js";
import { Sources } from "./sources.js";
import { filterLine } from "./filters.js";
import { inEnglish, t } from "./texts.js";

export const VERDICTS = {
  not_in_corpus: "Not in these articles",
  filtered_out: "Nothing matches these filters",
  incomplete: "The answer is incomplete; everything shown here has been checked.",
};

// What the server says in English, where the reader's language has words of its own for it.
const NOTICES = {
  not_in_corpus: "The articles do not answer this.",
  quotes_mode: "No model wrote this answer: it is made of sentences quoted from the articles.",
  closed: "Time is counted from the day of the newest article.",
};

export class Exchange {
  /**
   * `to` does what its buttons offer: `askAgain(asked)`, `edit(asked)`, `open(citation, control, exchange)`,
   * `more(exchange)` (further buttons); its `told` are the codes of notices that are said once in a conversation.
   */
  constructor(id, asked, to) {
    this.asked = asked;
    this.to = to;
    this.told = to.told;
    this.askAgain = to.askAgain;
    this.answer = null;
    this.remark = null;
    this.sources = new Sources(id, { open: (citation, control) => to.open(citation, control, this), preview: to.preview });
    this.text = make("div", { class: "answer", dir: "auto" });
    this.text.hidden = true;
    this.filters = make("div");
    this.after = make("div");
    this.tools = make("div", { class: "tools" });
    this.progress = make("p", { class: "progress" }, t("Searching the articles"));
    this.root = make(
      "article",
      { "aria-labelledby": `${id}-q`, tabindex: "-1" },
      make("h2", { id: `${id}-q`, dir: "auto" }, clean(asked.question)),
      this.filters,
      this.text,
      this.progress,
      this.after,
      this.sources.list,
      this.tools,
    );
  }

  take({ name, data }) {
    if (name === "understood") this.understood(data);
    else if (name === "writing") this.progress.textContent = t("Writing; each sentence is checked before it is shown");
    else if (name === "checked") this.checked(data.sentence, data.citations);
    else if (name === "answer") this.close(data);
    else if (name === "error") throw new Refused(0, data.error.message, 0);
  }

  /** Show an answer that was given before. */
  replay(answer, remark = null) {
    this.remark = remark;
    this.understood(answer);
    for (const sentence of answer.sentences) {
      this.checked(sentence, answer.citations.filter((one) => sentence.citations.includes(one.number)));
    }
    this.close(answer);
  }

  understood(data) {
    const line = filterLine(data, this.asked, this.askAgain);
    if (line) this.filters.replaceChildren(line);
    this.wider = data.wider_question;
  }

  checked(sentence, citations) {
    citations.forEach((citation) => this.sources.add(citation));
    const parts = inParts(sentence);
    const last = parts.join("").match(/\S{0,16}$/u).index; // no line begins with a chip
    const runs = [[], []];
    let at = 0;
    parts.forEach((part, number) => {
      const cut = Math.min(Math.max(last - at, 0), part.length);
      [part.slice(0, cut), part.slice(cut)].forEach((words, run) => {
        if (words) runs[run].push(number === 1 ? make("strong", {}, words) : words);
      });
      at += part.length;
    });
    const chips = sentence.citations.map((number) => this.sources.chip(number));
    const end = make("span", { class: "end" }, runs[1], chips.slice(0, 2));
    const piece = make("span", { class: `sentence ${sentence.kind}`, "data-cites": sentence.kind === "note" && sentence.citations.join() }, runs[0], end, chips.slice(2));
    const place = home(this.text, sentence.form);
    if (place.firstChild) place.append(" ");
    place.append(piece);
    this.text.hidden = false;
  }

  close(answer) {
    this.answer = answer;
    this.progress.remove();
    for (const conflict of answer.conflicts) {
      this.after.append(this.conflict(conflict));
      // The box says what the sentence says, with each date once.
      this.text.querySelector(`[data-cites="${conflict.sides.flat().join()}"]`)?.remove();
    }
    if (VERDICTS[answer.status]) this.after.append(this.verdict(answer));
    else if (this.text.hidden) this.after.append(make("p", { class: "answer", dir: "auto" }, oneLine(answer.text)));
    if (answer.listed?.length) this.after.append(...this.list(answer.listed));
    for (const notice of answer.notices) {
      if (notice.code === answer.status || this.told.has(notice.code)) continue;
      if (notice.code === "quotes_mode") this.told.add(notice.code);
      this.after.append(make("p", { class: "notice", dir: "auto" }, told(notice)));
      if (notice.code === "closed") this.after.append(button(t("Ask as of today"), () => this.askToday(), { class: "plain" }));
    }
    this.offer(button(t("Copy with footnotes"), () => this.copy(), { picture: "copy" }));
  }

  askToday() {
    const today = new Date();
    const as_of = [today.getFullYear(), today.getMonth() + 1, today.getDate()].map((one) => String(one).padStart(2, "0")).join("-");
    this.askAgain({ ...this.asked, options: { ...this.asked.options, as_of } });
  }

  conflict({ about, sides }) {
    const named = sides.map((side) => {
      const dates = side.map((number) => this.sources.date(number));
      const says = this.answer.sentences.find((one) => one.citations.some((number) => side.includes(number)));
      const value = says && inParts(says)[1];
      const days = make("span", { class: "day" }, [...new Set(dates)].join(", "));
      return make("li", {}, side.map((number) => this.sources.chip(number)), " ", value && make("b", { dir: "auto" }, `${value} `), days);
    });
    const matter = oneLine(about) === oneLine(this.asked.question) ? "" : oneLine(about);
    return make(
      "div",
      { class: "box conflict", role: "note" },
      make("strong", {}, t("The sources disagree")),
      matter && make("p", { dir: "auto" }, matter),
      make("ul", {}, named),
    );
  }

  verdict(answer) {
    // A refusal in sentences of its own moves into the box: the same words, once.
    const refusal = answer.status !== "incomplete" && !answer.citations.length;
    if (refusal) this.text.hidden = true;
    const silent = answer.status === "not_in_corpus" && !inEnglish();
    const said = silent ? t(NOTICES.not_in_corpus) : refusal || !answer.sentences.length ? oneLine(answer.text) : "";
    const narrowed = answer.filter || Object.keys(this.asked.options).length > 0;
    const wider = refusal && narrowed && oneLine(answer.wider_question || this.wider);
    const own = answer.notices.find((notice) => notice.code === answer.status);
    return make(
      "div",
      { class: `box ${answer.status}`, role: "note" },
      make("strong", {}, t(VERDICTS[answer.status])),
      make("p", { dir: "auto" }, said || oneLine(own?.message) || (wider ? t("No article matches what was searched.") : "")),
      answer.nearest?.length > 0 && [
        make("p", { class: "notice" }, t("Nearest articles")),
        make("ul", {}, answer.nearest.map((one) => this.near(one))),
      ],
      wider && button(t("Search all articles"), () => this.askAgain({ question: wider, options: {}, alone: true }), { class: "plain" }),
      refusal && button(t("Put it another way"), () => this.to.edit(this.asked), { class: "plain" }),
    );
  }

  /** The articles that a question about the corpus asks for; of many the rest is folded away. */
  list(articles) {
    const items = articles.map((one) => this.near(one));
    const rest = items.splice(20);
    const parts = [make("ul", { class: "listed" }, items)];
    if (rest.length) parts.push(make("details", {}, make("summary", {}, t("{0} more", rest.length)), make("ul", {}, rest)));
    return parts;
  }

  near(article) {
    const name = oneLine(article.title) || oneLine(article.path);
    const address = webAddress(article.url);
    const publisher = article.source ? ` ${oneLine(article.source)},` : "";
    const shown = address && link(address, name, (event) => {
      const elsewhere = event.ctrlKey || event.metaKey || event.shiftKey;
      if (!elsewhere && this.to.open({ path: article.path, start: 0, end: 0, number: 0 }, shown, this)) event.preventDefault();
    });
    return make("li", { dir: "auto" }, shown || name, publisher, " ", make("span", { class: "day" }, dayText(article.date)));
  }

  /** What a screen reader says when the answer has come: the words that answer first. */
  spoken() {
    const { answer } = this;
    const found = answer.citations.length;
    const near = answer.nearest?.length ?? 0;
    if (answer.listed?.length) return `${this.text.textContent} ${t("Articles listed: {0}", answer.listed.length)}`;
    if (VERDICTS[answer.status]) return t(VERDICTS[answer.status]) + (near ? `. ${t("Nearest articles")}: ${near}` : "");
    const words = [...new Set(answer.sentences.map((one) => inParts(one)[1]).filter(Boolean))].join("; ");
    return `${found === 1 ? t("Answered with 1 source") : t("Answered with {0} sources", found)}: ${words && `${words}. `}${this.text.textContent}`;
  }

  fail(message) {
    this.progress.remove();
    this.after.append(make("div", { class: "box failed", role: "alert" }, make("strong", {}, t("No answer")), make("p", {}, oneLine(message))));
    this.offer();
  }

  stopped() {
    this.progress.remove();
    this.after.append(make("p", { class: "notice" }, t("Stopped. Everything shown here has been checked.")));
    this.offer();
  }

  offer(...more) {
    const again = [button(t("Edit"), () => this.to.edit(this.asked), { picture: "edit" }), button(t("Ask again"), () => this.askAgain(this.asked), { picture: "retry" })];
    this.tools.replaceChildren(...more, ...again, ...(this.answer ? this.to.more(this) : []));
  }

  /** Offer questions to go on with. */
  suggest(questions) {
    if (!questions.length) return;
    const chips = questions.map((question) => button(make("bdi", {}, oneLine(question)), () => this.askAgain({ question, options: {}, alone: true }), { class: "filter" }));
    this.tools.before(make("div", { class: "filters", role: "group", "aria-label": t("Questions to go on with") }, chips));
  }

  footnoted() {
    const { answer } = this;
    const sentences = answer.sentences.map((one) => oneLine(one.text) + one.citations.map((number) => `[${number}]`).join(""));
    const text = clean(arranged(answer)) || sentences.join(" ") || oneLine(answer.text);
    return [clean(this.asked.question), text, answer.citations.map((one) => footnote(one, answer.sentences)).join("\n"), (answer.listed ?? []).map((one) => `- ${oneLine(one.title) || oneLine(one.path)}, ${dayText(one.date)}`).join("\n")].filter(Boolean).join("\n\n") + "\n";
  }

  async copy() {
    const control = this.tools.firstElementChild;
    const done = await navigator.clipboard.writeText(this.footnoted()).then(() => true, () => false);
    control.lastChild.textContent = done ? t("Copied") : t("The browser does not allow copying");
    setTimeout(() => (control.lastChild.textContent = t("Copy with footnotes")), 2500);
  }
}

/** A notice in the reader's language if there are words for it, else the server's. */
function told({ code, message }) {
  return !inEnglish() && NOTICES[code] ? t(NOTICES[code]) : oneLine(message);
}
