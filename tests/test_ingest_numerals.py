"""Swedish numerals as reports print them: forms by example, and every style printed and read back."""

from __future__ import annotations

import re
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from ingest.numerals import is_nil, parse_cell, parse_counted, parse_relaxed
from tests.numeral_prints import (
    BLANKS,
    DASHES,
    ENDS,
    MINUSES,
    UNITS,
    Style,
    amounts,
    blanks,
    confusing,
    print_groups,
    print_number,
    steady,
    styles,
)

NBSP, NARROW = "\u00a0", "\u202f"


def only(text: str) -> Decimal:
    (numeral,) = parse_cell(text)
    return numeral.value


# --- amounts -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("blank", BLANKS)
def test_a_space_in_a_number_groups_thousands(blank: str) -> None:
    assert only(f"7{blank}175{blank}545") == 7175545


def test_a_no_break_blank_and_a_plain_blank_may_stand_in_one_number() -> None:
    assert only(f"10{NBSP}280 547") == 10280547


def test_a_tab_parts_cells_and_never_groups_thousands() -> None:
    assert parse_cell("7\t175") == ()


@pytest.mark.parametrize("sign", ["-", "−", "–", "‑", "- ", "− ", f"–{NBSP}", "./. "])
def test_every_print_of_minus_makes_the_value_negative(sign: str) -> None:
    assert only(f"{sign}38 774") == -38774


def test_a_printed_plus_is_positive_and_stays_in_the_raw_print() -> None:
    (numeral,) = parse_cell("+350 721")
    assert (numeral.value, numeral.raw) == (350721, "+350 721")


def test_a_leading_minus_counts_and_a_trailing_dash_belongs_to_nothing() -> None:
    (numeral,) = parse_cell("- 4 469 000 kr -")
    assert (numeral.value, numeral.unit, numeral.raw) == (-4469000, "kr", "- 4 469 000 kr")


def test_a_comma_is_the_decimal_sign() -> None:
    assert only("1 254,50") == Decimal("1254.50")


def test_a_point_is_a_decimal_sign_only_where_a_unit_follows_and_thousands_cannot_be_meant() -> None:
    assert (only("12.5 %"), only("1 254.50 kr")) == (Decimal("12.5"), Decimal("1254.50"))


def test_points_group_thousands_where_a_second_one_or_a_comma_says_so() -> None:
    assert (only("1.234.567"), only("1.234,50")) == (1234567, Decimal("1234.50"))


def test_an_absurd_number_is_read_to_its_last_digit() -> None:
    digits = "123456789" * 5
    assert only(f"-{digits}") == Decimal(f"-{digits}")


@pytest.mark.parametrize(
    ("text", "unit"),
    [
        ("25 310 kr", "kr"),
        ("101 361kr", "kr"),
        ("4 530 kr.", "kr"),
        ("141 176:-", "kr"),
        ("4 323 000 :-", "kr"),
        ("1 254,-", "kr"),
        ("1 254.–", "kr"),
        ("19 115 kr/år", "kr"),
        ("500 SEK", "kr"),
        ("6 785 tkr", "tkr"),
        ("5 KSEK", "tkr"),
        ("1,6 mnkr", "mnkr"),
        ("2,5 milj. kr", "mnkr"),
        ("3 miljoner kronor", "mnkr"),
        ("100 %", "%"),
        ("2 procentenheter", "procentenheter"),
        ("45", None),
    ],
)
def test_the_unit_is_read_from_the_suffix(text: str, unit: str | None) -> None:
    (numeral,) = parse_cell(text)
    assert numeral.unit == unit


# --- brackets and nothing ----------------------------------------------------------------------------------------------


def test_an_amount_and_a_bracketed_share_are_two_numerals() -> None:
    amount, share = parse_cell("1 274 528 (22,9%)")
    assert (amount.value, amount.bracketed, share.value, share.unit, share.bracketed) == (
        1274528,
        False,
        Decimal("22.9"),
        "%",
        True,
    )


def test_a_bracketed_share_may_stand_alone() -> None:
    (share,) = parse_cell("(22,9 %)")
    assert (share.value, share.bracketed) == (Decimal("22.9"), True)


@pytest.mark.parametrize("bracket", ["(inkl ESF)", "(varav 3 kvinnor)", "(se not 5)", "(–)"])
def test_words_in_brackets_are_passed_over(bracket: str) -> None:
    (numeral,) = parse_cell(f"7 175 545 {bracket}")
    assert (numeral.value, numeral.raw) == (7175545, "7 175 545")


@pytest.mark.parametrize(("text", "inside"), [("15 (12)", "12"), ("5 574 (22,9)", "22.9"), ("15 kr ( -12 tkr )", "-12")])
def test_a_bracketed_number_beside_an_amount_is_told_apart_from_it(text: str, inside: str) -> None:
    amount, bracketed = parse_cell(text)
    assert (amount.bracketed, bracketed.bracketed, bracketed.value) == (False, True, Decimal(inside))


@pytest.mark.parametrize("text", ["(1 234)", "(-1 234)", "1 234-", "1 234 -", "-(1 234)"])
def test_what_may_be_an_accountant_s_minus_is_not_read_as_either(text: str) -> None:
    assert parse_cell(text) == ()


