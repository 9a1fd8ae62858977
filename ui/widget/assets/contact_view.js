// Whom visitors may turn to: what is an address of some kind is a link (the same kinds as in ui/widget/contact_html.py).
function contactView(contact, language) {
  if (!contact) return null;
  const told = `${say(language, "contact")}: `;
  if (/^https?:\/\/[^\s<>"]+$/.test(contact)) return make("span", {}, told, linkOut(contact, language, {}, contact));
  const telephone = contact.replace(/[\s()-]/g, "");
  const isTelephone = /^\+?\d{5,}$/.test(telephone);
  const href = /^[^\s@<>"?&]+@[^\s@<>"?&]+$/.test(contact) ? `mailto:${contact}` : isTelephone ? `tel:${telephone}` : "";
  return make("span", {}, told, href ? make("a", { href }, contact) : contact);
}

// What stands under an answer that says that nothing is there.
function whomToAsk(contact, language) {
  if (!contact) return [];
  return [make("p", { class: "whom", part: "whom" }, `${say(language, "askSomebody")} `, contactView(contact, language))];
}
