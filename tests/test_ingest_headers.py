"""Headers over several lines and rows with several readings: which column is whose, and what the rows prove."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path

import pytest

from ingest.domain import Document, Figure, Line, Metadata, ReportKind
from ingest.figures import read_figures
from ingest.read import read
from ingest.sections import find_sections
from ingest.settings import Settings
from ingest.tables import read_tables

REPORTS = sorted((Path(__file__).parent.parent / "reports").glob("*.txt"))
YEAR = Metadata("Finsam Ärla", None, ReportKind.ANNUAL_REPORT, "Årsredovisning 2022", date(2022, 1, 1), date(2022, 12, 31))
PROVEN_REPAIR = re.compile(r'repaired: "(?P<raw>.+)" read as -?\d+(?:\.\d+)? \((?P<proof>[^()]{10,})\)')


def figures_of(*lines: str) -> tuple[Figure, ...]:
    document = Document("made.txt", "", "utf-8", tuple(Line(i + 1, line) for i, line in enumerate(lines)), 0)
    return read_figures("made", read_tables(document, find_sections(document)), YEAR)


def row(figures: tuple[Figure, ...], label: str) -> list[tuple[str, str, str | None]]:
    """Value, scenario and period of the figures of a row, in the order of the columns."""
    return [(str(f.value), f.scenario.value, f.period) for f in figures if f.row.endswith(label)]


DEVIATION_IN_PIECES = (
    "5 Driftredovisning", "", "Utfall", "2022", "", "Budget", "2022", "", "Avvikelse", "2022", "", "Utfall", "2021", "",
    "Belopp tkr", "", "Intäkt Kostnad Netto Netto Utfall-", "Budget", "netto", "", "Intäkt Kostn. Netto", "",
    "Arbetsspåret 0 -2 310 -2 310 2 400 90 0 -2 150 -2 150",
    "Kansli 40 -1 012 -972 1 000 28 30 -990 -960",
    "Bidrag 3 400  3 400 -3 400 0 3 300 0 3 300",
    "Summa 3 440 -3 322 118 0 118 3 330 -3 140 190",
)  # fmt: skip


def test_a_header_in_pieces_gives_each_sub_column_to_its_group() -> None:
    figures = figures_of(*DEVIATION_IN_PIECES)

    assert row(figures, "Arbetsspåret") == [
        ("0", "utfall", "2022"), ("-2310", "utfall", "2022"), ("-2310", "utfall", "2022"), ("2400", "budget", "2022"),
        ("90", "avvikelse", "2022"), ("0", "utfall", "2021"), ("-2150", "utfall", "2021"), ("-2150", "utfall", "2021"),
    ]  # fmt: skip
    assert {f.unit for f in figures} == {"tkr"}


def test_an_empty_cell_that_only_a_wider_blank_shows_is_proven_by_income_cost_and_net() -> None:
    contributions = [(f.column, str(f.value)) for f in figures_of(*DEVIATION_IN_PIECES) if f.row == "Bidrag"]

    assert contributions[:3] == [("Utfall 2022 Intäkt", "3400"), ("Utfall 2022 Netto", "3400"), ("Budget 2022 Netto", "-3400")]


def test_columns_of_one_name_are_told_apart_by_the_words_that_end_above_them() -> None:
    figures = figures_of(
        "2 Resultaträkning",
        "",
        "                        Utfall    Budget                Utfall",
        "                  Not     2022      2022   Avvikelse      2021",
        "Medlemsbidrag       1    6 840     6 840           0     6 700",
        "Insatser            2   −5 128    −5 600        +472    −5 017",
        "Årets resultat           1 712     1 240        +472     1 683",
    )

    assert row(figures, "Insatser") == [
        ("-5128", "utfall", "2022"), ("-5600", "budget", "2022"), ("472", "avvikelse", "2022"), ("-5017", "utfall", "2021"),
    ]  # fmt: skip


def test_columns_of_one_name_that_nothing_tells_apart_are_no_table() -> None:
    assert figures_of("2 Resultaträkning", "", "Utfall Utfall", "Bidrag 100 200", "Kostnad 90 180") == ()


def test_the_reference_to_a_note_is_no_figure() -> None:
    figures = figures_of(
        "2 Resultaträkning",
        "",
        "\tNot\t2022\t2021",
        "Intäkter\t1\t5 200\t5 100",
        "Kostnader\t2\t-5 100\t-5 050",
        "Resultat\t\t100\t50",
    )

    assert [str(f.value) for f in figures] == ["5200", "5100", "-5100", "-5050", "100", "50"]


def test_a_table_of_contents_gives_no_figures() -> None:
    contents = ("Innehåll", "", "Inledning\t3", "Uppdrag\t4", "Mål 2022\t5", "Budget\t10", "Risker\t13", "", "Inledning", "Text.")

    assert figures_of(*contents) == ()


@pytest.mark.parametrize("path", REPORTS, ids=lambda path: path.stem)
def test_every_repair_keeps_its_print_and_names_its_proof(path: Path) -> None:
    for figure in read(path, Settings()).figures:
        for flag in figure.flags:
            if flag.startswith("repaired"):
                proven = PROVEN_REPAIR.fullmatch(flag)
                assert proven is not None, flag
                assert re.sub(r"\D", "", proven["raw"]) == str(abs(figure.value)).replace(".", "")


def test_a_row_with_more_cells_than_columns_is_placed_under_none() -> None:
    figures = figures_of(
        "2 Resultaträkning", "", "\tUtfall 2022\tBudget 2022", "Bidrag\t5 000\t5 100", "Finans\t1 000\t2 000\t3 000"
    )

    assert [(f.column, f.period, "column-uncertain" in f.flags) for f in figures if f.row == "Finans"] == [("", None, True)] * 2


def test_an_absurdly_large_number_is_kept_exactly_and_flagged() -> None:
    figures = figures_of("2 Resultaträkning", "", "\t2022\t2021", "Bidrag\t5 000\t5 100", "Lån\t1 000 000 000 000 000\t12")

    assert [(str(f.value), any(flag.startswith("low-confidence") for flag in f.flags)) for f in figures if f.row == "Lån"] == [
        ("1000000000000000", True),
        ("12", False),
    ]
