"""Tables in the layouts that a PDF's text comes in: cells over several lines, one by one, stacked, column by column."""

from __future__ import annotations

import pytest

from ingest.domain import Document, Line, Row, Section, Table
from ingest.tables import read_tables


def tables_of(text: str) -> tuple[Table, ...]:
    """The tables of a text in which "·" stands for a blank at the end of a line."""
    lines = tuple(Line(i, line.replace("·", " ")) for i, line in enumerate(text.split("\n"), 1))
    made = Document("made.txt", "", "utf-8", lines, 0)
    return read_tables(made, (Section(0, "", "Bilaga", "Bilaga", 1, None, 1, len(lines)),))


def only_table(text: str) -> Table:
    (table,) = tables_of(text)
    return table


def cells(row: Row) -> tuple[str, ...]:
    return tuple(" ".join(cell.text.split()) for cell in row.cells)


def printed(text: str) -> list[tuple[str, ...]]:
    """Label and cells of each row with cells, of a text that holds one table."""
    return [(row.label, *cells(row)) for row in only_table(text).rows if any(cells(row))]


def row_named(text: str, label: str) -> Row:
    return next(row for row in only_table(text).rows if row.label == label)


def in_paragraphs(*parts: str) -> str:
    return "\n\n".join(parts)


# --- headers in cells of their own ---------------------------------------------------------------------------------

LEVELS = """Deltagare per insats, kön och år

 2024 2023·
Insats··
·

Kvinnor Män Kvinnor Män·

Stigen 61 44 66 51··

Nya··
Chansen··

27 31··
·

19 28··

Bron (ESF)···
15 6 24 17··

Summa 103 81··

109 96·
"""


def test_sub_columns_below_their_years_are_one_header_though_the_labels_head_stands_between() -> None:
    assert only_table(LEVELS).columns == ("2024 Kvinnor", "2024 Män", "2023 Kvinnor", "2023 Män")


def test_rows_of_two_header_levels_are_read_whether_on_one_line_or_several() -> None:
    assert [cells(row) for row in only_table(LEVELS).rows] == [
        ("61", "44", "66", "51"),
        ("27", "31", "19", "28"),
        ("15", "6", "24", "17"),
        ("103", "81", "109", "96"),
    ]


def test_years_in_paragraphs_of_their_own_stand_above_the_sexes_of_each() -> None:
    text = in_paragraphs(
        "Team", "2023", "2022", "Kv. Män Kv. Män", "Eken", "12 10", "11 9", "Asken 5 6 4 4", "Totalt 17 16 15 13"
    )
    assert only_table(text).columns == ("2023 Kv.", "2023 Män", "2022 Kv.", "2022 Män")


def test_a_header_cell_a_paragraph_heads_as_many_values_below_each_label() -> None:
    head = ("Insats", "Deltagare", "Kostnad kr", "Kostnad per\ndeltagare kr")
    text = in_paragraphs(*head, "Eken", "12", "1 150 000", "95 833", "Asken", "6", "820 000", "136 667")
    assert only_table(text).columns == ("Deltagare", "Kostnad kr", "Kostnad per deltagare kr")
    assert printed(text) == [("Eken", "12", "1 150 000", "95 833"), ("Asken", "6", "820 000", "136 667")]


def test_scenarios_and_their_years_in_paragraphs_are_the_columns() -> None:
    head = ("Belopp i tkr", "Budget\n2024", "Utfall\n2024", "Avvikelse", "Utfall\n2023")
    text = in_paragraphs(*head, "Administration", "1 090", "1 076", "14", "1 080", "Insatser", "4 700", "4 606", "94", "4 645")
    assert only_table(text).columns == ("Budget 2024", "Utfall 2024", "Avvikelse", "Utfall 2023")
    assert printed(text)[1] == ("Insatser", "4 700", "4 606", "94", "4 645")


