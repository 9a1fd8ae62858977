"""A measure of one association over periods: one printed row where possible, so that its figures mean the same.

Measures are the lexicon's concepts. A row in which a period has several figures of one kind (income, cost, net) does not
tell which is meant and is left out; so is a cell whose column is not sure.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import groupby

from assistant.amounts import KRONOR
from assistant.brief.extent import Extent, span_end
from assistant.brief.wording import row_label, same_words
from assistant.timespans import parse_period, write_period
from ingest.domain import SIDE_PRINTED_NEGATIVE, Scenario
from ingest.lexicon import Concept, load_concepts
from vectorstore.entries import Scope, StoredFigure
from vectorstore.library import Library

UNSURE = ("column-uncertain", "ambiguous")
YEARS = 5
_CONTRIBUTIONS = "medlemsbidrag"


@dataclass(frozen=True, slots=True)
class Series:
    """`figures` has the figure of each period that has one, keyed as the wanted periods are; `scenario` is what they are."""

    concept: str
    figures: dict[str, StoredFigure]
    scenario: Scenario

    @property
    def units(self) -> set[str]:
        return {one.figure.unit for one in self.figures.values()}

    @property
    def turned(self) -> bool:
        """Whether the report prints the side of the balance sheet with a minus, which is left out here."""
        return any(SIDE_PRINTED_NEGATIVE in one.figure.flags for one in self.figures.values())


def wanted_periods(extent: Extent, is_plan: bool) -> tuple[str, ...]:
    """The brief's period and the four before it (of a plan: after it), each of the same length, nearest first."""
    step = 1 if is_plan else -1
    return tuple(_moved(extent.period, step * n) for n in range(YEARS))


def _moved(period: str, years: int) -> str:
    span = parse_period(period)
    day = 28 if (span.end.month, span.end.day) == (2, 29) else span.end.day
    start = span.start.replace(year=span.start.year + years, day=min(span.start.day, 28) if years else span.start.day)
    return write_period(type(span)(start, span.end.replace(year=span.end.year + years, day=day)))


def read_series(concepts: Sequence[str], extent: Extent, periods: Sequence[str], library: Library) -> dict[str, Series]:
    """The series of each concept that has one with a figure for the first period or the second, in the order asked.

    Outcomes; where the reports of the period state none at all (a plan), the budget.
    """
    reports = frozenset(entry.report for entry in (*extent.main, *extent.others))
    figures = library.figures(Scope(reports=reports))
    scenario = Scenario.BUDGET if extent.is_plan else Scenario.OUTCOME
    found = (_series_of(known, figures, extent, periods, scenario) for c in concepts if (known := load_concepts().get(c)))
    return {one.concept: one for one in found if one is not None}


def _series_of(
    concept: Concept, figures: Iterable[StoredFigure], extent: Extent, periods: Sequence[str], scenario: Scenario
) -> Series | None:
    rows = rows_of(f for f in figures if _is_of(f, concept, scenario))
    at = [(row, by_period(row, periods)) for row in rows]
    own = {entry.report for entry in extent.main}
    usable = [(row, found) for row, found in at if found and (periods[0] in found) and row[0].report.report in own]
    if not usable:
        return None
    row, found = max(usable, key=lambda one: _worth(one[0], one[1], concept))
    return Series(concept.key, _filled(found, row, at, periods), scenario)


def _is_of(stored: StoredFigure, concept: Concept, scenario: Scenario) -> bool:
    figure = stored.figure
    unit = "money" if figure.unit in KRONOR else figure.unit
    # what an association pays to be a member of another is a cost, not its members' contributions
    if concept.key == _CONTRIBUTIONS and figure.value < 0:
        return False
    return figure.concept == concept.key and figure.scenario is scenario and unit == concept.unit and is_sure(stored)


def is_sure(stored: StoredFigure) -> bool:
    return not any(flag.startswith(UNSURE) for flag in stored.figure.flags)


def rows_of(figures: Iterable[StoredFigure]) -> list[list[StoredFigure]]:
    """Figures gathered by the printed row that they stand in, in the order given."""
    rows: dict[tuple[object, ...], list[StoredFigure]] = {}
    for one in figures:
        figure = one.figure
        rows.setdefault((one.report.report, figure.table, figure.row, figure.quote, figure.locator.lines), []).append(one)
    return list(rows.values())


def by_period(row: Iterable[StoredFigure], periods: Sequence[str]) -> dict[str, StoredFigure]:
    """The one figure of the row for each period, or for its last day; none for a period that has several."""
    found: dict[str, StoredFigure] = {}
    for period in periods:
        at = [one for one in row if one.figure.period in (period, span_end(period))]
        if len(at) == 1:
            found[period] = at[0]
    return found


def _worth(row: Sequence[StoredFigure], found: dict[str, StoredFigure], concept: Concept) -> tuple[float, ...]:
    """A row that has the measure's own name, tells of most periods and is printed to the krona says most."""
    label = row_label(row[0].figure)
    named = same_words(label, concept.label) or any(same_words(label, one) for one in concept.printed[:2])
    exact = row[0].figure.unit not in ("tkr", "mnkr")
    lines = row[0].figure.locator.lines or (0, 0)
    return (float(named) + len(found) / YEARS + 0.3 * exact + 0.2 * (" › " not in row[0].figure.row), -float(lines[0]))


def _filled(
    found: dict[str, StoredFigure],
    row: Sequence[StoredFigure],
    others: Sequence[tuple[Sequence[StoredFigure], dict[str, StoredFigure]]],
    periods: Sequence[str],
) -> dict[str, StoredFigure]:
    """The row's figures, and for periods that it lacks those of rows of the same name and unit in other reports."""
    filled = dict(found)
    label, unit = row_label(row[0].figure), row[0].figure.unit
    for other, at in others:
        if same_words(row_label(other[0].figure), label) and other[0].figure.unit == unit and other[0].report != row[0].report:
            filled = {**at, **filled}
    return {period: filled[period] for period in periods if period in filled}


def tables_of(figures: Iterable[StoredFigure]) -> list[list[StoredFigure]]:
    """Figures gathered by the table they stand in, in the order given."""
    ordered = groupby(figures, key=lambda one: (one.report.report, one.figure.table, one.figure.locator.section))
    return [list(group) for _, group in ordered]
