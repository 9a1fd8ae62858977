"""The unit that a report states for a table, or for all its amounts: in a header, a title, a caption or a sentence."""

from __future__ import annotations

import re
from collections.abc import Sequence

from ingest.domain import Document, Section
from ingest.language import fold
from ingest.tables_grid import Grid, clean
from ingest.unit_words import MONEY_UNITS, named_unit, stated_in_title

MAX_LINES_ABOVE = 6
_IN_CORNER = re.compile(r"\b(?:tkr|kkr|ksek|mnkr|mkr|msek|kr|kronor|sek)\b|tusen|miljoner|%")
_MONEY = r"(?:tkr|kkr|ksek|mnkr|mkr|msek|kr|kronor|sek|tusentals? ?kr(?:onor)?|tusen kr(?:onor)?|tusental|miljoner(?: kronor)?)"
# "(tkr)", "Belopp i tkr", "Alla belopp anges i tusental kronor om inget annat anges."
_CAPTION = re.compile(
    r"\(?(?:alla |samtliga )?(?:belopp(?:en)?|siffror(?:na)?|summor(?:na)?)?\s*(?:anges|redovisas|ar|ar angivna)?\s*(?:i\s+)?"
    rf"{_MONEY}\.?"
    r"(?:,? (?:om|dar|nar|savida) (?:inget|inte|ej) annat (?:anges|framgar|sags))?\)?[.:]?"
)
_UNLESS = re.compile(r"\b(?:inget|inte|ej) annat\b")
_OF_ALL = (
    re.compile(rf"\b(?:alla|samtliga)\s+(?:\w+\s+){{0,2}}?(?:belopp|siffror|summor)\b[^.]{{0,60}}?\b({_MONEY})\b"),
    re.compile(rf"\bbelopp(?:en)?\b[^.]{{0,40}}?\bi\s+({_MONEY})\b[^.]{{0,20}}\b(?:inget|inte|ej) annat\b"),
)


def is_unit_caption(text: str) -> bool:
    """Whether a line only says what unit the amounts below are in."""
    return bool(_CAPTION.fullmatch(fold(clean(text))))


def stated_unit(document: Document, grid: Grid, title: str, section: Section | None, above: Grid | None) -> str | None:
    """The unit that the header's corner, the title or a caption between heading and table states for the table."""
    corner = fold(grid.corner)
    if _IN_CORNER.search(corner) and (unit := named_unit(corner)):
        return unit
    first = max(section.line_first if section else 1, above.lines[1] + 1 if above else 1, grid.lines[0] - MAX_LINES_ABOVE)
    captions = (line.text for line in reversed(document.lines[first - 1 : grid.lines[0] - 1]) if is_unit_caption(line.text))
    return stated_in_title(title) or next((named_unit(clean(text)) for text in captions), None)


def unit_of_amounts(sections: Sequence[Section], section: Section | None, of_all: str | None) -> str | None:
    """The unit that amounts have where their table states none: by the headings that it stands under, else `of_all`."""
    while section is not None:
        unit = stated_in_title(section.title)
        if unit in MONEY_UNITS:
            return unit
        section = sections[section.parent] if section.parent is not None else None
    return of_all


def unit_of_all(document: Document) -> str | None:
    """The unit that a sentence states for all amounts of the report; None where none does, or two differ."""
    lines = (fold(line.text) for line in document.lines)
    text = " ".join(line for line in lines if _UNLESS.search(line) or not is_unit_caption(line))
    found = {named_unit(match[1]) for pattern in _OF_ALL for match in pattern.finditer(text)}
    unit = found.pop() if len(found) == 1 else None
    return unit if unit in MONEY_UNITS else None
