// The list of reports: one is opened, the list sorted, a page turned.
let focusNext = "";
element.addEventListener("click", (event) => {
  const opener = event.target.closest(".fs-open-report");
  if (opener) {
    const report = opener.closest("[data-report]").dataset.report;
    window.finsamReportFrom = `#fs-library-list [data-report="${CSS.escape(report)}"] .fs-open-report`;
    trigger("open", { report });
  }
  const sort = event.target.closest(".fs-sort");
  if (sort) {
    focusNext = `.fs-sort[data-order="${sort.dataset.order}"]`;
    trigger("sort", { order: sort.dataset.order });
  }
  const turned = event.target.closest(".fs-turn");
  if (turned && !turned.disabled) {
    focusNext = ".fs-summary";
    trigger("turn", { page: Number(turned.dataset.page) });
  }
});
watch("value", () => {
  requestAnimationFrame(() => {
    const target = focusNext && element.querySelector(focusNext);
    focusNext = "";
    if (target) target.focus();
  });
});
