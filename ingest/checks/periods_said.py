"""What a report says about time: years over tables, dates, and the names of periods must fit each other."""

from __future__ import annotations

from collections.abc import Iterator

from ingest.checks.outline_places import Text
from ingest.checks.periods_said_columns import column_findings, old_heading_findings, year_for_a_part_findings
from ingest.checks.periods_said_dates import date_findings
from ingest.checks.periods_said_headers import header_findings
from ingest.checks.periods_said_names import name_findings
from ingest.checks.periods_said_report import own_period_findings
from ingest.checks.periods_said_siblings import sibling_findings
from ingest.domain import Finding, Report


def period_findings(report: Report) -> Iterator[Finding]:
    """Periods that the values, the calendar or the report's own period contradict."""
    text = Text.of(report)
    yield from column_findings(text)
    yield from old_heading_findings(text)
    yield from year_for_a_part_findings(text)
    yield from header_findings(text)
    yield from date_findings(text)
    yield from name_findings(text)
    yield from own_period_findings(text)
    yield from sibling_findings(text)
