// <corpus-assistant endpoint="https://…" token="pk-…" heading="…">: the conversation and the form below it.
const SCRIPT = document.currentScript?.src;
let count = 0;

class CorpusAssistant extends HTMLElement {
  connectedCallback() {
    if (this.shadowRoot) return;
    const given = this.getAttribute("endpoint") ?? (SCRIPT ? new URL(".", SCRIPT).href : ".");
    this.endpoint = new URL(given, document.baseURI).href.replace(/\/+$/, "");
    this.key = this.getAttribute("token") ?? "";
    this.exchanges = [];
    this.told = new Set();
    this.running = null;
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(STYLE);
    const root = this.attachShadow({ mode: "open" });
    root.adoptedStyleSheets = [sheet];
    this.about = make("p", { class: "about", dir: "auto" });
    this.log = make("div", { class: "log" }, this.intro());
    this.status = make("p", { class: "unseen", role: "status" });
    root.append(this.about, this.log, this.form(), this.status);
    this.dated();
    this.introduce();
  }

  intro() {
    const points = [
      "Every sentence of an answer has a numbered source. Open it to read the words it rests on, with the file, its date and how that date is known.",
      "If the articles do not answer your question, you will be told so. If they disagree, you will see both sides.",
      "Set a day to ask as things stood then: later articles are hidden.",
    ];
    return make("ul", { class: "intro" }, points.map((point) => make("li", { dir: "auto" }, point)));
  }

  form() {
    this.question = make("textarea", {
      id: "question",
      rows: "1",
      maxlength: "4000",
      dir: "auto",
      placeholder: "Ask a question",
      autocomplete: "off",
      onkeydown: (event) => this.typed(event),
      oninput: () => this.grow(),
    });
    this.asOf = make("input", { id: "as-of", type: "date", min: "1000-01-01", max: "2999-12-31", onchange: () => this.dated() });
    this.today = button("Today", () => this.undate(), { class: "plain" });
    this.hint = make("span", { id: "as-of-hint", class: "hint" }, "empty means today");
    this.asOf.setAttribute("aria-describedby", "as-of-hint");
    this.send = make("button", { type: "submit", class: "send", "aria-label": "Ask" }, icon("send"));
    this.halt = button("", () => this.running?.abort(), { class: "send", picture: "stop", "aria-label": "Stop" });
    this.halt.hidden = true;
    this.fresh = button("New conversation", () => this.clear(), { class: "plain fresh" });
    this.fresh.hidden = true;
    const submit = (event) => {
      event.preventDefault();
      this.submit();
    };
    return make(
      "form",
      { onsubmit: submit, "aria-label": "Ask a question" },
      make("div", { class: "field" }, make("label", { for: "question", class: "unseen" }, "Question"), this.question, this.send, this.halt),
      make("div", { class: "below" }, make("label", { for: "as-of" }, "As of"), this.asOf, this.hint, this.today, this.fresh),
    );
  }

  async introduce() {
    const headers = this.key ? { authorization: `Bearer ${this.key}` } : {};
    const response = await fetch(`${this.endpoint}/api/about`, { headers, credentials: "omit" }).catch(() => null);
    if (response?.status === 401) return this.askForKey();
    const told = response?.ok ? await response.json().catch(() => null) : null;
    if (!told) return;
    this.log.classList.toggle("quotes", !told.writer);
    const days = [...new Set([told.first, told.last])].filter(Boolean).map(labelText);
    const span = days.length ? `, ${days.join(" to ")}` : "";
    const undated = told.documents - told.dated;
    const kept = undated ? ` · ${undated} undated` : "";
    const how = told.writer ? "" : " · answers are quotes, word for word";
    this.about.textContent = `${told.documents} ${told.documents === 1 ? "article" : "articles"}${span}${kept}${how}`;
  }

  typed(event) {
    if (event.key === "Enter" && !event.shiftKey && !event.isComposing) {
      event.preventDefault();
      this.submit();
    } else if (event.key === "Escape") this.running?.abort();
  }

  grow() {
    this.question.style.height = "auto";
    this.question.style.height = `${Math.min(this.question.scrollHeight, 160)}px`;
  }

  dated() {
    this.today.hidden = !this.asOf.value;
    this.hint.hidden = Boolean(this.asOf.value);
  }

  undate() {
    this.asOf.value = "";
    this.dated();
    this.asOf.focus();
  }

  submit() {
    const question = this.question.value.trim();
    if (!question || this.running) return;
    const options = this.asOf.value && this.asOf.validity.valid ? { as_of: this.asOf.value } : {};
    this.question.value = "";
    this.grow();
    this.ask({ question, options });
  }

  async ask(asked) {
    this.running?.abort();
    this.asOf.value = asked.options.as_of ?? "";
    this.dated();
    const running = (this.running = new AbortController());
    const exchange = new Exchange(`a${++count}`, asked, (again) => this.ask(again), this.told);
    const history = this.exchanges.filter((one) => one.answer).slice(-10).map(turnOf);
    if (!this.exchanges.length) this.log.replaceChildren();
    this.exchanges.push(exchange);
    this.log.append(exchange.root);
    this.busy(true);
    this.say("Searching");
    exchange.bringUp();
    try {
      for await (const event of askServer(this.endpoint, this.key, { question: asked.question, ...asked.options, history }, running.signal)) {
        exchange.take(event);
        if (event.name !== "writing") exchange.bringUp();
      }
      if (!exchange.answer) throw new Refused(0, "The connection was lost before the answer was complete.", 0);
      this.say(exchange.spoken());
    } catch (error) {
      this.failed(exchange, error, running.signal.aborted);
    }
    if (this.running === running) {
      this.running = null;
      this.busy(false);
    }
  }

  failed(exchange, error, stopped) {
    if (stopped) {
      exchange.stopped();
      this.say("Stopped");
      return;
    }
    const known = error instanceof Refused;
    exchange.fail(known ? error.message : "The server cannot be reached.");
    if (known && error.status === 401) this.askForKey();
  }

  askForKey() {
    if (this.keyForm?.isConnected) return;
    const field = make("input", { id: "key", type: "password", autocomplete: "off", required: true });
    const submit = (event) => {
      event.preventDefault();
      this.key = field.value.trim();
      this.keyForm.remove();
      this.question.focus();
      this.introduce();
    };
    const label = make("label", { for: "key" }, "This archive requires a key. The key is kept on this page only.");
    const keep = make("button", { type: "submit", class: "plain" }, "Use this key");
    this.keyForm = make("form", { class: "key", onsubmit: submit, "aria-label": "Key" }, label, field, keep);
    this.log.after(this.keyForm);
  }

  busy(on) {
    // The one that is shown takes the focus from the one that goes.
    const focused = [this.send, this.halt].includes(this.shadowRoot.activeElement);
    this.send.hidden = on;
    this.halt.hidden = !on;
    this.fresh.hidden = on;
    if (focused) (on ? this.halt : this.send).focus();
  }

  clear() {
    this.exchanges = [];
    this.log.replaceChildren(this.intro());
    this.fresh.hidden = true;
    this.question.focus();
  }

  say(words) {
    this.status.textContent = words;
  }
}

function turnOf({ asked, answer }) {
  const paths = [...new Set(answer.citations.map((citation) => citation.path))];
  return { question: asked.question, answer: answer.text, paths };
}

if (!customElements.get("corpus-assistant")) customElements.define("corpus-assistant", CorpusAssistant);
