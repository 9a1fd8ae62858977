// The field with its label, its counter, and the buttons that send and cancel.
const COUNT_FROM = 200; // characters left

class AskView {
  // `ask(question)` is called with what fits; `stop()` cancels.
  constructor(language, ask, stop) {
    Object.assign(this, { language, ask, longest: Infinity });
    this.field = make("textarea", { id: "field", part: "field", rows: "2", autocomplete: "off",
      "aria-describedby": "hint count", oninput: () => this.count(), onkeydown: (event) => this.key(event) });
    this.hint = make("p", { id: "hint", class: "hint" }, say(language, "hint"));
    this.counter = make("p", { id: "count", class: "count" });
    this.sender = make("button", { type: "submit", class: "send", part: "send" }, say(language, "send"));
    this.stopper = button("stop", say(language, "stop"), stop, { hidden: true });
    this.element = make("form", { class: "ask", part: "form", novalidate: true, onsubmit: (event) => this.submit(event) },
      make("label", { for: "field" }, say(language, "label")),
      make("div", { class: "row" }, this.field, this.sender, this.stopper), this.hint, this.counter);
  }

  get excess() {
    return Array.from(this.field.value.trim()).length - this.longest; // letters, as the server counts them
  }

  count() {
    const { excess } = this;
    const near = Number.isFinite(this.longest) && excess > -COUNT_FROM;
    this.tell(near ? say(this.language, excess > 0 ? "over" : "left", { n: Math.abs(excess) }) : "", excess > 0);
  }

  // Said aloud only when the question is not taken: at every key it would drown what is typed.
  tell(text, wrong, aloud = false) {
    this.counter.setAttribute("aria-live", aloud ? "polite" : "off");
    this.counter.textContent = text;
    this.counter.classList.toggle("wrong", wrong);
    if (wrong) this.field.setAttribute("aria-invalid", "true");
    else this.field.removeAttribute("aria-invalid");
  }

  key(event) {
    if (event.key !== "Enter" || event.shiftKey || event.isComposing) return;
    event.preventDefault();
    this.element.requestSubmit();
  }

  submit(event) {
    event.preventDefault();
    const question = this.field.value.trim();
    if (!this.stopper.hidden) return; // one at a time; what is written stays
    if (!question || this.excess > 0) {
      this.tell("", true, true);
      this.tell(say(this.language, question ? "over" : "empty", { n: this.excess }), true, true);
      this.field.focus();
      return;
    }
    this.field.value = "";
    this.count();
    this.ask(question);
  }

  // Swaps the buttons; whoever stood on the one that goes stands on the other, or in the field, after.
  busy(asking) {
    const focused = this.element.getRootNode().activeElement;
    this.sender.hidden = asking;
    this.stopper.hidden = !asking;
    if (focused === this.sender && asking) this.stopper.focus();
    if (focused === this.stopper && !asking) this.field.focus();
  }
}
