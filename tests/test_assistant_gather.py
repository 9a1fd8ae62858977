"""What is gathered and computed for a question; over small reports, or over the five where a real table matters."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from assistant.evidence import Evidence
from assistant.gather_figures import gather_figures
from assistant.respond import respond
from assistant.understand import understand
from ingest.domain import Scenario
from tests.fakes import library_of, printed_figure, report_of_figures
from vectorstore.library import Library


@pytest.fixture
def small_library(tmp_path: Path) -> Iterator[Library]:
    report = report_of_figures(
        printed_figure("Lokaler", "49000", "2021"),
        printed_figure("Lokaler", "60000", "2021", scenario=Scenario.BUDGET),
        printed_figure("Resor", "1200", "2021"),
        printed_figure("Resor", "3000", "2022", scenario=Scenario.BUDGET),
    )
    with library_of(tmp_path, report) as library:
        yield library


def gathered(question: str, library: Library) -> Evidence:
    return gather_figures(understand(question, (), library), library)


def test_a_deviation_that_no_table_prints_is_computed_from_budget_and_outcome(small_library: Library) -> None:
    result = gathered("Hur stor var skillnaden mellan budget och utfall för lokaler 2021?", small_library).calculations[0]
    assert (str(result.value), result.expression, result.mixed) == ("-11000", "49000 - 60000", ("budget, utfall",))


def test_a_part_of_the_budget_that_is_used_is_computed(small_library: Library) -> None:
    result = gathered("Hur många procent av budgeten för lokaler hade Norrdal förbrukat 2021?", small_library).calculations[0]
    assert result.expression == "49000 / 60000 * 100"


def test_an_outcome_and_another_years_budget_are_shown_but_not_subtracted_unasked(small_library: Library) -> None:
    evidence = gathered("Hur mycket ökade resor från 2021 till 2022?", small_library)
    assert (len(evidence.figures), evidence.calculations) == (2, ())
    assert evidence.notes[0].startswith("Siffrorna är av olika slag (budget, utfall) och räknas inte ihop.")


def test_a_printed_deviation_is_given_before_one_is_computed(library_without_vectors: Library) -> None:
    answer = respond("Hur mycket skiljer utfallet från budgeten för coachingteamet D/K 2021?", (), library_without_vectors)
    assert (answer.figures[0].value, answer.figures[0].expression) == ("550424", None)


def test_a_loss_that_grows_is_a_result_that_falls(library_without_vectors: Library) -> None:
    question = "Hur mycket förändrades årets resultat i Degerfors/Karlskoga mellan 2021 och 2023?"
    answer = respond(question, (), library_without_vectors)
    assert answer.figures[0].value == "-756334" and "minskade med 756 334 kr" in answer.text


def test_a_share_that_grows_does_so_by_percentage_points(library_without_vectors: Library) -> None:
    question = "Hur mycket ändrades soliditeten i Degerfors/Karlskoga från 2019 till 2020?"
    assert "ökade med 12 procentenheter" in respond(question, (), library_without_vectors).text


def test_half_a_year_is_not_listed_among_years_and_that_is_said(library_without_vectors: Library) -> None:
    answer = respond("Hur har verksamhetens kostnader utvecklats i Lekeberg Örebro?", (), library_without_vectors)
    assert [f.period for f in answer.figures] == ["2020"]
    assert any("tiden är inte lika lång" in warning for warning in answer.warnings)


def test_a_loss_is_the_smallest_result_of_all(library_without_vectors: Library) -> None:
    answer = respond("Vilket år hade Degerfors/Karlskoga störst resultat?", (), library_without_vectors)
    assert [answer.figures[0].value, answer.figures[-1].value] == ["835444", "-1030512"]


def test_a_place_of_its_name_means_the_association_where_nothing_is_told_of_the_place(library_without_vectors: Library) -> None:
    found = respond("eget kapital degerfors 2021", (), library_without_vectors)
    assert [f.value for f in found.figures] == ["1274528"]


def test_a_place_that_pays_is_the_member_and_not_the_association(library_without_vectors: Library) -> None:
    found = respond("hur mycket betalar degerfors i medlemsbidrag 2021", (), library_without_vectors)
    assert "5574000" not in [f.value for f in found.figures]
