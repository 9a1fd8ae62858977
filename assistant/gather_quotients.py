"""Unlike figures that a question itself holds against each other: per participant or inhabitant, and against the budget."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import product

from assistant.amounts import KRONOR, base_unit, base_value
from assistant.background import is_written_as_name
from assistant.choose import Choice, choose_figure, is_same_table
from assistant.evidence import Evidence, FigureEvidence
from assistant.figures_evidence import computed, from_choices
from assistant.gather_alike import choose_alike
from assistant.gather_members import as_contributions
from assistant.gather_sexes import is_per_sex, sex_by_sex
from assistant.operations import Operation
from assistant.query import Intent, Measure, NumberKind, Query, Term
from assistant.series import belongs_with
from assistant.timespans import year_span
from assistant.vocabulary import load_vocabulary
from assistant.wording import say, say_label
from ingest.domain import Scenario
from ingest.language import fold, terms
from vectorstore.entries import Scope
from vectorstore.library import Library


def ratio(query: Query, library: Library) -> Evidence:
    """A printed quotient ("Kostnad per deltagare") if there is one, else numerator by denominator of one association."""
    if query.divided_by is None and len(query.measures) == 2:
        return times_as_much(query, library)
    if is_per_sex(query):
        return sex_by_sex(query, library)
    joined = Measure(query.question, query.terms, (), query.associations)
    printed = choose_figure(joined, replace(query, intent=Intent.VALUE), library)
    if printed is not None and " per " in f" {printed.best.stored.figure.row.lower()} ":
        return from_choices(query, (printed,))
    over, under = _dividend(query, library), _divisor(query, library)
    if over is None or under is None:
        return Evidence()
    numerator = choose_figure(over, query, library)
    if numerator is None or not base_value(numerator.best):
        return Evidence()  # nought for each of them tells nothing
    counted = replace(query, question=f"hur många {under.text}", number_kind=None, about_money=False)
    denominator = choose_figure(under, counted, library, beside=numerator.best)
    if denominator is None:
        wider = replace(under, terms=tuple({t.stem: t for t in (*under.terms, *over.terms) if t.weight >= 1}.values()))
        denominator = choose_figure(wider, counted, library, beside=numerator.best)
    if denominator is None:
        return Evidence()
    if _is_of_one_count(numerator.best, denominator.best):
        return Evidence()  # the number of some of them by the number of all is nothing "per" each
    over_figure, under_figure = numerator.best.stored, denominator.best.stored
    if over_figure.report.association != under_figure.report.association or under_figure.figure.unit in KRONOR:
        return Evidence()
    label = f"{over_figure.figure.row} / {under_figure.figure.row}"
    return computed(query, Operation.RATIO, (numerator, denominator), label, allow_mixed=True)


def times_as_much(query: Query, library: Library) -> Evidence:
    """ "Hur många gånger större är A än B": the first by the second, of two figures that are alike."""
    both = choose_alike(query, library)
    label = say(query.language, "ratio_label")
    return computed(query, Operation.RATIO, both, label) if len(both) == 2 else Evidence()


def _is_of_one_count(one: FigureEvidence, other: FigureEvidence) -> bool:
    """Whether two figures count the same: rows of one column, or one thing of two places."""
    a, b = one.stored.figure, other.stored.figure
    if base_unit(one) != base_unit(other):
        return False
    same_column = is_same_table(one, other) and bool(a.column) and a.column == b.column
    return same_column or (a.concept is not None and a.concept == b.concept)


def _divisor(query: Query, library: Library) -> Measure | None:
    """What stands right after "per", of what the question names ("per invånare i Norrby"), however small it is written."""
    after = query.measures[-1].terms if query.divided_by else ()
    first = next((t for t in query.terms if t.stem == query.divided_by), None)
    if first is None:
        return None
    others = [t for t in query.terms if t.stem != first.stem]
    names = tuple(
        replace(t, required=True) for t in others if t.required or t.weight >= 1 and is_written_as_name(t.word, library)
    )
    return Measure(first.word, (first, *names), query.measures[-1].concepts if after[:1] == (first,) else (), query.associations)


def _dividend(query: Query, library: Library) -> Measure | None:
    """Everything else that the question asks for; of "vad bidrar A med per invånare" what the member A pays."""
    rest = tuple(t for t in query.terms if t.stem != query.divided_by and not _says_how(t))
    if not rest:
        return None
    named = tuple(replace(t, required=t.required or t.weight >= 1 and is_written_as_name(t.word, library)) for t in rest)
    plain = replace(
        query, terms=named, measures=(Measure(query.question, named, query.measures[0].concepts, query.associations),)
    )
    paid = as_contributions(plain)
    return paid.measures[0] if paid is not plain else replace(plain.measures[0], terms=rest)


def _says_how(term: Term) -> bool:
    """Whether a word only says that and how it is to be computed: "räkna ut", "utfall genom antal"."""
    return term.stem in _HOW or any(fold(term.word) in cues for _, cues in load_vocabulary().scenarios)


_HOW = frozenset(terms("räkna räknat beräkna ut antal antalet genom delat snitt genomsnitt"))


def used_of_budget(query: Query, library: Library) -> Evidence:
    """The outcome by the budget of the same table; part of a year is held against the year's budget if it has no own."""
    used, whole = outcome_and_budget(query, library)
    if used is not None and whole is None:
        years = tuple(year_span(span.end.year) for span in query.periods)
        whole = choose_figure(query.measures[0], _of_kind(query, Scenario.BUDGET), library, years, used.best)
    if used is None or whole is None:
        return Evidence()
    label = say(query.language, "of_budget_label", label=say_label(used.best))
    return computed(query, Operation.SHARE, (used, whole), label, allow_mixed=True)


