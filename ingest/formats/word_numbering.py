"""The numbers that Word writes before headings and list items, counted as Word counts them: "1.1", "Not 3", "a)", "•"."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from lxml import etree

from ingest.formats.word_styles import MAX_LEVEL, Numbering, ParagraphLook, Styles, W

BULLET = "•"
_DASHES = "-–—"
_ROMAN = (
    (1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"),
    (50, "l"), (40, "xl"), (10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i"),
)  # fmt: skip
_MAX_COUNT = 3999


@dataclass(frozen=True, slots=True)
class _Level:
    format: str = "decimal"
    text: str = ""
    start: int = 1
    gap: str = " "
    style: str = ""
    restart: int | None = None  # the level (from 1) whose number makes this one begin anew; 0 never
    legal: bool = False


@dataclass(slots=True)
class _List:
    """A definition of levels with its counters; numberings that share it count on from each other."""

    levels: dict[int, _Level]
    counts: list[int | None] = field(default_factory=lambda: [None] * MAX_LEVEL)


class NumberingCounter:
    """Counts through the document: each numbered paragraph must be told once, in order."""

    def __init__(self, root: etree._Element | None, styles: Styles) -> None:
        self._numbers: dict[str, tuple[_List, dict[int, int], dict[int, _Level]]] = {}
        self._begun: set[str] = set()
        if root is not None:
            self._read(root, styles)

    def text_before(self, look: ParagraphLook) -> str:
        """What stands before the paragraph's own text, its gap included; "" where it is not numbered."""
        numbering = look.numbering
        if numbering is None or numbering.number not in self._numbers:
            return ""
        shared, starts, own = self._numbers[numbering.number]
        at = self._level_of(numbering, look.style)
        level = own.get(at) or shared.levels.get(at)
        if level is None:
            return ""
        if numbering.number not in self._begun:
            self._begun.add(numbering.number)
            for index in starts:
                shared.counts[index] = None
        shared.counts[at] = self._next(shared.counts[at], starts.get(at, level.start))
        for deeper in range(at + 1, MAX_LEVEL):
            restart = (own.get(deeper) or shared.levels.get(deeper) or _Level()).restart
            if restart is None or restart > at:
                shared.counts[deeper] = None
        text = _written(level, at, shared, own, starts)
        return text + level.gap if text else ""

    def is_bullet(self, look: ParagraphLook) -> bool:
        """Whether the paragraph is an item of a list with marks instead of numbers."""
        numbering = look.numbering
        if numbering is None or numbering.number not in self._numbers:
            return False
        shared, _, own = self._numbers[numbering.number]
        at = self._level_of(numbering, look.style)
        level = own.get(at) or shared.levels.get(at)
        return level is not None and level.format == "bullet"

    def _level_of(self, numbering: Numbering, style: str) -> int:
        """The level said, or the one that the list gives to the paragraph's style."""
        if numbering.level is not None or numbering.number is None:
            return numbering.level or 0
        shared, _, own = self._numbers[numbering.number]
        named = (at for at, level in (shared.levels | own).items() if level.style and level.style == style)
        return next(named, 0)

    @staticmethod
    def _next(count: int | None, start: int) -> int:
        return start if count is None else min(count + 1, _MAX_COUNT)

    def _read(self, root: etree._Element, styles: Styles) -> None:
        lists: dict[str, _List] = {}
        linked: dict[str, str] = {}
        for element in root.iterchildren(f"{W}abstractNum"):
            key = element.get(f"{W}abstractNumId", "")
            lists[key] = _List(_levels(element))
            link = element.find(f"{W}numStyleLink")
            if link is not None:
                linked[key] = link.get(f"{W}val", "")
        names = {number.get(f"{W}numId", ""): _value(number, "abstractNumId") or "" for number in root.iterchildren(f"{W}num")}
        for key, style in linked.items():
            numbering = styles.numbering_of(style)
            target = names.get(numbering.number or "") if numbering else None
            if target in lists:
                lists[key] = lists[target]
        for number in root.iterchildren(f"{W}num"):
            shared = lists.get(_value(number, "abstractNumId") or "")
            if shared is not None:
                starts, own = _overrides(number)
                self._numbers[number.get(f"{W}numId", "")] = (shared, starts, own)


def _overrides(number: etree._Element) -> tuple[dict[int, int], dict[int, _Level]]:
    """What one numbering has of its own: where levels start, and levels told anew."""
    starts: dict[int, int] = {}
    own: dict[int, _Level] = {}
    for override in number.iterchildren(f"{W}lvlOverride"):
        at = _int(override.get(f"{W}ilvl"), 0)
        start = _value(override, "startOverride")
        if 0 <= at < MAX_LEVEL:
            if start is not None:
                starts[at] = _int(start, 1)
            own |= _levels(override)
    return starts, own


def _levels(element: etree._Element) -> dict[int, _Level]:
    levels: dict[int, _Level] = {}
    for level in element.iterchildren(f"{W}lvl"):
        at = _int(level.get(f"{W}ilvl"), 0)
        if 0 <= at < MAX_LEVEL:
            restart, legal = _value(level, "lvlRestart"), level.find(f"{W}isLgl")
            levels[at] = _Level(
                _value(level, "numFmt") or "decimal",
                _value(level, "lvlText") or "",
                _int(_value(level, "start"), 0),
                "" if _value(level, "suff") == "nothing" else " ",
                _value(level, "pStyle") or "",
                None if restart is None else _int(restart, 0),
                legal is not None and legal.get(f"{W}val") not in ("0", "false"),
            )
    return levels


def _written(level: _Level, at: int, shared: _List, own: dict[int, _Level], starts: dict[int, int]) -> str:
    if level.format == "bullet":
        mark = level.text.strip()
        return mark if mark in _DASHES and mark else BULLET
    if level.format == "none":
        return re.sub(r"%\d", "", level.text).strip()

    def number(match: re.Match[str]) -> str:
        index = int(match[1]) - 1
        if not 0 <= index < MAX_LEVEL:
            return ""
        other = own.get(index) or shared.levels.get(index) or _Level()
        count = shared.counts[index]
        return _formatted(starts.get(index, other.start) if count is None else count, "decimal" if level.legal else other.format)

    return re.sub(r"%(\d)", number, level.text).strip()


def _formatted(count: int, format: str) -> str:
    if format in ("lowerRoman", "upperRoman"):
        text = _roman(count)
        return text.upper() if format == "upperRoman" else text
    if format in ("lowerLetter", "upperLetter"):
        # Word goes on after z with aa, bb, cc.
        text = chr(ord("a") + (count - 1) % 26) * ((count - 1) // 26 + 1) if count > 0 else ""
        return text.upper() if format == "upperLetter" else text
    if format == "decimalZero":
        return f"{count:02d}"
    return "" if format in ("none", "bullet") else str(count)


def _roman(count: int) -> str:
    text = ""
    for value, letters in _ROMAN:
        text += letters * (count // value)
        count %= value
    return text


def _value(element: etree._Element, name: str) -> str | None:
    child = element.find(f"{W}{name}")
    return None if child is None else child.get(f"{W}val")


def _int(text: str | None, otherwise: int) -> int:
    return int(text) if text is not None and re.fullmatch(r"\d{1,4}", text) else otherwise
