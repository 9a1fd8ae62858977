"""Sums, averages, shares, ranks, comparisons and years of what stands side by side, in tables and in running text."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from assistant.evidence import Evidence
from assistant.gather_figures import gather_figures
from assistant.understand import understand
from ingest.domain import Scenario
from tests.fakes import library_of, printed_figure, report_of_figures
from vectorstore.library import Library

_INCOME = "Not 1 Verksamhetens intäkter"


@pytest.fixture
def small_library(tmp_path: Path) -> Iterator[Library]:
    report = report_of_figures(
        printed_figure("Driftbidrag från staten", "900000", "2021", table=_INCOME),
        printed_figure("Driftbidrag från Norrby kommun", "300000", "2021", table=_INCOME),
        printed_figure("Driftbidrag från Sunne kommun", "200000", "2021", table=_INCOME),
        printed_figure("Driftbidrag från Ekerö stad", "100000", "2021", table=_INCOME),
        printed_figure(
            "Insatser › Arbetscoacherna", "60000", "2021", scenario=Scenario.BUDGET, table="Not 2 Insatser", column="Budget"
        ),
        printed_figure(
            "Insatser › Jobbklubben", "20000", "2021", scenario=Scenario.BUDGET, table="Not 2 Insatser", column="Budget"
        ),
        printed_figure("Insatser › Summa", "80000", "2021", scenario=Scenario.BUDGET, table="Not 2 Insatser", column="Budget"),
        printed_figure("Arbetscoacherna › Budget", "61000", "2021", scenario=Scenario.BUDGET, table="Arbetscoacherna"),
        printed_figure("Jobbklubben › Budget", "20000", "2021", scenario=Scenario.BUDGET, table="Jobbklubben"),
        printed_figure("Arvoden", "10", "2019"),
        printed_figure("Arvoden", "20", "2020"),
        printed_figure("Arvoden", "60", "2021"),
    )
    with library_of(tmp_path, report) as library:
        yield library


def gathered(question: str, library: Library) -> Evidence:
    return gather_figures(understand(question, (), library), library)


def computed(question: str, library: Library) -> str:
    (calculation,) = gathered(question, library).calculations
    return calculation.expression


def values(evidence: Evidence) -> list[str]:
    return [str(e.stored.figure.value) for e in evidence.figures]


# --- a group of rows ---------------------------------------------------------------------------------------------------


def test_what_all_municipalities_give_is_the_sum_of_their_rows_and_of_no_other(small_library: Library) -> None:
    assert computed("Vad gav de tre kommunerna tillsammans till Norrdal 2021?", small_library) == "300000 + 200000 + 100000"


def test_a_group_of_another_size_than_the_question_says_is_not_added_up(small_library: Library) -> None:
    assert gathered("Vad gav de fyra kommunerna tillsammans till Norrdal 2021?", small_library).calculations == ()


def test_which_municipality_pays_most_is_told_with_the_others_after_it(small_library: Library) -> None:
    assert values(gathered("Vilken kommun betalar mest till Norrdal 2021?", small_library)) == ["300000", "200000", "100000"]


def test_what_municipalities_give_on_average(small_library: Library) -> None:
    question = "Vad gav kommunerna i snitt till Norrdal 2021?"
    assert computed(question, small_library) == "(300000 + 200000 + 100000) / 3"


def test_what_is_paid_for_something_else_is_no_contribution(small_library: Library) -> None:
    assert gathered("Hur mycket betalade Norrby kommun i arvoden 2021?", small_library).calculations == ()


# --- two things named --------------------------------------------------------------------------------------------------


def test_two_members_named_the_other_way_round_are_held_against_each_other(small_library: Library) -> None:
    question = "Hur mycket mer än Sunne kommun betalade Norrby kommun till Norrdal 2021?"
    assert computed(question, small_library) == "300000 - 200000"


def test_women_and_men_of_one_row_are_compared(library_without_vectors: Library) -> None:
    question = "Var det fler män eller kvinnor som slutade i Coachingteamet Örebro första halvåret 2021?"
    assert sorted(values(gathered(question, library_without_vectors))) == ["12", "19"]


def test_girls_and_boys_of_a_sentence_are_its_women_and_men(library_without_vectors: Library) -> None:
    question = "Avslutades det fler tjejer eller killar från Balder/Activera januari-augusti 2021?"
    assert sorted(values(gathered(question, library_without_vectors))) == ["18", "20"]


# --- shares ------------------------------------------------------------------------------------------------------------


def test_a_part_of_a_number_that_the_question_names_is_its_share_in_the_same_sentence(library_without_vectors: Library) -> None:
    question = "Av de 275 som svarade på ungdomsenkäten, hur många procent var från Karlskoga?"
    assert computed(question, library_without_vectors) == "231 / 275 * 100"


def test_a_column_of_the_table_under_that_sentence_is_a_share_of_its_number_too(library_without_vectors: Library) -> None:
    question = "Hur stor andel av de 68 som skrevs ut från Coachingteamet 2021 gick till studier?"
    assert computed(question, library_without_vectors) == "15 / 68 * 100"


def test_a_number_that_no_report_states_has_no_shares(library_without_vectors: Library) -> None:
    question = "Av de 276 som svarade på ungdomsenkäten, hur många procent var från Karlskoga?"
    assert gathered(question, library_without_vectors).calculations == ()


def test_a_row_is_a_share_of_the_sum_of_its_column(library_without_vectors: Library) -> None:
    question = "Hur stor andel av Lekeberg/Örebros insatsbudget 2021 går till Coachingteam Örebro?"
    assert computed(question, library_without_vectors) == "3901113 / 6888699 * 100"


def test_women_are_a_share_of_those_that_their_sentence_counts(library_without_vectors: Library) -> None:
    question = "Hur stor andel av deltagarna i Coachingteamet var kvinnor 2023?"
    assert computed(question, library_without_vectors) == "114 / 183 * 100"


# --- years -------------------------------------------------------------------------------------------------------------


def test_an_average_over_years_is_of_all_of_them(small_library: Library) -> None:
    assert computed("Vad var arvodena i snitt per år 2019-2021 i Norrdal?", small_library) == "(10 + 20 + 60) / 3"


def test_an_average_over_years_of_which_one_is_missing_is_not_taken(small_library: Library) -> None:
    evidence = gathered("Vad var arvodena i snitt per år 2018-2021 i Norrdal?", small_library)
    assert evidence.calculations == () and any("2018" in note for note in evidence.notes)


def test_years_that_one_sentence_lists_are_a_row(library_without_vectors: Library) -> None:
    question = "Hur många har fått vägledning av Mottagningsteamet i Degerfors/Karlskoga per år 2020-2023?"
    assert values(gathered(question, library_without_vectors)) == ["102", "95", "152", "117"]


def test_tables_and_text_make_one_row_of_years(library_without_vectors: Library) -> None:
    question = "Hur många deltagare har Coachingteamet i Degerfors/Karlskoga haft varje år 2020-2023?"
    found = gathered(question, library_without_vectors)
    assert list(dict.fromkeys(values(found))) == ["203", "223", "255", "183"]


def test_a_change_in_percent_between_two_years_of_a_sentence(library_without_vectors: Library) -> None:
    question = "Hur många procent färre deltagare hade Coachingteamet i Degerfors/Karlskoga 2023 jämfört med året innan?"
    assert computed(question, library_without_vectors) == "(183 - 255) / 255 * 100"


def test_a_change_of_a_cost_is_never_told_by_numbers_of_people(library_without_vectors: Library) -> None:
    question = "Med hur många procent ökade kostnaden för Coachingteamet mellan 2020 och 2021?"
    assert all(e.stored.figure.unit == "kr" for e in gathered(question, library_without_vectors).figures)


# --- two prints --------------------------------------------------------------------------------------------------------


def test_a_budget_that_a_card_prints_otherwise_than_the_table_is_shown_with_it(small_library: Library) -> None:
    evidence = gathered("Hur stor budget har Arbetscoacherna 2021?", small_library)
    assert sorted(values(evidence)) == ["60000", "61000"] and len(evidence.notes) == 1


def test_a_budget_that_its_card_repeats_is_no_conflict(small_library: Library) -> None:
    assert gathered("Hur stor budget har Jobbklubben 2021?", small_library).notes == ()
