"""Page furniture: what a page carries besides its text (running lines, page numbers, notes that stand for images)."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from itertools import pairwise

from ingest.domain import Document, Line
from ingest.language import fold

_IMAGE_NOTE = re.compile(r"!?\[(?!bookmark|footnote)[^\[\]:]{3,80}\](?:\([^)]*\))?", re.IGNORECASE)
_PAGE_NUMBER = re.compile(
    r"(?:sida|sid\.?|page)\s*\d{1,3}(?:\s*(?:av|\(|/|of)\s*\d{1,3}\)?)?|\d{1,3}\s*\(\d{1,3}\)|[-–]\s?\d{1,3}\s?[-–]",
    re.IGNORECASE,
)
# "Årsredovisning 2021      7 (24)", "Årsredovisning 2021 sida 7": what runs, and the number of the page.
_NUMBERED_LINE = re.compile(
    r"(?P<words>.*[^\W\d_].*?)\s+(?P<page>\d{1,3})\s*(?:\(\d{1,3}\)|(?:av|of|/)\s*\d{1,3})", re.IGNORECASE
)
_MAX_RUNNING_LINE = 90
# A running line stands beside a page number or page end nearly always; a status line ("Målet är uppfyllt") does so by chance.
_BESIDE_SHARE = 0.6
_MIN_NUMBERED_PAGES = 3


def find_furniture(document: Document) -> frozenset[int]:
    """The numbers of the lines that are page furniture."""
    if document.layout is not None:
        return document.layout.furniture
    lines = [line for line in document.lines if line.text.strip()]
    anchors = {
        i for i, line in enumerate(lines) if _IMAGE_NOTE.fullmatch(line.text.strip()) or _PAGE_NUMBER.fullmatch(line.text.strip())
    }
    anchors |= _bare_page_numbers(lines) | _numbered_running_lines(lines)
    return frozenset(lines[i].number for i in anchors | _running_lines(lines, anchors))


def printed_page_numbers(document: Document) -> tuple[tuple[int, int], ...]:
    """The lines that print the number of their page ("Sida 3", "Årsredovisning 2021   3 (12)"), by their number, with it."""
    lines = [line for line in document.lines if line.text.strip()]
    running = _numbered_running_lines(lines)
    found: list[tuple[int, int]] = []
    for index, line in enumerate(lines):
        match = _NUMBERED_LINE.fullmatch(line.text.strip()) if index in running else None
        if match is not None:
            found.append((line.number, int(match["page"])))
        elif _PAGE_NUMBER.fullmatch(line.text.strip()):
            number = re.search(r"\d+", line.text)
            found += [(line.number, int(number.group()))] if number else []
    return tuple(found)


def _bare_page_numbers(lines: Sequence[Line]) -> set[int]:
    """Lone numbers at the edges of pages that grow by one from page to page."""
    edges = {i for i in range(len(lines)) if _at_page_edge(lines, i) and re.fullmatch(r"\d{1,3}", lines[i].text.strip())}
    offsets = Counter(int(lines[i].text) - (lines[i].page or 0) for i in edges)
    if not offsets:
        return set()
    offset, count = offsets.most_common(1)[0]
    if count < _MIN_NUMBERED_PAGES:
        return set()
    return {i for i in edges if int(lines[i].text) - (lines[i].page or 0) == offset}


def _numbered_running_lines(lines: Sequence[Line]) -> set[int]:
    """Lines of the same words with a page number behind them that grows by one from each to the next."""
    printed: dict[str, list[tuple[int, int]]] = {}
    for index, line in enumerate(lines):
        match = _NUMBERED_LINE.fullmatch(line.text.strip())
        if match is not None and len(" ".join(line.text.split())) <= _MAX_RUNNING_LINE:
            printed.setdefault(" ".join(fold(match["words"]).split()), []).append((index, int(match["page"])))
    found: set[int] = set()
    for places in printed.values():
        if len(places) >= _MIN_NUMBERED_PAGES and all(b[1] - a[1] == 1 for a, b in pairwise(places)):
            found.update(index for index, _ in places)
    return found


def _at_page_edge(lines: Sequence[Line], index: int) -> bool:
    return any(
        left >= 0 and right < len(lines) and lines[left].page != lines[right].page
        for left, right in pairwise((index - 1, index, index + 1))
    )


def _running_lines(lines: Sequence[Line], anchors: set[int]) -> set[int]:
    """Short lines printed the same at least twice and nearly always beside an anchor or a page's edge."""
    folded = [" ".join(fold(line.text).split()) for line in lines]
    counts = Counter(text for text, line in zip(folded, lines, strict=True) if _may_run(line.text))
    repeated = {i for i, text in enumerate(folded) if counts[text] > 1}
    beside: set[int] = set()
    starts = [*((i, step) for i in anchors for step in (-1, 1)), *_edge_starts(lines)]
    for start, step in starts:
        at = start + step
        while 0 <= at < len(lines) and (at in repeated or at in anchors):
            beside.add(at)
            at += step
    running = Counter(folded[i] for i in beside)
    return {i for i in beside if running[folded[i]] >= _BESIDE_SHARE * counts[folded[i]] and i in repeated}


def _edge_starts(lines: Sequence[Line]) -> list[tuple[int, int]]:
    """Walks that begin at a page's edge: up from its last line, down from its first."""
    found = []
    for i, (line, after) in enumerate(pairwise(lines)):
        if line.page != after.page:
            found += [(i + 1, -1), (i, 1)]
    return found


def _may_run(text: str) -> bool:
    return "\t" not in text.strip() and len(text.strip()) <= _MAX_RUNNING_LINE and any(c.isalpha() for c in text)
