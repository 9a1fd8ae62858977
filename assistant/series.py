"""One measure of one association over time: what may stand in one row, and what must be left out of it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from itertools import pairwise

from assistant.amounts import base_unit
from assistant.choose import Choice, most_exact, same_column, same_heading, same_row, with_other_prints
from assistant.evidence import FigureEvidence
from assistant.find_figures import find_figures
from assistant.query import Measure, Query, Span
from assistant.timespans import is_time_of, length_of, parse_period, shift_years
from assistant.wording import say, say_figure, say_label, say_time
from ingest.domain import Scenario
from vectorstore.entries import Scope
from vectorstore.library import Library

# As many as a search gives: every print of the row in every report is wanted.
EVERY_PRINT = 300

# One or two times are hardly a row; then a row that fits nearly as well and is longer is meant.
_A_ROW, _NEARLY_AS_GOOD = 2, 0.08


class LeftOutWhy(StrEnum):
    """Also the phrase that says it."""

    OTHER_LENGTH = "left_out_length"
    DAY_OR_STRETCH = "left_out_day_or_stretch"
    OTHER_SCENARIO = "left_out_scenario"
    UNKNOWN_TIME = "left_out_time"


@dataclass(frozen=True, slots=True)
class LeftOut:
    """A figure of the measure that does not belong in the row, and why."""

    figure: FigureEvidence
    why: LeftOutWhy


@dataclass(frozen=True, slots=True)
class Series:
    """Figures of one scenario and unit, oldest first: all of days, or all of stretches of one length.

    `missing` are the years between first and last that no report states. Empty when no row is about the measure.
    """

    points: tuple[Choice, ...] = ()
    left_out: tuple[LeftOut, ...] = ()
    missing: tuple[Span, ...] = ()


def find_series(measure: Measure, query: Query, library: Library) -> Series:
    """Every time for which the reports state the measure, whatever times the question names.

    The row that fits best decides which association, unit and kind of time it is. Without a scenario in the question it
    is the outcome, or what there is instead of it.
    """
    found = _longest_first(find_figures(measure, replace(query, periods=()), library, limit=EVERY_PRINT))
    found = (*found, *_rest_of_row(found, library))
    row = [e for e in found if belongs_with(e, found[0])]
    scenario = query.scenario or _scenario_of(row)
    of_kind = [e for e in row if e.stored.figure.scenario is scenario]
    spans = _of_one_length([span for e in of_kind if (span := span_of(e)) is not None])
    points = tuple(_point(span, of_kind, found) for span in spans)
    return Series(points, tuple(_left_out(row, spans, scenario)), _gaps(spans))


def _longest_first(found: Sequence[FigureEvidence]) -> tuple[FigureEvidence, ...]:
    """The row that fits best first; before it one that fits nearly as well and states more times than its one or two."""
    if not found:
        return ()
    leaders = [e for n, e in enumerate(found) if not any(belongs_with(e, before) for before in found[:n])]
    near = [e for e in leaders if e.score >= found[0].score - _NEARLY_AS_GOOD and _is_outcome(e) == _is_outcome(found[0])]
    times = {e.key: len({other.stored.figure.period for other in found if belongs_with(other, e)}) for e in near}
    longest = max(near, key=lambda e: times[e.key])
    if times[found[0].key] > _A_ROW or times[longest.key] <= _A_ROW:
        return tuple(found)
    return (longest, *(e for e in found if e is not longest))


def _is_outcome(evidence: FigureEvidence) -> bool:
    return evidence.stored.figure.scenario is Scenario.OUTCOME


def row_of_most_times(measure: Measure, query: Query, library: Library) -> tuple[tuple[Span, Choice | None], ...]:
    """The times that the question names, oldest first, with the figures of the row that states most of them.

    Of rows that state equally many it is the one that fits best.
    """
    found = find_figures(measure, query, library, limit=EVERY_PRINT)
    found = (*found, *_rest_of_row(found, library))
    asked = sorted(query.periods, key=lambda span: span.end)
    scenario = query.scenario or _scenario_of(found)
    rest, rows = [e for e in found if e.stored.figure.scenario is scenario], list[list[FigureEvidence]]()
    while rest:
        rows.append([e for e in rest if belongs_with(e, rest[0])])
        rest = [e for e in rest if not belongs_with(e, rest[0])]
    fullest = max(rows, key=lambda row: sum(any(is_stated_at(e, span) for e in row) for span in asked), default=[])
    at_each = [(span, [e for e in fullest if is_stated_at(e, span)]) for span in asked]
    return tuple((span, with_other_prints(most_exact(prints[0], prints), found) if prints else None) for span, prints in at_each)


def is_stated_at(evidence: FigureEvidence, asked: Span) -> bool:
    span = span_of(evidence)
    return span is not None and is_time_of(asked, span)


def _rest_of_row(found: Sequence[FigureEvidence], library: Library) -> list[FigureEvidence]:
    """What else is printed of the best one's row, however well the search thought that it fits: a row is taken whole."""
    if not found:
        return []
    known = {e.key for e in found}
    scope = Scope(associations=frozenset((found[0].stored.report.association,)))
    others = (FigureEvidence(s.figure.key, s, found[0].score) for s in library.figures(scope) if s.figure.key not in known)
    return [e for e in others if belongs_with(e, found[0])]


