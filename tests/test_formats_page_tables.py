"""Tables that nothing but the places of their words make: columns, headers over several lines, wrapped labels."""

from __future__ import annotations

from dataclasses import replace

import pytest

from ingest.formats.page_lines import print_lines
from ingest.formats.page_tables import find_tables
from tests.printed_pages import Print, document, header_rows, headings, page, right, row, tables, text, texts

HEADER = (right("2021", 400, 100), right("2020", 500, 100))


def _table(*prints: Print | tuple[Print, ...]) -> list[str]:
    """The rows of the one table of a page."""
    (found,) = tables(document(page(*prints)))
    return found


# --- columns ---------------------------------------------------------------------------------------------------------


def test_values_stand_under_their_columns() -> None:
    assert _table(HEADER, row(120, "Intäkter", "5 000", "4 000"), row(134, "Kostnader", "-3 000", "-2 500")) == [
        "\t2021\t2020",
        "Intäkter\t5 000\t4 000",
        "Kostnader\t-3 000\t-2 500",
    ]


def test_a_missing_value_leaves_its_cell_empty() -> None:
    rows = (row(120, "Intäkter", "5 000", "4 000"), row(134, "Bidrag", "", "900"), row(148, "Räntor", "12", ""))

    assert _table(HEADER, *rows) == ["\t2021\t2020", "Intäkter\t5 000\t4 000", "Bidrag\t\t900", "Räntor\t12\t"]


def test_columns_less_than_the_height_of_the_type_apart_are_two() -> None:
    ends = (400.0, 436.0)
    head = (right("2021", 400, 100), right("2020", 436, 100))
    rows = (row(120, "Intäkter", "15 000", "14 000", ends=ends), row(134, "Kostnader", "-3 000", "-2 500", ends=ends))

    assert _table(head, *rows) == ["\t2021\t2020", "Intäkter\t15 000\t14 000", "Kostnader\t-3 000\t-2 500"]


def test_a_value_only_a_blank_behind_its_label_stands_in_its_column() -> None:
    long = "Kostnader för samverkansinsatserna i hela länets delar"
    rows = (row(120, "Intäkter", "5 000", "4 000"), row(134, "Räntor", "12", "11"))
    close = (right(long, 377, 148), right("-300", 400, 148), right("-250", 500, 148))

    assert _table(HEADER, *rows, close)[-1] == f"{long}\t-300\t-250"


@pytest.mark.parametrize("minus", ["-", "–", "−", "- ", "– "])
def test_a_minus_of_any_kind_stays_with_its_number(minus: str) -> None:
    rows = (row(120, "Intäkter", "5 000", "4 000"), row(134, "Kostnader", f"{minus}3 000", f"{minus}2 500"))

    assert _table(HEADER, *rows)[2] == f"Kostnader\t{minus}3 000\t{minus}2 500"


def test_a_dash_for_nothing_is_a_cell() -> None:
    rows = (row(120, "Intäkter", "5 000", "4 000"), row(134, "Bidrag", "-", "900"))

    assert _table(HEADER, *rows)[2] == "Bidrag\t-\t900"


def test_amounts_of_different_length_share_a_column_by_their_right_edge() -> None:
    rows = (row(120, "Intäkter", "1 234 567", "8"), row(134, "Bidrag", "8", "1 234 567"))

    assert _table(HEADER, *rows) == ["\t2021\t2020", "Intäkter\t1 234 567\t8", "Bidrag\t8\t1 234 567"]


def test_references_to_notes_have_a_column_of_their_own() -> None:
    ends = (300.0, 400.0, 500.0)
    head = (right("Not", 300, 100), *HEADER)
    rows = (row(120, "Intäkter", "2", "5 000", "4 000", ends=ends), row(134, "Kostnader", "3", "-3 000", "-2 500", ends=ends))

    assert _table(head, *rows) == ["\tNot\t2021\t2020", "Intäkter\t2\t5 000\t4 000", "Kostnader\t3\t-3 000\t-2 500"]


def test_a_reference_below_the_head_of_the_references_is_no_part_of_it() -> None:
    ends = (300.0, 400.0, 500.0)
    head = (right("Not", 300, 88), right("1", 300, 100), right("2021", 400, 88), right("2020", 500, 88))
    rows = (row(120, "Intäkter", "2", "5 000", "4 000", ends=ends), row(134, "Kostnader", "3", "-3 000", "-2 500", ends=ends))

    assert _table(head, *rows) == ["\tNot\t2021\t2020", "Intäkter\t2\t5 000\t4 000", "Kostnader\t3\t-3 000\t-2 500"]


