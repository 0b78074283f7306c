// @ts-check
// The pane of conversations: find, open, rename, delete, export.
import { oneLine } from "../words.js";
import { button, make } from "../dom.js";
import { addressOf } from "./address.js";
import { download } from "./export.js";
import { conversations, keep, remove } from "./kept.js";
import { FORMATS, exportFile, remarkOf } from "./tools.js";

export class Conversations {
  /** `go(state)` shows something else; `current()` is the id of the conversation that is open; `desk` asks the server. */
  constructor({ go, current, desk }) {
    this.go = go;
    this.desk = desk;
    this.current = current;
    this.find = make("input", { type: "search", id: "find-conversation", placeholder: "Search conversations", "aria-label": "Search conversations", oninput: () => this.render() });
    this.list = make("ul");
    this.told = make("p", { class: "soft", role: "status" });
    this.root = make(
      "nav",
      { class: "pane conversations", "aria-label": "Conversations", id: "conversations" },
      button("New conversation", () => go({ view: "ask" }), { class: "wide" }),
      this.find,
      this.list,
      this.told,
      (this.remarks = button("Save my remarks", () => this.saveRemarks(), { class: "other" })),
    );
  }

  /** All remarks as lines of JSON, for `assistant eval init --from-feedback`. */
  saveRemarks() {
    const rows = conversations().flatMap((one) => one.exchanges.filter((each) => each.remark).map(remarkOf));
    download("remarks.jsonl", new Blob(rows.map((row) => `${JSON.stringify(row)}\n`), { type: "application/jsonl" }));
  }

  async export(one, format) {
    const answers = one.exchanges.map((each) => each.answer);
    await exportFile(this.desk, format, one.name, answers).catch((error) => (this.told.textContent = error.message));
  }

  render() {
    const words = this.find.value.toLowerCase().split(/\s+/).filter(Boolean);
    const all = conversations();
    const said = (one) => [one.name, ...one.exchanges.flatMap(({ question, answer }) => [question, answer.text])].join(" ").toLowerCase();
    const found = words.length ? all.filter((one) => words.every((word) => said(one).includes(word))) : all;
    this.list.replaceChildren(...found.map((one) => this.row(one)));
    this.remarks.hidden = !all.some((one) => one.exchanges.some((each) => each.remark));
    const none = found.length ? "" : all.length ? "No conversation has these words." : "Conversations are kept in this browser only.";
    if (this.gone) this.told.replaceChildren(`“${oneLine(this.gone.name)}” is deleted. `, button("Undo", () => this.undo(), { class: "other" }));
    else this.told.textContent = none;
  }

  row(one) {
    const last = one.exchanges.at(-1);
    const state = { view: "ask", c: one.id, q: last?.question, ...last?.options };
    const open = make("a", { href: addressOf(state), dir: "auto", "aria-current": one.id === this.current() ? "page" : null, onclick: (event) => this.follow(event, state) }, oneLine(one.name));
    const name = oneLine(one.name);
    const menu = make(
      "details",
      { class: "menu", ontoggle: (event) => event.target.open && this.closeOthers(event.target) },
      make("summary", { "aria-label": `Do something with “${name}”` }, "…"),
      make(
        "div",
        {},
        button("Rename", () => this.rename(one, row)),
        Object.entries(FORMATS).map(([format, label]) => button(label, () => this.export(one, format), { "aria-label": `Export as ${label}` })),
        button("Delete", () => this.delete(one)),
      ),
    );
    const row = make("li", {}, open, menu);
    return row;
  }

  closeOthers(menu) {
    for (const other of this.list.querySelectorAll("details[open]")) if (other !== menu) other.open = false;
  }

  follow(event, state) {
    if (event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    this.go(state);
  }

  rename(one, row) {
    const field = make("input", { value: one.name, "aria-label": "Name", maxlength: "200" });
    const done = () => {
      keep({ ...one, name: oneLine(field.value) || one.name });
      this.render();
    };
    row.replaceChildren(make("form", { onsubmit: (event) => (event.preventDefault(), done()) }, field, button("Save", done)));
    field.focus();
    field.select();
  }

  delete(one) {
    remove(one.id);
    this.gone = one;
    if (one.id === this.current()) this.go({ view: "ask" });
    this.render();
    this.told.querySelector("button")?.focus();
  }

  undo() {
    keep(this.gone);
    this.gone = null;
    this.render();
  }
}
