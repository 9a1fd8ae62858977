"""Where a table goes on after a turn of the page: its header printed again, its title with "forts."."""

from __future__ import annotations

import re
from collections.abc import Sequence

from ingest.domain import Line
from ingest.language import fold
from ingest.tables_grid import clean

MAX_LINES_BETWEEN = 6
_CONTINUED = re.compile(r"\bforts(?:attning)?\b")


def header_again(lines: Sequence[Line], first: int, last: int, index: int) -> int | None:
    """The index after the header at indexes `first` to `last` where it is printed once more from `index` on, else None."""
    header = [text for line in lines[first : last + 1] if (text := clean(line.text))]
    at = index
    for text in header:
        while at < len(lines) and not clean(lines[at].text):
            at += 1
        if at == len(lines) or clean(lines[at].text) != text:
            return None
        at += 1
    return at if header else None


def is_continued_title(lines: Sequence[Line], first: int, last: int, index: int) -> bool:
    """Whether the line at `index` only names the table again, above its header once more."""
    text = clean(lines[index].text)
    above = next((clean(line.text) for line in reversed(lines[:first]) if clean(line.text)), "")
    if fold(text) != fold(above) and not _CONTINUED.search(fold(text)):
        return False
    below = range(index + 1, min(index + MAX_LINES_BETWEEN, len(lines)))
    return any(header_again(lines, first, last, at) is not None for at in below)
