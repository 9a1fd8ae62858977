// The preview of a brief: sources are opened, blocks rewritten, moved, left out and added. Each change is kept by the server.
const draft = () => element.querySelector(".fs-brief").dataset.draft;
const ask = (asked, focus) => {
  window.finsamBriefFocus = focus;
  trigger("change_block", { draft: draft(), asked });
};
const at = (target) => `[data-target="${CSS.escape(target)}"]`;
element.addEventListener("click", (event) => {
  const button = event.target.closest("button");
  if (!button) return;
  if (button.matches(".fs-mark")) {
    window.finsamOpenedFrom = button;
    trigger("source", { draft: draft(), n: Number(button.dataset.n) });
  }
  if (button.matches(".fs-brief-new")) trigger("anew", {});
  const block = button.closest(".fs-block");
  const editor = block && block.querySelector(".fs-editor");
  const tools = button.closest(".fs-brief-tools");
  if (button.matches(".fs-change")) {
    editor.hidden = !editor.hidden;
    button.setAttribute("aria-expanded", String(!editor.hidden));
    if (!editor.hidden) editor.querySelector("textarea, input").focus();
  }
  if (button.matches(".fs-cancel")) {
    editor.hidden = true;
    editor.reset();
    const change = block.querySelector(".fs-change");
    change.setAttribute("aria-expanded", "false");
    change.focus();
  }
  if (button.matches(".fs-up")) ask({ what: "up", target: tools.dataset.target }, `${at(tools.dataset.target)} .fs-up`);
  if (button.matches(".fs-down")) ask({ what: "down", target: tools.dataset.target }, `${at(tools.dataset.target)} .fs-down`);
  if (button.matches(".fs-leave")) ask({ what: "drop", target: tools.dataset.target }, "#fs-brief-title");
  if (button.matches(".fs-restore")) ask({ what: "restore", target: block.dataset.block }, `${at(block.dataset.block)} .fs-change`);
  if (button.matches(".fs-take-back")) ask({ what: "restore", target: button.dataset.target }, "#fs-brief-title");
});
element.addEventListener("submit", (event) => {
  event.preventDefault();
  const form = event.target;
  if (form.matches(".fs-own")) {
    ask({ what: "own", target: form.closest(".fs-brief-section").dataset.place, text: form.elements.text.value }, "#fs-brief-title");
    return;
  }
  const target = form.closest(".fs-block").dataset.block;
  const focus = `${at(target)} .fs-change`;
  if (form.dataset.cells) {
    const cells = {};
    form.querySelectorAll("input").forEach((field) => {
      if (field.value !== field.dataset.before) cells[field.name] = field.value;
    });
    ask({ what: "cells", target, cells: JSON.stringify(cells) }, focus);
  } else {
    const reason = form.elements.reason ? form.elements.reason.value : "";
    ask({ what: "text", target, text: form.elements.text.value, reason }, focus);
  }
});
watch("value", () => {
  requestAnimationFrame(() => {
    const target = window.finsamBriefFocus && element.querySelector(window.finsamBriefFocus);
    window.finsamBriefFocus = "";
    if (target) target.focus();
  });
});
