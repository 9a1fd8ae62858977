"""The footnotes of a page: the raised marks in its text, and the notes in small type at its foot that explain them.

A mark left in place would be read as a digit of the number before it, and the notes as rows of a table that begin with 1,
2, 3. So the mark is written behind its word as "[1]", and the note stands behind the paragraph or table that it belongs to.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from ingest.formats.page_blocks import Block, TableBlock
from ingest.formats.page_cells import TableCell, TableLine
from ingest.formats.page_lines import PrintLine, print_lines
from ingest.formats.page_paragraphs import parts_paragraphs, usual_gap
from ingest.formats.page_words import PageWords, Word

_MARK = re.compile(r"\d{1,2}|\*{1,3}|[†‡]")
_SIGN = re.compile(r"[.,;:!?)]+")
_WRITTEN = re.compile(r"\[(?:\d{1,2}|\*{1,3}|[†‡])\]")
# A mark is at most so large beside its word, and raised by at least so much of the word's size.
_MARK_SIZE = 0.8
_RAISED = 0.12
# Notes are set smaller than the text, by a twentieth at least; their lines follow each other closely.
_NOTE_SIZE = 0.95
_NOTE_GAP = 1.9
_TOUCHING = 2.5  # points


@dataclass(frozen=True, slots=True)
class Footnote:
    """A note with its lines, the first of which begins with the mark in brackets; `marked` is the word that bears the mark."""

    mark: str
    lines: tuple[PrintLine, ...]
    marked: Word


@dataclass(frozen=True, slots=True)
class _Mark:
    word: Word
    behind: Word


def part_footnotes(page: PageWords, body_size: float) -> tuple[PageWords, tuple[Footnote, ...]]:
    """The page without its notes, its marks written in brackets, and the notes. Marks without a note stay as they are.

    Behind a number the mark is left out: there it could only be read as part of it.
    """
    marks = _marks(page.words)
    notes = _notes(page.words, {m.word.text for m in marks}, {id(m.word) for m in marks}, body_size) if marks else {}
    footnotes: list[Footnote] = []
    in_notes = {id(word) for lines in notes.values() for line in lines for word in line.words}
    gone: set[int] = set()
    written: dict[int, Word] = {}
    for found in marks:
        lines = notes.get(found.word.text)
        if lines is None or id(found.word) in in_notes or lines[0].baseline <= found.behind.baseline:
            continue
        bearer = written.get(id(found.behind), found.behind)
        written_mark = "" if any(c.isdigit() for c in found.behind.text) else f"[{found.word.text}]"
        sign = _sign_behind(found, page.words)
        if sign is not None:
            gone.add(id(sign))
        text = f"{bearer.text}{written_mark}{sign.text if sign is not None else ''}"
        bearer = replace(bearer, text=text, x1=max(bearer.x1, (sign or found.word).x1) if text != bearer.text else bearer.x1)
        written[id(found.behind)] = bearer
        gone.add(id(found.word))
        if found.word.text not in {note.mark for note in footnotes}:
            footnotes.append(Footnote(found.word.text, _named(lines, found.word.text), bearer))
    if not footnotes:
        return page, ()
    explained = {id(word) for note in footnotes for line in notes[note.mark] for word in line.words}
    words = tuple(written.get(id(word), word) for word in page.words if id(word) not in explained | gone)
    return replace(page, words=words), tuple(footnotes)


def place_footnotes(blocks: Sequence[Block], footnotes: Sequence[Footnote]) -> tuple[Block, ...]:
    """The blocks with each note behind the paragraph or table that bears its mark, in the order of the marks."""
    if not footnotes:
        return tuple(blocks)
    usual = usual_gap(blocks)
    behind: dict[int, list[Footnote]] = {}
    for note in footnotes:
        at = next((i for i, block in enumerate(blocks) if _bears(block, note.marked)), len(blocks) - 1)
        behind.setdefault(_last_of_paragraph(blocks, at, usual), []).append(note)
    placed: list[Block] = [line for note in behind.get(-1, ()) for line in note.lines]
    for at, block in enumerate(blocks):
        placed.append(_unmarked(block) if isinstance(block, TableBlock) else block)
        placed += [line for note in behind.get(at, ()) for line in note.lines]
    return tuple(placed)


def _marks(words: Sequence[Word]) -> list[_Mark]:
    """The raised numbers and signs that stand right behind a word, in the order of the page."""
    found: list[_Mark] = []
    for mark in words:
        if not _MARK.fullmatch(mark.text):
            continue
        for word in words:
            touches = -1 < mark.x0 - word.x1 < _TOUCHING and word.x0 < mark.x0
            raised = _RAISED * word.size < word.baseline - mark.baseline < word.size
            if touches and raised and mark.size < _MARK_SIZE * word.size:
                found.append(_Mark(mark, word))
                break
    return found


def _sign_behind(mark: _Mark, words: Sequence[Word]) -> Word | None:
    """The full stop or comma that stands right behind a mark, apart from its word."""
    level, right = mark.behind.baseline, mark.word.x1
    near = (w for w in words if _SIGN.fullmatch(w.text) and abs(w.baseline - level) < 1 and -1 < w.x0 - right < _TOUCHING)
    return next(near, None)


def _notes(words: Sequence[Word], wanted: set[str], raised: set[int], body_size: float) -> dict[str, list[PrintLine]]:
    """The lines of each note, by its mark."""
    small = [word for word in words if id(word) not in raised and word.size < _NOTE_SIZE * body_size]
    lines = print_lines(small)
    notes: dict[str, list[PrintLine]] = {}
    own: list[PrintLine] | None = None
    for before, line in pairwise((None, *lines)):
        assert line is not None
        far = before is not None and line.baseline - before.baseline > _NOTE_GAP * max(line.size, before.size)
        if far:
            own = None
        first = line.words[0].text
        if first in wanted and first not in notes and len(line.words) > 1:
            own = notes.setdefault(first, [])
        if own is not None:
            own.append(line)
    return notes


def _named(lines: Sequence[PrintLine], mark: str) -> tuple[PrintLine, ...]:
    """The lines, the first with its mark in brackets; each a single piece, since a tab stop parts the mark from the note."""
    found: list[PrintLine] = []
    for at, line in enumerate(lines):
        words = line.words
        if at == 0:
            words = (replace(words[0], text=f"[{mark}]", baseline=words[1].baseline, size=words[1].size), *words[1:])
        piece = replace(line.pieces[0], words=words)
        found.append(PrintLine((piece,), line.baseline, line.size))
    return tuple(found)


def _bears(block: Block, word: Word) -> bool:
    words = block.words if isinstance(block, PrintLine) else (w for row in block.rows for c in row.cells for w in c.words)
    return any(w.baseline == word.baseline and w.x0 <= word.x0 < w.x1 for w in words)


def _last_of_paragraph(blocks: Sequence[Block], at: int, usual: float) -> int:
    """The index of the last line of the paragraph that a line stands in; a table is one by itself."""
    while at + 1 < len(blocks):
        block, after = blocks[at], blocks[at + 1]
        if isinstance(block, TableBlock) or isinstance(after, TableBlock) or parts_paragraphs(block, after, usual):
            break
        at += 1
    return at


def _unmarked(table: TableBlock) -> TableBlock:
    """The table without marks in its cells, where they would change the names of rows and columns."""
    rows = tuple(TableLine(tuple(TableCell(tuple(map(_bare, cell.words))) for cell in row.cells)) for row in table.rows)
    return replace(table, rows=rows)


def _bare(word: Word) -> Word:
    text = _WRITTEN.sub("", word.text)
    return replace(word, text=text) if text and text != word.text else word
