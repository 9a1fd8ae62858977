"""Sections are cut into passages of whole units: sentences, lists and table rows, each with its place."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from ingest.domain import Document, Line, Locator, Metadata, Passage, Row, Section, Table, TextUnit, UnitKind
from ingest.headings import Heading, find_headings
from ingest.layout import Layout
from ingest.sentences import Piece, cut_pieces, split_sentences
from ingest.tables_grid import clean
from ingest.tables_tabs import CARD_LAYOUT

HEADER_SEPARATOR = " – "
# About a paragraph or two. The embedding model reads 512 tokens, of which 900 characters of Swedish and the header take
# about 300; passages under 300 characters told too little of their context in search.
TARGET_CHARS = 600
MAX_CHARS = 900
# A row of prose cells longer than this is quoted cell by cell, each with the row's label.
_LONG_ROW_CHARS = 500
_TAG = re.compile(r"<[^<>]*>")


def cut_passages(
    report_id: str, document: Document, sections: tuple[Section, ...], tables: tuple[Table, ...], metadata: Metadata
) -> tuple[Passage, ...]:
    """Passages in order, none across a section's end; empty for a document of headings only.

    Table rows take the place of the lines they were read from; page furniture, headings and the table of contents
    are left out.
    """
    headings, contents, furniture = find_headings(document)
    by_line = {heading.line_first: heading for heading in headings}
    layout = Layout.of(tuple(x for x in document.lines if x.number not in furniture and not contents.holds(x.number)))
    in_tables = {n for table in tables for n in _table_lines(document, table)}
    skipped = furniture | in_tables | frozenset(range(contents.line_first, contents.line_last + 1))
    passages: list[Passage] = []
    about = HEADER_SEPARATOR.join((metadata.association, metadata.kind.value, metadata.period))
    for section in sections:
        lines = _body(document, section, by_line.get(section.line_first), skipped)
        groups = _prose_groups(lines, section, layout) + _table_groups(document, tables, section)
        for caption, units in sorted(groups, key=lambda group: (group[1][0].locator.lines or (0, 0))[0]):
            header = HEADER_SEPARATOR.join(part for part in (about, section.label, caption) if part)
            passages.append(_passage(f"{report_id}:p{len(passages)}", header, units, section))
    return tuple(passages)


_Group = tuple[str, tuple[TextUnit, ...]]


def _body(document: Document, section: Section, heading: Heading | None, skipped: frozenset[int]) -> list[Line]:
    """The section's lines that hold text of its own; what stands on the heading's line after the title comes first."""
    lines = list(document.lines[section.line_first - 1 : section.line_last])
    if heading is None:
        return [line for line in lines if line.number not in skipped]
    body = [
        line
        for line in lines
        if line.number > heading.line_last and line.number != heading.repeats and line.number not in skipped
    ]
    if heading.rest:
        last = document.lines[heading.line_last - 1]
        body.insert(0, Line(last.number, heading.rest, last.page))
    return body


def _prose_groups(lines: Sequence[Line], section: Section, layout: Layout) -> list[_Group]:
    """Sentences, lists and tabbed rows that no table was read from, gathered to passages."""
    groups: list[_Group] = []
    gathered: list[TextUnit] = []
    size = 0
    for unit, ends in _units(lines, section, layout):
        if gathered and size + len(unit.text) > MAX_CHARS:
            groups.append(("", tuple(gathered)))
            gathered, size = [], 0
        gathered.append(unit)
        size += len(unit.text) + 1
        if ends and size >= TARGET_CHARS:
            groups.append(("", tuple(gathered)))
            gathered, size = [], 0
    if gathered:
        groups.append(("", tuple(gathered)))
    return groups


def _units(lines: Sequence[Line], section: Section, layout: Layout) -> Iterator[tuple[TextUnit, bool]]:
    """Units in order, each with whether a paragraph ends after it."""
    prose: list[Line] = []
    for line in lines:
        if "\t" not in line.text.strip():
            prose.append(line)
            continue
        for piece in cut_pieces(prose, layout.wrapped):
            yield _unit(piece, section), piece.ends_paragraph
        prose = []
        cells = _printed_cells(line.text)
        for text in _row_texts(cells[0], cells[1:], " | ".join(cells)):
            yield TextUnit(text, UnitKind.ROW, _locate(section, line.number, line.number, line.page)), True
    for piece in cut_pieces(prose, layout.wrapped):
        yield _unit(piece, section), piece.ends_paragraph


def _unit(piece: Piece, section: Section) -> TextUnit:
    return TextUnit(piece.text, piece.kind, _locate(section, piece.line_first, piece.line_last, piece.page))


def _printed_cells(text: str) -> tuple[str, ...]:
    """The filled cells of a tabbed line; where markup parts a cell's text, the parts are joined by " | "."""
    cells = (" | ".join(part for part in (" ".join(p.split()) for p in _TAG.split(cell)) if part) for cell in text.split("\t"))
    return tuple(cell for cell in cells if cell)


