"""Headings of a Word file: by style, and in a file whose writer used none, by how a short paragraph stands out."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

from ingest.formats.word_parts import TablePart, TextPart, WordPart

# A longer paragraph in a heading's style is text that somebody formatted so.
MAX_HEADING_CHARS = 200
# Fewer headings by style than this: the writer made them by hand.
_MIN_STYLED = 2
_MAX_WEAK_CHARS = 100
_LARGER_BY = 4  # half points above the size of most of the text
_NUMBER = re.compile(r"(\d{1,2}(?:\.\d{1,2}){0,3})\.?\s+\S")
_ENDS_TEXT = (".", ",", ";", ":", "!", "?")
_MAX_LEVEL = 3


def find_headings(parts: Sequence[WordPart]) -> tuple[WordPart, ...]:
    """The parts with the level of every heading set, and that of what only has a heading's style taken away."""
    sound = tuple(_sound(part) if isinstance(part, TextPart) else part for part in parts)
    styled = sum(1 for part in sound if isinstance(part, TextPart) and part.level)
    return sound if styled >= _MIN_STYLED else _by_look(sound)


def _sound(part: TextPart) -> TextPart:
    return replace(part, level=0) if part.level and len(part.lines[0]) > MAX_HEADING_CHARS else part


def _by_look(parts: tuple[WordPart, ...]) -> tuple[WordPart, ...]:
    usual = _usual_size(parts)
    weak = {at for at, part in enumerate(parts) if isinstance(part, TextPart) and _stands_out(part, usual) and _heads(parts, at)}
    sizes = sorted({part.size for at, part in enumerate(parts) if at in weak and isinstance(part, TextPart)}, reverse=True)
    found: list[WordPart] = []
    depth = 0
    for at, part in enumerate(parts):
        if at in weak and isinstance(part, TextPart):
            text = part.lines[0].strip()
            number = _NUMBER.match(text)
            by_size = min(sizes.index(part.size) + 1, _MAX_LEVEL)
            if number is not None:
                depth = number[1].count(".") + 1
            # Without a number of its own a heading lies below the numbered one before it, unless it is set larger.
            level = depth if number is not None else max(by_size, depth + 1 if depth and part.size <= usual + _LARGER_BY else 1)
            found.append(replace(part, level=level))
        else:
            found.append(part)
    return tuple(found)


def _usual_size(parts: Sequence[WordPart]) -> int:
    """The size that most letters have."""
    letters: Counter[int] = Counter()
    for part in parts:
        if isinstance(part, TextPart):
            letters[part.size] += sum(map(len, part.lines))
    return letters.most_common(1)[0][0] if letters else 0


def _stands_out(part: TextPart, usual: int) -> bool:
    if part.level:
        return True
    texts = [line.strip() for line in part.lines if line.strip()]
    if len(texts) != 1 or "\t" in texts[0] or part.contents or part.beside_table or (part.close and not part.numbered):
        return False
    text = texts[0]
    if len(text) > _MAX_WEAK_CHARS or text.endswith(_ENDS_TEXT) or not any(c.isalpha() for c in text):
        return False
    return part.bold or (bool(part.size) and part.size >= usual + _LARGER_BY)


def _heads(parts: Sequence[WordPart], at: int) -> bool:
    """Whether text or a table follows: the last paragraph of a file heads nothing."""
    return any(isinstance(part, TablePart) or not part.is_blank for part in parts[at + 1 :])
