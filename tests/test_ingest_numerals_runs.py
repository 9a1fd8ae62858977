"""Runs of numerals that stand for several columns: every reading kept, none invented."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.numerals import is_nil, parse_cell, parse_relaxed
from ingest.numerals_runs import MAX_READINGS, MAX_TOKENS, fewest_values, split_columns, split_tail
from tests.numeral_prints import Style, confusing, print_number, steady

NBSP = "\u00a0"


def folded(values: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(" ".join(value.split()) for value in values)


# --- by example ------------------------------------------------------------------------------------------------------------


def test_the_number_of_columns_tells_which_digits_belong_together() -> None:
    (reading,) = split_columns("156 924 -564 541", 2, has_note=False)
    assert reading.values == ("156 924", "-564 541")


def test_a_leading_small_number_may_be_a_note_where_the_header_has_one() -> None:
    (reading,) = split_columns("2 4038020 8013773", 2, has_note=True)
    assert (reading.note, reading.values) == ("2", ("4038020", "8013773"))


def test_a_leading_small_number_is_no_note_where_the_header_has_none() -> None:
    assert all(not reading.note for reading in split_columns("4 970 061 23165", 2, has_note=False))


def test_both_readings_are_kept_when_a_note_may_stand_in_front() -> None:
    strict = {(reading.note, reading.values) for reading in split_columns("4 970 061 23165", 2, True) if not reading.relaxed}
    assert strict == {("4", ("970 061", "23165")), ("", ("4 970 061", "23165"))}


def test_strict_readings_come_before_relaxed_ones() -> None:
    readings = split_columns("1314 700 607 081 707 619", 3, has_note=False)
    assert [reading.relaxed for reading in readings] == sorted(reading.relaxed for reading in readings)


def test_a_group_of_zeros_never_starts_a_value() -> None:
    assert {r.values for r in split_columns("950 000 1900000", 2, has_note=False)} == {("950 000", "1900000")}


def test_a_dash_before_digits_may_be_their_minus_or_an_empty_column() -> None:
    assert {r.values for r in split_columns("- 523 912", 2, has_note=False)} == {("- 523", "912"), ("-", "523 912")}


def test_a_dash_between_values_is_never_the_tail_of_the_first() -> None:
    (reading,) = split_columns("4 469 kr - 5", 2, has_note=False)
    assert reading.values == ("4 469 kr", "- 5")


def test_a_bracketed_share_fills_no_column_of_its_own() -> None:
    assert {r.values for r in split_columns("528 (22,9%) 5", 2, has_note=False)} == {("528 (22,9%)", "5")}
    assert split_columns("528 (22,9%)", 2, has_note=False) == ()


def test_a_no_break_blank_keeps_digits_together_where_plain_ones_part_the_columns() -> None:
    (reading,) = split_columns(f"4{NBSP}970 23{NBSP}165 061", 2, has_note=False)
    assert folded(reading.values) == ("4 970", "23 165 061")


def test_two_no_break_blanks_part_columns() -> None:
    (reading,) = split_columns(f"4 970{NBSP}{NBSP}23{NBSP}165", 2, has_note=False)
    assert reading.values == ("4 970", f"23{NBSP}165")


def test_a_no_break_blank_tells_nothing_where_the_run_prints_no_other() -> None:
    assert len(split_columns(f"4{NBSP}970{NBSP}23{NBSP}165", 2, has_note=False)) == len(split_columns("4 970 23 165", 2, False))


@pytest.mark.parametrize("text", ["26.01.2022 1 234", "12 abc 34", "07 12", "1 234 (", ""])
def test_a_run_that_holds_anything_but_values_has_no_reading(text: str) -> None:
    assert split_columns(text, 2, has_note=False) == ()


@pytest.mark.parametrize("columns", [0, -1])
def test_a_run_for_no_column_has_no_reading(columns: int) -> None:
    assert split_columns("5", columns, has_note=True) == ()


def test_no_more_readings_are_kept_than_anyone_weighs() -> None:
    assert len(split_columns("1 " + "100 " * 20, 8, has_note=True)) == MAX_READINGS


def test_a_run_too_long_for_a_row_has_no_reading() -> None:
    assert split_columns("5 " * (MAX_TOKENS + 1), MAX_TOKENS + 1, has_note=False) == ()


@pytest.mark.parametrize(
    ("line", "label", "tail"),
    [
        ("Kassa och bank 3272 655 3341279", "Kassa och bank ", "3272 655 3341279"),
        ("EU-medel och andra bidrag (ESF)  310 035 1 443 339 ", "EU-medel och andra bidrag (ESF)  ", "310 035 1 443 339 "),
        ("Insatser (76%) 4 262 576 kr (76%)", "Insatser (76%) ", "4 262 576 kr (76%)"),
        ("Soliditet 32,7% 57,1%", "Soliditet ", "32,7% 57,1%"),
        ("Avskrivningar - -", "Avskrivningar ", "- -"),
        ("Avgår moms ./. 1 234", "Avgår moms ", "./. 1 234"),
        ("Belopp i (kr)", "Belopp i (kr)", ""),
        ("Eget kapital", "Eget kapital", ""),
    ],
)
def test_a_line_is_cut_into_its_label_and_the_numerals_at_its_end(line: str, label: str, tail: str) -> None:
    assert split_tail(line) == (label, tail)


# --- every row, printed and read back ---------------------------------------------------------------------------------------

cells = st.builds(
    lambda value, minus, unit: print_number(Decimal(value), Style(minus=minus, unit=unit)),
    st.one_of(st.integers(-999, 999), st.integers(-(10**7), 10**7)),
    st.sampled_from(["-", "−", "–", "- ", "./. "]),
    st.sampled_from(["", "", " kr", "kr", " %", ":-", " tkr"]),
)
rows = st.lists(st.one_of(cells, st.just("-")), min_size=1, max_size=4).map(tuple)


@steady
@given(rows)
def test_a_row_printed_with_two_blanks_between_columns_has_its_own_reading_among_the_readings(row: tuple[str, ...]) -> None:
    readings = split_columns("  ".join(row), len(row), has_note=False)
    assert row in [reading.values for reading in readings if not reading.relaxed]


@steady
@given(rows)
def test_a_row_is_never_fewer_values_than_the_fewest(row: tuple[str, ...]) -> None:
    fewest = fewest_values(" ".join(row))
    assert 1 <= fewest <= len(row) and split_columns(" ".join(row), fewest, has_note=False)


@steady
@given(st.lists(st.integers(-(10**10), 10**10), min_size=2, max_size=12))
def test_amounts_grouped_by_no_break_blanks_have_one_strict_reading(values: list[int]) -> None:
    grouped = [print_number(Decimal(value), Style(blanks=NBSP)) for value in values]
    grouped[0] = f"-1{NBSP}000"
    strict = [reading.values for reading in split_columns(" ".join(grouped), len(values), False) if not reading.relaxed]
    assert strict == [tuple(grouped)]


@steady
@given(st.sampled_from(["Kassa och bank", "Insatser (76%)", "Not 3. Skulder,", "EU-medel"]), rows)
def test_a_label_and_its_row_come_apart(label: str, row: tuple[str, ...]) -> None:
    assert split_tail(f"{label}  {'  '.join(row)}") == (f"{label}  ", "  ".join(row))


@steady
@given(st.lists(st.integers(1000, 10**9).map(str), min_size=2, max_size=3))
def test_a_value_that_lost_its_first_blank_is_only_read_relaxed(whole: list[str]) -> None:
    broken = tuple(f"{digits[:-3]} {digits[-3:]}" for digits in ("1000" + w for w in whole))
    readings = [r for r in split_columns(" ".join(broken), len(broken), has_note=False) if r.values == broken]
    assert [reading.relaxed for reading in readings] == [True]


# --- any text at all -------------------------------------------------------------------------------------------------------


@steady
@given(confusing, st.integers(0, 5), st.booleans())
def test_a_reading_has_every_piece_of_the_run_in_order_and_as_many_values_as_columns(text: str, columns: int, note: bool) -> None:
    for reading in split_columns(text, columns, note):
        assert len(reading.values) == columns
        assert " ".join([reading.note, *reading.values]).split() == text.split()


@steady
@given(confusing, st.integers(1, 5))
def test_every_value_of_a_strict_reading_reads_strictly_and_of_a_relaxed_one_at_least_so(text: str, columns: int) -> None:
    for reading in split_columns(text, columns, has_note=False):
        strict = [bool(parse_cell(value)) or is_nil(value) for value in reading.values]
        assert all(strict) is not reading.relaxed
        assert all(ok or parse_relaxed(value) for ok, value in zip(strict, reading.values, strict=True))


@steady
@given(confusing)
def test_a_line_s_label_and_tail_are_the_whole_line(line: str) -> None:
    assert "".join(split_tail(line)) == line


@steady
@given(
    st.sampled_from(["- 5 ", "100 ", "1234 000 ", "5 (", "- ", "1 (5%) "]),
    st.integers(1, 200),
    st.sampled_from(["", "x", "07", "("]),
)
def test_a_long_repetitive_line_is_read_too(piece: str, times: int, end: str) -> None:
    label, tail = split_tail(piece * times + end)
    assert label + tail == piece * times + end and fewest_values(tail) >= 0
    assert len(split_columns(tail, times // 2, has_note=True)) <= MAX_READINGS
