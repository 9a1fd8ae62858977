"""Measures side by side: one entry for each measure, association and time. What is missing stays missing."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from itertools import product

from assistant.amounts import base_value
from assistant.choose import Choice, contradicting, most_exact, namesakes, same_row, with_other_prints
from assistant.comparison_measures import PrintedMeasure
from assistant.evidence import FigureEvidence
from assistant.find_figures import MIN_SCORE, find_figures, fits
from assistant.gather_alike import alike_to
from assistant.matching import telling_stems
from assistant.query import Query, Span
from assistant.request import read_association, read_measure, read_periods
from assistant.series import EVERY_PRINT, belongs_with, span_of, steadiest
from assistant.timespans import is_time_of, say_span
from assistant.understand import understand_measure
from assistant.wording import say, say_label
from ingest.domain import Scenario
from ingest.errors import UsageError
from vectorstore.entries import Scope
from vectorstore.library import Library

# More than anyone reads at once.
MAX_ENTRIES = 1000
_NOT_FOUND_BY_WORDS = 0.01


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
    measures: Sequence[str | PrintedMeasure],
    library: Library,
    associations: Sequence[str] | None = None,
    periods: Sequence[str | Span] | None = None,
    scenario: Scenario | None = None,
) -> tuple[Entry, ...]:
    """Every combination once: measures in the order asked, within them associations, within them times.

    A measure is words, or one picked from what is printed: then only figures of that very measure fill a square. Without
    associations it is all of them, without times all that they state. The kind is the one given, or that a measure's words
    name, or the outcome.

    A figure stands only in the square of its own association, kind and time: half a year does not answer for the year,
    while a balance on a period's last day does for the period. In a measure's row stand only figures of one meaning and
    unit. Raises `UsageError` for a name or time that is not known, and for more than `MAX_ENTRIES` combinations.
    """
    names = read_names(associations, library)
    asked = read_spans(periods)
    refuse_too_many(len(measures) * len(names) * max(len(asked), 1))  # before anything is looked for
    queries = {measure: _of_one_kind(_read(measure, library, scenario)) for measure in measures}
    found = {(m, n): _everything_printed(m, q, n, library) for (m, q), n in product(queries.items(), names)}
    spans = asked or _times(figures for figures in found.values())
    refuse_too_many(len(queries) * len(names) * len(spans))
    return tuple(e for m, query in queries.items() for e in _row(m, query, product(names, spans or (None,)), found, library))


def printed_of(
    measure: str | PrintedMeasure, association: str, library: Library, scenario: Scenario
) -> tuple[FigureEvidence, ...]:
    """What tables of an association's reports state of a measure at any time, of one kind, best first."""
    return _everything_printed(measure, _read(measure, library, scenario), association, library)


def label_of(measure: str | PrintedMeasure) -> str:
    return measure if isinstance(measure, str) else measure.label


def read_names(associations: Sequence[str] | None, library: Library) -> tuple[str, ...]:
    """The catalogue's names of the associations, each once; of all without any. Raises as `read_association` does."""
    asked = [read_association(name, library) for name in associations or ()]
    return tuple(dict.fromkeys(asked or (r.association for r in library.reports())))


def read_spans(periods: Sequence[str | Span] | None) -> tuple[Span, ...]:
    """The times, each once, in order. Raises as `read_periods` does."""
    read = ((one,) if isinstance(one, Span) else read_periods([one]) for one in periods or ())
    return tuple(dict.fromkeys(span for spans in read for span in spans))


def refuse_too_many(squares: int) -> None:
    """Raises `UsageError` for more than `MAX_ENTRIES`."""
    if squares > MAX_ENTRIES:
        raise UsageError(
            f"Jämförelsen får fler än {MAX_ENTRIES} rutor. Ange färre mått, förbund eller perioder.", "too large a comparison"
        )


