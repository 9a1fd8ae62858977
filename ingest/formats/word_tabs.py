"""Statements typed with tabs: consecutive lines with tab stops are a table whose columns are the stops that they reach."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from ingest.domain import Line
from ingest.formats.line_writer import TableBlock, TableRow, one_line
from ingest.formats.table_headers import count_header_rows, names_times
from ingest.formats.word_parts import TablePart, TextPart, WordPart
from ingest.periods import is_period
from ingest.tables_blocks import MAX_LABEL_CHARS, is_contents, is_data

_MIN_ROWS = 2
_MAX_BLANKS = 1
# Twips between the stop of a header and that of the amounts below it: three quarters of a centimetre.
_SAME_COLUMN = 425
_USUAL_SIZE = 22  # half points
# A letter of running text is about half as wide as its size is high, in twips for a size in half points.
_LETTER_WIDTH = 5.0
_RULE = re.compile(r"[\s._…-]+")
_MARK = re.compile(r"^ *(?:[•\-–*·]|\(?[a-zåäö\d]{1,3}[.)]|\d{1,2}(?:\.\d{1,2})*\.?)\t+(?=[^\W\d_])", re.IGNORECASE)
_CONTENTS_LEADER = " ........ "


@dataclass(frozen=True, slots=True)
class _TypedLine:
    """A line of a paragraph by itself. `label_above` is the first half of its label, where that stands on a line of its own."""

    text: str
    part: TextPart
    label_above: str = ""

    @property
    def is_row(self) -> bool:
        """Whether tabs part cells; those behind all text do where there are several, for the empty cells of a row."""
        return bool(self.text.strip()) and ("\t" in self.text.rstrip() or self.text.endswith("\t\t"))


@dataclass(slots=True)
class _Run:
    """The lines of one table; those without tabs are labels between its rows or the first half of one."""

    lines: list[_TypedLine] = field(default_factory=list)
    rows: int = 0

    @property
    def holds_numbers(self) -> bool:
        """Whether there is more than the header yet."""
        return any(is_data(one_line(cell)) and not is_period(cell) for line in self.lines for cell in line.text.split("\t")[1:])


def join_tabbed(parts: Sequence[WordPart]) -> tuple[WordPart, ...]:
    """The parts with runs of tabbed lines joined to tables; tabs that part nothing become blanks."""
    found: list[WordPart] = []
    at = 0
    while at < len(parts):
        run, end = _run_from(parts, at)
        if run.rows >= _MIN_ROWS:
            found += _as_parts(run)
            at = end
        else:
            found.append(_without_tabs(parts[at]))
            at += 1
    return tuple(found)


def _run_from(parts: Sequence[WordPart], at: int) -> tuple[_Run, int]:
    """The run that begins with this part, and the index behind it; without rows where none begins here."""
    run, end, blanks = _Run(), at, 0
    waiting: list[_TypedLine] = []
    for index in range(at, len(parts)):
        part = parts[index]
        if not isinstance(part, TextPart) or not _may_belong(part):
            break
        if part.is_blank:
            blanks += 1
            if not run.rows or blanks > _MAX_BLANKS:
                break
            continue
        lines = _typed_lines(part)
        if lines and all(line.is_row for line in lines):
            if run.holds_numbers and (blanks or waiting) and _starts_anew(lines[0]):
                break
            run.lines += [*waiting, *lines]
            run.rows += len(lines)
            waiting, blanks, end = [], 0, index + 1
        elif run.rows and len(waiting) < 2 and _may_be_label(part):
            waiting += lines
        else:
            break
    return run, end


def _may_belong(part: TextPart) -> bool:
    return not (part.level or part.contents or part.close or part.beside_table)


def _typed_lines(part: TextPart) -> list[_TypedLine]:
    """The lines with text, the tab behind an item's mark turned into a blank, lines to sign on left out."""
    texts = [_MARK.sub(lambda m: m.group().rstrip("\t") + " ", line) for line in part.lines if line.strip()]
    return [_TypedLine(text, part) for text in texts if not _RULE.fullmatch(text)]


def _starts_anew(line: _TypedLine) -> bool:
    return names_times([one_line(cell) for cell in line.text.split("\t")])


def _may_be_label(part: TextPart) -> bool:
    texts = [line.strip() for line in part.lines if line.strip()]
    return len(texts) == 1 and len(texts[0]) <= MAX_LABEL_CHARS and not texts[0].endswith((".", "!", "?"))


