"""Blocks of a document (paragraphs, headings, tables) written down as the common lines, with what the layout tells of them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from ingest.domain import Document, Line, Page, PrintedHeading, PrintedLayout, PrintedTable

_UNSEEN = dict.fromkeys(map(ord, "\u00ad\u200b\u200c\u200d\u2060\ufeff"))


@dataclass(frozen=True, slots=True)
class Paragraph:
    """Text between two blank lines: `lines` as they are broken on purpose. `level` is that of a heading, 0 for none.

    `close` paragraphs follow the one before without a blank line: the items of a list, the entries of a contents.
    `page` is physical, None where the file does not tell.
    """

    lines: tuple[str, ...]
    page: int | None = None
    level: int = 0
    close: bool = False


@dataclass(frozen=True, slots=True)
class TableRow:
    """The texts of a row, one a column, and the physical page that it begins on."""

    cells: tuple[str, ...]
    page: int | None = None


@dataclass(frozen=True, slots=True)
class TableBlock:
    """A table with the same number of cells in every row; the first `header_rows` rows head its columns."""

    rows: tuple[TableRow, ...]
    header_rows: int = 0


Block = Paragraph | TableBlock


@dataclass(slots=True)
class _Lines:
    lines: list[Line] = field(default_factory=list)
    headings: list[PrintedHeading] = field(default_factory=list)
    tables: list[PrintedTable] = field(default_factory=list)

    def add(self, text: str, page: int | None) -> int:
        self.lines.append(Line(len(self.lines) + 1, text, page))
        return len(self.lines)

    def part(self, page: int | None) -> None:
        if self.lines and self.lines[-1].text:
            self.add("", page)


def write_document(
    blocks: Sequence[Block],
    name: str,
    sha256: str,
    *,
    format: str,
    encoding: str = "utf-8",
    page_count: int = 0,
    flags: tuple[str, ...] = (),
) -> Document:
    """The Document of these blocks: a blank line between two of them, a row of a table one line with tabs."""
    written = _Lines()
    for block in blocks:
        if isinstance(block, TableBlock):
            _write_table(written, block)
        else:
            _write_paragraph(written, block)
    layout = PrintedLayout(tuple(written.headings), tuple(written.tables))
    pages = tuple(Page(number) for number in range(1, page_count + 1))
    return Document(name, sha256, encoding, tuple(written.lines), page_count, flags, format, pages, layout)


def one_line(text: str) -> str:
    """The text with white space of any kind folded to single blanks, and without marks that only say where it may break."""
    return " ".join(text.translate(_UNSEEN).split())


def _write_paragraph(written: _Lines, block: Paragraph) -> None:
    texts = [text for text in map(one_line, block.lines) if text]
    if not texts:
        return
    if not block.close:
        written.part(block.page)
    first = written.add(texts[0], block.page)
    for text in texts[1:]:
        written.add(text, block.page)
    if block.level:
        written.headings.append(PrintedHeading(first, first + len(texts) - 1, block.level))


def _write_table(written: _Lines, block: TableBlock) -> None:
    if not block.rows:
        return
    written.part(block.rows[0].page)
    numbers = [written.add("\t".join(map(one_line, row.cells)), row.page) for row in block.rows]
    written.tables.append(PrintedTable(numbers[0], numbers[-1], block.header_rows))
