"""The numbers that Word writes by itself, counted as Word counts them."""

from __future__ import annotations

from pathlib import Path

import pytest

from ingest.formats.limits import Limits
from ingest.formats.word import read_docx
from tests.word_files import HEADING_STYLES, paragraph, write_docx


def _level(at: int, text: str, format: str = "decimal", more: str = "") -> str:
    return f'<w:lvl w:ilvl="{at}"><w:start w:val="1"/><w:numFmt w:val="{format}"/>{more}<w:lvlText w:val="{text}"/></w:lvl>'


def _numbering(*levels: str, overrides: str = "") -> str:
    return (
        f'<w:abstractNum w:abstractNumId="0">{"".join(levels)}</w:abstractNum>'
        '<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num>'
        f'<w:num w:numId="2"><w:abstractNumId w:val="0"/>{overrides}</w:num>'
    )


def _item(text: str, level: int = 0, number: int = 1) -> str:
    return paragraph(text, properties=f'<w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="{number}"/></w:numPr>')


def _texts(folder: Path, body: str, numbering: str, styles: str = HEADING_STYLES) -> list[str]:
    path = write_docx(folder / "rapport.docx", body, numbering=numbering, styles=styles)
    document = read_docx(path.read_bytes(), path.name, "0" * 64, Limits())
    return [line.text for line in document.lines if line.text]


def test_levels_count_below_each_other_and_begin_anew(tmp_path: Path) -> None:
    numbering = _numbering(_level(0, "%1"), _level(1, "%1.%2"))
    body = _item("A") + _item("B", 1) + _item("C", 1) + _item("D") + _item("E", 1)

    assert _texts(tmp_path, body, numbering) == ["1 A", "1.1 B", "1.2 C", "2 D", "2.1 E"]


def test_words_of_the_format_stand_before_the_heading(tmp_path: Path) -> None:
    numbering = _numbering(_level(0, "Not %1"))

    assert _texts(tmp_path, _item("Intäkter") + _item("Kostnader"), numbering) == ["Not 1 Intäkter", "Not 2 Kostnader"]


def test_a_style_numbers_its_headings_on_the_level_that_names_it(tmp_path: Path) -> None:
    styles = (
        '<w:style w:type="paragraph" w:styleId="Rubrik1"><w:name w:val="heading 1"/>'
        '<w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr></w:style>'
        '<w:style w:type="paragraph" w:styleId="Rubrik2"><w:name w:val="heading 2"/>'
        '<w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr></w:style>'
    )
    numbering = _numbering(
        _level(0, "%1", more='<w:pStyle w:val="Rubrik1"/>'), _level(1, "%1.%2", more='<w:pStyle w:val="Rubrik2"/>')
    )
    body = paragraph("Inledning", "Rubrik1") + paragraph("Uppdrag", "Rubrik2") + paragraph("Resultat", "Rubrik1")

    assert _texts(tmp_path, body, numbering, styles) == ["1 Inledning", "1.1 Uppdrag", "2 Resultat"]


@pytest.mark.parametrize(
    ("format", "written"),
    [
        ("lowerLetter", "a) b)"),
        ("upperLetter", "A) B)"),
        ("lowerRoman", "i) ii)"),
        ("upperRoman", "I) II)"),
        ("decimalZero", "01) 02)"),
    ],
)
def test_numbers_are_written_in_their_format(tmp_path: Path, format: str, written: str) -> None:
    texts = _texts(tmp_path, _item("x") + _item("x"), _numbering(_level(0, "%1)", format)))

    assert " ".join(text.split()[0] for text in texts) == written


def test_marks_of_any_font_are_one_kind_of_bullet_and_dashes_stay(tmp_path: Path) -> None:
    numbering = _numbering(_level(0, "\uf0b7", "bullet"), _level(1, "–", "bullet"))

    assert _texts(tmp_path, _item("ett") + _item("två", 1), numbering) == ["• ett", "– två"]


def test_a_list_that_starts_anew_does_so_once(tmp_path: Path) -> None:
    numbering = _numbering(_level(0, "%1."), overrides='<w:lvlOverride w:ilvl="0"><w:startOverride w:val="1"/></w:lvlOverride>')
    body = _item("a") + _item("b") + _item("c", number=2) + _item("d", number=2)

    assert _texts(tmp_path, body, numbering) == ["1. a", "2. b", "1. c", "2. d"]


def test_numberings_of_one_definition_count_on_from_each_other(tmp_path: Path) -> None:
    body = _item("a") + _item("b", number=2) + _item("c")

    assert _texts(tmp_path, body, _numbering(_level(0, "%1."))) == ["1. a", "2. b", "3. c"]


def test_a_paragraph_without_text_takes_no_number(tmp_path: Path) -> None:
    assert _texts(tmp_path, _item("a") + _item("") + _item("b"), _numbering(_level(0, "%1."))) == ["1. a", "2. b"]


def test_number_zero_takes_the_number_of_a_style_away(tmp_path: Path) -> None:
    assert _texts(tmp_path, _item("a", number=0), _numbering(_level(0, "%1."))) == ["a"]
