"""Words become print lines, and the pieces of a line that wide gaps part."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from statistics import median

from ingest.formats.page_words import Span, Word, span_of
from ingest.language import fold
from ingest.numerals import is_nil, parse_cell, parse_counted
from ingest.periods import is_period, parse_period

# Words whose baselines differ by less than this share of the type's size stand on one line; a note's title beside its
# number in another face lies up to a fifth off, the next line of a tight header a whole size.
_SAME_LINE = 0.45
_RAISED_SIZE = 0.8
_LONGEST_MARK = 3
# A gap wider than this share of the type's size parts two pieces of a line. A blank is a quarter, in justified text up to .8.
PIECE_GAP = 0.95
# Between two numerals, or a label and a numeral, less is enough: text is not justified there.
_NUMERAL_GAP = 0.75
_DIGITS = re.compile(r"[-+–−]?\d{1,3}")
_GROUP = re.compile(r"\d{3}(?:,\d+)?(?:%|\)|kr)?")
_LEADER = re.compile(r"[.…_·\s]{4,}|(?:\. ){3,}\.?")
_NOTE_REFERENCE = re.compile(r"(?:not(?:er)?\.?\s*)?\d{1,2}(?:\s*(?:,|och|-|–)\s*\d{1,2})*")


@dataclass(frozen=True)
class Piece:
    """Words of one line with no wide gap between them. At least one word."""

    words: tuple[Word, ...]

    @cached_property
    def text(self) -> str:
        return " ".join(word.text for word in self.words)

    @cached_property
    def digits(self) -> int:
        return sum(c.isdigit() for c in self.text)

    @cached_property
    def span(self) -> Span:
        return span_of(self.words)

    @cached_property
    def x0(self) -> float:
        return self.words[0].x0

    @cached_property
    def x1(self) -> float:
        return self.words[-1].x1

    @cached_property
    def size(self) -> float:
        return max(word.size for word in self.words)

    @property
    def is_bold(self) -> bool:
        return self.words[0].is_bold and self.words[-1].is_bold

    @property
    def font(self) -> str:
        return self.words[0].font

    @cached_property
    def is_time(self) -> bool:
        """Whether it prints a time and nothing else."""
        return is_period(self.text)

    @cached_property
    def is_value(self) -> bool:
        """Whether it prints a number or a dash for nothing, as a cell does; a year or a date is none."""
        text = self.text
        if not any(c.isdigit() for c in text):
            return is_nil(text)
        if self.is_time:
            return False
        return bool(parse_cell(text)) or _is_bracketed(text) or _is_counted(text)

    @property
    def is_reference(self) -> bool:
        """Whether it may point to a note ("3", "Not 8,11")."""
        return _NOTE_REFERENCE.fullmatch(fold(self.text)) is not None


def _is_bracketed(text: str) -> bool:
    return bool(re.fullmatch(r"\([-–−]?\d[\d .,]*%?\)", text))


def _is_counted(text: str) -> bool:
    counted = parse_counted(text)
    return counted is not None and text[0].isdigit() and parse_period(text) is None


@dataclass(frozen=True)
class PrintLine:
    """A line as it stands across the page, its pieces from left to right; `baseline` and `size` are those of most of it."""

    pieces: tuple[Piece, ...]
    baseline: float
    size: float

    @cached_property
    def text(self) -> str:
        return "\t".join(piece.text for piece in self.pieces)

    @cached_property
    def span(self) -> Span:
        return span_of(piece.span for piece in self.pieces)

    @property
    def words(self) -> tuple[Word, ...]:
        return tuple(word for piece in self.pieces for word in piece.words)


def print_lines(words: Sequence[Word]) -> tuple[PrintLine, ...]:
    """The lines of a page from the top, each word in one of them; dot leaders are dropped."""
    lines: list[list[Word]] = []
    for word in sorted(words, key=lambda w: (w.baseline, w.x0)):
        line = _line_for(word, lines)
        if line is not None:
            line.append(word)
        else:
            lines.append([word])
    found = (_print_line(line) for line in _with_marks(lines))
    return tuple(sorted((line for line in found if line is not None), key=lambda line: line.baseline))


def _line_for(word: Word, lines: list[list[Word]]) -> list[Word] | None:
    """The line among the latest that the word stands on."""
    best, nearest = None, 0.0
    for line in lines[-4:]:
        first = line[0]
        off = abs(word.baseline - _middle_baseline(line))
        if best is not None and off >= nearest:
            continue
        near = off < _SAME_LINE * min(word.size, first.size) or (off < 3 * max(word.size, first.size) and _is_raised(word, line))
        if near and not _collides(word, line):
            best, nearest = line, off
    return best


def _with_marks(lines: list[list[Word]]) -> list[list[Word]]:
    """The lines, a raised mark that came before its own line's words joined to them."""
    joined = list(lines)
    for alone in lines:
        mark = alone[0]
        if len(alone) > 1 or len(mark.text) > _LONGEST_MARK:
            continue
        home = next((line for line in joined if line is not alone and any(_marks(mark, word) for word in line)), None)
        if home is not None and not _collides(mark, home):
            home.append(mark)
            joined = [line for line in joined if line is not alone]
    return joined


