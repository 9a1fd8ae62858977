"""What is said to have risen, fallen or cost more than budgeted, against the rows that print it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

from ingest.checks.claims_findings import cite, claim_finding
from ingest.checks.relation import factor_to
from ingest.checks.sheets import is_doubtful
from ingest.checks.words import say_figure, say_value
from ingest.domain import Certainty, Figure, Finding, FindingKind, Report, Scenario, Severity, TextUnit
from ingest.language import fold, stem, words
from ingest.periods import shift, span_of, span_text

_UP = r"okat|okade|okar|stigit|steg|hojts|hojdes|forbattrats"
_DOWN = r"minskat|minskade|minskar|sjunkit|sjonk|sankts|sanktes"
_TREND = re.compile(
    rf"^(?P<subject>(?:[a-z-]+ ){{1,5}})(?:har )?(?:(?:kraftigt|nagot|markant|svagt) )?(?P<way>{_UP}|{_DOWN})"
    r"(?: med (?P<amount>\d{1,3}(?:[  ]\d{3})+|\d+(?:,\d+)?) ?(?P<unit>%|(?:procentenheter|procent|kr|kronor|tkr|mnkr)\b))?"
    r"(?P<rest>.*)$"
)
_MONEY = r"(?P<amount>\d{1,3}(?:[  ]\d{3})+|\d+(?:,\d+)?) ?(?P<unit>kr|kronor|tkr|mnkr)"
_COST = re.compile(
    rf"\b(?:kostade|kostnaden|kostat)\b(?: \w+){{0,3}}? {_MONEY} (?P<way>mer|mindre|hogre|lagre) an (?:budget\w*|planerat)"
)
_COST_BEHIND = re.compile(rf"\bkostade (?P<way>mer|mindre) an budgeterat, {_MONEY}\b")
# Time, place or group narrow the claim to something that the row is not.
_NARROWED = re.compile(r"\b(?:sedan|fran|over tid|for|bland|hos|i|per|till|under (?:varen|hosten|pandemin)|under de)\b")
_UNITS = {"kr": "kr", "kronor": "kr", "tkr": "tkr", "mnkr": "mnkr", "procent": "%", "%": "%", "procentenheter": "procentenheter"}
_POINT_ROOM = Decimal("1.1")


@dataclass(frozen=True, slots=True)
class _Change:
    """The same row's figures of the period before and of the report's period."""

    before: Figure
    after: Figure
    is_exact: bool


def trend_findings(report: Report, unit: TextUnit) -> Iterator[Finding]:
    folded = " ".join(fold(unit.text).split())
    yield from _trend(report, unit, folded)
    yield from _cost(report, unit, folded)


def _trend(report: Report, unit: TextUnit, folded: str) -> Iterator[Finding]:
    match = _TREND.match(folded)
    if (
        match is None
        or _NARROWED.search(match["rest"].split(",")[0])
        or re.search(r"\b(?:19|20)\d\d\b", _other_years(report, folded))
    ):
        return
    changes = _changes_of(report, match["subject"])
    if not changes:
        return
    said_up = re.fullmatch(_UP, match["way"]) is not None
    against = [change for change in changes if (change.after.value > change.before.value) != said_up]
    if len(against) == len(changes) and all(change.after.value != change.before.value for change in changes):
        change = changes[0]
        what = f"”{cite(unit.text, 70)}”: {say_figure(change.after)} är {say_value(change.after.value, change.after.unit)}"
        what += f" mot {say_value(change.before.value, change.before.unit)} året före."
        certainty = Certainty.CERTAIN if change.is_exact else Certainty.INTERPRETATION
        yield claim_finding(
            report,
            unit,
            what,
            certainty,
            Severity.MATERIAL,
            against=[change.after, change.before],
            stated=change.after.value,
            computed=change.before.value,
            unit=change.after.unit,
        )
    elif match["amount"] and not against and all(_is_whole(change) for change in changes):
        yield from _amount_of_change(report, unit, match, changes)


def _is_whole(change: _Change) -> bool:
    """Whether the row is what the sentence names and no part of it; "intäkterna" are all of them."""
    return change.is_exact or (change.after.concept or "").startswith("verksamhetens_")


def _amount_of_change(report: Report, unit: TextUnit, match: re.Match[str], changes: Sequence[_Change]) -> Iterator[Finding]:
    said = Decimal(re.sub(r"\s", "", match["amount"]).replace(",", "."))
    in_unit = _UNITS[match["unit"]]
    real = [value for change in changes if (value := _size_of(change, in_unit)) is not None]
    room = _POINT_ROOM * Decimal(1).scaleb(int(said.as_tuple().exponent))
    if not all(change.is_exact for change in changes):
        room = max(room, _POINT_ROOM)
    if real and len(real) == len(changes) and all(abs(value - said) > room for value in real) and max(real) - min(real) <= room:
        change = changes[0]
        is_share = in_unit == "%"
        computed = round(real[0], max(1, -int(said.as_tuple().exponent))) if is_share else real[0]
        what = f"”{cite(unit.text, 70)}”: {say_value(change.before.value, change.before.unit)} till"
        what += f" {say_value(change.after.value, change.after.unit)} är {say_value(computed, in_unit)}."
        yield claim_finding(
            report,
            unit,
            what,
            Certainty.INTERPRETATION,
            Severity.MINOR,
            against=[change.after, change.before],
            stated=said,
            computed=computed,
            unit=in_unit,
            kind=FindingKind.SHARE if is_share else FindingKind.DIFFERENCE,
        )


def _size_of(change: _Change, unit: str) -> Decimal | None:
    apart = abs(change.after.value - change.before.value)
    if unit == "procentenheter":
        return apart if change.after.unit == "%" else None
    if unit == "%":
        return apart * 100 / abs(change.before.value) if change.before.value and change.after.unit != "%" else None
    factor = factor_to(unit, change.after)
    return None if factor is None else apart * factor


def _other_years(report: Report, folded: str) -> str:
    """The years a sentence names other than the report's and the one before."""
    year = report.metadata.period_end.year
    return re.sub(rf"\b(?:{year}|{year - 1})\b", "", folded)


