// The list of findings: a place is opened, a finding explained or opened again, a page turned.
const finding = (part) => part.closest(".fs-finding").dataset.finding;
const nameKey = "finsam-granskare";
let focusNext = "";
element.addEventListener("click", (event) => {
  const place = event.target.closest(".fs-place-link");
  if (place) {
    const id = finding(place);
    window.finsamOpenedFrom = `[data-finding="${CSS.escape(id)}"] .fs-place-link[data-n="${place.dataset.n}"]`;
    element.querySelectorAll(".fs-opened").forEach((other) => other.classList.remove("fs-opened"));
    place.closest(".fs-finding").classList.add("fs-opened");
    trigger("place", { finding: id, n: Number(place.dataset.n) });
  }
  const reopened = event.target.closest(".fs-reopen");
  if (reopened) {
    focusNext = ".fs-summary";
    trigger("reopen", { finding: finding(reopened) });
  }
  const turned = event.target.closest(".fs-turn");
  if (turned && !turned.disabled) {
    focusNext = ".fs-summary";
    trigger("turn", { page: Number(turned.dataset.page) });
  }
});
element.addEventListener("submit", (event) => {
  event.preventDefault();
  const given = new FormData(event.target);
  localStorage.setItem(nameKey, given.get("by"));
  focusNext = ".fs-summary";
  trigger("explain", { finding: finding(event.target), note: given.get("note"), by: given.get("by") });
});
// Whoever reviews one finding reviews the next: the name is filled in, and the note can be written at once.
element.addEventListener("toggle", (event) => {
  if (!event.target.matches(".fs-explain[open]")) return;
  const name = event.target.querySelector('[name="by"]');
  if (!name.value) name.value = localStorage.getItem(nameKey) || "";
  event.target.querySelector('[name="note"]').focus();
}, true);
watch("value", () => {
  requestAnimationFrame(() => {
    const target = focusNext && element.querySelector(focusNext);
    focusNext = "";
    if (target) target.focus();
  });
});
