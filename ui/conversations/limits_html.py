"""The row above the question box: which association and year the answers are limited to."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

from assistant.limits import Limits
from assistant.timespans import parse_period
from ingest.errors import UsageError
from vectorstore.entries import ReportEntry


def limits_row_html(entries: Sequence[ReportEntry]) -> str:
    """Two drop-downs with what the library holds; "" for an empty one."""
    if not entries:
        return ""
    names = tuple(dict.fromkeys(entry.association for entry in entries))
    years = sorted(
        {year for entry in entries for year in range(entry.period_start.year, entry.period_end.year + 1)}, reverse=True
    )
    return (
        '<div class="fs-limits" role="group" aria-label="Begränsa svaren">'
        f"{_choice('fs-association', 'Förbund', 'Alla förbund', names)}"
        f"{_choice('fs-period', 'År', 'Alla år', tuple(map(str, years)))}"
        '<button type="button" class="fs-small" id="fs-no-limits" aria-label="Rensa begränsningen" hidden>Rensa</button></div>'
    )


def _choice(element_id: str, label: str, every: str, values: Sequence[str]) -> str:
    options = "".join(f'<option value="{escape(value)}">{escape(value)}</option>' for value in values)
    return (
        f'<span class="fs-choice"><label for="{element_id}">{label}</label><select id="{element_id}" autocomplete="off">'
        f'<option value="">{every}</option>{options}</select></span>'
    )


def read_limits(association: str, period: str, entries: Sequence[ReportEntry]) -> Limits:
    """What was chosen. Raises `UsageError` for an association that no report is from, or a period that is none."""
    if association and association not in {entry.association for entry in entries}:
        raise UsageError("Förbundet i urvalet finns inte bland rapporterna längre. Ladda om sidan och välj igen.")
    try:
        return Limits(association, parse_period(period) if period else None)
    except ValueError:
        raise UsageError("Året i urvalet går inte att tolka. Välj ett år i listan.", f"unreadable period {period!r}") from None
