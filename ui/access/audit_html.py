"""The audit log as a table: for the administrator's eyes, everything in it escaped."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from html import escape

from ui.access.audit import AuditEntry

_HEADINGS = ("Tid", "Vem", "Vad", "Gäller", "Mer")


def audit_html(entries: Sequence[AuditEntry]) -> str:
    """A table with the newest first, in this machine's time; a line where nothing has happened yet."""
    if not entries:
        return '<p class="fs-audit-empty">Ingenting har hänt än.</p>'
    head = "".join(f'<th scope="col">{heading}</th>' for heading in _HEADINGS)
    rows = "".join(_row(entry) for entry in entries)
    # A region that can be reached and scrolled by keyboard: the table is wider than a phone.
    return (
        '<div class="fs-audit" role="region" aria-label="Händelselogg" tabindex="0"><table>'
        f"<caption>Händelselogg: {_counted(len(entries))}</caption>"
        f"<thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table></div>"
    )


def local_time(at: str) -> str:
    """A time of the log, which is UTC, as the clock on this machine's wall had it, to the minute."""
    return datetime.fromisoformat(at).astimezone().strftime("%Y-%m-%d %H:%M")


def _row(entry: AuditEntry) -> str:
    moment = f'<time datetime="{escape(entry.at)}">{escape(local_time(entry.at))}</time>'
    rest = "".join(f"<td>{escape(text)}</td>" for text in (entry.by, entry.action, entry.subject, entry.detail))
    return f"<tr><td>{moment}</td>{rest}</tr>"


def _counted(count: int) -> str:
    return "en händelse" if count == 1 else f"de {count} senaste händelserna"
