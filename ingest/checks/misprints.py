"""Misprints: numbers, dates, times and names that the rest of the report shows to be printed wrong."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from ingest.checks.misprints_digits import digit_findings
from ingest.checks.misprints_names import spelling_findings
from ingest.checks.misprints_times import time_findings
from ingest.checks.outline_places import Text
from ingest.checks.sheets import Sheet
from ingest.domain import Finding, Report


def misprint_findings(report: Report, sheets: Sequence[Sheet]) -> Iterator[Finding]:
    """`sheets` are the report's own."""
    text = Text.of(report)
    yield from digit_findings(text, sheets)
    yield from time_findings(text)
    yield from spelling_findings(text)
