"""Swedish numerals as reports print them."""

from __future__ import annotations

from decimal import Decimal

import pytest

from ingest.numerals import is_nil, parse_cell, parse_counted, parse_relaxed, split_columns, split_tail

NBSP, NARROW, THIN = "\u00a0", "\u202f", "\u2009"


def only(text: str) -> Decimal:
    (numeral,) = parse_cell(text)
    return numeral.value


@pytest.mark.parametrize("blank", [" ", NBSP, NARROW, THIN])
def test_a_space_in_a_number_groups_thousands(blank: str) -> None:
    assert only(f"7{blank}175{blank}545") == 7175545


def test_a_no_break_blank_and_a_plain_blank_may_stand_in_one_number() -> None:
    assert only(f"10{NBSP}280 547") == 10280547


@pytest.mark.parametrize("sign", ["-", "−", "–", "- ", "− "])
def test_every_print_of_minus_makes_the_value_negative(sign: str) -> None:
    assert only(f"{sign}38 774") == -38774


def test_a_printed_plus_is_positive_and_stays_in_the_raw_print() -> None:
    (numeral,) = parse_cell("+350 721")
    assert (numeral.value, numeral.raw) == (350721, "+350 721")


def test_a_leading_minus_counts_and_a_trailing_dash_belongs_to_nothing() -> None:
    (numeral,) = parse_cell("- 4 469 000 kr -")
    assert (numeral.value, numeral.unit, numeral.raw) == (-4469000, "kr", "- 4 469 000 kr")


def test_a_comma_is_the_decimal_sign() -> None:
    assert only("41,8%") == Decimal("41.8")


@pytest.mark.parametrize(
    ("text", "unit"),
    [
        ("25 310 kr", "kr"),
        ("101 361kr", "kr"),
        ("4 530 kr.", "kr"),
        ("141 176:-", "kr"),
        ("19 115 kr/år", "kr"),
        ("6 785 tkr", "tkr"),
        ("1,6 mnkr", "mnkr"),
        ("100 %", "%"),
        ("45", None),
    ],
)
def test_the_unit_is_read_from_the_suffix(text: str, unit: str | None) -> None:
    (numeral,) = parse_cell(text)
    assert numeral.unit == unit


def test_an_amount_and_a_bracketed_share_are_two_numerals() -> None:
    amount, share = parse_cell("1 274 528 (22,9%)")
    assert (amount.value, amount.bracketed, share.value, share.unit, share.bracketed) == (
        1274528,
        False,
        Decimal("22.9"),
        "%",
        True,
    )


def test_words_in_brackets_are_passed_over() -> None:
    (numeral,) = parse_cell("7 175 545 (inkl ESF)")
    assert (numeral.value, numeral.raw) == (7175545, "7 175 545")


@pytest.mark.parametrize(
    "text",
    [
        "",
        "-",
        "- kr",
        "2021-12-31",
        "26.01.2022 Kl. 09.00-12.00",
        "222000-2279",
        "070-123 45 67",
        "09-00-",
        "30 36",
        "Målet är uppfyllt",
        "Ca 100, 30 utställare",
        "5 82 1961",
        "3272 655",
    ],
)
def test_what_is_no_number_gives_none(text: str) -> None:
    assert parse_cell(text) == ()


@pytest.mark.parametrize(("text", "nil"), [("-", True), ("- kr", True), ("–", True), ("", False), ("0", False), ("-5", False)])
def test_a_dash_is_nil_and_an_empty_cell_is_not(text: str, nil: bool) -> None:
    assert is_nil(text) is nil


@pytest.mark.parametrize(("text", "value"), [("5 82 1961", 5821961), ("3272 655", 3272655), ("-8578 314", -8578314)])
def test_a_numeral_with_blanks_in_the_wrong_places_has_a_relaxed_reading(text: str, value: int) -> None:
    numeral = parse_relaxed(text)
    assert numeral is not None and numeral.value == value


