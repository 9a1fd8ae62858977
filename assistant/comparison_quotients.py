"""Kronor per participant: a cost by the number of participants of the very same thing, report and period, both as printed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import product

from assistant.amounts import base_unit, base_value
from assistant.calculate import calculate
from assistant.choose import is_same_table, with_other_prints
from assistant.compare import Entry, compare, printed_of, read_names, read_spans
from assistant.comparison_findings import FindingsByFigure, by_figure, is_contested
from assistant.comparison_measures import PrintedMeasure, row_name
from assistant.evidence import Calculation, FigureEvidence
from assistant.figure_words import of_one_gender
from assistant.matching import telling_stems
from assistant.operations import Operation
from assistant.query import Span
from assistant.wording import say_amount, say_each, say_figure
from ingest.domain import Figure, Scenario
from ingest.errors import UsageError
from vectorstore.entries import Scope
from vectorstore.library import Library

_Prints = Sequence[FigureEvidence]
_PARTICIPANTS, _PRINTED_QUOTIENT = "deltagare", "kostnad_per_deltagare"
# Costs of everything that an association does: what a count of all participants, under no heading, belongs to.
_WHOLE = frozenset({"verksamhetens_kostnader", "summa_insatser"})


@dataclass(frozen=True, slots=True)
class PerParticipant:
    """`quotient` is in kronor; None where the cost or the participants are not printed: then `refused` says why, in Swedish.

    `printed` is the cost per participant that the report prints itself; `notes` say where it differs from the computed.
    """

    measure: str
    association: str
    span: Span | None
    cost: Entry
    participants: FigureEvidence | None
    quotient: Calculation | None
    printed: FigureEvidence | None
    refused: str
    notes: tuple[str, ...]
    contested: bool


def per_participant(
    measures: Sequence[str | PrintedMeasure],
    library: Library,
    associations: Sequence[str] | None = None,
    periods: Sequence[str | Span] | None = None,
) -> tuple[PerParticipant, ...]:
    """Every combination in the order of `compare`, whose errors it raises; the costs are outcomes."""
    names = read_names(associations, library)
    entries = compare(measures, library, names, read_spans(periods), Scenario.OUTCOME)
    each = len(entries) // max(len(measures) * len(names), 1)
    found, findings = list[PerParticipant](), by_figure(library.findings())
    for at, (measure, name) in enumerate(product(measures, names)):
        prints = printed_of(measure, name, library, Scenario.OUTCOME)
        figures = library.figures(Scope(associations=frozenset((name,))))
        every = [FigureEvidence(s.figure.key, s, 1.0) for s in figures if s.figure.concept in (_PARTICIPANTS, _PRINTED_QUOTIENT)]
        found += [_divided(entry, prints, every, findings) for entry in entries[at * each : (at + 1) * each]]
    return tuple(found)


def _divided(
    entry: Entry, prints: Sequence[FigureEvidence], every: Sequence[FigureEvidence], findings: FindingsByFigure
) -> PerParticipant:
    if entry.choice is None:
        return _refused(entry, f"Kostnaden saknas. {entry.why_missing}")
    if base_unit(entry.choice.best) != "kr":
        return _refused(entry, "Måttet är inte ett belopp i kronor.")
    if not base_value(entry.choice.best):
        return _refused(entry, "Kostnaden är tryckt som noll.")
    counts = [e for e in every if _counts_everybody(e.stored.figure)]
    best = entry.choice.best
    repeats = [best, *(e for e in prints if e is not best and _states_the_same(e, best))]
    pairs = [(cost, count) for cost, count in product(repeats, counts) if _is_of_one_thing(cost, count)]
    if not pairs:
        return _refused(entry, _why_none([e for e in counts if _same_time(e, best)]))
    cost, count = pairs[0]
    if len({base_value(other) for _, other in pairs}) > 1:
        return _refused(entry, "Rapporterna trycker flera olika antal deltagare för samma sak och tid.")
    try:
        quotient = calculate(Operation.RATIO, (cost, count), f"{entry.measure} per deltagare", allow_mixed=True)
    except UsageError as refused:
        return _refused(entry, refused.message_sv)
    quotient = replace(quotient, value=abs(quotient.value), expression=quotient.expression.removeprefix("-"))
    entry = replace(entry, choice=with_other_prints(cost, prints))
    printed = next((e for e in every if _is_own_quotient(e, count)), None)
    notes = _notes(quotient, printed)
    contested = is_contested(entry, findings)
    return PerParticipant(
        entry.measure, entry.association, entry.span, entry, count, quotient, printed, "", notes, contested
    )  # fmt: skip


def _refused(entry: Entry, why: str) -> PerParticipant:
    return PerParticipant(entry.measure, entry.association, entry.span, entry, None, None, None, why.strip(), (), False)


def _counts_everybody(figure: Figure) -> bool:
    """A count of participants that is no part of them."""
    of_all = figure.concept == _PARTICIPANTS and figure.scenario is Scenario.OUTCOME and figure.unit == "antal"
    return of_all and not of_one_gender(figure.row) and not of_one_gender(figure.column) and figure.value > 0


def _states_the_same(one: FigureEvidence, other: FigureEvidence) -> bool:
    same_value = abs(base_value(one)) == abs(base_value(other))
    return same_value and one.stored.figure.period == other.stored.figure.period and base_unit(one) == base_unit(other)


def _same_time(count: FigureEvidence, cost: FigureEvidence) -> bool:
    return count.stored.figure.period == cost.stored.figure.period


def _is_of_one_thing(cost: FigureEvidence, count: FigureEvidence) -> bool:
    """Whether the participants are those of what the cost is for: of its card, or under its name, in one report and time."""
    if cost.stored.report.report != count.stored.report.report or not _same_time(count, cost):
        return False
    thing = telling_stems(_thing(count.stored.figure))
    if not thing:
        return cost.stored.figure.concept in _WHOLE
    return set(thing) == set(telling_stems(row_name(cost.stored.figure.row)))


def _is_own_quotient(printed: FigureEvidence, count: FigureEvidence) -> bool:
    """Whether the report itself prints what the same thing cost for each of these participants, in the same time."""
    figure = printed.stored.figure
    if figure.concept != _PRINTED_QUOTIENT or figure.scenario is not Scenario.OUTCOME:
        return False
    if not is_same_table(printed, count) or not _same_time(printed, count):
        return False
    return set(telling_stems(_thing(figure))) == set(telling_stems(_thing(count.stored.figure)))


def _thing(figure: Figure) -> str:
    """What has the participants, or cost so much for each: the heading right above the row, as printed."""
    return figure.row.rpartition(" › ")[0].rpartition(" › ")[2]


def _why_none(counts: Sequence[FigureEvidence]) -> str:
    things = list(dict.fromkeys(thing for e in counts if (thing := _thing(e.stored.figure))))
    if not things:
        return "Rapporten trycker inget antal deltagare för samma tid."
    return f"Antalet deltagare är bara tryckt för {say_each(things, 'sv')}, inte för det som kostnaden gäller."


def _notes(quotient: Calculation, printed: FigureEvidence | None) -> tuple[str, ...]:
    if printed is None or abs(base_value(printed) - quotient.value) < 1:
        return ()
    computed = say_amount(quotient.value, quotient.unit)
    return (f"Rapporten anger själv {say_figure(printed)} per deltagare; uträkningen ger {computed}.",)
