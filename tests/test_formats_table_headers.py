"""How many rows head a table, by what its cells hold."""

from __future__ import annotations

import pytest

from ingest.formats.table_headers import count_header_rows


@pytest.mark.parametrize(
    ("rows", "count"),
    [
        ([["", "2023", "2022"], ["Bidrag", "5 000", "4 000"]], 1),
        ([["Belopp i kr", "Not", "2023-12-31", "2022-12-31"], ["Kassa", "1", "5", "4"]], 1),
        ([["", "Utfall", "Budget"], ["", "2023", "2023"], ["Bidrag", "5", "4"]], 2),
        ([["Resultaträkning", "", ""], ["", "2023", "2022"], ["Bidrag", "5", "4"]], 2),
        ([["", "Utfall", "Budget"], ["Belopp", "tkr", "tkr"], ["Bidrag", "5", "4"]], 2),
        ([["Mål", "Utfall", "Kommentar"], ["Trygghet", "Delvis", "Se text"], ["Andel", "45 %", "Bra"]], 1),
        ([["Bidrag", "5 000"], ["Löner", "4 000"]], 0),
        ([["Antal deltagare", "2023"], ["Antal insatser", "12"]], 1),
        ([["Ordförande", "Anna Ek"], ["Ledamot", "Bo Al"]], 0),
        ([["Rörelsens intäkter", "", ""], ["Bidrag", "5", "4"]], 0),
        ([["", "Utfall", "Budget"], ["Belopp tkr", "Netto", "Netto"], ["Bidrag", "5", "4"]], 2),
        (
            [
                ["", "Får du det stöd som du behöver för att komma vidare mot arbete eller studier, på det sätt som du vill?"],
                ["2023", "93 %"],
            ],
            1,
        ),
        ([["Målsättning", "Resultat"], ["Fler än hälften av deltagarna ska nå arbete eller studier.", "Uppnått"]], 1),
        ([["Tema", "Hälsa"], ["Syfte", "Att mötas"], ["Antal", "12"], ["Plats", "Staden"]], 0),
        ([["Månad", "Styrelse", "Beredning"], ["Maj", "2.5 kl. 9.00", "12.5 kl. 13"], ["Juni", "3.6 kl. 9", ""]], 1),
        ([], 0),
    ],
)
def test_rows_of_words_and_times_over_numbers_head_the_table(rows: list[list[str]], count: int) -> None:
    assert count_header_rows(rows) == count
