"""A table shown again: its rows and cells as printed, its place, and what was done to read it."""

from __future__ import annotations

import io
import re

import pytest

from ingest.domain import Cell, Locator, Row, Table
from ingest.errors import UsageError
from ingest.settings import Settings
from ui.cli import main
from ui.tables import print_table, print_table_list, report_tables, table_numbered
from vectorstore.library import Library

REPORT = "finsam-degerfors-karlskoga_arsredovisning_2023"


def shown(table: Table) -> list[str]:
    out = io.StringIO()
    print_table(table, out)
    return out.getvalue().splitlines()


def test_a_table_is_printed_with_its_place_its_headers_and_its_cells() -> None:
    table = Table(
        title="Resultaträkning",
        columns=("2023", "2022"),
        rows=(
            Row("Intäkter", (), (Cell("", (9, 9)), Cell("", (9, 9))), "Intäkter", (9, 9)),
            Row("Bidrag", ("Intäkter",), (Cell("1 200", (10, 10)), Cell("-", (10, 10))), "Bidrag | 1 200 | -", (10, 10)),
        ),
        locator=Locator(section="2 Resultaträkning › Utfall", page=4, lines=(8, 10)),
        layout="tabs",
        unit="tkr",
    )

    assert shown(table) == [
        "Resultaträkning",
        "sidan 4, 2 Resultaträkning, raderna 8–10 · tkr",
        "",
        "           2023  2022",
        "Intäkter",
        "  Bidrag  1 200     -",
    ]


def test_what_was_done_to_read_a_cell_stands_below_the_table() -> None:
    repaired = Cell("5 82 1961", (3, 3), ('repaired: "5 82 1961" read as 5821961 (the sum in line 9 confirms it)',))
    row = Row("Kostnad", (), (repaired,), "Kostnad | 5 82 1961", (3, 3), ("column-uncertain",))
    table = Table("Kostnader", ("",), (row, row), Locator(lines=(3, 3)), "tabs")

    lines = shown(table)

    assert lines[3] == "Kostnad [1]  5 82 1961 [2]"
    assert lines[4] == lines[3]  # the same remark keeps its number
    assert lines[-2:] == [
        "[1] vilken kolumn siffrorna hör till går inte att avgöra",
        "[2] trycket är skadat: ”5 82 1961” är läst som 5821961, vilket andra tal i rapporten bekräftar",
    ]


def test_every_number_of_a_stored_table_stands_as_in_the_report(library_without_vectors: Library) -> None:
    tables = report_tables(library_without_vectors, REPORT)

    income = next(t for t in tables if t.title == "Resultaträkning")
    text = "\n".join(shown(income))
    for line in library_without_vectors.lines(REPORT, *(income.locator.lines or (0, 0))):
        for number in re.findall(r"[-\d]{2,}", line.text):  # a single digit may be the reference to a note
            assert number in text


def test_the_list_names_every_table_once(library_without_vectors: Library) -> None:
    out = io.StringIO()
    tables = report_tables(library_without_vectors, REPORT)
    print_table_list(tables, out)

    lines = out.getvalue().splitlines()
    assert len(lines) == len(tables)
    assert any("Not 5. Kortfristiga skulder (sidan 26, 6 Noter, raderna 1587–1592; 3 rader)" in line for line in lines)


def test_a_table_that_does_not_exist_is_refused_with_what_there_is(library_without_vectors: Library) -> None:
    tables = report_tables(library_without_vectors, REPORT)

    with pytest.raises(UsageError, match=f"1–{len(tables)}; tabellen 99 finns inte"):
        table_numbered(tables, 99, REPORT)


def test_the_command_shows_the_list_and_a_table(stored_without_vectors: Settings, capsys: pytest.CaptureFixture[str]) -> None:
    data = str(stored_without_vectors.data_dir)

    assert main(["tables", REPORT, "--data", data]) == 0
    number = next(line.split()[0] for line in capsys.readouterr().out.splitlines() if "Balansräkning" in line)
    assert main(["tables", REPORT, number, "--data", data]) == 0
    assert "2 213 177" in capsys.readouterr().out
