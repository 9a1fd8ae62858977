"""Which pieces of a table's lines stand in one column: by the edges they share and the lines they stand on together."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from statistics import median

from ingest.formats.page_lines import Piece, PrintLine

# Right edges of one column differ by less than this share of the type's size (a column of amounts with a bracket differs more).
_SAME_EDGE = 0.45
# Two runs of edges are one column when they cover this share of each other and never stand on one line.
_OVERLAP = 0.35


@dataclass(frozen=True, slots=True)
class TableColumn:
    """A column between two edges, in points."""

    x0: float
    x1: float

    @property
    def width(self) -> float:
        return self.x1 - self.x0

    def covers(self, piece: Piece) -> float:
        """How many points of the piece lie within the column."""
        return max(0.0, min(self.x1, piece.x1) - max(self.x0, piece.x0))


@dataclass(slots=True)
class _Run:
    """Pieces whose right edges agree, with the lines they stand on."""

    pieces: list[Piece]
    lines: set[int]

    @property
    def x0(self) -> float:
        return min(p.x0 for p in self.pieces)

    @property
    def x1(self) -> float:
        return max(p.x1 for p in self.pieces)

    def overlaps(self, other: _Run) -> bool:
        shared = min(self.x1, other.x1) - max(self.x0, other.x0)
        width = min(median(p.x1 - p.x0 for p in self.pieces), median(p.x1 - p.x0 for p in other.pieces))
        return shared > _OVERLAP * width


def find_columns(lines: Sequence[PrintLine], label_right: float) -> tuple[TableColumn, ...]:
    """The columns right of the labels, from the left. `label_right` is where pieces that begin a line may no longer be labels."""
    runs: list[_Run] = []
    for at, line in enumerate(lines):
        for piece in cells_of(line, label_right):
            run = next((r for r in runs if at not in r.lines and abs(r.x1 - piece.x1) < _SAME_EDGE * piece.size), None)
            if run is None:
                runs.append(_Run([piece], {at}))
            else:
                run.pieces.append(piece)
                run.lines.add(at)
    merged = _merge(sorted(runs, key=lambda r: -len(r.pieces)))
    return _bounded(sorted(merged, key=lambda r: r.x1))


def cells_of(line: PrintLine, label_right: float) -> tuple[Piece, ...]:
    """The pieces of a line that stand in columns: all but the label that it begins with."""
    first = line.pieces[0]
    if first.is_value and first.x0 > label_right - 1 or first.x0 > label_right:
        return line.pieces
    return line.pieces[1:]


def _merge(runs: list[_Run]) -> list[_Run]:
    """Runs that overlap joined, the largest first, unless two of their pieces stand side by side on one line."""
    merged: list[_Run] = []
    for run in runs:
        into = [m for m in merged if m.overlaps(run) and not m.lines & run.lines]
        if into:
            best = max(into, key=lambda m: min(m.x1, run.x1) - max(m.x0, run.x0))
            best.pieces += run.pieces
            best.lines |= run.lines
        else:
            merged.append(run)
    return merged


def _bounded(runs: Sequence[_Run]) -> tuple[TableColumn, ...]:
    """The columns without overlap: a piece wider than its column ends it where the next begins."""
    columns: list[TableColumn] = []
    for run in runs:
        left = run.x0
        if columns and left < columns[-1].x1:
            left = min(max(left, columns[-1].x1), median(p.x0 for p in run.pieces))
        columns.append(TableColumn(left, max(run.x1, left + 1)))
    return tuple(columns)


def column_of(piece: Piece, columns: Sequence[TableColumn]) -> int | None:
    """The column a piece stands in: the one that covers most of it, else the nearest within two sizes of type."""
    if not columns:
        return None
    best = max(range(len(columns)), key=lambda i: columns[i].covers(piece))
    if columns[best].covers(piece) > 0:
        return best
    nearest = min(range(len(columns)), key=lambda i: _distance(piece, columns[i]))
    return nearest if _distance(piece, columns[nearest]) < 2 * piece.size else None


def columns_under(piece: Piece, columns: Sequence[TableColumn]) -> tuple[int, ...]:
    """The columns that a header stands over: those whose middle it covers, else the one it stands nearest to."""
    under = tuple(i for i, c in enumerate(columns) if piece.x0 <= (c.x0 + c.x1) / 2 <= piece.x1)
    if len(under) > 1:
        return under
    one = column_of(piece, columns)
    return under or ((one,) if one is not None else ())


def _distance(piece: Piece, column: TableColumn) -> float:
    return max(column.x0 - piece.x1, piece.x0 - column.x1, 0.0)
