"""What runs along on the pages of a document: headers, footers, page numbers, stamps; and the label that each page prints."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from ingest.formats.page_lines import Piece, PrintLine
from ingest.language import fold

# Running lines stand in the outer parts of the page, on at least so many pages, at nearly the same height.
_EDGE = 0.11
_MIN_PAGES = 3
_SAME_HEIGHT = 4.0
_NUMBERED = re.compile(
    r"(?:sida|sid\.?|s\.|page)?\s*(?P<page>\d{1,4}|[ivxlc]{1,7})\s*(?:\(|/|av\b|of\b)\s*\d{1,4}\)?", re.IGNORECASE
)
_NAMED = re.compile(r"(?:sida|sid\.?|page)\s*(?P<page>\d{1,4}|[ivxlc]{1,7})", re.IGNORECASE)
_BARE = re.compile(r"[-–]?\s*(?P<page>\d{1,4}|[ivxlc]{1,7})\s*[-–]?", re.IGNORECASE)
_ROMAN = {"i": 1, "v": 5, "x": 10, "l": 50, "c": 100}
# What services print on what was signed through them: keys, checksums, whom it was signed by.
_STAMP = re.compile(
    r"dokumentnyckel|dokument-?id|document id|envelope id|fingerprint|transaktion \d|signerats? genom|\b[0-9a-f]{32,}\b"
)


@dataclass(frozen=True, slots=True)
class RunningLines:
    """For one page: the indexes of the lines that run along, and the printed label, None where there is none."""

    lines: frozenset[int]
    label: str | None


def find_running(pages: Sequence[Sequence[PrintLine]], heights: Sequence[float], body_size: float) -> tuple[RunningLines, ...]:
    """What runs along on each page, in order. A running line in larger type is a heading where it stands first."""
    edge = [_edge_lines(lines, height) for lines, height in zip(pages, heights, strict=True)]
    repeated = _repeated(pages, edge, body_size)
    labels = _labels(pages, edge)
    running: list[RunningLines] = []
    for at, lines in enumerate(pages):
        found = set(repeated[at])
        found |= {i for i in edge[at] if _STAMP.search(fold(lines[i].text))}
        label = labels[at]
        if label is not None:
            found.add(label[0])
        running.append(RunningLines(frozenset(found), label[1] if label is not None else None))
    return tuple(running)


def _edge_lines(lines: Sequence[PrintLine], height: float) -> tuple[int, ...]:
    return tuple(i for i, line in enumerate(lines) if not _EDGE * height < line.baseline < (1 - _EDGE) * height)


def _masked(line: PrintLine) -> str:
    return re.sub(r"\d+", "0", " ".join(fold(line.text).split()))


def _repeated(pages: Sequence[Sequence[PrintLine]], edge: Sequence[tuple[int, ...]], body_size: float) -> list[set[int]]:
    """The edge lines that stand at one height on several pages, figures aside."""
    places: dict[str, list[tuple[int, int, float]]] = defaultdict(list)
    for at, indexes in enumerate(edge):
        for i in indexes:
            if not _holds_amounts(pages[at][i]):
                places[_masked(pages[at][i])].append((at, i, pages[at][i].baseline))
    found: list[set[int]] = [set() for _ in pages]
    for where in places.values():
        heights = Counter(round(y / _SAME_HEIGHT) for _, _, y in where)
        for n, (at, i, y) in enumerate(where):
            near = sum(heights[round(y / _SAME_HEIGHT) + d] for d in (-1, 0, 1))
            heads = pages[at][i].size > 1.25 * body_size and n == 0
            if near >= min(_MIN_PAGES, max(2, len(pages) - 1)) and len(pages) > 1 and not heads:
                found[at].add(i)
    return found


def _holds_amounts(line: PrintLine) -> bool:
    """Whether a line is of a table: the years over its columns, or a label and amounts."""
    if all(piece.is_time for piece in line.pieces):
        return True
    return len(line.pieces) > 1 and any(p.is_value and _label_of(p) is None and not p.is_reference for p in line.pieces[1:])


# --- labels ----------------------------------------------------------------------------------------------------------


def _labels(pages: Sequence[Sequence[PrintLine]], edge: Sequence[tuple[int, ...]]) -> list[tuple[int, str] | None]:
    """The line that prints each page's number, with the number; a bare one only where a neighbour counts on."""
    candidates = [_candidates(lines, indexes) for lines, indexes in zip(pages, edge, strict=True)]
    chosen: list[tuple[int, str] | None] = []
    for at, found in enumerate(candidates):
        best = None
        for line, label, certain in found:
            if certain or _counts_on(label, at, candidates):
                best = (line, label)
                if certain:
                    break
        chosen.append(best)
    return chosen


def _candidates(lines: Sequence[PrintLine], indexes: Sequence[int]) -> list[tuple[int, str, bool]]:
    found = []
    for i in indexes:
        for piece in (p for p in lines[i].pieces if not p.is_time):
            label = _label_of(piece)
            if label is not None:
                found.append((i, *label))
    return sorted(found, key=lambda c: not c[2])


def _label_of(piece: Piece) -> tuple[str, bool] | None:
    """The label that a piece prints, and whether its form leaves no doubt."""
    text = piece.text.strip()
    for form, certain in ((_NUMBERED, True), (_NAMED, True), (_BARE, False)):
        match = form.fullmatch(text)
        if match is not None and (match["page"].isdigit() or page_value(match["page"]) is not None):
            return match["page"], certain
    tail = re.search(r"(?:\s|^)(?P<page>\d{1,4})\s*\(\d{1,4}\)$", text)
    return (tail["page"], True) if tail is not None else None


def page_value(label: str) -> int | None:
    """The number that a label means: arabic or roman; None for another word."""
    if label.isdigit():
        return int(label)
    values = [_ROMAN[c] for c in label.lower() if c in _ROMAN]
    if len(values) != len(label) or not values:
        return None
    total = sum(-v if any(w > v for w in values[i + 1 : i + 2]) else v for i, v in enumerate(values))
    return total if total > 0 else None


def _counts_on(label: str, at: int, candidates: Sequence[Sequence[tuple[int, str, bool]]]) -> bool:
    """Whether a page near by prints the number that this one's leads to."""
    value = page_value(label)
    if value is None:
        return False
    for step in (-2, -1, 1, 2):
        if 0 <= at + step < len(candidates):
            near = {page_value(other) for _, other, _ in candidates[at + step]}
            if value + step in near:
                return True
    return False
