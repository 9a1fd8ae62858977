"""The same fact stated in two places of one report."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal

from ingest.checks.facts import Fact, facts_of
from ingest.checks.relation import Relation, Term, factor_to, step_of
from ingest.checks.restated_budgets import budget_findings
from ingest.checks.restated_contributions import contribution_relations
from ingest.checks.restated_costs import cost_relations
from ingest.checks.restated_labels import label_relations
from ingest.checks.restated_notes import note_relations
from ingest.checks.restated_scope import parts_findings, scope_findings
from ingest.checks.restated_totals import total_relations
from ingest.checks.rules import load_rules
from ingest.checks.sheets import Sheet
from ingest.domain import Finding, FindingKind, Report

_THOUSANDTH = Decimal("0.001")


def restated_figures(report: Report, sheets: Sequence[Sheet]) -> Iterator[Relation]:
    """Facts that two tables print: notes and the lines that point to them, the members' contributions, the cost for each
    participant, what a period ends and the next begins with, rows of one name.

    What the statements say of each other by concept, and what sentences say of them, is in the data of `accounts`.
    """
    rules = load_rules()
    yield from note_relations(sheets, rules)
    yield from contribution_relations(sheets, rules)
    yield from cost_relations(sheets)
    yield from _openings(facts_of(sheets, rules))
    yield from label_relations(sheets, rules)
    yield from total_relations(sheets)


def restated_findings(report: Report, sheets: Sequence[Sheet]) -> Iterator[Finding]:
    """One name for two things: an outcome called the budget, costs with and without depreciation."""
    yield from budget_findings(report, sheets)
    facts = facts_of(sheets, load_rules())
    yield from scope_findings(report, sheets, facts)
    yield from parts_findings(report, sheets, facts)


def _openings(facts: Sequence[Fact]) -> Iterator[Relation]:
    """What a period begins with is what the one before ended with."""
    for opening in (fact for fact in facts if fact.is_opening):
        closing = [
            f for f in facts if not f.is_opening and (f.line, f.end, f.scenario) == (opening.line, opening.end, opening.scenario)
        ]
        for fact in sorted(closing, key=lambda f: (f.figure.unit != opening.figure.unit, f.sheet))[:1]:
            coarse, fine = (fact, opening) if factor_to(fact.figure.unit, opening.figure) == _THOUSANDTH else (opening, fact)
            factor = factor_to(coarse.figure.unit, fine.figure) or Decimal(1)
            slack = max(step_of(coarse.figure), step_of(fine.figure) * factor)
            words = "det som föregående period slutade med" if coarse is opening else "det som nästa period börjar med"
            yield Relation(FindingKind.CONTRADICTION, coarse.figure, (Term(fine.figure, factor),), words, slack=slack)
