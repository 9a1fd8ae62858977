"""Numbers and expressions as people read them."""

from decimal import Decimal

import pytest

from assistant.numbers import backed, numbers_in, stated_numbers, without_rounded_amounts
from assistant.timespans import find_spans
from assistant.wording import say_amount, say_each, say_expression, say_number, say_times, say_when


@pytest.mark.parametrize(
    ("value", "said"),
    [("-38774", "−38 774"), ("5574000", "5 574 000"), ("41.8", "41,8"), ("0", "0"), ("-0.5", "−0,5"), ("100.00", "100")],
)
def test_a_number_is_said_in_swedish(value: str, said: str) -> None:
    assert say_number(Decimal(value)) == said


def test_a_computed_percentage_has_one_decimal() -> None:
    assert say_amount(Decimal("-78.5196"), "%") == "−78,5 %"


def test_a_computed_amount_is_rounded_to_the_ore() -> None:
    assert say_amount(Decimal("126.5512"), "kr") == "126,55 kr"


def test_an_expression_is_said_without_the_factor_of_the_percentage() -> None:
    assert say_expression("(310035 - 1443339) / 1443339 * 100") == "(310 035 − 1 443 339) / 1 443 339"


def test_a_negative_operand_keeps_its_sign() -> None:
    assert say_expression("5 - (-3)") == "5 − (−3)"


def test_numbers_of_a_text_are_read_with_their_groups_and_decimals() -> None:
    assert numbers_in("intäkter 5 574 000 kr och 22,9 % den 31 december 2021") == [
        Decimal(5574000),
        Decimal("22.9"),
        Decimal(2021),
    ]


def test_a_year_needs_no_source() -> None:
    assert stated_numbers("året 2021 och 31 december 2020") == []


def test_a_number_like_a_year_that_counts_something_needs_a_source() -> None:
    assert stated_numbers("2021 kr, 2 000 deltagare och 2010 personer") == [Decimal(2021), Decimal(2000), Decimal(2010)]


def test_an_invented_number_is_not_backed() -> None:
    assert not backed(Decimal(9999), [Decimal(38774)])


def test_a_number_rounded_to_one_decimal_is_backed() -> None:
    assert backed(Decimal("78.5"), [Decimal("78.5196")])


def test_a_whole_number_is_not_a_rounding() -> None:
    assert not backed(Decimal(78), [Decimal("78.5196")])


@pytest.mark.parametrize("text", ["5,6 miljoner kr", "−5,6 miljoner kr", "5 574 tkr", "6 miljoner"])
def test_an_amount_rounded_at_its_last_digit_is_backed_by_the_amount(text: str) -> None:
    assert stated_numbers(without_rounded_amounts(text, [Decimal(5574000)])) == []


@pytest.mark.parametrize("text", ["5,7 miljoner kr", "5 575 tkr", "5 574 kr", "5,6 procent"])
def test_an_amount_that_rounds_nothing_still_needs_a_source(text: str) -> None:
    assert len(stated_numbers(without_rounded_amounts(text, [Decimal(5574000)]))) == 1


@pytest.mark.parametrize(
    ("value", "wished", "said"),
    [
        ("5574000", "mnkr", "5,6 miljoner kr (5 574 000 kr)"),
        ("-38774", "tkr", "−39 tkr (−38 774 kr)"),
        ("900", "mnkr", "900 kr"),
        ("900", "kr", "900 kr"),
    ],
)
def test_an_amount_is_said_in_the_unit_wished_for_first(value: str, wished: str, said: str) -> None:
    assert say_amount(Decimal(value), "kr", "sv", wished) == said


def test_what_is_not_money_has_no_other_unit() -> None:
    assert say_amount(Decimal(45000), "timmar", "sv", "tkr") == "45 000 timmar"


def test_units_are_said_in_the_language_of_the_answer() -> None:
    assert [say_amount(Decimal(5), "timmar", language) for language in ("sv", "en")] == ["5 timmar", "5 hours"]


def test_names_are_listed_as_in_a_sentence() -> None:
    assert [say_each(list(names), "sv") for names in ("A", "AB", "ABC")] == ["A", "A och B", "A, B och C"]


@pytest.mark.parametrize(
    ("times", "said"),
    [("2021, 2019 och 2020", "2019–2021"), ("2019 och 2021", "2019 och 2021"), ("2021, 2021", "2021")],
)
def test_years_in_a_row_are_said_by_their_ends(times: str, said: str) -> None:
    assert say_times(find_spans(times).spans, "sv") == said


@pytest.mark.parametrize(("time", "said"), [("mars 2021", "March 2021"), ("31 augusti 2021", "2021-08-31"), ("2021", "2021")])
def test_times_are_said_in_english(time: str, said: str) -> None:
    assert say_when(find_spans(time).spans[0], "en") == said
