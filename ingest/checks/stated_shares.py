"""Percentages that sentences state, against what stands beside them: amounts, other percentages, the change they describe."""

from __future__ import annotations

from collections.abc import Iterator

from ingest.checks.sentences_said import sentences_said
from ingest.checks.shares_amounts import share_claims
from ingest.checks.shares_changes import changes_said
from ingest.checks.shares_finished import finished_shares
from ingest.checks.shares_growth import growth_shares
from ingest.checks.shares_lists import share_lists
from ingest.checks.shares_of_few import impossible_shares
from ingest.checks.shares_pairs import share_pairs, shares_in_cards
from ingest.checks.shares_per_head import averages_said
from ingest.checks.shares_whole import shares_of_a_whole
from ingest.domain import Finding, Report


def stated_share_findings(report: Report) -> Iterator[Finding]:
    """In the order of the checks, not of the text."""
    sentences = sentences_said(report)
    yield from share_claims(report, sentences)
    yield from share_pairs(report, sentences)
    yield from shares_in_cards(report, sentences)
    yield from impossible_shares(report, sentences)
    yield from share_lists(report, sentences)
    yield from changes_said(report, sentences)
    yield from growth_shares(report, sentences)
    yield from averages_said(report, sentences)
    yield from shares_of_a_whole(report, sentences)
    yield from finished_shares(report, sentences)