@pytest.mark.parametrize("text", ["500 (tkr)", "500 (i tusen)", "2,5 (belopp i mnkr)", "(tkr) 500"])
def test_a_bracket_that_may_change_the_unit_leaves_the_amount_unread(text: str) -> None:
    assert parse_cell(text) == ()


@pytest.mark.parametrize(
    "text",
    [
        "",
        "-",
        "- kr",
        "±5",
        "--5",
        "26.01.2022 Kl. 09.00-12.00",
        "222000-2279",
        "070-123 45 67",
        "09-00-",
        "10-15",
        "2021–2023",
        "30 36",
        "0 123",
        "007",
        "1.234",
        "1,234,567",
        "12,345 kr",
        "10.15",
        "1'234",
        "1 254:50",
        "12 sek",
        "5 kr 6 kr",
        "100 kr/200",
        "5 (1%) (2%)",
        "5 (1) (2%)",
        "Målet är uppfyllt",
        "ca 500 kr",
        "Ca 100, 30 utställare",
        "5 82 1961",
        "3272 655",
    ],
)
def test_what_is_no_number_or_not_surely_one_gives_none(text: str) -> None:
    assert parse_cell(text) == ()


@pytest.mark.parametrize(
    ("text", "nil"),
    [("-", True), ("- kr", True), ("–", True), ("--", True), ("", False), ("0", False), ("-5", False), ("---", False)],
)
def test_a_dash_is_nil_and_an_empty_cell_is_not(text: str, nil: bool) -> None:
    assert is_nil(text) is nil


# --- broken numerals and counts ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(("text", "value"), [("5 82 1961", 5821961), ("3272 655", 3272655), ("-8578 314", -8578314)])
def test_a_numeral_with_blanks_in_the_wrong_places_has_a_relaxed_reading(text: str, value: int) -> None:
    numeral = parse_relaxed(text)
    assert numeral is not None and numeral.value == value


@pytest.mark.parametrize("text", ["30 36 %", "0123 456", "1234", "12 34,5", "12 34 deltagare"])
def test_only_whole_amounts_have_a_relaxed_reading(text: str) -> None:
    assert parse_relaxed(text) is None


@pytest.mark.parametrize(
    ("text", "value", "word"),
    [
        ("2 kvinnor", 2, "kvinnor"),
        ("Totalt 17", 17, "Totalt"),
        ("200 deltagare", 200, "deltagare"),
        ("3 mål", 3, "mål"),
        ("30 min", 30, "min"),
    ],
)
def test_a_count_is_read_with_its_word(text: str, value: int, word: str) -> None:
    counted = parse_counted(text)
    assert counted is not None and (counted[0].value, counted[1]) == (value, word)


@pytest.mark.parametrize(
    "text", ["Not 2", "Sida 17", "Bilaga 3", "År 1", "007 deltagare", "deltagare", "Totalt 5 kvinnor", "2 kvinnor och 3 män"]
)
def test_a_reference_or_a_sentence_counts_nothing(text: str) -> None:
    assert parse_counted(text) is None


@pytest.mark.parametrize(
    "text", ["12 januari", "maj 5", "ca 500", "Cirka 30", "5 miljoner", "5 miljoner invånare", "SEK 500", "12 sek"]
)
def test_a_date_a_scale_or_a_rough_number_is_no_count(text: str) -> None:
    assert parse_counted(text) is None


# --- every style, printed and read back ------------------------------------------------------------------------------------


@steady
@given(amounts, styles, st.sampled_from(ENDS))
def test_what_is_printed_in_any_style_is_read_back(value: Decimal, style: Style, end: str) -> None:
    (numeral,) = parse_cell(print_number(value, style) + end)
    assert (numeral.value, numeral.unit, numeral.raw) == (value, dict(UNITS)[style.unit], print_number(value, style))


@steady
@given(amounts, styles, st.sampled_from(DASHES))
def test_a_dash_behind_a_sign_or_a_unit_changes_nothing(value: Decimal, style: Style, dash: str) -> None:
    assume(style.unit or value < 0)
    assert only(print_number(value, style) + dash) == value


@steady
@given(amounts, amounts, styles, blanks, st.sampled_from(["%", " %", f"{NARROW}%", " procent"]))
def test_an_amount_printed_with_its_share_gives_both(
    amount: Decimal, share: Decimal, style: Style, gap: str, percent: str
) -> None:
    printed = f"{print_number(amount, style)}{gap}({print_number(share, Style(unit=percent))})"
    assert [(n.value, n.bracketed) for n in parse_cell(printed)] == [(amount, False), (share, True)]


@steady
@given(amounts, styles, st.sampled_from(MINUSES))
def test_a_minus_in_any_print_turns_the_sign_and_nothing_else(value: Decimal, style: Style, minus: str) -> None:
    assume(value > 0)
    plain = print_number(value, Style(blanks=style.blanks, unit=style.unit))
    assert only(minus + plain) == only(plain).copy_negate()


