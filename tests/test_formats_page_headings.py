"""Headings are told by their type: size, bold, underlining, a note's number; their levels follow the size."""

from __future__ import annotations

import pytest

from ingest.domain import PageSource
from ingest.formats.page_headings import body_style
from ingest.formats.page_words import PageWords, Ruling
from tests.printed_pages import Print, document, headings, page, text, texts

BODY = [
    "Förbundet har under året arbetat med stöd till unga i länet och",
    "styrelsen har haft fem möten där planer har antagits.",
] * 8


def _titles(*prints: Print | tuple[Print, ...]) -> list[str]:
    return [title for title, _ in headings(document(_page(*prints)))]


def _page(*prints: Print | tuple[Print, ...], rulings: tuple[Ruling, ...] = ()) -> PageWords:
    """These prints over enough running text to tell what the document's type is."""
    return page(*prints, text(300, *BODY), rulings=rulings)


def test_a_line_in_larger_type_is_a_heading() -> None:
    assert _titles(Print("Ekonomi", 70, 250, size=14)) == ["Ekonomi"]


def test_a_bold_line_is_a_heading() -> None:
    assert _titles(Print("Väsentliga händelser", 70, 250, bold=True)) == ["Väsentliga händelser"]


def test_an_underlined_line_is_a_heading() -> None:
    line = Print("Kommunerna", 70, 250)
    last = line.words()[-1]

    assert [t for t, _ in headings(document(_page(line, rulings=(Ruling(70, 251.5, last.x1, 251.5),))))] == ["Kommunerna"]


def test_a_line_over_a_rule_across_the_page_is_no_heading() -> None:
    made = document(_page(Print("Kommunerna", 70, 250), rulings=(Ruling(70, 251.5, 525, 251.5),)))

    assert headings(made) == []


def test_the_number_and_the_title_of_a_note_are_one_heading() -> None:
    assert _titles(Print("Not 3", 70, 250, bold=True), Print("Personal", 130, 250, bold=True)) == ["Not 3 Personal"]


def test_a_note_s_title_a_little_lower_than_its_number_is_one_heading_with_it() -> None:
    assert _titles(Print("Not 3", 70, 250, bold=True), Print("Personal", 130, 256, bold=True)) == ["Not 3 Personal"]


def test_a_note_s_title_in_the_type_of_the_text_is_a_heading() -> None:
    assert _titles(Print("Not 3 Personal", 70, 250)) == ["Not 3 Personal"]


def test_a_heading_over_two_lines_is_one() -> None:
    assert _titles(Print("Samverkan mellan kommuner och", 70, 230, size=16), Print("regionen i länet", 70, 249, size=16)) == [
        "Samverkan mellan kommuner och regionen i länet"
    ]


def test_a_word_divided_in_a_heading_is_put_together() -> None:
    assert _titles(Print("Kommunernas gemensamma verksam-", 70, 230, size=16), Print("hetsplan", 70, 249, size=16)) == [
        "Kommunernas gemensamma verksamhetsplan"
    ]


def test_two_bold_lines_that_each_begin_anew_are_two_headings() -> None:
    assert _titles(Print("Ekonomi", 70, 230, bold=True), Print("Resultat", 70, 244, bold=True)) == ["Ekonomi", "Resultat"]


@pytest.mark.parametrize("words", ["Så här gick det i år.", "• fler i arbete", "www.finsam.se", "2021-12-31", "12"])
def test_sentences_items_addresses_and_numbers_are_no_headings_however_bold(words: str) -> None:
    assert _titles(Print(words, 70, 250, bold=True)) == []


def test_bold_words_within_a_line_make_no_heading() -> None:
    assert _titles(Print("Obs", 70, 250, bold=True), Print("att året var kort", 90, 250)) == []


def test_a_paragraph_of_bold_lines_is_no_heading() -> None:
    lead = [
        "Förbundet har under detta år arbetat med stöd till unga",
        "och styrelsen har antagit en ny plan för de kommande åren",
        "tillsammans med kommunerna i länet och regionen, som alla",
        "har tagit del i arbetet.",
    ]

    assert _titles(*(Print(line, 70, 220 + 13 * n, bold=True) for n, line in enumerate(lead))) == []


def test_larger_type_is_a_higher_level() -> None:
    made = document(
        _page(Print("Ekonomi", 70, 200, size=18), Print("Resultat", 70, 230, size=14), Print("Intäkter", 70, 255, bold=True))
    )

    assert headings(made) == [("Ekonomi", 1), ("Resultat", 2), ("Intäkter", 3)]


def test_headings_of_one_size_and_face_have_one_level() -> None:
    made = document(_page(Print("Ekonomi", 70, 250, size=14)), _page(Print("Personal", 70, 250, size=14)))

    assert headings(made) == [("Ekonomi", 1), ("Personal", 1)]


def test_bold_stands_above_regular_of_one_size() -> None:
    made = document(_page(Print("Resultat", 70, 200, size=14), Print("Ekonomi", 70, 250, size=14, bold=True)))

    assert headings(made) == [("Resultat", 2), ("Ekonomi", 1)]


def test_a_cover_s_title_stands_below_the_chapters() -> None:
    cover = page(Print("Årsredovisning 2021", 150, 300, size=32), Print("Finsam Norrdal", 150, 350, size=20))
    made = document(cover, _page(Print("Ekonomi", 70, 250, size=16)))

    assert dict(headings(made))["Ekonomi"] == 1
    assert dict(headings(made))["Årsredovisning 2021"] > 1


def test_a_heading_is_set_off_by_blank_lines() -> None:
    made = document(_page(Print("Ekonomi", 70, 285, size=14)))
    at = [line.text for line in made.lines].index("Ekonomi")

    assert made.lines[at + 1].text == ""


def test_the_rarer_of_two_faces_that_are_named_alike_is_the_bold_one() -> None:
    plain = tuple(Print(line.text, line.x, line.y, font="CIDFont+F1#aa") for line in text(300, *BODY))
    made = document(page(Print("Personal", 70, 250, font="CIDFont+F2#bb"), plain))

    assert headings(made) == [("Personal", 1)]


def test_in_an_image_a_short_line_set_off_above_text_is_a_heading() -> None:
    def scanned(line: Print) -> Print:
        return Print(line.text, line.x, line.y, font="")

    prints = tuple(scanned(line) for line in (Print("Personalen", 70, 280), *text(200, *BODY[:4]), *text(295, *BODY)))

    assert headings(document(page(prints), source=PageSource.OCR)) == [("Personalen", 1)]


def test_the_type_of_most_letters_is_the_document_s() -> None:
    style = body_style(page(Print("Ekonomi", 70, 250, size=14), text(300, *BODY)).words)

    assert (style.size, style.font) == (10.0, "Helvetica")


def test_a_document_without_words_has_a_type_all_the_same() -> None:
    assert body_style(()).size == 10.0


def test_text_under_a_heading_keeps_its_lines() -> None:
    assert texts(document(_page(Print("Ekonomi", 70, 250, size=14))))[1] == BODY[0]


def test_a_bold_sentence_over_two_lines_is_no_heading() -> None:
    lead = (
        Print("Förbundet har under detta år arbetat med stöd till unga", 70, 220, bold=True),
        Print("i hela länet.", 70, 233, bold=True),
    )

    assert _titles(*lead) == []
