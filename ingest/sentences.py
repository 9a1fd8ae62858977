"""Swedish sentences and lists, cut so that each still stands in the source word for word."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import accumulate

from ingest.domain import Line, UnitKind
from ingest.layout import BULLET, ends_in_figures

# Abbreviations that a sentence does not end with. Others ("m.m.", "etc.", "kr.") may end one: the next capital decides.
_NEVER_LAST = frozenset(
    "t.ex tex ex bl.a b.la bla ca c:a kl resp p.g.a pga fr.o.m from.o.m t.o.m ev inkl exkl s.k d.v.s dvs jfr jmf jämf tel nr"
    " dr prof prel f.n n.b i.e e.g sid kap avsn fig övr soc avg kostn uppl förutbet forutbet avd adm f.d a.a föreg motsv enl ang"
    " s.a.s".split()
)
_FIRST_WORDS_OF_NUMBERS = frozenset("se avsnitt kapitel punkt not stycke bilaga nr sid sida mål del".split())
_END = re.compile(r"(?<![.!?…])[.!?…]++[\"”’')\]]*+(?=\s)")
_STARTS = re.compile(r"[\"“”’'(\[|*–-]*\s?[A-ZÅÄÖ0-9&]")
# A short bracket after a full stop belongs to the sentence before it: "… har försörjningsstöd. (2021 – 32 %)".
_REMARK = re.compile(r"\([^()]{1,80}\)")
_FINISHED = re.compile(r"[.!?:…][\"”’')\]*]*$")
_FOOTNOTE = re.compile(r"\s*\[\d{1,4}:\s[^\]]{0,2000}+\]\s*")
_MARK = re.compile(r"\s*\[(?:bookmark|footnoteRef):[^\]]{0,300}+\]")
_CLOSING_MARK = re.compile(r"\[footnoteRef:[^\]]{0,300}+\][.!?]?$")
_LABEL = re.compile(r"[^\W\d_][^:.]{0,28}:(?:\s|$)")
_MAX_LIST_CHARS = 1600
# No sentence is so long; what a line of a megabyte holds between two full stops is cut at a blank.
_MAX_SENTENCE_CHARS = 3000
_LONGEST_WORD = 60
_CAPTION = re.compile(r"(?:diagram|figur|tabell|bild)\s+\d+\b", re.IGNORECASE)
_OPEN_END = re.compile(r"(?:,|\b(?:och|i|av|för|for|till|med|samt|eller|om|på|pa|den|det|de|som|en|ett))$")
# How far short of its column's width a full line may stop, in characters, besides the word that did not fit.
_RAGGED = 10
_PROSE_CHARS = 60
_SHORT_CELL = 25
_MAX_BLANKS = 4


@dataclass(frozen=True, slots=True)
class Piece:
    """A sentence or a list with its lines (1-based, inclusive) and the page that it begins on."""

    text: str
    kind: UnitKind
    line_first: int
    line_last: int
    page: int | None
    ends_paragraph: bool = False


@dataclass(frozen=True, slots=True)
class _Block:
    """Lines that run on: a paragraph, or a list item with its continuation."""

    lines: tuple[Line, ...]
    item: bool

    @property
    def text(self) -> str:
        return " ".join(" ".join(line.text.split()) for line in self.lines)


def split_sentences(text: str) -> tuple[str, ...]:
    """The sentences of a paragraph in order; joined by one blank they give the paragraph with white space folded.

    One of more than `_MAX_SENTENCE_CHARS` comes in parts, cut at a blank (within a word only when there is none).
    """
    folded = " ".join(text.split())
    sentences: list[str] = []
    start = 0
    for match in _END.finditer(folded):
        if not _STARTS.match(folded, match.end() + 1) or _REMARK.match(folded, match.end() + 1):
            continue
        if not _abbreviated(folded, start, match):
            sentences += _parts(folded[start : match.end()])
            start = match.end() + 1
    return (*sentences, *_parts(folded[start:]))


def _parts(sentence: str) -> Iterator[str]:
    at = 0
    while len(sentence) - at > _MAX_SENTENCE_CHARS:
        cut = sentence.rfind(" ", at + 1, at + _MAX_SENTENCE_CHARS)
        end = cut if cut > 0 else at + _MAX_SENTENCE_CHARS
        yield sentence[at:end]
        at = end + (cut > 0)
    if sentence[at:]:
        yield sentence[at:]


def _abbreviated(text: str, start: int, match: re.Match[str]) -> bool:
    if match.group() != ".":
        return False
    head = text[max(start, match.start() - 2 * _LONGEST_WORD) : match.start()]
    word = re.split(r"[\s(\"”“/]", head)[-1]
    lowered = word.lower()
    if lowered in _NEVER_LAST or re.fullmatch(r"[A-ZÅÄÖ]", word):
        return True
    if re.fullmatch(r"\d{1,2}(?:\.\d{1,2})*", word):
        before = head[: -len(word)].split()
        return not before or before[-1].lower() in _FIRST_WORDS_OF_NUMBERS
    return False


def cut_pieces(lines: Sequence[Line], wrapped: bool) -> tuple[Piece, ...]:
    """Sentences and lists of consecutive body lines of one section; empty lines part paragraphs.

    `wrapped` tells whether paragraphs are broken to a line width or run on one line each.
    """
    blocks = list(_blocks(lines, wrapped))
    pieces: list[Piece] = []
    at = 0
    while at < len(blocks):
        block = blocks[at]
        items = _items_after(blocks, at)
        sentences = _sentences_of(block)
        if items and not block.item and sentences:
            pieces += sentences[:-1]
            pieces.append(_list(sentences[-1], items))
            at += 1 + len(items)
            continue
        pieces += sentences
        at += 1
    return tuple(pieces)


def _items_after(blocks: Sequence[_Block], at: int) -> list[_Block]:
    """The list items that an introduction ending in ":" leads to, as many as make one readable unit."""
    if not blocks[at].text.rstrip("* ").endswith(":"):
        return []
    items, size = [], len(blocks[at].text)
    for block in blocks[at + 1 :]:
        size += len(block.text)
        if not block.item or size > _MAX_LIST_CHARS:
            break
        items.append(block)
    return items


def _list(introduction: Piece, items: Sequence[_Block]) -> Piece:
    text = " ".join([introduction.text, *(item.text for item in items)])
    return Piece(text, UnitKind.LIST, introduction.line_first, items[-1].lines[-1].number, introduction.page, True)


def _blocks(lines: Sequence[Line], wrapped: bool) -> Iterator[_Block]:
    columns = _column_widths(lines)
    current: list[Line] = []
    item = False
    blanks = 0
    for line in lines:
        if not line.text.strip():
            blanks += 1
            continue
        # Lines left out in between (page furniture, a table) part what they stand between: the quote must stand whole.
        column = columns[line.number] if wrapped else 0
        if current and (line.number > current[-1].number + 1 + blanks or not _runs_on(current[-1], line, item, column)):
            yield _Block(tuple(current), item)
            current = []
        if not current:
            item = BULLET.match(line.text.strip()) is not None
        current.append(line)
        blanks = 0
    if current:
        yield _Block(tuple(current), item)


def _column_widths(lines: Sequence[Line]) -> dict[int, int]:
    """For each line the longest line of the unbroken run that it stands in: the width of its column, about."""
    runs: list[dict[int, int]] = [{}]
    for line in lines:
        width = len(line.text.strip())
        if not width or (runs[-1] and line.number - 1 not in runs[-1]):
            runs.append({})
        if width:
            runs[-1][line.number] = width
    widths: dict[int, int] = {}
    for run in runs:
        widths.update(dict.fromkeys(run, max(run.values(), default=0)))
    return widths


def _runs_on(last: Line, line: Line, item: bool, column: int) -> bool:
    """Whether a line continues the block that ends with `last`, across blank lines and page ends too.

    `column` is the line's column width, 0 where every paragraph stands on one line.
    """
    before, text = last.text.strip(), line.text.strip()
    blanks = line.number - last.number - 1
    if not blanks and column and before.count("(") > before.count(")"):
        return True
    if BULLET.match(text) or "\t" in before or "\t" in text or _CAPTION.match(before):
        return False
    if ends_in_figures(before, shares=True) or ends_in_figures(text, shares=True):
        return text[:1].islower()  # rows of figures run on only where a label wraps
    unfinished = not _FINISHED.search(before)
    if blanks:
        if not unfinished or blanks > _MAX_BLANKS:
            return False
        if item or column:
            return text[:1].islower() and (len(before) > _SHORT_CELL or item)
        # A paragraph on one line that stops without a sentence's end was cut by a page: the next one is its rest.
        rest = text[:1].isalpha() and len(text) >= _PROSE_CHARS and not before.endswith(")") and not _LABEL.match(text)
        return (text[:1].islower() or rest) and len(before) >= _PROSE_CHARS
    if not column:
        return unfinished and text[:1].islower()
    # The next line's first word did not fit any more: the break is the column's, not the writer's.
    full = len(before) + 1 + len(text.split()[0]) > column - _RAGGED
    if unfinished:
        return text[:1].islower() or ((full or _OPEN_END.search(before) is not None) and not _LABEL.match(text))
    return full and not item and not before.endswith(":")


def _sentences_of(block: _Block) -> list[Piece]:
    """The block's sentences with their own lines; list marks, bookmarks and footnote texts are left outside."""
    folded = [" ".join(line.text.split()) for line in block.lines]
    starts = [0, *accumulate(len(line) + 1 for line in folded[:-1])]
    text = " ".join(folded)
    pieces: list[Piece] = []
    for begin, end in _spans(text, block.item):
        first, last = bisect_right(starts, begin) - 1, bisect_left(starts, end) - 1
        begins, ends = block.lines[first], block.lines[last]
        pieces.append(Piece(text[begin:end], UnitKind.SENTENCE, begins.number, ends.number, begins.page))
    if pieces:
        pieces[-1] = replace(pieces[-1], ends_paragraph=True)
    return pieces


def _spans(text: str, item: bool) -> Iterator[tuple[int, int]]:
    """Begin and end of each sentence in a folded block."""
    at = 0
    if item:
        while (mark := BULLET.match(text, at)) is not None and mark.end() > at:
            at = mark.end()
    cuts = [(m.start(), m.end()) for m in _FOOTNOTE.finditer(text)]
    for begin, end in [*cuts, (len(text), len(text))]:
        for sentence in split_sentences(text[at:begin]):
            start = text.index(sentence, at)
            at = start + len(sentence)
            yield from _without_marks(text, start, at)
        at = end


def _without_marks(text: str, begin: int, end: int) -> Iterator[tuple[int, int]]:
    """A sentence less the bookmarks before it and the footnote mark at its end; one in its middle stays, or the rest
    would be no sentence."""
    while (mark := _MARK.match(text, begin, end)) is not None:
        begin = mark.end()
    closing = _CLOSING_MARK.search(text, begin, end)
    if closing is not None:
        end = closing.start()
    if text[begin:end].strip():
        yield begin, end
