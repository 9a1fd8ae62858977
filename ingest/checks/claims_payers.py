"""How much a payer's contribution is said to have changed, against the rows of contributions."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal

from ingest.checks.claims_findings import claim_finding
from ingest.checks.relation import in_base_unit
from ingest.checks.sheets import is_doubtful
from ingest.checks.words import say_value
from ingest.domain import Certainty, Figure, Finding, FindingKind, Report, Scenario, Severity, TextUnit
from ingest.language import fold
from ingest.periods import shift, span_of, span_text
from ingest.unit_words import MONEY_UNITS

_PAYER = r"(?P<payer>statens|regionens)"
_MEANS = r"(?:finansiering|tilldelning|bidrag|driftbidrag|medlemsbidrag|anslag)"
_CHANGE = r"med (?P<amount>\d{1,3}(?:[  ]\d{3})+|\d+(?:,\d+)?) ?(?P<unit>%|procent\b|kr\b|kronor\b)"
_CLAIMS = (
    re.compile(rf"\b(?P<way>minskade|okade) {_PAYER} {_MEANS}\b[^.]{{0,60}}? {_CHANGE}"),
    re.compile(rf"\b{_PAYER} {_MEANS}\b[^.]{{0,30}}? (?P<way>minskade|okade|minskat|okat)[^.]{{0,30}}? {_CHANGE}"),
)
_ROWS = {"statens": re.compile(r"\bstat(?:en|liga)?\b"), "regionens": re.compile(r"\bregion(?:en)?\b")}
_CONTRIBUTION = re.compile(r"bidrag|avgift|tilldelning|intakt")
_OTHER_TIME = re.compile(r"\b(?:infor|nasta|kommande|kommer|foreslas|vantas|forra|sedan)\b")
_POINTS_APART = Decimal(2)


def payer_findings(report: Report, unit: TextUnit) -> Iterator[Finding]:
    folded = " ".join(fold(unit.text).split())
    match = next((found for pattern in _CLAIMS if (found := pattern.search(folded))), None)
    if match is None or _OTHER_TIME.search(folded) or re.search(r"\b(?:19|20)\d\d\b", folded):
        return
    now, before = _contribution(report, match["payer"])
    if now is None or before is None or not before.value:
        return
    said = Decimal(re.sub(r"\s", "", match["amount"]).replace(",", "."))
    said = said if match["way"].startswith("ok") else -said
    apart = abs(now.value) - abs(before.value)
    is_share = match["unit"] in ("%", "procent")
    real = apart * 100 / abs(before.value) if is_share else in_base_unit(apart, now.unit)
    if abs(real - said) <= (_POINTS_APART if is_share else Decimal(1_000)):
        return
    in_unit = "%" if is_share else "kr"
    real = round(real, 1)
    who = "Statens" if match["payer"] == "statens" else "Regionens"
    what = f"{who} bidrag sägs ha ändrats med {say_value(said, in_unit)}, men {say_value(before.value, before.unit)} till"
    what += f" {say_value(now.value, now.unit)} är {say_value(real, in_unit)}."
    yield claim_finding(
        report,
        unit,
        what,
        Certainty.INTERPRETATION,
        Severity.MINOR,
        against=[now, before],
        stated=said,
        computed=real,
        unit=in_unit,
        kind=FindingKind.CONTRADICTION,
    )


def _contribution(report: Report, payer: str) -> tuple[Figure | None, Figure | None]:
    """This and last period's contribution of a payer; None where several rows could be meant."""
    period = report.metadata.period
    before_span = shift(span_of(period), -1)
    wanted = [
        figure
        for figure in report.figures
        if figure.scenario is Scenario.OUTCOME
        and figure.unit in MONEY_UNITS
        and not is_doubtful(figure)
        and _ROWS[payer].search(fold(figure.row.split(" › ")[-1]))
        and _CONTRIBUTION.search(fold(f"{figure.row} {figure.table}"))
    ]
    nows = [figure for figure in wanted if figure.period == period]
    befores = [figure for figure in wanted if before_span and figure.period == span_text(before_span)]
    if (
        len({abs(in_base_unit(f.value, f.unit)) for f in nows}) != 1
        or len({abs(in_base_unit(f.value, f.unit)) for f in befores}) != 1
    ):
        return None, None
    return nows[0], next((figure for figure in befores if figure.unit == nows[0].unit), None)