def test_the_reference_to_a_note_in_a_paragraph_of_its_own_is_no_value() -> None:
    head = ("Belopp i kr", "Not", "2024-12-31", "2023-12-31")
    text = in_paragraphs(*head, "Fordringar", "4", "640 642", "548 464", "Kassa och bank", "3 526 805", "2 925 329")
    assert printed(text) == [("Fordringar", "640 642", "548 464"), ("Kassa och bank", "3 526 805", "2 925 329")]


def test_a_header_of_which_the_first_cell_is_not_read_is_none() -> None:
    text = in_paragraphs("Insatser över tid", "2024", "2023", "2022", "Eken 333 796", "Asken 120 130", "Linden 8 9")
    assert all(table.columns != ("2023", "2022") for table in tables_of(text))


# --- headers on one line of words ----------------------------------------------------------------------------------

SHARES = """Balanskravsresultat 2024 (i kr)·

Årets resultat enligt resultaträkningen  617 494··
Samtliga realisationsvinster 0··
Balanskravsresultat 617 494··
·
Fördelning av kommunernas bidrag 2024·
Kommun Invånare Andel Belopp kr··

Sunnby 18 240 40,0% 630 000·
Nordby 15 960 35,0% 551 250·
Västby 11 400 25,0% 393 750·
Summa 45 600 100,0% 1 575 000··
"""


def test_words_one_blank_apart_head_as_many_columns_as_every_row_can_hold() -> None:
    _, shares = tables_of(SHARES)
    assert shares.columns == ("Invånare", "Andel", "Belopp kr")
    assert [cells(row) for row in shares.rows][::3] == [("18 240", "40,0%", "630 000"), ("45 600", "100,0%", "1 575 000")]


def test_the_year_of_the_next_table_s_title_is_no_amount() -> None:
    balance, _ = tables_of(SHARES)
    assert [row.label for row in balance.rows][-1] == "Balanskravsresultat"


def test_words_that_do_not_match_the_values_below_head_no_table() -> None:
    assert tables_of("Styrelsen Deltagare Insatser Stöd Kostnad\nEken 12 10\nAsken 5 6\n") == ()


def test_a_row_of_words_above_rows_of_years_heads_them() -> None:
    table = only_table("Deltagare per år\n\nÅr Kvinnor Män Totalt\n2022 12 10 22\n2023 14 9 23\n2024 11 12 23\n")
    assert (table.title, table.columns) == ("Deltagare per år", ("Kvinnor", "Män", "Totalt"))


# --- rows over several lines ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "lines",
    [
        "Medel från verksamheten före 641 812 719 349\nförändring av\nrörelsekapital",
        "Medel från verksamheten före\nförändring av 641 812 719 349\nrörelsekapital",
        "Medel från verksamheten före\nförändring av\nrörelsekapital 641 812 719 349",
    ],
)
def test_a_label_over_three_lines_has_its_values_on_any_of_them(lines: str) -> None:
    text = f"Belopp i kr. 2024 2023\n\nÅrets resultat 617 494 695 031\n{lines}\nÅrets kassaflöde 601 476 768 118\n"
    row = only_table(text).rows[1]
    assert (row.label, cells(row)) == ("Medel från verksamheten före förändring av rörelsekapital", ("641 812", "719 349"))


def test_the_values_of_a_row_may_be_spread_over_two_to_five_lines() -> None:
    text = in_paragraphs(
        "2024 2023 2022 2021 2020",
        "Intäkter",
        "6 300 000\n6 420 000",
        "6 420 000",
        "6 210 000 6 210 000",
        "Kostnader 5 734 871",
        "5 742 763 6 243 663",
        "5 928 829 6 275 371",
        "Antal anställda",
        "2",
        "2",
        "1",
        "1",
        "1",
    )
    assert printed(text) == [
        ("Intäkter", "6 300 000", "6 420 000", "6 420 000", "6 210 000", "6 210 000"),
        ("Kostnader", "5 734 871", "5 742 763", "6 243 663", "5 928 829", "6 275 371"),
        ("Antal anställda", "2", "2", "1", "1", "1"),
    ]