@pytest.mark.parametrize(
    ("text", "value", "word"), [("2 kvinnor", 2, "kvinnor"), ("Totalt 17", 17, "Totalt"), ("200 deltagare", 200, "deltagare")]
)
def test_a_count_is_read_with_its_word(text: str, value: int, word: str) -> None:
    counted = parse_counted(text)
    assert counted is not None and (counted[0].value, counted[1]) == (value, word)


@pytest.mark.parametrize("text", ["Not 2", "Sida 17", "Bilaga 3", "007 deltagare", "deltagare", "2 kvinnor och 3 män i gruppen"])
def test_a_reference_or_a_sentence_counts_nothing(text: str) -> None:
    assert parse_counted(text) is None


def test_the_number_of_columns_tells_which_digits_belong_together() -> None:
    (reading,) = split_columns("156 924 -564 541", 2, has_note=False)
    assert reading.values == ("156 924", "-564 541")


def test_a_leading_small_number_may_be_a_note_where_the_header_has_one() -> None:
    (reading,) = split_columns("2 4038020 8013773", 2, has_note=True)
    assert (reading.note, reading.values) == ("2", ("4038020", "8013773"))


def test_a_leading_small_number_is_no_note_where_the_header_has_none() -> None:
    assert all(not reading.note for reading in split_columns("4 970 061 23165", 2, has_note=False))


def test_both_readings_are_kept_when_a_note_may_stand_in_front() -> None:
    readings = {reading.values for reading in split_columns("4 970 061 23165", 2, has_note=True)}
    assert readings == {("970 061", "23165"), ("4 970 061", "23165")}


def test_strict_readings_come_before_relaxed_ones() -> None:
    readings = split_columns("1314 700 607 081 707 619", 3, has_note=False)
    assert [reading.relaxed for reading in readings] == sorted(reading.relaxed for reading in readings)


def test_a_group_of_zeros_never_starts_a_value() -> None:
    assert {r.values for r in split_columns("950 000 1900000", 2, has_note=False)} == {("950 000", "1900000")}


@pytest.mark.parametrize(
    ("line", "label", "tail"),
    [
        ("Kassa och bank 3272 655 3341279", "Kassa och bank ", "3272 655 3341279"),
        ("EU-medel och andra bidrag (ESF)  310 035 1 443 339 ", "EU-medel och andra bidrag (ESF)  ", "310 035 1 443 339 "),
        ("Soliditet 32,7% 57,1%", "Soliditet ", "32,7% 57,1%"),
        ("Eget kapital", "Eget kapital", ""),
    ],
)
def test_a_line_is_cut_into_its_label_and_the_numerals_at_its_end(line: str, label: str, tail: str) -> None:
    assert split_tail(line) == (label, tail)


def printed(value: int, blank: str, minus: str, suffix: str) -> str:
    return (minus if value < 0 else "") + f"{abs(value):,}".replace(",", blank) + suffix


@pytest.mark.parametrize("blank", ["", " ", NBSP, NARROW, THIN])
@pytest.mark.parametrize("minus", ["-", "−", "–", "- "])
@pytest.mark.parametrize("suffix", ["", " kr", "kr", " tkr", ":-", " %", " kr -"])
def test_what_is_printed_in_any_style_is_read_back(blank: str, minus: str, suffix: str) -> None:
    values = [0, 1, -7, 12, 345, -999, 1000, -38774, 100200, 7175545, -10517458, 1002003004]
    assert [only(printed(value, blank, minus, suffix)) for value in values] == values


@pytest.mark.parametrize("blank", [" ", NBSP])
@pytest.mark.parametrize("columns", [1, 2, 3, 5])
def test_a_row_printed_with_blanks_between_columns_has_its_own_reading_among_the_readings(blank: str, columns: int) -> None:
    pool = [5, 62, 1274, 38774, 485000, 7175545, -39986, -180, 12]
    rows = [[pool[(start + 2 * i) % len(pool)] for i in range(columns)] for start in range(len(pool))]
    for row in rows:
        cells = tuple(printed(value, blank, "-", "") for value in row)
        readings = {tuple(" ".join(v.split()) for v in r.values) for r in split_columns(" ".join(cells), columns, has_note=False)}
        assert tuple(" ".join(c.split()) for c in cells) in readings
