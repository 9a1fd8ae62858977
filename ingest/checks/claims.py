"""Claims in words, checked against the figures and the other words of the report."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from ingest.checks.claims_ages import age_findings
from ingest.checks.claims_amounts import amount_findings
from ingest.checks.claims_board import board_findings
from ingest.checks.claims_counts import count_findings
from ingest.checks.claims_equity import equity_findings
from ingest.checks.claims_grants import grant_findings
from ingest.checks.claims_meetings import meeting_findings
from ingest.checks.claims_parts import part_findings
from ingest.checks.claims_payers import payer_findings
from ingest.checks.claims_results import better_findings, result_findings
from ingest.checks.claims_rows import row_findings
from ingest.checks.claims_sentences import sentence_findings
from ingest.checks.claims_shares import share_claim_findings
from ingest.checks.claims_starts import start_findings
from ingest.checks.claims_superlatives import superlative_findings
from ingest.checks.claims_trends import trend_findings
from ingest.checks.claims_words import word_findings
from ingest.checks.claims_years import year_findings
from ingest.checks.goals_blocks import sentences_by_section
from ingest.checks.sentences_said import sentences_said
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
            yield from amount_findings(report, unit)
        yield from better_findings(report, units)
        yield from share_claim_findings(report, units)
        yield from superlative_findings(report, sheets, units)
        yield from row_findings(report, sheets, units)
        yield from year_findings(report, sheets, units)
    yield from grant_findings(report, sheets)
    yield from equity_findings(report, sheets, sentences_said(report))
    yield from word_findings(report, sections)
    yield from count_findings(report, sections)
    yield from age_findings(report, sections)
    yield from meeting_findings(report, sections)
    yield from start_findings(report, sections)
    yield from board_findings(report, sections)
    yield from part_findings(report, sections)