def test_each_value_of_a_spread_row_is_cited_at_its_own_line() -> None:
    row = row_named("2024 2023\n\nIntäkter\n\n6 300 000\n\n6 420 000\n\nKostnader\n\n5 734 871\n\n5 742 763\n", "Kostnader")
    assert [cell.lines for cell in row.cells] == [(11, 11), (13, 13)]


def test_the_number_in_a_name_is_no_value_where_the_next_row_has_the_next_number() -> None:
    text = "Kostnader (kr)\n\n  2024 2023\nDelmål 1 200 000 150 000\nDelmål 2 310 000 250 000\nSumma 510 000 400 000\n"
    assert printed(text)[0] == ("Delmål 1", "200 000", "150 000")


# --- stacked cells -------------------------------------------------------------------------------------------------


def test_a_block_of_labels_and_a_block_of_values_a_column_are_put_back_into_rows() -> None:
    labels, old, new = "Personal\nResor och\nkonferenser\nSumma", "30 000\n1 000\n31 000", "35 000\n1 200\n36 200"
    assert printed(in_paragraphs("Belopp i kr 2024 2023", labels, new, old)) == [
        ("Personal", "35 000", "30 000"),
        ("Resor och konferenser", "1 200", "1 000"),
        ("Summa", "36 200", "31 000"),
    ]


def test_a_stack_with_a_value_less_than_labels_is_left_unread() -> None:
    labels, values = "Personal\nResor\nPorto\nSumma", "30 000\n1 000\n31 000"
    assert tables_of(in_paragraphs("Belopp i kr 2024 2023", labels, values, values)) == ()


def test_columns_that_each_have_their_header_above_their_values_are_one_table() -> None:
    labels = "Personal\nLokaler\nSumma"
    text = in_paragraphs(
        "Belopp i kr", labels, "Utfall 2024\n590 000\n35 000\n625 000", "Budget 2024", "600 000\n36 000\n636 000"
    )
    assert only_table(text).columns == ("Utfall 2024", "Budget 2024")
    assert printed(text)[0] == ("Personal", "590 000", "600 000")


# --- empty cells ---------------------------------------------------------------------------------------------------

STATEMENT = """2.Resultaträkning·
  2024-01-01 2023-01-01··
Belopp i kr. Not -2024-12-31 -2023-12-31··

·
Verksamhetens intäkter 2 6 749 886 7 093 324··
Verksamhetens kostnader 3 -6 122 939 -6 373 565·
Avskrivningar  -24 318 -24 318··
Verksamhetens nettokostnad  602 629 695 441·
Finansiella intäkter  15 207{blanks}
Finansiella kostnader  -342 -410··
Resultat efter finansiella poster  617 494 695 031·
Extraordinära poster   0··

Årets resultat  617 494 695 031·
"""


@pytest.mark.parametrize("blanks", ["   ", " ", ""])
def test_one_amount_beside_an_empty_cell_is_not_two_amounts_where_the_sum_tells(blanks: str) -> None:
    assert cells(row_named(STATEMENT.format(blanks=blanks), "Finansiella intäkter")) == ("15 207", "")


def test_a_wider_blank_before_a_value_tells_that_the_first_column_is_empty() -> None:
    row = row_named(STATEMENT.format(blanks="   "), "Extraordinära poster")
    assert (cells(row), row.flags) == (("", "0"), ("column-from-blanks",))


NOTE = """Not 4. Övrigt
  2024-12-31 2023-12-31··

Kundfordringar 1 210 37 500·
Fordran moms 18 452 7 316·
Skattekonto 4 100 12 750·
Upplupen ränta{gap}15 207·
Depositioner 2 150 1 075·
"""


def test_an_amount_that_may_be_two_is_flagged_where_nothing_tells() -> None:
    stripped = NOTE.format(gap=" ").replace("·", "")
    assert row_named(stripped, "Upplupen ränta").flags == ("ambiguous",)


def test_blanks_tell_an_empty_cell_where_every_full_row_counts_them_and_say_so() -> None:
    row = row_named(NOTE.format(gap="  "), "Upplupen ränta")
    assert (cells(row), row.flags) == (("", "15 207"), ("column-from-blanks", "ambiguous"))


