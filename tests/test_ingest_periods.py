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
    shift,
    span_text,
    year_span,
    years_of,
    years_overlap,
)
from ingest.periods_relative import is_relative, parse_relative

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
        ("31/12 2022", "2022-12-31"),
        ("1/1-31/8 2023", "2023-01-01/2023-08-31"),
        ("1/9 2022 - 31/8 2023", "2022-09-01/2023-08-31"),
        ("220101-221231", "2022"),
        ("20220101-20220630", "2022-01-01/2022-06-30"),
        ("juli 2022 - juni 2023", "2022-07-01/2023-06-30"),
        ("Ack. utfall augusti 2023", "2023-01-01/2023-08-31"),
        ("Utfall per augusti 2023", "2023-01-01/2023-08-31"),
        ("Kvartal 1-3 2022", "2022-01-01/2022-09-30"),
        ("2:a kvartalet 2022", "2022-04-01/2022-06-30"),
        ("2023 T1", "2023-01-01/2023-04-30"),
        ("Halvår 2 2022", "2022-07-01/2022-12-31"),
        ("2023 (8 mån)", "2023-01-01/2023-08-31"),
        ("Deltagare i projekt 1 2023", "2023"),
        ("Avslutade 2023: 12 kvinnor, 8 män", "2023"),
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
    [
        ("2021", True),
        ("2021-01-01 -2021-06-30", True),
        ("jan-aug 2021", True),
        ("T1 2021", True),
        ("Kv. 3 2021", True),
        ("Budget 2022", False),
        ("7 175 545", False),
    ],
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


TO_AUGUST = Span(date(2023, 1, 1), date(2023, 8, 31))


@pytest.mark.parametrize(
    ("printed", "period"),
    [
        ("Föreg. år", "2022-01-01/2022-08-31"),
        ("Föregående period", "2022-01-01/2022-08-31"),
        ("f.å.", "2022-01-01/2022-08-31"),
        ("Helår", "2023"),
        ("Årsbudget", "2023"),
        ("Utfall jan-aug", "2023-01-01/2023-08-31"),
        ("Kvartal 2", "2023-04-01/2023-06-30"),
        ("Q1", "2023-01-01/2023-03-31"),
        ("Tertial 2", "2023-05-01/2023-08-31"),
        ("Mars", "2023-03-01/2023-03-31"),
        ("Budget t.o.m. april", "2023-01-01/2023-04-30"),
    ],
)
def test_a_time_without_its_year_is_told_beside_the_report_s(printed: str, period: str) -> None:
    span = parse_relative(printed, TO_AUGUST, 2023)
    assert span is not None and span_text(span) == period


@pytest.mark.parametrize("printed", ["Utfall 2022", "Budget", "Kv.", "Steget i mars", "Antal män", "Kvartalsvis"])
def test_what_has_its_own_year_or_tells_no_time_is_not_told_beside_the_report_s(printed: str) -> None:
    assert parse_relative(printed, TO_AUGUST, 2023) is None


@pytest.mark.parametrize(("text", "answer"), [("Januari", True), ("Kv 1", True), ("jan-aug", True), ("Budget mars", False)])
def test_a_time_without_its_year_and_nothing_else_is_told_from_one_with_words(text: str, answer: bool) -> None:
    assert is_relative(text) is answer


def test_a_span_is_shifted_by_years_and_has_none_where_the_calendar_has_no_such_day() -> None:
    assert shift(TO_AUGUST, -1) == Span(date(2022, 1, 1), date(2022, 8, 31))
    assert shift(Span(None, date(2024, 2, 29)), -1) is None
