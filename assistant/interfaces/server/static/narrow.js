// @ts-check
// The choices beside a question: as of, from and to, source, author, path.
import { button, make } from "./dom.js";
import { t } from "./texts.js";

const DAYS = { type: "date", min: "1000-01-01", max: "2999-12-31" };
const MORE = { after: "From", before: "To", source: "Source", author: "Author", path: "Folder or file" };

export class Narrowing {
  constructor() {
    const changed = () => this.changed();
    const day = (id) => make("input", { id, ...DAYS, onchange: changed });
    const name = (id) => make("input", { id, list: `${id}-list`, maxlength: "500", autocomplete: "off", onchange: changed });
    this.fields = { as_of: day("as-of"), after: day("after"), before: day("before"), source: name("source"), author: name("author"), path: name("path") };
    this.last = "";
    this.newest = button(t("Newest article"), () => this.toNewest(), { class: "plain" });
    this.today = button(t("Today"), () => this.clear(["as_of"]), { class: "plain" });
    this.hint = make("span", { id: "as-of-hint", class: "hint" }, t("empty means today"));
    this.fields.as_of.setAttribute("aria-describedby", "as-of-hint");
    this.summary = make("summary", {}, t("Filters"));
    this.none = button(t("No filters"), () => this.clear(Object.keys(MORE)), { class: "plain" });
    this.lists = {};
    const rows = Object.entries(MORE).map(([id, label]) => {
      const list = this.fields[id].type === "date" ? null : (this.lists[id] = make("datalist", { id: `${id}-list` }));
      return make("div", {}, make("label", { for: id }, t(label)), this.fields[id], list);
    });
    this.more = make("details", { class: "narrow" }, this.summary, make("div", { class: "narrow-fields" }, rows, this.none));
    this.controls = [make("label", { for: "as-of" }, t("As of")), this.fields.as_of, this.hint, this.newest, this.today, this.more];
    this.changed();
  }

  /** What is chosen, in the words of the server; a field that is not filled in well counts as empty. */
  get options() {
    const filled = Object.entries(this.fields).filter(([, field]) => field.value.trim() && field.validity.valid);
    return Object.fromEntries(filled.map(([name, field]) => [name, field.value.trim()]));
  }

  set options(chosen) {
    for (const [name, field] of Object.entries(this.fields)) field.value = chosen[name] ?? "";
    this.changed();
  }

  /** Say which is the day of the newest article, so that one can ask as of then. */
  closedOn(day) {
    this.last = day;
    this.changed();
  }

  toNewest() {
    this.fields.as_of.value = this.last;
    this.changed();
    this.fields.as_of.focus();
  }

  /** Offer the names that the archive has. */
  suggest(name, values) {
    this.lists[name]?.replaceChildren(...values.map((value) => make("option", { value })));
  }

  clear(names) {
    for (const name of names) this.fields[name].value = "";
    this.changed();
    (names.includes("as_of") ? this.fields.as_of : this.summary).focus();
  }

  changed() {
    const { as_of, ...more } = this.options;
    const count = Object.keys(more).length;
    this.today.hidden = !as_of;
    this.hint.hidden = Boolean(as_of);
    this.newest.hidden = !this.last || as_of === this.last;
    this.none.hidden = !count;
    this.summary.textContent = count ? `${t("Filters")} (${count})` : t("Filters");
  }
}
