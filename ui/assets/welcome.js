element.addEventListener("click", (event) => {
  const button = event.target.closest(".fs-example");
  if (button) trigger("example", { question: button.textContent });
});
