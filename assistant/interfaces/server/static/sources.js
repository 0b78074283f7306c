// Citations: a chip in the text, and the source that it opens.
class Sources {
  constructor(prefix) {
    this.prefix = prefix;
    this.rows = new Map();
    this.list = make("ol", { class: "sources", "aria-label": "Sources" });
    this.list.hidden = true;
  }

  add(citation) {
    if (this.rows.has(citation.number)) return;
    const id = `${this.prefix}-s${citation.number}`;
    const row = { citation, chips: [], panel: this.panel(citation, id), last: null };
    row.toggle = button("", () => this.show(citation.number, row.panel.hidden), {
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
    const facts = [
      make("bdi", { class: "path" }, oneLine(citation.path)),
      `, ${placeOf(citation)} · ${dayText(citation.date)} · `,
      HOW_KNOWN[citation.date.provenance] ?? "",
    ];
    const meanings = (citation.mentions ?? []).map(({ text, days }) => {
      const span = days.start === days.end ? days.start : `${days.start ?? "…"} – ${days.end ?? "…"}`;
      return make("p", { class: "fact", dir: "auto" }, `“${oneLine(text)}” means ${span}`);
    });
    const also = citation.also_in ?? [];
    const others = (citation.copies ?? []).filter((path) => !also.includes(path) && path !== citation.newer);
    const panel = make(
      "div",
      { id, class: "panel" },
      make("blockquote", { dir: "auto" }, oneLine(citation.quote)),
      make("p", { class: "fact", dir: "auto" }, facts),
      WEAK_QUOTE[citation.state] && make("p", { class: "fact", dir: "auto" }, WEAK_QUOTE[citation.state]),
      meanings,
      also.length ? make("p", { class: "fact", dir: "auto" }, "The same text is in ", make("bdi", {}, also.map(oneLine).join(", "))) : null,
      others.length ? make("p", { class: "fact", dir: "auto" }, "The same story, in other words, is in ", make("bdi", {}, others.map(oneLine).join(", "))) : null,
      citation.newer && make("p", { class: "fact", dir: "auto" }, "An older version of ", make("bdi", {}, oneLine(citation.newer))),
      address &&
        link(address, "Read in the article"),
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
    const chip = button(String(number), () => this.show(number, row.panel.hidden, chip), {
      class: "chip",
      "aria-expanded": String(!row.panel.hidden),
      "aria-controls": row.panel.id,
      "aria-label": `Source ${number}: ${oneLine(citation.title) || oneLine(citation.path)}, ${dayText(citation.date)}`,
    });
    chip.addEventListener("keydown", (event) => this.escape(event, number));
    row.chips.push(chip);
    return chip;
  }

  show(number, open, from = null) {
    const row = this.rows.get(number);
    row.panel.hidden = !open;
    row.last = from ?? row.last;
    row.item.classList.toggle("open", open);
    for (const control of [row.toggle, ...row.chips]) control.setAttribute("aria-expanded", String(open));
    if (open && from) row.item.scrollIntoView({ block: "nearest" });
  }

  escape(event, number) {
    const row = this.rows.get(number);
    if (event.key !== "Escape" || row.panel.hidden) return;
    event.stopPropagation();
    this.show(number, false);
    (row.last ?? row.toggle).focus();
  }
}