@steady
@given(st.integers(-(10**12), 10**12), st.sampled_from([1, 2]), styles)
def test_a_decimal_point_before_a_unit_reads_as_the_comma_does(digits: int, places: int, style: Style) -> None:
    assume(style.unit)
    value = Decimal(f"{digits}e-{places}")
    pointed = Style(style.minus, style.plus, style.blanks, ".", style.unit)
    assert only(print_number(value, pointed)) == only(print_number(value, style)) == value


@steady
@given(st.integers(10**6, 10**30), st.sampled_from(["", ",5", ",50"]))
def test_points_between_all_groups_read_as_blanks_do(value: int, decimals: str) -> None:
    assert only(print_groups(str(value), ".") + decimals) == only(print_groups(str(value), " ") + decimals)


@steady
@given(st.lists(st.integers(1, 99_999).map(str), min_size=2, max_size=5), blanks, st.sampled_from(["", "-", "− "]))
def test_broken_groups_are_never_read_strictly_and_relaxed_only_as_all_their_digits(
    pieces: list[str], blank: str, sign: str
) -> None:
    assume(blank and (len(pieces[0]) > 3 or any(len(piece) != 3 for piece in pieces[1:])))
    printed = sign + blank[0].join(pieces)
    relaxed = parse_relaxed(printed)
    assert parse_cell(printed) == ()
    assert relaxed is not None and relaxed.value.copy_abs() == Decimal("".join(pieces))


@steady
@given(st.integers(0, 10**9), st.sampled_from(["0", "00", "0 ", "000 ", "0."]), styles)
def test_a_number_with_leading_zeros_is_an_identifier(value: int, zeros: str, style: Style) -> None:
    assume(zeros != "0." or value >= 100)  # "0.12 kr" is decimal
    printed = zeros + print_number(Decimal(value), Style(blanks=style.blanks, unit=style.unit))
    assert (parse_cell(printed), parse_relaxed(printed), parse_counted(f"{printed} deltagare")) == ((), None, None)


@steady
@given(
    st.dates(date(1950, 1, 1), date(2049, 12, 31)),
    st.sampled_from(["%Y-%m-%d", "%d.%m.%Y", "%d/%m %Y", "%Y-%m", "%d/%m-%y", "%Y%m-%d"]),
)
def test_a_date_is_no_number(day: date, form: str) -> None:
    assert (parse_cell(day.strftime(form)), parse_relaxed(day.strftime(form))) == ((), None)


@steady
@given(st.integers(1, 10**6), st.integers(0, 10**6), st.sampled_from("-–/:"), st.sampled_from(["", " "]), styles)
def test_a_range_a_fraction_or_two_parts_of_a_telephone_number_are_no_number(
    first: int, second: int, mark: str, gap: str, style: Style
) -> None:
    assert parse_cell(f"{first}{gap}{mark}{gap}{second}{style.unit}") == ()


# --- any text at all -------------------------------------------------------------------------------------------------------

_UNIT_WORDS = frozenset(
    "kr krona kronor SEK tkr kkr tSEK kSEK tusen mnkr mkr mSEK milj miljon miljoner mdkr miljard miljarder enhet enheter "
    "procent procentenhet procentenheter promille".lower().split()
)


@steady
@given(confusing)
def test_any_text_can_be_asked_for_its_numerals(text: str) -> None:
    counted = parse_counted(text)
    found = [*parse_cell(text), *filter(None, [parse_relaxed(text), counted[0] if counted else None])]
    assert all(numeral.value.is_finite() and numeral.raw in text for numeral in found)


@steady
@given(confusing)
def test_the_raw_print_of_a_numeral_gives_its_value_again(text: str) -> None:
    for numeral in parse_cell(text):
        assert only(numeral.raw) == numeral.value


@steady
@given(confusing)
def test_the_digits_of_a_value_are_those_of_its_print(text: str) -> None:
    for numeral in parse_cell(text):
        whole, _, decimals = f"{numeral.value:f}".lstrip("-").partition(".")
        assert whole + decimals == re.sub(r"[^0-9]", "", numeral.raw)


@steady
@given(amounts, styles, st.sampled_from(["x", "å", "B", " st", " och", " kvinnor", " kr moms", " år", "e5", " m"]), st.booleans())
def test_a_word_beside_an_amount_leaves_it_unread(value: Decimal, style: Style, word: str, before: bool) -> None:
    assume("/" not in style.unit)  # "kr/år" ends in a word of the writer's choice
    printed = print_number(value, style)
    assert parse_cell(f"{word} {printed}" if before else printed + word) == ()


@steady
@given(confusing)
def test_a_cell_with_letters_outside_units_and_brackets_gives_no_numeral(text: str) -> None:
    outside = re.sub(r"\([^()]*\)|/\s?[^\W\d_]+", " ", text)
    foreign = [word for word in re.findall(r"[^\W\d_]+", outside) if word.lower() not in _UNIT_WORDS]
    assert not foreign or parse_cell(text) == ()


@steady
@given(confusing)
def test_a_dash_for_nothing_is_never_a_number_too(text: str) -> None:
    assert not (is_nil(text) and parse_cell(text))
