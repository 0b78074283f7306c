// @ts-check
// The pane beside an answer: the article at the quote, with all that is known of it.
import { HOW_KNOWN, clean, dayText, oneLine, placeOf, webAddress } from "../words.js";
import { button, link, make } from "../dom.js";
import { factsOf } from "../facts.js";

export class ArticlePane {
  /** `fetchJson(address)` asks the server, `open(citation)` shows another place, `close()` closes the pane. */
  constructor({ fetchJson, open, close }) {
    this.fetchJson = fetchJson;
    this.open = open;
    this.close = close;
    this.shown = "";
    this.title = make("h2", { tabindex: "-1", dir: "auto", id: "article-title" });
    this.facts = make("div", { class: "facts" });
    this.steps = make("div", { class: "steps" });
    this.text = make("div", { class: "text", dir: "auto", tabindex: "0", role: "region", "aria-label": "Text of the article" });
    this.root = make(
      "aside",
      { class: "pane article", "aria-labelledby": "article-title", onkeydown: (event) => this.pressed(event) },
      make("div", { class: "head" }, this.title, button("", () => close(), { picture: "close", class: "close", "aria-label": "Close the article" })),
      this.steps,
      this.text,
      this.facts,
    );
    this.root.hidden = true;
  }

  pressed(event) {
    if (event.key === "Escape") this.close();
    else if (event.key === "ArrowRight" || event.key === "ArrowLeft") this.step(event.key === "ArrowRight" ? 1 : -1);
    else return;
    event.preventDefault();
  }

  /** Show the article `doc` at offset `at`; `citations` are those of the answer beside it.
   * @param {any} place @param {any[]} citations @param {{focus?: boolean}} more */
  async show({ doc, at = 0, to = 0 }, citations, { focus = false } = {}) {
    this.root.hidden = false;
    this.citations = citations;
    this.current = citations.find((one) => one.path === doc && one.start === Number(at)) ?? null;
    const marks = citations.filter((one) => one.path === doc).map(({ start, end, number }) => ({ start, end, number }));
    if (!this.current && Number(to) > Number(at)) marks.push({ start: Number(at), end: Number(to), number: 0 });
    const key = JSON.stringify([doc, at, marks]);
    if (focus) this.title.focus({ preventScroll: true });
    if (key === this.shown) return this.scroll();
    this.shown = key;
    if (this.title.textContent === "") this.title.textContent = doc;
    const query = new URLSearchParams({ path: doc, at: String(at || 0) });
    const article = await this.fetchJson(`api/article?${query}`).catch((error) => ({ error }));
    if (key !== this.shown) return;
    if (article.error) return this.fail(doc, article.error);
    this.title.textContent = oneLine(article.title) || oneLine(article.path);
    this.title.tabIndex = this.title.scrollHeight > this.title.clientHeight ? 0 : -1; // a long one is scrolled with the keys
    this.steps.replaceChildren(...this.stepping());
    this.facts.replaceChildren(...this.known(article));
    this.text.lang = article.language ?? "";
    this.text.replaceChildren(...this.paragraphs(article, marks, Number(at)));
    this.scroll();
  }

  fail(doc, error) {
    this.shown = "";
    this.title.textContent = oneLine(doc);
    this.steps.replaceChildren();
    this.facts.replaceChildren();
    this.text.replaceChildren(make("p", { role: "alert" }, error.message ?? "The article cannot be read."));
  }

  hide() {
    this.root.hidden = true;
    this.shown = "";
  }

  scroll() {
    const mark = this.text.querySelector(".current") ?? this.text.querySelector(".here");
    if (!mark) return;
    const { top } = mark.getBoundingClientRect();
    const box = this.text.getBoundingClientRect();
    this.text.scrollTop += top - box.top - box.height / 4;
  }

