"""Numbers and expressions as people read them."""

from decimal import Decimal

import pytest

from assistant.numbers import backed, numbers_in, stated_numbers
from assistant.wording import say_amount, say_expression, say_number


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
