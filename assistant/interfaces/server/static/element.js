// @ts-check
// <corpus-assistant endpoint="https://…" token="pk-…">: the conversation, and the form below it.
//
// Attributes: endpoint, token, heading, placeholder, source (asks only articles of this source), lang (default: that of
// the page), theme. Methods: ask(question, options), reset(). Events, which bubble: ask, understood, answer, failed,
// citation (cancelled: nothing opens here) and reset.
import { labelText, oneLine } from "./words.js";
import { button, icon, make } from "./dom.js";
import { Refused, askServer } from "./events.js";
import { Preview } from "./facts.js";
import { Exchange } from "./answer.js";
import { Narrowing } from "./narrow.js";
import { LANGUAGES, inEnglish, speak, t } from "./texts.js";

// A module has no currentScript, but the browser knows where it came from.
const loaded = () => performance.getEntriesByType("resource").map((one) => one.name).find((name) => /\/widget\.js($|\?)/.test(name));
const SCRIPT = /** @type {HTMLScriptElement | null} */ (document.currentScript)?.src ?? loaded();
let count = 0;

export class CorpusAssistant extends HTMLElement {
  connectedCallback() {
    if (this.ready) return;
    const given = this.getAttribute("endpoint") ?? (SCRIPT ? new URL(".", SCRIPT).href : ".");
    this.endpoint = new URL(given, document.baseURI).href.replace(/\/+$/, "");
    this.key = this.getAttribute("token") ?? "";
    this.exchanges = [];
    this.running = null;
    this.suggesting = false;
    this.preview = new Preview();
    this.to = {
      askAgain: (asked) => this.ask(asked),
      edit: (asked) => this.edit(asked),
      open: (citation, control, exchange) => !this.tell("citation", { citation, control, exchange }),
      more: () => [],
      preview: this.preview,
      told: new Set(),
    };
    const language = (/** @type {any} */ (this.closest("[lang]"))?.lang || "en").slice(0, 2).toLowerCase();
    if (!LANGUAGES.includes(language)) speak("en");
    this.ready = LANGUAGES.includes(language) ? this.learn(language).then(() => this.build()) : Promise.resolve(this.build());
  }

  /** Fetch the texts of a language; without them it is English. */
  async learn(language) {
    const response = await fetch(`${this.endpoint}/texts/${language}.json`, { credentials: "omit" }).catch(() => null);
    speak(language, response?.ok ? await response.json().catch(() => ({})) : {});
    if (language === "ar" && !inEnglish() && !this.closest("[dir]")) this.dir = "rtl";
  }

  build() {
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(STYLE);
    const root = this.attachShadow({ mode: "open" });
    root.adoptedStyleSheets = [sheet];
    const heading = this.getAttribute("heading");
    this.about = make("p", { class: "about", dir: "auto" });
    this.log = make("div", { class: "log" }, this.intro());
    this.status = make("p", { class: "unseen", role: "status" });
    root.append(...(heading ? [make("h2", { dir: "auto" }, heading)] : []), this.about, this.log, this.form(), this.status, this.preview.box);
    this.log.addEventListener("scroll", () => this.preview.hide());
    this.introduce();
  }

  intro() {
    const points = [
      t("Every sentence of an answer has a numbered source. Open it to read the words it rests on, with the file, its date and how that date is known."),
      t("If the articles do not answer your question, you will be told so. If they disagree, you will see both sides."),
      t("Set a day to ask as things stood then: later articles are hidden."),
    ];
    this.start = make("p", { class: "filters", role: "group", "aria-label": t("Questions to begin with") });
    this.start.hidden = true;
    if (this.suggesting) this.suggest();
    return [make("ul", { class: "intro" }, points.map((point) => make("li", { dir: "auto" }, point))), this.start];
  }

  /** Offer questions that the archive answers: to begin with, or to go on from an answer. */
  async suggest(exchange = null) {
    const { start } = this;
    const citations = exchange?.sources.citations ?? [];
    const near = exchange?.answer.nearest ?? [];
    const paths = [...new Set((citations.length ? citations : near).map((one) => one.path))].slice(0, 20);
    if (exchange && !paths.length) return;
    const body = exchange && JSON.stringify({ question: exchange.asked.question, paths, answered: citations.length > 0 });
    const told = await this.fetchJson("/api/suggestions", body);
    const questions = told?.questions ?? [];
    if (exchange) return exchange.suggest(questions);
    start.replaceChildren(...questions.map((question) => button(make("bdi", {}, oneLine(question)), () => this.ask(question), { class: "filter" })));
    start.hidden = !questions.length;
  }

