// @ts-check
// The page: conversations, the answer or the archive, and the article beside it. What it shows is in its address.
import { oneLine } from "../words.js";
import { button, make } from "../dom.js";
import { CorpusAssistant } from "../element.js";
import { VIEWS, addressOf, choicesOf, openOf, readAddress } from "./address.js";
import { Archive } from "./archive.js";
import { ArticlePane } from "./article.js";
import { Conversations } from "./conversations.js";
import { coming, conversation, conversations, keepOnServer, newId, onServer } from "./kept.js";
import { Shortcuts } from "./shortcuts.js";
import { Timeline } from "./timeline.js";
import { AnswerTools, remarkOf } from "./tools.js";

const KEY = `assistant key ${location.pathname}`;

class Desk {
  /** @param {HTMLElement} place */
  constructor(place) {
    this.title = document.title;
    /** @type {Record<string, any>} */
    this.state = {};
    this.id = ""; // of the conversation that is open; none before its first question
    this.opener = null;
    const go = (state, more) => this.go(state, more);
    const fetchJson = (address, body, method) => this.fetchJson(address, body, method);
    /** @type {CorpusAssistant} */
    this.assistant = make("corpus-assistant", { endpoint: ".", token: session() });
    this.conversations = new Conversations({ go, current: () => this.id, desk: this });
    this.shortcuts = new Shortcuts(this.keys());
    this.archive = new Archive({ go, fetchJson });
    this.timeline = new Timeline({ go, fetchJson });
    this.article = new ArticlePane({ fetchJson, open: (citation) => this.openArticle(citation), close: () => this.closeArticle() });
    this.views = { ask: this.assistant, archive: this.archive.root, timeline: this.timeline.root };
    this.links = Object.entries(VIEWS).map(([view, label]) => make("a", { href: addressOf({ view }), "data-view": view, onclick: (event) => this.turn(event, view) }, label));
    this.menu = button(make("span", {}, "Conversations"), () => this.toggleMenu(), { "aria-label": "Conversations", picture: "menu", class: "menu-button", "aria-expanded": "false", "aria-controls": "conversations" });
    const help = button("", () => this.shortcuts.show(), { picture: "keys", class: "help", "aria-label": "Keyboard shortcuts" });
    document.querySelector("header nav")?.append(this.menu, ...this.links, help);
    place.append(this.conversations.root, make("main", {}, Object.values(this.views)), this.article.root, this.shortcuts.root);
    this.assistant.to.more = (exchange) => new AnswerTools(this, exchange).parts;
    this.place = place;
    this.listen();
    const begin = () => this.render(readAddress(location.search), { replace: true });
    if (this.assistant.key) this.signIn().then(begin);
    else begin();
  }

  /** Have the server keep conversations, where it does so for this key. */
  async signIn() {
    const about = await this.fetchJson("api/about").catch(() => null);
    if (about?.conversations) await keepOnServer((address, body, method) => this.fetchJson(address, body, method)).catch(() => null);
  }

  listen() {
    const { assistant } = this;
    const on = (name, work) => assistant.addEventListener(name, (/** @type {any} */ event) => work(event.detail));
    on("ask", (asked) => this.asked(asked));
    on("understood", ({ exchange, query }) => this.understood(exchange, query));
    on("answer", (detail) => this.answered(detail));
    on("reset", () => this.go({ view: "ask" }));
    on("key", async ({ key }) => {
      session(key);
      await this.signIn();
      this.conversations.render();
    });
    on("about", (about) => (this.about = about));
    assistant.addEventListener("citation", (/** @type {any} */ event) => {
      event.preventDefault();
      const { citation, control, exchange } = event.detail;
      const asked = this.stateOf(exchange);
      this.go({ ...asked, doc: citation.path, at: String(citation.start), to: String(citation.end) }, { focus: true, control });
    });
    window.addEventListener("popstate", () => this.render(readAddress(location.search), { moved: true }));
    window.addEventListener("storage", () => this.conversations.render());
  }

  /**
   * Show a state, with an address of its own unless it takes the place of the last.
   * @param {Record<string, any>} state
   * @param {{replace?: boolean, focus?: boolean, control?: any}} more
   */
  go(state, more = {}) {
    const kept = Object.fromEntries(Object.entries({ view: "ask", ...state }).filter(([, value]) => value));
    const address = addressOf(kept);
    if (address !== addressOf(this.state)) history[more.replace ? "replaceState" : "pushState"](null, "", address);
    this.render(kept, more);
  }

