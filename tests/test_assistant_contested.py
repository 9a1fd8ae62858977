"""Answers that rest on a contested figure name both values, each with its place."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path

import pytest

from assistant.answer import Answer, Status
from assistant.respond import respond
from ingest.read import read
from ingest.settings import Settings, load_settings
from vectorstore.index import index_report
from vectorstore.library import Library
from vectorstore.review import explain_finding
from vectorstore.store import open_store

REPORT = """Samordningsförbundet Norrdal
Årsredovisning 2023
Organisationsnummer 222000-1234

1. Verksamhet
Totalt har 95 personer deltagit i Stegvis under 2023, 53 kvinnor och 43 män.

2. Resultaträkning
Belopp i kr
\t2023\t2022
Verksamhetens intäkter\t5 400 000\t5 200 000
Verksamhetens kostnader\t-5 100 000\t-5 000 000
Avskrivningar\t-40 000\t-40 000
Verksamhetens resultat\t206 000\t160 000
Finansiella intäkter\t4 000\t2 000
Årets resultat\t264 000\t162 000
"""


@pytest.fixture
def data(tmp_path: Path) -> Iterator[Settings]:
    path = tmp_path / "norrdal_arsredovisning_2023.txt"
    path.write_text(REPORT, encoding="utf-8")
    settings = load_settings(data_dir=tmp_path / "var")
    with open_store(settings) as store:
        index_report(read(path, settings), path, store)
    yield settings


def ask(data: Settings, question: str) -> Answer:
    library = Library.open(data)
    try:
        return respond(question, (), library)
    finally:
        library.close()


def test_a_contested_figure_is_given_with_what_the_other_figures_make(data: Settings) -> None:
    answer = ask(data, "Vad var verksamhetens resultat 2023?")
    assert answer.status is Status.ANSWERED
    assert "206 000 kr" in answer.text and "260 000 kr" in answer.text
    computed = next(figure for figure in answer.figures if figure.value == "260000")
    assert computed.expression == "5400000 - 5100000 - 40000"
    quotes = [citation.quote for citation in answer.citations if citation.n in computed.citations]
    assert [quote.split(" | ")[0] for quote in quotes] == [
        "Verksamhetens resultat", "Verksamhetens intäkter", "Verksamhetens kostnader", "Avskrivningar",
    ]  # fmt: skip


def test_a_value_said_in_thousands_is_computed_to_the_krona(data: Settings) -> None:
    path = data.data_dir.parent / "norrdal_arsredovisning_2022.txt"
    thousands = "\n5. Driftredovisning\nBelopp tkr\n\t2023\t2022\nÅrets resultat\t246\t162\n"
    path.write_text(REPORT.replace("264 000", "264 499") + thousands, encoding="utf-8")
    with open_store(data) as store:
        index_report(read(path, data), path, store)

    answers = (ask(data, "Vad var årets resultat 2023?"), ask(data, "Vad var verksamhetens resultat 2023?"))
    computed = [figure for answer in answers for figure in answer.figures if figure.expression]
    assert computed
    for figure in computed:
        terms = str(figure.expression).replace(" - ", " + -").split(" + ")
        assert sum(Decimal(term) for term in terms) == Decimal(figure.value)


def test_the_year_that_adds_up_is_given_alone(data: Settings) -> None:
    answer = ask(data, "Vad var verksamhetens resultat 2022?")
    assert "160 000 kr" in answer.text
    assert "Obs" not in answer.text


def test_an_english_answer_says_so_in_english(data: Settings) -> None:
    answer = ask(data, "What was verksamhetens resultat in 2023?")
    assert answer.language == "en"
    assert "other figures give 260 000" in answer.text


def test_an_explained_finding_is_told_with_its_note(data: Settings) -> None:
    library = Library.open(data)
    finding = next(one.finding for one in library.findings() if str(one.finding.stated) == "206000")
    library.close()
    with open_store(data) as store:
        explain_finding(finding.id, "Rättat i nästa rapport", "Revisorn", store)
    answer = ask(data, "Vad var verksamhetens resultat 2023?")
    assert "260 000 kr" in answer.text
    assert "En granskare har förklarat detta: ”Rättat i nästa rapport”" in answer.warnings


def test_what_a_doubt_is_only_computed_from_is_told_without_it(data: Settings) -> None:
    answer = ask(data, "Vad var verksamhetens intäkter i Norrdal 2023?")
    assert "5 400 000" in answer.text.replace("\u00a0", " ") and "Obs" not in answer.text
