// The sources of the square that was opened last. Where no text is opened at once, what is told of the square is read first.
element.addEventListener("click", (event) => {
  const card = event.target.closest(".fs-card");
  if (!card) return;
  window.finsamOpenedFrom = `#fs-compare-side .fs-card[data-n="${card.dataset.n}"]`;
  trigger("source", { n: Number(card.dataset.n) });
});
watch("value", () => {
  setTimeout(() => {
    const title = element.querySelector(".fs-cmp-square-title");
    if (title && !document.querySelector("#fs-compare-side .fs-reader")) {
      title.focus({ preventScroll: true });
      title.scrollIntoView({ block: "nearest" });
    }
  }, 60);
});
