"""The print lines of a page and their pieces: which words stand on one line, and which gap parts two of them."""

from __future__ import annotations

import pytest

from ingest.formats.page_lines import PrintLine, print_lines
from tests.printed_pages import Print, page, right


def _lines(*prints: Print) -> list[str]:
    return [line.text for line in print_lines(page(*prints).words)]


def _piece(text: str) -> PrintLine:
    (line,) = print_lines(Print(text, 70, 100).words())
    return line


def test_a_wide_gap_parts_a_line_and_a_blank_does_not() -> None:
    assert _lines(Print("Summa intäkter", 70, 100), right("5 000", 400, 100)) == ["Summa intäkter\t5 000"]


def test_words_stand_from_the_left_whatever_the_file_s_order() -> None:
    assert _lines(right("4 000", 500, 100), right("5 000", 400, 100), Print("Kassa", 70, 100)) == ["Kassa\t5 000\t4 000"]


def test_lines_stand_from_the_top_whatever_the_file_s_order() -> None:
    assert _lines(Print("nedre", 70, 200), Print("övre", 70, 100)) == ["övre", "nedre"]


def test_words_of_another_size_with_nearly_the_same_baseline_share_a_line() -> None:
    assert _lines(Print("Not 3", 70, 100, size=10), Print("Personal", 120, 102, size=14)) == ["Not 3\tPersonal"]


def test_the_next_line_of_a_tight_header_is_a_line_of_its_own() -> None:
    assert _lines(Print("Utfall", 370, 100, size=9), Print("2021", 370, 109, size=9)) == ["Utfall", "2021"]


def test_two_amounts_closer_than_prose_gaps_are_two_pieces() -> None:
    label = Print("Bidrag", 70, 100)
    first, second = right("5 000", 400, 100), Print("4 000", 408, 100)

    assert _lines(label, first, second) == ["Bidrag\t5 000\t4 000"]


def test_the_thousands_of_an_amount_are_one_piece_even_where_the_blank_is_wide() -> None:
    million, thousand = Print("1", 370, 100), Print("250 000", 383.5, 100)

    assert _lines(Print("Bidrag", 70, 100), million, thousand) == ["Bidrag\t1 250 000"]


def test_dot_leaders_are_no_words_of_a_line() -> None:
    assert _lines(Print("Resultaträkning", 70, 100), Print("...............", 170, 100), right("7", 500, 100)) == [
        "Resultaträkning\t7"
    ]


def test_a_line_of_nothing_but_dot_leaders_is_none() -> None:
    assert _lines(Print("...............", 70, 100)) == []


def test_a_raised_footnote_mark_belongs_to_the_word_before_it() -> None:
    word = Print("Personal", 70, 100)

    assert _lines(word, Print("1", 110.5, 95.5, size=6)) == ["Personal 1"]


def test_words_printed_over_each_other_do_not_share_a_line() -> None:
    assert _lines(Print("Stämpel", 70, 100), Print("Resultat", 70, 101)) == ["Stämpel", "Resultat"]


def test_a_page_without_words_has_no_lines() -> None:
    assert print_lines(()) == ()


@pytest.mark.parametrize(
    "text", ["5 000", "-5 000", "–5 000", "−5 000", "- 5 000", "12,5 %", "(4 000)", "0", "-", "–", "3 500 kr"]
)
def test_what_a_cell_prints_is_a_value(text: str) -> None:
    assert _piece(text).pieces[0].is_value


@pytest.mark.parametrize("text", ["2021", "2021-12-31", "jan-aug 2021", "Not 3", "Intäkter", "3 kap.", "Årsredovisning 2021"])
def test_words_times_and_references_are_no_values(text: str) -> None:
    assert not _piece(text).pieces[0].is_value


@pytest.mark.parametrize("text", ["3", "Not 3", "8,11", "Not 8, 11", "2 och 3"])
def test_what_may_point_to_a_note_is_a_reference(text: str) -> None:
    assert _piece(text).pieces[0].is_reference


@pytest.mark.parametrize("text", ["120", "5 000", "Nota 3"])
def test_other_numbers_and_words_are_no_reference(text: str) -> None:
    assert not _piece(text).pieces[0].is_reference