def deviation_from_budget(query: Query, library: Library) -> Evidence:
    """How much the outcome is above the budget of the same row and time; or the two that a printed deviation is between."""
    outcome, budget = outcome_and_budget(query, library)
    if outcome is None or budget is None or not _are_of_one_row_and_time(outcome.best, budget.best):
        printed = choose_figure(query.measures[0], _of_kind(query, Scenario.DEVIATION), library)
        outcome, budget = _behind(printed.best, library) if printed else (None, None)
    if outcome is None or budget is None:
        return Evidence()
    label = say(query.language, "difference_label")
    in_percent = query.intent is Intent.CHANGE_PERCENT or query.number_kind is NumberKind.PERCENT
    operation = Operation.CHANGE_PERCENT if in_percent else Operation.DIFFERENCE
    return computed(query, operation, (budget, outcome), label, allow_mixed=True)


def deviation_so_far(query: Query, library: Library) -> Evidence:
    """What a report of a part of the year prints as the year's deviation: it is that of its own time.

    Nothing where another time was asked for, or no deviation is printed.
    """
    if len(query.periods) != 1 or query.periods[0].is_year or len(query.measures) != 1:
        return Evidence()
    asked = query.periods[0]
    found = choose_figure(query.measures[0], _of_kind(query, Scenario.DEVIATION), library, (year_span(asked.end.year),))
    if found is None or found.rivals or found.twins or found.conflicting:
        return Evidence()
    report = found.best.stored.report
    of_time = asked.end == report.period_end and (asked.is_instant or asked.start == report.period_start)
    return from_choices(query, (found,)) if of_time else Evidence()


def _are_of_one_row_and_time(outcome: FigureEvidence, budget: FigureEvidence) -> bool:
    return belongs_with(budget, outcome) and outcome.stored.figure.period == budget.stored.figure.period


def _behind(deviation: FigureEvidence, library: Library) -> tuple[Choice, Choice] | tuple[None, None]:
    """The outcome and the budget of a deviation's own row that it is the difference of, whatever signs the table prints."""
    scope = Scope(reports=frozenset((deviation.stored.report.report,)))
    row = [FigureEvidence(s.figure.key, s, deviation.score, deviation.reasons) for s in library.figures(scope)]
    row = [e for e in row if is_same_table(e, deviation) and e.stored.figure.row == deviation.stored.figure.row]
    row = [e for e in row if e.stored.figure.period == deviation.stored.figure.period and base_unit(e) == base_unit(deviation)]
    for outcome, budget in product(*(_of_scenario(row, kind) for kind in (Scenario.OUTCOME, Scenario.BUDGET))):
        if abs(abs(base_value(outcome)) - abs(base_value(budget))) == abs(base_value(deviation)):
            return Choice(outcome), Choice(budget)
    return None, None


def _of_scenario(figures: Sequence[FigureEvidence], scenario: Scenario) -> list[FigureEvidence]:
    return [e for e in figures if e.stored.figure.scenario is scenario]


def outcome_of(query: Query, library: Library) -> Choice | None:
    """The outcome of the first thing that is asked about, wherever it is printed."""
    return choose_figure(_measured(query), _of_kind(query, Scenario.OUTCOME), library)


def _measured(query: Query) -> Measure:
    asked = query.measures[0]
    things = tuple(t for t in asked.terms if not _says_how(t))
    return replace(asked, terms=things) if things or asked.concepts else asked


def outcome_and_budget(query: Query, library: Library) -> tuple[Choice | None, Choice | None]:
    """The outcome and the budget that stands beside it; a table that has both goes before a more exact outcome elsewhere."""
    measure = _measured(query)
    outcome = outcome_of(query, library)
    beside = outcome.best if outcome else None
    budget = choose_figure(measure, _of_kind(query, Scenario.BUDGET), library, None, beside)
    if outcome is not None and budget is not None and not is_same_table(outcome.best, budget.best):
        outcome = choose_figure(measure, _of_kind(query, Scenario.OUTCOME), library, None, budget.best)
    return outcome, budget


def _of_kind(query: Query, scenario: Scenario) -> Query:
    return replace(query, intent=Intent.DIFFERENCE, scenario=scenario)
