"""The page's first sight: questions to start with, or how to take in reports."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

from vectorstore.entries import ReportEntry

INGEST_COMMAND = "finsam ingest MAPP"


def welcome_html(entries: Sequence[ReportEntry], examples: Sequence[str]) -> str:
    """What is shown before the first question: example questions, or how to ingest when there is nothing to ask about."""
    if not entries:
        return (
            '<div class="fs-hello"><h2>Inga rapporter är inlästa än</h2>'
            "<p>Läs in en mapp med rapporter i terminalen och ladda sedan om sidan:</p>"
            f"<pre><code>{INGEST_COMMAND}</code></pre></div>"
        )
    buttons = "".join(f'<li><button type="button" class="fs-example">{escape(question)}</button></li>' for question in examples)
    listed = f'<ul class="fs-examples" aria-label="Exempelfrågor">{buttons}</ul>' if examples else ""
    return (
        '<div class="fs-hello"><h2>Vad vill du veta?</h2>'
        "<p>Fråga om ekonomi, insatser, deltagare och mål. Varje siffra i svaret har en numrerad källa som du kan öppna.</p>"
        f"{listed}</div>"
    )
