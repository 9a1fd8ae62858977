"""Small numbers as running text spells them."""

from __future__ import annotations

_SPELLED = dict(zip("tva tre fyra fem sex sju atta nio tio elva tolv".split(), range(2, 13), strict=True)) | {"en": 1, "ett": 1}
SPELLED_OR_DIGITS = rf"(?:\d{{1,3}}|{'|'.join(_SPELLED)})"


def number_of(word: str) -> int | None:
    """The value of a folded word ("fyra", "12"); None where it is no small whole number."""
    if word.isdigit() and len(word) <= 3:
        return int(word)
    return _SPELLED.get(word)