  /** What the server says, or null. A body is posted. @param {string} path @param {string | null} [body] */
  async fetchJson(path, body = null) {
    const headers = { ...(this.key && { authorization: `Bearer ${this.key}` }), ...(body && { "content-type": "application/json" }) };
    const response = await fetch(this.endpoint + path, { headers, credentials: "omit", ...(body && { method: "POST", body }) }).catch(() => null);
    return response?.ok ? response.json().catch(() => null) : null;
  }

  form() {
    this.question = make("textarea", {
      id: "question",
      rows: "1",
      maxlength: "4000",
      dir: "auto",
      placeholder: this.getAttribute("placeholder") ?? t("Ask a question"),
      autocomplete: "off",
      onkeydown: (event) => this.typed(event),
      oninput: () => this.grow(),
    });
    this.narrowing = new Narrowing();
    this.send = make("button", { type: "submit", class: "send", "aria-label": t("Ask") }, icon("send"));
    this.halt = button("", () => this.running?.abort(), { class: "send", picture: "stop", "aria-label": t("Stop") });
    this.halt.hidden = true;
    this.fresh = button(t("New conversation"), () => this.reset(), { class: "plain fresh" });
    this.fresh.hidden = true;
    const submit = (event) => {
      event.preventDefault();
      this.submit();
    };
    return make(
      "form",
      { onsubmit: submit, "aria-label": t("Ask a question") },
      make("div", { class: "field" }, make("label", { for: "question", class: "unseen" }, t("Question")), this.question, this.send, this.halt),
      make("div", { class: "below" }, this.narrowing.controls, this.fresh),
    );
  }

  async introduce() {
    const headers = this.key ? { authorization: `Bearer ${this.key}` } : {};
    const response = await fetch(`${this.endpoint}/api/about`, { headers, credentials: "omit" }).catch(() => null);
    if (response?.status === 401) return this.askForKey();
    const told = response?.ok ? await response.json().catch(() => null) : null;
    if (!told) {
      this.about.textContent = response ? t("The server does not say what it has at the moment.") : t("The server cannot be reached.");
      return;
    }
    this.log.classList.toggle("quotes", !told.writer);
    const days = [...new Set([told.first, told.last])].filter(Boolean).map(labelText);
    const undated = told.documents - told.dated;
    const parts = [
      [told.documents === 1 ? t("1 article") : t("{0} articles", told.documents), days.length > 1 ? t("{0} to {1}", ...days) : days[0]].filter(Boolean).join(", "),
      undated && t("{0} undated", undated),
      !told.writer && t("answers are quotes, word for word"),
    ];
    this.about.textContent = parts.filter(Boolean).join(" · ");
    if (told.last?.length === 10 && told.last < new Date().toISOString()) this.narrowing.closedOn(told.last);
    this.suggesting = told.suggestions && inEnglish() && !this.getAttribute("source"); // they are in English, of all sources
    if (this.suggesting && !this.exchanges.length) this.suggest();
    this.tell("about", told);
  }

  typed(event) {
    if (event.key === "Enter" && !event.shiftKey && !event.isComposing) {
      event.preventDefault();
      this.submit();
    } else if (event.key === "Escape") this.running?.abort();
  }

  grow() {
    this.question.style.height = "auto";
    this.question.style.height = `${Math.min(this.question.scrollHeight, 160)}px`;
  }

  submit() {
    const question = this.question.value.trim();
    if (!question) return;
    if (this.running) return this.say(t("An answer is on its way. Stop it before you ask again."));
    this.question.value = "";
    this.grow();
    this.ask({ question, options: this.narrowing.options });
  }

