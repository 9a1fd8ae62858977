"""The page's head: what the assistant is, what it has read, who is signed in, and the accessibility statement."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from html import escape

from ui.access.person import LOCAL, Person
from ui.access.signed_in_html import signed_in_html
from ui.api.public_paths import STATEMENT_PAGE
from vectorstore.entries import ReportEntry

NOTICE = (
    "<strong>AI-assistent.</strong> Svarar bara ur de inlästa rapporterna och visar alltid källan. "
    "Den kan läsa fel – kontrollera viktiga uppgifter i källan."
)
# More names than these are a list for the tab of reports.
_MOST_NAMED = 15


def header_html(entries: Sequence[ReportEntry], person: Person | None = None) -> str:
    """The head as HTML; without a person (before the page has asked who it is) without the account's menu."""
    return (
        '<header class="fs-head"><div class="fs-brand"><span class="fs-logo" aria-hidden="true">F</span>'
        "<h1>Finsam-assistenten</h1></div>"
        f'<p class="fs-ai" role="note"><span class="fs-ai-tag">AI</span><span>{NOTICE}</span></p>'
        f'<div class="fs-corner">{_indexed(entries)}{_account(person) if person else ""}</div></header>'
    )


def _indexed(entries: Sequence[ReportEntry]) -> str:
    if not entries:
        return ""
    counts = Counter(entry.association for entry in entries)
    summary = f'{_reports(len(entries))}<span class="fs-from"> från {len(counts)} förbund</span>'
    named = list(counts.items())[:_MOST_NAMED]
    items = "".join(f"<li><strong>{escape(name)}</strong> {_reports(count)}</li>" for name, count in named)
    if len(counts) > len(named):
        items += f"<li>… och {len(counts) - len(named)} förbund till, under fliken Rapporter</li>"
    return f'<details class="fs-indexed fs-menu"><summary>{summary}</summary><ul>{items}</ul></details>'


def _reports(count: int) -> str:
    return "1 rapport" if count == 1 else f"{count} rapporter"


def _account(person: Person) -> str:
    name = "Den här datorn" if person == LOCAL else person.name
    return (
        f'<details class="fs-account fs-menu"><summary><span class="fs-account-name">{escape(name)}</span></summary>'
        f'<div class="fs-account-body">{signed_in_html(person)}'
        f'<p><a href="{STATEMENT_PAGE}">Tillgänglighet</a></p></div></details>'
    )
