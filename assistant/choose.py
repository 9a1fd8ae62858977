"""From ranked figures to the ones that answer: one for each measure and period, with what agrees and what contradicts."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from assistant.amounts import base_unit, base_value
from assistant.evidence import FigureEvidence
from assistant.find_figures import find_figures
from assistant.matching import telling_stems
from assistant.query import Measure, Query, Span
from assistant.timespans import parse_period
from ingest.domain import Scenario
from ingest.language import terms
from vectorstore.entries import Scope
from vectorstore.library import Library

# Two prints of one amount may differ by rounding: one unit of the coarser print.
_ROUNDING = {"kr": Decimal(1), "tkr": Decimal(1000), "mnkr": Decimal(1_000_000)}
# A print in thousands that is so little off the same amount printed whole has a wrong digit.
_SLIP = Decimal("0.005")


@dataclass(frozen=True, slots=True)
class Choice:
    """The figure that answers, others that print the same, and others that print something else for the same thing.

    `rivals` are equally fitting figures of other associations, one each; they matter when the question named none.
    `twins` are rows of the same table with the same name under another heading, which the question does not tell apart.
    """

    best: FigureEvidence
    agreeing: tuple[FigureEvidence, ...] = ()
    conflicting: tuple[FigureEvidence, ...] = ()
    rivals: tuple[FigureEvidence, ...] = ()
    twins: tuple[FigureEvidence, ...] = ()


def choose_figure(
    measure: Measure,
    query: Query,
    library: Library,
    periods: tuple[Span, ...] | None = None,
    beside: FigureEvidence | None = None,
) -> Choice | None:
    """The one figure for a measure; `periods` narrows the question's own. None when there is none.

    With `beside`, figures of that one's table come first: what a cost is divided by stands on the same card.
    """
    narrowed = replace(_as_said_of(measure, query), periods=periods) if periods is not None else _as_said_of(measure, query)
    found = find_figures(measure, narrowed, library)
    if beside is not None:
        in_table = tuple(e for e in found if is_same_table(e, beside))
        found = tuple(e for e in in_table if same_column(e, beside)) or in_table or found
    if not found:
        return None
    found = _outcomes_first(found) if narrowed.scenario is None else found
    current = found if narrowed.periods else _latest_of_each(found)
    best = _whole_of(most_exact(current[0], current), current)
    found = (*found, *_on_its_card(best, found, library), *_of_its_meaning(best, measure, found, library))
    return replace(with_other_prints(best, found), rivals=tuple(_first_of_each_association(current, best)))


def _on_its_card(best: FigureEvidence, found: Sequence[FigureEvidence], library: Library) -> list[FigureEvidence]:
    """What is printed of a row where it has a table or card of its own, or the other way round: "Budget" under its name."""
    known = {e.key for e in found}
    scope = Scope(associations=frozenset((best.stored.report.association,)))
    others = (FigureEvidence(s.figure.key, s, best.score) for s in library.figures(scope) if s.figure.key not in known)
    return [e for e in others if is_own_card(e, best) and _same_time_and_kind(e, best) and base_unit(e) == base_unit(best)]


def _of_its_meaning(
    best: FigureEvidence, measure: Measure, found: Sequence[FigureEvidence], library: Library
) -> list[FigureEvidence]:
    """The other prints of the concept that was asked for, under whatever name: "Personal" in one note, "Personalkostnader"
    in another."""
    figure = best.stored.figure
    if figure.concept not in measure.concepts or figure.table is None or base_unit(best) != "kr":
        return []
    known = {e.key for e in found}
    scope = Scope(reports=frozenset((best.stored.report.report,)))
    others = (FigureEvidence(s.figure.key, s, best.score) for s in library.figures(scope) if s.figure.key not in known)
    return [e for e in others if _same_concept(e, best) and same_heading(e, best) and not _is_inexact(e) and not is_sum(e)]


def is_own_card(one: FigureEvidence, other: FigureEvidence) -> bool:
    """Whether one row is called by its kind alone, under a heading that is the other one's name."""
    (name, of_kind), (other_name, other_of_kind) = _name(one), _name(other)
    return of_kind is not other_of_kind and bool(name) and set(name) == set(other_name)


