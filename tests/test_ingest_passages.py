"""Passages: whole units of one section, each standing in the source."""

from __future__ import annotations

from pathlib import Path

import pytest

from ingest.domain import Document, Report, TextUnit, UnitKind
from ingest.passages import MAX_CHARS
from ingest.read import read
from ingest.settings import Settings

DK21 = "finsam-degerfors-karlskoga_arsredovisning_2021"
DK23 = "finsam-degerfors-karlskoga_arsredovisning_2023"
LO21 = "finsam-lekeberg-orebro_delarsredovisning_2021-06"
IN21 = "insjoriket_delarsrapport_2021-08"
SY22 = "sydnarke_verksamhetsplan-budget_2022"
ALL = [DK21, DK23, LO21, IN21, SY22]


@pytest.fixture(scope="module")
def reports(reports_folder: Path) -> dict[str, Report]:
    return {name: read(reports_folder / f"{name}.txt", Settings()) for name in ALL}


def _source(document: Document, unit: TextUnit) -> str:
    assert unit.locator.lines is not None
    first, last = unit.locator.lines
    return " ".join(" ".join(line.text for line in document.lines[first - 1 : last]).split())


def _stands(unit: TextUnit, document: Document) -> bool:
    source, at = _source(document, unit), 0
    for part in unit.text.split(" | "):
        at = source.find(part, at)
        if at < 0:
            return False
    return True


def _unit_with(report: Report, words: str) -> TextUnit:
    return next(unit for passage in report.passages for unit in passage.units if words in unit.text)


@pytest.mark.parametrize("name", ALL)
def test_every_unit_stands_at_its_lines(reports: dict[str, Report], name: str) -> None:
    report = reports[name]

    assert [u.text for p in report.passages for u in p.units if not _stands(u, report.document)] == []


@pytest.mark.parametrize("name", ALL)
def test_a_sentence_stands_there_in_one_piece(reports: dict[str, Report], name: str) -> None:
    report = reports[name]
    units = [u for p in report.passages for u in p.units if u.kind is not UnitKind.ROW]

    assert [u.text for u in units if u.text not in _source(report.document, u)] == []


@pytest.mark.parametrize("name", ALL)
def test_no_passage_crosses_a_section(reports: dict[str, Report], name: str) -> None:
    report = reports[name]
    spans = [(s.line_first, s.line_last) for s in report.sections]

    crossing = [
        p.id
        for p in report.passages
        if p.locator.lines is None or not any(a <= p.locator.lines[0] and p.locator.lines[1] <= b for a, b in spans)
    ]

    assert crossing == []


@pytest.mark.parametrize("name", ALL)
def test_passages_keep_to_their_size_unless_one_unit_is_longer(reports: dict[str, Report], name: str) -> None:
    assert [p.id for p in reports[name].passages if len(p.text) > MAX_CHARS + len(p.units) and len(p.units) > 1] == []


@pytest.mark.parametrize("name", ALL)
def test_passages_are_numbered_in_order(reports: dict[str, Report], name: str) -> None:
    report = reports[name]

    assert [p.id for p in report.passages] == [f"{report.id}:p{n}" for n in range(len(report.passages))]


@pytest.mark.parametrize("name", ALL)
def test_a_unit_names_the_page_that_its_first_line_stands_on(reports: dict[str, Report], name: str) -> None:
    report = reports[name]
    units = [u for p in report.passages for u in p.units]

    assert [
        u.text for u in units if u.locator.lines and u.locator.page != report.document.lines[u.locator.lines[0] - 1].page
    ] == []


def test_the_header_names_association_kind_period_and_section(reports: dict[str, Report]) -> None:
    passage = next(p for p in reports[SY22].passages if p.locator.section == "2.4 Värdegrund")

    assert passage.header == "Samordningsförbundet Sydnärke – verksamhetsplan – 2022 – 2.4 Värdegrund"


def test_the_header_of_a_table_names_its_columns(reports: dict[str, Report]) -> None:
    passage = next(p for p in reports[SY22].passages if p.text.startswith("Laxå"))

    assert passage.header.endswith("6.1 Medlemsbidrag och andra intäkter – Antal invånare, Andel, Medlemsbidrag 2021")


def test_a_table_row_is_a_unit(reports: dict[str, Report]) -> None:
    unit = _unit_with(reports[DK21], "Kerstin Gustavsson")

    assert (unit.text, unit.kind, unit.locator.lines) == (
        "Kerstin Gustavsson | Karlskoga kommun | Vice ordförande",
        UnitKind.ROW,
        (112, 112),
    )


def test_lines_of_a_table_are_not_repeated_as_prose(reports: dict[str, Report]) -> None:
    mentions = [u for p in reports[DK21].passages for u in p.units if u.locator.lines == (528, 528)]

    assert [u.kind for u in mentions] == [UnitKind.ROW]


def test_a_list_keeps_its_introduction(reports: dict[str, Report]) -> None:
    unit = _unit_with(reports[SY22], "tre hörnstenar")

    assert (unit.kind, unit.locator.lines) == (UnitKind.LIST, (156, 160))


def test_a_sentence_over_a_page_end_is_whole(reports: dict[str, Report]) -> None:
    unit = _unit_with(reports[LO21], "Vaccinationerna har bidragit")

    assert (unit.locator.lines, unit.locator.page) == ((44, 45), 1)


@pytest.mark.parametrize("words", ["Signering av justerare", "Handwritten signatures", "Sida 17", "Innehållsförteckning"])
def test_page_furniture_and_contents_are_left_out(reports: dict[str, Report], words: str) -> None:
    assert [p.id for p in reports[DK21].passages if words in p.text] == []


def test_text_behind_a_run_in_heading_is_kept(reports: dict[str, Report]) -> None:
    unit = _unit_with(reports[DK23], "kommunal bokföring och redovisning i tillämpliga delar")

    assert unit.text.startswith("Årsredovisningen är upprättad i enlighet med lagen")


def test_a_page_known_from_the_contents_goes_with_the_unit(reports: dict[str, Report]) -> None:
    unit = _unit_with(reports[DK21], "Årsredovisningen är upprättad i enlighet med lagen")

    assert (unit.locator.page, unit.locator.page_label) == (None, "30")


@pytest.mark.parametrize(
    ("name", "words", "line"),
    [
        (DK21, "141 176:-", 390),
        (DK21, "83,9% (83,1% män/84,8% kvinnor)", 245),
        (DK23, "Projektet ägdes av Region Örebro län.", 305),
        (DK23, "Beskæftigelses Indikator Projektet", 234),
        (IN21, "med säte i Mölndals Stad", 3),
        (IN21, "lyckats stödja 288 deltagare, 144 män och 144 kvinnor", 355),
        (SY22, "tro på individens förmåga till utveckling genom empati", 164),
        (LO21, "8 kartlaggningar, varav 8 avslutade", 434),
    ],
)
def test_what_people_ask_for_stands_in_a_unit(reports: dict[str, Report], name: str, words: str, line: int) -> None:
    unit = _unit_with(reports[name], words)

    first, last = unit.locator.lines or (0, 0)
    assert first <= line <= last