def _as_parts(run: _Run) -> list[WordPart]:
    rows = _joined_labels(run.lines)
    if is_contents([Line(0, line.text) for line in rows]):
        return [_contents_entry(line) for line in rows]
    texts = _columns(rows)
    block = TableBlock(
        tuple(TableRow(cells, line.part.page) for cells, line in zip(texts, rows, strict=True)), count_header_rows(texts)
    )
    return [TablePart(block)]


def _contents_entry(line: _TypedLine) -> TextPart:
    return replace(line.part, lines=(line.text.rstrip("\t").replace("\t", _CONTENTS_LEADER),), close=True, contents=True, level=0)


def _joined_labels(lines: Sequence[_TypedLine]) -> list[_TypedLine]:
    """A label over two lines ("Kostnader för lokaler och", "inventarier	-3 000") is one."""
    joined: list[_TypedLine] = []
    for line in lines:
        before = joined[-1] if joined else None
        if before is not None and "\t" not in before.text.strip() and line.text[:1].islower():
            label = f"{before.label_above} {before.text}".strip()
            joined[-1] = replace(line, label_above=label, part=replace(line.part, page=before.part.page))
        else:
            joined.append(line)
    return joined


def _columns(rows: Sequence[_TypedLine]) -> list[tuple[str, ...]]:
    """The cells of each row. By the stops that the writer set, where every row keeps to them; else by the number of tabs,
    where it is the same in all rows; else the last cells of the rows stand below each other."""
    typed = [[one_line(cell) for cell in line.text.split("\t")] for line in rows]
    labels = [one_line(f"{line.label_above} {cells[0]}") for line, cells in zip(rows, typed, strict=True)]
    counts = {len(cells) for cells in typed if any(cells[1:])}
    filled = [[cell for cell in cells[1:] if cell] for cells in typed]
    most = max(map(len, filled))
    placed = [cells for cells in map(_placed, rows) if cells is not None]
    columns = _clustered(placed) if len(placed) == len(rows) else {}
    if columns and (max(columns.values()) <= most or len(counts) > 1):
        return [_row(label, cells, columns) for label, cells in zip(labels, placed, strict=True)]
    if len(counts) == 1:
        width = counts.pop()
        return [(label, *(cells[1:] + [""] * width)[: width - 1]) for label, cells in zip(labels, typed, strict=True)]
    return [(label, *[""] * (most - len(cells)), *cells) for label, cells in zip(labels, filled, strict=True)]


def _clustered(placed: Sequence[dict[int, str]]) -> dict[int, int]:
    """Which column (from 1) each stop belongs to: a header is often set on stops of its own, a little beside those of the
    amounts. Stops that one row uses both are two columns."""
    columns: dict[int, int] = {}
    members: list[int] = []
    for position in sorted({position for cells in placed for position in cells}):
        together = any(position in cells and not cells.keys().isdisjoint(members) for cells in placed)
        if not members or together or position - members[-1] > _SAME_COLUMN:
            members = []
        members.append(position)
        columns[position] = max(columns.values(), default=0) + (len(members) == 1)
    return columns


def _row(label: str, cells: dict[int, str], columns: dict[int, int]) -> tuple[str, ...]:
    row = [label] + [""] * max(columns.values())
    for position, text in cells.items():
        row[columns[position]] = text
    return tuple(row)


def _placed(line: _TypedLine) -> dict[int, str] | None:
    """The cells with text by the stop (in twips) that their tab reaches; None where one reaches no stop that was set."""
    label, *rest = line.text.split("\t")
    letter = (line.part.size or _USUAL_SIZE) * _LETTER_WIDTH
    at = len(label.strip()) * letter
    cells: dict[int, str] = {}
    for text in rest:
        stop = next((stop for stop in line.part.stops if stop.position > at), None)
        if stop is None:
            if text.strip():
                return None
            continue
        width = len(text.strip()) * letter
        at = stop.position + (width if stop.kind in ("left", "start") else width / 2 if stop.kind == "center" else 0)
        if text.strip():
            cells[stop.position] = one_line(text)
    return cells


def _without_tabs(part: WordPart) -> WordPart:
    if isinstance(part, TablePart) or not any("\t" in line for line in part.lines):
        return part
    return replace(part, lines=tuple(line.replace("\t", " ") for line in part.lines))
