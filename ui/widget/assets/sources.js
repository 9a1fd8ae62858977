// The numbered sources under an answer: report, association, page, section and the words, each opening the public page.
function sourceList(citations, host, language) {
  const items = citations.map((citation) => make("li", { value: citation.n, class: "source", part: "source" },
    sourceLink(citation, host, language),
    make("p", { class: "where" }, whereText(citation, language)),
    citation.quote ? make("blockquote", { lang: "sv" }, `”${keptTogether(citation.quote)}”`) : null));
  return [make("h4", {}, say(language, "sources")), make("ol", { class: "sources", role: "list" }, items)];
}

function sourceLink(citation, host, language) {
  const number = make("span", { class: "number", "aria-hidden": "true" }, String(citation.n));
  const told = make("span", { class: "unseen" }, `${say(language, "source", { n: citation.n })}: `);
  const title = make("span", { class: "title", lang: "sv" }, citation.title);
  const address = addressAt(host, citation.source_url);
  if (!address) return make("p", { class: "open", "data-n": citation.n, tabindex: "-1" }, number, told, title);
  return linkOut(address, language, { class: "open", part: "source-link", "data-n": citation.n }, number, told, title);
}

function whereText(citation, language) {
  const parts = [make("span", { lang: "sv" }, citation.association), pageText(citation, language)];
  if (citation.section) parts.push(make("span", { lang: "sv" }, citation.section));
  return parts.filter(Boolean).flatMap((part, at) => (at ? [" · ", part] : [part]));
}

// Whether a page is the file's, also printed, or only what the table of contents says.
function pageText({ page, page_label: label }, language) {
  if (page !== null && page !== undefined) {
    const differs = label && label !== String(page);
    return say(language, differs ? "printed" : "page", { page, label }).replace(" ", NBSP);
  }
  return label ? say(language, "fromContents", { label }).replace(" ", NBSP) : "";
}
