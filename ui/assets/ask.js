// The question box. Whoever wants something asked (an example, a suggestion, a button) says so with the event "fs-ask".
const box = () => element.querySelector("textarea");
const hold = (text) => { element.querySelector(".fs-hold").textContent = text; };
const DRAFT_KEY = "finsam-fraga"; // asked and not answered: back in the box when the page was loaded anew
const LONGEST_WAIT_MS = 60000;
const SILENCE_MS = 10000; // the server says at once that it searches
let sent = "", waitingSince = 0, silence = 0;
const busy = () => waitingSince && Date.now() - waitingSince < LONGEST_WAIT_MS;
const grow = () => {
  const area = box();
  area.style.height = "auto";
  area.style.height = `${Math.min(area.scrollHeight + 3, 152)}px`;
};
const chosen = (id) => (document.getElementById(id) || {}).value || "";
const ask = (question, limits) => {
  if (!question.trim()) { hold("Skriv en fråga först."); box().focus(); return false; }
  if (busy()) { hold("Svaret är på väg. Vänta ett ögonblick och skicka sedan."); return false; }
  hold("");
  sent = question;
  sessionStorage.setItem(DRAFT_KEY, question);
  waitingSince = Date.now();
  const log = document.querySelector("#fs-log .fs-turns");
  const conversation = (log && log.dataset.conversation) || "";
  const chat = document.getElementById("fs-chat");
  chat.dataset.asking = chat.dataset.opened || "0";
  silence = setTimeout(() => {
    waitingSince = 0;
    if (!box().value) { box().value = sent; grow(); }
    hold("Servern svarar inte. Frågan ligger kvar i rutan. Ladda om sidan och försök igen.");
  }, SILENCE_MS);
  trigger("ask", { question, conversation, association: limits.association, period: limits.period });
  return true;
};
const send = () => {
  if (ask(box().value, { association: chosen("fs-association"), period: chosen("fs-period") })) {
    box().value = "";
    grow();
  }
};
element.addEventListener("submit", (event) => { event.preventDefault(); send(); });
element.addEventListener("keydown", (event) => {
  if (event.target !== box() || event.key !== "Enter" || event.shiftKey || event.isComposing) return;
  event.preventDefault();
  send();
});
element.addEventListener("input", () => { hold(""); grow(); });
document.addEventListener("fs-ask", (event) => {
  const { question, association = "", period = "" } = event.detail;
  // on a phone the box would call up the keyboard over the answer
  if (ask(question, { association, period }) && !matchMedia("(pointer: coarse)").matches) box().focus({ preventScroll: true });
});
document.addEventListener("fs-answered", (event) => {
  const { state, said } = event.detail;
  clearTimeout(silence);
  if (state !== "done" && state !== "refused") return;
  waitingSince = 0;
  sessionStorage.removeItem(DRAFT_KEY);
  hold("");
  if (state === "refused" && !box().value) { box().value = sent; grow(); }
  document.getElementById("fs-announce").textContent = said;
});
document.addEventListener("fs-begin", () => { waitingSince = 0; hold(""); document.getElementById("fs-announce").textContent = ""; box().focus(); });
if (!matchMedia("(pointer: coarse)").matches) box().focus({ preventScroll: true });
const draft = sessionStorage.getItem(DRAFT_KEY);
if (draft) { box().value = draft; sessionStorage.removeItem(DRAFT_KEY); grow(); }
