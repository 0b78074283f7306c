// @ts-check
// The archive as a list with facets: a page of it at a time comes from the server.
import { dayText, labelText, oneLine } from "../words.js";
import { button, make } from "../dom.js";
import { addressOf } from "./address.js";
import { aside } from "./article.js";
import { Histogram } from "./histogram.js";

const FACETS = { year: "Year", source: "Source", author: "Author", path: "Folder" };
const ASKED = ["find", "source", "author", "path", "after", "before", "page"];

export class Archive {
  /** `go(state, more)` changes what is shown; `fetchJson(address)` asks the server. */
  constructor({ go, fetchJson }) {
    this.go = go;
    this.fetchJson = fetchJson;
    this.state = {};
    this.key = /** @type {string | null} */ (null); // what the list shows
    this.find = make("input", { type: "search", id: "find-article", placeholder: "Title, file, source or author", "aria-label": "Search articles", oninput: () => this.typed() });
    const day = (name) => make("input", { type: "date", onchange: ({ target }) => this.change({ [name]: target.validity.valid ? target.value : "" }) });
    this.after = day("after");
    this.before = day("before");
    this.histogram = new Histogram((after, before) => this.change({ after, before }));
    this.chips = make("div", { class: "chips", role: "group", "aria-label": "Chosen" });
    this.count = make("p", { class: "soft", role: "status" });
    this.facets = make("div", { class: "facets" });
    this.list = make("ol", { class: "articles" });
    this.turn = make("div", { class: "turn" });
    this.root = make(
      "section",
      { class: "pane archive", "aria-label": "Archive" },
      make("div", { class: "tools" }, this.find, make("label", {}, "From ", this.after), make("label", {}, "To ", this.before), button("Ask about these", () => this.ask(), { class: "strong" })),
      this.histogram.root,
      this.chips,
      this.count,
      make("div", { class: "columns" }, this.facets, make("div", { class: "found" }, this.list, this.turn)),
    );
  }

  typed() {
    clearTimeout(this.waiting);
    this.waiting = setTimeout(() => this.change({ find: this.find.value.trim() }, { replace: true }), 120);
  }

  /** Change a choice; what was the third page of other articles is not kept. */
  change(choice, more) {
    this.go({ ...this.state, page: "", doc: "", at: "", to: "", ...choice }, more);
  }

  ask() {
    const { source, author, path, after, before } = this.state;
    this.go({ view: "ask", source, author, path, after, before }, { focus: true });
  }

  async show(state) {
    this.state = state;
    if (document.activeElement !== this.find) this.find.value = state.find ?? "";
    this.after.value = state.after ?? "";
    this.before.value = state.before ?? "";
    this.current();
    const query = new URLSearchParams(ASKED.filter((name) => state[name]).map((name) => [name, state[name]])).toString();
    if (query === this.key && this.list.childElementCount) return;
    this.key = query;
    const found = await this.fetchJson(`api/articles?${query}`).catch((error) => ({ error }));
    if (query !== this.key) return;
    if (found.error) {
      this.key = null;
      this.count.replaceChildren(`${found.error.message} `, button("Try again", () => this.show(this.state), { class: "other" }));
      this.list.replaceChildren();
      return;
    }
    this.histogram.show(found.days, state.after, state.before);
    this.count.textContent = found.matching === found.total ? `${found.total} articles` : `${found.matching} of ${found.total} articles`;
    this.chips.replaceChildren(...this.chosen());
    this.facets.replaceChildren(...Object.entries(FACETS).map(([name, label]) => this.facet(name, label, found.facets[name])).filter(Boolean));
    this.list.start = (found.page - 1) * 50 + 1;
    this.list.replaceChildren(...found.articles.map((one) => this.row(one)));
    this.turn.replaceChildren(...this.turning(found));
    this.current();
    this.root.scrollTop = 0;
  }

  current() {
    for (const link of this.list.querySelectorAll("a")) {
      if (link.dataset.path === this.state.doc) link.setAttribute("aria-current", "true");
      else link.removeAttribute("aria-current");
    }
  }

  chosen() {
    const { find, source, author, path, after, before } = this.state;
    const days = { after: after && `since ${labelText(after)}`, before: before && `until ${labelText(before)}` };
    const all = { find: find && `“${find}”`, source, author, path: path && `in ${path}`, ...days };
    return Object.entries(all)
      .filter(([, label]) => label)
      .map(([name, label]) => button(make("bdi", {}, oneLine(label)), () => this.change({ [name]: "" }), { class: "filter", picture: "close", "aria-label": `Without ${oneLine(label)}` }));
  }

  /** A facet as links with counts; a year is a choice of days. */
  facet(name, label, values) {
    if (!values.length || (values.length === 1 && !this.state[name])) return null;
    const choice = (value) => (name === "year" ? { after: `${value}-01-01`, before: `${value}-12-31` } : { [name]: value });
    const chosen = (value) => Object.entries(choice(value)).every(([key, wanted]) => this.state[key] === wanted);
    const items = values.map(({ value, count }) => {
      const on = chosen(value);
      const off = Object.fromEntries(Object.keys(choice(value)).map((key) => [key, ""]));
      return make("li", {}, button([make("bdi", {}, oneLine(value)), make("span", { class: "soft" }, ` ${count}`)], () => this.change(on ? off : choice(value)), { "aria-pressed": String(on) }));
    });
    const rest = items.splice(8);
    return make(
      "details",
      { open: window.innerWidth >= 700 },
      make("summary", {}, label),
      make("ul", {}, items),
      rest.length > 0 && make("details", { class: "rest", open: rest.some((item) => item.querySelector("[aria-pressed=true]")) }, make("summary", {}, `${rest.length} more`), make("ul", {}, rest)),
    );
  }

  row(one) {
    const state = { ...this.state, doc: one.path, at: "", to: "" };
    const follow = (event) => {
      if (event.ctrlKey || event.metaKey || event.shiftKey) return;
      event.preventDefault();
      this.go({ ...this.state, doc: one.path, at: "", to: "" }, { focus: true, control: event.currentTarget });
    };
    return make(
      "li",
      {},
      make("a", { lang: one.language, href: addressOf(state), "data-path": one.path, dir: "auto", onclick: follow }, oneLine(one.title) || make("bdi", {}, oneLine(one.path))),
      make("span", { class: "soft", dir: "auto" }, aside(one), one.language && one.language !== "en" && ` · ${one.language}`),
      !one.date.day && one.date.provenance !== "several" && make("span", { class: "flag" }, "undated"),
      one.problems.length > 0 && make("span", { class: "flag", title: one.problems.map(oneLine).join("; ") }, "doubtful"),
    );
  }

  turning({ page, pages }) {
    if (pages < 2) return [];
    const to = (label, number, picture) => button(label, () => this.go({ ...this.state, page: String(number), doc: "" }), { picture, "aria-disabled": String(number < 1 || number > pages), disabled: number < 1 || number > pages });
    return [to("Newer", page - 1, "back"), make("span", { class: "soft" }, `Page ${page} of ${pages}`), to("Older", page + 1, "next")];
  }
}
