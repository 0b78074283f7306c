// @ts-check
// The pane of conversations: find, open, rename, delete, export.
import { oneLine } from "../words.js";
import { button, make } from "../dom.js";
import { addressOf } from "./address.js";
import { download } from "./export.js";
import { conversations, keep, onServer, remove, search, whole } from "./kept.js";
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
  async saveRemarks() {
    const all = await Promise.all(conversations().filter((one) => one.remarks).map((one) => whole(one.id))).catch((error) => this.say(error));
    if (!all) return;
    const rows = all.flatMap((one) => one?.exchanges.filter((each) => each.remark).map(remarkOf) ?? []);
    download("remarks.jsonl", new Blob(rows.map((row) => `${JSON.stringify(row)}\n`), { type: "application/jsonl" }));
  }

  async export(one, format) {
    const save = async () => exportFile(this.desk, format, one.name, (await this.wholeOf(one)).exchanges.map((each) => each.answer));
    await save().catch((error) => this.say(error));
  }

  say(error) {
    this.told.textContent = error.message;
  }

  async wholeOf({ id }) {
    const found = await whole(id);
    if (!found) throw new Error("This conversation is not there any more.");
    return found;
  }

  async render() {
    const typed = this.find.value;
    const words = typed.toLowerCase().split(/\s+/).filter(Boolean);
    const all = conversations();
    const found = words.length ? await search(words).catch((error) => this.say(error)) : all;
    if (!found || typed !== this.find.value) return;
    this.list.replaceChildren(...found.map((one) => this.row(one)));
    this.remarks.hidden = !all.some((one) => one.remarks);
    const none = found.length ? "" : all.length ? "No conversation has these words." : onServer() ? "The server keeps your conversations, for your key alone." : "Conversations are kept in this browser only.";
    if (this.gone) this.told.replaceChildren(`“${oneLine(this.gone.name)}” is deleted. `, button("Undo", () => this.undo(), { class: "other" }));
    else this.told.textContent = none;
  }

  row(one) {
    const state = { view: "ask", c: one.id, q: one.last?.question, ...one.last?.options };
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
    const done = async () => {
      const all = await this.wholeOf(one).catch((error) => this.say(error));
      if (all) this.keep({ ...all, name: oneLine(field.value) || one.name });
    };
    row.replaceChildren(make("form", { onsubmit: (event) => (event.preventDefault(), done()) }, field, button("Save", done)));
    field.focus();
    field.select();
  }

  /** Keep a conversation, and say so where it is not kept. */
  async keep(one) {
    const keeping = keep(one);
    this.render();
    const kept = await keeping;
    if (!kept) this.told.textContent = "This conversation could not be kept.";
    return kept;
  }

  async delete(one) {
    const gone = await this.wholeOf(one).catch((error) => this.say(error));
    if (!gone) return;
    this.gone = gone;
    const removing = remove(one.id);
    if (one.id === this.current()) this.go({ view: "ask" });
    this.render();
    this.told.querySelector("button")?.focus();
    if (!(await removing)) this.told.textContent = "The server did not delete this conversation.";
  }

  undo() {
    const { gone } = this;
    this.gone = null;
    this.keep(gone);
  }
}
