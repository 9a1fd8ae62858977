"""Which time a printed number is about: by its column, its row, its table's title and the report's own time."""

from __future__ import annotations

import pytest

from ingest.domain import Metadata
from tests.hand_tables import ANNUAL, BROKEN_YEAR, BUDGET, INTERIM, figures_of, one_figure, table

TO_AUGUST = "2023-01-01/2023-08-31"
TO_AUGUST_BEFORE = "2022-01-01/2022-08-31"


@pytest.mark.parametrize(
    ("metadata", "column", "period"),
    [
        (INTERIM, "2023", TO_AUGUST),
        (INTERIM, "2022", "2022"),
        (INTERIM, "Samma period 2022", TO_AUGUST_BEFORE),
        (INTERIM, "Föreg. år", TO_AUGUST_BEFORE),
        (INTERIM, "Utfall jan-aug", TO_AUGUST),
        (INTERIM, "Ack. utfall aug", TO_AUGUST),
        (INTERIM, "Utfall per augusti 2023", TO_AUGUST),
        (INTERIM, "Utfall t.o.m. 2023-08-31", TO_AUGUST),
        (INTERIM, "Utfall augusti", "2023-08-01/2023-08-31"),
        (INTERIM, "T1 2023", "2023-01-01/2023-04-30"),
        (INTERIM, "Tertial 2", "2023-05-01/2023-08-31"),
        (INTERIM, "Årsbudget", "2023"),
        (INTERIM, "Prognos helår", "2023"),
        (INTERIM, "Prognos 2023", "2023"),
        (INTERIM, "Helår 2022", "2022"),
        (ANNUAL, "Kv 4", "2022-10-01/2022-12-31"),
        (ANNUAL, "Första halvåret 2022", "2022-01-01/2022-06-30"),
        (ANNUAL, "2022 (6 mån)", "2022-01-01/2022-06-30"),
        (ANNUAL, "Föregående år", "2021"),
        (ANNUAL, "220101-220630", "2022-01-01/2022-06-30"),
        (BUDGET, "Budget 2025-2027", "2025-01-01/2027-12-31"),
        (BROKEN_YEAR, "2022/2023", "2022-07-01/2023-06-30"),
        (BROKEN_YEAR, "2021/22", "2021-07-01/2022-06-30"),
        (BROKEN_YEAR, "Föregående år", "2021-07-01/2022-06-30"),
    ],
)
def test_the_time_of_what_happens_is_the_column_s(metadata: Metadata, column: str, period: str) -> None:
    figure = one_figure("Personalkostnader", column, "1 100 000 kr", "Uppföljning", metadata)
    assert (figure.period, figure.flags) == (period, ())


@pytest.mark.parametrize(
    ("label", "column", "period"),
    [
        ("Eget kapital", "2022", "2022-12-31"),
        ("Eget kapital", "Föregående år", "2021-12-31"),
        ("Likvida medel vid årets början", "2022", "2021-12-31"),
        ("Likvida medel vid arets b6rjan", "2022-01-01 -2022-12-31", "2021-12-31"),
        ("Ingående likvida medel", "2022-12-31", "2021-12-31"),
        ("Soliditet", "31/12 2022", "2022-12-31"),
    ],
)
def test_a_state_has_its_day_and_an_opening_one_the_day_before_the_time(label: str, column: str, period: str) -> None:
    assert one_figure(label, column, "54").period == period


def test_a_note_on_equity_holds_its_opening_its_change_and_its_closing() -> None:
    note = table(
        "Not 6 Eget kapital",
        ("2022-12-31",),
        ("Ingående eget kapital", "1 554 000"),
        ("Årets resultat", "-324 000"),
        ("Utgående eget kapital", "1 230 000"),
    )
    assert [f.period for f in figures_of(note)] == ["2021-12-31", "2022", "2022-12-31"]


def test_the_opening_and_the_closing_column_of_a_year_are_two_days() -> None:
    capital = table("Eget kapital", ("IB 2022", "Förändring", "UB 2022"), ("Balanserat", "500 000 kr", "20 000 kr", "520 000 kr"))
    assert [f.period for f in figures_of(capital)] == ["2021-12-31", "2022", "2022-12-31"]


