"""Tables of Word files, drawn and typed with tabs: one line a row, the same number of cells in each."""

from __future__ import annotations

from pathlib import Path

import pytest

from ingest.domain import Document
from ingest.formats.limits import Limits
from ingest.formats.word import read_docx
from tests.word_files import cell, paragraph, row, table, write_docx

SPAN = '<w:gridSpan w:val="2"/>'
STOPS = (
    '<w:tabs><w:tab w:val="left" w:pos="4000"/><w:tab w:val="right" w:pos="6000"/><w:tab w:val="right" w:pos="8000"/></w:tabs>'
)


def _body(folder: Path, body: str, **parts: str) -> Document:
    path = write_docx(folder / "rapport.docx", body, **parts)  # type: ignore[arg-type]
    return read_docx(path.read_bytes(), path.name, "0" * 64, Limits())


def _tables(document: Document) -> list[tuple[int, list[str]]]:
    """Each table as the number of its header rows and its lines."""
    assert document.layout is not None
    return [
        (found.header_rows, [line.text for line in document.lines[found.line_first - 1 : found.line_last]])
        for found in document.layout.tables
    ]


def test_the_leading_row_of_times_heads_the_table(tmp_path: Path) -> None:
    body = table(row("Tillgångar", "2023-12-31", "2022-12-31"), row("Kassa", "5 000", "4 000"))

    assert _tables(_body(tmp_path, body)) == [(1, ["Tillgångar\t2023-12-31\t2022-12-31", "Kassa\t5 000\t4 000"])]


def test_rows_that_word_repeats_on_each_page_head_the_table(tmp_path: Path) -> None:
    header = "<w:tblHeader/>"
    body = table(row("Mål", "Utfall", properties=header), row("Fler i arbete", "Uppnått"))

    assert _tables(_body(tmp_path, body))[0][0] == 1


def test_a_merged_cell_stands_once_in_a_body_row_and_over_each_column_in_a_header(tmp_path: Path) -> None:
    body = table(
        row("", cell("Utfall", properties=SPAN), cell("Budget", properties=SPAN)),
        row("", "2023", "2022", "2023", "2022"),
        row("Bidrag", "1", "2", "3", "4"),
        row("Ej påbörjat", cell("se text", properties=SPAN), "5", "6"),
    )

    assert _tables(_body(tmp_path, body)) == [
        (
            2,
            [
                "\tUtfall\tUtfall\tBudget\tBudget",
                "\t2023\t2022\t2023\t2022",
                "Bidrag\t1\t2\t3\t4",
                "Ej påbörjat\tse text\t\t5\t6",
            ],
        )
    ]


def test_a_title_over_the_whole_width_of_a_table_stands_once(tmp_path: Path) -> None:
    title = cell("Resultaträkning", properties='<w:gridSpan w:val="3"/>')
    body = table(row(title), row("", "2023", "2022"), row("Bidrag", "1", "2"))

    assert _tables(_body(tmp_path, body)) == [(2, ["Resultaträkning\t\t", "\t2023\t2022", "Bidrag\t1\t2"])]


def test_a_cell_merged_over_rows_stands_in_its_first_row(tmp_path: Path) -> None:
    first = cell("Intäkter", properties='<w:vMerge w:val="restart"/>')
    goes_on = cell("Intäkter", properties="<w:vMerge/>")
    body = table(row(first, "Stat", "5"), row(goes_on, "Kommun", "6"))

    assert _tables(_body(tmp_path, body))[0][1] == ["Intäkter\tStat\t5", "\tKommun\t6"]


def test_a_header_over_a_value_and_the_narrow_column_beside_it_is_one_column(tmp_path: Path) -> None:
    body = table(row("", cell("2023", properties=SPAN), "2022"), row("Bidrag", "5 000", "", "4 000"))

    assert _tables(_body(tmp_path, body)) == [(1, ["\t2023\t2022", "Bidrag\t5 000\t4 000"])]


def test_rows_shorter_than_the_others_get_empty_cells(tmp_path: Path) -> None:
    body = table(
        row("Rörelsens intäkter"), row("Bidrag", "1", "2"), row(cell("Summa"), "3", "4", properties='<w:gridBefore w:val="0"/>')
    )

    assert _tables(_body(tmp_path, body))[0][1] == ["Rörelsens intäkter\t\t", "Bidrag\t1\t2", "Summa\t3\t4"]


def test_the_paragraphs_of_a_cell_stand_on_one_line(tmp_path: Path) -> None:
    body = table(row(cell("Kostnader för", "lokaler"), "1 000"), row("Löner", "2 000"))

    assert _tables(_body(tmp_path, body))[0][1] == ["Kostnader för lokaler\t1 000", "Löner\t2 000"]


def test_a_deleted_row_is_left_out(tmp_path: Path) -> None:
    body = table(row("Kassa", "1"), row("Struken", "2", properties="<w:del/>"), row("Bank", "3"))

    assert _tables(_body(tmp_path, body))[0][1] == ["Kassa\t1", "Bank\t3"]


def test_rows_in_a_content_control_are_read(tmp_path: Path) -> None:
    body = table(row("Kassa", "1"), f"<w:sdt><w:sdtContent>{row('Bank', '3')}</w:sdtContent></w:sdt>")

    assert _tables(_body(tmp_path, body))[0][1] == ["Kassa\t1", "Bank\t3"]


