"""Where a table of tab-separated rows starts and ends: blank lines and labels inside it, cards, tables of contents."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from ingest.domain import Document, Line
from ingest.numerals import parse_counted
from ingest.periods import is_period, parse_period
from ingest.tables_grid import clean, is_blank, is_value

MAX_BLANKS = 2
MAX_LABEL_CHARS = 80
_DOTS = re.compile(r"[…._]{6,}|…{3,}")


@dataclass(slots=True)
class Block:
    """The lines of one table: `rows` with tabs, `labels` the lines between them that hold a label alone."""

    lines: list[Line] = field(default_factory=list)
    caption: str = ""
    has_numbers: bool = False

    def add(self, line: Line) -> None:
        self.lines.append(line)
        self.has_numbers = self.has_numbers or any(is_value(c) for c in split_cells(line)[1:])


def split_cells(line: Line) -> tuple[str, ...]:
    return tuple(clean(cell) for cell in line.text.split("\t"))


def is_tab_row(line: Line) -> bool:
    """Whether the line prints a row: two cells with text, or one and room for more."""
    cells = split_cells(line)
    if _DOTS.search(line.text):  # a line to sign on
        return False
    filled = sum(1 for cell in cells if cell)
    return filled >= 2 or (filled == 1 and len(cells) >= 3 and bool(cells[0]))


def find_blocks(document: Document, boundaries: frozenset[int], noise: frozenset[int]) -> list[Block]:
    lines, blocks, at = document.lines, [], 0
    while at < len(lines):
        title = _card_title(lines, at)
        first = at + 1 if title else at
        if not title and not is_tab_row(lines[at]):
            at += 1
            continue
        block = Block(caption=title)
        block.add(lines[first])
        at = _grow(lines, first + 1, block, boundaries, noise)
        blocks.append(block)
    return blocks


def _card_title(lines: tuple[Line, ...], at: int) -> str:
    """A line with text and one trailing tab directly above a row: the title of a card."""
    cells = split_cells(lines[at])
    if len(cells) != 2 or not cells[0] or cells[1] or at + 1 >= len(lines) or (at and is_tab_row(lines[at - 1])):
        return ""
    below = split_cells(lines[at + 1])
    return cells[0] if len(below) == 2 and all(below) and not is_value(below[1]) else ""


def _grow(lines: tuple[Line, ...], at: int, block: Block, boundaries: frozenset[int], noise: frozenset[int]) -> int:
    blanks = 0
    while at < len(lines):
        line = lines[at]
        if line.number in boundaries or blanks > MAX_BLANKS:
            break
        if line.number in noise:
            blanks = 0
        elif is_blank(line) and "\t" not in line.text:
            blanks += 1
        elif is_tab_row(line) and not _card_title(lines, at):
            if blanks and _starts_anew(lines, at, block):
                break
            block.add(line)
            blanks = 0
        elif not is_blank(line):
            if _card_title(lines, at) or not _is_label_between(lines, at, block, boundaries):
                break
            block.add(line)
            blanks = 0
        at += 1
    return at


def _is_label_between(lines: tuple[Line, ...], at: int, block: Block, boundaries: frozenset[int]) -> bool:
    """Whether a line without cells is a label inside the table: short, no sentence, and rows go on below."""
    text = clean(lines[at].text)
    if len(text) > MAX_LABEL_CHARS or re.search(r"[.:!?]$", text) or not _has_values(block):
        return False
    if lines[at].text.startswith("\t") and lines[at].text.count("\t") == 1:
        return False
    waiting = 0
    for line in lines[at + 1 : at + 8]:
        if line.number in boundaries:
            return False
        if is_tab_row(line):
            return not is_header(line) and not _heads_values(lines, line.number - 1)
        if is_blank(line):
            waiting += 1
            if waiting > 1:
                return False
        elif len(clean(line.text)) > MAX_LABEL_CHARS or clean(line.text).endswith("."):
            return False
    return False


def _has_values(block: Block) -> bool:
    return block.has_numbers or len(block.lines) < 3


def _starts_anew(lines: tuple[Line, ...], at: int, block: Block) -> bool:
    """After a blank line: whether the row heads another table."""
    cells = split_cells(lines[at])
    if is_header(lines[at]) or _heads_values(lines, at):
        return True
    # cards and text tables have a fixed width; a row of another width is another table
    return not _has_values(block) and len(cells) != len(split_cells(block.lines[-1]))


def _heads_values(lines: tuple[Line, ...], at: int) -> bool:
    """Whether the row prints words over values: a cell a column, and numbers in the row below."""
    cells = split_cells(lines[at])
    below = next((split_cells(line) for line in lines[at + 1 : at + 3] if is_tab_row(line)), ())
    return len(cells) > 2 and all(cells[1:]) and not any(is_data(c) for c in cells) and any(is_data(c) for c in below[1:])


def is_data(cell: str) -> bool:
    """Whether a cell holds a number, a printed nil or a count with its word ("2 kvinnor")."""
    return is_value(cell) or (parse_counted(cell) is not None and parse_period(cell) is None)


def is_header(line: Line) -> bool:
    """Whether the cells after the first are times or words, and at least one is a time."""
    cells = [c for c in split_cells(line)[1:] if c]
    times = [c for c in cells if is_period(c) or (parse_period(c) and not is_value(c))]
    return bool(times) and all(is_period(c) or not is_value(c) for c in cells) and all(len(c) <= MAX_LABEL_CHARS for c in cells)


def is_contents(lines: list[Line]) -> bool:
    """Whether the block is a table of contents: page numbers that never fall, most rows with a section number or title."""
    pages = [int(m[1]) for line in lines if (m := re.search(r"\t(\d{1,3})\s*$", line.text))]
    if len(pages) < 4 or len(pages) < 0.7 * len(lines) or pages != sorted(pages):
        return False
    numbered = sum(1 for line in lines if re.match(r"\s*\d+(\.\d+)*\.?[\s\t]", line.text))
    return numbered >= 0.5 * len(lines)
