"""What a printed number is: outcome, budget or goal, a share or a part in brackets, and which concept."""

from __future__ import annotations

import pytest

from ingest.domain import Scenario
from tests.hand_tables import BUDGET, figures_of, one_figure, table


def test_the_amounts_of_a_budget_are_budget() -> None:
    assert one_figure("Personalkostnader", "2025", "-1 200 000 kr", "Budget", BUDGET).scenario is Scenario.BUDGET


@pytest.mark.parametrize(
    ("column", "scenario"),
    [
        ("Utfall 2023", Scenario.OUTCOME),
        ("Ack. utfall", Scenario.OUTCOME),
        ("Förbrukat t.o.m. augusti", Scenario.OUTCOME),
        ("Prognos helår", Scenario.FORECAST),
        ("Årsbudget", Scenario.BUDGET),
        ("Plan 2026", Scenario.BUDGET),
        ("Budget 2025-2027", Scenario.BUDGET),
        ("Mål", Scenario.TARGET),
        ("Målvärde 2025", Scenario.TARGET),
        ("Måltal", Scenario.TARGET),
        ("Avvikelse", Scenario.DEVIATION),
        ("Budgetavvikelse", Scenario.DEVIATION),
        ("Utfall-budget", Scenario.DEVIATION),
        ("Budget minus utfall", Scenario.DEVIATION),
        ("+/-", Scenario.DEVIATION),
    ],
)
def test_a_column_s_own_word_goes_before_the_kind_of_report(column: str, scenario: Scenario) -> None:
    assert one_figure("Personalkostnader", column, "-1 200 000 kr", "Uppföljning", BUDGET).scenario is scenario


@pytest.mark.parametrize("column", ["Målgrupp", "Måluppfyllelse", "Är det planerat att börja i tid?"])
def test_a_word_that_only_looks_like_a_goal_or_a_plan_is_none(column: str) -> None:
    assert one_figure("Steget", column, "48 %").scenario is Scenario.OUTCOME


@pytest.mark.parametrize(
    ("label", "scenario"),
    [("Mål", Scenario.TARGET), ("Utfall", Scenario.OUTCOME), ("Budget", Scenario.BUDGET), ("Avvikelse", Scenario.DEVIATION)],
)
def test_a_row_names_the_scenario_where_no_column_does(label: str, scenario: Scenario) -> None:
    assert one_figure(label, "Steget", "60", "Budget 2022").scenario is scenario


def test_the_section_s_own_title_tells_what_a_table_without_words_is() -> None:
    (figure,) = figures_of(table("Kostnader", ("Belopp",), ("Resor", "120 000"), section="1.7 Förväntat › Budget 2023"))
    assert (figure.scenario, figure.period) == (Scenario.BUDGET, "2023")


def test_money_of_a_time_after_the_report_s_own_can_only_be_planned() -> None:
    overview = figures_of(table("Översikt", ("2022", "2023"), ("Medlemsbidrag", "5 200 000", "5 300 000")))
    assert [f.scenario for f in overview] == [Scenario.OUTCOME, Scenario.BUDGET]


# --- brackets --------------------------------------------------------------------------------------------------------


def test_a_percentage_in_brackets_is_a_share_of_the_amount() -> None:
    (_, share) = figures_of(table("Medlemsbidrag", ("2022",), ("Eget kapital", "1 230 000 (23,7 %)")))
    assert (share.unit, share.scenario, share.concept) == ("%", Scenario.SHARE, "eget_kapital")


def test_a_bare_number_in_brackets_is_the_part_that_the_row_names_and_no_share() -> None:
    whole, part = figures_of(table("Översikt", ("2022",), ("Antal deltagare (varav kvinnor)", "214 (126)")))
    assert (whole.value, whole.concept) == (214, "deltagare")
    assert (part.value, part.row, part.scenario, part.unit, part.concept) == (
        126, "Antal deltagare › varav kvinnor", Scenario.OUTCOME, "antal", None,
    )  # fmt: skip


def test_a_bare_number_in_brackets_is_a_share_where_the_row_says_per_cent() -> None:
    (_, share) = figures_of(table("Översikt", ("2022",), ("Förbrukat (andel, %)", "5 531 000 kr (106)")))
    assert (share.unit, share.scenario) == ("%", Scenario.SHARE)


@pytest.mark.parametrize(
    ("title", "column"),
    [("Resultat", "2022 (2021)"), ("Resultat", "2022 (föreg. år)"), ("Föregående års utfall inom parentes", "2022")],
)
def test_a_bare_number_in_brackets_is_of_the_other_time_that_is_named(title: str, column: str) -> None:
    figures = figures_of(table(title, (column,), ("Antal deltagare", "214 (198)")))
    assert [(f.value, f.period) for f in figures] == [(214, "2022"), (198, "2021")]


def test_a_bare_number_in_brackets_that_nothing_names_is_left_out() -> None:
    assert [f.value for f in figures_of(table("Nyckeltal", ("2022",), ("Antal deltagare", "214 (198)")))] == [214]


# --- concept ---------------------------------------------------------------------------------------------------------


def test_a_column_of_costs_holds_each_row_s_own_and_not_the_association_s() -> None:
    assert one_figure("Steget", "Kostnad", "600 000").concept is None


def test_a_column_of_heads_is_about_heads_whatever_day_it_names() -> None:
    assert one_figure("Granby", "Invånare per den 31 december 2022", "20 000").concept == "invanare"


def test_a_label_means_the_same_with_its_unit_behind_it() -> None:
    assert one_figure("Eget kapital, tkr", "2022-12-31", "1 230").concept == "eget_kapital"


def test_what_is_owed_for_the_audit_is_not_what_the_audit_cost() -> None:
    owed = figures_of(table("Not 8 Upplupna kostnader", ("2022-12-31",), ("Revision", "15 000")))
    assert [(f.concept, f.period) for f in owed] == [(None, "2022-12-31")]


def test_a_count_is_no_figure_of_a_concept_in_money() -> None:
    assert one_figure("Administration", "2022", "12", "Antal ärenden per område").concept is None


# --- an amount in the wrong column -----------------------------------------------------------------------------------


def test_an_amount_in_the_column_of_shares_has_the_money_column_s_time_but_is_not_its_sum() -> None:
    shared = table(
        "Medlemsbidrag och andra intäkter",
        ("Antal invånare", "Andel", "Medlemsbidrag 2021"),
        ("Granby", "5 637", "40,00%", "520 000"),
        ("Kommunernas del", "", "1 308 500", ""),
    )
    last = figures_of(shared)[-1]
    assert (last.column, last.unit, last.period, last.concept) == ("Andel", "kr", "2021", None)
