"""Measures side by side: one entry for each measure, association and time. What is missing stays missing."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from itertools import product

from assistant.choose import Choice, contradicting, most_exact, namesakes, same_row, with_other_prints
from assistant.evidence import FigureEvidence
from assistant.find_figures import find_figures
from assistant.gather_alike import alike_to
from assistant.query import Query, Span
from assistant.request import read_association, read_measure, read_periods
from assistant.series import EVERY_PRINT, belongs_with, span_of, steadiest
from assistant.timespans import is_time_of, say_span
from assistant.wording import say, say_label
from ingest.domain import Scenario
from ingest.errors import UsageError
from vectorstore.library import Library

# More than anyone reads at once.
MAX_ENTRIES = 1000


class EntryStatus(StrEnum):
    """`CONFLICT`: the reports state different figures for the same thing. `AMBIGUOUS`: several rows have that name, under
    different headings or in one table, and one of them is shown."""

    FIGURE = "figure"
    CONFLICT = "conflict"
    AMBIGUOUS = "ambiguous"
    MISSING = "missing"


@dataclass(frozen=True, slots=True)
class Entry:
    """One square of the grid: a figure with what else is printed of it, or no figure and, in Swedish, why.

    `span` is None where nothing tells which times there are.
    """

    measure: str
    association: str
    span: Span | None
    choice: Choice | None
    why_missing: str = ""

    @property
    def status(self) -> EntryStatus:
        if self.choice is None:
            return EntryStatus.MISSING
        if contradicting(self.choice):
            return EntryStatus.CONFLICT
        return EntryStatus.AMBIGUOUS if namesakes(self.choice) else EntryStatus.FIGURE


def compare(
    measures: Sequence[str],
    library: Library,
    associations: Sequence[str] | None = None,
    periods: Sequence[str] | None = None,
    scenario: Scenario | None = None,
) -> tuple[Entry, ...]:
    """Every combination once: measures in the order asked, within them associations, within them times.

    Without associations it is all of them, without times all that they state. The kind is the one given, or that a
    measure's words name, or the outcome.

    A figure stands only in the square of its own association, kind and time: half a year does not answer for the year,
    while a balance on a period's last day does for the period. In a measure's row stand only figures of one meaning and
    unit. Raises `UsageError` for a name or time that is not known, and for more than `MAX_ENTRIES` combinations.
    """
    queries = {measure: _of_one_kind(read_measure(measure, library, scenario)) for measure in measures}
    names = _read_names(associations, library)
    found = {(m, n): _everything_printed(q, n, library) for (m, q), n in product(queries.items(), names)}
    spans = read_periods(periods) if periods else _times(figures for figures in found.values())
    if len(queries) * len(names) * len(spans) > MAX_ENTRIES:
        raise UsageError(
            f"Jämförelsen får fler än {MAX_ENTRIES} rutor. Ange färre mått, förbund eller perioder.", "too large a comparison"
        )
    return tuple(e for m, query in queries.items() for e in _row(m, query, product(names, spans or (None,)), found, library))


def _of_one_kind(query: Query) -> Query:
    return replace(query, scenario=query.scenario or Scenario.OUTCOME)


def _read_names(associations: Sequence[str] | None, library: Library) -> tuple[str, ...]:
    asked = [read_association(name, library) for name in associations or ()]
    return tuple(dict.fromkeys(asked or (r.association for r in library.reports())))


def _everything_printed(query: Query, association: str, library: Library) -> tuple[FigureEvidence, ...]:
    """What an association states of a measure, at any time, best first."""
    anytime = replace(query, associations=(association,), periods=())
    return find_figures(query.measures[0], anytime, library, limit=EVERY_PRINT)


def _row(
    measure: str,
    query: Query,
    squares: Iterable[tuple[str, Span | None]],
    found: Mapping[tuple[str, str], tuple[FigureEvidence, ...]],
    library: Library,
) -> list[Entry]:
    """The entries of one measure. What means something else than the best figure of the row is not put beside it."""
    chosen = {(name, span): _choose(found[measure, name], span) for name, span in squares}
    figures = {choice.best.key: choice for choice in chosen.values() if choice is not None}
    alike = _alike_to_the_best(list(figures.values()))
    entries = []
    for (name, span), choice in chosen.items():
        if choice is None:
            entries.append(Entry(measure, name, span, None, _why_missing(query, name, found[measure, name], library)))
        elif choice.best.key not in alike:
            entries.append(Entry(measure, name, span, None, say("sv", "missing_alike", label=say_label(choice.best))))
        else:
            entries.append(Entry(measure, name, span, choice))
    return entries


def _alike_to_the_best(figures: Sequence[Choice]) -> set[str]:
    """The keys of the figures that mean what the best one means; of equally good ones that which most others are like."""
    groups = ((round(one.best.score, 2), alike_to(one, figures)) for one in figures)
    _, alike = max(groups, key=lambda group: (group[0], len(group[1])), default=(0.0, []))
    return {choice.best.key for choice in alike}


def _choose(found: Sequence[FigureEvidence], span: Span | None) -> Choice | None:
    """The best figure of the very time; of equally good ones that of the stretch before that of its last day."""
    if span is None:
        return None
    at_span = [e for e in found if (own := span_of(e)) is not None and is_time_of(span, own)]
    if not at_span:
        return None
    first = min(at_span, key=lambda e: (-round(e.score, 3), span_of(e) != span))
    equal = [e for e in at_span if same_row(e, first) and span_of(e) == span_of(first)]
    row = [e for e in found if belongs_with(e, first)]
    return with_other_prints(most_exact(steadiest(equal, row), at_span), found)


def _times(found: Iterable[Sequence[FigureEvidence]]) -> tuple[Span, ...]:
    """Every time that the best rows state, oldest first; a day that ends a stretch is told by the stretch."""
    spans = {span for figures in found for e in figures if belongs_with(e, figures[0]) and (span := span_of(e)) is not None}
    ends = {span.end for span in spans if not span.is_instant}
    return tuple(sorted((s for s in spans if not (s.is_instant and s.end in ends)), key=lambda s: (s.end, s.start)))


def _why_missing(query: Query, association: str, found: Sequence[FigureEvidence], library: Library) -> str:
    """For which times there are figures, or of what kind instead; else that no row is about it."""
    instead = found or _everything_printed(replace(query, scenario=None), association, library)
    times = ", ".join(say_span(span) for span in _times([instead]))
    if not instead:
        return say("sv", "missing_row")
    if found:
        return say("sv", "missing_time", times=times) if times else say("sv", "missing_known_time")
    kinds = dict.fromkeys(say("sv", str(e.stored.figure.scenario)) for e in instead)
    return say("sv", "missing_kind", kinds=", ".join(kinds), times=times)
