"""What the members pay, against the notes: their contributions one by one make what is said of them together."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from decimal import Decimal

from ingest.checks.facts import Fact, facts_of, statement_of, time_of
from ingest.checks.relation import Relation, Term, factor_to, step_of
from ingest.checks.rules import Rules
from ingest.checks.sheets import Sheet
from ingest.domain import Certainty, Figure, FindingKind
from ingest.lexicon import fold_label

_FROM_A_MEMBER = re.compile(r"(?:drift|medlems)bidrag(?:et)? (?:fran )?\w|(?:drift|medlems)bidrag, \w")
_WHOLE = "medlemsbidrag"
_INCOME = "verksamhetens_intakter"
_MIN_MEMBERS = 3


def contribution_relations(sheets: Sequence[Sheet], rules: Rules) -> Iterator[Relation]:
    """The members' contributions as a table says them together, as the sum of the note's rows.

    A break counts where the row agrees for another time, or where what is called contributions is all the income.
    """
    facts = facts_of(sheets, rules)
    members = [figure for sheet in sheets if statement_of(sheet, rules) == "note" for figure in _member_rows(sheet)]
    by_row: dict[tuple[int, int], list[Relation]] = {}
    for fact in facts:
        if fact.line == _WHOLE and fact.statement != "note":
            paid = [f for f in members if (time_of(f), f.scenario) == ((fact.start, fact.end), fact.scenario)]
            if len(paid) >= _MIN_MEMBERS:
                by_row.setdefault((fact.sheet, fact.row), []).append(_sum(fact, paid))
    for relations in by_row.values():
        holding = [relation for relation in relations if relation.holds]
        yield from holding
        for relation in relations:
            if not relation.holds and (holding or _is_all_income(relation, facts)):
                yield replace(relation, certainty=Certainty.INTERPRETATION)


def _member_rows(sheet: Sheet) -> Iterator[Figure]:
    for index, row in enumerate(sheet.rows):
        if _FROM_A_MEMBER.match(fold_label(row.label)):
            yield from (figure for column in sheet.columns if (figure := sheet.amount(index, column)) is not None)


def _sum(fact: Fact, paid: Sequence[Figure]) -> Relation:
    terms = tuple(Term(figure, factor_to(fact.figure.unit, figure) or Decimal(1)) for figure in paid)
    slack = max(step_of(fact.figure), *(step_of(term.figure) * term.factor for term in terms)) * (
        1 if fact.figure.unit != paid[0].unit else len(terms)
    )
    return Relation(FindingKind.CONTRADICTION, fact.figure, terms, "summan av medlemmarnas bidrag i noten", slack=slack)


def _is_all_income(relation: Relation, facts: Sequence[Fact]) -> bool:
    figure = relation.stated
    totals = [f.figure for f in facts if f.line == _INCOME and f.statement == "income" and f.figure.period == figure.period]
    return any(
        (factor := factor_to(figure.unit, total)) is not None and abs(figure.value - total.value * factor) <= step_of(figure)
        for total in totals
    )
