"""Every regular table of a text export, read as printed: which block, which layout, which cells, what it is called."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import replace

from ingest.contents import read_contents
from ingest.domain import Cell, Document, Locator, Row, Section, Table
from ingest.furniture import find_furniture
from ingest.language import fold
from ingest.tables_by_column import read_column_tables
from ingest.tables_cells import LAYOUT as CELL_LAYOUT
from ingest.tables_cells import read_cell_tables
from ingest.tables_facts import read_fact_cards
from ingest.tables_grid import Grid, GridRow
from ingest.tables_named import read_named_amounts, read_named_lists
from ingest.tables_names import parents_of, title_of
from ingest.tables_part_year import part_of_year
from ingest.tables_proof import settle
from ingest.tables_spaces import read_space_tables
from ingest.tables_tabs import CARD_LAYOUT, read_printed_tables, read_tab_tables
from ingest.tables_units import stated_unit, unit_of_all, unit_of_amounts
from ingest.tables_years import read_year_tables

_NOTE = re.compile(r"not\s*\d{1,2}(?![\d-])")
_STATEMENT_GROUP = re.compile(r"tillgang|skuld|kapital|intakt|kostnad|fordring|avsattning|summa|resultat|bidrag|kassa|medel")


def read_tables(document: Document, sections: tuple[Section, ...]) -> tuple[Table, ...]:
    """The tables in the order of the text. Interleaved blocks and tables of contents are not among them."""
    noise = find_furniture(document)
    grids = settle(_find_grids(document, sections, noise))
    tables: list[Table] = []
    of_all = unit_of_all(document)
    for at, grid in enumerate(grids):
        section = _section_at(sections, grid.lines[0])
        above = grids[at - 1] if at else None
        title = title_of(document, grid, section, noise, above, tables[-1].title if tables else "")
        table = _table(document, grid, title, section, part_of_year(document, sections, section))
        unit = stated_unit(document, grid, title, section, above)
        tables.append(replace(table, unit=unit, amounts_unit=unit_of_amounts(sections, section, of_all)))
    return tuple(tables)


def _find_grids(document: Document, sections: tuple[Section, ...], noise: frozenset[int]) -> list[Grid]:
    """The blocks of all layouts, the surest first: what one reader takes the next leaves alone."""
    contents = read_contents(document.lines)
    if document.layout is not None:
        printed = read_printed_tables(document, document.layout, noise)
        return [grid for grid in printed if not contents.holds(grid.lines[0])]
    boundaries = frozenset(s.line_first for s in sections if s.number or _NOTE.match(fold(s.title)) or _is_chapter(s.title))
    grids = read_tab_tables(document, boundaries, noise) + read_cell_tables(document, boundaries, noise)
    grids += read_column_tables(document, boundaries, _lines_of(grids))
    grids += read_space_tables(document, boundaries, noise, _lines_of(grids))
    grids += read_year_tables(document, boundaries, _lines_of(grids))
    taken = _lines_of(grids)
    lists = read_named_lists(document, boundaries, taken)
    running = tuple(line for line in document.lines if line.number not in noise | _lines_of(lists))
    grids += lists
    grids += read_fact_cards(running, frozenset(s.line_first for s in sections), boundaries, taken)
    grids += read_named_amounts(document, boundaries, _lines_of(grids))
    return sorted((grid for grid in grids if not contents.holds(grid.lines[0])), key=lambda grid: grid.lines)


def _lines_of(grids: Sequence[Grid]) -> frozenset[int]:
    return frozenset(n for grid in grids for n in range(grid.lines[0], grid.lines[1] + 1))


def _is_chapter(title: str) -> bool:
    """Whether a heading without a number is set in capitals and is no side or group of a statement."""
    return title.isupper() and not _STATEMENT_GROUP.search(fold(title))


def _section_at(sections: tuple[Section, ...], line: int) -> Section | None:
    at = bisect_right(sections, line, key=lambda section: section.line_first) - 1
    return sections[at] if at >= 0 else None


def _table(document: Document, grid: Grid, title: str, section: Section | None, part: str) -> Table:
    label, page_label = (section.label, section.page_label) if section else ("", None)
    from_contents = page_label is not None and section is not None and "page-from-toc" in section.flags
    parents = parents_of(grid.rows, headings=grid.layout not in (CELL_LAYOUT, CARD_LAYOUT))
    return Table(
        title=title,
        columns=grid.columns,
        rows=tuple(_row(document, row, above) for row, above in zip(grid.rows, parents, strict=True)),
        locator=Locator(section=label, page=_page(document, grid.lines[0]), page_label=page_label, lines=grid.lines),
        layout=grid.layout,
        flags=("page-from-toc",) if from_contents else (),
        part_of_year=part,
    )


def _row(document: Document, row: GridRow, parents: tuple[str, ...]) -> Row:
    cells = tuple(
        Cell(
            text,
            row.cell_lines[i] if i < len(row.cell_lines) else row.lines,
            row.cell_flags[i] if i < len(row.cell_flags) else (),
            row.cell_boxes[i] if i < len(row.cell_boxes) else None,
        )
        for i, text in enumerate(row.texts)
    )
    return Row(
        row.label, parents, cells, _with_borders(row.quote, row.texts), row.lines, row.flags, _page(document, row.lines[0])
    )


def _with_borders(quote: str, texts: Sequence[str]) -> str:
    """The row as it may be cited, with " | " between cells that the print keeps apart by blanks only.

    "Leverantörsskulder 1379857 1718627" would read as one number.
    """
    cells = [" ".join(t.split()) for t in texts if t.strip()]
    if " | " in quote and set(cells) <= set(quote.split(" | ")):
        return quote
    # A row over several lines may have been cut otherwise before its sums told where the cells end.
    parts: list[str] = []
    rest = quote.replace(" | ", " ")
    for text in reversed(cells):
        at = rest.rfind(text)
        if at < 0:
            return quote
        after = rest[at + len(text) :].strip()
        parts = [text, *([after] if after else []), *parts]
        rest = rest[:at].rstrip()
    return " | ".join([rest, *parts] if rest else parts)


def _page(document: Document, line: int) -> int | None:
    return document.lines[line - 1].page
