"""Tables whose cells are drawn: the grid that horizontal and vertical lines make, and the words in each of its cells."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from ingest.formats.page_cells import TableCell, TableLine
from ingest.formats.page_lines import Piece, print_lines
from ingest.formats.page_words import PageWords, Span, Word

# Lines whose ends come so near (in points) meet, and lines so near to each other are one.
_TOUCH = 3.0
# A side of a cell counts as drawn where lines cover so much of it.
_DRAWN = 0.85
_MOST_LINES = 600


@dataclass(frozen=True, slots=True)
class RuledTable:
    """A table with drawn cells: where it lies, its rows with one cell for each column, and the words in it."""

    span: Span
    rows: tuple[TableLine, ...]
    words: frozenset[int]  # ids (`id`) of the words that stand in its cells


@dataclass(frozen=True, slots=True)
class _Lines:
    """All lines of one direction: positions across, each with the stretches that are drawn along."""

    at: tuple[float, ...]
    drawn: tuple[tuple[tuple[float, float], ...], ...]

    def covers(self, position: int, start: float, end: float) -> bool:
        """Whether the line at this position is drawn from start to end."""
        length = sum(max(0.0, min(b, end) - max(a, start)) for a, b in self.drawn[position])
        return end > start and length >= _DRAWN * (end - start)


def find_ruled_tables(page: PageWords) -> tuple[RuledTable, ...]:
    """The tables with at least two rows and two columns of drawn cells, from the top."""
    rows = _lines([(r.y0, r.x0, r.x1) for r in page.rulings if r.is_horizontal])
    columns = _lines([(r.x0, r.y0, r.y1) for r in page.rulings if not r.is_horizontal])
    if len(rows.at) < 2 or len(columns.at) < 3 or len(rows.at) * len(columns.at) > _MOST_LINES * 10:
        return ()
    cells = _cells(rows, columns)
    tables = (_table(group, rows, columns, page.words) for group in _groups(cells))
    return tuple(sorted((t for t in tables if t is not None), key=lambda t: t.span.y0))


def _lines(found: Sequence[tuple[float, float, float]]) -> _Lines:
    """Lines at nearly the same position as one, its stretches joined where they meet."""
    at: list[float] = []
    stretches: list[list[tuple[float, float]]] = []
    for position, start, end in sorted(found)[: _MOST_LINES * 20]:
        if at and position - at[-1] <= _TOUCH:
            stretches[-1].append((start, end))
        else:
            at.append(position)
            stretches.append([(start, end)])
    return _Lines(tuple(at), tuple(_joined(s) for s in stretches))


def _joined(stretches: Sequence[tuple[float, float]]) -> tuple[tuple[float, float], ...]:
    joined: list[tuple[float, float]] = []
    for start, end in sorted(stretches):
        if joined and start - joined[-1][1] <= _TOUCH:
            joined[-1] = (joined[-1][0], max(joined[-1][1], end))
        else:
            joined.append((start, end))
    return tuple(joined)


@dataclass(frozen=True, slots=True)
class _Cell:
    """A drawn cell by the numbers of its sides among all lines."""

    top: int
    bottom: int
    left: int
    right: int


def _cells(rows: _Lines, columns: _Lines) -> list[_Cell]:
    """The smallest rectangles with all four sides drawn."""
    found: list[_Cell] = []
    for top in range(len(rows.at) - 1):
        for left in range(len(columns.at) - 1):
            cell = _cell_at(top, left, rows, columns)
            if cell is not None:
                found.append(cell)
    return found


def _cell_at(top: int, left: int, rows: _Lines, columns: _Lines) -> _Cell | None:
    y0, x0 = rows.at[top], columns.at[left]
    for bottom in range(top + 1, len(rows.at)):
        y1 = rows.at[bottom]
        if not columns.covers(left, y0, y1):
            return None
        for right in range(left + 1, len(columns.at)):
            x1 = columns.at[right]
            if not rows.covers(top, x0, x1):
                break
            if rows.covers(bottom, x0, x1) and columns.covers(right, y0, y1):
                return _Cell(top, bottom, left, right)
    return None


def _groups(cells: Sequence[_Cell]) -> list[list[_Cell]]:
    """Cells that share a side, together."""
    groups: list[list[_Cell]] = []
    for cell in cells:
        touching = [g for g in groups if any(_touch(cell, other) for other in g)]
        merged = [c for g in touching for c in g] + [cell]
        groups = [g for g in groups if g not in touching] + [merged]
    return groups


def _touch(a: _Cell, b: _Cell) -> bool:
    beside = (a.right == b.left or b.right == a.left) and a.top < b.bottom and b.top < a.bottom
    below = (a.bottom == b.top or b.bottom == a.top) and a.left < b.right and b.left < a.right
    return beside or below


def _table(cells: Sequence[_Cell], rows: _Lines, columns: _Lines, words: Sequence[Word]) -> RuledTable | None:
    tops, lefts = sorted({c.top for c in cells}), sorted({c.left for c in cells})
    if len(tops) < 2 or len(lefts) < 2 or len(cells) < 4:
        return None
    grid: list[list[tuple[Word, ...]]] = [[() for _ in lefts] for _ in tops]
    inside: set[int] = set()
    for cell in cells:
        held = _inside(words, columns.at[cell.left], rows.at[cell.top], columns.at[cell.right], rows.at[cell.bottom])
        inside.update(id(word) for word in held)
        grid[tops.index(cell.top)][lefts.index(cell.left)] = held
    if any(_holds_rows(row) for row in grid):
        return None
    span = Span(
        columns.at[min(c.left for c in cells)],
        rows.at[min(c.top for c in cells)],
        columns.at[max(c.right for c in cells)],
        rows.at[max(c.bottom for c in cells)],
    )
    filled = [row for row in grid if any(row)]
    kept = [i for i in range(len(lefts)) if any(row[i] for row in filled)]
    lines = tuple(TableLine(tuple(TableCell(row[i]) for i in kept)) for row in filled)
    return RuledTable(span, lines, frozenset(inside)) if len(kept) > 1 and len(lines) > 1 else None


def _inside(words: Sequence[Word], x0: float, y0: float, x1: float, y1: float) -> tuple[Word, ...]:
    held = [w for w in words if x0 <= w.middle <= x1 and y0 <= (w.y0 + w.y1) / 2 <= y1]
    return tuple(word for line in print_lines(held) for word in line.words)


def _holds_rows(cells: Sequence[tuple[Word, ...]]) -> bool:
    """Whether one drawn row frames several printed rows: two of its cells hold a column of values each."""
    return sum(_holds_values(cell) for cell in cells) >= 2


def _holds_values(words: Sequence[Word]) -> bool:
    lines = print_lines(words)
    pieces = [Piece(line.words) for line in lines]
    return len(lines) >= 2 and sum(p.is_value and not p.text.startswith("(") for p in pieces) >= 2
