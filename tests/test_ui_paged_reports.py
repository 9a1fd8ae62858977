"""A report with pages at the command and in the panel: boxes instead of lines, unread pages told, the page's image shown."""

from __future__ import annotations

import csv
import io
import json
from dataclasses import replace
from pathlib import Path

import pytest

from ingest.domain import Certainty, Finding, FindingKind, Place, Severity
from ingest.settings import Settings
from tests.test_ui_conversation import conversation_of
from tests.tiny_pdf import RESULT_BOX, pdf_report
from ui.cli import main
from ui.conversation import Asked, ask, open_source
from ui.desk import Desk
from ui.intake import summary_line
from vectorstore.entries import ReportEntry
from vectorstore.index import index_report
from vectorstore.library import Library
from vectorstore.store import open_store

QUESTION = "Vad var årets resultat för Finsam Norrdal 2021?"
BOX = [2, 70.0, 128.0, 300.0, 145.0]


@pytest.fixture
def data(tmp_path: Path) -> Path:
    """A store with one PDF of three pages, the last of them unread, and a finding at a place on its second page."""
    report = pdf_report(tmp_path / "a.pdf")
    figure = report.figures[0]
    finding = Finding(
        "a:1", "a", FindingKind.SUM, Severity.MATERIAL, Certainty.CERTAIN, "Summan stämmer inte.",
        (Place("a", "a.pdf", figure.locator, figure.quote),),
    )  # fmt: skip
    with open_store(Settings(data_dir=tmp_path / "var")) as store:
        index_report(replace(report, findings=(finding,)), tmp_path / "a.pdf", store)
    return tmp_path / "var"


def run(capsys: pytest.CaptureFixture[str], data: Path, *arguments: str) -> tuple[str, str]:
    """What the command prints on stdout and on stderr."""
    assert main([*arguments, "--data", str(data)]) == 0
    captured = capsys.readouterr()
    return captured.out, captured.err


def entry_of(data: Path) -> ReportEntry:
    library = Library.open(Settings(data_dir=data))
    try:
        return library.reports()[0]
    finally:
        library.close()


def test_an_answer_tells_the_box_and_no_lines(data: Path, capsys: pytest.CaptureFixture[str]) -> None:
    answer = json.loads(run(capsys, data, "ask", QUESTION, "--json")[0])

    cited = answer["citations"][0]
    assert (cited["box"], cited["lines"], cited["page"], cited["page_label"]) == (BOX, None, 2, "4")
    assert cited["source_url"] == "/api/source/a?page=2&box=2,70,128,300,145"


def test_an_answer_as_text_tells_the_page_and_no_line(data: Path, capsys: pytest.CaptureFixture[str]) -> None:
    out, _ = run(capsys, data, "ask", QUESTION)

    assert "2 Resultaträkning, s. 2 (tryckt 4)\n" in out
    assert "Obs! I Årsredovisning 2021 för Finsam Norrdal gick 1 av 3 sidor inte att läsa (s. 3)." in out


def test_a_figure_tells_its_box_and_no_lines(data: Path, capsys: pytest.CaptureFixture[str]) -> None:
    figure = json.loads(run(capsys, data, "figures", "--format", "jsonl")[0].splitlines()[0])
    row = next(csv.DictReader(io.StringIO(run(capsys, data, "figures", "--format", "csv")[0])))

    assert (figure["box"], figure["lines"], figure["page"]) == (BOX, None, 2)
    assert (row["box"], row["lines"]) == ("2,70,128,300,145", "")


def test_a_finding_tells_its_box_and_no_lines(data: Path, capsys: pytest.CaptureFixture[str]) -> None:
    found = json.loads(run(capsys, data, "check", "--format", "jsonl")[0])

    assert [(place["box"], place["lines"], place["page"]) for place in found["places"]] == [(BOX, None, 2)]


def test_the_catalogue_tells_pages_and_those_that_could_not_be_read(data: Path, capsys: pytest.CaptureFixture[str]) -> None:
    entry = json.loads(run(capsys, data, "reports", "--format", "jsonl")[0])

    assert (entry["pages"], entry["pages_unread"]) == (3, 1)
    assert "3 (1 oläst)" in run(capsys, data, "reports")[0]


def test_the_line_of_an_ingest_tells_them_too(data: Path) -> None:
    entry = entry_of(data)

    assert " · 3 sidor (1 oläst) · " in summary_line(entry, 1.0, changed=True)
    assert " · 18 sidor (2 olästa) · " in summary_line(replace(entry, pages=18, pages_unread=2), 1.0, changed=True)
    assert " · 18 sidor · " in summary_line(replace(entry, pages=18, pages_unread=0), 1.0, changed=True)


def test_a_page_is_printed_by_its_number(data: Path, capsys: pytest.CaptureFixture[str]) -> None:
    out, err = run(capsys, data, "text", "a", "--page", "2")

    assert out == "2 Resultaträkning\nÅrets resultat\t-38774\n"
    assert err == ""


def test_a_page_that_could_not_be_read_is_said_to_be_with_the_reason(data: Path, capsys: pytest.CaptureFixture[str]) -> None:
    out, err = run(capsys, data, "text", "a", "--page", "3")

    assert out.strip() == ""
    assert err == "Sidan gick inte att läsa: bilden är för suddig\n"


def test_the_whole_text_says_which_pages_are_missing(data: Path, capsys: pytest.CaptureFixture[str]) -> None:
    out, err = run(capsys, data, "text", "a")

    assert "Årets resultat\t-38774" in out
    assert err == "Sidan 3 gick inte att läsa: bilden är för suddig\n"


def test_the_panel_shows_the_page_with_the_place_marked_and_the_text_below(data: Path) -> None:
    desk = Desk(Settings(data_dir=data))
    answer = desk.answer(QUESTION)
    *_, view = ask(desk, "anna", Asked(QUESTION))

    _, reader = open_source(desk, "anna", conversation_of(view), 0, 1)
    desk.close()

    image = '<img src="/kalla/a?page=2&amp;box=2,70,128,300,145&amp;format=png"'
    assert answer.citations[0].box == RESULT_BOX
    assert image in reader
    assert 'alt="Sidan 2 i Årsredovisning 2021, Finsam Norrdal, med det citerade stället markerat"' in reader
    assert reader.index(image) < reader.index("<mark>-38774</mark>")
    assert '<a href="/kalla/a?page=2&amp;box=2,70,128,300,145" target="_blank" rel="noopener">Öppna sidan stor</a>' in reader
