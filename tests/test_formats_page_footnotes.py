"""Footnotes of a PDF: the raised mark is no digit of what it stands behind, the note stands with what it explains."""

from __future__ import annotations

from pathlib import Path

import pytest

from ingest.domain import Document
from ingest.formats.limits import Limits
from ingest.formats.pdf import read_pdf
from tests.tiny_pdf import TinyPage, TinyText, tiny_pdf

PROSE = (
    (700, "Styrelsen för förbundet har haft sex möten under året och ett gemensamt"),
    (685, "seminarium. Antalet medlemmar är oförändrat sedan förbundet bildades."),
    (655, "Verksamheten har bedrivits i tre insatser och följts upp varje kvartal."),
)


def _line(y: float, text: str, size: float = 11, x: float = 60) -> TinyText:
    return TinyText(x, y, text, size)


def _read(tmp_path: Path, *prints: TinyText) -> Document:
    path = tmp_path / "noter.pdf"
    path.write_bytes(tiny_pdf(TinyPage(prints=(*(_line(y, text) for y, text in PROSE), *prints))))
    return read_pdf(path, "0" * 64, Limits(), lambda page, of: None, frozenset())


def _texts(document: Document) -> list[str]:
    return [line.text for line in document.lines if line.text]


@pytest.fixture
def with_note(tmp_path: Path) -> Document:
    # Helvetica of 11 points: "medlemmar" ends 263.6 points from the left
    return _read(
        tmp_path,
        TinyText(60, 625, "Förbundet finansieras av fyra medlemmar", 11),
        TinyText(263.8, 629, "1", 6.5),
        TinyText(267.4, 625, ".", 11),
        _line(610, "Nästa rad hör till samma stycke."),
        _line(580, "Ett nytt stycke."),
        TinyText(60, 104, "1", 6.5),
        TinyText(66, 100, "Region, kommuner och två myndigheter, med en ledamot var", 9),
        TinyText(60, 89, "i styrelsen.", 9),
    )


def test_a_note_stands_behind_the_paragraph_that_bears_its_mark(with_note: Document) -> None:
    texts = _texts(with_note)
    at = texts.index("Förbundet finansieras av fyra medlemmar[1].")

    assert texts[at + 1 :] == [
        "Nästa rad hör till samma stycke.",
        "[1] Region, kommuner och två myndigheter, med en ledamot var",
        "i styrelsen.",
        "Ett nytt stycke.",
    ]


def test_a_note_keeps_its_place_at_the_foot_of_the_page(with_note: Document) -> None:
    note = next(line for line in with_note.lines if line.text.startswith("[1]"))

    assert note.box is not None
    assert note.box.y0 > 730


def test_a_mark_behind_an_amount_is_no_digit_of_it(tmp_path: Path) -> None:
    document = _read(
        tmp_path,
        *(TinyText(x, 600, text, 11) for x, text in ((60, "Belopp i kr"), (300, "2023"), (400, "2022"))),
        *(TinyText(x, 585, text, 11) for x, text in ((60, "Intäkter"), (280, "5 560 000"), (380, "5 574 000"))),
        *(TinyText(x, 570, text, 11) for x, text in ((60, "Kostnader"), (280, "6 355 107"), (380, "5 791 730"))),
        TinyText(328.9, 574, "1", 6.5),
        TinyText(60, 100, "1", 9),
        TinyText(75, 100, "Inklusive 12 000 kr i avgifter.", 9),
    )

    texts = _texts(document)
    assert "Kostnader\t6 355 107\t5 791 730" in texts
    assert texts[texts.index("Kostnader\t6 355 107\t5 791 730") + 1] == "[1] Inklusive 12 000 kr i avgifter."
    assert document.layout is not None
    assert len(document.layout.tables) == 1


def test_a_raised_number_without_a_note_stays_as_it_is(tmp_path: Path) -> None:
    document = _read(tmp_path, TinyText(60, 625, "Hyran per m", 11), TinyText(120.2, 629, "2", 6.5), _line(610, "Slut."))

    assert "Hyran per m2" in " ".join(_texts(document)).replace("m 2", "m2")
    assert not any("[" in text for text in _texts(document))
