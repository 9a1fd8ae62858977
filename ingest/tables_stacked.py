"""Rows whose cells were exported one column after the other: labels first, then a block of values a column."""

from __future__ import annotations

import re

from ingest.domain import Document, Line
from ingest.numerals import is_nil, parse_cell
from ingest.tables_grid import GridRow, clean, is_blank

MIN_STACK = 2


def read_stack(document: Document, labels: list[Line], index: int, columns: int) -> tuple[list[GridRow], int]:
    """The rows of the value blocks that start at this index, and the index after them; no rows where it is not so.

    Every column must hold the same number of values, and labels are at least as many; the last label belongs to the
    last values, surplus label lines to the first.
    """
    if columns < 2 or len(labels) < MIN_STACK:
        return [], index
    stacks, at = [], index
    for _ in range(columns):
        stack, at = _value_paragraph(document.lines, at)
        stacks.append(stack)
    sizes = {len(stack) for stack in stacks}
    size = sizes.pop() if len(sizes) == 1 else 0
    if size < MIN_STACK or len(labels) < size:
        return [], index
    surplus = len(labels) - size
    rows = []
    for i in range(size):
        own = labels[: surplus + 1] if i == 0 else [labels[surplus + i]]
        cells = [stack[i] for stack in stacks]
        quote = " | ".join([*(clean(line.text) for line in own), *(text for text, _ in cells)])
        name = " ".join(clean(line.text) for line in own)
        span = (own[0].number, cells[-1][1][1])
        rows.append(GridRow(name, (tuple(text for text, _ in cells),), span, quote, tuple(lines for _, lines in cells)))
    return rows, at


def last_paragraph(document: Document, labels: list[Line]) -> list[Line]:
    """The label lines that no empty line parts from the last one."""
    keep: list[Line] = []
    for line in reversed(labels):
        between = document.lines[line.number : keep[0].number - 1] if keep else ()
        if any(gap.text == "" for gap in between):
            break
        keep.insert(0, line)
    return keep


def _value_paragraph(lines: tuple[Line, ...], at: int) -> tuple[list[tuple[str, tuple[int, int]]], int]:
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
