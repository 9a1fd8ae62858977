// Shows the cited place when a text is opened, and goes back to where it was opened from when it is closed.
const close = () => {
  if (!element.querySelector(".fs-reader")) return;
  props.value = "";
  const opener = window.finsamOpenedFrom;
  const from = typeof opener === "string" ? opener && document.querySelector(opener) : opener;
  if (from) from.focus();
};
element.addEventListener("click", (event) => {
  if (event.target.closest(".fs-close")) close();
});
document.addEventListener("keydown", (event) => {
  if (event.key === "Escape" && element.getClientRects().length) close();
});
document.addEventListener("fs-begin", () => { if (element.closest("#fs-side")) props.value = ""; });
watch("value", () => {
  requestAnimationFrame(() => {
    const heading = element.querySelector(".fs-reader h2");
    if (!heading) return;
    heading.focus({ preventScroll: true });
    const text = element.querySelector(".fs-text");
    const mark = element.querySelector("mark") || element.querySelector(".fs-cited");
    const image = element.querySelector(".fs-page img");
    if (text && image) {
      const show = () => {
        // two pixels a point, unless the page is a poster
        const place = Number(image.dataset.top || 0) * 2 * (image.clientWidth / (image.naturalWidth || 1));
        const top = image.getBoundingClientRect().top - text.getBoundingClientRect().top;
        text.scrollTop += top + place - text.clientHeight / 3;
      };
      if (image.complete) show(); else image.addEventListener("load", show, { once: true });
    } else if (text && mark) {
      const offset = mark.getBoundingClientRect().top - text.getBoundingClientRect().top;
      text.scrollTop += offset - text.clientHeight / 3;
    }
  });
});
