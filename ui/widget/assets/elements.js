// Building elements: texts become text nodes, never HTML, so that nothing anybody wrote can be markup.
function make(tag, attributes = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (value === false || value === null || value === undefined) continue;
    if (name.startsWith("on")) element.addEventListener(name.slice(2), value);
    else element.setAttribute(name, value === true ? "" : value);
  }
  element.append(...children.flat().filter((child) => child !== null && child !== undefined && child !== ""));
  return element;
}

// A button with a part name, so that the page around can style it.
function button(part, text, onclick, attributes = {}) {
  return make("button", { type: "button", class: part, part, onclick, ...attributes }, text);
}

// A link that opens in a new tab that knows nothing of this one.
function linkOut(href, language, attributes, ...children) {
  const told = make("span", { class: "unseen" }, ` (${say(language, "newTab")})`);
  return make("a", { href, target: "_blank", rel: "noopener", ...attributes }, ...children, told);
}

// The address under the assistant's host; null for one that leads anywhere else.
function addressAt(host, path) {
  try {
    const address = new URL(path, host);
    return address.origin === new URL(host).origin ? address.href : null;
  } catch (error) {
    if (error instanceof TypeError) return null; // no address at all
    throw error;
  }
}
