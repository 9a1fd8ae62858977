"""A goal and its outcome told side by side in a sentence, against the row of the table of goals that prints both."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal

from ingest.checks.relation import Relation, Term
from ingest.checks.sentences_said import Said, figure_of
from ingest.checks.sheets import is_doubtful
from ingest.checks.words import say_place
from ingest.checks.year_rows import are_alike, telling_stems
from ingest.domain import Certainty, Figure, FindingKind, Report, Scenario

_NUMBER = r"\d{1,4}(?:,\d+)?"
_UNIT = r" ?(?:%|procent|personer|deltagare|individer)?"
_SIDE_BY_SIDE = re.compile(
    rf"\b(?:utfallet|resultatet)(?: [a-z]+)? (?P<real>{_NUMBER}){_UNIT},? (?:mot|jamfort med|medan) "
    rf"mal(?:vardet|et|nivan)?(?: (?:pa|var|ar|om))? (?P<goal>{_NUMBER}){_UNIT}"
)


def goals_told(report: Report, sentences: Sequence[Said]) -> Iterator[Relation]:
    """Where one of the two is that of the only row that has it and that the sentence names, the other must be too."""
    rows = _rows(report)
    for said in sentences:
        for match in _SIDE_BY_SIDE.finditer(said.folded):
            told = tuple(Decimal(match[group].replace(",", ".")) for group in ("real", "goal"))
            if any(tuple(f.value for f in row) == told for row in rows):
                continue
            stems = telling_stems(said.sentence.text)
            named = [row for row in rows if any(are_alike(a, b) for a in telling_stems(row[0].row) for b in stems)]
            half = [(at, row) for row in named for at in (0, 1) if row[1 - at].value == told[1 - at]]
            if len(half) == 1:
                at, row = half[0]
                yield from _same(report, said, match.start(("real", "goal")[at]), row[at])


def _rows(report: Report) -> list[tuple[Figure, Figure]]:
    """The outcome and the target of each row that has one of each."""
    by_row: dict[tuple[object, ...], list[Figure]] = {}
    for figure in report.figures:
        if not is_doubtful(figure):
            by_row.setdefault((figure.table, figure.locator.lines, figure.row, figure.unit), []).append(figure)
    found: list[tuple[Figure, Figure]] = []
    for figures in by_row.values():
        real = [f for f in figures if f.scenario in (Scenario.OUTCOME, Scenario.SHARE)]
        goal = [f for f in figures if f.scenario is Scenario.TARGET]
        if len(real) == len(goal) == 1:
            found.append((real[0], goal[0]))
    return found


def _same(report: Report, said: Said, start: int, printed: Figure) -> Iterator[Relation]:
    mention = next((m for m in said.mentions if m.start == start), None)
    if mention is not None:
        rule = f"samma uppgift {say_place(printed.locator)}"
        stated = figure_of(report, said, mention)
        yield Relation(FindingKind.CONTRADICTION, stated, (Term(printed),), rule, Certainty.CERTAIN, Decimal(0))