  /** Show a state; a conversation that the server keeps has to come first. */
  render(state, more = {}) {
    const work = state.view === "ask" && state.c !== this.id ? coming(state.c) : null;
    this.awaited = work && state;
    if (!work) return this.draw(state, more);
    const then = () => this.awaited === state && this.draw(state, more);
    work.then(then, then);
  }

  draw(state, more) {
    const before = this.state;
    this.state = state;
    this.toggleMenu(false);
    for (const [view, root] of Object.entries(this.views)) root.hidden = view !== state.view;
    for (const link of this.links) link.dataset.view === state.view ? link.setAttribute("aria-current", "page") : link.removeAttribute("aria-current");
    if (more.control) this.opener = more.control;
    let exchange = null;
    if (state.view === "ask") exchange = this.renderAsk(state, before, more);
    else if (state.view === "archive") this.archive.show(state);
    else this.timeline.show(state);
    this.renderArticle(exchange, more);
    this.name();
    this.conversations.render();
  }

  /** Bring the conversation and the question of the address into view; ask it where it was never asked here. */
  renderAsk(state, before, more) {
    const { assistant } = this;
    if (state.c !== (this.id || undefined)) {
      const kept = state.c ? conversation(state.c) : null;
      this.id = kept ? kept.id : "";
      assistant.restore(kept ? kept.exchanges : []);
    } else if (!state.c && !state.q && assistant.exchanges.length) assistant.restore([]);
    const exchange = assistant.exchanges.findLast((one) => this.isOf(one, state)) ?? null;
    if (exchange) {
      if (before.q !== state.q || before.view !== "ask" || !before.c) assistant.reveal(exchange);
    } else if (state.q) {
      this.replacing = true;
      assistant.ask(state.q, choicesOf(state));
    } else {
      assistant.narrowing.options = choicesOf(state);
      if (more.focus && !state.doc) assistant.question.focus();
    }
    return exchange;
  }

  isOf({ asked, answer }, { q, ...state }) {
    const same = JSON.stringify(choicesOf(asked.options)) === JSON.stringify(choicesOf(state));
    return same && (asked.question === q || answer?.query.stand_alone === q);
  }

  stateOf({ asked, answer }) {
    return { view: "ask", c: this.id, q: answer?.query.stand_alone || asked.question, ...choicesOf(asked.options) };
  }

  /** @param {any} exchange @param {{focus?: boolean, control?: any}} more */
  renderArticle(exchange, more) {
    const { state } = this;
    for (const one of this.assistant.exchanges) one.sources.mark(null);
    this.place.classList.toggle("reading", Boolean(state.doc));
    this.place.dataset.view = state.view;
    if (!state.doc) {
      this.article.hide();
      return;
    }
    const citations = exchange ? exchange.sources.citations : [];
    const current = citations.find((one) => one.path === state.doc && one.start === Number(state.at));
    if (current) exchange.sources.mark(current.number);
    this.article.show(openOf(state), citations, { focus: more.focus });
    if (current && more.control) more.control.scrollIntoView({ block: "nearest" });
  }

  openArticle({ path, start, end }) {
    this.go({ ...this.state, doc: path, at: start ? String(start) : "", to: end ? String(end) : "" }, { replace: true });
  }

  closeArticle() {
    const { opener } = this;
    this.opener = null;
    this.go({ ...this.state, doc: "", at: "", to: "" });
    if (opener?.isConnected) opener.focus();
  }

  asked({ question, options }) {
    this.id ||= newId();
    /** @type {Record<string, any>} */
    const state = { view: "ask", c: this.id, q: question, ...choicesOf(options) };
    if (this.replacing && this.state.doc) Object.assign(state, openOf(this.state));
    const address = addressOf(state);
    history[this.replacing || address === addressOf(this.state) ? "replaceState" : "pushState"](null, "", address);
    this.replacing = false;
    this.state = state;
    if (!state.doc) this.renderArticle(null, {});
    this.name();
  }

  understood(exchange, query) {
    if (!query.stand_alone || exchange !== this.assistant.exchanges.at(-1)) return;
    this.state = { ...this.state, q: query.stand_alone };
    history.replaceState(null, "", addressOf(this.state));
    this.name();
  }

  answered({ exchange }) {
    this.keep();
    if (this.state.doc) this.renderArticle(exchange, {});
  }

