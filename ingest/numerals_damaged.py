"""Numerals that a scan has damaged: blanks in the wrong places, letters where digits stood.

Nothing here is a reading to trust. Every cut and every respelling is offered for arithmetic to prove.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

# No amount of such a report has more digits: a thousand million kronor.
MAX_DIGITS = 9
MAX_TOKENS = 24
_LOOKALIKES = str.maketrans("lIOo", "1100")
_LOOKALIKE = re.compile(r"[-\u2212\u2013]?(?=[\dlIOo]*\d)(?=\d*[lIOo])[\dlIOo]+|[-\u2212\u2013]?[lO]")
_SIGN = r"[-\u2010-\u2015\u2212+]"
_PIECE = re.compile(
    rf"(?:{_SIGN}\s?)?(?:0|[1-9]\d*(?:\s\d+)*)(?:,\d+)?(?:\s?(?:tkr|kr|mnkr|%|:-))?(?:\s\([^()]*\))?|{_SIGN}", re.IGNORECASE
)


def is_lookalike(word: str) -> bool:
    """Whether a word is a numeral with letters for digits ("l1", "4O"), or the one letter that a digit turns into."""
    return _LOOKALIKE.fullmatch(word) is not None


def respell(text: str) -> str:
    """The text with the digits that such words stand for, as long as before ("5 4l1 207" → "5 411 207")."""
    return re.sub(r"\S+", lambda m: digits_for(m.group()) if is_lookalike(m.group()) else m.group(), text)


def digits_for(text: str) -> str:
    """The text with every letter that a scan takes a digit for turned back into it."""
    return text.translate(_LOOKALIKES)


def cut_freely(tokens: Sequence[str], count: int) -> Iterator[tuple[str, ...]]:
    """Every way to join printed tokens to so many values, wherever the blanks stand between the digits.

    None for a line of more tokens than a table row has; the number of ways grows steeply with them.
    """
    if len(tokens) <= MAX_TOKENS:
        yield from _cut(tuple(tokens), count)


def _cut(tokens: tuple[str, ...], count: int) -> Iterator[tuple[str, ...]]:
    if not count <= len(tokens) or sum(map(_digits, tokens)) > count * MAX_DIGITS:
        return
    if count == 1:
        if piece := _join(tokens):
            yield (piece,)
        return
    for length in range(1, len(tokens) - count + 2):
        if piece := _join(tokens[:length]):
            yield from ((piece, *rest) for rest in _cut(tokens[length:], count - 1))


def _join(tokens: Sequence[str]) -> str:
    piece = " ".join(tokens)
    return piece if sum(map(_digits, tokens)) <= MAX_DIGITS and _PIECE.fullmatch(piece) else ""


def _digits(token: str) -> int:
    """How many digits of an amount; a share in brackets has none."""
    return 0 if token.startswith("(") else sum(c.isdigit() for c in token)
