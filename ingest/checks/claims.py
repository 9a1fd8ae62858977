"""Claims in words, checked against the figures and the other words of the report."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from ingest.checks.claims_ages import age_findings
from ingest.checks.claims_counts import count_findings
from ingest.checks.claims_payers import payer_findings
from ingest.checks.claims_results import result_findings
from ingest.checks.claims_rows import row_findings
from ingest.checks.claims_sentences import sentence_findings
from ingest.checks.claims_trends import trend_findings
from ingest.checks.claims_words import word_findings
from ingest.checks.claims_years import year_findings
from ingest.checks.goals_blocks import sentences_by_section
from ingest.checks.sheets import Sheet
from ingest.domain import Finding, Report


def claim_findings(report: Report, sheets: Sequence[Sheet]) -> Iterator[Finding]:
    """A finding for each claim whose subject is certain and which the report itself disproves."""
    sections = tuple(sentences_by_section(report))
    for units in sections:
        for unit in units:
            yield from sentence_findings(report, unit)
            yield from result_findings(report, unit)
            yield from trend_findings(report, unit)
            yield from payer_findings(report, unit)
        yield from row_findings(report, sheets, units)
        yield from year_findings(report, sheets, units)
    yield from word_findings(report, sections)
    yield from count_findings(report, sections)
    yield from age_findings(report, sections)