def _changes_of(report: Report, subject: str) -> list[_Change]:
    wanted = {stem(word) for word in words(subject)}
    period = report.metadata.period
    before_span = shift(span_of(period), -1)
    if before_span is None:
        return []
    ends = {period, report.metadata.period_end.isoformat()}
    earlier = {span_text(before_span), before_span.end.isoformat()}
    candidates = [
        figure
        for figure in report.figures
        if figure.scenario is Scenario.OUTCOME and figure.concept and not is_doubtful(figure) and _is_named(figure, wanted)
    ]
    changes: list[_Change] = []
    for after in candidates:
        befores = [
            one
            for one in candidates
            if one.quote == after.quote and one.table == after.table and one.unit == after.unit and one.period in earlier
        ]
        if after.period in ends and len(befores) == 1:
            changes.append(_Change(befores[0], after, _stems(after) == wanted))
    concepts = {change.after.concept for change in changes}
    if len(concepts) > 1:  # "intäkterna" without more are those of the whole activity
        changes = [change for change in changes if (change.after.concept or "").startswith("verksamhetens_")]
    return changes if len({change.after.concept for change in changes}) == 1 else []


def _is_named(figure: Figure, wanted: set[str]) -> bool:
    label = _stems(figure)
    return bool(wanted) and wanted <= label and len(label - wanted) <= 1


def _stems(figure: Figure) -> set[str]:
    return {stem(word) for word in words(figure.row.split(" › ")[-1])}


def _cost(report: Report, unit: TextUnit, folded: str) -> Iterator[Finding]:
    """ "Bryggan kostade 34 310 kr mer än budgeterat": the one row so named that prints outcome and budget."""
    match = _COST.search(folded) or _COST_BEHIND.search(folded)
    if match is None:
        return
    said = Decimal(re.sub(r"\s", "", match["amount"]).replace(",", "."))
    in_unit = _UNITS[match["unit"]]
    more = match["way"] in ("mer", "hogre")
    pairs = list(_outcome_and_budget(report, folded[: match.start("way")]))
    if len({figure.row for pair in pairs for figure in pair}) != 1:
        return
    for out, budget in pairs[:1]:
        factor = factor_to(in_unit, out)
        if factor is None:
            return
        real = (abs(out.value) - abs(budget.value)) * factor
        room = factor + Decimal(1).scaleb(int(said.as_tuple().exponent))
        if abs(real - (said if more else -said)) > room:
            what = f"{say_figure(out)} sägs ha kostat {say_value(said, in_unit)} {'mer' if more else 'mindre'} än budgeterat, men"
            what += f" utfallet är {say_value(out.value, out.unit)} och budgeten {say_value(budget.value, budget.unit)}."
            yield claim_finding(
                report,
                unit,
                what,
                Certainty.INTERPRETATION,
                Severity.MATERIAL,
                against=[out, budget],
                stated=said if more else -said,
                computed=real,
                unit=in_unit,
                kind=FindingKind.DIFFERENCE,
            )


def _outcome_and_budget(report: Report, folded: str) -> Iterator[tuple[Figure, Figure]]:
    period = report.metadata.period
    named = [
        figure
        for figure in report.figures
        if figure.period == period
        and not is_doubtful(figure)
        and len(label := fold(figure.row.split(" › ")[-1]).strip(" :")) > 4
        and re.search(rf"\b{re.escape(label)}\b", folded)
    ]
    for out in named:
        budgets = [
            one
            for one in named
            if one.quote == out.quote and one.scenario is Scenario.BUDGET and one.unit == out.unit and one.table == out.table
        ]
        if out.scenario is Scenario.OUTCOME and len(budgets) == 1:
            yield out, budgets[0]