  /** Ask a question, as a text with options or as `{question, options}`; resolves when the answer has come. */
  async ask(asked, options = {}) {
    if (typeof asked === "string") return this.ask({ question: asked, options });
    if (!this.log) await this.ready;
    this.running?.abort();
    this.narrowing.options = asked.options;
    const running = (this.running = new AbortController());
    const exchange = this.begin(asked);
    const history = asked.alone ? [] : exchange.asked.history;
    this.busy(true);
    this.reveal(exchange);
    this.tell("ask", { exchange, question: asked.question, options: asked.options });
    try {
      const source = this.getAttribute("source");
      const request = { question: asked.question, ...(source && { source }), ...asked.options, history };
      for await (const event of askServer(this.endpoint, this.key, request, running.signal)) {
        exchange.take(event);
        if (event.name === "understood") this.tell("understood", { exchange, ...event.data });
      }
      if (!exchange.answer) throw new Refused(0, t("The connection was lost before the answer was complete."), 0);
      this.say(exchange.spoken());
      this.tell("answer", { exchange, question: asked.question, options: asked.options, answer: exchange.answer });
      if (this.suggesting) this.suggest(exchange);
    } catch (error) {
      this.failed(exchange, error, running.signal.aborted);
    }
    if (this.running === running) {
      this.running = null;
      this.busy(false);
    }
  }

  /** Put an exchange under the others; a question that is asked again follows those that it followed at first. */
  begin(asked) {
    const history = asked.history ?? this.exchanges.filter((one) => one.answer).slice(-10).map(turnOf);
    const exchange = new Exchange(`a${++count}`, { ...asked, history }, this.to);
    if (!this.exchanges.length) this.log.replaceChildren();
    this.exchanges.push(exchange);
    this.log.append(exchange.root);
    return exchange;
  }

  /** Show a conversation that was kept: `[{question, options, answer}]`. */
  restore(kept) {
    this.clear();
    for (const { question, options, answer, remark } of kept) this.begin({ question, options }).replay(answer, remark);
    this.fresh.hidden = !kept.length;
  }

  /** Scroll the conversation, never the page around it, until an exchange is at its top. */
  reveal(exchange) {
    const { log } = this;
    log.scrollTop += exchange.root.getBoundingClientRect().top - log.getBoundingClientRect().top;
  }

  edit({ question, options }) {
    this.question.value = question;
    this.narrowing.options = options;
    this.grow();
    this.question.focus();
  }

  failed(exchange, error, stopped) {
    if (stopped) {
      exchange.stopped();
      this.say(t("Stopped"));
      return;
    }
    const known = error instanceof Refused;
    if (!known && !(error instanceof TypeError)) console.error(error); // a fault of this page, not of the network
    exchange.fail(known ? error.message : t("The server cannot be reached. Your question is in the field below."));
    if (!this.question.value.trim()) {
      this.question.value = exchange.asked.question;
      this.grow();
    }
    this.tell("failed", { exchange });
    if (known && error.status === 401) this.askForKey();
  }

  askForKey() {
    if (this.keyForm?.isConnected) return;
    const field = make("input", { id: "key", type: "password", autocomplete: "off", required: true });
    const submit = (event) => {
      event.preventDefault();
      this.key = field.value.trim();
      this.keyForm.remove();
      this.question.focus();
      this.tell("key", { key: this.key });
      this.introduce();
    };
    const label = make("label", { for: "key" }, t("This archive requires a key. The key is kept in this tab only."));
    const keep = make("button", { type: "submit", class: "plain" }, t("Use this key"));
    this.keyForm = make("form", { class: "key", onsubmit: submit, "aria-label": t("Key") }, label, field, keep);
    this.log.after(this.keyForm);
  }

  busy(on) {
    // The one that is shown takes the focus from the one that goes.
    const focused = [this.send, this.halt].includes(this.shadowRoot.activeElement);
    this.send.hidden = on;
    this.halt.hidden = !on;
    this.fresh.hidden = on;
    if (focused) (on ? this.halt : this.send).focus();
  }

  /** Begin a new conversation. */
  reset() {
    this.clear();
    this.question.focus();
    this.tell("reset", {});
  }

  clear() {
    this.running?.abort();
    this.exchanges = [];
    this.to.told.clear();
    this.log.replaceChildren(...this.intro());
    this.fresh.hidden = true;
  }

  say(words) {
    this.status.textContent = words;
  }

  /** Dispatch an event; false: somebody cancelled it. */
  tell(name, detail) {
    return this.dispatchEvent(new CustomEvent(name, { detail, bubbles: true, composed: true, cancelable: true }));
  }
}

function turnOf({ asked, answer }) {
  const paths = [...new Set(answer.citations.map((citation) => citation.path))];
  return { question: asked.question, answer: answer.text, paths };
}

if (!customElements.get("corpus-assistant")) customElements.define("corpus-assistant", CorpusAssistant);
