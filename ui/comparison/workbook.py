"""A comparison as a workbook for Excel: the tables as seen, every value in a row of its own, and every source."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from io import BytesIO
from typing import TYPE_CHECKING

from ui.comparison.export_rows import SOURCE_COLUMNS, VALUE_COLUMNS, Cell, export_rows
from ui.comparison.square_words import MISSING, marks_of
from ui.comparison.squares import ComparedTable, Square
from ui.xml_text import printable

if TYPE_CHECKING:
    from openpyxl.cell.cell import Cell as SheetCell
    from openpyxl.worksheet.worksheet import Worksheet

_WHOLE, _BROKEN = "#,##0", "#,##0.00##"
_LONGEST_CELL = 32_000  # Excel holds 32,767 characters
_WIDTHS = {
    "Citat": 60,
    "Mått": 36,
    "Förbund eller rad": 36,
    "Varför det saknas": 40,
    "Anmärkningar": 50,
    "Avsnitt": 30,
    "Rad": 36,
}


def comparison_xlsx(tables: tuple[ComparedTable, ...]) -> bytes:
    """Three sheets: "Jämförelse", "Värden" and "Källor". Numbers are numbers, and text is text whatever it begins with."""
    from openpyxl import Workbook

    book = Workbook()
    seen = book.active
    assert seen is not None
    seen.title = "Jämförelse"
    _write_tables(seen, tables)
    rows = export_rows(tables)
    _write_list(book.create_sheet("Värden"), VALUE_COLUMNS, rows.values)
    _write_list(book.create_sheet("Källor"), SOURCE_COLUMNS, rows.sources)
    book.properties.title, book.properties.creator, book.properties.language = "Jämförelse", "Finsam-assistenten", "sv-SE"
    out = BytesIO()
    book.save(out)
    return out.getvalue()


def _write_tables(sheet: Worksheet, tables: tuple[ComparedTable, ...]) -> None:
    from openpyxl.utils import get_column_letter

    at = 1
    for table in tables:
        _put(_cell(sheet, at, 1), f"{table.title} ({table.unit})" if table.unit else table.title, bold=True)
        for note in table.notes:
            at += 1
            _put(_cell(sheet, at, 1), note)
        at += 1
        for column, said in enumerate((table.corner, *table.columns), 1):
            _put(_cell(sheet, at, column), said, bold=True)
        for row in table.rows:
            at += 1
            _put(_cell(sheet, at, 1), row.header)
            for column, square in enumerate(row.squares, 2):
                _put_square(_cell(sheet, at, column), square)
        at += 2
    sheet.column_dimensions["A"].width = 44
    for column in range(2, 2 + max((len(table.columns) for table in tables), default=0)):
        sheet.column_dimensions[get_column_letter(column)].width = 20


def _cell(sheet: Worksheet, row: int, column: int) -> SheetCell:
    from openpyxl.cell.cell import Cell as SheetCell

    cell = sheet.cell(row, column)
    assert isinstance(cell, SheetCell)  # nothing is merged
    return cell


def _put_square(cell: SheetCell, square: Square) -> None:
    """The number, with its marks as the cell's comment; "saknas" where there is none."""
    from openpyxl.comments import Comment

    _put(cell, MISSING if square.value is None else square.value)
    told = " · ".join((*marks_of(square), *((square.why,) if square.value is None else ())))
    if told:
        cell.comment = Comment(_cell_text(told), "Finsam-assistenten")


def _write_list(sheet: Worksheet, columns: Sequence[str], rows: Sequence[Sequence[Cell]]) -> None:
    from openpyxl.utils import get_column_letter

    for at, name in enumerate(columns, 1):
        _put(_cell(sheet, 1, at), name, bold=True)
        sheet.column_dimensions[get_column_letter(at)].width = _WIDTHS.get(name, 16)
    for down, row in enumerate(rows, 2):
        for at, value in enumerate(row, 1):
            _put(_cell(sheet, down, at), value)
    sheet.freeze_panes = "A2"
    sheet.auto_filter.ref = sheet.dimensions


def _put(cell: SheetCell, value: Cell, *, bold: bool = False) -> None:
    from openpyxl.styles import Font

    if isinstance(value, Decimal):
        cell.value = value
        cell.number_format = _WHOLE if value == value.to_integral_value() else _BROKEN
    elif isinstance(value, str):
        cell.value = _cell_text(value)
        cell.data_type = "s"  # also what begins with "="
    else:
        cell.value = value
    if bold:
        cell.font = Font(bold=True)


def _cell_text(text: str) -> str:
    return printable(text)[:_LONGEST_CELL]