def test_a_column_is_not_told_by_blanks_where_full_rows_have_wider_ones_too() -> None:
    loose = "2024 2023 2022 \n\nHyra  590 000 560 000 550 000 \nResor 1 200 1 100 1 000 \nPorto  35 000   \n"
    assert row_named(loose, "Porto").flags == ("column-uncertain",)


def test_small_counts_are_not_joined_to_one_large_number() -> None:
    assert printed("Deltagare\n 2024 2023 \nKvinnor 98 105 \nMän 88 110 \nTotalt 186 215 \n")[0] == ("Kvinnor", "98", "105")


KEPT_LAYOUT = """Not 3 Personal

Belopp i kr                       2024-12-31     2023-12-31
Löner                                590 000        560 000
Pension                                              35 000
Resor                                  1 200
Kurser                                12 000          8 400
Summa                                603 200        603 400
"""


def test_a_value_stands_in_the_column_whose_place_on_the_line_it_has() -> None:
    assert printed(KEPT_LAYOUT)[1:3] == [("Pension", "", "35 000"), ("Resor", "1 200", "")]


# --- page turns ----------------------------------------------------------------------------------------------------

TURN = "\nÅrsredovisning 2024 Finsam Berget\nSida {page} av 20\n"


@pytest.mark.parametrize("again", ["", " Belopp i kr. 2024 2023 \n\n", "Not 3. Kostnader, forts.\nBelopp i kr. 2024 2023 \n\n"])
def test_a_table_goes_on_after_a_turn_of_the_page_with_or_without_its_header(again: str) -> None:
    first = "Not 3. Kostnader\nBelopp i kr. 2024 2023 \n\nLöner 590 000 560 000 \nPension 35 000 30 000 "
    text = first + TURN.format(page=14) + again + "Kurser 12 000 8 400 \nSumma 637 000 598 400 " + TURN.format(page=15)
    text += "Text om kostnaderna." + TURN.format(page=16)
    assert [row[0] for row in printed(text)] == ["Löner", "Pension", "Kurser", "Summa"]


def test_a_row_that_the_page_turns_in_is_one_row() -> None:
    first = "Not 3. Kostnader\nBelopp i kr. 2024 2023 \n\nLöner 590 000 560 000 \nKurser och "
    text = first + TURN.format(page=14) + "konferenser 12 000 8 400 \nPorto 400 300 " + TURN.format(page=15)
    text += "Text om kostnaderna." + TURN.format(page=16)
    assert ("Kurser och konferenser", "12 000", "8 400") in printed(text)


def test_the_same_header_under_another_title_begins_another_table() -> None:
    text = (
        "Not 2. Intäkter\n2024 2023 \nBidrag 600 590 \nRänta 5 4 \n\nNot 3. Kostnader\n2024 2023 \nLöner 500 490 \nResor 7 9 \n"
    )
    assert [table.title for table in tables_of(text)] == ["Not 2. Intäkter", "Not 3. Kostnader"]


# --- eight columns -------------------------------------------------------------------------------------------------


def test_a_row_of_eight_columns_with_an_empty_cell_is_placed_by_its_blanks_and_differences() -> None:
    head = " Utfall \n2024 \n\nBudget \n2024 \n\nAvvikelse \n2024 \n\nUtfall \n2023 \n\nBelopp tkr \n\n"
    leaves = "Intäkt Kostnad Netto Netto Utfall-\nBudget \nnetto \n\nIntäkt Kostn. Netto \n\n"
    rows = """Insatser 0 -3 987 -3 987 -4 100 113 0 -4 105 -4 105··

Administration 53 -1 129 -1 076 -1 090 14 18 -1 098 -1 080·

Medelstilldelning 6 300  6 300 6 300 0 6 420 0 6 420·

Summa 6 353 -5 116 1 237 1 110 127 6 438 -5 203 1 235·
"""
    row = row_named("Driftredovisning\n\n" + head + leaves + rows, "Medelstilldelning")
    assert cells(row) == ("6 300", "", "6 300", "6 300", "0", "6 420", "0", "6 420")