def _row_texts(label: str, cells: Sequence[str], whole: str) -> Iterator[str]:
    """A row as one quote, or the label with a part of its prose each where the cells are long."""
    if len(whole) <= _LONG_ROW_CHARS or not cells:
        yield whole
        return
    for cell in cells:
        for part in _parts(cell):
            yield f"{label} | {part}"


def _parts(cell: str) -> Iterator[str]:
    """A long cell in parts of whole sentences or bullets."""
    gathered = ""
    for bullet in re.split(r"\s(?=•)|\s\|\s", cell):
        for sentence in split_sentences(bullet):
            if gathered and len(gathered) + len(sentence) > _LONG_ROW_CHARS:
                yield gathered
                gathered = ""
            joined = f"{gathered} {sentence}".strip()
            gathered = joined if joined in cell else f"{gathered} | {sentence}"
    if gathered:
        yield gathered


def _table_groups(document: Document, tables: Sequence[Table], section: Section) -> list[_Group]:
    """The rows of each table that stand in the section; the table's title and columns are their context."""
    groups: list[_Group] = []
    for table in tables:
        units: list[TextUnit] = []
        size = 0
        caption = _caption(table, section)
        for row in table.rows:
            if not section.line_first <= row.lines[0] <= section.line_last:
                continue
            for text in _row_quotes(row, document):
                if units and size + len(text) > MAX_CHARS:
                    groups.append((caption, tuple(units)))
                    units, size = [], 0
                page = document.lines[row.lines[0] - 1].page
                units.append(TextUnit(text, UnitKind.ROW, _locate(section, row.lines[0], row.lines[1], page)))
                size += len(text) + 1
        if units:
            groups.append((caption, tuple(units)))
    return groups


def _row_quotes(row: Row, document: Document) -> Iterator[str]:
    line = document.lines[row.lines[0] - 1].text
    if row.lines[0] != row.lines[1]:
        yield row.quote
    elif "<" in line and "\t" in line:
        cells = _printed_cells(line)
        yield from _row_texts(cells[0], cells[1:], " | ".join(cells))
    else:
        yield from _row_texts(row.label, tuple(" ".join(cell.text.split()) for cell in row.cells if cell.text.strip()), row.quote)


def _caption(table: Table, section: Section) -> str:
    title = "" if not table.title or table.title in section.label else table.title
    columns = ", ".join(column for column in table.columns if column)
    return ": ".join(part for part in (title, columns) if part)


def _table_lines(document: Document, table: Table) -> Iterator[int]:
    """The lines whose text the table's rows hold. Between the values of a card stands prose, and so it may behind them."""
    if table.layout == CARD_LAYOUT:
        for row in table.rows:
            (cell,) = row.cells
            first, last = cell.lines
            text = " ".join(clean(line.text) for line in document.lines[first - 1 : last])
            if text.rstrip(" .").endswith(cell.text.rstrip(" .")):
                yield from range(first, last + 1)
        return
    if table.locator.lines is not None:
        yield from range(table.locator.lines[0], table.locator.lines[1] + 1)
    for row in table.rows:
        yield from range(row.lines[0], row.lines[1] + 1)


def _locate(section: Section, first: int, last: int, page: int | None) -> Locator:
    return Locator(section.label, page, section.page_label if page is None else None, (first, last))


def _passage(passage_id: str, header: str, units: tuple[TextUnit, ...], section: Section) -> Passage:
    spans = [unit.locator.lines for unit in units if unit.locator.lines is not None]
    locator = _locate(section, min(s[0] for s in spans), max(s[1] for s in spans), units[0].locator.page)
    return Passage(passage_id, header, "\n".join(unit.text for unit in units), units, locator)
