"""Which lines of running text are headings, by their type: larger, bold, underlined, or a note's number; and of what level."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from ingest.formats.page_blocks import Block
from ingest.formats.page_lines import PrintLine
from ingest.formats.page_words import Ruling, Word
from ingest.language import fold

_LARGER = 1.07
_MAX_CHARS = 120
_MAX_LINES = 3
_SHORT_TITLE = 40
_PAGE_OF_TEXT = 600
_MOSTLY_BOLD = 0.7
_LEAST_SIZE = 0.88
_TITLE_WORDS = 8
_PLAIN_WORDS = 5
_PLAIN_BELOW = 40
_COVER_WORDS = 60
_COVER_LEVEL = 9
_TITLED_NOTE = re.compile(r"not(?:er)?\s*\d{1,2}[.:,]?\s+[A-ZÅÄÖ]", re.IGNORECASE)
_BARE_NOTE = re.compile(r"not(?:er)?\s*\d{1,2}[.:,]?")
_NOTE = re.compile(r"not(?:er)?\s*\d{1,2}\b")
# A face that a document sets more than this share of its letters in is no emphasis.
_RARE_FACE = 0.45
_SAME_SIZE = 0.06
_SAME_SIZE_IN_IMAGES = 0.15
_TIGHT = 1.6
_UNDERLINE = (-1.0, 4.0)
_NO_TITLE = re.compile(r"[.,;:]$|^[•\-–*·]|^\(?\d+[\d .,:/-]*\)?$|@|www\.")


@dataclass(frozen=True, slots=True)
class HeadingAt:
    """A heading on a page: the indexes of its first and last block there, and its level from 1."""

    page: int
    first: int
    last: int
    level: int


@dataclass(frozen=True, slots=True)
class TypeStyle:
    """How running text is set in a document: the size of its type and its face, and the faces used for emphasis."""

    size: float
    font: str
    emphatic: frozenset[str]


@dataclass(frozen=True, slots=True)
class PageOfBlocks:
    """What is looked at: the blocks of a page and the lines drawn on it."""

    blocks: tuple[Block, ...]
    rulings: tuple[Ruling, ...]


def body_style(words: Sequence[Word]) -> TypeStyle:
    """The type of most letters."""
    letters: Counter[tuple[float, str]] = Counter()
    fonts: Counter[str] = Counter()
    for word in words:
        letters[round(word.size, 1), word.font] += len(word.text)
        fonts[word.font] += len(word.text)
    if not letters:
        return TypeStyle(10.0, "", frozenset())
    sizes: Counter[float] = Counter()
    for (size, _), count in letters.items():
        sizes[size] += count
    size = sizes.most_common(1)[0][0]
    font = max((key for key in letters if key[0] == size), key=lambda key: letters[key])[1]
    bold = {word.font for word in words if word.is_bold}
    # programs that name all faces alike: the rarer of them is the bold one
    total = sum(fonts.values())
    rare = {f for f, count in fonts.items() if f != font and _family(f) == _family(font) and count < _RARE_FACE * total}
    return TypeStyle(size, font, frozenset(rare | (bold - {font})))


def _family(font: str) -> str:
    """The name of a face without what tells faces of one name apart ("ABCDEF+CIDFont+F2#1f" → "CIDFont")."""
    name = re.sub(r"^[A-Z]{6}\+", "", font.partition("#")[0])
    return re.sub(r"\+F\d+$", "", name)


def find_printed_headings(pages: Sequence[PageOfBlocks], body: TypeStyle) -> tuple[HeadingAt, ...]:
    """The headings in reading order. Levels follow the size of the type, then bold, then the rest."""
    found: list[tuple[int, int, int, tuple[float, int]]] = []
    for number, page in enumerate(pages):
        own = _style_of_page(page, body)
        at = 0
        while at < len(page.blocks):
            last = _heading_from(page, at, own)
            if last is None:
                at += 1
                continue
            line = page.blocks[at]
            assert isinstance(line, PrintLine)
            found.append((number, at, last, _rank(line, own, body)))
            at = last + 1
    covers = {number for number, page in enumerate(pages[:2]) if _is_cover(page)}
    same_size = _SAME_SIZE if body.font else _SAME_SIZE_IN_IMAGES
    levels = _levels([rank for number, _, _, rank in found if number not in covers], same_size)
    # nothing stands under the words of a cover, however large they are
    return tuple(
        HeadingAt(page, first, last, levels.get(rank, 1) if page not in covers else _COVER_LEVEL)
        for page, first, last, rank in found
    )


def _is_cover(page: PageOfBlocks) -> bool:
    """Whether a page has no running text: what is set large there names the document."""
    return sum(len(block.words) for block in page.blocks if isinstance(block, PrintLine)) < _COVER_WORDS and not any(
        not isinstance(block, PrintLine) for block in page.blocks
    )


def _heading_from(page: PageOfBlocks, at: int, body: TypeStyle) -> int | None:
    """The last block of the heading that begins at this one; None where none begins."""
    line = page.blocks[at]
    if not isinstance(line, PrintLine) or not _stands_out(line, page, body) or not _reads_like_title(line):
        return None
    last = at
    while last + 1 < len(page.blocks):
        below = page.blocks[last + 1]
        above = page.blocks[last]
        if not isinstance(below, PrintLine) or not isinstance(above, PrintLine) or not _goes_on(above, below, page, body):
            break
        last += 1
    whole = " ".join(heading_text(part) for part in page.blocks[at : last + 1] if isinstance(part, PrintLine))
    return last if last - at < _MAX_LINES and (last == at or not _NO_TITLE.search(whole)) else None


def heading_text(line: PrintLine) -> str:
    """The line's pieces as one text: a note's number and its title stand apart, and times behind them head columns."""
    kept = list(line.pieces)
    while len(kept) > 1 and kept[-1].is_time:
        kept.pop()
    return " ".join(piece.text for piece in kept)


def _reads_like_title(line: PrintLine) -> bool:
    text = heading_text(line)
    if _NOTE.match(fold(text)):
        return len(text) <= _MAX_CHARS
    if len(line.pieces) > 1 or len(text) > _MAX_CHARS or _NO_TITLE.search(text):
        return False
    return sum(c.isalpha() for c in text) >= 3 and (not text[0].islower() or len(text) <= _SHORT_TITLE)


def _stands_out(line: PrintLine, page: PageOfBlocks, body: TypeStyle) -> bool:
    if line.size >= _LARGER * body.size and min(w.size for w in line.words) >= 0.9 * body.size:
        return True
    if _NOTE.match(fold(line.text)) and (is_emphatic(line.pieces[0].words, body) or len(line.pieces) == 1):
        return is_emphatic(line.words, body) or _TITLED_NOTE.match(line.text) is not None
    if is_emphatic(line.words, body) and line.size >= _LEAST_SIZE * body.size or is_underlined(line, page.rulings):
        return True
    return _is_set_off(line, page, is_image=body.font == "")


def _is_set_off(line: PrintLine, page: PageOfBlocks, *, is_image: bool) -> bool:
    """Whether a line stands like a title: short, apart from what is above it and close to the text below.

    Where the type is known, the text must be a line at least twice as long: a title in the type of the text is rare.
    """
    at = page.blocks.index(line)
    above = page.blocks[at - 1] if at else None
    below = page.blocks[at + 1] if at + 1 < len(page.blocks) else None
    words = line.text.split()
    if not isinstance(below, PrintLine) or len(words) > _TITLE_WORDS or not line.text[:1].isupper():
        return False
    if len(words) > 1 and all(word[:1].isupper() for word in words) or ":" in line.text or below.text[:1].islower():
        return False  # a name, a fact, the first line of a paragraph
    if not is_image and (len(words) > _PLAIN_WORDS or len(below.text) < max(_PLAIN_BELOW, 2 * len(line.text))):
        return False
    gap_below = below.baseline - line.baseline
    gap_above = line.baseline - above.baseline if isinstance(above, PrintLine) else 3 * gap_below
    return 0 < gap_below < 2.6 * line.size and gap_above > 1.25 * gap_below and abs(below.span.x0 - line.span.x0) < line.size


def is_emphatic(words: Sequence[Word], body: TypeStyle) -> bool:
    """Whether all words are set in a face of emphasis."""
    seen = body.font == ""  # in an image bold is told word by word, and not always
    if seen:
        return sum(len(word.text) for word in words if word.is_bold) > _MOSTLY_BOLD * sum(len(word.text) for word in words)
    return all(word.font in body.emphatic or word.is_bold and word.font != body.font for word in words)


def is_underlined(line: PrintLine, rulings: Sequence[Ruling]) -> bool:
    """Whether a line drawn just below takes the words' width and no more."""
    span = line.span
    return any(
        r.is_horizontal
        and _UNDERLINE[0] <= r.y0 - line.baseline <= _UNDERLINE[1]
        and abs(r.x0 - span.x0) <= 4
        and abs(r.x1 - span.x1) <= 4
        for r in rulings
    )


