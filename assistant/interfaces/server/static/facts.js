// @ts-check
// What is known of a citation, and the preview of its quote at a chip.
import { WEAK_QUOTE, dayText, howKnown, labelText, oneLine, placeOf } from "./words.js";
import { t } from "./texts.js";
import { make } from "./dom.js";

const fact = (...children) => make("p", { class: "fact", dir: "auto" }, ...children);
const files = (paths) => make("bdi", {}, paths.map(oneLine).join(", "));

/** File, place, date and how it is known; what its days mean; where else the same stands. */
export function factsOf(citation) {
  const also = citation.also_in ?? [];
  const others = (citation.copies ?? []).filter((path) => !also.includes(path) && path !== citation.newer);
  const day = (one) => (one ? labelText(one) : "…");
  const days = ({ start, end }) => (start === end ? day(start) : `${day(start)} – ${day(end)}`);
  return [
    fact(
      make("bdi", { class: "path" }, oneLine(citation.path)),
      `, ${placeOf(citation)} · ${dayText(citation.date)} · `,
      howKnown(citation.date),
    ),
    WEAK_QUOTE[citation.state] && fact(t(WEAK_QUOTE[citation.state])),
    ...(citation.mentions ?? []).map((one) => fact(t("“{0}” means {1}", oneLine(one.text), days(one.days)))),
    also.length > 0 && fact(t("The same text is in"), " ", files(also)),
    others.length > 0 && fact(t("The same story, in other words, is in"), " ", files(others)),
    citation.newer && fact(t("An older version of"), " ", files([citation.newer])),
  ];
}

/** Shows the quote while a chip has the pointer or the focus; Escape takes it away, and the pointer may rest on it. */
export class Preview {
  constructor() {
    this.box = make("div", { class: "preview", id: "preview", role: "tooltip" });
    this.box.hidden = true;
    this.box.addEventListener("pointerleave", () => this.hide());
  }

  watch(chip, citation) {
    const show = () => this.show(chip, citation);
    chip.setAttribute("aria-describedby", "preview");
    chip.addEventListener("pointerenter", show);
    chip.addEventListener("focus", () => chip.matches(":focus-visible") && show());
    chip.addEventListener("blur", () => this.hide());
    chip.addEventListener("click", () => this.hide());
    chip.addEventListener("pointerleave", (event) => event.relatedTarget !== this.box && this.hide());
    chip.addEventListener("keydown", (event) => {
      if (event.key !== "Escape" || this.box.hidden) return;
      event.stopImmediatePropagation();
      this.hide();
    });
  }

  show(chip, citation) {
    this.box.replaceChildren(
      make("span", { dir: "auto" }, `“${oneLine(citation.quote)}”`),
      make("span", { class: "fact", dir: "auto" }, `${oneLine(citation.title) || oneLine(citation.path)}, ${dayText(citation.date)}`),
    );
    this.box.hidden = false;
    const at = chip.getBoundingClientRect();
    const { width, height } = this.box.getBoundingClientRect();
    const below = at.bottom + height < window.innerHeight; // above it would lie on the sentence that is being read
    if (!below && at.top < height) return this.hide(); // nor may it lie on the chip
    this.box.style.top = `${below ? at.bottom : at.top - height}px`;
    this.box.style.left = `${Math.max(4, Math.min(at.left - width / 3, document.documentElement.clientWidth - width - 4))}px`;
  }

  hide() {
    this.box.hidden = true;
  }
}
