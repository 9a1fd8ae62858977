// The answer's light Markdown as nodes: paragraphs, lists, tables, bold, and citation marks. Anything else is text.
const MARKS = /\[(\d{1,3}(?:\s?[,–-]\s?\d{1,3})*)\]/g; // "[1]", "[1, 3]" or "[1–3]"
const BOLD = /\*\*(?=\S)(.+?)\*\*/g;
const WITHIN_NUMBER = /(\d) (?=\d{3}(?!\d)|(?:kr|tkr|kkr|mnkr|mkr|mdkr|kronor|procent)(?![\wåäö])|%)/g;
const LAST_WORD = /(?:\S{1,20}\u00a0)?$/; // stands on one line with the mark that backs it
const TABLE_RULE = /^\|?[\s:|-]+\|?$/;
const CONTEXT = 12; // characters before a mark that tell whether a quoted sentence holds it itself
const KINDS = [
  ["blank", /^\s*$/],
  ["table", /^\s*\|/],
  ["bullets", /^\s*[-•*]\s+/],
  ["numbered", /^\s*\d{1,2}[.)]\s+/],
];

// `mark(n)` makes the node for source n, or null where there is no such source; `quotes` are the sources' own words.
function textNodes(text, quotes, mark) {
  const inline = inlineWriter(quotes, mark);
  return groupLines(text.trim().split("\n")).map(([kind, lines]) => WRITERS[kind](lines, inline)).filter(Boolean);
}

function groupLines(lines) {
  const groups = [];
  for (const line of lines) {
    const kind = (KINDS.find(([, pattern]) => pattern.test(line)) || ["paragraph"])[0];
    const last = groups[groups.length - 1];
    if (last && last[0] === kind) last[1].push(line);
    else groups.push([kind, [line]]);
  }
  return groups;
}

const WRITERS = {
  blank: () => null,
  paragraph: (lines, inline) => make("p", {}, lines.flatMap((line, at) => (at ? [make("br"), ...inline(line)] : inline(line)))),
  bullets: (lines, inline) => make("ul", {}, lines.map((line) => make("li", {}, inline(line.replace(KINDS[2][1], ""))))),
  // the number is kept as written: it may be the source's own
  numbered: (lines, inline) => make("ul", { class: "numbered" }, lines.map((line) => make("li", {}, inline(line.trim())))),
  table: (lines, inline) => {
    const printed = lines.map((line) => line.trim()).filter((line) => !TABLE_RULE.test(line));
    const rows = printed.map((line) => line.replace(/^\||\|$/g, "").split("|").map((cell) => cell.trim()));
    const [head = [], ...body] = rows;
    const cells = (row, tag, attributes) => make("tr", {}, row.map((cell) => make(tag, attributes, inline(cell))));
    return make("div", { class: "table", tabindex: "0", role: "group", "aria-label": printed[0] }, make("table", {},
      make("thead", {}, cells(head, "th", { scope: "col" })), make("tbody", {}, body.map((row) => cells(row, "td", {})))));
  },
};

function inlineWriter(quotes, mark) {
  const words = quotes.map(folded);
  // The sign stands in a quoted sentence when a source has it after the very same words.
  const isQuoted = (before, sign) => {
    const context = folded(before).slice(-CONTEXT);
    const opened = context.lastIndexOf("”");
    if (opened >= 0) return words.some((quote) => quote.startsWith(context.slice(opened + 1) + sign));
    return context.length === CONTEXT && words.some((quote) => quote.includes(context + sign));
  };
  const marks = (text, before) => {
    const nodes = [];
    let from = 0;
    for (const match of text.matchAll(MARKS)) {
      const made = isQuoted(before + text.slice(0, match.index), match[0]) ? null : markNodes(match[1], mark);
      if (!made) continue;
      const backed = text.slice(from, match.index).replace(/ $/, NBSP);
      const [word] = LAST_WORD.exec(backed);
      made.prepend(word);
      nodes.push(backed.slice(0, backed.length - word.length), made);
      from = match.index + match[0].length;
    }
    return [...nodes, text.slice(from)];
  };
  return (line) => {
    const kept = keptTogether(line);
    const nodes = [];
    let from = 0;
    for (const match of kept.matchAll(BOLD)) {
      nodes.push(...marks(kept.slice(from, match.index), kept.slice(0, from)));
      nodes.push(make("strong", {}, marks(match[1], kept.slice(0, match.index))));
      from = match.index + match[0].length;
    }
    return [...nodes, ...marks(kept.slice(from), kept.slice(0, from))];
  };
}

// The text with its numbers and units each on one line.
function keptTogether(text) {
  return text.replace(WITHIN_NUMBER, `$1${NBSP}`);
}

function folded(text) {
  return text.replace(/\s+/g, " ");
}

// "1, 3" as the nodes of both; null when one of them is no source: then it is no citation.
function markNodes(numbers, mark) {
  const parts = numbers.split(/(\d+)/).map((part) => (/^\d+$/.test(part) ? mark(Number(part)) : part));
  return parts.includes(null) ? null : make("span", { class: "marks" }, parts);
}
