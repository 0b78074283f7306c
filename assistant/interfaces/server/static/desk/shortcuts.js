// @ts-check
// Keys for what is done often, listed by ?. They are single characters, so they can be switched off, and never count in a field.
import { button, make } from "../dom.js";
import { guarded } from "./kept.js";

const OFF = `assistant keys off ${location.pathname}`;
const LISTED = {
  "/": "Go to the question, or to the search of this view",
  n: "New conversation",
  a: "Ask",
  l: "Archive (list)",
  t: "Timeline",
  j: "Next answer",
  k: "Previous answer",
  v: "Verify the answer again",
  "← →": "In the article: previous and next quote",
  Esc: "Stop an answer; close an article, a preview or this list",
  "?": "This list",
};

export class Shortcuts {
  /** `work` has what each key does. @param {Record<string, () => void>} work */
  constructor(work) {
    this.work = { ...work, "?": () => this.show() };
    this.on = make("input", { type: "checkbox", id: "keys-on", onchange: () => this.keep() });
    this.on.checked = !guarded(() => localStorage.getItem(OFF), null);
    const rows = Object.entries(LISTED).map(([key, what]) => make("div", {}, make("dt", {}, make("kbd", {}, key)), make("dd", {}, what)));
    this.dialog = make(
      "dialog",
      { "aria-labelledby": "keys-title", class: "keys" },
      make("h2", { id: "keys-title" }, "Keyboard shortcuts"),
      make("dl", {}, rows),
      make("p", {}, this.on, " ", make("label", { for: "keys-on" }, "Single keys do what this list says")),
      button("Close", () => this.dialog.close(), { class: "wide" }),
    );
    this.root = this.dialog;
    document.addEventListener("keydown", (event) => this.pressed(event));
  }

  show() {
    if (!this.dialog.open) this.dialog.showModal();
  }

  keep() {
    guarded(() => (this.on.checked ? localStorage.removeItem(OFF) : localStorage.setItem(OFF, "1")), undefined);
  }

  pressed(event) {
    const [at] = event.composedPath();
    const typing = at.closest?.("input, textarea, select, [contenteditable]");
    if (typing || event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey || event.isComposing || this.dialog.open) return;
    if (!this.on.checked && event.key !== "?") return;
    const work = Object.hasOwn(this.work, event.key) && this.work[event.key];
    if (!work) return;
    event.preventDefault();
    work();
  }
}
