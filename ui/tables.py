"""A report's tables for a reader: which there are, and one of them shown again as printed, with its place."""

from __future__ import annotations

import re
from collections.abc import Sequence
from textwrap import wrap
from typing import TYPE_CHECKING, TextIO

from ingest.domain import Locator, Row, Table
from ingest.errors import UsageError
from ui.reading import find_report

if TYPE_CHECKING:
    from vectorstore.library import Library

INDENT = "  "
COLUMN_GAP = "  "
HEADER_WIDTH = 18
_REPAIRED = re.compile(r'repaired: "(?P<raw>.*)" read as (?P<value>\S+)')
# What the reader had to do, in the words of the one who reads the table.
_REMARKS = (
    ("column-uncertain", "vilken kolumn siffrorna hör till går inte att avgöra"),
    ("column-by-sums", "kolumnen är avgjord av summorna"),
    ("column-from-blanks", "kolumnen är avgjord av mellanrummen"),
    ("ambiguous", "trycket går att läsa på flera sätt; detta är det troligaste"),
)


def report_tables(library: Library, report: str) -> tuple[Table, ...]:
    """The tables of a report, in reading order. Raises `UsageError` for an unknown report, or one without tables."""
    entry = find_report(library, report)
    tables = library.tables(entry.report)
    if not tables:
        raise UsageError(f"I {report} lästes inga tabeller. Texten visas av finsam text {report}.")
    return tables


def table_numbered(tables: Sequence[Table], number: int, report: str) -> Table:
    """Raises `UsageError` for a number that no table has."""
    if not 1 <= number <= len(tables):
        raise UsageError(f"{report} har tabellerna 1–{len(tables)}; tabellen {number} finns inte. Lista: finsam tables {report}")
    return tables[number - 1]


def print_table_list(tables: Sequence[Table], out: TextIO) -> None:
    """One line a table: number, title, place and size."""
    width = len(str(len(tables)))
    for number, table in enumerate(tables, start=1):
        rows = sum(not _is_heading(row) for row in table.rows)
        out.write(f"{number:>{width}}  {table.title or 'utan rubrik'} ({_place(table.locator)}; {rows} rader)\n")


def print_table(table: Table, out: TextIO) -> None:
    """The table as printed: headers, labels with their parents as indents, cells under their columns.

    What had to be done to read a row or cell stands below, under the number behind it.
    """
    out.write(f"{table.title or 'Utan rubrik'}\n{_place(table.locator)}" + (f" · {table.unit}" if table.unit else "") + "\n\n")
    notes: list[str] = []
    body = [_printed_row(row, notes) for row in table.rows]
    grid = [*_header(table), *body]
    widths = [max(len(cells[i]) for cells in grid) for i in range(len(table.columns) + 1)]
    for label, *values in grid:
        cells = (label.ljust(widths[0]), *(value.rjust(width) for value, width in zip(values, widths[1:], strict=True)))
        out.write(COLUMN_GAP.join(cells).rstrip() + "\n")
    out.writelines(f"\n[{number}] {note}" for number, note in enumerate(notes, start=1))
    out.write("\n" if notes else "")


def _header(table: Table) -> list[list[str]]:
    """The headers over their columns, wrapped to the width of a column; none where none is printed."""
    if not any(table.columns):
        return []
    wrapped = [wrap(column, HEADER_WIDTH) for column in table.columns]
    height = max(len(lines) for lines in wrapped)
    return [["", *(([""] * (height - len(lines)) + lines)[at] for lines in wrapped)] for at in range(height)]


def _printed_row(row: Row, notes: list[str]) -> list[str]:
    label = INDENT * len(row.parents) + row.label + _marks(row.flags, notes)
    return [label, *(" ".join(cell.text.split()) + _marks(cell.flags, notes) for cell in row.cells)]


def _marks(flags: Sequence[str], notes: list[str]) -> str:
    """ " [1]" for what is said about a row or a cell; the same remark keeps its number."""
    numbers = []
    for remark in filter(None, map(_remark, flags)):
        if remark not in notes:
            notes.append(remark)
        numbers.append(notes.index(remark) + 1)
    return "".join(f" [{number}]" for number in numbers)


def _remark(flag: str) -> str:
    if match := _REPAIRED.match(flag):
        return f"trycket är skadat: ”{match['raw']}” är läst som {match['value']}, vilket andra tal i rapporten bekräftar"
    return next((remark for prefix, remark in _REMARKS if flag.startswith(prefix)), "")


def _is_heading(row: Row) -> bool:
    return not any(cell.text for cell in row.cells)


def _place(locator: Locator) -> str:
    """ "sidan 24, 2 Resultaträkning, raderna 1443–1458", as far as it is known."""
    page = f"sidan {locator.page}" if locator.page else ""
    label = f"sidan {locator.page_label} enligt innehållsförteckningen" if not page and locator.page_label else ""
    section = locator.section.split(" › ")[0]
    lines = f"raderna {locator.lines[0]}–{locator.lines[1]}" if locator.lines and not locator.box else ""
    return ", ".join(part for part in (page, label, section, lines) if part)
