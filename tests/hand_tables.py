"""Small tables and reports made by hand, for the tests of what a printed number means."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from ingest.domain import Cell, Figure, Locator, Metadata, ReportKind, Row, Table
from ingest.figures import read_figures

ANNUAL = Metadata("Förbundet Exempel", None, ReportKind.ANNUAL_REPORT, "Årsredovisning", date(2022, 1, 1), date(2022, 12, 31))
INTERIM = Metadata("Förbundet Exempel", None, ReportKind.INTERIM_REPORT, "Delårsrapport", date(2023, 1, 1), date(2023, 8, 31))
BROKEN_YEAR = Metadata("Förbundet Exempel", None, ReportKind.ANNUAL_REPORT, "Bokslut", date(2022, 7, 1), date(2023, 6, 30))
BUDGET = Metadata("Förbundet Exempel", None, ReportKind.BUDGET, "Budget", date(2025, 1, 1), date(2025, 12, 31))


def table(
    title: str,
    columns: Sequence[str],
    *rows: Sequence[str],
    unit: str | None = None,
    amounts_unit: str | None = None,
    section: str = "",
    parents: tuple[str, ...] = (),
) -> Table:
    """A table as the reader gives it: each row its label, then the text of each cell; row n stands on line n + 1."""
    made = tuple(
        Row(row[0], parents, tuple(Cell(text, (at, at)) for text in row[1:]), " | ".join(row), (at, at))
        for at, row in enumerate(rows, start=2)
    )
    place = Locator(section=section or title, lines=(1, len(rows) + 1))
    return Table(title, tuple(columns), made, place, "tabs", unit, amounts_unit=amounts_unit)


def figures_of(*tables: Table, metadata: Metadata = ANNUAL) -> tuple[Figure, ...]:
    return read_figures("r", tables, metadata)


def one_figure(label: str, column: str, text: str, title: str = "Verksamhet", metadata: Metadata = ANNUAL) -> Figure:
    """The only figure of a table of one cell."""
    (figure,) = figures_of(table(title, (column,), (label, text)), metadata=metadata)
    return figure
