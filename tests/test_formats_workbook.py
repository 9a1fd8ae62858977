"""Excel workbooks: each sheet a section, its cells as Excel shows them."""

from __future__ import annotations

import io
import zipfile
from datetime import date, datetime, time
from pathlib import Path

import openpyxl
import pytest
from openpyxl.workbook.workbook import Workbook
from openpyxl.worksheet.worksheet import Worksheet

from ingest.domain import Document
from ingest.errors import DamagedFileError, EmptyFileError
from ingest.formats.load import load_document
from ingest.formats.workbook import FORMULAS_WITHOUT_VALUES, read_xlsx
from ingest.formats.workbook_cells import shown
from ingest.settings import Settings

KR = '_-* #,##0\\ "kr"_-;\\-* #,##0\\ "kr"_-;_-* "-"\\ "kr"_-;_-@_-'


def _made() -> tuple[Workbook, Worksheet]:
    book = openpyxl.Workbook()
    sheet = book.active
    assert isinstance(sheet, Worksheet)
    sheet.title = "Resultat"
    return book, sheet


def _fill(sheet: Worksheet, rows: list[list[object]]) -> None:
    for number, row in enumerate(rows, 1):
        for column, value in enumerate(row, 1):
            if value is not None:
                sheet.cell(number, column, value)  # type: ignore[arg-type]


def _bytes(book: Workbook) -> bytes:
    packed = io.BytesIO()
    book.save(packed)
    return packed.getvalue()


def _read(book: Workbook) -> Document:
    return read_xlsx(_bytes(book), "bok.xlsx", "0" * 64)


def _sheet(rows: list[list[object]]) -> Document:
    book, sheet = _made()
    _fill(sheet, rows)
    return _read(book)


def _tables(document: Document) -> list[tuple[int, list[str]]]:
    assert document.layout is not None
    return [
        (found.header_rows, [line.text for line in document.lines[found.line_first - 1 : found.line_last]])
        for found in document.layout.tables
    ]


def test_a_sheet_is_a_section_with_its_table() -> None:
    document = _sheet([["", 2023, 2022], ["Bidrag", 5000, 4000.5]])

    assert [line.text for line in document.lines] == ["Resultat", "", "\t2023\t2022", "Bidrag\t5000\t4000,5"]
    assert document.layout is not None
    assert [(found.line_first, found.level) for found in document.layout.headings] == [(1, 1)]
    assert (document.format, document.page_count) == ("xlsx", 0)


def test_hidden_and_empty_sheets_rows_and_columns_are_left_out() -> None:
    book, sheet = _made()
    _fill(sheet, [["Kassa", 1, "dold"], ["dold", 2, "dold"], ["Bank", 3, "dold"]])
    sheet.row_dimensions[2].hidden = True
    sheet.column_dimensions["C"].hidden = True
    hidden = book.create_sheet("Dold")
    hidden["A1"] = "dold"
    hidden.sheet_state = "hidden"
    book.create_sheet("Tom")

    assert [line.text for line in _read(book).lines] == ["Resultat", "", "Kassa\t1", "Bank\t3"]


def test_a_line_above_and_below_a_table_is_text() -> None:
    document = _sheet([["Resultaträkning (kr)"], [None, 2023], ["Bidrag", 5], ["Källa: årsredovisningen"]])

    assert [line.text for line in document.lines if line.text] == [
        "Resultat",
        "Resultaträkning (kr)",
        "\t2023",
        "Bidrag\t5",
        "Källa: årsredovisningen",
    ]
    assert _tables(document) == [(1, ["\t2023", "Bidrag\t5"])]


def test_blank_rows_part_tables_with_headers_of_their_own() -> None:
    document = _sheet([["", 2023], ["Bidrag", 5], [], ["", 2022], ["Löner", 4]])

    assert [lines for _, lines in _tables(document)] == [["\t2023", "Bidrag\t5"], ["\t2022", "Löner\t4"]]


def test_a_table_goes_on_behind_a_blank_row_under_the_same_columns() -> None:
    document = _sheet([["", 2023], ["Bidrag", 5], [], ["Kostnader"], ["Löner", 4]])

    assert _tables(document) == [(1, ["\t2023", "Bidrag\t5", "Kostnader\t", "Löner\t4"])]


def test_a_blank_column_parts_tables_that_stand_side_by_side() -> None:
    document = _sheet([["", 2023, None, "Namn", "Antal"], ["Bidrag", 5, None, "Kvinnor", 3], ["Löner", 4, None, "Män", 2]])

    assert [lines for _, lines in _tables(document)] == [
        ["\t2023", "Bidrag\t5", "Löner\t4"],
        ["Namn\tAntal", "Kvinnor\t3", "Män\t2"],
    ]


def test_a_blank_column_between_values_is_left_out() -> None:
    document = _sheet([["", 2023, None, 2022], ["Bidrag", 5, None, 4]])

    assert _tables(document) == [(1, ["\t2023\t2022", "Bidrag\t5\t4"])]


def test_a_merged_header_stands_over_each_of_its_columns() -> None:
    book, sheet = _made()
    _fill(sheet, [["", "Utfall", None, "Budget"], ["", 2023, 2022, 2023], ["Bidrag", 5, 4, 6]])
    sheet.merge_cells("B1:C1")

    assert _tables(_read(book)) == [(2, ["\tUtfall\tUtfall\tBudget", "\t2023\t2022\t2023", "Bidrag\t5\t4\t6"])]


