// <finsam-chat>: a button that opens a dialog, or the chat in the page itself (mode="inline").
const NARROW = "(max-width: 480px), (max-height: 420px)"; // there the dialog fills the screen
const LOOKS_AGAIN_MS = 4000; // for examples that were still being tried
const MOST_LOOKS = 4;

class FinsamChat extends HTMLElement {
  connectedCallback() {
    if (!this.shadowRoot) this.build();
    if (this.inline) this.learn();
    this.narrow.addEventListener("change", this.fit);
  }

  // Removed, perhaps to be put elsewhere: nothing goes on behind it; the turns stay.
  disconnectedCallback() {
    this.narrow.removeEventListener("change", this.fit);
    this.conversation.stop();
    this.learning.abort();
    clearTimeout(this.looking);
    if (!this.inline) this.close();
  }

  build() {
    this.host = HOST;
    this.inline = this.getAttribute("mode") === "inline";
    this.language = this.getAttribute("language") || (/^en\b/.test(this.lang) ? "en" : "sv");
    if (!(this.language in TEXTS)) this.language = "sv";
    this.association = this.getAttribute("association") || "";
    this.conversation = new Conversation(HOST, this.association, this.hasAttribute("remember"));
    this.about = null;
    this.learning = new AbortController();
    this.narrow = window.matchMedia(NARROW);
    this.fit = () => this.refit();
    const root = this.attachShadow({ mode: "open" });
    root.adoptedStyleSheets = [styles()];
    // the page's own shortcuts must not take what is typed here: to the page it comes from no field
    for (const name of ["keydown", "keypress", "keyup"]) root.addEventListener(name, (event) => event.stopPropagation());
    this.frame = this.inline ? this.inlineFrame() : this.dialogFrame();
    this.panel = null;
    // the page's styles reach the element itself, and what is inherited goes on from it; nothing gets past this
    this.inner = make("div", { class: "inner" }, ...(this.inline ? [make("slot")] : [this.opener, this.frame]));
    root.append(this.inner);
  }

  inlineFrame() {
    return make("section", { class: "panel inline", part: "panel", "aria-labelledby": "title" });
  }

  dialogFrame() {
    this.opener = button("button", say(this.language, "open"), () => (this.frame.open ? this.close() : this.open()), {
      "aria-expanded": "false", "aria-controls": "panel", "aria-haspopup": "dialog", lang: this.language });
    const key = (event) => {
      if (event.key !== "Escape") return;
      event.preventDefault();
      this.close();
    };
    return make("dialog", { id: "panel", class: "panel", part: "panel", "aria-labelledby": "title", onkeydown: key,
      onclose: () => this.closed() });
  }

  // Puts the panel there anew, in the language chosen.
  draw() {
    this.panel = new Panel(this);
    this.frame.lang = this.language;
    this.frame.replaceChildren(...this.panel.parts);
    if (this.inline && !this.frame.isConnected) this.inner.replaceChildren(this.frame);
  }

  open() {
    if (!this.panel) this.draw();
    this.show();
    this.opener.setAttribute("aria-expanded", "true");
    this.panel.askView.field.focus();
    if (!this.about) this.learn();
  }

  // Over everything, and alone to be reached, where it fills the screen; beside the page elsewhere.
  show() {
    if (this.narrow.matches) this.frame.showModal();
    else this.frame.show();
  }

  refit() {
    if (this.inline || !this.frame.open) return;
    const focused = this.shadowRoot.activeElement;
    this.refitting = true;
    this.frame.close();
    this.show();
    if (focused) focused.focus();
  }

  close() {
    if (this.frame.open) this.frame.close();
  }

  closed() {
    if (this.refitting) {
      this.refitting = false;
      return;
    }
    this.opener.setAttribute("aria-expanded", "false");
    if (this.isConnected) this.opener.focus();
  }

  speak(language) {
    this.language = language;
    if (this.opener) Object.assign(this.opener, { textContent: say(language, "open"), lang: language });
    const written = this.panel.askView.field.value;
    this.draw();
    this.panel.askView.field.value = written;
    this.panel.askView.count();
    this.panel.switcher.focus();
    if (!this.about) this.learn();
  }

  // Asks the assistant what it knows. What stands in the page stays there until it has answered.
  async learn(looks = 0) {
    clearTimeout(this.looking);
    this.learning.abort();
    const learning = new AbortController();
    this.learning = learning;
    try {
      this.about = await fetchAbout(HOST, this.association, learning.signal);
    } catch (error) {
      if (!(error instanceof Failure)) {
        if (error.name === "AbortError") return;
        throw error;
      }
      if (this.about) return; // a second look: what is known is enough
      if (!this.panel) this.draw();
      this.panel.fail(error.detail);
      return;
    }
    if (!this.panel) this.draw();
    else if (looks) this.panel.knowExamples();
    else this.panel.know();
    const tried = this.about.examples.length > 0 || !this.about.associations.length || looks === MOST_LOOKS;
    if (!tried) this.looking = setTimeout(() => this.learn(looks + 1), LOOKS_AGAIN_MS);
  }
}

let sheet = null;

function styles() {
  if (!sheet) {
    sheet = new CSSStyleSheet();
    sheet.replaceSync(CSS_TEXT);
  }
  return sheet;
}