  /** Keep the conversation that is open; resolves to false where it is not kept. */
  keep() {
    const answered = this.assistant.exchanges.filter((one) => one.answer);
    const exchanges = answered.map(({ asked, answer, remark }) => ({ question: asked.question, options: asked.options, answer, remark }));
    const name = conversations().find((one) => one.id === this.id)?.name ?? oneLine(exchanges[0].question).slice(0, 120);
    return this.conversations.keep({ id: this.id, name, changed: Date.now(), exchanges });
  }

  /** Keep the remark on an answer, and send it where the server keeps remarks; says where it is. */
  async keepRemark({ asked, answer, remark }, sent) {
    const here = await this.keep();
    const there = sent && this.about?.remarks && (await this.fetchJson("api/remarks", remarkOf({ ...asked, answer, remark }))).kept;
    if (there) return "Thank you. The remark is with the people who run this archive.";
    if (here && onServer()) return "The remark is kept with the conversation.";
    return here ? "The remark is kept in this browser. “Save my remarks” under the conversations makes a file of all." : "This browser keeps nothing.";
  }

  /** What the single keys do. */
  keys() {
    const turn = (view) => () => this.links.find((link) => link.dataset.view === view)?.click();
    const field = () => ({ ask: this.assistant.question, archive: this.archive.find, timeline: this.timeline.topic })[this.state.view];
    const step = (by) => () => {
      const { exchanges, log } = this.assistant;
      const top = log.getBoundingClientRect().top;
      const place = exchanges.findLastIndex((one) => one.root.getBoundingClientRect().top <= top + 8);
      const next = exchanges[Math.max(0, Math.min(exchanges.length - 1, Math.max(place, 0) + by))];
      if (!next) return;
      this.assistant.reveal(next);
      next.root.focus({ preventScroll: true });
    };
    const verify = () => {
      const last = this.assistant.exchanges.findLast((one) => one.answer?.citations.length);
      if (this.state.view === "ask") last?.tools.querySelector("[data-key=v]")?.click();
    };
    return { "/": () => field()?.focus(), n: () => this.go({ view: "ask" }, { focus: true }), a: turn("ask"), l: turn("archive"), t: turn("timeline"), j: step(1), k: step(-1), v: verify };
  }

  turn(event, view) {
    if (event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    const last = this.assistant.exchanges.at(-1);
    this.go(view === "ask" && last && this.state.view !== "ask" ? this.stateOf(last) : { view }, { focus: view === "ask" });
  }

  name() {
    const { view, q, topic, doc } = this.state;
    const what = view === "ask" ? q : view === "timeline" ? topic || VIEWS.timeline : doc || VIEWS.archive;
    document.title = what ? `${oneLine(what)} · ${this.title}` : this.title;
  }

  toggleMenu(open = this.menu.getAttribute("aria-expanded") !== "true") {
    this.menu.setAttribute("aria-expanded", String(open));
    this.place.classList.toggle("menu-open", open);
    if (open) this.conversations.find.focus();
  }

  /** Ask the server for JSON. Rejects with an Error that says why there is none. */
  async fetchJson(address, body, method) {
    const response = await this.fetch(address, body, method);
    const told = await response.json().catch(() => null);
    if (told === null) throw new Error("The server sent something else than was asked for.");
    return told;
  }

  /** Ask the server for a file, likewise. */
  fetchFile = async (address, body) => (await this.fetch(address, body)).blob();

  async fetch(address, body, method = body ? "POST" : "GET") {
    const headers = this.assistant.key ? { authorization: `Bearer ${this.assistant.key}` } : {};
    const sent = body && { body: JSON.stringify(body), headers: { ...headers, "content-type": "application/json" } };
    const response = await fetch(address, { method, headers, credentials: "omit", ...sent }).catch(() => null);
    if (!response) throw new Error("The server cannot be reached.");
    if (response.status === 401) this.assistant.askForKey();
    if (response.ok) return response;
    const told = await response.json().catch(() => null);
    throw new Error(told?.error?.message ?? `The server answered ${response.status}.`);
  }
}

/** The key that was typed in this tab, or nothing. */
function session(key) {
  try {
    if (key) sessionStorage.setItem(KEY, key);
    return sessionStorage.getItem(KEY);
  } catch {
    return null;
  }
}

const place = document.getElementById("desk");
if (place) new Desk(place);
