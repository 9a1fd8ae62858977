"""A damaged print is cited as it stands; its figure says how the value comes from the numbers that stand there."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import pytest

from assistant.damaged_prints import reading_of, with_readings
from assistant.evidence import FigureEvidence
from assistant.respond import respond
from ingest.domain import Figure
from tests.fakes import library_of, printed_figure, report_of_figures
from ui.grounding import evaluated, numbers
from vectorstore.entries import StoredFigure
from vectorstore.library import Library


def damaged(raw: str, value: str, unit: str = "kr") -> Figure:
    flags = (f'repaired: "{raw}" read as {value} (the sum in line 9 confirms it)',)
    return replace(printed_figure("Kassa", value, "2021", unit=unit, flags=flags), raw=raw, quote=f"Kassa | {raw}")


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Library]:
    with library_of(tmp_path_factory.mktemp("damaged"), report_of_figures(damaged("3272 655", "3272655"))) as library:
        yield library


@pytest.fixture(scope="module")
def kassa(library: Library) -> FigureEvidence:
    (stored,) = library.figures()
    return FigureEvidence(stored.figure.key, stored, 1.0)


def as_printed(kassa: FigureEvidence, figure: Figure) -> FigureEvidence:
    return replace(kassa, stored=StoredFigure(figure, kassa.stored.report))


@pytest.mark.parametrize(
    ("raw", "value", "expression"),
    [
        ("3272 655", "3272655", "3272 * 1000 + 655"),
        ("4000 000", "4000000", "4000 * 1000"),
        ("-3881 096", "-3881096", "-(3881 * 1000 + 96)"),
        ("12 34", "1234", "12 * 100 + 34"),
        ("5 82 1961", "5821961", "5 * 1000 * 1000 + 82196 * 1000 / 100 + 1"),
    ],
)
def test_the_value_comes_from_the_numbers_that_are_printed(kassa: FigureEvidence, raw: str, value: str, expression: str) -> None:
    reading = reading_of(as_printed(kassa, damaged(raw, value)))
    assert reading == expression
    assert evaluated(reading, numbers(raw)) == float(value)


def test_thousands_are_read_in_kronor(kassa: FigureEvidence) -> None:
    assert reading_of(as_printed(kassa, damaged("1234 567", "1234567", "tkr"))) == "(1234 * 1000 + 567) * 1000"


def test_a_whole_print_needs_no_reading(kassa: FigureEvidence) -> None:
    assert reading_of(as_printed(kassa, printed_figure("Kassa", "3272655", "2021"))) is None


def test_a_calculation_has_the_readings_in_place_of_the_values(kassa: FigureEvidence) -> None:
    assert with_readings("3272655 - 13272655", [kassa]) == "(3272 * 1000 + 655) - 13272655"


def test_a_calculation_over_thousands_is_over_what_is_printed(kassa: FigureEvidence) -> None:
    in_thousands = as_printed(kassa, printed_figure("Summa", "5990", "2021", unit="tkr"))
    assert with_readings("1000 / 5990000 * 100", [in_thousands]) == "1000 / (5990 * 1000) * 100"


def test_an_answer_says_the_value_and_keeps_its_reading(library_without_vectors: Library) -> None:
    answer = respond("Hur mycket minskade likvida medel i Lekeberg/Örebro första halvåret 2021?", (), library_without_vectors)
    assert "3 272 655 − 3 341 279" in answer.text
    assert (answer.figures[0].expression, answer.figures[-1].expression) == (
        "(3272 * 1000 + 655) - 3341279",
        "3272 * 1000 + 655",
    )
