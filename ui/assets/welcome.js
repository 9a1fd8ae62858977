element.addEventListener("click", (event) => {
  const button = event.target.closest(".fs-example");
  if (button) document.dispatchEvent(new CustomEvent("fs-ask", { detail: { question: button.textContent } }));
});
