"""Budget against outcome: both as printed, and the deviation computed from them in kronor and percent."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from itertools import product

from assistant.amounts import KRONOR, base_unit, base_value, sign_is_meant
from assistant.calculate import calculate
from assistant.choose import is_same_table, same_column, same_heading, same_row, with_other_prints
from assistant.compare import Entry, compare, label_of, printed_of, read_names, read_spans
from assistant.comparison_findings import by_figure, is_contested
from assistant.comparison_measures import PrintedMeasure
from assistant.evidence import Calculation, FigureEvidence
from assistant.operations import Operation
from assistant.query import Span
from assistant.series import span_of
from assistant.timespans import is_time_of
from assistant.wording import printed_scale, say_amount, say_figure
from ingest.domain import Scenario
from ingest.errors import UsageError
from vectorstore.entries import Scope
from vectorstore.library import Library

_Prints = tuple[FigureEvidence, ...]


@dataclass(frozen=True, slots=True)
class AgainstBudget:
    """A measure of one association and time. `difference` is the outcome less the budget in the base unit, `percent` that of
    the budget's size; None where one of the two is missing or it would mean nothing: then `refused` says why, in Swedish.

    `printed` is the deviation that the report prints itself, where it prints one. `notes` say in Swedish what a reader must
    know of the computation. `contested`: the reports state another figure for one of the two, or another deviation.
    """

    measure: str
    association: str
    span: Span
    outcome: Entry
    budget: Entry
    difference: Calculation | None
    percent: Calculation | None
    printed: FigureEvidence | None
    refused: str
    notes: tuple[str, ...]
    contested: bool


def against_budget(
    measures: Sequence[str | PrintedMeasure],
    library: Library,
    associations: Sequence[str] | None = None,
    periods: Sequence[str | Span] | None = None,
) -> tuple[AgainstBudget, ...]:
    """Every combination in the order of `compare`; without times those for which a budget is printed.

    Outcome and budget are those of one row of one table where a table prints both. Raises what `compare` raises.
    """
    names = read_names(associations, library)
    spans = read_spans(periods) or _times_of_budgets(measures, library, names)
    if not spans:
        return ()
    outcomes, budgets = (compare(measures, library, names, spans, kind) for kind in (Scenario.OUTCOME, Scenario.BUDGET))
    squares = zip(product(measures, names, spans), outcomes, budgets, strict=True)
    return tuple(_held_against(*square, outcome, budget, library) for square, outcome, budget in squares)


def _times_of_budgets(measures: Sequence[str | PrintedMeasure], library: Library, names: Sequence[str]) -> tuple[Span, ...]:
    budgets = compare(measures, library, names, None, Scenario.BUDGET)
    spans = {one.span for one in budgets if one.span is not None and one.choice is not None}
    return tuple(sorted(spans, key=lambda span: (span.end, span.start)))


def _held_against(
    measure: str | PrintedMeasure, name: str, span: Span, outcome: Entry, budget: Entry, library: Library
) -> AgainstBudget:
    prints = {kind: printed_of(measure, name, library, kind) for kind in _KINDS} if outcome.choice and budget.choice else {}
    pair = _of_one_row(prints, span)
    if pair is not None:
        outcome, budget = (
            replace(one, choice=with_other_prints(figure, prints[kind]))
            for one, figure, kind in zip((outcome, budget), pair, (Scenario.OUTCOME, Scenario.BUDGET), strict=True)
        )
    label = label_of(measure)
    if outcome.choice is None or budget.choice is None:
        return AgainstBudget(label, name, span, outcome, budget, None, None, None, _what_is_missing(outcome, budget), (), False)
    inputs = (budget.choice.best, outcome.choice.best)
    difference, percent, refused = _computed(inputs, label)
    printed = _printed_deviation(inputs, library)
    notes = (*_notes(inputs), *_of_deviation(difference, printed))
    disagrees = difference is not None and printed is not None and not _agree(difference, printed, inputs)
    findings = by_figure(library.findings())
    contested = disagrees or any(is_contested(one, findings) for one in (outcome, budget))
    return AgainstBudget(label, name, span, outcome, budget, difference, percent, printed, refused, notes, contested)


_KINDS = (Scenario.OUTCOME, Scenario.BUDGET)


def _of_one_row(prints: dict[Scenario, _Prints], span: Span) -> tuple[FigureEvidence, FigureEvidence] | None:
    """The best outcome and budget of one row of one table, None where no table prints both; one in kronor goes before one
    that is as good in thousands."""
    at_span = {kind: [e for e in found if (own := span_of(e)) and is_time_of(span, own)] for kind, found in prints.items()}
    pairs = [
        (outcome, budget)
        for budget, outcome in product(at_span.get(Scenario.BUDGET, ()), at_span.get(Scenario.OUTCOME, ()))
        if _is_one_row(outcome, budget)
    ]
    return min(pairs, key=lambda pair: (-round(pair[1].score, 2), pair[1].stored.figure.unit != "kr"), default=None)


def _is_one_row(one: FigureEvidence, other: FigureEvidence) -> bool:
    same_place = is_same_table(one, other) and same_row(one, other) and same_heading(one, other)
    return same_place and same_column(one, other) and one.stored.figure.period == other.stored.figure.period


def _what_is_missing(outcome: Entry, budget: Entry) -> str:
    said = [f"{kind}: {one.why_missing}" for kind, one in (("Utfall", outcome), ("Budget", budget)) if one.choice is None]
    return " ".join(said)


def _computed(inputs: _Prints, label: str) -> tuple[Calculation | None, Calculation | None, str]:
    """The deviation in the base unit and in percent of the budget, or why it is not computed."""
    periods = {e.stored.figure.period for e in inputs}
    if len(periods) > 1:
        return None, None, "Budget och utfall gäller inte samma tid, så avvikelsen räknas inte."
    try:
        difference = calculate(Operation.DIFFERENCE, inputs, f"{label}, avvikelse", allow_mixed=True)
    except UsageError as refused:
        return None, None, refused.message_sv
    if not has_percentage(*inputs):
        return difference, None, ""
    return difference, calculate(Operation.CHANGE_PERCENT, inputs, f"{label}, avvikelse i procent", allow_mixed=True), ""


def has_percentage(first: FigureEvidence, last: FigureEvidence) -> bool:
    """Whether what changed tells something in percent: not of a percentage, of nothing, nor of a loss or of what became one."""
    if base_unit(first) == "%" or not base_value(first):
        return False
    gained_or_lost = sign_is_meant(first) or sign_is_meant(last)
    return not (gained_or_lost and (base_value(first) < 0 or base_value(last) < 0))


def _printed_deviation(inputs: _Prints, library: Library) -> FigureEvidence | None:
    """The deviation that the outcome's own row prints, in the unit of the amounts."""
    outcome = inputs[1]
    figures = library.figures(Scope(reports=frozenset((outcome.stored.report.report,))))
    deviations = (FigureEvidence(s.figure.key, s, 1.0) for s in figures if s.figure.scenario is Scenario.DEVIATION)
    of_row = (e for e in deviations if is_same_table(e, outcome) and e.stored.figure.row == outcome.stored.figure.row)
    same = (e for e in of_row if e.stored.figure.period == outcome.stored.figure.period)
    return next((e for e in same if base_unit(e) == base_unit(outcome)), None)


