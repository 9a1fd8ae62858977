// What the answers are limited to. The choice stays when the list of what there is to choose is made anew.
const kept = {};
const selects = () => [...element.querySelectorAll("select")];
const tell = () => {
  const some = selects().some((one) => one.value);
  element.querySelector(".fs-limits")?.classList.toggle("fs-set", some);
  selects().forEach((one) => one.classList.toggle("fs-set", Boolean(one.value)));
  const clear = element.querySelector("#fs-no-limits");
  if (clear) clear.hidden = !some;
};
element.addEventListener("change", (event) => { kept[event.target.id] = event.target.value; tell(); });
element.addEventListener("click", (event) => {
  if (!event.target.closest("#fs-no-limits")) return;
  selects().forEach((one) => { one.value = kept[one.id] = ""; });
  tell();
  document.querySelector("#fs-box textarea").focus();
});
watch("value", () => {
  selects().forEach((one) => {
    const there = [...one.options].some((option) => option.value === kept[one.id]);
    one.value = there ? kept[one.id] : "";
  });
  tell();
});
