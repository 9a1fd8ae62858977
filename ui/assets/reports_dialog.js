// One report in a dialog, and the question before it is taken away in one above it. Escape closes, as dialogs do.
const dialog = () => element.querySelector(".fs-report-dialog");
const sure = () => element.querySelector(".fs-confirm");
let shown = "";
const back = () => {
  const opener = window.finsamReportFrom && document.querySelector(window.finsamReportFrom);
  const target = opener || document.querySelector("#fs-library-list .fs-summary");
  if (target) target.focus();
};
const act = (name, data) => {
  trigger(name, { report: dialog().dataset.report, ...data });
  for (const wait of [300, 1500]) setTimeout(() => window.dispatchEvent(new Event("finsam-jobs")), wait);
};
element.addEventListener("click", (event) => {
  const button = event.target.closest("[data-act]");
  if (!button) return;
  const does = {
    close: () => dialog().close(),
    show: () => act("show", { visibility: button.dataset.visibility }),
    reread: () => act("reread", {}),
    "ask-delete": () => { sure().showModal(); sure().querySelector('[data-act="keep"]').focus(); },
    keep: () => sure().close(),
    delete: () => { sure().close(); act("remove", {}); },
  };
  does[button.dataset.act]();
});
element.addEventListener("submit", (event) => {
  event.preventDefault();
  act("save", Object.fromEntries(new FormData(event.target)));
});
// "close" does not bubble: it is heard on its way down.
element.addEventListener("close", (event) => {
  if (event.target === sure()) element.querySelector('[data-act="ask-delete"]').focus();
  else back();
}, true);
watch("value", () => {
  const now = dialog();
  if (!now) {
    if (shown) back();
    shown = "";
    return;
  }
  if (now.open) return;
  const again = shown === now.dataset.report;
  shown = now.dataset.report;
  now.showModal();
  const told = now.querySelector(".fs-dialog-told");
  if (again && told && told.textContent) {
    told.tabIndex = -1;
    told.focus();
    told.scrollIntoView({ block: "nearest" });
  } else {
    now.querySelector("h2").focus();
  }
});
