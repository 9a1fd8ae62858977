"""Pages of words put down by hand, for what is read from where words stand: no file, no fonts, no image."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from ingest.domain import Document, PageSource
from ingest.formats.page_document import ReadPage, assemble
from ingest.formats.page_words import PageWords, Ruling, Word

WIDTH, HEIGHT = 595.0, 842.0
_LETTER, _BLANK = 0.5, 0.28  # of the type's size


@dataclass(frozen=True, slots=True)
class Print:
    """Words on one line. `x` is where they begin ("left"), end ("right") or have their middle, `y` their baseline from the top.

    In a `bold` print the face's name says so.
    """

    text: str
    x: float
    y: float
    align: str = "left"
    size: float = 10.0
    bold: bool = False
    font: str = "Helvetica"
    confidence: float = 100.0

    def words(self) -> tuple[Word, ...]:
        parts = self.text.split(" ")
        width = sum(map(self._width, parts)) + _BLANK * self.size * (len(parts) - 1)
        x = self.x - {"left": 0.0, "middle": width / 2, "right": width}[self.align]
        words = []
        for part in parts:
            words.append(self._word(part, x))
            x += self._width(part) + _BLANK * self.size
        return tuple(words)

    def _width(self, part: str) -> float:
        return _LETTER * self.size * len(part)

    def _word(self, part: str, x: float) -> Word:
        font = f"{self.font}-Bold" if self.bold else self.font
        top, bottom = self.y - 0.75 * self.size, self.y + 0.22 * self.size
        return Word(part, x, top, x + self._width(part), bottom, self.y, self.size, font, self.bold, self.confidence)


def right(text: str, x: float, y: float) -> Print:
    """Words that end at x."""
    return Print(text, x, y, "right")


def row(y: float, label: str, *values: str, ends: Sequence[float] = (400.0, 500.0)) -> tuple[Print, ...]:
    """A label at 70 points and values that end where the columns do; "" is an empty cell."""
    labels = (Print(label, 70.0, y),) if label else ()
    return (*labels, *(right(value, x, y) for value, x in zip(values, ends, strict=False) if value))


def text(y: float, *lines: str, x: float = 70.0, pitch: float = 14.0, size: float = 10.0) -> tuple[Print, ...]:
    """Lines of running text below each other, the first at y."""
    return tuple(Print(line, x, y + at * pitch, size=size) for at, line in enumerate(lines))


def page(
    *prints: Print | tuple[Print, ...], number: int = 1, rulings: Sequence[Ruling] = (), margin: Sequence[Word] = ()
) -> PageWords:
    """An upright A4 page with these prints."""
    flat = [p for given in prints for p in (given if isinstance(given, tuple) else (given,))]
    return PageWords(number, WIDTH, HEIGHT, tuple(word for p in flat for word in p.words()), tuple(rulings), tuple(margin))


def grid(xs: Sequence[float], ys: Sequence[float]) -> tuple[Ruling, ...]:
    """The drawn lines of cells with these sides."""
    across = [Ruling(xs[0], y, xs[-1], y) for y in ys]
    return (*across, *(Ruling(x, ys[0], x, ys[-1]) for x in xs))


def document(*pages: PageWords, source: PageSource = PageSource.TEXT) -> Document:
    """The pages, numbered as they are given, as a Document."""
    read = [
        ReadPage(number, own.width, own.height, source, words=replace(own, number=number)) for number, own in enumerate(pages, 1)
    ]
    return assemble("rapport.pdf", "0" * 64, "pdf", read)


def texts(made: Document) -> list[str]:
    """The lines that are no furniture and not empty."""
    assert made.layout is not None
    return [line.text for line in made.lines if line.text and line.number not in made.layout.furniture]


def furniture(made: Document) -> list[str]:
    """The lines with text that run along."""
    assert made.layout is not None
    return [line.text for line in made.lines if line.text and line.number in made.layout.furniture]


def headings(made: Document) -> list[tuple[str, int]]:
    """The headings and their levels."""
    assert made.layout is not None
    return [(made.lines[h.line_first - 1].text, h.level) for h in made.layout.headings]


def tables(made: Document) -> list[list[str]]:
    """The rows of each table, furniture left out."""
    assert made.layout is not None
    return [
        [
            line.text
            for line in made.lines[table.line_first - 1 : table.line_last]
            if line.text and line.number not in made.layout.furniture
        ]
        for table in made.layout.tables
    ]


def header_rows(made: Document) -> list[int]:
    """How many rows head each table."""
    assert made.layout is not None
    return [table.header_rows for table in made.layout.tables]
