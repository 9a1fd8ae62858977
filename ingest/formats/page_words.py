"""The words of a page with their places, whatever they were read from, and the ruled lines between them."""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Word:
    """A word on an upright page, in points from the top left corner; `baseline` is what its letters stand on.

    `size` is the height of the type, `font` tells one face from another ("" where unknown), `is_bold` that its name says
    so. `confidence` is 100 for the file's own text, else that of the recognition (0 to 100); `others` are further readings
    of a number in an image. `ends_in_hyphen` marks a word that the file itself says is divided at the line's end.
    """

    text: str
    x0: float
    y0: float
    x1: float
    y1: float
    baseline: float
    size: float
    font: str = ""
    is_bold: bool = False
    confidence: float = 100.0
    ends_in_hyphen: bool = False
    others: tuple[str, ...] = ()

    @property
    def middle(self) -> float:
        return (self.x0 + self.x1) / 2


@dataclass(frozen=True, slots=True)
class Ruling:
    """A straight line drawn on the page: horizontal where y0 equals y1, else vertical."""

    x0: float
    y0: float
    x1: float
    y1: float

    @property
    def is_horizontal(self) -> bool:
        return self.y0 == self.y1


@dataclass(frozen=True, slots=True)
class PageWords:
    """All that stands on a page. `margin` holds text set at another angle than the page's: stamps, document keys."""

    number: int
    width: float
    height: float
    words: tuple[Word, ...]
    rulings: tuple[Ruling, ...] = ()
    margin: tuple[Word, ...] = ()


@dataclass(frozen=True, slots=True)
class Span:
    """What several words take together, in points from the top left corner."""

    x0: float
    y0: float
    x1: float
    y1: float


def span_of(words: Iterable[Word | Span]) -> Span:
    """The rectangle around the words, at least one."""
    found = tuple(words)
    return Span(min(w.x0 for w in found), min(w.y0 for w in found), max(w.x1 for w in found), max(w.y1 for w in found))


def turn_rectangle(
    box: tuple[float, float, float, float], quarter: int, width: float, height: float
) -> tuple[float, float, float, float]:
    """A rectangle on a page of this size, where it lies once the page is turned by so many quarters clockwise."""
    x0, y0, x1, y1 = box
    match quarter % 4:
        case 1:
            return height - y1, x0, height - y0, x1
        case 2:
            return width - x1, height - y1, width - x0, height - y0
        case 3:
            return y0, width - x1, y1, width - x0
        case _:
            return box


def leaning_rectangle(
    box: tuple[float, float, float, float], skew: float, width: float, height: float
) -> tuple[float, float, float, float]:
    """The upright rectangle on a page around one that leans by so many radians once the page is turned back."""
    x0, y0, x1, y1 = box
    cx, cy = width / 2, height / 2
    sin, cos = math.sin(skew), math.cos(skew)
    # the page was turned counter-clockwise, with y downwards; this turns it back
    turned = [(cx + (x - cx) * cos - (y - cy) * sin, cy + (x - cx) * sin + (y - cy) * cos) for x in (x0, x1) for y in (y0, y1)]
    xs, ys = [x for x, _ in turned], [y for _, y in turned]
    return min(xs), min(ys), max(xs), max(ys)
