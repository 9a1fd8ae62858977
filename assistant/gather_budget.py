"""Shares of a budget: what a part came to by all that was budgeted, or by what was budgeted for the part itself."""

from __future__ import annotations

from dataclasses import replace

from assistant.amounts import base_unit, base_value, size
from assistant.asked_wholes import asks_of_whole_budget
from assistant.choose import Choice, is_same_table, is_sum
from assistant.evidence import Evidence, FigureEvidence
from assistant.figures_evidence import computed
from assistant.gather_kin import as_evidence
from assistant.gather_quotients import outcome_and_budget, outcome_of, used_of_budget
from assistant.matching import telling_stems
from assistant.operations import Operation
from assistant.query import Query
from assistant.wording import say, say_label
from ingest.domain import Scenario
from ingest.language import terms
from vectorstore.entries import Scope
from vectorstore.library import Library

# All costs of a plan may be called so ("Rörelsens kostnader") and not a sum.
_ALL_COSTS = "verksamhetens_kostnader"
_EVERYTHING = frozenset(terms("summa totalt total totala kostnad kostnader kostnaderna budget verksamhetens"))


def share_of_budget(query: Query, library: Library) -> Evidence:
    """The outcome by the sum of the budget that it is a part of, where the question asks for that and a sum is printed.

    Else by its own budget; a text must then say that it is.
    """
    if not asks_of_whole_budget(query.question):
        return used_of_budget(query, library)
    query = _of_the_thing(query)
    outcome, budget = outcome_and_budget(query, library)
    whole = _sum_with(budget.best, library) if budget is not None else None
    if outcome is None and budget is not None and whole is not None:
        return computed(query, Operation.SHARE, (Choice(budget.best), Choice(whole)), say_label(budget.best))
    if outcome is None or whole is None:
        return used_of_budget(query, library)
    named = outcome_of(query, library)
    part = named if named is not None and _are_one_amount(named.best, outcome.best) else outcome
    label = say(query.language, "of_budget_label", label=say_label(part.best))
    return computed(query, Operation.SHARE, (Choice(part.best), Choice(whole)), label, allow_mixed=True)


def _is_of_some(total: FigureEvidence) -> bool:
    """Whether a sum says what it is the sum of: "Summa insatser" leaves the rest out."""
    heading, _, label = total.stored.figure.row.rpartition(" › ")
    return bool(heading) or not set(telling_stems(label)) <= _EVERYTHING


def _of_the_thing(query: Query) -> Query:
    """The question without the words that only say that a part is spent on it."""
    asked = query.measures[0]
    things = tuple(t for t in asked.terms if t.weight >= 1)
    return replace(query, measures=(replace(asked, terms=things or asked.terms), *query.measures[1:]))


def _are_one_amount(one: FigureEvidence, other: FigureEvidence) -> bool:
    """Whether another table prints the same amount, under the name that was asked for."""
    a, b = one.stored.figure, other.stored.figure
    return size(one) == size(other) and base_unit(one) == base_unit(other) and a.period == b.period


def _sum_with(part: FigureEvidence, library: Library) -> FigureEvidence | None:
    """The sum of a column's budgets that the part is one of: a row called so and nothing else, which the rows above add up to."""
    scope = Scope(reports=frozenset((part.stored.report.report,)))
    column = [
        e
        for e in (as_evidence(s, part.score) for s in library.figures(scope))
        if is_same_table(e, part) and e.stored.figure.scenario is Scenario.BUDGET
        and e.stored.figure.column == part.stored.figure.column and e.stored.figure.period == part.stored.figure.period
    ]  # fmt: skip
    added = [e for e in column if not is_sum(e) and e.stored.figure.concept != _ALL_COSTS]
    for at, whole in enumerate(column):
        above = [e for e in column[:at] if e in added]
        if whole.stored.figure.concept == _ALL_COSTS:
            above = [e for e in above if _heading(e) == _heading(part)]  # not the income above the costs
        elif not is_sum(whole) or _is_of_some(whole):
            continue
        is_in_it = any(e.stored.figure.key == part.stored.figure.key for e in above)
        if is_in_it and len(above) > 1 and sum(map(base_value, above)) == base_value(whole) != 0:
            return whole
    return None


def _heading(evidence: FigureEvidence) -> str:
    return evidence.stored.figure.row.rpartition(" › ")[0]