def _name(evidence: FigureEvidence) -> tuple[tuple[str, ...], bool]:
    """What a row is about, and whether its heading says so: "A › Budget 2021" is about A."""
    heading, _, label = evidence.stored.figure.row.rpartition(" › ")
    by_kind = bool(heading) and terms(label)[:1] in _KINDS
    return telling_stems(heading.rpartition(" › ")[2] if by_kind else label), by_kind


_KINDS = tuple(terms(word) for word in ("budget", "utfall", "budgeterat"))


def with_other_prints(best: FigureEvidence, found: Sequence[FigureEvidence]) -> Choice:
    """A figure with what else is printed of the same thing, among what was found."""
    same = [e for e in found if e is not best and _same_fact(e, best)]
    same += [e for e in found if _same_concept(e, best) and e not in same and not agrees(e, best)]
    same += [e for e in found if is_own_card(e, best) and _same_time_and_kind(e, best) and e not in same and not agrees(e, best)]
    others = tuple(e for e in same if not agrees(e, best) and not _uncertain(e))
    twins = tuple(e for e in others if is_same_table(e, best))
    conflicting = tuple(e for e in others if not is_same_table(e, best))
    return Choice(best, tuple(e for e in same if agrees(e, best))[:1], conflicting[:2], (), twins[:3])


def _as_said_of(measure: Measure, query: Query) -> Query:
    """Of "A 2021 eller B enligt budget 2022" each part has its own time and kind; a time named once is everyone's."""
    if len(query.measures) < 2:
        return query
    return replace(query, periods=measure.periods or query.periods, scenario=measure.scenario)


def contradicting(choice: Choice) -> tuple[FigureEvidence, ...]:
    """The other prints that claim to be the very thing; not those under another heading, which may be about another part."""
    return tuple(e for e in choice.conflicting if same_heading(e, choice.best))


def namesakes(choice: Choice) -> tuple[FigureEvidence, ...]:
    """Rows of the same name or meaning that may be about another part: the words asked for do not tell which is meant."""
    return (*choice.twins, *(e for e in choice.conflicting if not same_heading(e, choice.best)))


def choose_for_periods(measure: Measure, query: Query, library: Library) -> tuple[tuple[Span, Choice | None], ...]:
    """The figure for each period asked about, in time order; None where the reports have none."""
    return tuple((span, choose_figure(measure, query, library, (span,))) for span in sorted(query.periods, key=lambda s: s.end))


def _outcomes_first(found: tuple[FigureEvidence, ...]) -> tuple[FigureEvidence, ...]:
    """Unless a budget is asked for, a row's budget stands in only where it has no outcome."""
    outcomes = [e for e in found if e.stored.figure.scenario is Scenario.OUTCOME]
    budgets = (e for e in found if e.stored.figure.scenario is Scenario.BUDGET)
    stand_ins = {e.key for e in budgets if not any(same_row(e, outcome) for outcome in outcomes)}
    return tuple(e for e in found if e.stored.figure.scenario is not Scenario.BUDGET or e.key in stand_ins)


def _latest_of_each(found: Sequence[FigureEvidence]) -> list[FigureEvidence]:
    """Without a time in the question: what each association has that is newest."""
    latest: dict[str, int] = {}
    for e in found:
        name = e.stored.report.association
        latest[name] = max(latest.get(name, _end(e)), _end(e))
    return [e for e in found if _end(e) == latest[e.stored.report.association]]


def _first_of_each_association(found: Sequence[FigureEvidence], best: FigureEvidence) -> list[FigureEvidence]:
    first: dict[str, FigureEvidence] = {}
    for e in found:
        first.setdefault(e.stored.report.association, e)
    return [e for name, e in first.items() if name != best.stored.report.association]


def _end(evidence: FigureEvidence) -> int:
    """The last day of the figure's time as a number. A plan's coming years do not outrun the year it is made for."""
    period, report = evidence.stored.figure.period, evidence.stored.report
    if period is None:
        return 0
    span = parse_period(period)
    return 0 if span.start > report.period_end else span.end.toordinal()


def is_same_table(one: FigureEvidence, other: FigureEvidence) -> bool:
    a, b = one.stored, other.stored
    return (a.report.report, a.figure.table, a.figure.locator.section) == (
        b.report.report,
        b.figure.table,
        b.figure.locator.section,
    )