def test_every_row_has_the_same_number_of_cells() -> None:
    rows = (
        Print("Tillgångar", 70, 120),
        row(134, "Kassa", "5 000", "4 000"),
        row(148, "Bank", "12", ""),
        row(162, "", "5 012", ""),
    )

    assert {line.count("\t") for line in _table(HEADER, *rows)} == {2}


def test_one_amount_behind_a_label_is_a_line_of_text() -> None:
    made = document(page(Print("Kassa vid årets slut", 70, 100), right("5 000", 400, 100)))

    assert tables(made) == []
    assert texts(made) == ["Kassa vid årets slut\t5 000"]


# --- rows ------------------------------------------------------------------------------------------------------------


def test_a_label_goes_on_to_the_line_with_the_value() -> None:
    wrapped = (Print("Lämnade bidrag till", 70, 134), *row(146, "samverkansinsatser", "900", "800"))
    rows = (row(120, "Intäkter", "5 000", "4 000"), wrapped, row(160, "Räntor", "12", "11"))

    assert _table(HEADER, *rows)[2] == "Lämnade bidrag till samverkansinsatser\t900\t800"


def test_a_label_goes_on_below_the_line_with_the_value() -> None:
    wrapped = (*row(134, "Lämnade bidrag till", "900", "800"), Print("samverkansinsatser", 70, 146))
    rows = (row(120, "Intäkter", "5 000", "4 000"), wrapped, row(162, "Räntor", "12", "11"))

    assert _table(HEADER, *rows)[2] == "Lämnade bidrag till samverkansinsatser\t900\t800"


def test_a_label_may_have_its_value_on_its_middle_line() -> None:
    wrapped = (Print("Lämnade bidrag och", 70, 134), *row(146, "annat stöd till", "900", "800"), Print("insatser", 70, 158))
    rows = (row(120, "Intäkter", "5 000", "4 000"), wrapped, row(176, "Räntor", "12", "11"))

    assert _table(HEADER, *rows)[2] == "Lämnade bidrag och annat stöd till insatser\t900\t800"


def test_a_value_between_the_two_lines_of_its_label_belongs_to_both() -> None:
    wrapped = (Print("Lämnade bidrag till", 70, 134), *row(140, "", "900", "800"), Print("samverkansinsatser", 70, 146))
    others = tuple(
        row(160 + 14 * at, label, "12", "11") for at, label in enumerate(["Räntor", "Hyror", "Löner", "Resor", "Arvoden"])
    )

    assert _table(HEADER, row(120, "Intäkter", "5 000", "4 000"), wrapped, *others)[2] == (
        "Lämnade bidrag till samverkansinsatser\t900\t800"
    )


def test_the_word_of_a_label_divided_at_the_line_s_end_is_put_together_where_the_file_says_so() -> None:
    made = page(HEADER, row(120, "Intäkter", "5 000", "4 000"), Print("Samverkans-", 70, 134), row(146, "insatser", "900", "800"))
    words = tuple(replace(w, ends_in_hyphen=w.text == "Samverkans-") for w in made.words)

    assert tables(document(replace(made, words=words)))[0][2] == "Samverkansinsatser\t900\t800"


def test_a_line_with_a_label_only_is_a_group_of_the_rows_below() -> None:
    rows = (Print("Omsättningstillgångar", 70, 120), row(134, "Kassa", "5 000", "4 000"), row(148, "Fordringar", "12", "11"))

    assert _table(HEADER, *rows)[1:3] == ["Omsättningstillgångar\t\t", "Kassa\t5 000\t4 000"]


def test_a_group_in_the_middle_of_a_table_is_no_part_of_a_label() -> None:
    rows = (row(120, "Kassa", "5 000", "4 000"), Print("Skulder", 70, 148), row(162, "Leverantörsskulder", "12", "11"))

    assert _table(HEADER, *rows) == ["\t2021\t2020", "Kassa\t5 000\t4 000", "Skulder\t\t", "Leverantörsskulder\t12\t11"]


def test_a_sum_without_a_label_is_a_row() -> None:
    rows = (row(120, "Kassa", "5 000", "4 000"), row(134, "Bank", "1 000", "900"), row(148, "", "6 000", "4 900"))

    assert _table(HEADER, *rows)[3] == "\t6 000\t4 900"


