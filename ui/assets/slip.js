// What the server says to a button below an answer: put where that turn is.
watch("value", () => {
  const slip = element.querySelector(".fs-slip");
  const log = document.querySelector("#fs-log .fs-turns");
  if (!slip || !log || log.dataset.conversation !== slip.dataset.conversation) return;
  const turn = log.querySelector(`article[data-turn="${slip.dataset.turn}"]`);
  const target = turn && turn.querySelector(slip.dataset.kind === "told" ? ".fs-told" : ".fs-suggestions");
  if (!target) return;
  target.replaceChildren(...slip.childNodes);
  if (slip.dataset.kind === "suggestions" && target.childNodes.length) {
    const box = document.getElementById("fs-log");
    const below = target.getBoundingClientRect().bottom - box.getBoundingClientRect().bottom;
    const room = turn.getBoundingClientRect().top - box.getBoundingClientRect().top;
    if (below > 0 && room > 0) box.scrollTop += Math.min(below + 8, room);
  }
});
