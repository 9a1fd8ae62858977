"""Readings that no report prints: an amount out of all scale beside the others of its table or its row."""

from __future__ import annotations

from collections.abc import Sequence

from ingest.tables_readings import OpenRow, length_of, unlikeness_of

# A value a hundred times as great as any that is certain, beside one a hundredth of it, is no reading.
OUT_OF_SCALE_DIGITS = 2
UNEQUAL_DIGITS = 3
# Amounts so much more alike in length are at least as likely.
DOUBTFUL_DIGITS = 2
MIN_CERTAIN_ROWS = 2


def drop_absurd(rows: Sequence[OpenRow]) -> None:
    """Leave out readings with an amount far greater than any of the rows that can be read in one way only.

    A row left with none is marked, and one whose amounts are far from alike while its digits can be cut so that they
    are: it is no fact even where its reading is the only one. Where they are only less alike, it is doubted.
    """
    certain = [o.options[0].amounts for o in rows if not o.is_open and not _is_suspect(o)]
    greatest = max((length_of(amounts) for amounts in certain), default=0)
    for opened in rows:
        if opened.is_unproven:
            if len(certain) >= MIN_CERTAIN_ROWS:
                _drop_beyond(opened, greatest)
            strict = [o for o in opened.options if o.is_strict] or opened.options
            others = [o for o in (*opened.options, *opened.wider) if all(o.amounts)]
            own = min(unlikeness_of(o.amounts) for o in strict)
            best = min((unlikeness_of(o.amounts) for o in others), default=own)
            opened.absurd |= best <= 1 and own > UNEQUAL_DIGITS
            opened.doubted = best <= own - DOUBTFUL_DIGITS


def _is_suspect(opened: OpenRow) -> bool:
    return opened.is_unproven and unlikeness_of(opened.options[0].amounts) >= UNEQUAL_DIGITS


def _drop_beyond(opened: OpenRow, greatest: int) -> None:
    sane = [o for o in opened.options if length_of(o.amounts) <= greatest]
    beyond = [o for o in opened.options if length_of(o.amounts) >= greatest + OUT_OF_SCALE_DIGITS]
    if len(beyond) == len(opened.options):
        opened.absurd |= all(unlikeness_of(o.amounts) >= UNEQUAL_DIGITS for o in beyond)
    elif sane and len(sane) + len(beyond) == len(opened.options):
        opened.options = sane
