// What is chosen among the reports: at once from a list, after a moment while somebody writes.
let waiting = 0;
const choose = () => {
  const form = element.querySelector("form");
  if (form) trigger("choose", Object.fromEntries(new FormData(form)));
};
element.addEventListener("submit", (event) => event.preventDefault());
element.addEventListener("change", (event) => {
  if (event.target.matches("select")) choose();
});
element.addEventListener("input", (event) => {
  if (!event.target.matches("input")) return;
  clearTimeout(waiting);
  waiting = setTimeout(choose, 250);
});
// A job that is over makes the form anew; whoever is writing goes on writing.
let writing = null;
element.addEventListener("focusout", (event) => {
  if (!event.target.isConnected && event.target.name) writing = { name: event.target.name, value: event.target.value };
});
watch("value", () => {
  const field = writing && element.querySelector(`[name="${writing.name}"]`);
  if (field && document.activeElement === document.body) {
    field.value = writing.value;
    field.focus();
  }
  writing = null;
});
