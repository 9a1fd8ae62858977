// A source is opened by its card, or by a mark like [1] in any answer of the conversation.
const nothing = props.value;
const open = (turn, n, from) => {
  const log = document.querySelector("#fs-log .fs-turns");
  window.finsamOpenedFrom = from;
  trigger("source", { conversation: (log && log.dataset.conversation) || "", turn: Number(turn), n: Number(n) });
};
element.addEventListener("click", (event) => {
  const card = event.target.closest(".fs-card");
  if (card) open(card.dataset.turn, card.dataset.n, `#fs-side .fs-card[data-n="${card.dataset.n}"]`);
});
document.addEventListener("click", (event) => {
  const link = event.target.closest('#fs-log a[href^="#kalla-"]');
  if (!link) return;
  event.preventDefault();
  const [turn, n] = link.getAttribute("href").slice("#kalla-".length).split("-");
  open(turn, n, link);
}, true);
["fs-begin", "fs-elsewhere"].forEach((name) => document.addEventListener(name, () => { props.value = nothing; }));
