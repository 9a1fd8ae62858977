// A screen reader should read Swedish, whatever the browser prefers; the panes begin where head and tabs really end; and what
// Gradio tells in a corner in English, without a word that could be given it, is told in Swedish.
() => {
  document.documentElement.lang = "sv";
  const measure = () => {
    const tabs = document.querySelector("#fs-tabs > .tab-wrapper");
    if (!tabs) return false;
    const above = Math.ceil(tabs.getBoundingClientRect().bottom + window.scrollY);
    document.documentElement.style.setProperty("--fs-above", `${above}px`);
    return true;
  };
  const begin = () => {
    if (!measure()) { requestAnimationFrame(begin); return; }
    const watched = new ResizeObserver(measure);
    watched.observe(document.querySelector("#fs-header"));
    watched.observe(document.querySelector("#fs-tabs > .tab-wrapper"));
  };
  begin();
  const titles = { Error: "Fel", Warning: "Observera", Info: "Upplysning", Success: "Klart" };
  const lines = {
    "Connection to the server was lost. Attempting reconnection...":
      "Anslutningen till programmet bröts. Försöker igen, och laddar om sidan när det svarar …",
    "This application is currently busy. Please try again.": "Programmet är upptaget just nu. Försök igen om en stund.",
    "Queue is stopped.": "Programmet stängs just nu. Försök igen om en stund.",
  };
  const other = "Något gick fel. Ladda om sidan och försök igen.";
  // what the server itself tells is Swedish, and stays
  const english = /^(An? (unknown )?(unexpected )?error occurred|Unknown error|Connection errored out|Value:? .* is not in the list|Session hash)/i;
  const reword = (part, words) => {
    // the text nodes stay Gradio's own: it changes and removes them
    const text = part && document.createTreeWalker(part, NodeFilter.SHOW_TEXT).nextNode();
    const said = text ? words(text.nodeValue.trim()) : "";
    if (said && said !== text.nodeValue) text.nodeValue = said;
  };
  const tell = () => {
    for (const toast of document.querySelectorAll(".toast-body")) {
      reword(toast.querySelector(".toast-title"), (word) => titles[word]);
      for (const line of toast.querySelectorAll(".toast-message-text")) {
        reword(line, (text) => lines[text] || (english.test(text) ? other : ""));
      }
      const close = toast.querySelector(".toast-close");
      if (close && close.getAttribute("aria-label") !== "Stäng") close.setAttribute("aria-label", "Stäng");
    }
  };
  new MutationObserver(tell).observe(document.body, { childList: true, subtree: true, characterData: true });
}
