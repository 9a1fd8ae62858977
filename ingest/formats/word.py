"""A Word file becomes the common lines: paragraphs, headings, tables and notes in the order in which they are read.

Straight from the file's XML: what python-docx shows of a document leaves out content controls, text boxes, insertions,
notes and automatic numbers, and it opens neither files with macros nor those with a part missing.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from lxml import etree

from ingest.domain import Document
from ingest.errors import DamagedFileError, EmptyFileError, TooManyPagesError, UnreadableFileError
from ingest.formats.limits import Limits
from ingest.formats.line_writer import Paragraph, one_line, write_document
from ingest.formats.office_zip import OfficeZip
from ingest.formats.span_tables import SpanRow, lay_out
from ingest.formats.word_headings import find_headings
from ingest.formats.word_numbering import NumberingCounter
from ingest.formats.word_pages import PageCounter
from ingest.formats.word_parts import TablePart, TextPart, WordPart
from ingest.formats.word_styles import ParagraphLook, Styles, W
from ingest.formats.word_tables import repeats_as_header, row_cells, table_rows
from ingest.formats.word_tabs import join_tabbed
from ingest.formats.word_text import WRAPPERS, ParagraphText, TextReader

# Tables in tables in tables: deeper ones are text of the cell around them.
_MAX_NESTING = 5
# A number of one part may be that of a list as well; "1.1" and "Not 3" are not.
_ITEM = re.compile(r"[•–—-]|\(?(?:\d{1,2}|[a-zåäö]|[ivx]{1,4})[.)]")
_CONTENTS_LEADER = " ........ "


def read_docx(data: bytes, name: str, sha256: str, limits: Limits) -> Document:
    """The file's text as lines, with its headings, tables and, where Word has left them, its pages.

    Raises `DamagedFileError`, `EncryptedFileError`, `EmptyFileError` without any text, `TooManyPagesError`.
    """
    reader = _WordReader.open(data, name)
    parts = join_tabbed(tuple(reader.parts()))
    if reader.pages.count > limits.max_pages:
        raise TooManyPagesError(
            f"{name} har {reader.pages.count} sidor, fler än gränsen {limits.max_pages}. "
            "Dela filen eller höj inställningen max_pages."
        )
    blocks = [part.block if isinstance(part, TablePart) else _paragraph(part) for part in find_headings(parts)]
    document = write_document(blocks, name, sha256, format="docx", page_count=reader.pages.count)
    if not document.lines:
        raise EmptyFileError(f"{name} har ingen text. Exportera rapporten på nytt och försök igen.")
    return document


def _paragraph(part: TextPart) -> Paragraph:
    return Paragraph(part.lines, part.page, part.level, part.close and not part.level)


@dataclass(slots=True)
class _WordReader:
    body: etree._Element
    styles: Styles
    numbering: NumberingCounter
    text: TextReader
    notes: dict[tuple[str, str], etree._Element]
    pages: PageCounter

    @classmethod
    def open(cls, data: bytes, name: str) -> _WordReader:
        archive = OfficeZip(data, name)
        main = next(iter(archive.related("", "officeDocument")), "word/document.xml")
        root = archive.xml(main)
        if root is None:
            raise DamagedFileError(
                f"{name} är skadad: texten saknas i filen. Spara om den från originalet och försök igen.", f"no part {main}"
            )
        body = root.find(f"{W}body")
        if body is None:
            raise UnreadableFileError(f"{name} är inget Word-dokument. Spara det som .docx eller PDF.", f"root {root.tag}")
        styles = Styles(_first(archive, main, "styles"))
        notes = _notes(_first(archive, main, "footnotes"), "footnote") | _notes(_first(archive, main, "endnotes"), "endnote")
        numbering = NumberingCounter(_first(archive, main, "numbering"), styles)
        return cls(body, styles, numbering, TextReader(styles), notes, PageCounter.of(root))

    def parts(self) -> Iterator[WordPart]:
        """The document's parts in order; a note stands behind what it belongs to."""
        yield from self._blocks(self.body, 0)

    def _blocks(self, parent: etree._Element, depth: int) -> Iterator[WordPart]:
        for child in parent.iterchildren():
            if child.tag == f"{W}p":
                yield from self._paragraph(child, depth)
            elif child.tag == f"{W}tbl":
                yield from self._table(child, depth)
            elif child.tag in WRAPPERS:
                yield from self._blocks(child, depth)

    def _paragraph(self, element: etree._Element, depth: int) -> Iterator[WordPart]:
        properties = element.find(f"{W}pPr")
        look = self.styles.look(properties)
        read = self.text.read(element, bold=look.bold, size=look.size)
        if depth == 0:
            page = self.pages.begin_paragraph(read, look)
        else:
            page = self.pages.page
        yield self._text_part(read, look, page)
        yield from self._notes_of(read)
        for box in read.boxes:
            yield from self._blocks(box, depth + 1)
        if depth == 0:
            self.pages.end_paragraph(read, properties)

    def _text_part(self, read: ParagraphText, look: ParagraphLook, page: int | None) -> TextPart:
        has_text = bool(read.text.strip())
        before = self.numbering.text_before(look) if has_text else ""
        text = before + read.text
        level = look.level if has_text else 0
        if look.is_contents:
            text = text.rstrip("\t").replace("\t", _CONTENTS_LEADER)
        is_item = _ITEM.fullmatch(before.strip()) is not None
        return TextPart(
            lines=tuple(text.split("\n")) if not level else (one_line(text),),
            page=page,
            level=level,
            close=(is_item or look.is_contents) and not level,
            bold=read.bold,
            size=read.size,
            numbered=bool(before) and not self.numbering.is_bullet(look),
            contents=look.is_contents,
            stops=look.tab_stops,
        )

    def _notes_of(self, read: ParagraphText) -> Iterator[TextPart]:
        for note in read.notes:
            element = self.notes.get(note)
            if element is not None:
                texts = [self._plain_text(paragraph) for paragraph in element.iter(f"{W}p")]
                yield TextPart((f"[{self.text.note_marks[note]}] {one_line(' '.join(texts))}",), self.pages.page)

    def _plain_text(self, paragraph: etree._Element) -> str:
        return self.text.read(paragraph, bold=False, size=0).text

    def _table(self, table: etree._Element, depth: int) -> Iterator[WordPart]:
        """The table, then the tables and notes that stand in its cells. One that only frames other content gives that."""
        rows = list(table_rows(table))
        if depth >= _MAX_NESTING:
            return
        if _is_frame(rows):
            for row in rows:
                for _, _, _, cell in row_cells(row):
                    yield from self._blocks(cell, depth)
            return
        inside: list[WordPart] = []
        spans = [self._row(row, inside, depth) for row in rows]
        block = lay_out(spans)
        if block.rows:
            yield TablePart(block)
        yield from inside

    def _row(self, row: etree._Element, inside: list[WordPart], depth: int) -> SpanRow:
        found = SpanRow(heads=repeats_as_header(row))
        self.pages.begin_row()
        for at, columns, goes_on, cell in row_cells(row):
            self.pages.begin_cell()
            texts: list[str] = []
            for part in self._cell_parts(cell, depth):
                if isinstance(part, TextPart) and not part.beside_table:
                    texts += part.lines
                else:
                    inside.append(part)
            found.add(at, "" if goes_on else one_line(" ".join(texts)), columns)
        found.page = self.pages.end_row()
        return found

    def _cell_parts(self, cell: etree._Element, depth: int) -> Iterator[WordPart]:
        """What stands in a cell: its text, and apart from it the notes and tables in it."""
        for child in cell.iterchildren():
            if child.tag == f"{W}tbl":
                for part in self._table(child, depth + 1):
                    yield replace(part, beside_table=True) if isinstance(part, TextPart) else part
            elif child.tag == f"{W}p":
                yield from self._cell_paragraph(child, depth)
            elif child.tag in WRAPPERS:
                yield from self._cell_parts(child, depth)

    def _cell_paragraph(self, element: etree._Element, depth: int) -> Iterator[WordPart]:
        look = self.styles.look(element.find(f"{W}pPr"))
        read = self.text.read(element, bold=look.bold, size=look.size)
        self.pages.pass_in_cell(read)
        before = self.numbering.text_before(look) if read.text.strip() else ""
        # A note's mark behind an amount would be read as digits of it; the note itself stands below the table.
        text = read.text
        for note in read.notes:
            text = text.replace(f"[{self.text.note_marks[note]}]", "")
        yield TextPart((before + text.replace("\n", " "),), None)
        for note_part in self._notes_of(read):
            yield replace(note_part, beside_table=True)
        for box in read.boxes:
            for part in self._blocks(box, depth + 1):
                yield part if isinstance(part, TablePart) else replace(part, level=0)


def _is_frame(rows: Sequence[etree._Element]) -> bool:
    """Whether the table is there for its border or its place only: one cell, or hardly a cell with text besides tables."""
    cells = [cell for row in rows for _, _, _, cell in row_cells(row)]
    if len(cells) == 1:
        return True
    with_tables = sum(1 for cell in cells if next(cell.iter(f"{W}tbl"), None) is not None)
    with_text = sum(1 for cell in cells if any((text.text or "").strip() for text in cell.iter(f"{W}t")))
    return with_tables > 0 and with_tables * 2 >= with_text


def _first(archive: OfficeZip, main: str, kind: str) -> etree._Element | None:
    part = next(iter(archive.related(main, kind)), None)
    return None if part is None else archive.xml(part)


def _notes(root: etree._Element | None, kind: str) -> dict[tuple[str, str], etree._Element]:
    """The notes by their id; those that only draw the line above them are none."""
    if root is None:
        return {}
    elements = (element for element in root.iterchildren(f"{W}{kind}") if element.get(f"{W}type", "normal") == "normal")
    return {(kind, element.get(f"{W}id", "")): element for element in elements}
