"""Quotients: per participant or inhabitant, and what part of a budget is used."""

from __future__ import annotations

from dataclasses import replace

from assistant.calculate import KRONOR, Operation
from assistant.choose import choose_figure
from assistant.evidence import Evidence
from assistant.figures_evidence import computed, from_choices
from assistant.query import Intent, Measure, Query
from assistant.timespans import year_span
from assistant.wording import say, say_label
from ingest.domain import Scenario
from vectorstore.library import Library


def ratio(query: Query, library: Library) -> Evidence:
    """A printed quotient ("Kostnad per deltagare") if there is one, else numerator by denominator of one association."""
    joined = Measure(query.question, query.terms, (), query.associations)
    printed = choose_figure(joined, replace(query, intent=Intent.VALUE), library)
    if printed is not None and " per " in f" {printed.best.stored.figure.row.lower()} ":
        return from_choices(query, (printed,))
    over, under = _dividend(query), _divisor(query)
    if over is None or under is None:
        return Evidence()
    numerator = choose_figure(over, query, library)
    if numerator is None:
        return Evidence()
    denominator = choose_figure(under, query, library, beside=numerator.best)
    if denominator is None:
        wider = replace(under, terms=tuple({t.stem: t for t in (*under.terms, *over.terms) if t.weight >= 1}.values()))
        denominator = choose_figure(wider, query, library, beside=numerator.best)
    if denominator is None:
        return Evidence()
    over_figure, under_figure = numerator.best.stored, denominator.best.stored
    if over_figure.report.association != under_figure.report.association or under_figure.figure.unit in KRONOR:
        return Evidence()
    return computed(query, Operation.RATIO, (numerator, denominator), f"{over_figure.figure.row} / {under_figure.figure.row}")


def _divisor(query: Query) -> Measure | None:
    """What stands right after "per", of what the question names ("per invånare i Norrby")."""
    after = query.measures[-1].terms if query.divided_by else ()
    first = next((t for t in query.terms if t.stem == query.divided_by), None)
    if first is None:
        return None
    names = tuple(t for t in query.terms if t.required and t.stem != first.stem)
    return Measure(first.word, (first, *names), query.measures[-1].concepts if after[:1] == (first,) else (), query.associations)


def _dividend(query: Query) -> Measure | None:
    """Everything else that the question asks for."""
    rest = tuple(t for t in query.terms if t.stem != query.divided_by)
    return Measure(query.question, rest, query.measures[0].concepts, query.associations) if rest else None


def used_of_budget(query: Query, library: Library) -> Evidence:
    """The outcome by the budget of the same table; part of a year is held against the year's budget if it has no own."""
    measure = query.measures[0]
    outcome, budget = (replace(query, intent=Intent.DIFFERENCE, scenario=s) for s in (Scenario.OUTCOME, Scenario.BUDGET))
    used = choose_figure(measure, outcome, library)
    if used is None:
        return Evidence()
    years = tuple(year_span(span.end.year) for span in query.periods)
    whole = choose_figure(measure, budget, library, None, used.best) or choose_figure(measure, budget, library, years, used.best)
    if whole is None:
        return Evidence()
    label = say(query.language, "of_budget_label", label=say_label(used.best))
    return computed(query, Operation.SHARE, (used, whole), label)
