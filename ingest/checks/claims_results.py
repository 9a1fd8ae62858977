"""Words about the result and the money left: surplus or deficit, better or worse than budget, used up."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal
from itertools import pairwise

from ingest.checks.claims_findings import claim_finding
from ingest.checks.claims_money import MONEY, step
from ingest.checks.claims_money import amount as money_of
from ingest.checks.relation import factor_to, in_base_unit
from ingest.checks.sheets import is_doubtful
from ingest.checks.words import say_value
from ingest.domain import Certainty, Figure, Finding, FindingKind, Report, Scenario, Severity, TextUnit
from ingest.language import fold

_SURPLUS = re.compile(rf"\b(?P<sign>over|under)skott(?:et)?(?: pa| om|,) (?:cirka |ca |drygt |knappt )?{MONEY}")
_AGAINST_BUDGET = re.compile(rf"{MONEY} (?P<way>battre|samre) an (?:budget\w*|vantat|planerat)")
_THAN_THAT = re.compile(rf"{MONEY} (?P<way>battre|samre) an (?:sa|det|budget\w*|vantat|planerat|beraknat|raknat)\b")
_SAYS_RESULT = re.compile(r"\b(?:resultat(?:et)?|utfall(?:et)?|det blev|blev det|aret slutade)\b")
_OF_RESULT = re.compile(
    r"\b(?:arets|periodens|forbundets|det ekonomiska|ekonomiska) resultat(?:et)?\b|\baret slutade\b|\butfallet blev\b"
)
_PLANNED = re.compile(r"\b(?:budget\w*|planera\w*|prognos\w*|beraknat|rakna(?:r|de) med|vantas|forvantas|mot)(?: \w+){0,4} ?$")
_USED_UP = re.compile(
    r"\blikvida medel\b[^.]{0,30}\b(?:ar|blivit) (?:nu |darmed |helt )*(?:forbrukade|slut)\b"
    r"|\blikvida medlen ar (?:nu )?(?:forbrukade|slut)\b"
)


def result_findings(report: Report, unit: TextUnit) -> Iterator[Finding]:
    folded = " ".join(fold(unit.text).split())
    yield from _sign(report, unit, folded)
    yield from _against_budget(report, unit, folded)
    yield from _used_up(report, unit, folded)


def _sign(report: Report, unit: TextUnit, folded: str) -> Iterator[Finding]:
    """A surplus of exactly the amount that the income statement has as a deficit, or the other way round."""
    for match in _SURPLUS.finditer(folded):
        if _PLANNED.search(folded[: match.start()]):
            continue
        amount, in_unit = money_of(match)
        results = [figure for figure in _results(report, Scenario.OUTCOME) if _is_same_size(figure, amount, in_unit)]
        signs = {figure.value > 0 for figure in results}
        others = [f for scenario in (Scenario.BUDGET, Scenario.DEVIATION) for f in _results(report, scenario)]
        if len(signs) != 1 or any(_is_same_size(figure, amount, in_unit) for figure in others):
            continue
        if signs != {match["sign"] == "over"}:
            said, is_ = ("överskott", "underskott") if match["sign"] == "over" else ("underskott", "överskott")
            what = f"Texten säger ett {said} på {say_value(amount, in_unit)}, men resultatet är ett {is_}."
            stated = amount if match["sign"] == "over" else -amount
            yield claim_finding(
                report,
                unit,
                what,
                Certainty.CERTAIN,
                Severity.MATERIAL,
                against=results[:2],
                stated=stated,
                computed=-stated,
                unit=in_unit,
                kind=FindingKind.SIGN,
            )


def _against_budget(report: Report, unit: TextUnit, folded: str) -> Iterator[Finding]:
    """ "767 tkr bättre än budget", said of the result, against its outcome and its budget."""
    match = _AGAINST_BUDGET.search(folded)
    if match is None or not _OF_RESULT.search(folded[: match.start()]) or _gives_budget(folded[: match.start()]):
        return
    amount, in_unit = money_of(match)
    period = report.metadata.period
    pairs = [
        (out, budget)
        for out in _results(report, Scenario.OUTCOME)
        for budget in _results(report, Scenario.BUDGET)
        if out.period == budget.period == period and out.table == budget.table and out.unit == budget.unit
    ]
    apart = {(out.value - budget.value) * (factor_to(in_unit, out) or 0) for out, budget in pairs}
    if len(apart) != 1:
        return
    real = next(iter(apart))
    said = amount if match["way"] == "battre" else -amount
    room = step(amount) + (factor_to(in_unit, pairs[0][0]) or 0)
    if abs(real - said) > room:
        what = f"Resultatet sägs vara {say_value(amount, in_unit)} {'bättre' if said > 0 else 'sämre'} än budget, men skillnaden"
        what += f" mellan utfall och budget är {say_value(real, in_unit)}."
        yield claim_finding(
            report,
            unit,
            what,
            Certainty.CERTAIN,
            Severity.MATERIAL,
            against=pairs[0],
            stated=said,
            computed=real,
            unit=in_unit,
            kind=FindingKind.DIFFERENCE,
        )


def better_findings(report: Report, units: Sequence[TextUnit]) -> Iterator[Finding]:
    """ "Budgeten var ett underskott på 230 000 kr. Utfallet blev 65 400 kr bättre än så." `units` are a section's, in order."""
    for planned, unit in (*pairwise(units), *((unit, unit) for unit in units)):
        plan, folded = " ".join(fold(planned.text).split()), " ".join(fold(unit.text).split())
        match = _THAN_THAT.search(folded)
        budgets = list(_SURPLUS.finditer(plan if match is None or planned is not unit else folded[: match.start()]))
        if (
            match is None
            or len(budgets) != 1
            or "prognos" in folded
            or (planned is not unit and _AGAINST_BUDGET.search(folded))
            or not _PLANNED.search(plan[: budgets[0].start()])
            or not _SAYS_RESULT.search(folded[: match.start()])
        ):
            continue
        amount, in_unit = money_of(match)
        of_plan, plan_unit = money_of(budgets[0])
        budget = in_base_unit(of_plan, plan_unit) * (1 if budgets[0]["sign"] == "over" else -1)
        outcomes = [f for f in _results(report, Scenario.OUTCOME) if f.period == report.metadata.period]
        apart = {(in_base_unit(f.value, f.unit) - budget) / in_base_unit(Decimal(1), in_unit): f for f in outcomes}
        said = amount if match["way"] == "battre" else -amount
        steps = [in_base_unit(step(a), u) for a, u in ((amount, in_unit), (of_plan, plan_unit))]
        room = (sum(steps) + max((in_base_unit(Decimal(1), f.unit) for f in outcomes), default=0)) / in_base_unit(
            Decimal(1), in_unit
        )
        if apart and all(abs(real - said) > room for real in apart):
            real, out = next(iter(apart.items()))
            what = f"Utfallet sägs vara {say_value(amount, in_unit)} {'bättre' if said > 0 else 'sämre'} än budgeten, men"
            what += f" skillnaden mellan resultatet och budgeten är {say_value(real, in_unit)}."
            yield claim_finding(
                report,
                unit,
                what,
                Certainty.INTERPRETATION,
                Severity.MATERIAL,
                against=[out, planned],
                stated=said,
                computed=real,
                unit=in_unit,
                kind=FindingKind.DIFFERENCE,
            )


