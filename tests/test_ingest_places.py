"""Everything that is cited of a laid out file gets its page's printed label and a box on that page."""

from __future__ import annotations

from dataclasses import replace

from ingest.domain import (
    READ_FROM_IMAGE,
    Box,
    Certainty,
    Document,
    Finding,
    FindingKind,
    Line,
    Locator,
    Page,
    PageSource,
    Passage,
    Place,
    PrintedLayout,
    Severity,
    Table,
    TextUnit,
    UnitKind,
)
from ingest.places import place_figures, place_findings, place_passages, place_tables
from tests.fakes import small_report
from tests.tiny_pdf import A4

LINES = (
    Line(1, "Resultaträkning", 2, Box(2, 70, 100, 160, 112)),
    Line(2, "Intäkter\t5 000", 2, Box(2, 70, 120, 400, 132)),
    Line(3, "", 2),
    Line(4, "Kostnader\t-3 000", 3, Box(3, 70, 80, 400, 92)),
)
PAGES = (Page(1, None, *A4), Page(2, "iv", *A4), Page(3, "1", *A4))
DOCUMENT = Document("rapport.pdf", "0" * 64, "", LINES, 3, (), "pdf", PAGES, PrintedLayout())


def _table(locator: Locator, document: Document = DOCUMENT) -> Locator:
    (placed,) = place_tables(document, (Table("Resultaträkning", (), (), locator, "tabs"),))
    return placed.locator


def test_a_place_gets_the_page_of_its_first_line_and_the_label_printed_there() -> None:
    placed = _table(Locator("2 Ekonomi", lines=(1, 2)))

    assert (placed.section, placed.page, placed.page_label) == ("2 Ekonomi", 2, "iv")


def test_the_box_of_several_lines_is_around_them_all() -> None:
    assert _table(Locator(lines=(1, 2))).box == Box(2, 70, 100, 400, 132)


def test_the_box_of_lines_on_two_pages_is_that_of_the_first_page() -> None:
    assert _table(Locator(lines=(2, 4))).box == Box(2, 70, 120, 400, 132)


def test_a_page_that_is_known_already_stays() -> None:
    placed = _table(Locator(page=3, lines=(2, 4)))

    assert (placed.page, placed.page_label, placed.box) == (3, "1", Box(3, 70, 80, 400, 92))


def test_a_box_that_is_known_already_stays() -> None:
    cell = Box(2, 360, 120, 400, 132)

    assert _table(Locator(page=2, lines=(2, 2), box=cell)).box == cell


def test_a_page_without_a_printed_number_has_no_label() -> None:
    assert _table(Locator(page=1)).page_label is None


def test_a_place_without_lines_has_no_box() -> None:
    assert _table(Locator(page=2)).box is None


def test_lines_without_boxes_have_no_box() -> None:
    assert _table(Locator(lines=(3, 3))).box is None


def test_the_places_of_a_text_stay_as_they_are() -> None:
    text = replace(DOCUMENT, layout=None, format="text", pages=())

    assert _table(Locator(lines=(1, 2)), text) == Locator(lines=(1, 2))


def test_a_passage_and_its_units_have_places_of_their_own() -> None:
    unit = TextUnit("Kostnader | -3 000", UnitKind.ROW, Locator(lines=(4, 4)))
    (placed,) = place_passages(DOCUMENT, (Passage("r:1", "", "", (unit,), Locator(lines=(1, 2))),))

    assert (placed.locator.page_label, placed.units[0].locator.page_label) == ("iv", "1")


def test_a_figure_has_the_label_of_its_page() -> None:
    report = small_report("rapport", "Finsam Norrdal", 2021, ["Styrelsen har haft fem möten."])
    figures = tuple(replace(figure, locator=Locator(lines=(2, 2))) for figure in report.figures)

    assert {figure.locator.page_label for figure in place_figures(DOCUMENT, figures)} == {"iv"}


def test_no_findings_are_none() -> None:
    assert place_findings(DOCUMENT, ()) == ()


def _scanned() -> Document:
    return replace(DOCUMENT, pages=(PAGES[0], replace(PAGES[1], source=PageSource.OCR), PAGES[2]))


def _finding(kind: FindingKind, page: int) -> Finding:
    place = Place("rapport", "rapport.pdf", Locator("2 Ekonomi", page), "Intäkter | 5 000")
    return Finding("f", "rapport", kind, Severity.MATERIAL, Certainty.CERTAIN, "Summan stämmer inte.", (place,))


def test_a_figure_of_a_scanned_page_says_that_it_was_read_from_an_image() -> None:
    report = small_report("rapport", "Finsam Norrdal", 2021, ["Styrelsen har haft fem möten."])
    figures = tuple(replace(figure, locator=Locator(lines=(2, 2))) for figure in report.figures)

    assert all(READ_FROM_IMAGE in figure.flags for figure in place_figures(_scanned(), figures))


def test_a_finding_on_a_scanned_page_is_never_certain() -> None:
    (placed,) = place_findings(_scanned(), (_finding(FindingKind.SUM, 2),))

    assert placed.certainty is Certainty.INTERPRETATION
    assert "läst ur en bild" in placed.consequences[-1]


def test_a_misprint_on_a_scanned_page_is_the_recognitions() -> None:
    assert place_findings(_scanned(), (_finding(FindingKind.MISPRINT, 2),)) == ()


def test_a_finding_on_a_page_with_its_own_text_stays_certain() -> None:
    (placed,) = place_findings(_scanned(), (_finding(FindingKind.SUM, 3),))

    assert placed.certainty is Certainty.CERTAIN
