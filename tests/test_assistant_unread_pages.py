"""An answer says which pages of its reports nobody could read, also when it is that the reports do not say."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from assistant.respond import respond
from assistant.unread_pages import say_numbers
from ingest.domain import Report
from ingest.settings import Settings
from tests.fakes import FakeEmbedder, index_hand_made, small_report
from tests.tiny_pdf import pdf_report
from vectorstore.index import index_report
from vectorstore.library import Library
from vectorstore.store import open_store

WARNING = "I Årsredovisning 2021 för Finsam Norrdal gick 1 av 3 sidor inte att läsa (s. 3)."


def library_with(folder: Path, *reports: Report) -> Library:
    settings = Settings(data_dir=folder / "var", embedding_model="fake")
    with open_store(settings) as store:
        for report in reports:
            index_report(report, folder / f"{report.id}.pdf", store)
        index_hand_made(small_report("sunnerby-2022", "Finsam Sunnerby", 2022), folder / "s.txt", store)
    return Library.open(settings, FakeEmbedder())


@pytest.fixture
def library(tmp_path: Path) -> Iterator[Library]:
    """Norrdal 2021 as a PDF with one page of three unread, Sunnerby 2022 as text."""
    library = library_with(tmp_path, pdf_report(tmp_path / "norrdal-2021.pdf"))
    yield library
    library.close()


def test_an_answer_that_cites_the_report_says_which_pages_could_not_be_read(library: Library) -> None:
    answer = respond("Vad var årets resultat för Finsam Norrdal 2021?", (), library)

    assert answer.status == "answered"
    assert answer.warnings == (WARNING,)


def test_an_answer_from_another_report_says_nothing_of_it(library: Library) -> None:
    answer = respond("Vad var årets resultat för Finsam Sunnerby 2022?", (), library)

    assert answer.status == "answered"
    assert answer.warnings == ()


@pytest.mark.parametrize(
    "question",
    [
        "Hur många elefanter hade Finsam Norrdal?",
        "Hur många elefanter köptes 2021?",
        "Hur många elefanter köptes?",
    ],
)
def test_what_the_reports_do_not_say_may_stand_on_the_pages_that_could_not_be_read(library: Library, question: str) -> None:
    answer = respond(question, (), library)

    assert answer.status == "declined"
    assert WARNING in answer.warnings


@pytest.mark.parametrize(
    "question",
    ["Hur många elefanter hade Finsam Sunnerby?", "Hur många elefanter köptes 2022?", "Hur gick det för Finsam Malmö?"],
)
def test_a_question_about_other_reports_is_declined_without_it(library: Library, question: str) -> None:
    answer = respond(question, (), library)

    assert answer.status == "declined"
    assert answer.warnings == ()


def test_an_english_answer_says_it_in_english(library: Library) -> None:
    answer = respond("What was the annual result of Finsam Norrdal in 2021?", (), library)

    assert "In Årsredovisning 2021 of Finsam Norrdal, 1 of 3 pages could not be read (p. 3)." in answer.warnings


def test_of_many_reports_the_first_are_named_and_the_rest_counted(tmp_path: Path) -> None:
    reports = [pdf_report(tmp_path / f"r{n}.pdf", association=f"Finsam Ort{n}") for n in range(5)]
    library = library_with(tmp_path, *reports)

    answer = respond("Hur många elefanter köptes 2021?", (), library)

    assert len(answer.warnings) == 4
    assert answer.warnings[-1] == "Också andra rapporter (2) har sidor som inte gick att läsa; finsam reports visar vilka."
    library.close()


def test_a_report_read_whole_says_nothing(tmp_path: Path) -> None:
    report = pdf_report(tmp_path / "norrdal-2021.pdf")
    whole = replace(report, document=replace(report.document, pages=report.document.pages[:2]))
    library = library_with(tmp_path, whole)

    assert respond("Vad var årets resultat för Finsam Norrdal 2021?", (), library).warnings == ()
    library.close()


@pytest.mark.parametrize(
    ("numbers", "said"),
    [
        ((3,), "3"),
        ((3, 7), "3, 7"),
        ((3, 4, 5, 9), "3–5, 9"),
        (tuple(range(1, 60, 2)), "1, 3, 5, 7, 9, 11, 13, 15, 17, 19, 21, 23 …"),
    ],
)
def test_runs_of_pages_are_said_as_ranges(numbers: tuple[int, ...], said: str) -> None:
    assert say_numbers(numbers) == said
