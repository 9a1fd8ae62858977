"""Pages set in two columns of running text: what stands left of the gutter is read before what stands right of it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from ingest.formats.page_lines import Piece, PrintLine, print_lines

# The gutter lies in the middle part of the page and is at least so wide (points).
_MIDDLE = (0.28, 0.72)
_GUTTER = 8.0
_STEP = 4.0
# Running text has lines of many letters on both sides, at least so many of them; a table has labels and values.
_MIN_LINES = 5
_MIN_CHARS = 22
_MAX_VALUES = 0.15


@dataclass(frozen=True, slots=True)
class _Stretch:
    first: int
    last: int
    gutter: float
    size: int


def in_reading_order(lines: Sequence[PrintLine], width: float) -> tuple[tuple[PrintLine, ...], ...]:
    """The lines in groups that are read one after the other: a page without columns is one group."""
    stretch = _find_stretch(lines, width)
    if stretch is None:
        return (tuple(lines),) if lines else ()
    words = [w for line in lines[stretch.first : stretch.last + 1] for w in line.words]
    left = print_lines([w for w in words if w.middle < stretch.gutter])
    right = print_lines([w for w in words if w.middle >= stretch.gutter])
    above, below = lines[: stretch.first], lines[stretch.last + 1 :]
    groups = (*in_reading_order(above, width), left, right, *in_reading_order(below, width))
    return tuple(group for group in groups if group)


def _find_stretch(lines: Sequence[PrintLine], width: float) -> _Stretch | None:
    best: _Stretch | None = None
    at = _MIDDLE[0] * width
    while at <= _MIDDLE[1] * width:
        for first, last in _uncrossed(lines, at):
            stretch = _text_on_both_sides(lines, first, last, at)
            if stretch is not None and (best is None or stretch.size > best.size):
                best = stretch
        at += _STEP
    return best


def _uncrossed(lines: Sequence[PrintLine], gutter: float) -> list[tuple[int, int]]:
    """Runs of lines of which no word comes near the gutter."""
    runs: list[tuple[int, int]] = []
    first: int | None = None
    near, far = gutter - _GUTTER / 2, gutter + _GUTTER / 2
    for i, line in enumerate(lines):
        crossed = any(p.x0 < far and p.x1 > near for p in line.pieces)
        if crossed:
            if first is not None:
                runs.append((first, i - 1))
            first = None
        elif first is None:
            first = i
    if first is not None:
        runs.append((first, len(lines) - 1))
    return runs


def _crosses(x0: float, x1: float, gutter: float) -> bool:
    return x0 < gutter + _GUTTER / 2 and x1 > gutter - _GUTTER / 2


def _text_on_both_sides(lines: Sequence[PrintLine], first: int, last: int, gutter: float) -> _Stretch | None:
    if last - first + 1 < _MIN_LINES:
        return None
    left = [i for i in range(first, last + 1) if any(p.x1 < gutter for p in lines[i].pieces)]
    right = [i for i in range(first, last + 1) if any(p.x0 > gutter for p in lines[i].pieces)]
    if len(left) < _MIN_LINES or len(right) < _MIN_LINES:
        return None
    sides = (
        [p for i in left for p in lines[i].pieces if p.x1 < gutter],
        [p for i in right for p in lines[i].pieces if p.x0 > gutter],
    )
    if not all(_is_running_text(pieces, count) for pieces, count in zip(sides, (len(left), len(right)), strict=True)):
        return None
    first, last = min(left[0], right[0]), max(left[-1], right[-1])
    return _Stretch(first, last, gutter, sum(len(w.text) for pieces in sides for p in pieces for w in p.words))


def _is_running_text(pieces: Sequence[Piece], lines: int) -> bool:
    chars = sum(len(p.text) + 1 for p in pieces)
    if chars < _MIN_CHARS * lines or sum(p.digits for p in pieces) >= 0.12 * chars:
        return False
    return sum(p.is_value for p in pieces) <= _MAX_VALUES * len(pieces)
