// The list of conversations: opened below its button, and closed by choosing, by Escape, or by going elsewhere.
const bar = () => document.getElementById("fs-bar");
const button = () => document.getElementById("fs-show-list");
const log = () => document.querySelector("#fs-log .fs-turns");
const isOpen = () => button().getAttribute("aria-expanded") === "true";
const show = (open, focus = false) => {
  button().setAttribute("aria-expanded", String(open));
  element.closest("#fs-conversations").classList.toggle("fs-open-list", open);
  if (open) trigger("listed", { most: 0 });
  else if (focus) button().focus();
};
const item = (part) => part.closest("li");
const showPart = (part, name) => {
  item(part).querySelectorAll(".fs-new-name, .fs-sure").forEach((one) => { one.hidden = !one.matches(name || "never"); });
  const first = item(part).querySelector(name ? `${name} input, ${name} button` : ".fs-rename");
  first.focus();
  if (first.select) first.select();
};
const actions = {
  "fs-open": (part) => {
    log().replaceChildren();
    show(false);
    trigger("opened", { conversation: item(part).dataset.conversation });
  },
  "fs-rename": (part) => showPart(part, ".fs-new-name"),
  "fs-forget": (part) => showPart(part, ".fs-sure"),
  "fs-regret": (part) => showPart(part, ""),
  "fs-sure-yes": (part) => {
    const conversation = item(part).dataset.conversation;
    trigger("forgotten", { conversation });
    if (conversation === log().dataset.conversation) document.dispatchEvent(new CustomEvent("fs-begin"));
    button().focus();
  },
  "fs-older": (part) => trigger("listed", { most: Number(part.dataset.most) }),
};
element.addEventListener("click", (event) => {
  const pressed = event.target.closest("button");
  const name = pressed && Object.keys(actions).find((one) => pressed.classList.contains(one));
  if (name) actions[name](pressed);
});
element.addEventListener("submit", (event) => {
  event.preventDefault();
  const conversation = item(event.target).dataset.conversation;
  const name = new FormData(event.target).get("name");
  trigger("renamed", { conversation, name });
  if (conversation === log().dataset.conversation && name.trim()) {
    log().dataset.name = name.trim();
    document.dispatchEvent(new CustomEvent("fs-conversation"));
  }
  button().focus();
});
// what was filled in or unfolded belongs to the list as it was
watch("value", () => element.querySelectorAll(".fs-new-name, .fs-sure").forEach((one) => {
  one.hidden = true;
  if (one.reset) one.reset();
}));
document.addEventListener("click", (event) => {
  if (event.target.closest("#fs-show-list")) show(!isOpen());
  else if (event.target.closest("#fs-restart")) { show(false); document.dispatchEvent(new CustomEvent("fs-begin")); }
  else if (isOpen() && event.target.isConnected && !event.target.closest("#fs-conversations")) show(false);
});
document.addEventListener("keydown", (event) => {
  if (event.key === "Escape" && isOpen()) { event.stopPropagation(); show(false, true); }
}, true);
// the bar names the conversation that is open
const OPEN_KEY = "finsam-samtal";
document.addEventListener("fs-conversation", (event) => {
  sessionStorage.setItem(OPEN_KEY, log().dataset.conversation || "");
  const begun = log().childElementCount > 0;
  const heading = document.getElementById("fs-name");
  heading.textContent = log().dataset.name || "Nytt samtal";
  heading.title = heading.textContent;
  document.getElementById("fs-restart").hidden = !begun;
  document.getElementById("fs-chat").dataset.begun = String(begun);
  if (event.detail && event.detail.focus) heading.focus({ preventScroll: true });
});
// Gradio loads the page anew when the connection was broken: the conversation is still the one on the screen
const left = sessionStorage.getItem(OPEN_KEY);
if (left) setTimeout(() => trigger("opened", { conversation: left }), 100);
