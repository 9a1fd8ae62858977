// Takes the element into use, and puts a button in the corner of a page that has no element of its own.
const SETTINGS = ["theme", "mode", "association", "remember"];

function place() {
  if (document.querySelector("finsam-chat")) return;
  const chat = document.createElement("finsam-chat");
  for (const name of SETTINGS) if (SCRIPT && name in SCRIPT.dataset) chat.setAttribute(name, SCRIPT.dataset[name]);
  if (SCRIPT && SCRIPT.dataset.lang) chat.setAttribute("language", SCRIPT.dataset.lang);
  const here = chat.getAttribute("mode") === "inline" && SCRIPT && document.body.contains(SCRIPT);
  if (here) SCRIPT.after(chat);
  else document.body.append(chat);
}

// An older browser keeps the link that stands in the element.
const ABLE = "adoptedStyleSheets" in Document.prototype && "replaceSync" in CSSStyleSheet.prototype
  && typeof HTMLDialogElement === "function" && "requestSubmit" in HTMLFormElement.prototype;

if (HOST && ABLE && !customElements.get("finsam-chat")) {
  customElements.define("finsam-chat", FinsamChat);
  // the page may name an element further down than this script
  if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", place, { once: true });
  else place();
}
