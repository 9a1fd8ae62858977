"""The figures a numeric question needs, and what is computed from them, by the kind of question."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

from assistant.amounts import size
from assistant.choose import Choice, choose_figure, choose_for_periods
from assistant.evidence import Evidence
from assistant.figures_evidence import computed, from_choices, left_out_notes, missing_note
from assistant.gather_alike import choose_alike, each_association
from assistant.gather_quotients import deviation_from_budget, ratio, used_of_budget
from assistant.operations import Operation
from assistant.query import Intent, Measure, Query, Span
from assistant.series import find_series
from assistant.timespans import parse_period, say_span, shift_years
from assistant.vocabulary import has_phrase, load_vocabulary
from assistant.wording import say
from ingest.domain import Scenario
from ingest.language import fold, terms
from vectorstore.library import Library


def gather_figures(query: Query, library: Library) -> Evidence:
    """Figures and calculations for a numeric query; empty when a figure that is needed is missing."""
    if not any(t.weight >= 1 or m.concepts for m in query.measures for t in m.terms) and not any(
        m.concepts for m in query.measures
    ):
        return Evidence()  # "vad kostar det": nothing says what
    plan: dict[Intent, Callable[[Query, Library], Evidence]] = {
        Intent.SUM: _sum,
        Intent.RATIO: ratio,
        Intent.COMPARE: _compare,
        Intent.DIFFERENCE: _change,
        Intent.CHANGE_PERCENT: _change,
        Intent.TREND: _trend,
        Intent.RANK: _rank,
        Intent.SHARE: _share,
    }
    return plan.get(query.intent, _value)(query, library)


def _value(query: Query, library: Library) -> Evidence:
    if len(query.associations) > 1 and len(query.periods) < 2:
        return each_association(query, library, query.associations)
    if len(query.periods) > 1:
        return _trend(query, library)
    return _single(query.measures[0], query, library)


def _single(measure: Measure, query: Query, library: Library) -> Evidence:
    choice = choose_figure(measure, query, library)
    if choice is None:
        return Evidence()
    if choice.rivals and not (query.associations or measure.associations):
        choices = (choice.best, *choice.rivals)
        return Evidence(figures=choices, choices=tuple(e.stored.report.association for e in choices))
    return from_choices(query, (choice,))


def _sum(query: Query, library: Library) -> Evidence:
    if len(query.measures) < 2 and len(query.periods) > 1:
        every = [c for _, c in choose_for_periods(query.measures[0], query, library)]
        known = [c for c in every if c is not None]
        return (
            computed(query, Operation.SUM, known, say(query.language, "sum_label"))
            if len(known) == len(every)
            else _trend(query, library)
        )
    if len(query.measures) < 2:
        return _value(query, library)
    choices = [choose_figure(m, query, library) for m in query.measures]
    whole = [c for c in choices if c is not None]
    return computed(query, Operation.SUM, whole, say(query.language, "sum_label")) if len(whole) == len(choices) else Evidence()


def _share(query: Query, library: Library) -> Evidence:
    """A printed percentage; or, of a budget, the part that is used: outcome by budget of the same row."""
    if len(query.measures) > 1:
        plain = replace(query, intent=Intent.DIFFERENCE)
        part, all_of_it = (choose_figure(m, plain, library) for m in query.measures[:2])
        if part is None or all_of_it is None:
            return Evidence()
        label = part.best.stored.figure.row
        return computed(query, Operation.SHARE, (part, all_of_it), label, allow_mixed=_names_two_kinds(query))
    printed = _value(query, library)
    if printed.figures or query.scenario is not Scenario.BUDGET:
        return printed
    return used_of_budget(query, library)


def _rank(query: Query, library: Library) -> Evidence:
    """The measure for every association, or every year, that prints it; what the question calls first comes first."""
    folded = fold(query.question)
    ascending = any(has_phrase(folded, word) for word in load_vocabulary().smallest)
    if has_phrase(folded, "vilket ar") or has_phrase(folded, "vilka ar"):
        years = find_series(query.measures[0], query, library).points
        ordered = sorted(years, key=lambda c: size(c.best), reverse=not ascending)
        return from_choices(query, ordered) if len(ordered) > 1 else Evidence()
    names = query.associations or tuple(dict.fromkeys(r.association for r in library.reports()))
    found = each_association(query, library, names)
    ranked = sorted(found.figures, key=size, reverse=not ascending)
    return replace(found, figures=tuple(ranked))


def _change(query: Query, library: Library) -> Evidence:
    """First and last of the periods named; with one named, what stood there before it; of two things, how much they differ."""
    if query.scenario is Scenario.DEVIATION or _asks_against_budget(query):
        printed = _value(replace(query, scenario=Scenario.DEVIATION), library)
        return printed if printed.figures else deviation_from_budget(query, library)
    if len(query.measures) > 1:
        both = choose_alike(query, library)
        if not both:
            return Evidence()
        label = say(query.language, "difference_label")
        return computed(query, Operation.DIFFERENCE, (both[-1], both[0]), label, allow_mixed=_names_two_kinds(query))
    if len(query.associations) > 1:
        return each_association(query, library, query.associations)
    periods = sorted(query.periods, key=lambda s: s.end)
    if not periods:
        return _value(query, library)
    last = choose_figure(query.measures[0], query, library, (periods[-1],))
    earlier = periods[0] if len(periods) > 1 else _before(periods[0], last)
    first = choose_figure(query.measures[0], query, library, (earlier,))
    if first is None or last is None:
        return Evidence()
    if not _is_one_series(first, last):
        return Evidence()
    label = say(query.language, "change_label", first=say_span(earlier), last=say_span(periods[-1]))
    operation = Operation.CHANGE_PERCENT if query.intent is Intent.CHANGE_PERCENT else Operation.DIFFERENCE
    return computed(query, operation, (first, last), label)


def _asks_against_budget(query: Query) -> bool:
    """Whether one measure's budget and outcome are both named: their difference is asked for."""
    named = {scenario for scenario, cues in load_vocabulary().scenarios if any(has_phrase(fold(query.question), c) for c in cues)}
    return len(query.measures) == 1 and {Scenario.BUDGET, Scenario.OUTCOME} <= named


