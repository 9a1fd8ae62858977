// The conversation: what can be done with an answer. Turns are put here by newest.js.
const turns = () => element.querySelector(".fs-turns");
const SUGGEST_AFTER_MS = 250;
const at = (part) => ({ conversation: turns().dataset.conversation, turn: Number(part.closest("article").dataset.turn) });
const told = (part, text) => { part.closest("article").querySelector(".fs-told").textContent = text; };
const text = (part, name) => part.closest("article").querySelector(name).textContent;
const say = (detail) => document.dispatchEvent(new CustomEvent("fs-ask", { detail }));
const copy = async (button) => {
  const plain = text(button, ".fs-plain");
  try {
    await navigator.clipboard.writeText(plain);
  } catch {
    // without https the browser keeps its clipboard to itself, but lets a marked text be copied
    const area = document.createElement("textarea");
    area.value = plain;
    button.parentNode.append(area);
    area.select();
    const copied = document.execCommand("copy");
    area.remove();
    button.focus();
    if (!copied) { told(button, "Det gick inte att kopiera. Markera texten och kopiera den själv."); return; }
  }
  told(button, "Kopierat med källorna.");
};
const judge = (part, verdict) => {
  const turn = part.closest("article");
  turn.querySelectorAll(".fs-thumb").forEach((one) => one.setAttribute("aria-pressed", String(one.dataset.verdict === verdict)));
  turn.querySelector(".fs-comment").hidden = false;
  trigger("opinion", { ...at(part), verdict, comment: turn.querySelector("[name=comment]").value });
};
const actions = {
  "fs-copy": copy,
  "fs-thumb": (button) => judge(button, button.dataset.verdict),
  "fs-unlimited": (button) => say({ question: text(button, ".fs-asked") }),
  "fs-anew": (button) => say({ question: text(button, ".fs-asked"), ...button.dataset }),
  "fs-suggestion": (button) => {
    const limited = button.closest("article").querySelector(".fs-limited");
    const chosen = (id) => (document.getElementById(id) || {}).value || "";
    say({ question: button.textContent, ...(limited ? { association: chosen("fs-association"), period: chosen("fs-period") } : {}) });
  },
};
element.addEventListener("click", (event) => {
  const button = event.target.closest("button");
  const name = button && Object.keys(actions).find((one) => button.classList.contains(one));
  if (name) actions[name](button);
});
element.addEventListener("submit", (event) => {
  event.preventDefault();
  const pressed = event.target.closest("article").querySelector('.fs-thumb[aria-pressed="true"]');
  judge(event.target, pressed.dataset.verdict);
});
// how many conversations have been opened on this page: an answer that comes too late belongs to an earlier one
const count = () => {
  const chat = document.getElementById("fs-chat");
  chat.dataset.opened = String(Number(chat.dataset.opened || 0) + 1);
};
const opened = () => {
  count();
  const last = turns().lastElementChild;
  if (last) last.scrollIntoView({ block: "start" });
  document.dispatchEvent(new CustomEvent("fs-conversation", { detail: { focus: true } }));
};
watch("value", () => opened());
let suggesting = 0;
document.addEventListener("fs-answered", (event) => {
  clearTimeout(suggesting);
  if (event.detail.state !== "done") return;
  suggesting = setTimeout(() => {
    const wanted = turns().lastElementChild && turns().lastElementChild.querySelector(".fs-suggestions[data-wanted]");
    if (wanted && turns().dataset.conversation) trigger("suggest", at(wanted));
  }, SUGGEST_AFTER_MS);
});
document.addEventListener("fs-begin", () => {
  count();
  const log = turns();
  log.replaceChildren();
  log.dataset.conversation = log.dataset.name = "";
  document.dispatchEvent(new CustomEvent("fs-conversation"));
});