def test_a_label_before_a_sum_without_label_is_not_the_sum_s() -> None:
    rows = (row(120, "Kassa", "5 000", "4 000"), row(134, "Bank", "1 000", "900"), row(148, "", "6 000", "4 900"))
    after = (Print("Skulder", 70, 170), row(184, "Leverantörer", "12", "11"))

    assert _table(HEADER, *rows, *after)[3:5] == ["\t6 000\t4 900", "Skulder\t\t"]


def test_a_cell_goes_on_in_brackets_on_the_next_line() -> None:
    rows = (
        row(120, "Deltagare", "120", "110"),
        (right("(60 kvinnor)", 400, 131), right("(50 kvinnor)", 500, 131)),
        row(150, "Avslut", "40", "30"),
        (right("(20 kvinnor)", 400, 161), right("(10 kvinnor)", 500, 161)),
    )

    assert _table(HEADER, *rows)[1:] == [
        "Deltagare\t120 (60 kvinnor)\t110 (50 kvinnor)",
        "Avslut\t40 (20 kvinnor)\t30 (10 kvinnor)",
    ]


def test_a_wide_gap_ends_a_table() -> None:
    first = (HEADER, row(120, "Kassa", "5 000", "4 000"), row(134, "Bank", "12", "11"))
    second = (right("2021", 400, 300), right("2020", 500, 300), row(320, "Skulder", "5", "4"), row(334, "Lån", "7", "8"))

    assert tables(document(page(*first, *second))) == [
        ["\t2021\t2020", "Kassa\t5 000\t4 000", "Bank\t12\t11"],
        ["\t2021\t2020", "Skulder\t5\t4", "Lån\t7\t8"],
    ]


def test_text_below_a_table_is_no_row_of_it() -> None:
    below = text(170, "Styrelsen har under året haft fem möten och beslutat om nya insatser i länet.")
    made = document(page(HEADER, row(120, "Kassa", "5 000", "4 000"), row(134, "Bank", "12", "11"), below))

    assert len(tables(made)[0]) == 3
    assert texts(made)[-1].startswith("Styrelsen har")


# --- headers ---------------------------------------------------------------------------------------------------------


def test_a_header_over_several_lines_is_one_row_of_headers() -> None:
    head = (right("Utfall", 400, 88), right("Budget", 500, 88), *HEADER)

    assert _table(head, row(120, "Intäkter", "5 000", "4 000"), row(134, "Räntor", "12", "11"))[0] == "\tUtfall 2021\tBudget 2020"


def test_times_cut_at_the_hyphen_over_two_lines_are_one_time() -> None:
    head = (right("jan-", 400, 88), right("jan-", 500, 88), right("aug 2021", 400, 100), right("aug 2020", 500, 100))

    assert (
        _table(head, row(120, "Intäkter", "5 000", "4 000"), row(134, "Räntor", "12", "11"))[0] == "\tjan-aug 2021\tjan-aug 2020"
    )


def test_a_header_that_spans_two_columns_heads_both() -> None:
    ends = (250.0, 330.0, 410.0, 490.0)
    spanning = (Print("2021", 275, 88, "middle"), Print("2020", 435, 88, "middle"))
    head = tuple(right(word, x, 100) for word, x in zip(("Utfall", "Budget", "Utfall", "Budget"), ends, strict=True))
    rows = (
        row(120, "Intäkter", "5 000", "5 100", "4 000", "4 100", ends=ends),
        row(134, "Räntor", "12", "13", "11", "14", ends=ends),
    )

    assert _table(spanning, head, *rows)[0] == "\t2021 Utfall\t2021 Budget\t2020 Utfall\t2020 Budget"


def test_the_years_on_the_line_of_a_note_s_title_head_the_columns() -> None:
    title = Print("Not 3 Personalkostnader", 70, 100, bold=True)
    made = document(page(title, HEADER, row(120, "Löner", "5 000", "4 000"), row(134, "Avgifter", "12", "11")))

    assert tables(made) == [["\t2021\t2020", "Löner\t5 000\t4 000", "Avgifter\t12\t11"]]


def test_the_title_of_a_note_on_the_line_of_its_years_is_a_heading() -> None:
    title = Print("Not 3 Personalkostnader", 70, 100, bold=True)
    body = text(400, *["Löpande text i dokumentets vanliga stil, rad efter rad."] * 6)
    made = document(page(title, HEADER, row(120, "Löner", "5 000", "4 000"), row(134, "Avgifter", "12", "11"), body))

    assert [heading for heading, _ in headings(made)] == ["Not 3 Personalkostnader"]


def test_a_table_without_anything_above_it_has_no_header_row() -> None:
    made = document(page(row(120, "Kassa", "5 000", "4 000"), row(134, "Bank", "12", "11")))

    assert header_rows(made) == [0]