def _gives_budget(folded: str) -> bool:
    """Whether the words before a comparison give the budget's own amount, which is then what is compared with."""
    return any(_PLANNED.search(folded[: match.start()]) for match in _SURPLUS.finditer(folded))


def _used_up(report: Report, unit: TextUnit, folded: str) -> Iterator[Finding]:
    if not _USED_UP.search(folded):
        return
    end = report.metadata.period_end.isoformat()
    left = [
        figure
        for figure in report.figures
        if figure.concept in ("likvida_medel", "kassa_bank") and figure.period == end and figure.scenario is Scenario.OUTCOME
    ]
    left = [figure for figure in left if not is_doubtful(figure) and figure.value > 0]
    if left:
        what = f"De likvida medlen sägs vara förbrukade, men de är {say_value(left[0].value, left[0].unit)} vid periodens slut."
        yield claim_finding(
            report,
            unit,
            what,
            Certainty.INTERPRETATION,
            Severity.MATERIAL,
            against=left[:2],
            stated=0,
            computed=left[0].value,
            unit=left[0].unit,
        )


def _results(report: Report, scenario: Scenario) -> list[Figure]:
    return [
        figure
        for figure in report.figures
        if figure.concept == "arets_resultat" and figure.scenario is scenario and not is_doubtful(figure) and figure.value
    ]


def _is_same_size(figure: Figure, amount: Decimal, unit: str) -> bool:
    """Whether a figure is that amount, rounded as the sentence rounds it."""
    factor = factor_to(unit, figure)
    return factor is not None and abs(abs(figure.value) * factor - amount) <= step(amount) / 2
