"""Small numbers as running text spells them."""

from __future__ import annotations

import re

_FROM_TWO = "tva tre fyra fem sex sju atta nio tio elva tolv tretton fjorton femton sexton sjutton arton nitton tjugo".split()
_SPELLED = dict(zip(_FROM_TWO, range(2, 21), strict=True)) | {"en": 1, "ett": 1}
SPELLED_OR_DIGITS = rf"(?:\d{{1,3}}|{'|'.join(_SPELLED)})"


def number_of(word: str) -> int | None:
    """The value of a folded word ("fyra", "12"); None where it is no small whole number."""
    if word.isdigit() and len(word) <= 3:
        return int(word)
    return _SPELLED.get(word)


_SEVERAL = re.compile(rf"\b(?:{'|'.join(_FROM_TWO)})\b")


def in_digits(folded: str) -> str:
    """A folded text with its small numbers from two on in digits: "minst 4 traffar"."""
    return _SEVERAL.sub(lambda match: str(_SPELLED[match[0]]), folded)