def belongs_with(one: FigureEvidence, best: FigureEvidence) -> bool:
    """Whether a figure is of the best one's row, or of a row of another report that means the same."""
    a, b = one.stored, best.stored
    same_concept = a.figure.concept is not None and a.figure.concept == b.figure.concept
    alike = a.report.association == b.report.association and base_unit(one) == base_unit(best) and same_column(one, best)
    return alike and (same_concept or same_row(one, best)) and same_heading(one, best)


def _scenario_of(row: Sequence[FigureEvidence]) -> Scenario:
    kinds = [e.stored.figure.scenario for e in row]
    return kinds[0] if kinds and Scenario.OUTCOME not in kinds else Scenario.OUTCOME


def span_of(evidence: FigureEvidence) -> Span | None:
    period = evidence.stored.figure.period
    return parse_period(period) if period is not None else None


def _of_one_length(spans: Sequence[Span]) -> list[Span]:
    """The spans that are comparable, in time order: days if the best figure is of a day, else the most common length.

    "Årets resultat" also stands in the balance sheet, for a day; half a year is not put in a row of whole years. Of
    lengths that are equally common the longest.
    """
    if not spans:
        return []
    distinct = [s for s in dict.fromkeys(spans) if s.is_instant == spans[0].is_instant]
    counts = Counter(length_of(s) for s in distinct)
    common = max(counts, key=lambda length: (counts[length], length))
    return sorted((s for s in distinct if length_of(s) == common), key=lambda s: s.end)


def _point(span: Span, row: Sequence[FigureEvidence], found: Sequence[FigureEvidence]) -> Choice:
    """The figure for a span; where the best row has none, that of the row that means the same."""
    at_span = [e for e in row if span_of(e) == span]
    named_so = [e for e in at_span if same_row(e, row[0])] or at_span
    return with_other_prints(most_exact(steadiest(named_so, row), at_span), found)


def steadiest(equal: Sequence[FigureEvidence], row: Sequence[FigureEvidence]) -> FigureEvidence:
    """Of equally good figures that of the table which states most times of the row; of equal tables the first.

    What one table counts in, with the sign that it prints, another leaves out: a row is taken from one, as far as it goes.
    """
    times = Counter(title for title, _ in {(e.stored.figure.table, e.stored.figure.period) for e in row})
    return max(equal, key=lambda e: times[e.stored.figure.table])


def _left_out(row: Sequence[FigureEvidence], spans: Sequence[Span], scenario: Scenario) -> list[LeftOut]:
    """What is printed of the measure for other times or of another kind; of one time and reason the best."""
    reasons: dict[tuple[str, LeftOutWhy], LeftOut] = {}
    for e in row:
        span, figure = span_of(e), e.stored.figure
        if span in spans and figure.scenario is scenario:
            continue
        if span is None:
            why = LeftOutWhy.UNKNOWN_TIME
        elif figure.scenario is not scenario:
            why = LeftOutWhy.OTHER_SCENARIO
        else:
            of_days = any(s.is_instant for s in spans)
            why = LeftOutWhy.OTHER_LENGTH if span.is_instant == of_days else LeftOutWhy.DAY_OR_STRETCH
        reasons.setdefault((figure.period or e.key, why), LeftOut(e, why))
    return sorted(reasons.values(), key=lambda one: one.figure.stored.figure.period or "")


def _gaps(spans: Sequence[Span]) -> tuple[Span, ...]:
    """The same stretch of the years in between, where it is a row of the same stretch of years."""
    gaps = []
    for one, following in pairwise(spans):
        years = following.end.year - one.end.year
        if shift_years(one, years) == following:
            gaps += [shift_years(one, n) for n in range(1, years)]
    return tuple(gaps)


def say_left_out(language: str, one: LeftOut) -> str:
    """The figure, and why it does not belong in the row."""
    names = {"label": say_label(one.figure), "value": say_figure(one.figure)}
    if one.why is not LeftOutWhy.UNKNOWN_TIME:
        names["time"] = say_time(one.figure)
    if one.why is LeftOutWhy.OTHER_SCENARIO:
        names["scenario"] = say(language, str(one.figure.stored.figure.scenario))
    return say(language, one.why, **names)
