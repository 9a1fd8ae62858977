"""The saved capital in percent of what the members pay, as sentences tell it, against the balance sheet and the contributions."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from decimal import ROUND_HALF_UP, Decimal

from ingest.checks.facts import facts_of
from ingest.checks.relation import in_base_unit
from ingest.checks.rules import load_rules
from ingest.checks.sentences_said import Said, before, figure_of, said_finding
from ingest.checks.shares_amounts import is_near
from ingest.checks.sheets import Sheet
from ingest.checks.words import say_value
from ingest.domain import Certainty, Figure, Finding, FindingKind, Report, ReportKind, Scenario
from ingest.statements_numbers import Mention

_OF_CONTRIBUTIONS = re.compile(
    r"^ ?av (?:arets |hela arets )?(?:totala |samlade |tilldelade )?(?:medlemsbidrag\w*|medlemsavgift\w*|medelstilldelning\w*)\b"
)
_EQUITY = re.compile(r"\b(?:eget kapital|egna kapitalet|sparade (?:medel|kapital\w*)|kapitalet)\b")
# A limit or a goal, or what another year was.
_NOT_SO = re.compile(
    r"\b(?:hogst|max\w*|minst|rekommend\w*|riktlinje\w*|riktmarke\w*|mal|malet|grans\w*|tak|bor|ska|skall|planera\w*)\b"
)
_ANOTHER_YEAR = re.compile(r"\b(?:innan|foregaende|forra|fjol|tidigare)\b|\b(?:19|20)\d\d\b")
_MOST = 100


def equity_findings(report: Report, sheets: Sequence[Sheet], sentences: Sequence[Said]) -> Iterator[Finding]:
    """Only of a whole year, and where the share is that of none of the contributions that the report prints for it."""
    if report.metadata.kind is not ReportKind.ANNUAL_REPORT:
        return
    year = str(report.metadata.period_end.year)
    facts = [f for f in facts_of(sheets, load_rules()) if f.scenario is Scenario.OUTCOME]
    equity = [
        f.figure for f in facts if f.line == "eget_kapital" and f.end == report.metadata.period_end and f.statement == "balance"
    ]
    paid = [
        f for f in report.figures if f.concept in ("medlemsbidrag", "verksamhetens_intakter") and (f.period or "")[:4] == year
    ]
    own = [f for f in paid if f.concept == "medlemsbidrag" and f.scenario is Scenario.OUTCOME and f.unit != "%" and f.value]
    if len({_kronor(f) for f in equity}) != 1 or len({_kronor(f) for f in own}) != 1 or not _kronor(own[0]):
        return
    saved = _kronor(equity[0])
    for said in sentences:
        for share in said.mentions:
            if share.unit == "%" and share.value < _MOST and _is_of_equity(said, share, sentences, year):
                wholes = [_kronor(figure) for figure in paid if figure.unit != "%" and figure.value]
                digits = f"{share.value:f}".replace(".", ",")
                if not any(is_near(100 * saved / whole, share.value, share.hedge, digits) for whole in wholes):
                    yield _finding(report, said, share, equity[0], own[0])


def _kronor(figure: Figure) -> Decimal:
    return abs(in_base_unit(figure.value, figure.unit))


def _is_of_equity(said: Said, share: Mention, sentences: Sequence[Said], year: str) -> bool:
    """Whether the sentence, or the one right before it, speaks of the capital now, and of no limit to it."""
    ahead = said.folded[: share.start]
    if not _OF_CONTRIBUTIONS.match(said.folded[share.end :]) or _NOT_SO.search(said.folded):
        return False
    told = " ".join((*(one.folded for one in before(said, sentences, 1)), ahead)) if not _EQUITY.search(ahead) else ahead
    return bool(_EQUITY.search(told)) and not _ANOTHER_YEAR.search(ahead.replace(year, ""))


def _finding(report: Report, said: Said, share: Mention, equity: Figure, paid: Figure) -> Finding:
    exact = (100 * _kronor(equity) / _kronor(paid)).quantize(Decimal("0.1"), ROUND_HALF_UP)
    parts = f"{say_value(abs(equity.value), equity.unit)} av {say_value(abs(paid.value), paid.unit)}"
    return said_finding(
        report,
        FindingKind.SHARE,
        f"Det egna kapitalet sägs vara {say_value(share.value, '%')} av medlemsbidraget, men {parts} är {say_value(exact, '%')}.",
        (said,),
        share.value,
        exact,
        "%",
        certainty=Certainty.INTERPRETATION,
        figures=(figure_of(report, said, share), equity, paid),
    )