def _goes_on(line: PrintLine, below: PrintLine, page: PageOfBlocks, body: TypeStyle) -> bool:
    """Whether the next line belongs to the same heading."""
    if _BARE_NOTE.fullmatch(fold(line.text)) and len(below.pieces) == 1:
        # its title stands beside it, a little lower
        return below.baseline - line.baseline < 0.8 * line.size and below.pieces[0].x0 > line.pieces[-1].x1
    same = abs(below.size - line.size) < 0.3 and below.pieces[0].font == line.pieces[0].font and len(below.pieces) == 1
    tight = below.baseline - line.baseline < _TIGHT * line.size
    if not same or not tight or _NOTE.match(fold(below.text)):
        return False
    if line.size >= 1.4 * body.size:
        return True
    wide = line.span.x1 - line.span.x0 > 200
    return _stands_out(below, page, body) and (below.text[:1].islower() or wide or line.text.endswith("-"))


def _style_of_page(page: PageOfBlocks, body: TypeStyle) -> TypeStyle:
    """The document's style, or that of a page that is set in another throughout (an auditor's report bound in)."""
    words = [word for block in page.blocks if isinstance(block, PrintLine) for word in block.words]
    letters = sum(len(word.text) for word in words)
    own = body_style(words)
    same = sum(len(word.text) for word in words if abs(word.size - own.size) < 0.3)
    foreign = letters >= _PAGE_OF_TEXT and same > 0.6 * letters and abs(own.size - body.size) > _LARGER * 0.1 * body.size
    return TypeStyle(own.size, own.font, own.emphatic | body.emphatic) if foreign else body


def _rank(line: PrintLine, own: TypeStyle, body: TypeStyle) -> tuple[float, int]:
    """What the level goes by: the size (beside the running text of its page), then whether the face is one of emphasis."""
    size = max(line.pieces[0].size, line.size) * body.size / own.size
    kind = 0 if is_emphatic(line.words, own) else 1
    return round(size, 1), kind


def _levels(ranks: Sequence[tuple[float, int]], same_size: float) -> dict[tuple[float, int], int]:
    """Levels from 1: larger first; sizes are one within this share of each other."""
    levels: dict[tuple[float, int], int] = {}
    level = 0
    before: tuple[float, int] | None = None
    for rank in sorted(set(ranks), key=lambda r: (-r[0], r[1])):
        if before is None or before[0] - rank[0] > same_size * before[0] or before[1] != rank[1]:
            level += 1
            before = rank
        levels[rank] = level
    return levels
