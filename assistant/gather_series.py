"""One measure over the times that a question names, or over all that the reports state; missing times are said."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from assistant.amounts import base_value
from assistant.choose import Choice, choose_for_periods
from assistant.evidence import Evidence
from assistant.figures_evidence import from_choices, left_out_notes, missing_note
from assistant.gather_parts import PEOPLE
from assistant.gather_years import asks_year_by_year, years_in_text
from assistant.matching import telling_stems
from assistant.query import Intent, Measure, Query, Span, Term
from assistant.series import find_series, row_of_most_times
from assistant.timespans import say_span, shift_years, write_period, year_span
from assistant.vocabulary import has_phrase, load_vocabulary
from ingest.language import fold, terms
from vectorstore.library import Library


def trend(query: Query, library: Library) -> Evidence:
    """One figure a period, in time order; missing years are said to be missing."""
    measure = query.measures[0]
    if not query.periods:
        return _every_year(measure, query, library)
    if asks_year_by_year(query):
        first, last = (span.start.year for span in sorted(query.periods))
        query = replace(query, periods=tuple(year_span(year) for year in range(first, last + 1)))
    found: Sequence[tuple[Span, Choice | None]] = choose_for_periods(measure, query, library)
    if any(choice is None for _, choice in found) or not _are_one_row(found):
        found = _fullest(found, row_of_most_times(measure, query, library))
    newest = next((choice for _, choice in reversed(found) if choice is not None), None)
    series = [(span, choice if choice and newest and is_one_series(newest, choice) else None) for span, choice in found]
    if any(choice is None for _, choice in series):
        series = with_text(query, series, library)
    if all(choice is None for _, choice in series):
        return Evidence()
    missing = [say_span(span) for span, choice in series if choice is None]
    plain = from_choices(query, [c for _, c in series if c is not None])
    return replace(plain, notes=(*plain.notes, *missing_note(query, missing)))


def _are_one_row(found: Sequence[tuple[Span, Choice | None]]) -> bool:
    known = [choice for _, choice in found if choice is not None]
    return all(is_one_series(known[-1], choice) for choice in known)


def _fullest(
    one: Sequence[tuple[Span, Choice | None]], other: Sequence[tuple[Span, Choice | None]]
) -> Sequence[tuple[Span, Choice | None]]:
    """The one with figures of one row for more of the times."""

    def of_newest_row(found: Sequence[tuple[Span, Choice | None]]) -> int:
        known = [choice for _, choice in found if choice is not None]
        return sum(is_one_series(known[-1], choice) for choice in known)

    return other if of_newest_row(other) > of_newest_row(one) else one


def one_a_time(listed: Evidence) -> list[Choice]:
    """The first print of each time, oldest first."""
    first = {e.stored.figure.period or "": Choice(e) for e in reversed(listed.figures)}
    return [first[period] for period in sorted(first)]


def with_text(query: Query, series: list[tuple[Span, Choice | None]], library: Library) -> list[tuple[Span, Choice | None]]:
    """The years that no table states from running text, if nothing that both state differs and both count people."""
    told = {e.stored.figure.period: e for e in years_in_text(query, library)}
    printed = {c.best.stored.figure.period: c.best for _, c in series if c is not None}
    if any(base_value(told[p]) != base_value(e) for p, e in printed.items() if p in told):
        return series
    counts = all(set(telling_stems(e.stored.figure.row.rpartition(" › ")[2])) <= PEOPLE for e in printed.values())
    if printed and not counts and not told.keys() & printed.keys():
        return series
    return [(span, c or (Choice(e) if (e := told.get(write_period(span))) is not None else None)) for span, c in series]


def with_years_meant(query: Query) -> Query:
    """ "2023 jämfört med året innan" names two years, and one thing."""
    folded = fold(query.question)
    before = any(has_phrase(folded, phrase) for phrase in load_vocabulary().previous_year)
    if not before or len(query.periods) != 1 or query.intent not in _HELD_AGAINST:
        return query
    periods = (shift_years(query.periods[0], -1), query.periods[0])
    things = (
        tuple(m for m in query.measures if any(t.weight >= 1 and not _says_time(t) for t in m.terms))[:1] or query.measures[:1]
    )
    kept = replace(things[0], terms=tuple(t for t in things[0].terms if not _says_time(t)), periods=())
    return replace(query, periods=periods, measures=(kept,), terms=tuple(t for t in query.terms if not _says_time(t)))


_HELD_AGAINST = frozenset({Intent.DIFFERENCE, Intent.CHANGE_PERCENT, Intent.COMPARE, Intent.TREND})
_TIME_WORDS = frozenset(terms("året innan före föregående jämfört jämfördes"))


def _says_time(term: Term) -> bool:
    return term.stem in _TIME_WORDS


def _every_year(measure: Measure, query: Query, library: Library) -> Evidence:
    series = find_series(measure, query, library)
    listed = from_choices(query, series.points)
    missing = missing_note(query, [say_span(span) for span in series.missing])
    return replace(listed, notes=(*listed.notes, *left_out_notes(query, series.left_out), *missing))


def is_one_series(first: Choice, other: Choice) -> bool:
    """Whether two periods' figures are of one row, or of rows that mean the same: only then they make a change or a trend."""
    a, b = first.best.stored, other.best.stored
    same_name = terms(a.figure.row.rpartition(" › ")[2]) == terms(b.figure.row.rpartition(" › ")[2])
    same_concept = a.figure.concept is not None and a.figure.concept == b.figure.concept
    return a.report.association == b.report.association and (same_name or same_concept)