  stepping() {
    const { citations, current } = this;
    if (!current) return [];
    const place = citations.indexOf(current);
    return [
      button("", () => this.step(-1), { picture: "back", "aria-label": "Previous quote", "aria-disabled": String(place === 0) }),
      make("span", {}, `Quote ${place + 1} of ${citations.length}, ${placeOf(current)}`),
      button("", () => this.step(1), { picture: "next", "aria-label": "Next quote", "aria-disabled": String(place === citations.length - 1) }),
    ];
  }

  step(by) {
    const next = this.current && this.citations[this.citations.indexOf(this.current) + by];
    if (next) this.open(next);
  }

  known(article) {
    const { current } = this;
    const plain = (...children) => make("p", { class: "fact", dir: "auto" }, ...children);
    const other = (path) => button(oneLine(path), () => this.open({ path, start: 0, end: 0 }), { class: "other" });
    const copies = article.copies.filter((path) => path !== article.newer);
    const published = webAddress(article.published_at);
    return [
      ...(current ? factsOf({ ...current, copies: [], newer: null }) : [plain(make("bdi", { class: "path" }, oneLine(article.path)), ` · ${dayText(article.date)} · ${HOW_KNOWN[article.date.provenance] ?? ""}`)]),
      (article.source || article.author) && plain([oneLine(article.source), oneLine(article.author)].filter(Boolean).join(" · ")),
      article.problems.length > 0 && plain(make("strong", {}, "Doubtful: "), article.problems.map(oneLine).join("; ")),
      article.newer && plain("A newer version: ", other(article.newer)),
      copies.length > 0 && make("details", { class: "fact" }, make("summary", {}, `The same story in ${copies.length} other ${copies.length === 1 ? "file" : "files"}`), copies.map(other)),
      link(webAddress(current?.url || article.url), "Read on a page of its own"),
      published && link(published, "Where it was published"),
    ].filter(Boolean);
  }

  paragraphs(article, marks, at) {
    const points = [...article.text];
    const cut = (from, to) => clean(points.slice(from, to).join(""));
    const parts = [];
    if (article.start > 0) parts.push(make("p", { class: "soft" }, "… the beginning is left out; it is on the page of its own"));
    let [line, from, placed] = [article.line, 0, ""];
    while (from < points.length) {
      let end = points.indexOf("\n", from);
      if (end < 0) end = points.length;
      const here = { start: article.start + from, end: article.start + end };
      const words = this.marked(here, marks, (start, stop) => cut(start - article.start, stop - article.start));
      if (cut(from, end).trim()) {
        const place = article.places.find((one) => one.start <= here.start && here.start < one.end)?.kind ?? "";
        const label = article.places.length ? (place === placed ? "" : place) : String(line);
        placed = place || placed;
        const quiet = article.boilerplate.some((one) => one.start <= here.start && here.end <= one.end);
        const holds = here.start <= at && at <= here.end;
        parts.push(make("p", { "data-place": label, class: [holds && "here", quiet && "quiet"].filter(Boolean).join(" ") || null }, words));
      }
      from = end + 1;
      line += 1;
    }
    if (article.start + points.length < article.length) parts.push(make("p", { class: "soft" }, "… the rest is on the page of its own"));
    return parts;
  }

  /** A stretch of text in pieces, with what is quoted marked. */
  marked({ start, end }, marks, cut) {
    const inside = marks.filter((one) => one.start < end && one.end > start).sort((one, other) => one.start - other.start);
    const pieces = [];
    let from = start;
    for (const mark of inside) {
      const [first, last] = [Math.max(mark.start, from), Math.min(mark.end, end)];
      if (first >= last) continue;
      pieces.push(cut(from, first));
      const current = this.current ? mark.number === this.current.number : mark.number === 0;
      pieces.push(make("mark", { class: current ? "current" : null, "data-number": mark.number || null }, cut(first, last)));
      from = last;
    }
    pieces.push(cut(from, end));
    return pieces;
  }
}

/** What a row of a list says of an article besides its title. */
export const aside = (article) =>
  [oneLine(article.source), oneLine(article.author), dayText(article.date)].filter(Boolean).join(" · ");
