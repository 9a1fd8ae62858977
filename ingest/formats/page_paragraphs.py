"""Where a paragraph of a page ends and the next begins."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from ingest.formats.page_blocks import Block
from ingest.formats.page_lines import PrintLine

# A gap wider than this many usual gaps parts two paragraphs.
_PARAGRAPH_GAP = 1.35
_SHORT_LINE = 0.75
# How a footnote begins ("[1] Bidrag från medlemmarna.").
NOTE_MARK = re.compile(r"\[(?:\d{1,2}|\*{1,3}|[†‡])\] ")


def usual_gap(blocks: Sequence[Block]) -> float:
    """The distance between the baselines of lines of one paragraph, in points; 0 where no two lines follow each other."""
    gaps = [
        b.baseline - a.baseline
        for a, b in pairwise(blocks)
        if isinstance(a, PrintLine) and isinstance(b, PrintLine) and 0 < b.baseline - a.baseline < 4 * a.size
    ]
    return sorted(gaps)[len(gaps) // 4] if gaps else 0.0  # most lines of some pages are paragraphs of their own


def parts_paragraphs(before: PrintLine, line: PrintLine, usual: float) -> bool:
    """Whether a line begins a new paragraph."""
    gap = line.baseline - before.baseline
    if NOTE_MARK.match(line.text):
        return True
    if gap < 0 or gap > _PARAGRAPH_GAP * max(min(usual, 1.6 * before.size), before.size):
        return True
    # a sentence that ends far from where the next line ends is the last of its paragraph
    short = before.span.x1 - before.span.x0 < _SHORT_LINE * (line.span.x1 - line.span.x0)
    return short and before.text.endswith((".", "!", "?")) and line.text[:1].isupper()
