// The form that chooses a brief: which associations and periods, which sections; and the person's drafts.
element.addEventListener("submit", (event) => {
  event.preventDefault();
  const form = event.target;
  const wanted = [...form.querySelectorAll('[name="association"]:checked')]
    .map((box) => [box.value, box.closest("li").querySelector("select").value]);
  const sections = [...form.querySelectorAll('[name="section"]:checked')].map((box) => box.value);
  window.finsamBriefFocus = "#fs-brief-title";
  trigger("make", { wanted: JSON.stringify(wanted), sections: JSON.stringify(sections) });
});
element.addEventListener("click", (event) => {
  const open = event.target.closest(".fs-draft-open");
  if (open) {
    window.finsamBriefFocus = "#fs-brief-title";
    trigger("reopen", { draft: open.dataset.draft });
  }
  const gone = event.target.closest(".fs-draft-forget");
  if (gone && confirm("Ta bort utkastet? Det går inte att ångra.")) trigger("forget", { draft: gone.dataset.draft });
});
// A period that is chosen means that its association is wanted too.
element.addEventListener("change", (event) => {
  if (event.target.name === "period") event.target.closest("li").querySelector('[name="association"]').checked = true;
});
element.addEventListener("input", (event) => {
  if (!event.target.matches(".fs-brief-filter")) return;
  const wanted = event.target.value.toLocaleLowerCase("sv");
  element.querySelectorAll(".fs-brief-associations li").forEach((item) => {
    item.hidden = !item.textContent.toLocaleLowerCase("sv").includes(wanted) && !item.querySelector("input").checked;
  });
});
