// A square of the table is opened: its source is shown beside the table.
element.addEventListener("click", (event) => {
  const cell = event.target.closest(".fs-cmp-cell");
  if (!cell) return;
  element.querySelectorAll(".fs-opened").forEach((other) => other.classList.remove("fs-opened"));
  cell.classList.add("fs-opened");
  window.finsamOpenedFrom = `#fs-compared .fs-cmp-cell[data-at="${cell.dataset.at}"]`;
  trigger("square", { at: cell.dataset.at });
});
