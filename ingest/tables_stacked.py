"""Rows whose cells were exported one column after the other: labels first, then a block of values a column."""

from __future__ import annotations

import re
from collections.abc import Sequence

from ingest.domain import Line
from ingest.numerals import is_nil, parse_cell
from ingest.tables_grid import GridRow, clean, is_blank
from ingest.tables_space_rows import goes_on

MIN_STACK = 2


def read_stack(lines: Sequence[Line], labels: list[Line], index: int, columns: int) -> tuple[list[GridRow], int]:
    """The rows of the value blocks that start at this index, and the index after them; no rows where it is not so.

    Every column must hold as many values as there are labels, a label that goes on below counted once.
    """
    names = _joined(labels)
    if len(names) < MIN_STACK:
        return [], index
    stacks, at = [], index
    for _ in range(columns):
        stack, at = _value_paragraph(lines, at)
        stacks.append(stack)
    if {len(stack) for stack in stacks} != {len(names)}:
        return [], index
    rows = []
    for i, own in enumerate(names):
        cells = [stack[i] for stack in stacks]
        quote = " | ".join([*(clean(line.text) for line in own), *(text for text, _ in cells)])
        name = " ".join(clean(line.text) for line in own)
        span = (own[0].number, cells[-1][1][1])
        rows.append(GridRow(name, (tuple(text for text, _ in cells),), span, quote, tuple(place for _, place in cells)))
    return rows, at


def is_broken_stack(lines: Sequence[Line], labels: list[Line], index: int) -> bool:
    """Whether several labels wait for a block of several values that no stack could be made of: nothing tells whose they are."""
    below = lines[index + 1] if index + 1 < len(lines) else None
    return len(_joined(labels)) >= MIN_STACK and below is not None and bool(_value_paragraph((below,), 0)[0])


def _joined(labels: list[Line]) -> list[list[Line]]:
    """The label lines, those together that are one label over several lines."""
    names: list[list[Line]] = []
    for line in labels:
        if names and goes_on(clean(names[-1][-1].text), clean(line.text)):
            names[-1].append(line)
        else:
            names.append([line])
    return names


def last_paragraph(lines: Sequence[Line], labels: list[Line]) -> list[Line]:
    """The label lines that no empty line parts from the last one."""
    keep: list[Line] = []
    for line in reversed(labels):
        between = lines[line.number : keep[0].number - 1] if keep else ()
        if any(gap.text == "" for gap in between):
            break
        keep.insert(0, line)
    return keep


def _value_paragraph(lines: Sequence[Line], at: int) -> tuple[list[tuple[str, tuple[int, int]]], int]:
    """The values of one column's cell, a bracketed share joined to the amount above it, and where the next begins."""
    while at < len(lines) and is_blank(lines[at]):
        at += 1
    found: list[tuple[str, tuple[int, int]]] = []
    while at < len(lines) and lines[at].text != "":
        text = clean(lines[at].text)
        if re.fullmatch(r"\([^)]*\)", text) and found:
            value, span = found[-1]
            found[-1] = (f"{value} {text}", (span[0], lines[at].number))
        elif parse_cell(text) or is_nil(text):
            found.append((text, (lines[at].number, lines[at].number)))
        elif text:
            return [], at
        at += 1
    return found, at
