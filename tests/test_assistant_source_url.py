"""The address of a cited place, and the one box of several cells of a row."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pytest

from assistant.answer import Citation, Status
from assistant.answer_json import box_json
from assistant.draft import Draft, mark
from assistant.evidence import FigureEvidence
from assistant.source_url import source_url
from assistant.verify import covering, verify
from ingest.domain import Box
from ingest.settings import Settings
from tests.fakes import FakeEmbedder
from tests.tiny_pdf import RESULT_BOX, pdf_report
from vectorstore.entries import StoredFigure
from vectorstore.index import index_report
from vectorstore.library import Library
from vectorstore.store import open_store


@pytest.mark.parametrize(
    ("page", "lines", "box", "url"),
    [
        (None, (5, 7), None, "/api/source/a?lines=5-7"),
        (3, (5, 7), None, "/api/source/a?page=3&lines=5-7"),
        (3, (5, 7), Box(3, 70.04, 120.55, 420.0, 133.0), "/api/source/a?page=3&box=3,70,120.5,420,133"),
        (None, None, None, "/api/source/a"),
    ],
)
def test_an_address_names_the_box_or_else_the_lines(
    page: int | None, lines: tuple[int, int] | None, box: Box | None, url: str
) -> None:
    assert source_url("a", page, lines, box) == url


def test_a_report_id_cannot_change_the_address() -> None:
    assert source_url("a/../b?x=1#y", 1, None, None) == "/api/source/a%2F..%2Fb%3Fx%3D1%23y?page=1"


def test_a_box_in_json_is_page_and_corners_to_a_tenth() -> None:
    assert box_json(Box(3, 70.04, 120.55, 420.0, 133.26)) == [3, 70.0, 120.5, 420.0, 133.3]
    assert box_json(None) is None


def test_the_box_around_two_cells_covers_both() -> None:
    assert covering(Box(2, 10, 20, 30, 40), Box(2, 50, 18, 60, 38)) == Box(2, 10, 18, 60, 40)
    assert covering(Box(2, 10, 20, 30, 40), Box(3, 50, 18, 60, 38)) == Box(2, 10, 20, 30, 40)
    assert covering(None, RESULT_BOX) == covering(RESULT_BOX, None) == RESULT_BOX


@pytest.fixture
def library(tmp_path: Path) -> Iterator[Library]:
    """A PDF whose income statement gives the result in two cells of one row."""
    report = pdf_report(tmp_path / "a.pdf")
    first = report.figures[0]
    left = replace(first, locator=replace(first.locator, box=Box(2, 70, 128, 120, 145)))
    right = replace(first, key="a:f1", period="2020", locator=replace(first.locator, box=Box(2, 200, 130, 300, 146)))
    settings = Settings(data_dir=tmp_path / "var", embedding_model="fake")
    with open_store(settings) as store:
        index_report(replace(report, figures=(left, right)), tmp_path / "a.pdf", store)
    library = Library.open(settings, FakeEmbedder())
    yield library
    library.close()


def cited(library: Library, *stored: StoredFigure) -> tuple[Citation, ...]:
    evidence = tuple(FigureEvidence(f"k{n}", one, 1.0) for n, one in enumerate(stored))
    text = " ".join(f"Resultatet var −38 774 kr {mark(e.key)}." for e in evidence)
    return verify(Draft(Status.ANSWERED, "sv", text, evidence), "Vad var resultatet?", library).citations


def test_two_cells_of_a_row_are_one_source_whose_box_covers_both(library: Library) -> None:
    figures = library.figures()

    (source,) = cited(library, *figures)

    assert {one.figure.value for one in figures} == {Decimal(-38774)}
    assert source.box == Box(2, 70, 128, 300, 146)
    assert source.source_url == "/api/source/a?page=2&box=2,70,128,300,146"
