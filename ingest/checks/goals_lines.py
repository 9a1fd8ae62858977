"""Goal tables set with blanks that no table was read from: target, outcome and verdict of a line in their columns."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from ingest.checks.goals_verdicts import Verdict, verdicts_in
from ingest.checks.goals_words import Outcome, Target, target_of_figures
from ingest.domain import Line, Report
from ingest.language import fold

_CELLS = re.compile(r"\s{2,}|\t")
_HEAD = re.compile(r"\b(?:malvarde|mal)\b.*\butfall\b", re.DOTALL)
_VERDICT_HEAD = re.compile(r"\b(?:bedomning|maluppfyllelse|status|uppfyllelse)\s*$", re.MULTILINE)
_VALUE = re.compile(r"(?P<number>\d{1,3}(?:[  ]\d{3})+|\d+(?:,\d+)?)(?: ?(?P<unit>%))?$")
# A header of goals spans at most this many lines, and its rows follow within as many as a page holds.
_HEAD_LINES, _ROWS_BELOW = 3, 25


@dataclass(frozen=True, slots=True)
class LineGoal:
    """A goal with the first of its outcomes, which is the report's own year's."""

    label: str
    target: Target
    outcome: Outcome
    verdicts: tuple[Verdict, ...]
    line: Line


def line_goals(report: Report) -> Iterator[LineGoal]:
    read = {
        n for table in report.tables if table.locator.lines for n in range(table.locator.lines[0], table.locator.lines[1] + 1)
    }
    lines = report.document.lines
    columns = below = 0
    for n, line in enumerate(lines):
        head = _values_headed([other.text for other in lines[max(0, n - _HEAD_LINES + 1) : n + 1]])
        if head:
            columns, below = head, 0
            continue
        below += 1
        if not columns or below > _ROWS_BELOW or line.number in read:
            continue
        cells = [cell for cell in _CELLS.split(line.text.strip()) if cell]
        verdicts = verdicts_in(cells[-1]) if cells else ()
        values = [_VALUE.fullmatch(cell) for cell in cells[1:-1]]
        if not verdicts or len(values) != columns or any(value is None for value in values):
            continue
        numbers = [(Decimal(re.sub(r"\s", "", v["number"]).replace(",", ".")), v["unit"] or "") for v in values if v]
        if numbers[0][1] == numbers[1][1]:
            target = target_of_figures(cells[0], *numbers[0])
            outcome = Outcome(numbers[1][0], target.unit, target.nouns, target.stems, line.text.strip())
            yield LineGoal(cells[0], target, outcome, verdicts, line)


def _values_headed(lines: list[str]) -> int:
    """How many value columns a header has that ends with the verdict's: target first, then outcomes; 0 where it is none."""
    folded = fold("\n".join(lines))
    if not _VERDICT_HEAD.search(fold(lines[-1])) or not _HEAD.search(folded):
        return 0
    found = re.findall(r"\b(malvarde|utfall|resultat|mal(?=\s{2,}\S))\b", folded)
    aims = [word for word in found if word.startswith("mal")]
    ends = [word for word in found if not word.startswith("mal")]
    wanted = "malvarde" if "malvarde" in aims else "mal"
    return aims.count(wanted) + len(ends) if aims.count(wanted) == 1 and found.index(wanted) < found.index(ends[0]) else 0
