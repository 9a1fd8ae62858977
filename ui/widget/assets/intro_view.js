// What stands before the first question: who answers, from what, what is stored, and questions to begin with.
function introView(about, language, remember, ask) {
  const kept = about.stores_questions ? "storedThere" : remember ? "keptInTab" : "kept";
  const phrasing = about.language_model ? [about.sends_questions ? "modelElsewhere" : "modelHere"] : [];
  const stored = [...phrasing, kept, ...(about.statistics ? ["statistics"] : []), "nothingPersonal"]
    .map((key) => say(language, key, { model: about.language_model }));
  return make("div", { class: "intro", part: "intro" },
    make("p", {}, say(language, "what")),
    knownView(about.associations, language),
    make("p", { class: "stored" }, stored.join(" ")), examplesView(about.examples, language, ask));
}

// They may come later than the rest: until they have been tried there are none.
function examplesView(examples, language, ask) {
  if (!examples.length) return make("div", { class: "examples", hidden: true });
  const items = examples.map((question) => make("li", {}, button("example", question, () => ask(question), { lang: "sv" })));
  return make("div", { class: "examples" }, make("h3", {}, say(language, "examples")), make("ul", {}, items));
}

// Few associations stand in the open, many behind a heading that opens them.
const MOST_IN_THE_OPEN = 3;

function knownView(associations, language) {
  const items = make("ul", {}, associations.map(({ name, periods }) =>
    make("li", {}, make("span", { lang: "sv" }, name), ": ", periods.map((period) => sayPeriod(language, period)).join(", "))));
  if (associations.length <= MOST_IN_THE_OPEN) {
    return make("div", { class: "known" }, make("h3", {}, say(language, "knows")), items);
  }
  return make("details", { class: "known" }, make("summary", {}, `${say(language, "knows")} (${associations.length})`), items);
}

function footView(about, host, language) {
  const statement = linkOut(new URL("/tillganglighet", host).href, language, {}, say(language, "accessibility"));
  return make("p", { class: "foot", part: "foot" }, statement, contactView((about && about.contact) || "", language));
}
