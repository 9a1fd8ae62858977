"""Pages of words become a Document: lines in reading order with their places, tables, headings and what runs along."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from ingest.domain import (
    UNSURE_IN_IMAGE,
    Box,
    Document,
    Line,
    Page,
    PageSource,
    PrintedCell,
    PrintedHeading,
    PrintedLayout,
    PrintedTable,
)
from ingest.formats.page_blocks import Block, TableBlock, page_blocks, row_span
from ingest.formats.page_cells import TableCell, TableLine
from ingest.formats.page_columns import TableColumn
from ingest.formats.page_footnotes import Footnote, part_footnotes, place_footnotes
from ingest.formats.page_headings import HeadingAt, PageOfBlocks, body_style, find_printed_headings, heading_text
from ingest.formats.page_lines import PrintLine, print_lines
from ingest.formats.page_paragraphs import parts_paragraphs, usual_gap
from ingest.formats.page_running import RunningLines, find_running
from ingest.formats.page_words import PageWords, Span, Word, leaning_rectangle, span_of, turn_rectangle

_HYPHENATED = re.compile(r"[^\W\d_]{2,}-$")
_KEEPS_HYPHEN = frozenset("och eller samt respektive till".split())
# Below this confidence (of 100) a number read from an image may be another.
_SURE = 88
_SAME_EDGE = 8.0


@dataclass(frozen=True, slots=True)
class ReadPage:
    """A page as it was read. `words` is None where it could not be.

    `quarter` and `skew` are how the page was turned before its words were placed: quarter turns clockwise, then radians
    counter-clockwise about its middle.
    """

    number: int
    width: float
    height: float
    source: PageSource
    note: str = ""
    words: PageWords | None = None
    quarter: int = 0
    skew: float = 0.0


def assemble(source_file: str, sha256: str, file_format: str, pages: Sequence[ReadPage], flags: tuple[str, ...] = ()) -> Document:
    """The document that the pages make, every page accounted for."""
    builder = _Builder()
    body = body_style([word for page in pages if page.words is not None for word in page.words.words])
    parted = [_part_footnotes(page, body.size) for page in pages if page.words is not None]
    read = [page for page, _ in parted]
    words = [page.words for page in read if page.words is not None]
    running = find_running([print_lines(p.words) for p in words], [p.height for p in words], body.size)
    blocks = [
        PageOfBlocks(place_footnotes(page_blocks(p, r.lines), notes), p.rulings)
        for p, r, (_, notes) in zip(words, running, parted, strict=True)
    ]
    headings = find_printed_headings(blocks, body)
    content = {page.number: (page, own, r, at) for at, (page, own, r) in enumerate(zip(read, blocks, running, strict=True))}
    shown: list[Page] = []
    for page in pages:
        label = None
        if page.number in content:
            _, own, run, at = content[page.number]
            label = run.label
            builder.add_page(page, own.blocks, run, [h for h in headings if h.page == at])
        shown.append(Page(page.number, label, page.width, page.height, page.source, page.note))
    return Document(
        source_file,
        sha256,
        "utf-8",
        tuple(builder.lines),
        len(pages),
        flags,
        file_format,
        tuple(shown),
        PrintedLayout(tuple(builder.headings), tuple(builder.tables), frozenset(builder.furniture)),
    )


def _part_footnotes(page: ReadPage, body_size: float) -> tuple[ReadPage, tuple[Footnote, ...]]:
    """In an image a small raised number is too often misread to tell from another."""
    assert page.words is not None
    if page.source is not PageSource.TEXT:
        return page, ()
    words, footnotes = part_footnotes(page.words, body_size)
    return replace(page, words=words), footnotes


@dataclass(slots=True)
class _Builder:
    """The document's lines as they grow. `open_table` is the last page's last table while nothing has followed it."""

    lines: list[Line] = field(default_factory=list)
    headings: list[PrintedHeading] = field(default_factory=list)
    tables: list[PrintedTable] = field(default_factory=list)
    furniture: set[int] = field(default_factory=set)
    open_table: TableBlock | None = None

    def add_page(self, page: ReadPage, blocks: Sequence[Block], running: RunningLines, headings: Sequence[HeadingAt]) -> None:
        assert page.words is not None
        own = print_lines(page.words.words)
        top = [own[i] for i in sorted(running.lines) if own[i].baseline < page.height / 2]
        foot = [own[i] for i in sorted(running.lines) if own[i].baseline >= page.height / 2]
        self._add_running(page, top)
        self._add_blocks(page, blocks, headings)
        self._add_running(page, foot)
        if page.words.margin:
            text = " ".join(word.text for word in page.words.margin)
            self.furniture.add(self._add(page, text, span_of(page.words.margin), turned=False))
        self.furniture.add(self._add(page, "", None))

    def _add_running(self, page: ReadPage, lines: Sequence[PrintLine]) -> None:
        for line in lines:
            self.furniture.add(self._add(page, line.text, line.span))

    def _add_blocks(self, page: ReadPage, blocks: Sequence[Block], headings: Sequence[HeadingAt]) -> None:
        starts = {h.first: h for h in headings}
        usual = usual_gap(blocks)
        at, before = 0, None
        while at < len(blocks):
            block = blocks[at]
            if isinstance(block, TableBlock):
                self._add_table(page, block, is_first=at == 0, is_last=at == len(blocks) - 1)
                before = None
                at += 1
                continue
            self.open_table = None
            if at in starts:
                at = self._add_heading(page, blocks, starts[at])
                before = None
                continue
            if before is not None and parts_paragraphs(before, block, usual):
                self._add(page, "", None)
            blocks = self._add_text(page, block, blocks, at)
            before = block
            at += 1

    def _add_heading(self, page: ReadPage, blocks: Sequence[Block], heading: HeadingAt) -> int:
        if self.lines and self.lines[-1].text:
            self._add(page, "", None)
        parts = [b for b in blocks[heading.first : heading.last + 1] if isinstance(b, PrintLine)]
        text = _joined([heading_text(part) for part in parts])
        number = self._add(page, text, span_of(part.span for part in parts))
        self.headings.append(PrintedHeading(number, number, heading.level))
        self._add(page, "", None)
        return heading.last + 1

    def _add_text(self, page: ReadPage, line: PrintLine, blocks: Sequence[Block], at: int) -> Sequence[Block]:
        """Adds a line; a word divided at its end is put together, and the next line begins after it."""
        after = blocks[at + 1] if at + 1 < len(blocks) else None
        text = line.text
        if isinstance(after, PrintLine) and len(line.pieces) == len(after.pieces) == 1 and _is_divided(line, after):
            words = after.words
            text = text[:-1] + words[0].text
            rest = words[1:]
            blocks = list(blocks)
            if rest:
                blocks[at + 1] = print_lines(rest)[0]
            else:
                del blocks[at + 1]
        self._add(page, text, line.span)
        return blocks

    def _add_table(self, page: ReadPage, table: TableBlock, *, is_first: bool, is_last: bool) -> None:
        continued = _continued(self.open_table, table) if is_first and self.open_table is not None else None
        goes_on = continued is not None
        rows = continued if continued is not None else table.rows
        if goes_on:
            for row in rows[: table.header_rows]:
                self.furniture.add(self._add_row(page, row))
            rows = rows[table.header_rows :]
            first = self.tables[-1].line_first
        else:
            if self.lines and self.lines[-1].text:
                self._add(page, "", None)
            first = len(self.lines) + 1
        for row in rows:
            self._add_row(page, row)
        if goes_on:
            self.tables[-1] = PrintedTable(first, len(self.lines), self.tables[-1].header_rows)
        else:
            self.tables.append(PrintedTable(first, len(self.lines), table.header_rows))
        self._add(page, "", None)
        self.open_table = (self.open_table if goes_on else table) if is_last else None

    def _add_row(self, page: ReadPage, row: TableLine) -> int:
        text = "\t".join(cell.text for cell in row.cells)
        cells = tuple(_printed_cell(page, cell) for cell in row.cells)
        return self._add(page, text, row_span(row), cells)

    def _add(
        self, page: ReadPage, text: str, span: Span | None, cells: tuple[PrintedCell, ...] = (), *, turned: bool = True
    ) -> int:
        number = len(self.lines) + 1
        box = _box(page, span, turned) if span is not None else None
        self.lines.append(Line(number, text, page.number, box, cells))
        return number


def _printed_cell(page: ReadPage, cell: TableCell) -> PrintedCell:
    if not cell.words:
        return PrintedCell()
    others = cell.words[0].others if len(cell.words) == 1 else ()
    return PrintedCell(_box(page, span_of(cell.words), True), _doubts(cell.words), others)


def _doubts(words: Sequence[Word]) -> tuple[str, ...]:
    """What a reader must know of a number that was read from an image."""
    least = min((w.confidence for w in words if any(c.isdigit() for c in w.text)), default=100.0)
    return (f"{UNSURE_IN_IMAGE}, {least:.0f} of 100",) if least < _SURE else ()


def _box(page: ReadPage, span: Span, turned: bool) -> Box:
    corners = (span.x0, span.y0, span.x1, span.y1)
    if turned and page.skew:
        corners = leaning_rectangle(corners, page.skew, page.width, page.height)
    if turned and page.quarter and page.words is not None:
        corners = turn_rectangle(corners, 4 - page.quarter, page.words.width, page.words.height)
    x0, y0, x1, y1 = (round(value, 1) for value in corners)
    return Box(page.number, x0, y0, x1, y1)


def _is_divided(line: PrintLine, after: PrintLine) -> bool:
    first = after.words[0].text
    return (
        _HYPHENATED.search(line.text) is not None
        and first[:1].islower()
        and first not in _KEEPS_HYPHEN
        and 0 < after.baseline - line.baseline < 2.5 * line.size
    )


def _joined(parts: Sequence[str]) -> str:
    text = ""
    for part in parts:
        text = text[:-1] + part if _HYPHENATED.search(text) and part[:1].islower() else f"{text} {part}".strip()
    return text


def _continued(above: TableBlock, table: TableBlock) -> tuple[TableLine, ...] | None:
    """The rows of a table at the top of a page under the columns of the one at the foot of the page before, where it goes
    on with it; None where it does not."""
    if not above.columns or not table.columns:
        alike = not above.columns and not table.columns and len(above.rows[0].cells) == len(table.rows[0].cells)
        return table.rows if alike and _repeats_header(above, table.rows[: table.header_rows]) else None
    places = [_same_column(column, above.columns) for column in table.columns]
    if None in places or len(set(places)) < len(places):
        return None
    rows = tuple(_spread(row, [place for place in places if place is not None], len(above.columns)) for row in table.rows)
    return rows if _repeats_header(above, rows[: table.header_rows]) else None


def _repeats_header(above: TableBlock, heads: Sequence[TableLine]) -> bool:
    """Whether header rows say what the table above has in its own; a column that has no values here may go unnamed."""
    other = above.rows[: above.header_rows]
    if not heads:
        return True
    return len(heads) == len(other) and all(
        not cell.words or cell.text == named.text
        for head, row in zip(heads, other, strict=True)
        for cell, named in zip(head.cells, row.cells, strict=True)
    )


def _same_column(column: TableColumn, columns: Sequence[TableColumn]) -> int | None:
    return next((at for at, other in enumerate(columns) if abs(other.x1 - column.x1) <= _SAME_EDGE), None)


def _spread(row: TableLine, places: Sequence[int], columns: int) -> TableLine:
    cells = [TableCell()] * columns
    for place, cell in zip(places, row.cells[1:], strict=True):
        cells[place] = cell
    return TableLine((row.cells[0], *cells))