def test_a_table_in_a_cell_of_a_table_is_a_table_of_its_own(tmp_path: Path) -> None:
    inner = table(row("Varav lån", "2"), row("Varav skatt", "3"))
    body = table(row("Kassa", "1"), row("Bank", "7"), row(f"<w:tc>{paragraph('Skulder')}{inner}</w:tc>", "5"))

    assert [lines for _, lines in _tables(_body(tmp_path, body))] == [
        ["Kassa\t1", "Bank\t7", "Skulder\t5"],
        ["Varav lån\t2", "Varav skatt\t3"],
    ]


def test_a_table_that_only_frames_text_is_none(tmp_path: Path) -> None:
    document = _body(tmp_path, table(row(cell("En ruta", "med två stycken"))))

    assert [line.text for line in document.lines] == ["En ruta", "", "med två stycken"]
    assert _tables(document) == []


def test_a_span_of_billions_of_columns_takes_no_memory(tmp_path: Path) -> None:
    body = table(row(cell("Vid", properties='<w:gridSpan w:val="200000000"/>'), "x"), row("Kassa", "1"))

    assert _tables(_body(tmp_path, body))[0][1] == ["Vid\t\tx", "Kassa\t1\t"]


def test_tabbed_paragraphs_are_a_table_with_labels_and_wrapped_labels(tmp_path: Path) -> None:
    body = "".join(
        paragraph(text)
        for text in (
            "Belopp i kr\tNot\t2023\t2022",
            "Intäkter",
            "Bidrag\t1\t5 000\t4 800",
            "Kostnader för lokaler och",
            "inventarier\t\t-3 000\t-2 900",
            "",
            "Summa\t\t2 000\t1 900",
        )
    )

    assert _tables(_body(tmp_path, body)) == [
        (
            1,
            [
                "Belopp i kr\tNot\t2023\t2022",
                "Intäkter\t\t\t",
                "Bidrag\t1\t5 000\t4 800",
                "Kostnader för lokaler och inventarier\t\t-3 000\t-2 900",
                "Summa\t\t2 000\t1 900",
            ],
        )
    ]


def test_the_stops_that_the_writer_set_tell_the_columns_of_rows_with_fewer_tabs(tmp_path: Path) -> None:
    texts = (
        "Belopp i kr\tNot\t2023\t2022",
        "Bidrag\t1\t5 000\t4 800",
        "Ett så långt namn på en post att dess text går förbi stoppet\t-3 000\t-2 900",
    )

    assert _tables(_body(tmp_path, "".join(paragraph(text, properties=STOPS) for text in texts)))[0][1] == [
        "Belopp i kr\tNot\t2023\t2022",
        "Bidrag\t1\t5 000\t4 800",
        "Ett så långt namn på en post att dess text går förbi stoppet\t\t-3 000\t-2 900",
    ]


def test_a_header_on_stops_a_little_beside_the_amounts_heads_their_columns(tmp_path: Path) -> None:
    beside = '<w:tabs><w:tab w:val="center" w:pos="5700"/><w:tab w:val="center" w:pos="7700"/></w:tabs>'
    amounts = '<w:tabs><w:tab w:val="right" w:pos="6000"/><w:tab w:val="right" w:pos="8000"/></w:tabs>'
    body = paragraph("\t2023\t2022", properties=beside) + paragraph("Bidrag\t5 000\t4 800", properties=amounts)

    assert _tables(_body(tmp_path, body)) == [(1, ["\t2023\t2022", "Bidrag\t5 000\t4 800"])]


def test_two_statements_that_follow_each_other_are_two_tables(tmp_path: Path) -> None:
    texts = ("Resultat\t2023\t2022", "Bidrag\t5\t4", "", "Balansräkning", "Tillgångar\t2023\t2022", "Kassa\t1\t2")

    found = _tables(_body(tmp_path, "".join(map(paragraph, texts))))

    assert [lines for _, lines in found] == [
        ["Resultat\t2023\t2022", "Bidrag\t5\t4"],
        ["Tillgångar\t2023\t2022", "Kassa\t1\t2"],
    ]


def test_rows_typed_with_line_breaks_in_one_paragraph_are_rows(tmp_path: Path) -> None:
    body = "<w:p><w:r><w:t>Kassa</w:t><w:tab/><w:t>1</w:t><w:br/><w:t>Bank</w:t><w:tab/><w:t>2</w:t></w:r></w:p>"

    assert _tables(_body(tmp_path, body))[0][1] == ["Kassa\t1", "Bank\t2"]


@pytest.mark.parametrize("mark", ["•", "-", "a)", "1."])
def test_a_tab_behind_the_mark_of_an_item_makes_no_table(tmp_path: Path, mark: str) -> None:
    document = _body(tmp_path, paragraph(f"{mark}\tfler i arbete") + paragraph(f"{mark}\tbättre hälsa"))

    assert _tables(document) == []
    assert document.lines[0].text == f"{mark} fler i arbete"


def test_a_contents_typed_with_tabs_is_no_table(tmp_path: Path) -> None:
    texts = ("1 Inledning\t3", "2 Resultat\t5", "3 Balans\t6", "4 Noter\t9")

    document = _body(tmp_path, "".join(map(paragraph, texts)))

    assert _tables(document) == []
    assert document.lines[0].text == "1 Inledning ........ 3"
