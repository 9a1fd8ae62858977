"""Printed time as the contract's period strings."""

from __future__ import annotations

from datetime import date

import pytest

from ingest.periods import (
    Span,
    flow_period,
    instant_period,
    is_period,
    parse_period,
    span_text,
    year_span,
    years_of,
    years_overlap,
)

HALF_YEAR = Span(date(2021, 1, 1), date(2021, 6, 30))


@pytest.mark.parametrize(
    ("printed", "period"),
    [
        ("2021", "2021"),
        ("2021-01-01 -2021-12-31", "2021"),
        ("2021-01-01 -2021-08-31", "2021-01-01/2021-08-31"),
        ("Utfall jan-dec 2021", "2021"),
        ("Aktuell budget jan-aug 2021", "2021-01-01/2021-08-31"),
        ("Bokslut helår 2020", "2020"),
        ("Budget 2022 netto", "2022"),
        ("1 januari - 30 juni 2021", "2021-01-01/2021-06-30"),
        ("Februari 2020", "2020-02-01/2020-02-29"),
        ("2021-12-31", "2021-12-31"),
        ("31 december 2021", "2021-12-31"),
        ("kvartal 3 2022", "2022-07-01/2022-09-30"),
        ("tertial 2 2022", "2022-05-01/2022-08-31"),
        ("första halvåret 2021", "2021-01-01/2021-06-30"),
        ("Budgetöversikt 2021–2023", "2021-01-01/2023-12-31"),
    ],
)
def test_a_printed_time_is_read_as_its_period(printed: str, period: str) -> None:
    span = parse_period(printed)
    assert span is not None and span_text(span) == period


@pytest.mark.parametrize("printed", ["", "Antal invånare", "5 234 000 kr", "2021,2020,2019", "Differens", "2021-13-01"])
def test_what_names_no_single_time_has_no_period(printed: str) -> None:
    assert parse_period(printed) is None


@pytest.mark.parametrize(
    ("text", "answer"),
    [("2021", True), ("2021-01-01 -2021-06-30", True), ("jan-aug 2021", True), ("Budget 2022", False), ("7 175 545", False)],
)
def test_a_time_and_nothing_else_is_told_from_a_header_with_words(text: str, answer: bool) -> None:
    assert is_period(text) is answer


def test_a_flow_under_an_end_date_has_the_report_s_own_period_when_it_ends_that_day() -> None:
    assert flow_period(Span(None, date(2021, 6, 30)), HALF_YEAR) == "2021-01-01/2021-06-30"


def test_a_flow_under_the_same_day_a_year_back_has_the_same_span_a_year_back() -> None:
    assert flow_period(Span(None, date(2020, 6, 30)), HALF_YEAR) == "2020-01-01/2020-06-30"


def test_a_flow_under_another_end_date_has_the_calendar_year() -> None:
    assert flow_period(Span(None, date(2020, 12, 31)), HALF_YEAR) == "2020"


def test_an_instant_in_a_span_has_its_last_day() -> None:
    assert instant_period(year_span(2021)) == "2021-12-31"


def test_an_opening_balance_has_the_day_before_the_span() -> None:
    assert instant_period(year_span(2021), opening=True) == "2020-12-31"


def test_the_years_of_a_span_are_every_year_it_touches() -> None:
    assert years_of("2021-01-01/2023-12-31") == (2021, 2022, 2023)


@pytest.mark.parametrize(
    ("one", "other", "overlap"),
    [("2021", "2021-12-31", True), ("2021", "2020-12-31", False), ("2021-01-01/2021-06-30", "2021", True)],
)
def test_periods_overlap_when_they_touch_one_calendar_year(one: str, other: str, overlap: bool) -> None:
    assert years_overlap(one, other) is overlap