def _names_two_kinds(query: Query) -> bool:
    """Whether the question itself holds an outcome against a budget: "hur stor del av budgeten gick till lokaler"."""
    return len({measure.scenario for measure in query.measures}) > 1


def _is_one_series(first: Choice, other: Choice) -> bool:
    """Whether two periods' figures are of one row, or of rows that mean the same: only then they make a change or a trend."""
    a, b = first.best.stored, other.best.stored
    same_name = terms(a.figure.row.rpartition(" › ")[2]) == terms(b.figure.row.rpartition(" › ")[2])
    same_concept = a.figure.concept is not None and a.figure.concept == b.figure.concept
    return a.report.association == b.report.association and (same_name or same_concept)


def _before(asked: Span, last: Choice | None) -> Span:
    """The opening balance of the time asked about, for what is measured on a day; the same time a year before, for what flows."""
    period = last.best.stored.figure.period if last else None
    if period is not None and parse_period(period).is_instant and not asked.is_instant:
        opening = asked.start - timedelta(days=1)
        return Span(opening, opening)
    return shift_years(asked, -1)


def _trend(query: Query, library: Library) -> Evidence:
    """One figure a period, in time order; missing years are said to be missing."""
    measure = query.measures[0]
    if not query.periods:
        return _every_year(measure, query, library)
    found = choose_for_periods(measure, query, library)
    newest = next((choice for _, choice in reversed(found) if choice is not None), None)
    if newest is None:
        return Evidence()
    series = [(span, choice if choice and _is_one_series(newest, choice) else None) for span, choice in found]
    missing = [say_span(span) for span, choice in series if choice is None]
    plain = from_choices(query, [c for _, c in series if c is not None])
    return replace(plain, notes=(*plain.notes, *missing_note(query, missing)))


def _every_year(measure: Measure, query: Query, library: Library) -> Evidence:
    series = find_series(measure, query, library)
    listed = from_choices(query, series.points)
    missing = missing_note(query, [say_span(span) for span in series.missing])
    return replace(listed, notes=(*listed.notes, *left_out_notes(query, series.left_out), *missing))


def _compare(query: Query, library: Library) -> Evidence:
    if len(query.measures) > 1:
        whole = choose_alike(query, library)
        return from_choices(query, whole) if whole else Evidence()
    if len(query.associations) > 1:
        return each_association(query, library, query.associations)
    return _change(query, library) if len(query.periods) > 1 else _value(query, library)
