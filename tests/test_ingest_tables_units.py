"""The unit that a report states for a table or for all its amounts, and lines that say nothing else."""

from __future__ import annotations

from pathlib import Path

import pytest

from ingest.domain import Table
from ingest.sections import find_sections
from ingest.settings import Settings
from ingest.tables import read_tables
from ingest.tables_units import is_unit_caption
from ingest.textfile import BYTES_PER_MB, load
from ingest.unit_words import stated_in_title

STATEMENT = "\tNot\t2022\t2021\nVerksamhetens intäkter\t1\t5 262\t5 224\nÅrets resultat\t\t-313\t-127\n"


def tables_in(folder: Path, text: str) -> tuple[Table, ...]:
    path = folder / "rapport.txt"
    path.write_text(text, encoding="utf-8")
    document = load(path, Settings().max_file_mb * BYTES_PER_MB)
    return read_tables(document, find_sections(document))


@pytest.mark.parametrize(
    "line",
    [
        "(tkr)",
        "Belopp i tkr",
        "Belopp i kr.",
        "Alla belopp anges i tusental kronor om inget annat anges.",
        "Samtliga belopp i Mkr",
    ],
)
def test_a_line_that_only_says_the_unit_is_a_caption(line: str) -> None:
    assert is_unit_caption(line)


@pytest.mark.parametrize("line", ["Resultaträkning (tkr)", "Hyran höjdes med 7 tkr", "", "Belopp som återstår i kr per år"])
def test_a_line_that_says_more_is_no_caption(line: str) -> None:
    assert not is_unit_caption(line)


@pytest.mark.parametrize("caption", ["Belopp i tkr", "(tkr)"])
def test_a_caption_over_a_table_gives_its_unit_and_leaves_its_title_to_the_heading(tmp_path: Path, caption: str) -> None:
    (table,) = tables_in(tmp_path, f"2 Resultaträkning\n\n{caption}\n\n{STATEMENT}")
    assert (table.title, table.unit) == ("Resultaträkning", "tkr")


def test_a_heading_s_unit_is_that_of_the_amounts_below_it(tmp_path: Path) -> None:
    (table,) = tables_in(tmp_path, f"6 Noter (tkr)\n\nNot 1 Verksamhetens intäkter\n\n{STATEMENT}")
    assert (table.unit, table.amounts_unit) == (None, "tkr")


def test_a_sentence_about_all_amounts_holds_for_every_table(tmp_path: Path) -> None:
    text = f"1 Inledning\n\nSamtliga belopp i rapporten anges i tkr om\ninget annat anges.\n\n2 Resultaträkning\n\n{STATEMENT}"
    (table,) = tables_in(tmp_path, text)
    assert (table.unit, table.amounts_unit) == (None, "tkr")


def test_a_caption_of_one_table_does_not_hold_for_the_others(tmp_path: Path) -> None:
    text = f"2 Resultaträkning\n\nAlla belopp i tkr\n\n{STATEMENT}\n3 Balansräkning\n\n{STATEMENT}"
    assert [(table.unit, table.amounts_unit) for table in tables_in(tmp_path, text)] == [("tkr", None), (None, None)]


@pytest.mark.parametrize(
    ("title", "unit"),
    [
        ("Flerårsöversikt (tkr om inget annat anges)", "tkr"),
        ("Finansierad verksamhet, tkr och andel", "tkr"),
        ("Sammanställning (kostnader, tkr)", "tkr"),
        ("Ekonomi i miljoner kronor", "mnkr"),
        ("Balanskravsresultat (i kr)", "kr"),
        ("Avslut per år i procent", "%"),
        ("Projektet omsatte 2 mnkr", None),
        ("Stöd som ger kronor i kassan", None),
        ("Andel av medlemsbidraget (varav %)", None),
    ],
)
def test_a_title_states_a_unit_only_where_it_means_the_numbers_below(title: str, unit: str | None) -> None:
    assert stated_in_title(title) == unit
