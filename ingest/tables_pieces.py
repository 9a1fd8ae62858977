"""Headers that a PDF exported in pieces: each header cell a paragraph of its own, groups above their sub-columns."""

from __future__ import annotations

import re

from ingest.domain import Line
from ingest.language import fold
from ingest.periods import parse_period
from ingest.tables_grid import clean
from ingest.tables_headers import MAX_COLUMNS, SpaceHeader, is_corner, is_header_word, names_scenario

MAX_LINES = 40
MIN_GROUPS = 2
# The order in which accounts print the columns of one group; a group ends where it does not go on.
_ORDER = (re.compile(r"intakt"), re.compile(r"kostn|utgift"), re.compile(r"netto|resultat"))


def read_pieces(lines: tuple[Line, ...], at: int) -> SpaceHeader | None:
    """The header that starts at this index: groups such as "Utfall 2023", then the sub-columns of all groups in order.

    None where the pieces are no header words, or where the sub-columns do not fall into as many runs as there are
    groups: then nothing tells which column is whose.
    """
    groups: list[str] = []
    leaves: list[str] = []
    corner, last = "", at
    for paragraph in _paragraphs(lines, at):
        text = " ".join(clean(line.text) for line in paragraph)
        if is_corner(text):
            corner = corner or text
        elif not all(is_header_word(part) for word in text.split() for part in word.split("-") if part):
            break
        elif _is_group(text) and not leaves:
            groups.append(text)
        elif groups:
            leaves.extend(_leaves(paragraph))
        else:
            return None
        last = paragraph[-1].number - 1
    columns = _columns(groups, leaves)
    if len(groups) < MIN_GROUPS or not 0 < len(columns) <= MAX_COLUMNS:
        return None
    return SpaceHeader(columns, corner, False, last)


def _paragraphs(lines: tuple[Line, ...], at: int) -> list[list[Line]]:
    found: list[list[Line]] = [[]]
    for line in lines[at : at + MAX_LINES]:
        if line.text.strip():
            found[-1].append(line)
        elif found[-1]:
            found.append([])
        elif len(found) == 1:
            return []
    return [paragraph for paragraph in found if paragraph]


def _is_group(text: str) -> bool:
    return names_scenario(text) and parse_period(text) is not None


def _leaves(paragraph: list[Line]) -> list[str]:
    """The sub-columns of a paragraph: the words of its first line; a line below goes on with the last of them."""
    words = clean(paragraph[0].text).split()
    for line in paragraph[1:]:
        words[-1] = f"{words[-1]}{'' if words[-1].endswith('-') else ' '}{clean(line.text)}"
    return words


def _columns(groups: list[str], leaves: list[str]) -> tuple[str, ...]:
    if not leaves:
        return tuple(groups)
    runs: list[list[str]] = []
    for leaf in leaves:
        if not runs or _rank(leaf) <= _rank(runs[-1][-1]):
            runs.append([])
        runs[-1].append(leaf)
    if len(runs) != len(groups):
        return ()
    return tuple(f"{group} {leaf}" for group, run in zip(groups, runs, strict=True) for leaf in run)


def _rank(leaf: str) -> int:
    folded = fold(leaf)
    return max((rank for rank, pattern in enumerate(_ORDER) if pattern.search(folded)), default=-1)