def test_a_formula_without_a_saved_value_is_an_empty_cell_and_flagged() -> None:
    document = _sheet([["Bidrag", 5], ["Summa", "=B1*2"]])

    assert _tables(document)[0][1] == ["Bidrag\t5"]
    assert document.flags == (FORMULAS_WITHOUT_VALUES,)


def test_a_formula_gives_the_value_that_was_saved_with_it() -> None:
    book, sheet = _made()
    _fill(sheet, [["Bidrag", 5], ["Summa", "=B1*2"]])
    data = _changed(_bytes(book), "xl/worksheets/sheet1.xml", b"<f>B1*2</f><v></v>", b"<f>B1*2</f><v>10</v>")

    document = read_xlsx(data, "bok.xlsx", "0" * 64)

    assert _tables(document)[0][1] == ["Bidrag\t5", "Summa\t10"]
    assert document.flags == ()


def test_cells_far_below_each_other_take_no_time() -> None:
    book, sheet = _made()
    sheet["A1"] = "Först"
    sheet["A1048576"] = "Sist"

    assert [line.text for line in _read(book).lines if line.text] == ["Resultat", "Först", "Sist"]


def test_a_size_that_the_file_states_wrongly_loses_no_row() -> None:
    book, sheet = _made()
    _fill(sheet, [["Bidrag", 5], ["Löner", 4]])
    data = _changed(_bytes(book), "xl/worksheets/sheet1.xml", b'ref="A1:B2"', b'ref="A1:A1"')

    assert len(read_xlsx(data, "bok.xlsx", "0" * 64).lines) == 4


@pytest.mark.parametrize(
    ("value", "number_format", "text"),
    [
        (1234567.5, "#,##0", "1 234 568"),
        (1234.5, "#,##0.00", "1 234,50"),
        (-3000, "#,##0;(#,##0)", "-3 000"),
        (-3000, "#,##0;[Red]-#,##0", "-3 000"),
        (-3000, KR, "-3 000 kr"),
        (0, KR, "- kr"),
        (5574000, '#,##0," tkr"', "5 574 tkr"),
        (0.1234, "0.0%", "12,3%"),
        (0.5, "0 %", "50 %"),
        (41.8, "General", "41,8"),
        (1 / 3, "General", "0,3333333333"),
        (0.1 + 0.2, "General", "0,3"),
        (2023, "General", "2023"),
        (-0.4, "#,##0", "0"),
        (7, "000", "007"),
        (5, '0 "st"', "5 st"),
        (1234.5, "#,##0.00 [$kr-41D]", "1 234,50 kr"),
        (12, "0.00E+00", "12"),
        (True, "General", "SANT"),
        (datetime(2023, 12, 31), "yyyy-mm-dd", "2023-12-31"),
        (datetime(2023, 12, 31), "d/m/yyyy", "2023-12-31"),
        (datetime(2023, 1, 1), "yyyy", "2023"),
        (datetime(2023, 1, 31, 14, 30), "yyyy-mm-dd hh:mm", "2023-01-31 14:30"),
        (date(2023, 1, 31), "d mmmm", "2023-01-31"),
        (time(14, 30), "hh:mm", "14:30"),
        ("  två \n rader ", "General", "två rader"),
        (None, "General", ""),
        (5, ";;;", ""),
    ],
)
def test_a_cell_is_printed_as_excel_shows_it(value: object, number_format: str, text: str) -> None:
    assert shown(value, number_format) == text


def test_a_workbook_without_text_is_called_empty() -> None:
    book, _ = _made()

    with pytest.raises(EmptyFileError, match="inga celler med text"):
        _read(book)


def test_a_workbook_of_nothing_but_formulas_without_values_says_what_to_do() -> None:
    with pytest.raises(EmptyFileError) as caught:
        _sheet([["=1+1"]])

    assert caught.value.message_sv == (
        "bok.xlsx har formler utan sparade värden. Öppna arbetsboken i Excel, spara den och försök igen."
    )


def test_entities_in_a_sheet_are_refused() -> None:
    book, sheet = _made()
    sheet["A1"] = "x"
    data = _changed(_bytes(book), "xl/worksheets/sheet1.xml", b"<worksheet", b'<!DOCTYPE a [<!ENTITY b "c">]><worksheet')

    with pytest.raises(DamagedFileError):
        read_xlsx(data, "bok.xlsx", "0" * 64)


def test_a_broken_workbook_is_refused_by_the_loader(tmp_path: Path) -> None:
    book, sheet = _made()
    sheet["A1"] = "x"
    path = tmp_path / "bok.xlsx"
    path.write_bytes(_changed(_bytes(book), "xl/worksheets/sheet1.xml", b"</sheetData>", b""))

    with pytest.raises(DamagedFileError, match=r"mismatched tag"):
        load_document(path, Settings())


def _changed(data: bytes, part: str, old: bytes, new: bytes) -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as before, zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as after:
        for name in before.namelist():
            text = before.read(name)
            if name == part:
                assert old in text
                text = text.replace(old, new, 1)
            after.writestr(name, text)
    return packed.getvalue()
