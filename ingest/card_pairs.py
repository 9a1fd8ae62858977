"""Which value of a fact card belongs to which label: what stands beside it, below it, or is alone in being of its kind.

Where all labels stand first and the texts later, a value is paired only where its kind is announced by as many labels as
there are values, and the values stand in the order of the labels.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from itertools import accumulate, pairwise

from ingest.card_keys import KeyKind
from ingest.card_labels import Label, plain, value_lines
from ingest.domain import Line
from ingest.figures_cards import CardAmount, leading_value, read_card, says_nothing
from ingest.tables_grid import is_blank

MAX_LINES_BELOW = 4
# A key of each kind that a value can be told by alone: heads by their word, money by its unit, two sexes by their stroke.
_ANNOUNCED = {KeyKind.COUNT: "Antal", KeyKind.MONEY: "Budget", KeyKind.PAIR: "Kvinnor/män"}


@dataclass(frozen=True, slots=True)
class Value:
    """A printed value: the indexes of the lines on which its text starts and ends, and the text."""

    first: int
    last: int
    text: str


def pair_values(lines: Sequence[Line], card: Sequence[Label], ends: Sequence[int]) -> list[tuple[Label, Value]]:
    """The labels of a card with their values, none where no value is the label's for certain.

    `ends` are the indexes of the lines at which the card may end, nearest first.
    """
    own = {at for label in card for at in (*label.parts, label.value) if at is not None}
    pairs = [(label, _value(lines, label.name, label.value, label.text, own)) for label in card if label.value is not None]
    waiting = [label for label in card if label.value is None]
    if _labels_first(lines, waiting):
        announced = sum(label.kind in _ANNOUNCED for label in waiting)
        found = [_paired_by_kind(lines, waiting, own, end) for end in ends]
        # the nearest end within which every label has its value, else the nearest
        pairs += next((p for p in found if len(p) == announced), found[0])
    else:
        pairs += [(label, _below(lines, label, own)) for label in waiting]
    return [(label, value) for label, value in pairs if value is not None]


def _labels_first(lines: Sequence[Line], waiting: list[Label]) -> bool:
    """Whether two labels stand one upon the other with nothing between them."""
    return any(all(is_blank(line) for line in lines[one.last + 1 : other.first]) for one, other in pairwise(waiting))


def _below(lines: Sequence[Line], label: Label, own: Collection[int]) -> Value | None:
    """The value in the paragraph under a label that stands alone."""
    for at in range(label.last + 1, min(label.last + 1 + MAX_LINES_BELOW, len(lines))):
        if at in own:
            return None
        if not is_blank(lines[at]):
            return _value(lines, label.name, at, plain(lines[at]), own)
    return None


def _value(lines: Sequence[Line], key: str, start: int, first: str, own: Collection[int]) -> Value | None:
    """The value that the text from this line on begins with, in as few lines as hold it; None where it begins with none."""
    where = value_lines(lines, start, own)
    texts = [first, *(plain(lines[at]) for at in where[1:])]
    whole = " ".join(texts)
    text = leading_value(key, whole) or leading_value(key, first) or (whole if _is_own(read_card(key, whole)) else "")
    if not text:
        return None
    ends = accumulate(len(part) + 1 for part in texts)
    last = next(at for at, length in zip(where, ends, strict=True) if length > len(text))
    return Value(start, last, text)


def _is_own(amounts: tuple[CardAmount, ...]) -> bool:
    """Whether a text holds numbers of its key: the first, or parts of it, and not a list of amounts with other names."""
    return bool(amounts) and (not amounts[0].label or amounts[0].is_part or not amounts[0].numeral.unit)


def _paired_by_kind(
    lines: Sequence[Line], waiting: list[Label], own: Collection[int], end: int
) -> list[tuple[Label, Value | None]]:
    """The labels with the values of their kind, in order; none of a kind where the numbers differ, none at all where the
    values stand in another order than the labels."""
    texts = [at for at in range(waiting[0].first, end) if at not in own and not is_blank(lines[at])]
    pairs: list[tuple[Label, Value]] = []
    for kind, key in _ANNOUNCED.items():
        labels = [label for label in waiting if label.kind is kind]
        found = [value for at in texts if (value := _candidate(lines, at, key, own)) is not None]
        if len(found) != len(labels):
            # "Redovisas i helårsrapporten" stands in for a value
            found += [Value(at, at, "") for at in texts if says_nothing(plain(lines[at]))]
            found.sort(key=lambda value: value.first)
        if len(found) == len(labels):
            pairs += [(label, value) for label, value in zip(labels, found, strict=True) if value.text]
    pairs.sort(key=lambda pair: pair[0].first)
    in_order = all(one[1].first < other[1].first for one, other in pairwise(pairs))
    return [*pairs] if in_order and all(label.first < value.first for label, value in pairs) else []


def _candidate(lines: Sequence[Line], at: int, key: str, own: Collection[int]) -> Value | None:
    """The value of a kind that starts a paragraph here, or is all of the line; a bare number may be a page's."""
    text = plain(lines[at])
    starts = at == 0 or is_blank(lines[at - 1]) or at - 1 in own or lines[at - 1].page != lines[at].page
    if not starts and leading_value(key, text) != text.rstrip(" ."):
        return None
    value = _value(lines, key, at, text, own) if leading_value(key, text) else None
    return value if value is not None and re.search(r"[^\W\d]|/", value.text) else None
