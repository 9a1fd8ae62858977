// One question with its answer. The whole turn is silent to screen readers but for `answer`, which is filled once: text that
// grows would be read out piece by piece.
class TurnView {
  // `again` asks the turn's question anew; `contact()` gives whom else one may ask, as far as it is known yet.
  constructor(turn, host, language, again, contact) {
    Object.assign(this, { turn, host, language, again, contact });
    this.growing = make("div", { class: "growing" });
    this.answer = make("div", { class: "answer", part: "answer", "aria-live": "polite", "aria-atomic": "true" });
    this.after = make("div", { class: "after" });
    const told = make("span", { class: "unseen" }, `${say(language, "you")}: `);
    this.element = make("article", { class: "turn", "aria-live": "off" },
      make("h3", { class: "question", part: "question", tabindex: "-1" }, told, withoutPrivateNumbers(turn.question)),
      this.growing, this.answer, this.after);
    this.show();
  }

  show() {
    const { turn } = this;
    this.element.setAttribute("aria-busy", String(turn.state === "asking"));
    if (turn.state === "asking") {
      this.answer.replaceChildren();
      this.after.replaceChildren();
      const busy = make("p", { class: "searching" }, say(this.language, turn.grown ? "writing" : "searching"));
      this.growing.replaceChildren(...(turn.grown ? textNodes(turn.grown, [], () => null) : []), busy);
      return;
    }
    this.growing.replaceChildren();
    if (turn.state === "answered") this.showAnswer(turn.answer);
    else this.showFailure();
  }

  showAnswer(answer) {
    const citations = Array.isArray(answer.citations) ? answer.citations : [];
    const numbers = new Set(citations.map((citation) => citation.n));
    const mark = (n) => (numbers.has(n) ? this.mark(n) : null);
    const write = (text) => textNodes(text, citations.map((citation) => citation.quote || ""), mark);
    const badge = answer.status === "declined" || (answer.status === "clarify" && citations.length > 0);
    const notice = () => make("strong", {}, say(this.language, "notice"), " ");
    this.answer.replaceChildren(
      make("span", { class: "unseen" }, `${say(this.language, "answer")}: `),
      ...(badge ? [make("p", { class: `badge ${answer.status}`, part: "badge" }, say(this.language, answer.status))] : []),
      make("div", { class: "text", lang: answer.language === "en" ? "en" : "sv" }, write(answer.text)),
      ...(answer.warnings || []).map((text) => make("div", { class: "warning", part: "warning" }, notice(), write(text))),
      ...(answer.status === "declined" ? whomToAsk(this.contact(), this.language) : []),
      ...this.phrasing(answer),
    );
    if (citations.length) this.after.replaceChildren(...sourceList(citations, this.host, this.language));
  }

  // Turns that the tab remembers stand there before anybody knows whom one may ask.
  knowContact() {
    const { state, answer } = this.turn;
    if (state === "answered" && answer.status === "declined" && !this.answer.querySelector(".whom")) this.showAnswer(answer);
  }

  // Which language model phrased the answer, or what is to be known of one that did not.
  phrasing(answer) {
    const language = answer.language === "en" ? "en" : "sv";
    const by = answer.phrased_by ? say(language, "phrased", { model: answer.phrased_by }) : "";
    const lines = [by, answer.phrasing_note].filter((line) => typeof line === "string" && line);
    return lines.map((line) => make("p", { class: "phrased", part: "phrased", lang: language }, line));
  }

  showFailure() {
    const { failure, state } = this.turn;
    if (state === "stopped") {
      this.answer.replaceChildren(make("p", { class: "notice" }, say(this.language, "stopped")));
    } else {
      const told = failure.detail ? make("span", { lang: "sv" }, failure.detail) : say(this.language, failure.key);
      const lead = make("strong", {}, say(this.language, "failed"), " ");
      this.answer.replaceChildren(make("p", { class: "notice failed", part: "error" }, lead, told));
    }
    this.after.replaceChildren(button("again", say(this.language, "again"), this.again));
  }

  mark(n) {
    const go = () => {
      const source = this.after.querySelector(`[data-n="${n}"]`);
      source.focus();
      source.scrollIntoView({ block: "nearest" });
    };
    return button("mark", String(n), go, { "aria-label": say(this.language, "source", { n }) });
  }
}
