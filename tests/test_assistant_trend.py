"""One measure over time: what stands in the row, what is left out of it, and what changed."""

from __future__ import annotations

from pathlib import Path

from assistant.choose import contradicting
from assistant.series import say_left_out
from assistant.timespans import write_period
from assistant.trend import Trend, trend
from ingest.domain import Figure, Scenario
from tests.fakes import library_of, printed_figure, report_of_figures
from vectorstore.library import Library

DEGERFORS = "Finsam Degerfors/Karlskoga"


def values(result: Trend) -> dict[str | None, str]:
    return {c.best.stored.figure.period: str(c.best.stored.figure.value) for c in result.series.points}


def built(tmp_path: Path, *figures: Figure, scenario: Scenario | None = None) -> Trend:
    with library_of(tmp_path, report_of_figures(*figures)) as library:
        return trend("lokaler", "Norrdal", library, scenario)


def left_out(result: Trend) -> list[str]:
    return [say_left_out("sv", one) for one in result.series.left_out]


def rents(*times: str, **more: str) -> tuple[Figure, ...]:
    return tuple(printed_figure("Lokaler", f"{n}00", time, **more) for n, time in enumerate(times, start=1))  # type: ignore[arg-type]


def test_a_row_runs_over_two_reports(library_without_vectors: Library) -> None:
    assert values(trend("årets resultat", DEGERFORS, library_without_vectors)) == {
        "2017": "835444",
        "2018": "162665",
        "2019": "-1030512",
        "2020": "487600",
        "2021": "-38774",
        "2022": "243398",
        "2023": "-795108",
    }


def test_a_contested_value_comes_with_the_other_print(library_without_vectors: Library) -> None:
    result = trend("årets resultat", DEGERFORS, library_without_vectors)
    contested = next(c for c in result.series.points if c.best.stored.figure.period == "2020")
    assert {str(e.stored.figure.value) for e in contradicting(contested)} == {"462600"}


def test_a_change_from_a_contested_value_says_so(library_without_vectors: Library) -> None:
    changes = trend("årets resultat", DEGERFORS, library_without_vectors).changes
    assert [c.contested for c in changes[3:]] == [True, False, False]  # 2020-2021, 2021-2022, 2022-2023


def test_half_a_year_is_left_out_of_a_row_of_years(library_without_vectors: Library) -> None:
    result = trend("verksamhetens kostnader", "Lekeberg Örebro", library_without_vectors)
    assert list(values(result)) == ["2020"]
    assert left_out(result) == [
        "Verksamhetens kostnader för januari–juni 2021 (−3 881 096 kr) är inte med i raden: tiden är inte lika lång."
    ]


def test_interim_reports_make_a_row_of_their_own_length(tmp_path: Path) -> None:
    halves = ("2019-01-01/2019-06-30", "2020-01-01/2020-06-30", "2021-01-01/2021-06-30")
    assert list(values(built(tmp_path, *rents("2020", *halves)))) == list(halves)


def test_of_lengths_that_are_equally_common_the_longest_makes_the_row(tmp_path: Path) -> None:
    assert list(values(built(tmp_path, *rents("2020-01-01/2020-06-30", "2021")))) == ["2021"]


def test_leap_years_are_as_long_as_others(tmp_path: Path) -> None:
    assert list(values(built(tmp_path, *rents("2019", "2020", "2021")))) == ["2019", "2020", "2021"]


def test_balances_of_days_make_a_row(tmp_path: Path) -> None:
    days = ("2020-12-31", "2021-06-30", "2021-12-31")
    assert list(values(built(tmp_path, *rents(*days)))) == list(days)


def test_a_budget_is_left_out_of_a_row_of_outcomes(tmp_path: Path) -> None:
    planned = printed_figure("Lokaler", "900", "2022", scenario=Scenario.BUDGET)
    result = built(tmp_path, *rents("2020", "2021"), planned)
    assert (list(values(result)), left_out(result)) == (
        ["2020", "2021"],
        ["Lokaler för 2022 (900 kr) är inte med i raden: det är budget."],
    )


