// Everything that visitors read, in both languages. The server's own sentences come in Swedish.
const NBSP = "\u00a0";
const TEXTS = {
  sv: {
    open: "Fråga om rapporterna",
    title: "Fråga om rapporterna",
    close: "Stäng",
    clear: "Rensa samtalet",
    cleared: "Samtalet är rensat.",
    otherLanguage: "English",
    what: "Jag är en AI-assistent: ett program som söker i publicerade rapporter och sätter ihop svar ur dem. " +
      "Jag kan missförstå en fråga, så kontrollera i källan innan du använder ett svar.",
    knows: "Det här kan jag svara ur",
    kept: "Frågor sparas inte. Samtalet finns bara på den här sidan och försvinner när du lämnar den.",
    keptInTab: "Frågor sparas inte hos assistenten. Samtalet finns kvar i den här fliken tills du stänger eller rensar det.",
    storedThere: "Frågor sparas hos den som driver assistenten.",
    statistics: "Anonym statistik förs över hur det går att svara, utan frågornas text.",
    modelHere: "Svar formuleras av språkmodellen {model} på assistentens egen dator. " +
      "Siffror och källor hämtar programmet ur rapporterna.",
    modelElsewhere: "Svar formuleras av språkmodellen {model} på en annan dator: din fråga, samtalets tidigare frågor och " +
      "utdrag ur rapporterna skickas dit. Siffror och källor hämtar programmet ur rapporterna.",
    nothingPersonal: "Skriv inga personuppgifter.",
    examples: "Till exempel",
    label: "Din fråga",
    hint: "Enter skickar, Skift + Enter gör ny rad.",
    send: "Fråga",
    stop: "Avbryt",
    searching: "Söker i rapporterna …",
    writing: "Skriver …",
    you: "Du frågade",
    answer: "Svar",
    log: "Samtalet",
    sources: "Källor",
    source: "Källa {n}",
    newTab: "öppnas i ny flik",
    page: "sida {page}",
    printed: "sida {page} (tryckt {label})",
    fromContents: "sida {label} enligt innehållsförteckningen",
    notice: "Observera",
    phrased: "Formulerat av språkmodellen {model}. Siffror och källor är hämtade ur rapporterna av programmet.",
    declined: "Står inte i rapporterna",
    clarify: "Vilket menar du?",
    left: "{n} tecken kvar",
    over: "{n} tecken för mycket. Korta frågan.",
    empty: "Skriv en fråga först.",
    failed: "Det gick inte.",
    again: "Försök igen",
    stopped: "Avbrutet innan svaret var klart.",
    unreachable: "Assistenten går inte att nå just nu. Kontrollera uppkopplingen och försök igen om en stund.",
    brokenOff: "Anslutningen bröts innan svaret var klart. Försök igen.",
    silent: "Svaret dröjer för länge. Försök igen om en stund.",
    cannotShow: "Chatten går inte att visa här.",
    askThere: "Fråga på assistentens egen sida",
    noReports: "Det finns inga publicerade rapporter att fråga om än.",
    loading: "Hämtar …",
    accessibility: "Tillgänglighet",
    contact: "Kontakt",
    askSomebody: "Vill du fråga någon i stället?",
    months: ["januari", "februari", "mars", "april", "maj", "juni",
      "juli", "augusti", "september", "oktober", "november", "december"],
  },
  en: {
    open: "Ask about the reports",
    title: "Ask about the reports",
    close: "Close",
    clear: "Clear the conversation",
    cleared: "The conversation is cleared.",
    otherLanguage: "Svenska",
    what: "I am an AI assistant: a program that searches published reports and puts answers together from them. " +
      "I can misread a question, so check the source before you use an answer. The reports are in Swedish.",
    knows: "What I can answer from",
    kept: "Questions are not stored. The conversation is on this page only and is gone when you leave it.",
    keptInTab: "The assistant stores no questions. The conversation stays in this tab until you close or clear it.",
    storedThere: "Questions are stored by whoever runs the assistant.",
    statistics: "Anonymous statistics are kept on how answering goes, without the text of the questions.",
    modelHere: "Answers are phrased by the language model {model} on the assistant’s own computer. " +
      "The program takes figures and sources from the reports.",
    modelElsewhere: "Answers are phrased by the language model {model} on another computer: your question, the earlier " +
      "questions of the conversation and excerpts from the reports are sent there. " +
      "The program takes figures and sources from the reports.",
    nothingPersonal: "Do not write personal data.",
    examples: "For example",
    label: "Your question",
    hint: "Enter sends, Shift + Enter makes a new line.",
    send: "Ask",
    stop: "Cancel",
    searching: "Searching the reports …",
    writing: "Writing …",
    you: "You asked",
    answer: "Answer",
    log: "The conversation",
    sources: "Sources",
    source: "Source {n}",
    newTab: "opens in a new tab",
    page: "page {page}",
    printed: "page {page} (printed {label})",
    fromContents: "page {label} by the table of contents",
    notice: "Please note",
    phrased: "Phrased by the language model {model}. Figures and sources were taken from the reports by the program.",
    declined: "Not in the reports",
    clarify: "Which one do you mean?",
    left: "{n} characters left",
    over: "{n} characters too many. Please shorten the question.",
    empty: "Write a question first.",
    failed: "That did not work.",
    again: "Try again",
    stopped: "Cancelled before the answer was ready.",
    unreachable: "The assistant cannot be reached right now. Check your connection and try again in a while.",
    brokenOff: "The connection broke before the answer was ready. Try again.",
    silent: "The answer takes too long. Try again in a while.",
    cannotShow: "The chat cannot be shown here.",
    askThere: "Ask on the assistant’s own page",
    noReports: "There are no published reports to ask about yet.",
    loading: "Loading …",
    accessibility: "Accessibility (in Swedish)",
    contact: "Contact",
    askSomebody: "Would you rather ask somebody?",
    months: ["January", "February", "March", "April", "May", "June",
      "July", "August", "September", "October", "November", "December"],
  },
};

// A text with its {names} filled in.
function say(language, key, names = {}) {
  return TEXTS[language][key].replace(/\{(\w+)\}/g, (_, name) => String(names[name]));
}

// A period of the catalogue as people say it: "2021", "januari–juni 2021", "2022–2024".
function sayPeriod(language, period) {
  const match = /^(\d{4})-(\d\d)-\d\d\/(\d{4})-(\d\d)-\d\d$/.exec(period);
  if (!match) return period;
  const [, firstYear, firstMonth, lastYear, lastMonth] = match;
  if (firstYear !== lastYear) return `${firstYear}–${lastYear}`;
  const months = TEXTS[language].months;
  return `${months[firstMonth - 1]}–${months[lastMonth - 1]}${NBSP}${firstYear}`;
}
