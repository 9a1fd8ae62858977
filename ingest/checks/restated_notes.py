"""The notes against the lines of the statements that point to them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

from ingest.checks.causes import likely_cause
from ingest.checks.facts import Fact, facts_of, time_of
from ingest.checks.relation import Relation, Term, factor_to, step_of
from ingest.checks.rules import Rules
from ingest.checks.sheets import Sheet
from ingest.domain import Certainty, Figure, FindingKind, Scenario
from ingest.language import fold

_TITLE = re.compile(r"not\s*(\d{1,2})\b")
_REFERENCE = re.compile(r"\s*\|?\s*(\d{1,2})\s*\|")
_TOTAL = re.compile(r"^(?:summa\b.*|totalt?\b.*|redovisat varde.*)$")
_STATEMENTS = ("income", "balance")
# What a note on costs may hold beside the line that points to it.
_COSTS = "verksamhetens_kostnader"
_MAY_ADD = ("avskrivningar", "finansiella_kostnader")
_LONG = 6
_SIDES = (Decimal(1), Decimal(-1))


@dataclass(frozen=True, slots=True)
class _Note:
    """A note's number and its total row; None where the note ends without one."""

    number: str
    sheet: Sheet
    total: int | None


def note_relations(sheets: Sequence[Sheet], rules: Rules) -> Iterator[Relation]:
    """The total of each note is the line that points to it, for each time that both print.

    Depreciation and financial costs may be counted among the costs of a note. A note that agrees for no time is left out
    unless it and the line have one concept: it may be about a part of the line.
    """
    facts = facts_of(sheets, rules)
    notes = [note for sheet in sheets if (note := _note_of(sheet)) is not None]
    for note in notes:
        lines: dict[tuple[int, int], list[Fact]] = {}
        for fact in facts:
            if fact.statement in _STATEMENTS and _reference(sheets[fact.sheet], fact.row) == note.number:
                lines.setdefault((fact.sheet, fact.row), []).append(fact)
        if len(lines) == 1 and note.total is not None:
            yield from _compared(note, note.total, next(iter(lines.values())), facts)
        elif len(lines) == 1:
            yield from _added_up(note, next(iter(lines.values())))


def _note_of(sheet: Sheet) -> _Note | None:
    match = _TITLE.match(fold(sheet.table.title))
    last = max((row for row in range(len(sheet.rows)) if any(sheet.rows[row].cells)), default=None)
    if match is None or last is None:
        return None
    return _Note(match[1], sheet, last if _TOTAL.match(fold(sheet.rows[last].label)) else None)


def _reference(sheet: Sheet, row: int) -> str:
    """The number of the note that a row points to, as printed between its label and its cells; "" for none."""
    printed = sheet.rows[row].row
    match = _REFERENCE.match(printed.quote[len(printed.label) :]) if printed.quote.startswith(printed.label) else None
    return match[1] if match else ""


def _added_up(note: _Note, line: Sequence[Fact]) -> Iterator[Relation]:
    """The line as the rows of a note that has no total, subtotals without a name aside; a break counts where another time
    holds."""
    if any(_TOTAL.match(fold(row.label)) for row in note.sheet.rows):
        return
    rows = [index for index, row in enumerate(note.sheet.rows) if row.label.strip()]
    made: dict[Decimal, list[Relation]] = {side: [] for side in _SIDES}
    for fact in line:
        for column in note.sheet.columns:
            parts = [figure for row in rows if (figure := note.sheet.amount(row, column)) is not None]
            if len(parts) > 1 and all(_time(part) == (fact.start, fact.end, fact.scenario) for part in parts):
                for side in _SIDES:
                    terms = tuple(Term(part, (factor_to(fact.figure.unit, part) or Decimal(1)) * side) for part in parts)
                    made[side].append(Relation(FindingKind.SUM, fact.figure, terms, f"summan av raderna i not {note.number}"))
    relations = max(made.values(), key=lambda relations: sum(relation.holds for relation in relations))
    if any(relation.holds for relation in relations):
        yield from relations


def _time(figure: Figure) -> tuple[date | None, date | None, Scenario]:
    return (*(time_of(figure) or (None, None)), figure.scenario)


def _compared(note: _Note, row: int, line: Sequence[Fact], facts: Sequence[Fact]) -> Iterator[Relation]:
    """The relations of one note and one line, over their times."""
    totals = [figure for column in note.sheet.columns if (figure := note.sheet.amount(row, column)) is not None]
    pairs = [
        (total, fact)
        for fact in line
        for total in totals
        if (time_of(total), total.scenario) == ((fact.start, fact.end), fact.scenario)
    ]
    made = {side: [_relation(note, total, fact, facts, side) for total, fact in pairs] for side in _SIDES}
    # where one column says this and the other that, only costs and a side printed negative are known to have a minus
    expected = _SIDES[1] if any(fact.line == _COSTS or fact.is_negated for _, fact in pairs) else _SIDES[0]
    relations = max(made.items(), key=lambda item: (sum(r.holds for r in item[1]), item[0] == expected))[1]
    holding = [relation for relation in relations if relation.holds]
    yield from holding
    if len(totals) < len(note.sheet.columns):
        return  # a total that lacks a cell may have been read into the wrong column
    for relation in relations:
        if relation.holds:
            continue
        is_same = relation.stated.concept is not None and relation.stated.concept == relation.terms[0].figure.concept
        slip = likely_cause(relation.stated.value, relation.expected)
        if holding or is_same or slip and len(f"{abs(relation.expected):.0f}") >= _LONG:
            yield relation if holding else replace(relation, certainty=Certainty.INTERPRETATION)


def _relation(note: _Note, total: Figure, fact: Fact, facts: Sequence[Fact], side: Decimal) -> Relation:
    """The note's total as the line, with the costs that it may hold beside it where they make it hold."""
    beside = [f for f in facts if f.sheet == fact.sheet and f.column == fact.column and f.line in _MAY_ADD]
    choices: list[list[Figure]] = [[fact.figure]]
    if fact.line == _COSTS:
        choices += [[fact.figure, *(f.figure for f in beside[: i + 1])] for i in range(len(beside))]
    made = [_sum(note, total, figures, side) for figures in choices]
    return next((relation for relation in made if relation.holds), min(made, key=lambda relation: abs(relation.residual)))


def _sum(note: _Note, total: Figure, figures: Sequence[Figure], side: Decimal) -> Relation:
    factors = [(factor_to(total.unit, figure) or Decimal(1)) * side for figure in figures]
    terms = tuple(Term(figure, factor) for figure, factor in zip(figures, factors, strict=True))
    steps = [step_of(total), *(step_of(term.figure) * abs(term.factor) for term in terms)]
    words = f"raden som hänvisar till not {note.number}"
    return Relation(FindingKind.CONTRADICTION, total, terms, words, slack=max(steps) * len(terms))