def test_what_comes_in_with_the_balance_sheet_is_part_of_its_own_day() -> None:
    assert one_figure("Ingående eget kapital", "2022-12-31", "1 554 000", "Balansräkning").period == "2022-12-31"


@pytest.mark.parametrize(
    ("label", "column", "period"),
    [
        ("Granby", "Invånare 1 november 2021", "2021-11-01"),
        ("Granby", "Invånare per 2021-11-01", "2021-11-01"),
        ("Granby", "Invånare den 31 december 2022", "2022-12-31"),
        ("Granby", "Invånare 2022", "2022"),
        ("Steget", "Pågående per den 31 december 2022", "2022-12-31"),
        ("Steget", "Avslutade t.o.m. 31 december 2022", "2022"),
        ("Antal deltagare", "2022-12-31", "2022"),
    ],
)
def test_heads_have_a_day_only_where_one_is_printed(label: str, column: str, period: str) -> None:
    assert one_figure(label, column, "20 480").period == period


def test_a_title_s_year_is_that_of_the_months_in_the_header() -> None:
    months = table("Besök 2021", ("Jan", "Feb", "Helår"), ("Öppet hus", "10", "12", "140"))
    assert [f.period for f in figures_of(months)] == ["2021-01-01/2021-01-31", "2021-02-01/2021-02-28", "2021"]


def test_a_title_that_says_whole_year_means_it_in_an_interim_report_too() -> None:
    contributions = table("Bidrag per kommun, helår 2023", ("Bidrag",), ("Granby", "1 144 000 kr"))
    assert [f.period for f in figures_of(contributions, metadata=INTERIM)] == ["2023"]


def test_contributions_that_are_shared_out_are_a_whole_year_s() -> None:
    contributions = table("Medlemsbidrag 2023", ("Andel", "Bidrag"), ("Granby", "44,0 %", "1 144 000 kr"))
    assert [f.period for f in figures_of(contributions, metadata=INTERIM)] == ["2023", "2023"]


def test_a_deviation_is_of_the_time_that_the_columns_beside_it_name() -> None:
    follow_up = table("Uppföljning (tkr)", ("Utfall jan-aug", "Avvikelse", "Årsbudget"), ("Personal", "1", "2", "3"), unit="tkr")
    assert [f.period for f in figures_of(follow_up, metadata=INTERIM)] == [TO_AUGUST, TO_AUGUST, "2023"]


def test_what_adds_up_to_the_month_in_the_title_starts_with_the_year() -> None:
    follow_up = table("Budgetuppföljning augusti 2023", ("Utfall", "Ack. utfall"), ("Personal", "112 tkr", "900 tkr"))
    assert [f.period for f in figures_of(follow_up, metadata=INTERIM)] == ["2023-08-01/2023-08-31", TO_AUGUST]


def test_a_forecast_without_a_time_is_of_the_whole_year_and_says_that_this_is_assumed() -> None:
    figure = one_figure("Personalkostnader", "Prognos", "1 100 000 kr", "Uppföljning", INTERIM)
    assert (figure.period, figure.flags) == ("2023", ("period-assumed",))


@pytest.mark.parametrize("title", ["Budget fastställd 2021-11-25", "Handlingsplan för Agenda 2030", "Uppföljning 2018-2022"])
def test_a_title_s_date_of_decision_far_year_or_several_years_is_no_time_of_the_numbers(title: str) -> None:
    figure = one_figure("Personalkostnader", "Utfall", "1 100 000 kr", title)
    assert (figure.period, figure.flags) == ("2022", ("period-assumed",))


def test_months_in_a_title_without_a_year_are_the_part_of_each_year() -> None:
    overview = table(
        "Januari–augusti, belopp i kr", ("2023", "2022"), ("Antal deltagare", "201", "176"), ("Soliditet", "63 %", "62 %")
    )
    assert [f.period for f in figures_of(overview, metadata=INTERIM)] == [
        TO_AUGUST,
        TO_AUGUST_BEFORE,
        "2023-08-31",
        "2022-08-31",
    ]
