"""What a declining answer says is near, over small reports."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from assistant.evidence import Evidence, FigureEvidence
from assistant.near_misses import near_misses
from assistant.respond import respond
from assistant.understand import understand
from tests.fakes import library_of, printed_figure, report_of_figures
from vectorstore.library import Library


@pytest.fixture
def library(tmp_path: Path) -> Iterator[Library]:
    rents = [printed_figure("Studiebesök", value, year) for value, year in (("49000", "2020"), ("51000", "2021"))]
    other = report_of_figures(printed_figure("Resor", "9", "2021"), report_id="sunnerby", association="Finsam Sunnerby")
    with library_of(tmp_path, report_of_figures(*rents), other) as library:
        yield library


def near(question: str, library: Library) -> Evidence:
    return near_misses(understand(question, (), library), library)


@pytest.mark.parametrize(("year", "nearest"), [("2025", "51000"), ("2015", "49000")])
def test_a_time_that_no_report_covers_is_answered_by_the_nearest_there_is(library: Library, year: str, nearest: str) -> None:
    figure = near(f"Vad kostade studiebesöken i Norrdal {year}?", library).nearest
    assert isinstance(figure, FigureEvidence) and str(figure.stored.figure.value) == nearest


def test_what_is_hard_to_read_is_not_offered(tmp_path: Path) -> None:
    damaged = printed_figure("Studiebesök", "51000", "2021", flags=('repaired: "5 1000" read as 51000',))
    with library_of(tmp_path, report_of_figures(damaged)) as library:
        assert near("Vad kostade studiebesöken i Norrdal 2025?", library).nearest is None


def test_the_reports_of_the_association_named_are_told(library: Library) -> None:
    assert near("Vad kostade kontoret i Norrdal?", library).near == "Rapporter därifrån: Årsredovisning 2021."


def test_an_unknown_association_is_told_which_there_are(library: Library) -> None:
    answer = respond("Vad kostade studiebesöken i Finsam Västerby 2021?", (), library)
    assert answer.text == (
        "Det framgår inte av rapporterna: det finns ingen rapport från Finsam Västerby. "
        "Det finns rapporter från Finsam Norrdal och Finsam Sunnerby."
    )


def test_a_declining_answer_stays_short_however_many_associations_there_are(tmp_path: Path) -> None:
    names = [f"Finsam {letter}dalen" for letter in "ABCDEFGHIJ"]
    reports = [report_of_figures(printed_figure("Resor", "9", "2021"), report_id=n[-7:].lower(), association=n) for n in names]
    with library_of(tmp_path, *reports) as library:
        answer = respond("Hur blir vädret?", (), library)
    assert answer.text.endswith("Finsam Edalen, Finsam Fdalen och fler.") and len(answer.text) < 350