def _marks(mark: Word, word: Word) -> bool:
    """Whether a raised mark stands right behind a word, or begins the line before it as a footnote's number does."""
    beside = -1 < mark.x0 - word.x1 < 2 or 0 <= word.x0 - mark.x1 < mark.size
    return beside and mark.baseline < word.baseline and _is_mark_on(mark, word)


def _middle_baseline(line: Sequence[Word]) -> float:
    last = sorted([w.baseline for w in line[-5:]])
    half = len(last) // 2
    return last[half] if len(last) % 2 else (last[half - 1] + last[half]) / 2


def _is_raised(word: Word, line: Sequence[Word]) -> bool:
    """A small mark above or below the line, right behind one of its words ("m²", a footnote's number)."""
    for w in line:
        if -1 < word.x0 - w.x1 < 2 and _is_mark_on(word, w):
            return True
        if -1 < w.x0 - word.x1 < 2 and _is_mark_on(w, word):
            return True
    return False


def _is_mark_on(mark: Word, word: Word) -> bool:
    return mark.size < _RAISED_SIZE * word.size and word.y0 - 1 < (mark.y0 + mark.y1) / 2 < word.y1 + 1


def _collides(word: Word, line: Sequence[Word]) -> bool:
    """Whether the word would be printed over one of the line's."""
    x0, x1 = word.x0, word.x1
    return any(w.x1 > x0 and w.x0 < x1 and min(x1, w.x1) - max(x0, w.x0) > 0.5 * min(x1 - x0, w.x1 - w.x0) for w in line)


def _print_line(words: list[Word]) -> PrintLine | None:
    ordered = sorted(words, key=lambda w: w.x0)
    pieces: list[list[Word]] = []
    for word in ordered:
        if _LEADER.fullmatch(word.text):
            continue
        if pieces and not _parted(pieces[-1][-1], word):
            pieces[-1].append(word)
        else:
            pieces.append([word])
    if not pieces:
        return None
    main = max(ordered, key=lambda w: (len(w.text), w.size))
    return PrintLine(tuple(Piece(tuple(p)) for p in pieces), median(w.baseline for w in ordered), main.size)


def _parted(before: Word, word: Word) -> bool:
    size = min(max(before.size, word.size), 1.3 * min(before.size, word.size))
    gap = word.x0 - before.x1
    numeral = word.text[:1].isdigit() or word.text[:1] in "-–−+(" and word.text[1:2].isdigit()
    joins = bool(_DIGITS.fullmatch(before.text[-4:])) and bool(_GROUP.fullmatch(word.text))
    return gap > (_NUMERAL_GAP if numeral and not joins else PIECE_GAP) * size
