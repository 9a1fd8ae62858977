// All places of the finding that was opened last.
element.addEventListener("click", (event) => {
  const card = event.target.closest(".fs-card");
  if (!card) return;
  window.finsamOpenedFrom = `#fs-review-side .fs-card[data-n="${card.dataset.n}"]`;
  trigger("source", { n: Number(card.dataset.n) });
});
