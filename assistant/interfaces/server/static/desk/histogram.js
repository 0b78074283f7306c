// @ts-check
// Articles by day, month or year as bars; brushing over them chooses days. The fields From and To do the same by keys.
import { labelText } from "../words.js";
import { make } from "../dom.js";

export class Histogram {
  /** `choose(after, before)` is told the days that were brushed. */
  constructor(choose) {
    this.choose = choose;
    this.bars = [];
    this.from = null;
    this.row = make("div", { class: "bars", role: "img" });
    this.ends = make("div", { class: "ends", "aria-hidden": "true" });
    this.root = make("div", { class: "histogram" }, this.row, this.ends);
    this.root.hidden = true; // until there is something to show
    this.row.addEventListener("pointerdown", (event) => this.begin(event));
    this.row.addEventListener("pointermove", (event) => this.from !== null && this.mark(this.from, this.at(event)));
    this.row.addEventListener("pointerup", (event) => this.end(event));
    this.row.addEventListener("pointercancel", () => (this.from = null));
  }

  show(bars, after, before) {
    this.bars = bars;
    this.root.hidden = bars.length < 2;
    if (this.root.hidden) return;
    const most = Math.max(...bars.map((bar) => bar.count), 1);
    this.row.replaceChildren(
      ...bars.map((bar) => {
        const column = make("i", { title: `${this.days(bar)}: ${bar.count}` });
        column.style.height = `${bar.count ? 4 + (96 * bar.count) / most : 0}%`;
        return column;
      }),
    );
    const [first, last] = [bars[0], bars.at(-1)];
    this.row.setAttribute("aria-label", `Articles from ${labelText(first.start)} to ${labelText(last.end)}, at most ${most} in one bar`);
    this.ends.replaceChildren(make("span", {}, labelText(first.start)), make("span", {}, labelText(last.end)));
    const inside = (bar) => (!after || bar.end >= after) && (!before || bar.start <= before);
    this.paint(bars.map((bar) => Boolean(after || before) && inside(bar)));
  }

  days({ start, end }) {
    return start === end ? labelText(start) : start.slice(5) === "01-01" && end.slice(5) === "12-31" ? `${start.slice(0, 4)}` : labelText(start.slice(0, 7));
  }

  at(event) {
    const { left, width } = this.row.getBoundingClientRect();
    return Math.max(0, Math.min(this.bars.length - 1, Math.floor(((event.clientX - left) / width) * this.bars.length)));
  }

  begin(event) {
    this.row.setPointerCapture(event.pointerId);
    this.from = this.at(event);
    this.mark(this.from, this.from);
  }

  mark(one, other) {
    const [first, last] = [Math.min(one, other), Math.max(one, other)];
    this.paint(this.bars.map((_, number) => first <= number && number <= last));
  }

  paint(chosen) {
    [...this.row.children].forEach((column, number) => column.classList.toggle("chosen", chosen[number]));
  }

  end(event) {
    if (this.from === null) return;
    const [one, other] = [this.from, this.at(event)];
    this.from = null;
    this.choose(this.bars[Math.min(one, other)].start, this.bars[Math.max(one, other)].end);
  }
}
