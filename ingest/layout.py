"""How a text export breaks its lines, and which short lines stand where an unnumbered heading can stand."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection
from dataclasses import dataclass

from ingest.contents import Contents
from ingest.domain import Line
from ingest.language import fold

_MARKS = re.compile(r"\[(?:bookmark|footnoteRef):[^\]]{0,300}+\]|\*\*")
BULLET = re.compile(
    r"(?:[-–—•·✓*»«▪◦○●→>]\s*(?=[^\W\d_\"”(✓])|[-–—•·✓*»▪]\s+|[eo°¢]\s+(?=[A-ZÅÄÖ])|\d{1,2}[.)]\s+(?=\S)|[a-zåäö]\)\s)"
)
_LETTERED = re.compile(r"[A-ZÅÄÖ]\s?[:.)]\s?-?\s*(?=[A-ZÅÄÖ])")
_PREFIXED = re.compile(r"(?:mål|bilaga|tabell|avsnitt|kapitel|riskområde|delmål|del)\s+\d+\b", re.IGNORECASE)
_NOT_A_TITLE = re.compile(
    r"(?:diagram|figur|bild|foto|belopp|att|källa|datum|telefon|org\.?\s?nr|dnr|summa|totalt|se)\b", re.IGNORECASE
)
# Finite verbs that titles of reports lack and short sentences have ("Målet är uppfyllt").
_VERBS = frozenset("är har ska skall kan var vill fick blev blir finns kommer upplever anser svarar".split())
_NUMBER = re.compile(r"\d+(?:,\d+)?")
# A row's value at the end; a year may end a title.
_ENDS_IN_VALUE = re.compile(r"\s(?!(?:19|20)\d\d$)[-–+]?\d+(?:,\d+)?$")
_AMOUNT_FIRST = re.compile(r"\d{1,3}(?:[ \u00a0]\d{3})+\s?kr\b")
_AMOUNT = re.compile(r"\d{1,3}(?:[ \u00a0]\d{3})+|\d%|\d %|\d\s?(?:kr|tkr)\b")
_YEAR_HEAD = re.compile(r"\s*-?(?:19|20)\d\d(?:-\d\d-\d\d)?(?:\s+-?(?:19|20)\d\d(?:-\d\d-\d\d)?)+\s*")
_ONLY_AMOUNTS = re.compile(r"[-–+\d\s.,%()]++(?:kr|tkr)?+[\d\s.,%()kr-]*+")
_FIGURE = re.compile(r"[-–+]?\d+")
_LETTER = re.compile(r"[^\W\d_]")
_ROLE = re.compile(
    r"(?:vice\s+)?(?:ordförande|ordforande|ledamot|ersättare|ersattare|revisor|sekreterare|förbundschef)\b.*", re.IGNORECASE
)
_MAX_TITLE = 110
_MAX_TITLE_ABOVE_TEXT = 70
_MAX_TITLE_WORDS = 16
# Share of the text's full line width that a heading in a wrapped text may take: longer is the first line of a paragraph.
_TITLE_WIDTH = 0.75
_PROSE_WIDTH = 0.6
_WRAPPED_WIDTH = 130
_PROSE_CHARS = 100
_CARD_CHARS = 40
_STATUS_REPEATS = 4
_LABEL_REPEATS = 5


def clean(text: str) -> str:
    """The line without bookmark, footnote and bold marks, outer blanks gone; tabs inside are kept."""
    return _MARKS.sub("", text).strip()


def ends_in_figures(text: str, shares: bool = False) -> bool:
    """Whether words and then at least two numerals, whole or grouped, end the text; with `shares` each may have a "%"."""
    rest: str | None = text
    for _ in range(2):
        if rest is None:
            return False
        rest = _before_figure(rest.rstrip().removesuffix("%") if shares else rest)
    return rest is not None and _LETTER.search(rest) is not None


def _before_figure(text: str) -> str | None:
    parts = text.rsplit(None, 1)
    return parts[0] if len(parts) == 2 and _FIGURE.fullmatch(parts[1]) else None


@dataclass(frozen=True, slots=True)
class Layout:
    """The lines that can hold text, and whether paragraphs are wrapped to a width or run on one line each."""

    lines: tuple[Line, ...]
    filled: tuple[int, ...]
    width: int
    wrapped: bool
    repeats: Counter[str]
    labels: Counter[str]

    @classmethod
    def of(cls, lines: tuple[Line, ...]) -> Layout:
        """The layout of a document's lines, furniture and table of contents left out."""
        filled = tuple(i for i, line in enumerate(lines) if line.text.strip())
        lengths = sorted(len(lines[i].text.strip()) for i in filled if "\t" not in lines[i].text)
        width = lengths[int(len(lengths) * 0.95)] if lengths else 0
        short = [text for text in (clean(lines[i].text) for i in filled) if len(text) <= _MAX_TITLE]
        repeats = Counter(fold(text) for text in short)
        labels = Counter(_label(text) for text in short)
        return cls(lines, filled, width, width < _WRAPPED_WIDTH, repeats, labels)

    def is_prose(self, text: str) -> bool:
        """Whether a line is running text by its length or its end."""
        text = clean(text)
        if "\t" in text:
            return False
        return len(text) >= (self.width * _PROSE_WIDTH if self.wrapped else _PROSE_CHARS) or (
            len(text) > 40 and text.endswith(".")
        )

    def plain_headings(self, taken: Collection[int], contents: Contents) -> list[tuple[int, str, bool]]:
        """Unnumbered headings as (line number, title, whether running text follows), lines in `taken` left out."""
        found = []
        for place, index in enumerate(self.filled):
            line = self.lines[index]
            title = clean(line.text)
            if line.number in taken or not self._looks_like_title(line.text, title):
                continue
            if contents.find("", title) is not None or self._stands_like_title(place, taken):
                after = self._filled_text(place + 1)
                found.append((line.number, " ".join(title.split()).removesuffix("."), self.is_prose(after)))
        return found

    def _looks_like_title(self, raw: str, title: str) -> bool:
        if raw.startswith("\t") or "\t" in title or "|" in title or re.search(r"\S {2,}\S", title):
            return False
        letters = title.lstrip("\"”“'’(")
        if not letters[:1].isupper() or not 3 <= len(title) <= _MAX_TITLE or len(title.split()) > _MAX_TITLE_WORDS:
            return False
        lettered = _LETTERED.match(title) is not None
        if (BULLET.match(title) and not lettered) or _NOT_A_TITLE.match(title) or _ROLE.fullmatch(title):
            return False
        if not self._ends_like_title(title) or (not lettered and re.search(r":(?:\s|$)|\?", title)):
            return False
        if _AMOUNT.search(title) or len(_NUMBER.findall(title)) > 3 or title.count("(") != title.count(")"):
            return False
        if _ENDS_IN_VALUE.search(title) and not _PREFIXED.match(title):
            return False
        words = title.split()
        if _VERBS & {word.lower() for word in words} or re.search(r"@|www\.|https?:", title):
            return False
        if len(words) >= 3 and not lettered and all(word[:1].isupper() for word in words) and not title.isupper():
            return False  # names and heads of columns; a Swedish title has one capital
        if self.repeats[fold(title)] >= _STATUS_REPEATS or (_label(title) and self.labels[_label(title)] >= _LABEL_REPEATS):
            return False
        limit = (
            self.width * _TITLE_WIDTH
            if self.wrapped and not _PREFIXED.match(title) and not title.startswith("Tabell ")
            else _MAX_TITLE
        )
        return len(title) <= limit

    def _ends_like_title(self, title: str) -> bool:
        if title.endswith((",", ";", ":", "-", "–", "/", ":)")):
            return False
        words = len(re.findall(r"[^\W_]+", title))
        if title.endswith("!"):
            return words <= 6
        if title.endswith("."):
            return words <= 2 or (_PREFIXED.match(title) is not None and words <= 8)
        return True

    def _stands_like_title(self, place: int, taken: Collection[int]) -> bool:
        """Whether the neighbours are those of a heading. `place` counts filled lines."""
        index = self.filled[place]
        before, after = self._filled_text(place - 1), self._filled_text(place + 1)
        here = self.lines[index]
        page_start = index > 0 and here.page != self.lines[index - 1].page
        blank_before = page_start or index == 0 or not self.lines[index - 1].text.strip() or self._number(place - 1) in taken
        at_end = index + 1 >= len(self.lines)
        blank_after = at_end or not self.lines[index + 1].text.strip()
        if _ROLE.fullmatch(clean(after)) and not blank_after:
            return False
        if self._opens_card(after):
            return True
        if not blank_after and self.lines[index + 1].page != here.page:
            return False  # a heading is not the last line of its page
        if clean(before).endswith(":") and len(before.strip()) < 60:
            return False  # one of a column of labels
        if self._is_row(after) and self._row_above(place) and not (blank_after and "\t" in after):
            return _YEAR_HEAD.fullmatch(after) is not None and blank_before
        if here.text.rstrip(" ") != here.text.rstrip() and "\t" in after and not blank_after:
            return False  # a row with empty cells
        if _AMOUNT_FIRST.match(clean(after)) or _ONLY_AMOUNTS.fullmatch(clean(after)) and not _YEAR_HEAD.fullmatch(after):
            return False
        if blank_before and blank_after:
            return not self._between_cells(before, after)
        if not blank_after:
            return self._heads_the_next_line(place, blank_before, page_start, before, after)
        return not self.wrapped and clean(before).endswith((".", ")", "!")) and self.is_prose(after)

    def _heads_the_next_line(self, place: int, blank_before: bool, page_start: bool, before: str, after: str) -> bool:
        title = clean(self.lines[self.filled[place]].text)
        following = clean(after)
        if len(title) > _MAX_TITLE_ABOVE_TEXT or following[:1].islower() or following.startswith("("):
            return False
        if _YEAR_HEAD.fullmatch(after) or page_start:
            return blank_before and (following[:1].isupper() or _YEAR_HEAD.fullmatch(after) is not None)
        if "\t" in following or not self.is_prose(after) or BULLET.match(following):
            return "\t" in following and blank_before and not self._is_row(before)
        if self.wrapped:
            return blank_before
        return blank_before or clean(before).endswith((".", "!", ")", "”")) or not self.is_prose(before)

    def _opens_card(self, after: str) -> bool:
        """A fact card begins with its purpose; the line above is the card's title."""
        return re.match(r"syfte\b[^.]{0,12}:", fold(clean(after)[:_CARD_CHARS])) is not None

    def _between_cells(self, before: str, after: str) -> bool:
        """Between amounts and another short label: a cell of a table printed cell by cell."""
        label_after = not self.is_prose(after) and not re.search(r"\d", after) and "\t" not in after
        return _ONLY_AMOUNTS.fullmatch(clean(before)) is not None and label_after

    def _row_above(self, place: int) -> bool:
        return any(
            self._is_row(self._filled_text(place - back)) or _YEAR_HEAD.fullmatch(self._filled_text(place - back))
            for back in (1, 2)
        )

    def _is_row(self, text: str) -> bool:
        return "\t" in clean(text) or ends_in_figures(clean(text)) or text.startswith("\t")

    def _filled_text(self, place: int) -> str:
        return self.lines[self.filled[place]].text if 0 <= place < len(self.filled) else ""

    def _number(self, place: int) -> int:
        return self.lines[self.filled[place]].number if 0 <= place < len(self.filled) else 0


def _label(title: str) -> str:
    """The part before a dash, as printed in rows of the kind "Uppföljning – huvudmannen"."""
    head, dash, tail = re.sub(r"\s[-–]\s?", " – ", title).partition(" – ")
    return fold(head) if dash and tail and len(head) <= 25 else ""
