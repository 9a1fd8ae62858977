"""Column headers that are times: each once, in unbroken order, and reaching the report's own period."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ingest.checks.outline_places import Spot, Text, listed
from ingest.domain import Certainty, Finding, FindingKind, ReportKind, Table
from ingest.language import fold
from ingest.periods import Span, is_period, parse_period

_STATEMENT = re.compile(r"resultatrakning|balansrakning|kassaflodesanalys")
_MIN_SERIES = 3


def header_findings(text: Text) -> Iterator[Finding]:
    for table in text.report.tables:
        spans = [parse_period(header) if is_period(header) else None for header in table.columns]
        times = [span for span in spans if span is not None]
        if len(times) != len(spans) or len(times) < 2:
            continue
        yield from _printed_twice(text, table)
        yield from _a_year_left_out(text, table, times)
        yield from _not_this_report(text, table, times)


def head_of(text: Text, table: Table) -> Spot:
    """The table's header lines, up to its first row."""
    first, last = table.locator.lines or (1, 1)
    rows = table.rows[0].lines[0] if table.rows else last + 1
    return text.spot(first, min(max(first, rows - 1), first + 3))


def _printed_twice(text: Text, table: Table) -> Iterator[Finding]:
    headers = [fold(header) for header in table.columns]
    if len(headers) == 2 and headers[0] == headers[1]:
        what = f"I ”{table.title}” har båda kolumnerna rubriken {table.columns[0]}."
        yield text.finding(FindingKind.PERIOD, what, [head_of(text, table)], text.certainty)


def _a_year_left_out(text: Text, table: Table, times: list[Span]) -> Iterator[Finding]:
    years = [span.end.year for span in times if span.is_year]
    if len(years) < _MIN_SERIES or len(years) != len(times) or len(set(years)) != len(years):
        return
    ordered = sorted(years)
    missing = [str(year) for year in range(ordered[0], ordered[-1]) if year not in years]
    if len(missing) == 1:
        what = f"Kolumnerna i ”{table.title}” är {listed([str(y) for y in years])}: året {missing[0]} saknas."
        yield text.finding(FindingKind.PERIOD, what, [head_of(text, table)], Certainty.INTERPRETATION)
    elif years not in (ordered, ordered[::-1]):
        what = f"Årtalen över kolumnerna i ”{table.title}” står inte i ordning: {listed([str(y) for y in years])}."
        yield text.finding(FindingKind.PERIOD, what, [head_of(text, table)], Certainty.INTERPRETATION)


def _not_this_report(text: Text, table: Table, times: list[Span]) -> Iterator[Finding]:
    """A statement none of whose columns is of the report's own year, or that stands on another day of it."""
    metadata = text.report.metadata
    if not _STATEMENT.search(fold(table.title)) or metadata.kind not in (ReportKind.ANNUAL_REPORT, ReportKind.INTERIM_REPORT):
        return
    own = [span for span in times if span.end.year == metadata.period_end.year]
    if any(span.end == metadata.period_end or span.is_year for span in own):
        return
    end = metadata.period_end.isoformat()
    what = f"Kolumnerna i ”{table.title}” är {listed(list(table.columns))}, men rapporten går till och med {end}."
    yield text.finding(FindingKind.PERIOD, what, [head_of(text, table)], Certainty.INTERPRETATION)
