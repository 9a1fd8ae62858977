"""The regular tables of the five sample reports, against the print."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import lru_cache
from pathlib import Path

import pytest

from ingest.domain import Document, Line, Row, Section, Table
from ingest.sections import find_sections
from ingest.tables import read_tables
from ingest.textfile import load

REPORTS = Path(__file__).parent.parent / "reports"
SCAN_BY_MODEL = "finsam-degerfors-karlskoga_arsredovisning_2021"
BAD_OCR = "finsam-lekeberg-orebro_delarsredovisning_2021-06"
PLAN = "sydnarke_verksamhetsplan-budget_2022"
NATIVE_PDF = "finsam-degerfors-karlskoga_arsredovisning_2023"
WORD = "insjoriket_delarsrapport_2021-08"


@lru_cache
def document(name: str) -> Document:
    return load(REPORTS / f"{name}.txt", 10_000_000)


@lru_cache
def tables(name: str) -> tuple[Table, ...]:
    return read_tables(document(name), find_sections(document(name)))


def table_at(name: str, line: int) -> Table:
    (found,) = (t for t in tables(name) if t.locator.lines and t.locator.lines[0] <= line <= t.locator.lines[1])
    return found


def row_at(name: str, line: int) -> Row:
    rows = table_at(name, line).rows
    return next((row for row in rows if row.lines[0] == line), None) or next(
        row for row in rows if row.lines[0] <= line <= row.lines[1]
    )


def texts(row: Row) -> tuple[str, ...]:
    return tuple(" ".join(cell.text.split()) for cell in row.cells)


def read_text(text: str) -> tuple[Table, ...]:
    lines = tuple(Line(i + 1, line) for i, line in enumerate(text.split("\n")))
    made = Document("made.txt", "", "utf-8", lines, 0)
    return read_tables(made, (Section(0, "", "Bilaga", "Bilaga", 1, None, 1, len(lines)),))


@pytest.mark.parametrize(
    ("name", "line", "title", "columns"),
    [
        (SCAN_BY_MODEL, 63, "Översikt över verksamhetens utveckling", ("2021", "2020", "2019", "2018", "2017")),
        (SCAN_BY_MODEL, 134, "Finansierad verksamhet", ("2021", "2020", "2019")),
        (SCAN_BY_MODEL, 518, "Resultaträkning", ("2021-01-01 -2021-12-31", "2020-01-01 -2020-12-31")),
        (SCAN_BY_MODEL, 593, "Not 2. Fordringar", ("2021-12-31", "2020-12-31")),
        (SCAN_BY_MODEL, 610, "Sammanställning av utfall och budget 2021", ("Budget 2021", "Utfall 2021", "Differens")),
        (BAD_OCR, 987, "Resultatrikning", ("2021-01-01 -2021-06-30", "2020-01-01 -2020-12-31")),
        (BAD_OCR, 1058, "Not 2. Verksamhetens intiakter", ("2021-01-01 -2021-06-30", "2020-12-31")),
        (BAD_OCR, 820, "Forsorjning efter avslut, andel", ("2019", "2020", "2021")),
        (PLAN, 323, "Medlemsbidrag och andra intäkter", ("Antal invånare", "Andel", "Medlemsbidrag 2021")),
        (NATIVE_PDF, 1443, "Resultaträkning", ("2023-01-01 -2023-12-31", "2022-01-01 -2022-12-31")),
        (WORD, 59, "Översikt över verksamhetens utveckling", ("2021-08-31", "2020-08-31", "2019-08-31", "2018-08-31")),
        (WORD, 360, "ESF-projekt Respondere", ("Februari 2020 Kv.", "Februari 2020 M.", "Mars 2021 Kv.", "Mars 2021 M.")),
        (WORD, 416, "Resultaträkning", ("2021-01-01 -2021-08-31", "2020-01-01 -2020-08-31")),
    ],
)
def test_a_table_has_its_printed_title_and_column_headers(name: str, line: int, title: str, columns: tuple[str, ...]) -> None:
    table = table_at(name, line)
    assert (table.title, table.columns) == (title, columns)


@pytest.mark.parametrize(
    ("name", "line", "label", "cells"),
    [
        (SCAN_BY_MODEL, 66, "Årets resultat", ("-38 774", "487 600", "-1 030 512", "162 665", "835 444")),
        (SCAN_BY_MODEL, 281, "Totalt", ("Totalt 5", "Totalt 7", "Totalt 1", "Totalt 15", "Totalt 17", "Totalt 17", "Totalt 6")),
        (SCAN_BY_MODEL, 321, "2020", ("89%", "96%", "92%", "100%", "79%", "66%", "92%")),
        (SCAN_BY_MODEL, 571, "Likvida medel", ("2 657 685", "1 515 203", "1 142 482", "2 657 685")),
        (PLAN, 329, "Kommunernas andel att fördela", ("", "1 308 500", "")),
        (PLAN, 330, "Region Örebro län", ("", "", "1 308 500")),
        (PLAN, 347, "Projektmedel att disponera", ("", "", "0", "", "")),
        (WORD, 285, "Samtliga Mentorer (hittills)", ("31", "21", "10")),
        (WORD, 426, "Extraordinära poster", ("", "-")),
        (WORD, 460, "Summa eget kapital, avsättningar och skulder", ("-9 725 815", "-10 181 363")),
        (WORD, 480, "Kassaflöde för den löpande verksamheten", ("2 545 188", "3 875 575")),
        (WORD, 519, "Utgående eget kapital", ("3 676", "", "", "2 729")),
        (WORD, 550, "Övriga intäkter", ("32 736", "-")),
        (BAD_OCR, 992, "Verksamhetens intakter", ("4038020", "8013773")),
        (BAD_OCR, 1010, "Ovriga fordringar", ("970 061", "23165")),
        (BAD_OCR, 1025, "Ovriga skulder", ("61146", "60219")),
        (BAD_OCR, 1041, "Okning/minskning kortfristiga fordringar", ("-946 896", "256 203")),
        (BAD_OCR, 1126, "Kop av tjanster", ("248 500", "129 515", "118 985")),
        (BAD_OCR, 804, "Annan offentlig forsorjning", ("1", "2", "4%", "6%")),
        (NATIVE_PDF, 1467, "Anläggningstillgång", ("40 758", "48 744")),
        (NATIVE_PDF, 1470, "Fordringar", ("562 942", "432 759")),
        (NATIVE_PDF, 1482, "Kortfristiga skulder", ("1 490 359", "1 139 638")),
        (NATIVE_PDF, 1572, "Strukturövergripande insatser", ("621 166", "601 723")),
        (NATIVE_PDF, 1590, "Leverantörsskulder", ("1 352 126", "956 673")),
    ],
)
def test_a_row_has_its_printed_label_and_cells(name: str, line: int, label: str, cells: tuple[str, ...]) -> None:
    row = row_at(name, line)
    assert (row.label, texts(row)) == (label, cells)


@pytest.mark.parametrize(
    ("name", "line", "label"),
    [
        (WORD, 475, "Medel från verksamheten före förändring av rörelsekapital"),
        (WORD, 396, "+ Realisationsförluster enligt Undantagsmöjlighet"),
        (BAD_OCR, 1039, "Medel fran verksamheten fore forindring av rorelsekapital"),
        (BAD_OCR, 759, "Arbete/studier/ arbetssokande"),
        (BAD_OCR, 727, "Coachingteamet Lekeberg"),
        (NATIVE_PDF, 1493, "Medel från verksamheten före förändring av rörelsekapital"),
        (NATIVE_PDF, 82, "Verksamhetens intäkter"),
    ],
)
def test_a_wrapped_label_is_joined_by_a_blank(name: str, line: int, label: str) -> None:
    assert row_at(name, line).label == label


@pytest.mark.parametrize(
    ("name", "line", "parents"),
    [
        (SCAN_BY_MODEL, 140, ("Strukturövergripande insatser",)),
        (SCAN_BY_MODEL, 143, ("Administration",)),
        (SCAN_BY_MODEL, 147, ("Administration",)),
        (SCAN_BY_MODEL, 148, ()),
        (SCAN_BY_MODEL, 536, ("Omsättningstillgångar",)),
        (SCAN_BY_MODEL, 543, ("Eget kapital och skulder", "Eget kapital")),
        (PLAN, 354, ("Intäkter",)),
        (PLAN, 367, ("Kostnader",)),
        (PLAN, 372, ()),
        (WORD, 452, ("Eget kapital, avsättningar och skulder", "Eget kapital")),
        (BAD_OCR, 1127, ("Administrativa kostnader",)),
        (BAD_OCR, 1118, ("Insatser",)),
    ],
)
def test_a_row_stands_under_its_group(name: str, line: int, parents: tuple[str, ...]) -> None:
    assert row_at(name, line).parents == parents


@pytest.mark.parametrize(
    ("line", "column", "flag"),
    [
        (1012, 0, 'repaired: "3272 655" read as 3272655 (the sum in line 1013 confirms it)'),
        (1061, 1, 'repaired: "4000 000" read as 4000000 (the sum in line 1066 confirms it)'),
        (1110, 1, 'repaired: "2063 640" read as 2063640 (the row\'s difference confirms it)'),
    ],
)
def test_a_broken_numeral_is_repaired_where_arithmetic_proves_it_and_says_so(line: int, column: int, flag: str) -> None:
    assert row_at(BAD_OCR, line).cells[column].flags == (flag,)


def test_a_cell_that_a_column_s_difference_proves_is_repaired() -> None:
    (flag,) = row_at(SCAN_BY_MODEL, 76).cells[3].flags
    assert flag == 'repaired: "5 82 1961" read as 5821961 (the column\'s difference confirms it)'


def test_a_broken_numeral_without_proof_stays_unread() -> None:
    (table,) = read_text("Utfall\n\nBelopp i kr. 2021 2020\nHyra 1200 300 4000 100\nResor 2000 500\nPorto 100 900")
    assert table.rows[0].cells[0].flags == ("ambiguous",)


@pytest.mark.parametrize(
    ("line", "cells"),
    [
        (727, ("", "", "1", "5", "0", "1")),
        (731, ("", "", "44", "39", "27", "36")),
        (763, ("", "4%", "2%")),
        (807, ("", "2", "", "6%")),
    ],
)
def test_lost_columns_are_found_where_only_one_placing_adds_up(line: int, cells: tuple[str, ...]) -> None:
    row = row_at(BAD_OCR, line)
    assert (texts(row), row.flags) == (cells, ("column-by-sums",))


@pytest.mark.parametrize("line", [792, 795])
def test_a_row_whose_columns_two_placings_fit_is_left_uncertain(line: int) -> None:
    assert row_at(BAD_OCR, line).flags == ("column-uncertain",)


@pytest.mark.parametrize(("line", "cells"), [(138, ("", "461 127", "", "", "")), (1455, ("", "0"))])
def test_an_extra_blank_tells_an_empty_cell_where_every_blank_is_counted(line: int, cells: tuple[str, ...]) -> None:
    row = row_at(NATIVE_PDF, line)
    assert (texts(row), row.flags) == (cells, ("column-from-blanks",))


def test_cells_exported_column_by_column_are_put_back_into_rows() -> None:
    row = row_at(NATIVE_PDF, 1339)
    assert (row.label, row.parents, texts(row)) == (
        "Administrativt stöd",
        ("Administration",),
        ("115 928 kr", "112 551 kr", "109 273 kr"),
    )


@pytest.mark.parametrize(
    ("name", "first", "last"),
    [(SCAN_BY_MODEL, 13, 26), (PLAN, 44, 83), (BAD_OCR, 143, 319), (BAD_OCR, 837, 849), (WORD, 595, 605), (WORD, 145, 169)],
)
def test_contents_interleaved_blocks_and_signatures_are_no_tables(name: str, first: int, last: int) -> None:
    spans = [t.locator.lines for t in tables(name) if t.locator.lines]
    assert not [span for span in spans if span[0] <= last and span[1] >= first]


def test_a_card_broken_by_page_furniture_is_one_table() -> None:
    assert [row.label for row in table_at(SCAN_BY_MODEL, 416).rows][3:5] == ["Övergripande mål", "Kvalitativa mål"]


def test_a_row_cut_by_a_page_break_is_joined() -> None:
    assert row_at(SCAN_BY_MODEL, 169).lines == (169, 171)


def test_a_row_s_cells_are_cited_with_bars_between_them() -> None:
    assert row_at(SCAN_BY_MODEL, 528).quote == "Årets resultat | -38 774 | 487 600"


def test_cells_that_only_blanks_keep_apart_are_cited_apart() -> None:
    assert row_at(NATIVE_PDF, 1458).quote == "Årets resultat | -795 108 | 243 398"


def test_a_table_stands_in_its_section() -> None:
    assert table_at(SCAN_BY_MODEL, 518).locator.section == "2 Resultaträkning"


@pytest.mark.parametrize("name", [SCAN_BY_MODEL, BAD_OCR, PLAN, NATIVE_PDF, WORD])
def test_every_word_of_a_cell_stands_within_the_cell_s_lines(name: str) -> None:
    lines = document(name).lines
    cells = [cell for table in tables(name) for row in table.rows for cell in row.cells]
    lost = [
        (word, cell.lines)
        for cell in cells
        for word in cell.text.split()
        if not any(word in line.text for line in lines[cell.lines[0] - 1 : cell.lines[1]])
    ]
    assert lost == []


@pytest.mark.parametrize("name", [SCAN_BY_MODEL, BAD_OCR, PLAN, NATIVE_PDF, WORD])
def test_no_two_tables_share_a_line(name: str) -> None:
    spans = sorted(t.locator.lines for t in tables(name) if t.locator.lines)
    assert all(before[1] < after[0] for before, after in zip(spans, spans[1:], strict=False))


def test_a_table_of_another_association_with_other_names_is_read_the_same_way() -> None:
    (table,) = read_text(
        "Resultaträkning\n\nBelopp i tkr Not 2024 2023\n\nIntäkter 1 4 100 3 900\nPersonal 2 -2 100 -2 000\n"
        "Övriga kostnader -900 -950\nResultat 1 100 950"
    )
    assert [texts(row) for row in table.rows] == [("4 100", "3 900"), ("-2 100", "-2 000"), ("-900", "-950"), ("1 100", "950")]


STATEMENT = (
    ("Verksamhetens intäkter", "7 175 545", "7 078 387"),
    ("Verksamhetens kostnader", "-7 174 153", "-6 550 801"),
    ("Avskrivningar", "-40 166", "-39 986"),
    ("Verksamhetens resultat", "-38 774", "487 600"),
    ("Finansiella intäkter", "0", "0"),
    ("Finansiella kostnader", "-180", "-1 480"),
    ("Summa finansiella poster", "-180", "-1 480"),
    ("Årets resultat", "-38 954", "486 120"),
)
HEADER = ("Belopp i kr.", "2024-01-01 -2024-12-31", "2023-01-01 -2023-12-31")
TWO_LINES = "Belopp i kr.{0}2024-01-01{0}2023-01-01\n{0}-2024-12-31{0}-2023-12-31"


def in_tabs() -> str:
    return "\n".join("\t".join(row) for row in (HEADER, *STATEMENT))


def in_word_tabs() -> str:
    body = (
        "\t".join((row[0], *([""] if at % 2 else []), *row[1:], *([""] if at % 3 else []))) for at, row in enumerate(STATEMENT)
    )
    return TWO_LINES.format("\t") + "\n" + "\n\n".join(body)


def in_single_blanks() -> str:
    return TWO_LINES.format(" ") + "\n\n" + "\n".join(" ".join(row) for row in STATEMENT)


def in_blank_lines() -> str:
    return TWO_LINES.format(" ") + "\n\n" + "\n\n".join(" ".join(row) for row in STATEMENT)


def in_wide_gaps() -> str:
    return "Belopp i kr.          2024        2023\n" + "\n".join(f"{row[0]:<28}{row[1]:>12}{row[2]:>14}" for row in STATEMENT)


def in_cells() -> str:
    return "\n\n".join("\n".join("\t" + cell for cell in row) for row in (HEADER, *STATEMENT))


@pytest.mark.parametrize("printer", [in_tabs, in_word_tabs, in_single_blanks, in_blank_lines, in_wide_gaps, in_cells])
@pytest.mark.parametrize("blank", [" ", "\u00a0"])
def test_one_statement_is_read_alike_in_every_layout(printer: Callable[[], str], blank: str) -> None:
    text = printer() if blank == " " else re.sub(r"(?<=\d) (?=\d{3}(?!-))", blank, printer())
    (table,) = read_text("Resultaträkning\n\n" + text)
    assert [(row.label, *texts(row)) for row in table.rows] == [tuple(row) for row in STATEMENT]


@pytest.mark.parametrize("printer", [in_tabs, in_word_tabs, in_single_blanks, in_cells])
def test_the_columns_of_one_statement_are_named_alike_in_every_layout(printer: Callable[[], str]) -> None:
    (table,) = read_text("Resultaträkning\n\n" + printer())
    assert table.columns == HEADER[1:]


def test_words_over_values_head_a_new_table() -> None:
    people = "Deltagare\n\nInsats\tKvinnor\tMän\nStegen\t45\t30\nVägen\t12\t18\n"
    money = "\nKostnad\n\nInsats\tBudget\tUtfall\nStegen\t900 kr\t800 kr\n"
    first, second = read_text(people + money)
    assert (first.columns, second.columns, second.title) == (("Kvinnor", "Män"), ("Budget", "Utfall"), "Kostnad")


def test_a_word_before_the_headers_heads_the_labels() -> None:
    (table,) = read_text("Uppföljning\n\nKonto Utfall Budget Avvikelse\nArvoden 45 200 150 000 104 800\nRevision 0 60 000 60 000")
    assert (table.columns, texts(table.rows[0])) == (("Utfall", "Budget", "Avvikelse"), ("45 200", "150 000", "104 800"))


def test_prose_with_years_and_numbers_is_no_table() -> None:
    assert (
        read_text(
            "Telefon: 019-123 45 67\nOrg.nr 222000-1234\nVi hade 45 deltagare 2021\noch 50 deltagare 2022\n2021 var ett bra år"
        )
        == ()
    )


_TWO_ROW_HEADER = """Resultaträkning (tkr)

                                  Utfall        Budget    Avvikelse      Prognos
                            jan-jun 2023  jan-jun 2023                helår 2023
