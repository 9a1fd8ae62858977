// The newest turn arrives here, again and again until it is whole, and is moved into the log in the place of its last state.
const spoken = (turn) => {
  const answer = turn.querySelector(".fs-answer").cloneNode(true);
  answer.querySelectorAll(".fs-cites").forEach((marks) => marks.remove());
  const sources = new Set([...turn.querySelectorAll(".fs-answer a.fs-cite")].map((mark) => mark.textContent)).size;
  const counted = sources === 1 ? " En källa." : sources ? ` ${sources} källor.` : "";
  answer.querySelectorAll("p, li, tr, div, strong").forEach((part) => part.append(" "));
  return `Svar: ${answer.textContent.replace(/[ \t\n]+/g, " ").replace(/[ \u00a0]([.,:;])/g, "$1").trim()}${counted}`;
};
const place = () => {
  const turn = element.querySelector("article.fs-exchange");
  const log = document.querySelector("#fs-log .fs-turns");
  if (!turn || !log) return;
  const state = turn.dataset.state;
  const chat = document.getElementById("fs-chat");
  if ((chat.dataset.opened || "0") !== chat.dataset.asking) {
    // another conversation was opened meanwhile: the answer is kept in its own
    turn.remove();
    document.dispatchEvent(new CustomEvent("fs-answered", { detail: { state, said: "" } }));
    setTimeout(() => document.dispatchEvent(new CustomEvent("fs-elsewhere")), 50); // when its sources have come too
    return;
  }
  const before = [...log.children].filter((other) => ["waiting", "growing", "refused"].includes(other.dataset.state));
  const last = before.at(-1);
  if (last) last.replaceWith(turn); else log.append(turn);
  before.slice(0, -1).forEach((other) => other.remove());
  if (turn.dataset.conversation) {
    log.dataset.conversation = turn.dataset.conversation;
    log.dataset.name = turn.dataset.name;
  }
  const box = document.getElementById("fs-log");
  if (state === "refused") box.scrollTop = box.scrollHeight;
  if (state === "waiting") box.scrollTop += turn.getBoundingClientRect().top - box.getBoundingClientRect().top - 12;
  document.dispatchEvent(new CustomEvent("fs-answered", { detail: { state, said: state === "done" || state === "refused" ? spoken(turn) : "" } }));
  document.dispatchEvent(new CustomEvent("fs-conversation"));
};
watch("value", () => place());
