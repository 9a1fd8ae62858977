"""How much a measure changed from one time to another, how far it is off its budget, and by how much two things differ."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import timedelta

from assistant.amounts import KRONOR, size
from assistant.choose import Choice, choose_figure
from assistant.evidence import Evidence, FigureEvidence
from assistant.figures_evidence import computed
from assistant.gather_alike import choose_alike, each_association
from assistant.gather_named import named_pair
from assistant.gather_quotients import deviation_from_budget, deviation_so_far
from assistant.gather_series import is_one_series, with_text
from assistant.gather_values import value
from assistant.operations import Operation
from assistant.query import Intent, NumberKind, Query, Span
from assistant.timespans import parse_period, say_span, shift_years
from assistant.vocabulary import has_phrase, load_vocabulary
from assistant.wording import say
from ingest.domain import Scenario
from ingest.language import fold
from vectorstore.library import Library


def change(query: Query, library: Library) -> Evidence:
    """First and last of the periods named; with one named, what stood there before it; of two things, how much they differ."""
    if query.scenario is Scenario.DEVIATION or _asks_against_budget(query):
        if query.intent is Intent.CHANGE_PERCENT or query.number_kind is NumberKind.PERCENT:
            return deviation_from_budget(query, library)
        printed = value(replace(query, scenario=Scenario.DEVIATION), library)
        if printed.figures:
            return printed
        so_far = deviation_so_far(query, library)
        return so_far if so_far.figures else deviation_from_budget(query, library)
    between = named_choices(query, library) if query.intent is Intent.DIFFERENCE and len(query.periods) < 2 else ()
    if len(query.measures) > 1 or between:
        both = between or choose_alike(query, library)
        if not both or asks_for_a_count(query) and any(c.best.stored.figure.unit in KRONOR for c in both):
            return Evidence()
        label = say(query.language, "difference_label")
        ordered = sorted(both, key=lambda c: size(c.best)) if between else (both[-1], both[0])
        return computed(query, Operation.DIFFERENCE, ordered, label, allow_mixed=names_two_kinds(query))
    if len(query.associations) > 1:
        each = each_association(query, library, query.associations)
        # How much two of them differ cannot be told by one.
        return each if len({e.stored.report.association for e in each.figures}) > 1 else Evidence()
    periods = sorted(query.periods, key=lambda s: s.end)
    if not periods:
        return value(query, library)
    last = choose_figure(query.measures[0], query, library, (periods[-1],))
    earlier = periods[0] if len(periods) > 1 else _before(periods[0], last)
    first = choose_figure(query.measures[0], query, library, (earlier,))
    label = say(query.language, "change_label", first=say_span(earlier), last=say_span(periods[-1]))
    if last is not None and last.best.stored.figure.unit in KRONOR and _says_fewer(query):
        return Evidence()  # an amount is no number of people
    if first is not None and last is not None and is_one_series(first, last):
        return computed(query, _of_change(query, first.best), (first, last), label)
    if first is not None and last is not None:
        first = last = None  # rows of two things: only a text that tells both years can help
    told = with_text(replace(query, periods=(earlier, periods[-1])), [(earlier, first), (periods[-1], last)], library)
    known = [choice for _, choice in told if choice is not None]
    return computed(query, _of_change(query, known[0].best), known, label) if len(known) == 2 else Evidence()


def asks_for_a_count(query: Query) -> bool:
    """Whether a number of things or people is compared ("hur många fler"): an amount of money is no answer to it."""
    return query.number_kind is None and not query.about_money and _COUNTED.search(fold(query.question)) is not None


_COUNTED = re.compile(r"\b(?:hur manga|fler|farre|flest|farst|how many|fewer|fewest)\b(?! (?:ganger|ggr|gang|times)\b)")


def _says_fewer(query: Query) -> bool:
    """Whether more or fewer of something that is counted is asked about, also in percent."""
    of_money = query.number_kind is NumberKind.MONEY or query.about_money
    return not of_money and any(has_phrase(fold(query.question), word) for word in ("fler", "farre", "fewer"))


def _of_change(query: Query, first: FigureEvidence) -> Operation:
    """In percent when that is asked for, by whatever words; a percentage changes by percentage points."""
    in_percent = query.intent is Intent.CHANGE_PERCENT or query.number_kind is NumberKind.PERCENT
    return Operation.CHANGE_PERCENT if in_percent and first.stored.figure.unit != "%" else Operation.DIFFERENCE


def _asks_against_budget(query: Query) -> bool:
    """Whether one measure's budget and outcome are both named: their difference is asked for."""
    named = {scenario for scenario, cues in load_vocabulary().scenarios if any(has_phrase(fold(query.question), c) for c in cues)}
    return len(query.measures) == 1 and {Scenario.BUDGET, Scenario.OUTCOME} <= named


def names_two_kinds(query: Query) -> bool:
    """Whether the question itself holds an outcome against a budget: "hur stor del av budgeten gick till lokaler"."""
    return len({measure.scenario for measure in query.measures}) > 1


def _before(asked: Span, last: Choice | None) -> Span:
    """The opening balance of the time asked about, for what is measured on a day; the same time a year before, for what flows."""
    period = last.best.stored.figure.period if last else None
    if period is not None and parse_period(period).is_instant and not asked.is_instant:
        opening = asked.start - timedelta(days=1)
        return Span(opening, opening)
    return shift_years(asked, -1)


def named_choices(query: Query, library: Library) -> tuple[Choice, ...]:
    """The two things named, where they stand side by side in one table or paragraph."""
    pair = named_pair(query, library)
    return tuple(Choice(e) for e in pair) if pair else ()