Bidrag från medlemmar              2 150         2 150            0        4 300
Övriga intäkter                       14             0           14           30
"""


def test_times_in_a_second_header_row_are_no_row_of_the_table() -> None:
    (table,) = read_text(_TWO_ROW_HEADER)
    assert [row.label for row in table.rows] == ["Bidrag från medlemmar", "Övriga intäkter"]


def test_times_in_a_second_header_row_belong_to_the_columns_they_stand_under() -> None:
    (table,) = read_text(_TWO_ROW_HEADER)
    assert table.columns == ("Utfall jan-jun 2023", "Budget jan-jun 2023", "Avvikelse", "Prognos helår 2023")


def test_the_date_of_a_signature_below_a_table_is_no_row() -> None:
    (table,) = read_text(
        "Not 1 Personal\n\n        2023    2022\nLöner    590    560\nPension   37     35\n\nBergvik den 4 maj 2023\n"
    )
    assert [row.label for row in table.rows] == ["Löner", "Pension"]


_NOTE_TABLE = "Not 1 Personal\n\n               2023    2022\nLöner           590     560\nPension          37      35\n\n"
_GOALS = """Mål                       Målvärde   Utfall
Del som går till arbete       35 %     45 %
Nya deltagare                  100       57
"""


def test_a_header_of_words_under_a_note_begins_a_table_of_its_own() -> None:
    note, goals = read_text(_NOTE_TABLE + _GOALS)
    assert [row.label for row in note.rows] == ["Löner", "Pension"]
    assert (goals.columns, texts(goals.rows[0])) == (("Målvärde", "Utfall"), ("35 %", "45 %"))


def test_a_table_under_a_heading_in_capitals_is_named_by_it() -> None:
    _, goals = read_text(_NOTE_TABLE + "UPPFÖLJNING AV MÅL\n\n" + _GOALS)
    assert goals.title == "UPPFÖLJNING AV MÅL"


def test_a_chapter_in_capitals_ends_the_table_above_it() -> None:
    lines = (_NOTE_TABLE + "UPPFÖLJNING\n\nDeltagare        57      60\nMöten            12      11\n").split("\n")
    made = Document("made.txt", "", "utf-8", tuple(Line(i, line) for i, line in enumerate(lines, 1)), 0)
    chapter = Section(1, "", "UPPFÖLJNING", "UPPFÖLJNING", 1, None, 7, len(lines))
    (table,) = read_tables(made, (Section(0, "", "Bilaga", "Bilaga", 1, None, 1, 6), chapter))
    assert [row.label for row in table.rows] == ["Löner", "Pension"]
