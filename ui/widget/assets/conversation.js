// The conversation as data: turns, asking, and what the tab remembers when the page allows it.
const MOST_KEPT = 20;

// state: "asking" | "answered" | "failed" | "stopped"; `grown` is the text that has come so far.
function newTurn(question) {
  return { question, state: "asking", grown: "", answer: null, failure: null };
}

class Conversation {
  // `association` "" for all; `remember`: whether sessionStorage may hold the turns.
  constructor(host, association, remember) {
    this.host = host;
    this.association = association;
    this.remember = remember;
    this.key = `finsam-chat ${host} ${association}`;
    this.stopper = null;
    this.turns = remember ? this.load() : [];
  }

  get asking() {
    return this.stopper !== null;
  }

  // Asks the turn's question after those before it; `changed` is called whenever the turn has changed.
  async ask(turn, changed) {
    const stopper = new AbortController();
    this.stopper = stopper;
    Object.assign(turn, { state: "asking", grown: "", answer: null, failure: null });
    changed();
    const before = this.turns.slice(0, this.turns.indexOf(turn)).filter((earlier) => earlier.state === "answered");
    const history = before.map((earlier) => earlier.question);
    const tell = (name, text) => {
      if (name === "delta" && typeof text === "string") turn.grown += text;
      changed();
    };
    try {
      turn.answer = await fetchAnswer(this.host, turn.question, history, this.association, stopper, tell);
      turn.state = "answered";
    } catch (error) {
      if (error instanceof Failure) Object.assign(turn, { state: "failed", failure: error });
      else if (error.name === "AbortError") turn.state = "stopped";
      else {
        Object.assign(turn, { state: "failed", failure: new Failure("brokenOff") });
        console.error("finsam-chat", error); // a fault of our own: for whoever looks after the page
      }
    } finally {
      if (this.stopper === stopper) this.stopper = null;
      this.save();
    }
    changed();
  }

  stop() {
    if (this.stopper) this.stopper.abort();
  }

  clear() {
    this.stop();
    this.turns = [];
    this.save();
  }

  load() {
    const kept = this.atStorage((storage) => JSON.parse(storage.getItem(this.key) || "[]"));
    const isTurn = (one) => one && typeof one.question === "string" && one.answer && typeof one.answer.text === "string";
    return (Array.isArray(kept) ? kept : []).filter(isTurn)
      .map(({ question, answer }) => ({ ...newTurn(question), state: "answered", answer }));
  }

  save() {
    if (!this.remember) return;
    const kept = this.turns.filter((turn) => turn.state === "answered").slice(-MOST_KEPT)
      .map(({ question, answer }) => ({ question: withoutPrivateNumbers(question), answer }));
    this.atStorage((storage) => (kept.length ? storage.setItem(this.key, JSON.stringify(kept)) : storage.removeItem(this.key)));
  }

  atStorage(use) {
    try {
      return use(window.sessionStorage);
    } catch (error) {
      return null; // blocked by the browser, full, or not ours: then nothing is remembered
    }
  }
}