def test_a_header_beside_the_labels_is_the_corner() -> None:
    head = (Print("Belopp i kr", 70, 100), *HEADER)

    assert _table(head, row(120, "Intäkter", "5 000", "4 000"), row(134, "Räntor", "12", "11"))[0] == "Belopp i kr\t2021\t2020"


def test_prose_straight_above_a_table_is_no_header() -> None:
    above = text(88, "Tabellen visar hur pengarna har använts under de två senaste åren i förbundet.")
    made = document(page(above, HEADER, row(120, "Intäkter", "5 000", "4 000"), row(134, "Räntor", "12", "11")))

    assert tables(made)[0][0] == "\t2021\t2020"


def test_a_line_of_years_alone_is_no_row_of_values() -> None:
    made = document(page(HEADER, text(130, "Ingen tabell följer på raden med år, bara text.")))

    assert tables(made) == []


def test_a_table_goes_on_under_the_header_of_the_one_above_after_a_line_of_something_else() -> None:
    first = (HEADER, row(120, "Kassa", "5 000", "4 000"), row(134, "Bank", "12", "11"))
    between = Print("Skulder och eget kapital redovisas här nedan, tillsammans med ställda säkerheter i förbundet.", 70, 160)
    second = (row(186, "Lån", "7", "8"), row(200, "Skatt", "3", "2"))

    assert tables(document(page(*first, between, *second)))[-1][0] == "\t2021\t2020"


@pytest.mark.parametrize("values", [("1 215 000", "1 214 000"), ("-1 215 000", "-114 000")])
def test_a_row_whose_values_stand_one_blank_apart_has_them_in_their_columns(values: tuple[str, str]) -> None:
    ends = (400.0, 445.0)
    head = (right("2021", 400, 100), right("2020", 445, 100))
    rows = (row(120, "Intäkter", "5 000", "4 000", ends=ends), row(134, "Räntor", "12", "11", ends=ends))

    assert _table(head, *rows, row(148, "Summa", *values, ends=ends))[-1] == "\t".join(["Summa", *values])


def test_columns_one_blank_apart_are_two() -> None:
    ends = (400.0, 433.0)
    head = (right("2021", 400, 100), right("2020", 433, 100))
    rows = (row(120, "Intäkter", "15 000", "14 000", ends=ends), row(134, "Kostnader", "11 000", "12 000", ends=ends))

    assert _table(head, *rows)[1:] == ["Intäkter\t15 000\t14 000", "Kostnader\t11 000\t12 000"]


def test_a_minus_at_the_left_of_its_column_belongs_to_the_number() -> None:
    kept = (
        Print("Kostnader", 70, 134),
        Print("-", 372, 134),
        right("300", 400, 134),
        Print("-", 472, 134),
        right("250", 500, 134),
    )

    assert _table(HEADER, row(120, "Intäkter", "5 000", "4 000"), kept)[2] in ("Kostnader\t-300\t-250", "Kostnader\t- 300\t- 250")


def test_a_value_between_the_two_lines_of_its_label_belongs_to_both_in_a_short_table_too() -> None:
    wrapped = (Print("Lämnade bidrag till", 70, 134), *row(140, "", "900", "800"), Print("samverkansinsatser", 70, 146))
    rows = (row(120, "Intäkter", "5 000", "4 000"), wrapped, row(160, "Räntor", "12", "11"))

    assert _table(HEADER, *rows)[2] == "Lämnade bidrag till samverkansinsatser\t900\t800"


def test_years_down_the_side_label_rows() -> None:
    head = (right("Deltagare", 400, 100), right("Avslut", 500, 100))
    rows = (row(120, "2019", "50", "40"), row(134, "2020", "55", "42"), row(148, "2021", "60", "44"))

    assert _table(head, *rows)[1:] == ["2019\t50\t40", "2020\t55\t42", "2021\t60\t44"]


def test_words_in_brackets_below_the_values_of_a_row_are_no_header_of_another_table() -> None:
    own = page(
        row(100, "", "2021", "2020"),
        row(114, "Intäkter", "7 175 545", "7 078 387"),
        (right("(inkl bidrag)", 400, 132), right("(inkl bidrag)", 500, 132)),
        row(148, "Kostnader", "7 214 319", "6 590 787"),
    )

    (table,) = find_tables(print_lines(own.words))

    assert [row.cells[1].text for row in table.rows] == ["7 175 545 (inkl bidrag)", "7 214 319"]
