"""What part of the income comes from whom, only of columns that add up to it; and how many of one sex for each of the other."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from assistant.gather_figures import gather_figures
from assistant.understand import understand
from ingest.domain import Figure, Scenario
from tests.fakes import library_of, printed_figure, report_of_figures
from vectorstore.library import Library

_INCOME = "Not 1 Verksamhetens intäkter"


@pytest.fixture
def small_library(tmp_path: Path) -> Iterator[Library]:
    report = report_of_figures(
        printed_figure("Verksamhetens intäkter", "1600000", "2021", concept="verksamhetens_intakter"),
        printed_figure("Medlemsbidrag", "1500000", "2021", table="Översikt", concept="medlemsbidrag"),
        printed_figure("Driftbidrag från staten", "900000", "2021", table=_INCOME, concept="driftbidrag_stat"),
        printed_figure("Driftbidrag från Norrby kommun", "300000", "2021", table=_INCOME),
        printed_figure("Driftbidrag från Sunne kommun", "200000", "2021", table=_INCOME),
        printed_figure("Driftbidrag från Region Fjället", "100000", "2021", table=_INCOME),
        printed_figure("Bidrag ESF", "100000", "2021", table=_INCOME),
        printed_figure("Summa", "1600000", "2021", table=_INCOME, concept="verksamhetens_intakter"),
        printed_figure("ESF-projekt", "250000", "2021", table="Driftredovisning"),
        printed_figure("Jobbklubben › Antal deltagare", "30", "2021", unit="antal", table="Jobbklubben"),
        printed_figure("Jobbklubben › Antal deltagare › kvinnor", "18", "2021", unit="antal", table="Jobbklubben"),
        printed_figure("Jobbklubben › Antal deltagare › män", "12", "2021", unit="antal", table="Jobbklubben"),
    )
    with library_of(tmp_path, report) as library:
        yield library


def computed(question: str, library: Library) -> list[str]:
    return [c.expression for c in gather_figures(understand(question, (), library), library).calculations]


def test_a_payer_by_the_whole_income(small_library: Library) -> None:
    question = "Hur stor del av intäkterna i Norrdal 2021 kom från staten?"
    assert computed(question, small_library) == ["900000 / 1600000 * 100"]


def test_all_municipalities_together_by_the_whole_income(small_library: Library) -> None:
    question = "Vilken andel av intäkterna i Norrdal 2021 kom från kommunerna?"
    assert computed(question, small_library) == ["(300000 + 200000) / 1600000 * 100"]


def test_a_payer_by_the_contributions_alone(small_library: Library) -> None:
    question = "Hur många procent av medlemsbidragen i Norrdal 2021 kom från regionen?"
    assert computed(question, small_library) == ["100000 / 1500000 * 100"]


def test_the_row_of_the_income_counts_and_not_a_cost_of_that_name(small_library: Library) -> None:
    assert computed("Hur stor andel av intäkterna i Norrdal 2021 var ESF?", small_library) == ["100000 / 1600000 * 100"]


def test_who_paid_nothing_has_no_share(small_library: Library) -> None:
    assert computed("Hur stor del av intäkterna i Norrdal 2021 kom från Storstads kommun?", small_library) == []


def test_rows_that_do_not_add_up_to_the_income_give_no_share(tmp_path: Path) -> None:
    report = report_of_figures(
        printed_figure("Verksamhetens intäkter", "1700000", "2021", concept="verksamhetens_intakter"),
        printed_figure("Driftbidrag från Norrby kommun", "300000", "2021", table=_INCOME),
        printed_figure("Driftbidrag från Sunne kommun", "200000", "2021", table=_INCOME),
    )
    with library_of(tmp_path, report) as library:
        assert computed("Hur stor del av intäkterna i Norrdal 2021 kom från kommunerna?", library) == []


def test_the_share_of_what_was_asked_before(small_library: Library) -> None:
    before = "Hur mycket betalade Norrby kommun till Norrdal 2021?"
    query = understand("Hur stor del av intäkterna var det?", (before,), small_library)
    assert [c.expression for c in gather_figures(query, small_library).calculations] == ["300000 / 1600000 * 100"]


def test_women_for_each_man(small_library: Library) -> None:
    assert computed("Hur många kvinnor per man hade Jobbklubben i Norrdal 2021?", small_library) == ["18 / 12"]


def test_men_for_each_woman(small_library: Library) -> None:
    assert computed("Hur många män gick det på varje kvinna i Jobbklubben i Norrdal 2021?", small_library) == ["12 / 18"]


def test_no_quotient_of_the_sexes_where_only_one_is_counted(tmp_path: Path) -> None:
    row = printed_figure("Jobbklubben › Antal deltagare › kvinnor", "18", "2021", unit="antal", table="Jobbklubben")
    with library_of(tmp_path, report_of_figures(row)) as library:
        assert computed("Hur många kvinnor per man hade Jobbklubben i Norrdal 2021?", library) == []


# --- a plan that has nothing but a budget, and counts that no amount answers ------------------------------------------


@pytest.fixture
def plan(tmp_path: Path) -> Iterator[Library]:
    def planned(row: str, value: str, concept: str | None = None) -> Figure:
        return printed_figure(row, value, "2021", scenario=Scenario.BUDGET, table="Budget", column="Budget 2021", concept=concept)

    report = report_of_figures(
        planned("Intäkter › Driftbidrag", "500000", "medlemsbidrag"),
        planned("Kostnader › Insatser", "-300000"),
        planned("Kostnader › Revision", "-100000", "revision"),
        planned("Kostnader › Rörelsens kostnader", "-400000", "verksamhetens_kostnader"),
        printed_figure("Jobbprojektet", "20000", "2020", table="Driftredovisning"),
        printed_figure("Jobbprojektet", "30000", "2021", table="Driftredovisning"),
    )
    with library_of(tmp_path, report) as library:
        yield library


def test_a_part_of_a_plans_costs_by_all_of_them(plan: Library) -> None:
    assert computed("Hur stor del av budgeten i Norrdal 2021 går till revision?", plan) == ["-100000 / (-400000) * 100"]


def test_more_people_are_not_told_by_more_money(plan: Library) -> None:
    assert computed("Hur många procent fler deltagare hade Jobbprojektet i Norrdal 2021 än 2020?", plan) == []
