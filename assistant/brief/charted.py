"""Which rows of the table over the years are drawn: few, of one unit of money and of like size, so that one axis fits all."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from assistant.amounts import KRONOR
from assistant.brief.series import Series
from assistant.brief.stated import printed_value

FEWEST_POINTS = 3  # two points are a difference, which the table tells better
_MOST_ROWS = 3
_LIKE_SIZE = 5  # the largest of a row is at most this many times that of another; else the small one is a flat line
# What a council asks of first comes first; the others join it where they fit.
_WANTED = ("arets_resultat", "eget_kapital", "verksamhetens_kostnader", "verksamhetens_intakter", "medlemsbidrag")


def charted_rows(rows: Sequence[Series]) -> tuple[int, ...]:
    """The places in `rows` of the measures to draw, in the order of importance; none where no measure has enough points."""
    places = {one.concept: at for at, one in enumerate(rows)}
    chosen: list[int] = []
    for concept in _WANTED:
        at = places.get(concept)
        if at is not None and _has_points(rows[at]) and all(_go_together(rows[at], rows[other]) for other in chosen):
            chosen.append(at)
    return tuple(chosen[:_MOST_ROWS])


def _has_points(series: Series) -> bool:
    return len(series.figures) >= FEWEST_POINTS and len(series.units) == 1 and series.units <= set(KRONOR)


def _go_together(one: Series, other: Series) -> bool:
    small, large = sorted((_size(one), _size(other)))
    return one.units == other.units and large <= small * _LIKE_SIZE


def _size(series: Series) -> Decimal:
    return max(abs(printed_value(figure)) for figure in series.figures.values())
