// @ts-check
// Events on an axis of days, each with its quote and its article.
import { dayText, labelText, oneLine } from "../words.js";
import { button, make } from "../dom.js";

export class Timeline {
  /** `go(state, more)` changes what is shown; `fetchJson(address, body)` asks the server. */
  constructor({ go, fetchJson }) {
    this.go = go;
    this.fetchJson = fetchJson;
    this.key = "";
    this.topic = make("input", { type: "search", id: "topic", placeholder: "What the timeline is about", "aria-label": "Topic", required: true, maxlength: "500" });
    this.after = make("input", { type: "date" });
    this.before = make("input", { type: "date" });
    this.told = make("p", { class: "soft", role: "status" });
    this.list = make("ol", { class: "events" });
    const submit = (event) => {
      event.preventDefault();
      go({ view: "timeline", topic: this.topic.value.trim(), after: this.after.value, before: this.before.value });
    };
    this.root = make(
      "section",
      { class: "pane timeline", "aria-label": "Timeline" },
      make("form", { class: "tools", onsubmit: submit }, this.topic, make("label", {}, "From ", this.after), make("label", {}, "To ", this.before), make("button", { type: "submit", class: "strong" }, "Show")),
      this.told,
      this.list,
    );
  }

  async show(state) {
    this.state = state;
    this.topic.value = state.topic ?? "";
    this.after.value = state.after ?? "";
    this.before.value = state.before ?? "";
    const asked = { topic: state.topic, ...(state.after && { after: state.after }), ...(state.before && { before: state.before }) };
    const key = JSON.stringify(asked);
    if (key === this.key) return;
    this.key = key;
    this.list.replaceChildren();
    this.told.textContent = state.topic ? "Looking for events …" : "Name a topic, such as a place, a person or a matter.";
    if (!state.topic) return;
    const rows = await this.fetchJson("api/timeline", asked).catch((error) => ({ error }));
    if (key !== this.key) return;
    if (rows.error) {
      this.key = "";
      this.told.replaceChildren(`${rows.error.message} `, button("Try again", () => this.show(this.state), { class: "other" }));
      return;
    }
    this.told.textContent = rows.length ? `${rows.length} ${rows.length === 1 ? "event" : "events"}` : "The articles tell no dated event about this.";
    this.list.replaceChildren(...rows.map((row) => this.row(row)));
  }

  row({ start, end, phrase, basis, text, citations }) {
    const days = daysText(start, end);
    const open = ({ path, start: at, end: to }) => (event) => this.go({ ...this.state, doc: path, at: String(at), to: String(to) }, { focus: true, control: event.currentTarget });
    return make(
      "li",
      {},
      make("div", { class: "when" }, days, make("span", { class: "soft" }, basis === "mention" && phrase ? ` “${oneLine(phrase)}”` : " day of the article")),
      make("p", { dir: "auto" }, oneLine(text).replace(/^[-*•‣▪–—] /, "")),
      make(
        "p",
        { class: "soft" },
        citations.slice(0, 3).map((one) => button(`${oneLine(one.title) || oneLine(one.path)}, ${dayText(one.date)}`, open(one), { class: "other" })),
        citations.length > 3 && `and ${citations.length - 3} more `,
        button("Ask about it", () => this.go({ view: "ask", q: `What happened on ${labelText(start)}? ${oneLine(this.state.topic)}` }), { class: "other" }),
      ),
    );
  }
}

/** First and last day in words; a whole month or year as such. @param {string} start @param {string} end */
export function daysText(start, end) {
  if (start === end) return labelText(start);
  const next = new Date(Date.parse(end) + 86_400_000).toISOString();
  const [year, month] = start.split("-").map(Number);
  if (start.endsWith("-01-01") && next.startsWith(`${year + 1}-01-01`)) return labelText(start.slice(0, 4));
  const following = month === 12 ? `${year + 1}-01-01` : `${year}-${String(month + 1).padStart(2, "0")}-01`;
  return start.endsWith("-01") && next.startsWith(following) ? labelText(start.slice(0, 7)) : `${labelText(start)} – ${labelText(end)}`;
}
