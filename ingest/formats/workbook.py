"""An Excel workbook becomes the common lines: each visible sheet a section, its blocks of cells tables with what Excel shows."""

from __future__ import annotations

import io
import warnings
import zipfile
import zlib
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING
from xml.etree.ElementTree import ParseError

from lxml import etree

from ingest.domain import Document
from ingest.errors import DamagedFileError, EmptyFileError, UnreadableFileError
from ingest.formats.line_writer import Block, Paragraph, write_document
from ingest.formats.office_zip import OfficeZip
from ingest.formats.span_tables import MAX_COLUMNS, SpanCell
from ingest.formats.workbook_cells import shown
from ingest.formats.workbook_sheets import Sheet, visible_sheets
from ingest.formats.workbook_tables import SheetRow, sheet_blocks

if TYPE_CHECKING:
    from openpyxl.workbook.workbook import Workbook

MAX_CELLS = 1_000_000  # with text; openpyxl reads about 30,000 a second
# What openpyxl raises over a file that is not as it should be, besides errors of its parsers and of the zip.
_BROKEN = (
    ValueError,
    KeyError,
    TypeError,
    IndexError,
    AttributeError,
    ParseError,
    etree.XMLSyntaxError,
    zipfile.BadZipFile,
    zlib.error,
    EOFError,
)
FORMULAS_WITHOUT_VALUES = "formulas-without-values"


def read_xlsx(data: bytes, name: str, sha256: str) -> Document:
    """The sheets as lines: a heading with the sheet's name, its tables, and lone cells as paragraphs.

    A formula gives the value that Excel last saved with it; one without is an empty cell, and the document has the flag
    `formulas-without-values`. Raises `DamagedFileError`, `EncryptedFileError`, `EmptyFileError` without a cell with text,
    and `UnreadableFileError` for more than `MAX_CELLS` of them.
    """
    archive = OfficeZip(data, name)
    archive.refuse_document_types()
    sheets = visible_sheets(archive)
    try:
        rows_of_sheets = _read_rows(_open(data), sheets, name)
    except _BROKEN as exc:
        detail = f"{type(exc).__name__}: {exc}"
        raise DamagedFileError(
            f"{name} är skadad och går inte att läsa. Öppna den i Excel, spara om den och försök igen.", detail
        ) from exc
    blocks: list[Block] = []
    for sheet, rows in zip(sheets, rows_of_sheets, strict=True):
        found = sheet_blocks(rows)
        blocks += [Paragraph((sheet.name,), level=1), *found] if found else []
    flags = (FORMULAS_WITHOUT_VALUES,) if any(sheet.lacks_values for sheet in sheets) else ()
    if not blocks:
        what = "formler utan sparade värden" if flags else "inga celler med text"
        raise EmptyFileError(f"{name} har {what}. Öppna arbetsboken i Excel, spara den och försök igen.")
    return write_document(blocks, name, sha256, format="xlsx", flags=flags)


def _open(data: bytes) -> Workbook:
    import openpyxl

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of what openpyxl would lose when saving
        return openpyxl.load_workbook(io.BytesIO(data), read_only=True, data_only=True, keep_vba=False, keep_links=False)


def _read_rows(workbook: Workbook, sheets: Sequence[Sheet], name: str) -> list[list[SheetRow]]:
    """The rows of each sheet, as many cells as may be."""
    found: list[list[SheetRow]] = []
    left = MAX_CELLS
    for sheet in sheets:
        found.append([])
        for row in _rows(workbook, sheet, name):
            left -= len(row.cells)
            if left < 0:
                raise UnreadableFileError(f"{name} har fler än {MAX_CELLS} celler. Dela arbetsboken och försök igen.")
            found[-1].append(row)
    return found


def _rows(workbook: Workbook, sheet: Sheet, name: str) -> Iterator[SheetRow]:
    """The rows with text that are shown, numbered as they are shown."""
    worksheet = workbook[sheet.name]
    worksheet.reset_dimensions()  # what the file says of its size is often wrong, and rows would be left out
    hidden_so_far = 0
    for number, cells in enumerate(worksheet.iter_rows(), 1):
        if number in sheet.hidden_rows:
            hidden_so_far += 1
            continue
        found: dict[int, SpanCell] = {}
        for column, cell in enumerate(cells, 1):
            if cell.value is None or column in sheet.hidden_columns:
                continue
            text = shown(cell.value, cell.number_format or "General")
            if text and column > MAX_COLUMNS:
                raise UnreadableFileError(f"{name} har fler än {MAX_COLUMNS} kolumner. Dela arbetsboken och försök igen.")
            if text:
                found[column] = SpanCell(text, min(sheet.merged.get((number, column), 1), MAX_COLUMNS))
        if found:
            yield SheetRow(number - hidden_so_far, found)
