// Gradio names its messages in English and by their markup; a screen reader should hear what they are.
() => {
  document.documentElement.lang = "sv";
  const names = { user: "Din fråga", bot: "Svar" };
  const name = () => {
    document.querySelectorAll("#fs-log [data-testid]").forEach((message) => {
      const label = names[message.dataset.testid];
      if (label && message.getAttribute("aria-label") !== label) message.setAttribute("aria-label", label);
    });
    const log = document.querySelector('#fs-log [role="log"]');
    if (log && log.getAttribute("aria-label") !== "Samtal") log.setAttribute("aria-label", "Samtal");
    document.querySelectorAll("#fs-log a.fs-cite:not([aria-label])").forEach((mark) => {
      mark.setAttribute("aria-label", `Öppna källa ${mark.textContent}`);
    });
  };
  new MutationObserver(name).observe(document.body, { childList: true, subtree: true, attributeFilter: ["aria-label"] });
  name();
}
