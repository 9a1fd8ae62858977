"""Numbers of neighbouring columns that only a blank parts: cut where other lines end or begin a number too."""

from __future__ import annotations

import re
from collections.abc import Sequence

from ingest.formats.page_lines import Piece, PrintLine
from ingest.numerals import parse_cell

_DIGITS = re.compile(r"[-–−+]?\d{1,3}(?:,\d+)?%?|[-–−+]")
_SAME_EDGE = 1.5
_MIN_WORDS = 2
# No line of such a report has an amount of so many digits; it is two amounts that happen to group alike.
_MOST_DIGITS = 9


def part_close_values(lines: Sequence[PrintLine]) -> tuple[PrintLine, ...]:
    """The lines with such pieces parted; the others as they are.

    A cut is taken where the edge that it makes is one of most lines, or where it is the only one that leaves two numbers.
    """
    open_pieces = [(line, piece) for line in lines for piece in line.pieces if _may_be_two(piece)]
    if not open_pieces:
        return tuple(lines)
    edges = [piece.x1 for line in lines for piece in line.pieces if piece.is_value]
    edges += [edge for _, piece in open_pieces for edge in {cut[0].x1 for cut in _cuts(piece)}]
    cuts = {id(piece): _best_cut(piece, edges) for _, piece in open_pieces}
    return tuple(_parted(line, cuts) for line in lines)


def _may_be_two(piece: Piece) -> bool:
    words = piece.words
    if len(words) < _MIN_WORDS or not all(_DIGITS.fullmatch(word.text) for word in words):
        return False
    return not piece.is_value or sum(c.isdigit() for c in piece.text) > _MOST_DIGITS


def _cuts(piece: Piece) -> list[tuple[Piece, Piece]]:
    """The ways to cut a piece into two that both print one number."""
    halves = [(Piece(piece.words[:at]), Piece(piece.words[at:])) for at in range(1, len(piece.words))]
    return [(left, right) for left, right in halves if parse_cell(left.text) and parse_cell(right.text)]


def _best_cut(piece: Piece, edges: Sequence[float]) -> tuple[Piece, ...]:
    cuts = _cuts(piece)
    if not cuts:
        return (piece,)
    support = [sum(abs(edge - left.x1) < _SAME_EDGE for edge in edges) for left, _ in cuts]
    best = max(range(len(cuts)), key=lambda i: support[i])
    told = support[best] > 1 and support.count(support[best]) == 1
    return cuts[best] if told or len(cuts) == 1 and not piece.is_value else (piece,)


def _parted(line: PrintLine, cuts: dict[int, tuple[Piece, ...]]) -> PrintLine:
    pieces = tuple(part for piece in line.pieces for part in cuts.get(id(piece), (piece,)))
    return PrintLine(pieces, line.baseline, line.size) if len(pieces) > len(line.pieces) else line