def _agree(difference: Calculation, printed: FigureEvidence, inputs: _Prints) -> bool:
    """The same size, within the rounding of three prints: some reports print the deviation the other way round."""
    rounding = sum((KRONOR.get(e.stored.figure.unit, Decimal(0)) for e in (*inputs, printed)), Decimal(0))
    return abs(abs(difference.value) - abs(base_value(printed))) <= rounding


def _notes(inputs: _Prints) -> tuple[str, ...]:
    notes = []
    if not is_same_table(*inputs):
        notes.append("Budget och utfall står i olika tabeller.")
    rounded = {unit for e in inputs if (unit := printed_scale(e)) is not None}
    if rounded:
        notes.append(f"Tryckt i {' och '.join(sorted(rounded))}: avvikelsen är lika avrundad som trycket.")
    if any(base_value(e) < 0 for e in inputs) and any(base_value(e) > 0 for e in inputs):
        notes.append("Rapporten skriver det ena beloppet med minustecken och det andra utan.")
    return tuple(notes)


def _of_deviation(difference: Calculation | None, printed: FigureEvidence | None) -> tuple[str, ...]:
    if difference is None or printed is None or abs(difference.value) == abs(base_value(printed)):
        return ()
    computed = say_amount(difference.value, difference.unit)
    return (f"Rapporten anger själv avvikelsen till {say_figure(printed)}; uträkningen ger {computed}.",)
