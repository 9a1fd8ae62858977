"""Time in questions."""

from datetime import date

import pytest

from assistant.query import Span
from assistant.timespans import (
    find_spans,
    is_time_of,
    length_of,
    parse_period,
    period_fit,
    say_span,
    shift_years,
    write_period,
    year_span,
)


def said(question: str) -> list[str]:
    return [say_span(span) for span in find_spans(question).spans]


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ("Vad var årets resultat 2021?", ["2021"]),
        ("resultat 2019, 2020 och 2021", ["2019", "2020", "2021"]),
        ("utvecklingen 2019-2023", ["2019", "2020", "2021", "2022", "2023"]),
        ("kostnader jan-aug 2020", ["januari–augusti 2020"]),
        ("januari till och med augusti 2021", ["januari–augusti 2021"]),
        ("första halvåret 2021", ["januari–juni 2021"]),
        ("skulder sista juni 2021", ["30 juni 2021"]),
        ("kassan 2023-12-31", ["31 december 2023"]),
        ("mellan augusti 2020 och augusti 2021", ["augusti 2020", "augusti 2021"]),
        ("January–August 2021", ["januari–augusti 2021"]),
    ],
)
def test_a_stretch_of_time_is_read_as_people_write_it(question: str, expected: list[str]) -> None:
    assert said(question) == expected


def test_the_turn_of_the_year_is_the_last_day_before_the_year_that_is_named() -> None:
    assert said("från årsskiftet till sista juni 2021") == ["31 december 2020", "30 juni 2021"]


def test_of_a_date_that_does_not_exist_the_year_is_left() -> None:
    assert said("läget 2021-13-45") == ["2021"]


def test_a_phone_number_or_an_amount_is_no_year() -> None:
    assert said("ring 019-2021888 om 20 210 kr") == []


def test_the_balance_at_the_end_of_the_year_answers_for_the_year() -> None:
    assert period_fit(year_span(2021), parse_period("2021-12-31")) > 0.9


def test_the_balance_at_the_start_of_the_year_does_not_answer_for_the_year() -> None:
    assert period_fit(year_span(2021), parse_period("2020-12-31")) == 0


def test_another_year_does_not_answer() -> None:
    assert period_fit(year_span(2021), parse_period("2022")) == 0


def test_half_a_year_answers_for_the_year_less_well_than_the_year() -> None:
    half, whole = parse_period("2021-01-01/2021-06-30"), parse_period("2021")
    assert 0 < period_fit(year_span(2021), half) < period_fit(year_span(2021), whole)


def test_a_month_is_answered_by_the_balance_of_its_last_day() -> None:
    august = find_spans("augusti 2021").spans[0]
    assert period_fit(august, parse_period("2021-08-31")) > 0.9


def test_a_leap_day_moves_to_the_28th() -> None:
    assert shift_years(Span(date(2020, 2, 29), date(2020, 2, 29)), 1).end == date(2021, 2, 28)


def test_a_period_in_another_form_is_refused() -> None:
    with pytest.raises(ValueError):
        parse_period("halvåret")


@pytest.mark.parametrize("period", ["2021", "2021-01-01/2021-06-30", "2021-12-31", "2020-07-01/2021-06-30"])
def test_a_period_is_written_as_it_is_read(period: str) -> None:
    assert write_period(parse_period(period)) == period


@pytest.mark.parametrize(
    ("period", "length"),
    [("2020", (12, 0)), ("2021-01-01/2021-08-31", (8, 0)), ("2021-12-31", (0, 0)), ("2021-01-15/2021-01-31", (0, 17))],
)
def test_a_stretch_is_as_long_as_its_months_or_else_its_days(period: str, length: tuple[int, int]) -> None:
    assert length_of(parse_period(period)) == length


def test_a_balance_is_of_the_time_that_it_ends_and_half_a_year_not_of_the_year() -> None:
    year = parse_period("2021")
    assert [is_time_of(year, parse_period(p)) for p in ("2021", "2021-12-31", "2021-06-30", "2021-01-01/2021-06-30")] == [
        True,
        True,
        False,
        False,
    ]
