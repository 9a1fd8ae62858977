"""Misprints: numbers, dates, times and names that the rest of the report shows to be printed wrong, or in a wrong place."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from ingest.checks.columns_swapped import swapped_header_findings
from ingest.checks.misprints_digits import digit_findings
from ingest.checks.misprints_names import spelling_findings
from ingest.checks.misprints_parts import lost_digit_findings
from ingest.checks.misprints_times import time_findings
from ingest.checks.outline_places import Text
from ingest.checks.sheets import Sheet
from ingest.checks.sums_swapped import swapped_row_findings
from ingest.checks.terms_said import term_findings
from ingest.domain import Finding, Report


def misprint_findings(report: Report, sheets: Sequence[Sheet]) -> Iterator[Finding]:
    """`sheets` are the report's own."""
    text = Text.of(report)
    yield from digit_findings(text, sheets)
    yield from time_findings(text)
    yield from spelling_findings(text)
    yield from term_findings(text)
    yield from lost_digit_findings(report)
    yield from swapped_row_findings(report, sheets)
    yield from swapped_header_findings(report, sheets)
