"""A brief as a Word document: heading styles, tables with repeated header rows and alternative texts, page numbers, sources.

Marks like [3] lead to their line in the source list. The same brief and day give the same bytes.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from io import BytesIO
from typing import TYPE_CHECKING
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from assistant.brief.content import Block, Brief, Paragraph, Question, Quote, Section, TableBlock
from ui.brief.chart import chart_of_table, picture_png
from ui.brief.edits import BY_HAND
from ui.brief.source_list import SourceLine, by_hand_note, column_shares, source_lines, text_runs
from ui.brief.word_parts import (
    add_page_number,
    add_picture,
    anchor,
    describe_table,
    link_to,
    new_document,
    number_by,
    repeat_header,
    restart_numbering,
    set_widths,
    shade,
)
from ui.brief.words import HOW_MADE, SOURCES_TITLE, cover_lines
from ui.xml_text import printable

if TYPE_CHECKING:
    from docx.document import Document
    from docx.table import _Cell
    from docx.text.paragraph import Paragraph as WordParagraph

_TABLE_PT, _NOTE_PT, _SOURCE_PT = 8.5, 8.5, 8
_ZIP_DAY = (2026, 1, 1, 0, 0, 0)  # the files inside carry a time of their own, which says nothing


def brief_docx(brief: Brief, today: date) -> bytes:
    """The bytes of the document, on portrait A4."""
    document = new_document(brief.title)
    _write_cover(document, brief, today)
    if brief.comparison is not None:
        _write_section(document, brief.comparison, 1)
    for chapter in brief.chapters:
        level = 1
        if len(brief.chapters) > 1:
            document.add_heading(printable(f"{chapter.association}, {chapter.said_period}"), 1)
            level = 2
        for section in chapter.sections:
            _write_section(document, section, level)
    _write_sources(document, source_lines(brief))
    add_page_number(document, printable(brief.title))
    out = BytesIO()
    document.save(out)
    return _same_each_time(out.getvalue())


def _write_cover(document: Document, brief: Brief, today: date) -> None:
    document.add_heading(printable(brief.title), 0)
    for line in cover_lines(brief, today):
        document.add_paragraph(printable(line), style="Subtitle")
    _add_text(document.add_paragraph(), HOW_MADE, _NOTE_PT)
    for note in brief.notes:
        _add_text(document.add_paragraph(), f"Obs! {note}", _NOTE_PT)


def _write_section(document: Document, section: Section, level: int) -> None:
    document.add_heading(printable(section.title), level)
    numbering = 0
    for block in section.blocks:
        if isinstance(block, Question):
            numbering = numbering or restart_numbering(document)
            _write_question(document, block, numbering)
        else:
            _write_block(document, block)


def _write_block(document: Document, block: Block) -> None:
    if isinstance(block, TableBlock):
        _write_table(document, block)
    elif isinstance(block, Quote):
        _add_text(document.add_paragraph(style="Quote"), f"”{block.text}” [{block.citation}]")
        if block.doubt:
            _add_text(document.add_paragraph(), block.doubt, _NOTE_PT)
    else:
        _add_text(document.add_paragraph(), block.text + by_hand_note(block, BY_HAND))


def _write_question(document: Document, block: Question, numbering: int) -> None:
    asked = document.add_paragraph(style="List Number")
    asked.paragraph_format.keep_with_next = bool(block.reason)
    number_by(asked, numbering)
    _add_text(asked, block.text + by_hand_note(block, BY_HAND), bold=True)
    if block.reason:
        _add_text(document.add_paragraph(style="List Continue"), block.reason)


def _write_table(document: Document, block: TableBlock) -> None:
    chart = chart_of_table(block)
    if chart is not None:
        add_picture(document, picture_png(chart), printable(chart.words))
    caption = document.add_paragraph(printable(block.title), style="Caption")
    caption.paragraph_format.keep_with_next = True
    table = document.add_table(rows=1, cols=len(block.columns), style="Table Grid")
    describe_table(table, printable(block.title), printable(block.summary))
    repeat_header(table.rows[0])
    numeric = [any(row[n].numeric for row in block.rows) for n in range(len(block.columns))]
    for n, (cell, name) in enumerate(zip(table.rows[0].cells, block.columns, strict=True)):
        _fill(cell, name, numeric[n], bold=True)
        cell.paragraphs[0].paragraph_format.keep_with_next = True
        shade(cell)
    for row in block.rows:
        cells = table.add_row().cells
        for n, (cell, value) in enumerate(zip(cells, row, strict=True)):
            _fill(cell, f"”{value.text}”" if value.quoted else value.text, numeric[n])
    set_widths(table, column_shares(block))
    _write_notes(document, block.notes)


def _write_notes(document: Document, notes: Sequence[Paragraph]) -> None:
    for note in notes:
        _add_text(document.add_paragraph(), note.text, _NOTE_PT)
    if not notes:
        document.add_paragraph().paragraph_format.space_after = 0


def _fill(cell: _Cell, text: str, to_the_right: bool, bold: bool = False) -> None:
    from docx.enum.text import WD_ALIGN_PARAGRAPH
    from docx.shared import Pt

    paragraph = cell.paragraphs[0]
    paragraph.paragraph_format.space_after = Pt(1)
    if to_the_right:
        paragraph.alignment = WD_ALIGN_PARAGRAPH.RIGHT
    _add_text(paragraph, text, _TABLE_PT, bold=bold)


def _write_sources(document: Document, lines: Sequence[SourceLine]) -> None:
    from docx.shared import Cm, Pt

    document.add_heading(SOURCES_TITLE, 1)
    for line in lines:
        paragraph = document.add_paragraph()
        paragraph.paragraph_format.left_indent, paragraph.paragraph_format.first_line_indent = Cm(0.9), Cm(-0.9)
        paragraph.paragraph_format.space_after = Pt(1)
        anchor(paragraph, line.n, f"[{line.n}]", _SOURCE_PT)
        quote = f": ”{line.quote}”" if line.quote else ""
        _plain_run(paragraph, f" {line.place}{quote}", _SOURCE_PT)


def _add_text(paragraph: WordParagraph, text: str, size_pt: float | None = None, bold: bool = False) -> None:
    for words, number in text_runs(text):
        if number is None:
            _plain_run(paragraph, words, size_pt, bold)
        else:
            link_to(paragraph, number, words, size_pt)


def _plain_run(paragraph: WordParagraph, words: str, size_pt: float | None, bold: bool = False) -> None:
    from docx.shared import Pt

    run = paragraph.add_run(printable(words))
    run.bold = bold or None
    if size_pt is not None:
        run.font.size = Pt(size_pt)


def _same_each_time(content: bytes) -> bytes:
    """The archive with one time for all its files, in the order they are in."""
    out = BytesIO()
    with ZipFile(BytesIO(content)) as made, ZipFile(out, "w", ZIP_DEFLATED) as same:
        for name in made.namelist():
            info = ZipInfo(name, _ZIP_DAY)
            info.compress_type = ZIP_DEFLATED
            same.writestr(info, made.read(name))
    return out.getvalue()