def same_row(one: FigureEvidence, other: FigureEvidence) -> bool:
    a, b = one.stored.figure, other.stored.figure
    same_words = terms(a.row.rpartition(" › ")[2]) == terms(b.row.rpartition(" › ")[2])
    return one.stored.report.association == other.stored.report.association and base_unit(one) == base_unit(other) and same_words


def same_column(one: FigureEvidence, other: FigureEvidence) -> bool:
    """Whether the columns differ in time and kind at most."""
    return telling_stems(one.stored.figure.column) == telling_stems(other.stored.figure.column)


def same_heading(one: FigureEvidence, other: FigureEvidence) -> bool:
    """Whether no different headings stand above the two rows."""
    return len({telling_stems(e.stored.figure.row.rpartition(" › ")[0].rpartition(" › ")[2]) for e in (one, other)} - {()}) < 2


def _same_fact(one: FigureEvidence, other: FigureEvidence) -> bool:
    """Whether two prints claim to be the same thing: association, period, kind, unit, column and the name of the row."""
    same_name = same_row(one, other) and same_column(one, other)
    return _same_time_and_kind(one, other) and same_name and (same_heading(one, other) or is_same_table(one, other))


def _same_time_and_kind(one: FigureEvidence, other: FigureEvidence) -> bool:
    a, b = one.stored.figure, other.stored.figure
    return a.period == b.period and a.scenario is b.scenario


def _same_concept(one: FigureEvidence, other: FigureEvidence) -> bool:
    """The same concept and time under another name: a second figure that a reader must know of."""
    a, b = one.stored.figure, other.stored.figure
    same_time = a.period == b.period and a.scenario is b.scenario and base_unit(one) == base_unit(other)
    same_thing = a.concept is not None and a.concept == b.concept and one is not other
    return same_time and same_thing and one.stored.report.association == other.stored.report.association


def most_exact(best: FigureEvidence, found: Sequence[FigureEvidence]) -> FigureEvidence:
    """The same fact as another table prints it whole, where the best row prints it in thousands or damaged; also where that is
    off by a slip of the print."""
    figure = best.stored.figure
    if not _is_inexact(best) or figure.concept is None:
        return best
    whole = [e for e in found if _same_concept(e, best) and not _is_inexact(e)]
    return next((e for e in whole if agrees(e, best)), next((e for e in whole if _is_a_slip_off(e, best)), best))


def _is_a_slip_off(one: FigureEvidence, other: FigureEvidence) -> bool:
    return abs(abs(base_value(one)) - abs(base_value(other))) <= _SLIP * abs(base_value(other))


def _whole_of(best: FigureEvidence, found: Sequence[FigureEvidence]) -> FigureEvidence:
    """Of a part and a whole that are called the same ("Avsättning pensioner" in a note, the balance sheet's "Avsättningar för
    pensioner") the whole: what another table prints and the part's own table sums up to."""
    if best.stored.figure.concept is None or is_sum(best):
        return best
    others = [e for e in found if _same_concept(e, best) and not agrees(e, best)]
    sums = [e for e in others if is_same_table(e, best) and is_sum(e) and abs(base_value(e)) > abs(base_value(best))]
    elsewhere = (e for e in others if not is_same_table(e, best) and any(agrees(e, whole) for whole in sums))
    return next(elsewhere, best)


def is_sum(evidence: FigureEvidence) -> bool:
    """Whether a row is called a sum."""
    return terms(evidence.stored.figure.row.rpartition(" › ")[2])[:1] in _SUMS


_SUMS = tuple(terms(word) for word in ("summa", "totalt", "total", "totala"))


def _is_inexact(evidence: FigureEvidence) -> bool:
    figure = evidence.stored.figure
    return (figure.unit in _ROUNDING and figure.unit != "kr") or any(flag.startswith("repaired") for flag in figure.flags)


def _uncertain(evidence: FigureEvidence) -> bool:
    return any(flag.startswith("column-uncertain") for flag in evidence.stored.figure.flags)


def agrees(one: FigureEvidence, other: FigureEvidence) -> bool:
    """The same amount, whatever sign convention the table has, within the coarser print's rounding."""
    tolerance = max(_ROUNDING.get(e.stored.figure.unit, Decimal(0)) for e in (one, other))
    return abs(abs(base_value(one)) - abs(base_value(other))) <= tolerance
