"""Swedish words for what Gradio itself writes on the page, where its own Swedish is missing or poor."""

from __future__ import annotations

PAGE_TITLE = "Finsam-assistenten – Fråga"
PLACEHOLDER = "Fråga om rapporterna …"

# Keys of Gradio 6.31. Given for English too: the page is Swedish whatever the browser prefers.
BUILT_IN = {
    "chatbot.copy_message": "Kopiera svaret",
    "chatbot.copied_message": "Kopierat",
    "chatbot.clear": "Rensa samtalet",
    "chatbot.retry": "Försök igen",
    "chatbot.undo": "Ångra",
    "chatbot.submit": "Skicka",
    "chatbot.cancel": "Avbryt",
    "chatbot.edit": "Redigera",
    "common.complete": "klart",
    "common.clear": "Rensa",
    "common.error": "Fel",
    "common.loading": "Laddar",
    "common.progress": "Förlopp",
    "common.submit": "Skicka",
    "blocks.connection_can_break": "Anslutningen kan brytas om du lämnar sidan.",
    "blocks.long_requests_queue": "Många frågar just nu. Svaret kommer strax.",
    "blocks.lost_connection": "Anslutningen bröts. Försöker igen …",
}
