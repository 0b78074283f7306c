// @ts-check
// Citations: a chip in the text, and the source that it opens.
import { dayText, oneLine, placeOf, webAddress } from "./words.js";
import { button, link, make } from "./dom.js";
import { t } from "./texts.js";
import { factsOf } from "./facts.js";

export class Sources {
  /** `open(citation, control)` may show a citation elsewhere, and then says so: nothing opens below it here. */
  constructor(prefix, { open = (citation, control) => false, preview = null } = {}) {
    this.prefix = prefix;
    this.open = open;
    this.preview = preview;
    this.rows = new Map();
    this.list = make("ol", { class: "sources", "aria-label": t("Sources") });
    this.list.hidden = true;
  }

  get citations() {
    return [...this.rows.values()].map((row) => row.citation);
  }

  add(citation) {
    if (this.rows.has(citation.number)) return;
    const id = `${this.prefix}-s${citation.number}`;
    const row = { citation, chips: [], panel: this.panel(citation, id), last: null };
    row.toggle = button("", () => this.press(citation.number, row.toggle), {
      class: "source-head",
      "aria-expanded": "false",
      "aria-controls": id,
    });
    row.toggle.append(
      make("span", { class: "number" }, String(citation.number)),
      make("span", { class: "title", dir: "auto" }, oneLine(citation.title) || make("bdi", {}, oneLine(citation.path)), make("span", { class: "line" }, ` ${[oneLine(citation.source), placeOf(citation)].filter(Boolean).join(" · ")}`)),
      make("span", { class: citation.date.day ? "day" : "day undated", dir: "auto" }, dayText(citation.date)),
    );
    row.item = make("li", {}, row.toggle, row.panel);
    this.rows.set(citation.number, row);
    this.list.append(row.item);
    this.list.hidden = false;
  }

  panel(citation, id) {
    const address = webAddress(citation.url);
    const panel = make(
      "div",
      { id, class: "panel" },
      make("blockquote", { dir: "auto" }, oneLine(citation.quote)),
      factsOf(citation),
      address && link(address, t("Read in the article")),
    );
    panel.hidden = true;
    panel.addEventListener("keydown", (event) => this.escape(event, citation.number));
    return panel;
  }

  date(number) {
    const row = this.rows.get(number);
    return row ? dayText(row.citation.date) : "";
  }

  chip(number) {
    const row = this.rows.get(number);
    if (!row) return make("span", {}, `[${number}]`);
    const { citation } = row;
    const chip = button(String(number), () => this.press(number, chip), {
      class: "chip",
      "aria-expanded": String(!row.panel.hidden),
      "aria-controls": row.panel.id,
      "aria-label": `${t("Source {0}", number)}: ${oneLine(citation.title) || oneLine(citation.path)}, ${dayText(citation.date)}`,
    });
    this.preview?.watch(chip, citation);
    chip.addEventListener("keydown", (event) => this.escape(event, number));
    row.chips.push(chip);
    return chip;
  }

  press(number, control) {
    const row = this.rows.get(number);
    if (this.open(row.citation, control)) return;
    this.show(number, row.panel.hidden, control === row.toggle ? null : control);
  }

  show(number, open, from = null) {
    const row = this.rows.get(number);
    row.panel.hidden = !open;
    row.last = from ?? row.last;
    row.item.classList.toggle("open", open);
    this.expanded(row, open);
    if (open && from) row.item.scrollIntoView({ block: "nearest" });
  }

  /** Mark the source that is open elsewhere; null: none is. */
  mark(number) {
    for (const row of this.rows.values()) this.expanded(row, row.citation.number === number);
  }

  expanded(row, open) {
    for (const control of [row.toggle, ...row.chips]) control.setAttribute("aria-expanded", String(open));
  }

  escape(event, number) {
    const row = this.rows.get(number);
    if (event.key !== "Escape" || row.panel.hidden) return;
    event.stopPropagation();
    this.show(number, false);
    (row.last ?? row.toggle).focus();
  }
}