def _read(measure: str | PrintedMeasure, library: Library, scenario: Scenario | None) -> Query:
    """The words of a measure as a query; what one picked from print means is known and not read out of its words."""
    if isinstance(measure, str):
        return read_measure(measure, library, scenario)
    query = understand_measure(" ".join((measure.row, measure.column)).strip() or measure.label, library)
    concepts = (measure.concept,) if measure.concept else ()
    named = replace(query.measures[0], concepts=concepts, associations=(), periods=(), scenario=None)
    return replace(query, scenario=scenario or Scenario.OUTCOME, measures=(named,))


def _of_one_kind(query: Query) -> Query:
    return replace(query, scenario=query.scenario or Scenario.OUTCOME)


def _everything_printed(
    measure: str | PrintedMeasure, query: Query, association: str, library: Library
) -> tuple[FigureEvidence, ...]:
    """What an association states of a measure, at any time, best first."""
    anytime = replace(query, associations=(association,), periods=())
    found = find_figures(query.measures[0], anytime, library, limit=EVERY_PRINT)
    if isinstance(measure, str):
        return found
    of_it = [e for e in found if measure.admits(e)]
    return _without_subtotals((*of_it, *_not_found(measure, anytime, of_it, library)))


def _without_subtotals(found: tuple[FigureEvidence, ...]) -> tuple[FigureEvidence, ...]:
    """Of rows that are called nothing but "Totalt" and "Summa" in one column of one table the largest: the sum of them all."""
    largest: dict[object, FigureEvidence] = {}
    for e in filter(_is_bare_sum, found):
        column = (e.stored.report.report, e.stored.figure.table, e.stored.figure.column, e.stored.figure.period)
        if column not in largest or abs(base_value(e)) > abs(base_value(largest[column])):
            largest[column] = e
    kept = {e.key for e in largest.values()}
    return tuple(e for e in found if not _is_bare_sum(e) or e.key in kept)


def _is_bare_sum(evidence: FigureEvidence) -> bool:
    row = evidence.stored.figure.row
    return " › " not in row and not telling_stems(row)


def _not_found(
    measure: PrintedMeasure, query: Query, found: Sequence[FigureEvidence], library: Library
) -> Iterable[FigureEvidence]:
    """What is of the very measure though its words did not lead there: after what they led to."""
    known = {e.key for e in found}
    score = min((e.score for e in found), default=MIN_SCORE)
    every = library.figures(Scope(associations=frozenset(query.associations)))
    others = (FigureEvidence(s.figure.key, s, score - _NOT_FOUND_BY_WORDS) for s in every if s.figure.key not in known)
    return (e for e in others if measure.admits(e) and fits(e.stored, query))


def _row(
    measure: str | PrintedMeasure,
    query: Query,
    squares: Iterable[tuple[str, Span | None]],
    found: Mapping[tuple[str | PrintedMeasure, str], tuple[FigureEvidence, ...]],
    library: Library,
) -> list[Entry]:
    """The entries of one measure. What means something else than the best figure of the row is not put beside it."""
    label = label_of(measure)
    chosen = {(name, span): _choose(found[measure, name], span) for name, span in squares}
    figures = {choice.best.key: choice for choice in chosen.values() if choice is not None}
    alike = _alike_to_the_best(list(figures.values()))
    entries = []
    for (name, span), choice in chosen.items():
        if choice is None:
            entries.append(Entry(label, name, span, None, _why_missing(measure, query, name, found[measure, name], library)))
        elif choice.best.key not in alike:
            entries.append(Entry(label, name, span, None, say("sv", "missing_alike", label=say_label(choice.best))))
        else:
            entries.append(Entry(label, name, span, choice))
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


def _why_missing(
    measure: str | PrintedMeasure, query: Query, association: str, found: Sequence[FigureEvidence], library: Library
) -> str:
    """For which times there are figures, or of what kind instead; else that no row is about it."""
    instead = found or _everything_printed(measure, replace(query, scenario=None), association, library)
    times = ", ".join(say_span(span) for span in _times([instead]))
    if not instead:
        return say("sv", "missing_row")
    if found:
        return say("sv", "missing_time", times=times) if times else say("sv", "missing_known_time")
    kinds = dict.fromkeys(say("sv", str(e.stored.figure.scenario)) for e in instead)
    return say("sv", "missing_kind", kinds=", ".join(kinds), times=times)
