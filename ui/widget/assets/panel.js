// The chat in one language: heading, introduction, conversation, field. `chat` is the element that it stands in.
class Panel {
  constructor(chat) {
    this.chat = chat;
    this.language = chat.language;
    this.views = new Map();
    const { language } = this;
    this.status = make("p", { class: "unseen", role: "status" });
    this.intro = make("div", { class: "beginning" }, make("p", {}, say(language, "loading")));
    this.log = make("div", { class: "log", part: "log", role: "log", "aria-label": say(language, "log") });
    this.askView = new AskView(language, (question) => this.ask(question), () => chat.conversation.stop());
    this.clearer = button("clear", say(language, "clear"), () => this.clear(), { hidden: true });
    this.foot = make("div", {}, footView(chat.about, chat.host, language));
    this.body = make("div", { class: "body", part: "body" }, this.intro, this.log, this.clearer, this.foot);
    this.parts = [this.header(), this.body, this.askView.element, this.status];
    for (const turn of chat.conversation.turns) this.add(turn);
    if (chat.about) this.know();
    this.busy();
  }

  header() {
    const { language, chat } = this;
    const other = language === "sv" ? "en" : "sv";
    this.switcher = button("language", say(language, "otherLanguage"), () => chat.speak(other), { lang: other });
    const name = say(language, "close");
    const closer = chat.inline ? null : button("close", "×", () => chat.close(), { "aria-label": name, title: name });
    const title = make("h2", { id: "title", part: "title" }, say(language, "title"));
    return make("div", { class: "header", part: "header" }, title, this.switcher, closer);
  }

  // Shows what `chat.about` tells; without public reports there is nothing to ask.
  know() {
    const { about, host, conversation } = this.chat;
    const ask = (question) => this.ask(question);
    this.foot.replaceChildren(footView(about, host, this.language));
    this.askView.longest = about.max_question_chars;
    this.askView.count();
    this.askView.element.hidden = !about.associations.length;
    if (!about.associations.length) this.instead(make("p", { class: "notice" }, say(this.language, "noReports")));
    else this.intro.replaceChildren(introView(about, this.language, conversation.remember, ask));
    for (const view of this.views.values()) view.knowContact();
  }

  // What was still being tried when the rest was shown.
  knowExamples() {
    const shown = this.intro.querySelector(".examples");
    const examples = examplesView(this.chat.about.examples, this.language, (question) => this.ask(question));
    if (shown && shown.hidden) shown.replaceWith(examples);
  }

  // The assistant cannot be reached, or does not let this page in: a plain link remains.
  fail(detail) {
    const { language, chat } = this;
    const page = new URL("/fraga", chat.host).href;
    const link = make("a", { href: page, class: "plain", part: "fallback" }, say(language, "askThere"));
    const fallback = chat.querySelector("a[href], form") ? make("slot") : make("p", {}, link);
    this.askView.element.hidden = true;
    const told = detail ? make("span", { lang: "sv" }, ` ${detail}`) : "";
    this.instead(make("p", { class: "notice" }, say(language, "cannotShow"), told), fallback,
      make("p", {}, button("again", say(language, "again"), () => chat.learn())));
  }

  instead(...nodes) {
    const held = this.log.getRootNode().activeElement === this.askView.field;
    const beginning = make("div", { class: "intro", tabindex: "-1" }, nodes);
    this.intro.replaceChildren(beginning);
    if (held) beginning.focus();
    this.status.textContent = nodes[0].textContent;
  }

  ask(question) {
    const { conversation } = this.chat;
    if (conversation.asking) return;
    const turn = newTurn(question);
    conversation.turns.push(turn);
    this.add(turn);
    this.begin(turn);
    // an example was pressed: on to what it brought (the field would call up a phone's keyboard over the answer)
    const writing = this.askView.element.contains(this.log.getRootNode().activeElement);
    if (!writing) this.views.get(turn).element.querySelector(".question").focus({ preventScroll: true });
  }

  begin(turn) {
    const asking = this.chat.conversation.ask(turn, () => this.chat.panel.changed(turn));
    this.status.textContent = say(this.language, "searching");
    this.reveal(turn);
    return asking;
  }

  add(turn) {
    const again = () => {
      if (this.chat.conversation.asking) return;
      this.views.get(turn).element.querySelector(".question").focus();
      this.begin(turn);
    };
    const contact = () => (this.chat.about && this.chat.about.contact) || "";
    const view = new TurnView(turn, this.chat.host, this.language, again, contact);
    this.views.set(turn, view);
    this.log.append(view.element);
  }

  changed(turn) {
    const view = this.views.get(turn);
    if (!view) { // cleared meanwhile
      this.busy();
      return;
    }
    view.show();
    this.busy();
    if (turn.state !== "asking") {
      this.status.textContent = "";
      this.reveal(turn);
    }
  }

  busy() {
    const { conversation } = this.chat;
    this.askView.busy(conversation.asking);
    this.clearer.hidden = !conversation.turns.length;
    this.intro.classList.toggle("asked", conversation.turns.length > 0);
  }

  // The question at the top of what is in sight, the answer under it.
  reveal(turn) {
    const { element } = this.views.get(turn);
    if (this.chat.inline) {
      element.scrollIntoView({ block: "nearest" });
      return;
    }
    // on a low screen the whole dialog scrolls, not the conversation in it
    const scroller = getComputedStyle(this.body).overflowY === "visible" ? this.chat.frame : this.body;
    scroller.scrollTop += element.getBoundingClientRect().top - scroller.getBoundingClientRect().top - 8;
  }

  clear() {
    this.chat.conversation.clear();
    this.views.clear();
    this.log.replaceChildren();
    this.busy();
    this.status.textContent = say(this.language, "cleared");
    this.askView.field.focus();
  }
}
