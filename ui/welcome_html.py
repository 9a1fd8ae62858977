"""The page's head and its first sight: what the assistant is, what it has read, and questions to start with."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape
from itertools import groupby

from vectorstore.entries import ReportEntry

NOTICE = (
    "<strong>AI-assistent.</strong> Svarar bara ur de inlästa rapporterna och visar alltid källan. "
    "Den kan läsa fel – kontrollera viktiga uppgifter i källan."
)
INGEST_COMMAND = "finsam ingest MAPP"


def header_html(entries: Sequence[ReportEntry]) -> str:
    """Name, the AI notice, and the list of what is indexed (folded)."""
    return (
        '<header class="fs-head"><div class="fs-brand"><span class="fs-logo" aria-hidden="true">F</span>'
        "<h1>Finsam-assistenten</h1></div>"
        f'<p class="fs-ai" role="note"><span class="fs-ai-tag">AI</span><span>{NOTICE}</span></p>{_indexed(entries)}</header>'
    )


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


def _indexed(entries: Sequence[ReportEntry]) -> str:
    if not entries:
        return ""
    by_association = [(name, list(group)) for name, group in groupby(entries, key=lambda entry: entry.association)]
    reports = "1 rapport" if len(entries) == 1 else f"{len(entries)} rapporter"
    summary = f'{reports}<span class="fs-from"> från {len(by_association)} förbund</span>'
    items = "".join(f"<li><strong>{escape(name)}</strong> {escape(_titles(group))}</li>" for name, group in by_association)
    return f'<details class="fs-indexed"><summary>{summary}</summary><ul>{items}</ul></details>'


def _titles(entries: Sequence[ReportEntry]) -> str:
    return ", ".join(entry.title for entry in entries)
