"""The styles of a Word file as far as they tell structure: heading levels, numbering, bold and size, tab stops."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from lxml import etree

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
MAX_LEVEL = 9
# Built-in styles have English names in every language's Word; other programs and people name theirs as they like.
_HEADING_NAME = re.compile(r"(?:heading|rubrik|överskrift)\s*(\d)", re.IGNORECASE)
_TITLE_NAMES = frozenset(("title", "titel", "rubrik", "dokumentrubrik"))
_CONTENTS_NAME = re.compile(
    r"toc\s*\d|innehåll(?:sförteckning)?\s*\d|toc heading|innehållsförteckningsrubrik|contents? (?:\d|heading)", re.IGNORECASE
)
_MAX_DEPTH = 30  # of styles based on styles; Word allows no more than eleven, a hostile file may go in circles


@dataclass(frozen=True, slots=True)
class TabStop:
    """A tab stop: `position` in twips from the margin, `kind` as Word names it ("left", "right", "decimal", "clear", …)."""

    position: int
    kind: str


@dataclass(frozen=True, slots=True)
class Numbering:
    """That a paragraph is numbered: `number` names the list ("0" for none), `level` counts from 0; None where not said."""

    number: str | None
    level: int | None


@dataclass(frozen=True, slots=True)
class ParagraphLook:
    """What style and paragraph together say. `level` is the heading's (1 at the top), 0 for none; `size` in half points."""

    level: int
    is_contents: bool
    numbering: Numbering | None
    style: str
    bold: bool
    size: int
    tab_stops: tuple[TabStop, ...]
    page_break_before: bool


class Styles:
    """The styles by their id, each with those that it is based on."""

    def __init__(self, root: etree._Element | None) -> None:
        elements = () if root is None else root.iterchildren(f"{W}style")
        self._by_id = {style.get(f"{W}styleId", ""): style for style in elements}
        self._default = next(
            (
                key
                for key, style in self._by_id.items()
                if style.get(f"{W}type") == "paragraph" and is_on(style.get(f"{W}default", "0"))
            ),
            "",
        )
        defaults = None if root is None else root.find(f"{W}docDefaults/{W}rPrDefault/{W}rPr")
        self._default_size = _number(_child_value(defaults, "sz"), 20)
        self._looks: dict[str, ParagraphLook] = {}

    def look(self, properties: etree._Element | None) -> ParagraphLook:
        """The look of a paragraph with these properties (w:pPr)."""
        style = _child_value(properties, "pStyle") or self._default
        base = self._looks.get(style)
        if base is None:
            base = self._looks[style] = self._look_of(style)
        return base if properties is None else _merged(base, properties)

    def numbering_of(self, style: str) -> Numbering | None:
        """The numbering that a style gives its paragraphs, inherited included."""
        found = self._looks.get(style) or self._look_of(style)
        return found.numbering

    def character_style(self, style: str | None) -> tuple[bool | None, bool | None]:
        """Whether a character style makes bold, and whether it hides; None where it does not say."""
        bold, hidden = None, None
        for element in self._chain(style or ""):
            properties = element.find(f"{W}rPr")
            bold = is_set(properties, "b") if bold is None else bold
            hidden = is_set(properties, "vanish") if hidden is None else hidden
        return bold, hidden

    def _chain(self, style: str) -> Iterator[etree._Element]:
        """The style and those that it is based on, the nearest first."""
        for _ in range(_MAX_DEPTH):
            element = self._by_id.get(style)
            if element is None:
                return
            yield element
            style = _child_value(element, "basedOn") or ""

    def _look_of(self, style: str) -> ParagraphLook:
        look = ParagraphLook(0, False, None, style, False, self._default_size, (), False)
        for element in reversed(list(self._chain(style))):
            properties = element.find(f"{W}pPr")
            look = look if properties is None else _merged(look, properties)
            run = element.find(f"{W}rPr")
            bold, size = is_set(run, "b"), _number(_child_value(run, "sz"), look.size)
            name = _child_value(element, "name") or ""
            level, is_contents = _named_level(name, look.level), bool(_CONTENTS_NAME.match(name))
            look = ParagraphLook(
                0 if is_contents else level,
                is_contents,
                look.numbering,
                style,
                look.bold if bold is None else bold,
                size,
                look.tab_stops,
                look.page_break_before,
            )
        return look


def is_on(value: str | None) -> bool:
    """Whether a switch's value means on; a switch without a value is on."""
    return value not in ("0", "false", "off", "none")


def is_set(properties: etree._Element | None, name: str) -> bool | None:
    """Whether the switch is on in these properties, None where they do not say."""
    element = None if properties is None else properties.find(f"{W}{name}")
    return None if element is None else is_on(element.get(f"{W}val"))


def _merged(base: ParagraphLook, properties: etree._Element) -> ParagraphLook:
    outline, numbering = _child_value(properties, "outlineLvl"), properties.find(f"{W}numPr")
    level = base.level
    if outline is not None:
        level = _number(outline, MAX_LEVEL) + 1 if _number(outline, MAX_LEVEL) < MAX_LEVEL else 0
    breaks = is_set(properties, "pageBreakBefore")
    return ParagraphLook(
        level,
        base.is_contents,
        base.numbering if numbering is None else _numbering(numbering, base.numbering),
        base.style,
        base.bold,
        base.size,
        _stops(base.tab_stops, properties.find(f"{W}tabs")),
        base.page_break_before if breaks is None else breaks,
    )


def _numbering(element: etree._Element, inherited: Numbering | None) -> Numbering:
    number, level = _child_value(element, "numId"), _child_value(element, "ilvl")
    if number is None and inherited is not None:
        number = inherited.number
    return Numbering(number, None if level is None else min(_number(level, 0), MAX_LEVEL - 1))


def _stops(inherited: tuple[TabStop, ...], element: etree._Element | None) -> tuple[TabStop, ...]:
    if element is None:
        return inherited
    stops = {stop.position: stop for stop in inherited}
    for tab in element.iterchildren(f"{W}tab"):
        position, kind = _number(tab.get(f"{W}pos"), 0), tab.get(f"{W}val", "left")
        if kind == "clear":
            stops.pop(position, None)
        elif kind not in ("bar", "num"):
            stops[position] = TabStop(position, kind)
    return tuple(stops[position] for position in sorted(stops))


def _named_level(name: str, inherited: int) -> int:
    match = _HEADING_NAME.fullmatch(name.strip())
    if match is not None:
        return max(int(match[1]), 1)
    return 1 if name.strip().lower() in _TITLE_NAMES else inherited


def _child_value(element: etree._Element | None, name: str) -> str | None:
    child = None if element is None else element.find(f"{W}{name}")
    return None if child is None else child.get(f"{W}val")


def _number(text: str | None, otherwise: int) -> int:
    """A whole number of an attribute; sizes may have a fraction in files of other programs."""
    match = re.match(r"-?\d{1,9}", text or "")
    return int(match.group()) if match else otherwise
