"""Women, men and all of a sentence that do not add up, against the same three as a table or another sentence prints them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

from ingest.checks.people_splits import Split
from ingest.checks.relation import Relation, Term
from ingest.checks.sheets import Sheet, lay_out
from ingest.checks.words import say_place
from ingest.domain import Certainty, Figure, FindingKind, Report, Scenario
from ingest.language import fold

_WOMEN = ("kvinnor", "kvinna", "antal kvinnor", "varav kvinnor", "flickor")
_MEN = ("man", "antal man", "varav man", "pojkar")
_ALL = ("totalt", "total", "summa", "samtliga", "alla", "antal", "antal deltagare", "deltagare", "sammanlagt", "")
# So small counts are the same in another group by chance.
_SMALLEST = 10


@dataclass(frozen=True, slots=True)
class Three:
    """A whole with its women and its men as figures; the three add up."""

    whole: Figure
    women: Figure
    men: Figure

    @property
    def figures(self) -> tuple[Figure, Figure, Figure]:
        return self.whole, self.women, self.men


def printed_threes(report: Report) -> tuple[Three, ...]:
    """Those of the tables, in rows or in columns, that add up."""
    sheets = lay_out(report.tables, report.figures)
    return tuple(three for sheet in sheets for three in (*_in_rows(sheet), *_in_columns(sheet)))


def slips_from_printed(
    report: Report, broken: Sequence[tuple[Split, tuple[Figure, Figure, Figure]]], threes: Sequence[Three]
) -> Iterator[Relation]:
    """For a split that does not add up: the one of its three numbers that alone differs from a print that does.

    `broken` are the splits with the figures of whole, women and men. Prints that say different things prove nothing.
    """
    for split, told in broken:
        found = {
            (at, three.figures[at].value): three
            for three in threes
            if (at := _only_other(told, three)) is not None and not _is_itself(split, three)
        }
        if len(found) == 1:
            (at, _), three = next(iter(found.items()))
            printed = three.figures[at]
            rule = f"uppdelningen på kvinnor och män {say_place(printed.locator)}"
            yield Relation(FindingKind.SEX_SPLIT, told[at], (Term(printed),), rule, Certainty.CERTAIN, Decimal(0))


def _only_other(told: tuple[Figure, Figure, Figure], three: Three) -> int | None:
    """Which of the three differs; None where none or more than one does, or the two that agree are few people."""
    differing = [at for at, (one, other) in enumerate(zip(told, three.figures, strict=True)) if one.value != other.value]
    alike = [figure.value for at, figure in enumerate(told) if at not in differing]
    return differing[0] if len(differing) == 1 and max(alike, default=Decimal(0)) >= _SMALLEST else None


def _is_itself(split: Split, three: Three) -> bool:
    lines, own = three.whole.locator.lines, split.said.locator.lines
    return lines is not None and own is not None and lines[0] <= own[1] and own[0] <= lines[1]


def _in_rows(sheet: Sheet) -> Iterator[Three]:
    """Columns for women, men and all: each row is three."""
    headers = [fold(header).strip(" .:") for header in sheet.table.columns]
    places = [[at for at, header in enumerate(headers) if header in names] for names in (_ALL, _WOMEN, _MEN)]
    if all(len(place) == 1 for place in places):
        for row in range(len(sheet.rows)):
            yield from _three([sheet.amount(row, place[0]) for place in places])


def _in_columns(sheet: Sheet) -> Iterator[Three]:
    """Rows for women, men and all: each column is three."""
    labels = [fold(row.label).strip(" .:") for row in sheet.rows]
    places = [[at for at, label in enumerate(labels) if label in names and label] for names in (_ALL, _WOMEN, _MEN)]
    if all(len(place) == 1 for place in places):
        for column in sheet.columns:
            yield from _three([sheet.amount(place[0], column) for place in places])


def _three(figures: Sequence[Figure | None]) -> Iterator[Three]:
    known = [f for f in figures if f is not None and f.unit == "antal" and f.scenario is Scenario.OUTCOME]
    if len(known) == len(figures) and known[0].value == known[1].value + known[2].value:
        yield Three(*known)
