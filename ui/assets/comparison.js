// The choices of a comparison: what is ticked on the whole page is sent along with what changed.
const ticked = (name) => [...document.querySelectorAll(`#fs-compare input[name="${name}"]:checked`)].map((one) => one.value);
const chosen = () => ({
  matt: ticked("matt"), forbund: ticked("forbund"), period: ticked("period"), visa: ticked("fs-visa"), diagram: ticked("fs-diagram"),
  sok: document.querySelector("#fs-measure-search")?.value || "",
});
let refocus = null;
let waiting = 0;
element.addEventListener("change", (event) => {
  if (!event.target.matches('input[type="checkbox"], input[type="radio"]')) return;
  refocus = { name: event.target.name, value: event.target.value };
  trigger("choose", { changed: event.target.name, ...chosen() });
});
element.addEventListener("input", (event) => {
  if (event.target.id === "fs-measure-search") {
    clearTimeout(waiting);
    waiting = setTimeout(() => trigger("choose", { changed: "sok", ...chosen() }), 250);
  }
  if (event.target.matches(".fs-filter-names")) {
    const wanted = event.target.value.trim().toLowerCase();
    event.target.closest("fieldset").querySelectorAll(".fs-cmp-pick-one").forEach((one) => {
      one.hidden = wanted && !one.textContent.toLowerCase().includes(wanted) && !one.querySelector(":checked");
    });
  }
});
// What is chosen may be listed anew: the keyboard stays where it was.
watch("value", () => {
  requestAnimationFrame(() => {
    const same = (one) => one.name === refocus.name && one.value === refocus.value;
    const again = refocus && [...element.querySelectorAll("input")].find(same);
    if (again && (document.activeElement === document.body || !document.activeElement)) again.focus();
    refocus = null;
  });
});
