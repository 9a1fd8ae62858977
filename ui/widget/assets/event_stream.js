// Server-sent events out of a fetched body (https://html.spec.whatwg.org/multipage/server-sent-events.html).
// A piece may end anywhere: within a line, within "\r\n", within a letter.
class EventLines {
  constructor(take) {
    this.take = take; // (name, data) for every whole event
    this.decoder = new TextDecoder("utf-8"); // drops a byte order mark
    this.rest = "";
    this.name = "";
    this.data = [];
  }

  push(bytes) {
    this.read(this.decoder.decode(bytes, { stream: true }));
  }

  // What has no blank line after it is no whole event and is dropped.
  end() {
    this.read(this.decoder.decode());
    if (this.rest === "\r") this.line("");
  }

  read(text) {
    this.rest += text;
    const ends = /\r\n|\n|\r/g;
    let from = 0;
    for (let match = ends.exec(this.rest); match; match = ends.exec(this.rest)) {
      // a lone "\r" at the very end may be the first half of "\r\n"
      if (match[0] === "\r" && ends.lastIndex === this.rest.length) break;
      this.line(this.rest.slice(from, match.index));
      from = ends.lastIndex;
    }
    this.rest = this.rest.slice(from);
  }

  line(line) {
    if (line === "") {
      if (this.data.length) this.take(this.name || "message", this.data.join("\n"));
      this.name = "";
      this.data = [];
      return;
    }
    const colon = line.indexOf(":");
    if (colon === 0) return; // a comment: the heartbeat
    const field = colon < 0 ? line : line.slice(0, colon);
    const value = colon < 0 ? "" : line.slice(colon + 1).replace(/^ /, "");
    if (field === "event") this.name = value;
    else if (field === "data") this.data.push(value);
  }
}

// Reads a body to its end; `alive` is called for every piece, heartbeats included.
async function readEvents(body, take, alive) {
  const lines = new EventLines(take);
  const reader = body.getReader();
  for (;;) {
    const { done, value } = await reader.read();
    alive();
    if (done) break;
    lines.push(value);
  }
  lines.end();
}
