"""What text may hold that is shown on one line: no control characters, and none of the unseen signs that turn the direction
of what stands behind them and make 2021 read as 1202."""

from __future__ import annotations

import unicodedata
from dataclasses import replace

from ingest.domain import Document

_NO_TEXT = ("Cc", "Zl", "Zp")  # control characters, line and paragraph separators
_TURNING = "\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"
_NONE = dict.fromkeys(map(ord, _TURNING))


def is_plain_line(text: str) -> bool:
    """Whether a name or title is a single line of nothing but text."""
    return not any(sign in _TURNING or unicodedata.category(sign) in _NO_TEXT for sign in text)


def without_turned_direction(document: Document) -> Document:
    """The document, its lines without signs that turn their direction; the same one where it has none."""
    if not any(_turns(line.text) for line in document.lines):
        return document
    return replace(document, lines=tuple(replace(line, text=line.text.translate(_NONE)) for line in document.lines))


def _turns(text: str) -> bool:
    return not text.isascii() and any(sign in text for sign in _TURNING)
