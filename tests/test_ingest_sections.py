"""Headings become sections; labels, lines and pages read off the reports by eye."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import pytest

from ingest.domain import Document, Line, Section
from ingest.sections import find_sections
from ingest.textfile import load

DK21 = "finsam-degerfors-karlskoga_arsredovisning_2021"
DK23 = "finsam-degerfors-karlskoga_arsredovisning_2023"
LO21 = "finsam-lekeberg-orebro_delarsredovisning_2021-06"
IN21 = "insjoriket_delarsrapport_2021-08"
SY22 = "sydnarke_verksamhetsplan-budget_2022"
ALL = [DK21, DK23, LO21, IN21, SY22]
GOD = "1.5 God ekonomisk hushållning, måluppfyllelse och ekonomisk ställning"
GOD_OCR = "1.3 God ekonomisk hushallning, maluppfyllelse och ekonomisk stillning"


def _document(folder: Path, name: str) -> Document:
    return load(folder / f"{name}.txt", 10_000_000)


@cache
def _sections(folder: Path, name: str) -> tuple[Section, ...]:
    return find_sections(_document(folder, name))


def _at(folder: Path, name: str, line: int) -> Section:
    return next(s for s in _sections(folder, name) if s.line_first <= line <= s.line_last)


def _sections_of(text: str) -> tuple[Section, ...]:
    lines = tuple(Line(number, line) for number, line in enumerate(text.split("\n"), 1))
    return find_sections(Document("a.txt", "", "utf-8", lines, 0))


def _labels(text: str) -> list[str]:
    return [section.label for section in _sections_of(text)]


@pytest.mark.parametrize("name", ALL)
def test_every_line_belongs_to_exactly_one_section(reports_folder: Path, name: str) -> None:
    document = _document(reports_folder, name)

    covered = [n for s in find_sections(document) for n in range(s.line_first, s.line_last + 1)]

    assert covered == [line.number for line in document.lines]


@pytest.mark.parametrize("name", ALL)
def test_a_section_lies_below_an_earlier_one_of_a_lower_level(reports_folder: Path, name: str) -> None:
    sections = _sections(reports_folder, name)

    assert all(s.parent < s.index and sections[s.parent].level < s.level for s in sections if s.parent is not None)


@pytest.mark.parametrize(
    ("name", "line", "label"),
    [
        (DK21, 5, ""),
        (DK21, 30, "1 Förvaltningsberättelse"),
        (DK21, 53, "1 Förvaltningsberättelse › Finansiering"),
        (DK21, 66, "1.1 Översikt över verksamhetens utveckling"),
        (DK21, 77, "1.1 Översikt över verksamhetens utveckling › Översikt medlemsbidragets utveckling och användning (kr)"),
        (DK21, 112, "1.4 Styrning och uppföljning av verksamheten › Styrelse 2021"),
        (DK21, 162, f"{GOD} › Mål 1 - Utveckla samverkanstrukturen"),
        (DK21, 192, f"{GOD} › Mål 3 – Utvärdering och implementering"),
        (DK21, 223, f"{GOD} › Uppföljning och resultat för individinriktade insats Coachingteamet"),
        (DK21, 390, f"{GOD} › Uppföljning och resultat för strukturövergripande insatser"),
        (DK21, 416, f"{GOD} › Finsam mässan 2021"),
        (DK21, 441, f"{GOD} › Psykiatriveckan 2021"),
        (DK21, 469, f"{GOD} › Balanskravsresultat 2021 (i kr)"),
        (DK21, 528, "2 Resultaträkning"),
        (DK21, 584, "6 Noter › Not 1. Verksamhetens intäkter"),
        (DK21, 614, "6 Noter › Sammanställning av utfall och budget 2021"),
        (DK21, 651, "9 Styrelsens underskrift"),
        (DK23, 42, "1 Förvaltningsberättelse › Finansiering"),
        (DK23, 234, "1.3 Händelser av väsentlig betydelse"),
        (DK23, 440, GOD),
        (DK23, 646, f"{GOD} › Pågående deltagare Coachingteamet"),
        (DK23, 1127, f"{GOD} › Strukturövergripande insatser - Uppföljning och resultat"),
        (DK23, 1300, f"{GOD} › Uppföljning och resultat för ekonomisk ställning"),
        (DK23, 1458, "2 Resultaträkning"),
        (DK23, 1548, "6 Noter › Not 1. Redovisningsprinciper"),
        (DK23, 1584, "6 Noter › Not 4. Fordringar"),
        (LO21, 3, "1 Forvaltningsberattelse"),
        (LO21, 20, "1.1 Viktiga forhallanden for resultat och ekonomisk stillning"),
        (LO21, 100, GOD_OCR),
        (LO21, 345, f"{GOD_OCR} › Coachingteam Lekeberg"),
        (LO21, 434, f"{GOD_OCR} › Mottagningsteam Lekeberg"),
        (LO21, 538, f"{GOD_OCR} › Rehabiliteringsmassa"),
        (LO21, 764, f"{GOD_OCR} › Fordelning av avslutsanledning per ar i procent"),
        (LO21, 1024, "3 Balansrakning"),
        (LO21, 1093, "5 Noter › Not 6 Ovriga skulder"),
        (LO21, 1140, "6 Styrelsens underskrift"),
        (IN21, 12, "1 Förvaltningsberättelse › Sammanfattning av året tom augusti 2021"),
        (IN21, 42, "1 Förvaltningsberättelse › Finansiering"),
        (IN21, 133, f"{GOD} › Uppföljning av verksamheten"),
        (IN21, 149, f"{GOD} › Remissinflöde"),
        (IN21, 176, f"{GOD} › ACTivera"),
        (IN21, 215, f"{GOD} › AKTIV Lerum"),
        (IN21, 355, f"{GOD} › ESF-projekt Respondere"),
        (IN21, 405, "1.6 Väsentliga personalförhållanden"),
        (IN21, 420, "2 Resultaträkning"),
        (IN21, 549, "6 Noter › Not 1. Verksamhetens intäkter"),
        (SY22, 30, "Förord"),
        (SY22, 121, "2.1.1 Strukturella insatser – syfte"),
        (SY22, 145, "2.2 Ett Samordningsförbunds uppgifter"),
        (SY22, 199, "4.1 Unga vuxna (16–29 år)"),
        (SY22, 277, "5.2.1 Strukturella insatser › B:- Nationell Finsamkonferens"),
        (SY22, 359, "6.3 Budgetöversikt 2021–2023"),
        (SY22, 381, "6.4 Budgetbeslut"),
        (SY22, 399, "Bilaga 1, gemensamma begrepp"),
        (SY22, 406, "Bilaga 1, gemensamma begrepp › Målgrupper för arbetsträning"),
    ],
)
def test_a_line_stands_under_the_heading_that_a_reader_sees(reports_folder: Path, name: str, line: int, label: str) -> None:
    assert _at(reports_folder, name, line).label == label


@pytest.mark.parametrize(
    ("name", "line", "page_label"),
    [
        (DK21, 528, "29"),
        (DK21, 546, "29"),
        (DK21, 560, "29"),
        (DK21, 570, "30"),
        (DK21, 584, "30–32"),
        (DK21, 223, "8–27"),
        (SY22, 121, "6"),
        (SY22, 328, "14"),
        (SY22, 359, "15–16"),
        (SY22, 399, "17–18"),
        (SY22, 30, None),
        (DK23, 1458, None),
        (IN21, 420, None),
    ],
)
def test_the_table_of_contents_tells_the_page(reports_folder: Path, name: str, line: int, page_label: str | None) -> None:
    assert _at(reports_folder, name, line).page_label == page_label


def test_a_page_from_the_table_of_contents_is_flagged(reports_folder: Path) -> None:
    assert _at(reports_folder, DK21, 528).flags == ("page-from-toc",)


@pytest.mark.parametrize(
    ("name", "line"),
    [
        (DK21, 231),
        (DK21, 271),
        (DK21, 645),
        (LO21, 334),
        (LO21, 542),
        (IN21, 435),
        (IN21, 436),
        (SY22, 143),
        (SY22, 378),
        (DK23, 599),
        (DK23, 1025),
    ],
)
def test_furniture_labels_list_items_and_status_lines_are_no_headings(reports_folder: Path, name: str, line: int) -> None:
    assert line not in {s.line_first for s in _sections(reports_folder, name)}


def test_a_heading_over_two_lines_is_one() -> None:
    title = "1.1. God ekonomisk hushållning, måluppfyllelse och\nställning"
    text = f"1. Verksamheten\n\nÅret var gott.\n\n{title}\n\nNästa år blir bättre."

    assert _labels(text) == ["1 Verksamheten", "1.1 God ekonomisk hushållning, måluppfyllelse och ställning"]


def test_a_number_without_a_blank_after_it_is_set_apart() -> None:
    assert _labels("1.Inledning\n\nÅret var gott.\n\n2.Resultaträkning\n\nÅret var gott.") == [
        "1 Inledning",
        "2 Resultaträkning",
    ]


def test_numbered_items_on_neighbouring_lines_are_no_headings() -> None:
    items = "2. Godkänna planen\n3. Fastställa budgeten\n4. Översända beslutet"
    text = f"1. Beslut\n\nStyrelsen beslutar:\n\n{items}\n\n2. Ekonomi\n\nÅret var gott."

    assert _labels(text) == ["1 Beslut", "2 Ekonomi"]


def test_a_number_that_goes_back_is_no_heading() -> None:
    assert _labels("1. Ett\n\nÅret var gott.\n\n2. Två\n\nÅret var gott.\n\n1. Punkt i en lista\n\nÅret var gott.") == [
        "1 Ett",
        "2 Två",
    ]


def test_a_missing_number_is_passed_over() -> None:
    assert _labels("6. Noter\n\nÅret var gott.\n\n9. Underskrift\n\nÅret var gott.")[-1] == "9 Underskrift"


def test_a_title_printed_twice_is_one_section() -> None:
    assert _labels("1. Resultat\n\nResultat\n\nDet blev ett gott år.") == ["1 Resultat"]


def test_a_text_without_headings_is_one_section() -> None:
    sections = _sections_of("bara text\noch mer text.")

    assert [(s.title, s.level, s.line_first, s.line_last) for s in sections] == [("", 0, 1, 2)]


def test_dot_leaders_make_a_table_of_contents_too() -> None:
    contents = "Innehåll\n1 Inledning ............ 3\n2 Ekonomi ............ 4\n3 Noter ............ 9\n\n"
    text = contents + "1 Inledning\n\nÅret var gott.\n\n2 Ekonomi\n\nÅret var gott.\n\n3 Noter\n\nÅret var gott."

    assert [(s.label, s.page_label) for s in _sections_of(text)[1:]] == [
        ("1 Inledning", "3"),
        ("2 Ekonomi", "4–9"),
        ("3 Noter", "9"),
    ]


def test_a_report_without_numbered_chapters_has_its_headings_before_the_first_note() -> None:
    prose = "Förbundet har under perioden arbetat med insatser för den som behöver samordnat stöd på väg mot arbete."
    cover, chapters = "DELÅRSRAPPORT\n\nNorrviken 2023", f"Insatsen Hamnen\n\n{prose}\n\nEKONOMI\n\nBalansräkning\n\n{prose}"
    text = f"{cover}\n\n{chapters}\n\nNot 1 Personal\n\n{prose}\n"
    assert [s.title for s in _sections_of(text)] == ["", "Insatsen Hamnen", "EKONOMI", "Balansräkning", "Not 1 Personal"]