def test_budgets_make_a_row_where_there_are_only_budgets(tmp_path: Path) -> None:
    planned = [printed_figure("Lokaler", "900", year, scenario=Scenario.BUDGET) for year in ("2022", "2023")]
    assert list(values(built(tmp_path, *planned))) == ["2022", "2023"]


def test_a_row_of_budgets_can_be_asked_for(tmp_path: Path) -> None:
    planned = printed_figure("Lokaler", "900", "2022", scenario=Scenario.BUDGET)
    assert list(values(built(tmp_path, *rents("2020", "2021"), planned, scenario=Scenario.BUDGET))) == ["2022"]


def test_a_figure_whose_time_is_uncertain_is_left_out(tmp_path: Path) -> None:
    doubtful = printed_figure("Lokaler", "900", None, flags=("column-uncertain",))
    assert left_out(built(tmp_path, *rents("2020", "2021"), doubtful)) == [
        "Lokaler (900 kr) är inte med i raden: det går inte säkert att se vilken tid siffran gäller."
    ]


def test_a_budget_of_an_uncertain_time_is_left_out_for_its_time(tmp_path: Path) -> None:
    doubtful = printed_figure("Lokaler", "900", None, scenario=Scenario.BUDGET, flags=("column-uncertain",))
    assert "vilken tid siffran gäller" in left_out(built(tmp_path, *rents("2020", "2021"), doubtful))[0]


def test_another_part_of_the_same_name_does_not_fill_a_gap(tmp_path: Path) -> None:
    ours = [printed_figure("Kansliet › Lokaler", "100", year) for year in ("2020", "2022")]
    other = printed_figure("Verkstaden › Lokaler", "900", "2021")
    with library_of(tmp_path, report_of_figures(*ours, other)) as library:
        result = trend("kansliets lokaler", "Norrdal", library)
    assert values(result) == {"2020": "100", "2022": "100"}


def test_years_that_no_report_states_are_told(tmp_path: Path) -> None:
    result = built(tmp_path, *rents("2018", "2021"))
    assert [write_period(span) for span in result.series.missing] == ["2019", "2020"]


def test_each_change_is_a_calculation_over_the_two_figures(tmp_path: Path) -> None:
    change = built(tmp_path, *rents("2020", "2021")).changes[0]
    assert change.difference is not None and change.percent is not None
    assert (change.difference.expression, change.percent.expression) == ("200 - 100", "(200 - 100) / 100 * 100")


def test_no_percentage_tells_how_it_went_on_from_nothing(tmp_path: Path) -> None:
    change = built(tmp_path, printed_figure("Lokaler", "0", "2020"), printed_figure("Lokaler", "50", "2021")).changes[0]
    assert change.difference is not None
    assert (str(change.difference.value), change.percent) == ("50", None)


def test_no_percentage_tells_how_it_went_on_from_a_loss(library_without_vectors: Library) -> None:
    change = trend("årets resultat", DEGERFORS, library_without_vectors).changes[-2]
    assert change.difference is not None
    assert (change.difference.expression, change.percent) == ("243398 - (-38774)", None)


def test_a_row_is_taken_from_one_table_as_far_as_it_goes(library_without_vectors: Library) -> None:
    """The overview counts depreciation in and prints no minus; the income statement has the last two years only."""
    result = values(trend("verksamhetens kostnader", DEGERFORS, library_without_vectors))
    assert list(result.values()) == ["6059066", "6472796", "7293915", "6590787", "7214319", "6823870", "6785144"]


def test_a_change_that_would_mean_nothing_says_why(tmp_path: Path) -> None:
    before = printed_figure("Lokaler", "50", "2020", table="Översikt")
    change = built(tmp_path, before, printed_figure("Lokaler", "-20", "2021")).changes[0]
    assert (change.difference, change.percent) == (None, None) and "olika tecken" in change.refused


def test_a_measure_that_is_not_stated_has_an_empty_row(tmp_path: Path) -> None:
    result = built(tmp_path, printed_figure("Resor", "5", "2021"))
    assert (result.series.points, result.changes, result.series.left_out) == ((), (), ())
