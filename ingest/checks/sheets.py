"""Tables with their figures in place again: row by row and column by column, as the checks go over them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from ingest.domain import Figure, Row, Scenario, Table
from ingest.figures_meaning import COLUMN_UNCERTAIN

_DOUBTFUL = (COLUMN_UNCERTAIN, "ambiguous", "low-confidence")


@dataclass(frozen=True, slots=True)
class SheetRow:
    """A row and, for each value column, the figures of its cell in the order of print (an amount before its share)."""

    row: Row
    cells: tuple[tuple[Figure, ...], ...]

    @property
    def label(self) -> str:
        return self.row.label


@dataclass(frozen=True, slots=True)
class Sheet:
    """`rows` has one entry for each row of the table."""

    table: Table
    rows: tuple[SheetRow, ...]

    def amount(self, row: int, column: int) -> Figure | None:
        """The main figure of a cell: the first that is no share beside an amount and stands there without doubt."""
        cell = self.rows[row].cells[column]
        for figure in cell:
            if not is_doubtful(figure) and (len(cell) == 1 or figure.scenario is not Scenario.SHARE):
                return figure
        return None

    def share(self, row: int, column: int) -> Figure | None:
        """The percentage of a cell, alone or beside an amount."""
        return next((f for f in self.rows[row].cells[column] if f.unit == "%" and not is_doubtful(f)), None)

    @property
    def columns(self) -> range:
        return range(len(self.table.columns))


def is_doubtful(figure: Figure) -> bool:
    """Whether the reader was not sure where a figure stands or what it reads: no ground to accuse a report on."""
    return any(flag.startswith(_DOUBTFUL) for flag in figure.flags)


def lay_out(tables: Sequence[Table], figures: Sequence[Figure]) -> tuple[Sheet, ...]:
    """The sheets of a report's tables, in their order. `figures` are those read from these tables, in their order."""
    by_place: dict[tuple[str, tuple[int, int] | None], list[Figure]] = {}
    for figure in figures:
        by_place.setdefault((figure.table or "", figure.locator.lines), []).append(figure)
    return tuple(
        Sheet(table, tuple(_lay_out_row(table, row, by_place.get((table.title, row.lines), ())) for row in table.rows))
        for table in tables
    )


def _lay_out_row(table: Table, row: Row, figures: Sequence[Figure]) -> SheetRow:
    left = [figure for figure in figures if figure.quote == row.quote]
    cells: list[tuple[Figure, ...]] = []
    for cell, header in zip(row.cells, table.columns, strict=True):
        here: list[Figure] = []
        while left and _stands_in(left[0], cell.text, header):
            here.append(left.pop(0))
        cells.append(tuple(here))
    return SheetRow(row, tuple(cells))


def _stands_in(figure: Figure, text: str, header: str) -> bool:
    is_here = figure.column == header or any(flag.startswith(COLUMN_UNCERTAIN) for flag in figure.flags)
    return bool(text) and is_here and (figure.raw in text or any(flag.startswith("repaired") for flag in figure.flags))
