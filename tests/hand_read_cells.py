"""Numeric cells read by hand, and which exported figure is which of them."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path

from ingest.domain import Figure
from ingest.lexicon import fold_label


@dataclass(frozen=True, slots=True)
class HandReadCell:
    """A cell with what it means. `lines` is where it stands in the text export; its row may be prefixed by a parent."""

    lines: tuple[int, int]
    row: str
    value: Decimal
    unit: str
    period: str | None
    scenario: str
    only_by_sums: bool

    def is_at(self, figure: Figure) -> bool:
        """Whether a figure has the cell's value, on its lines or the next, under its row; a parent prefix is optional."""
        first, last = figure.locator.lines or (0, 0)
        near = first - 1 <= self.lines[1] and self.lines[0] <= last + 1
        return near and self.is_like(figure)

    def is_like(self, figure: Figure) -> bool:
        """Whether a figure has the cell's value under its row, wherever it stands."""
        return figure.value == self.value and is_row(figure.row, self.row)

    def wrongly_named(self, figure: Figure) -> set[str]:
        """Which of period, unit and scenario differ. An honest "column-uncertain" counts where only totals could tell."""
        uncertain = "column-uncertain" in figure.flags and self.only_by_sums
        pairs = {
            "period": (figure.period, self.period) if not uncertain else ("", ""),
            "unit": (figure.unit, self.unit),
            "scenario": (figure.scenario.value, self.scenario),
        }
        return {name for name, (got, wanted) in pairs.items() if got != wanted}


@dataclass(frozen=True, slots=True)
class Matched:
    """Every cell with its figure (None where it is missing), and the figures that are no cell."""

    pairs: tuple[tuple[HandReadCell, Figure | None], ...]
    others: tuple[Figure, ...]

    @property
    def missing(self) -> tuple[HandReadCell, ...]:
        return tuple(cell for cell, figure in self.pairs if figure is None)

    def misnamed(self, what: str | None = None) -> tuple[tuple[HandReadCell, Figure], ...]:
        """Cells whose figure has another period, unit or scenario (`what`, or any of them)."""
        found = ((cell, figure, cell.wrongly_named(figure)) for cell, figure in self.pairs if figure is not None)
        return tuple((cell, figure) for cell, figure, wrong in found if (what in wrong if what else wrong))


def is_row(got: str, wanted: str) -> bool:
    """Whether two labels name one row; either may have its parents before it."""
    one, other = (fold_label(label.replace(" › ", " / ")) for label in (got, wanted))
    return one.endswith(other) or other.endswith(one) or fold_label(got.split(" › ")[-1]) == fold_label(wanted.split(" › ")[-1])


def read_cells(path: Path) -> Iterator[HandReadCell]:
    with path.open(encoding="utf-8", newline="") as file:
        for line in csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE, escapechar="\\"):
            first, last = line["lines"].split("-")
            yield HandReadCell(
                (int(first), int(last)), line["row"], Decimal(line["value"]), line["unit"], line["period"] or None,
                line["scenario"], bool(line["only_by_sums"]),
            )  # fmt: skip


def match(cells: Iterable[HandReadCell], figures: Iterable[Figure]) -> Matched:
    """Every cell with its figure, wherever it stands: whoever has all names right chooses first, each figure once."""
    wanted, left = list(cells), list(figures)
    found: list[Figure | None] = [None] * len(wanted)
    for most_wrong in range(4):
        for at, cell in enumerate(wanted):
            if found[at] is None:
                alike = (figure for figure in left if cell.is_like(figure) and len(cell.wrongly_named(figure)) <= most_wrong)
                best = found[at] = next(alike, None)
                if best is not None:
                    left.remove(best)
    return Matched(tuple(zip(wanted, found, strict=True)), tuple(left))
