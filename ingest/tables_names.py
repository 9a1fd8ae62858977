"""What a table is called and which rows belong under which: read from the lines above it and from its print."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from decimal import Decimal

from ingest.domain import Document, Section
from ingest.language import fold
from ingest.numerals import parse_cell
from ingest.tables_grid import Grid, GridRow, clean, is_blank
from ingest.tables_units import is_unit_caption

MAX_LINES_ABOVE = 6
MAX_TITLE_CHARS = 140
# A sentence that stands alone above a table is its caption; a longer one is prose.
MAX_SENTENCE_CHARS = 100
_NUMBER = re.compile(r"^\d+(\.\d+)*\.?\s*(?=[^\W\d])")
_BARE_TOTAL = re.compile(r"^(summa|totalt?)?[ .:]*$")


def title_of(
    document: Document, grid: Grid, section: Section | None, noise: frozenset[int], above: Grid | None, title: str
) -> str:
    """The caption just above, else the title of the table directly above, else the innermost section's title.

    `above` is the table before this one and `title` its title.
    """
    if grid.caption:
        return grid.caption
    at, blanks = grid.lines[0] - 1, 0
    while at >= 1 and blanks <= MAX_LINES_ABOVE:
        line = document.lines[at - 1]
        if above is not None and above.lines[0] <= line.number <= above.lines[1]:
            return title
        if not is_blank(line) and line.number not in noise and not is_unit_caption(line.text):
            caption, heading = _caption(document, at), _section_title(section)
            own = caption if fold(caption) != fold(heading) else ""
            return own or _corner_title(grid) or heading
        blanks += 1
        at -= 1
    return _section_title(section)


def _caption(document: Document, at: int) -> str:
    text = clean(document.lines[at - 1].text)
    before = clean(document.lines[at - 3].text) if at > 2 and is_blank(document.lines[at - 2]) else ""
    before = clean(document.lines[at - 2].text) if at > 1 and not is_blank(document.lines[at - 2]) else before
    if before.endswith(",") and len(before) < MAX_TITLE_CHARS / 2 and text[:1].islower():
        text = f"{before} {text}"
    directly = clean(document.lines[at - 2].text) if at > 1 else ""
    if text[:1].islower() and directly and len(directly) < MAX_TITLE_CHARS / 2:
        text = f"{directly} {text}"
    alone = at < 2 or is_blank(document.lines[at - 2])
    sentence = text.endswith(".") and len(text.split()) > 6 and not (alone and len(text) <= MAX_SENTENCE_CHARS)
    if len(text) > MAX_TITLE_CHARS or sentence or not re.search(r"[^\W\d]{3}", text) or text.endswith(","):
        return ""
    return plain_title(text.rstrip("."))


def plain_title(text: str) -> str:
    """A heading without its number ("2.Resultaträkning" → "Resultaträkning"); a note keeps its own."""
    return _NUMBER.sub("", text).strip()


def _corner_title(grid: Grid) -> str:
    """The header of the label column where it says what the table is about ("Finansierad verksamhet")."""
    return grid.corner if len(grid.corner.split()) > 1 and not re.match(r"belopp", fold(grid.corner)) else ""


def _section_title(section: Section | None) -> str:
    return section.title if section else ""


# --- parents ---------------------------------------------------------------------------------------------------------


def parents_of(rows: tuple[GridRow, ...], headings: bool = True) -> tuple[tuple[str, ...], ...]:
    """For each row the labels it stands under, outermost first. Without `headings` an empty row is only empty."""
    if not headings:
        return ((),) * len(rows)
    if any(_share(row) for row in rows) and not all(_share(row) for row in rows if not row.is_heading):
        by_share = _parents_by_share(rows)
        if by_share is not None:
            return by_share
    return _parents_by_heading(rows)


def _parents_by_heading(rows: tuple[GridRow, ...]) -> tuple[tuple[str, ...], ...]:
    """Heading rows open a group, a total closes it; an indented row stands under the row it is indented below."""
    stack: list[str] = []
    group = _Parts()
    found: list[tuple[str, ...]] = []
    outer: GridRow | None = None
    for row in rows:
        if row.is_heading:
            if group.count and stack:
                stack.pop()
            found.append(tuple(stack))
            stack.append(row.label)
            group, outer = _Parts(), None
            continue
        stated = amounts(row)
        closes = row.is_total or group.make(stated)
        indented = outer is not None and row.indent > outer.indent + 1 and bool(outer.label)
        # a total closes its group, so it stands beside it, unless the group alone tells what is summed
        above = tuple(stack[:-1] if closes and not _BARE_TOTAL.match(fold(row.label)) else stack)
        found.append((*above, outer.label) if indented and outer is not None else above)
        if not indented:
            outer = row
        group.add(stated)
        if closes and stack:
            stack.pop()
    return tuple(found)


def _parents_by_share(rows: tuple[GridRow, ...]) -> tuple[tuple[str, ...], ...] | None:
    """Groups print a share beside their amount and stand above their members; None where no group adds up."""
    found: list[tuple[str, ...]] = []
    group = ""
    proven = False
    for at, row in enumerate(rows):
        if _share(row) or row.is_total or re.match(r"(totala|summa)\b", fold(row.label)):
            group = row.label if _share(row) else ""
            proven = proven or _parts(rows[at + 1 : _next_group(rows, at + 1)]).make(amounts(row))
            found.append(())
        else:
            found.append((_bare(group),) if group else ())
    return tuple(found) if proven else None


def _next_group(rows: tuple[GridRow, ...], at: int) -> int:
    while at < len(rows) and not _share(rows[at]) and not rows[at].is_total and not fold(rows[at].label).startswith("totala"):
        at += 1
    return at


def _bare(label: str) -> str:
    return re.sub(r"\s*\([^)]*\)\s*$", "", label)


def _share(row: GridRow) -> bool:
    return any(len(parse_cell(text)) == 2 for text in row.texts)


def amounts(row: GridRow) -> tuple[Decimal | None, ...]:
    """The row's amounts, one a column; None where the cell has none."""
    found = [parse_cell(text) for text in row.texts]
    return tuple(next((n.value for n in cell if not n.bracketed), None) for cell in found)


@dataclass(slots=True)
class _Parts:
    """The rows of a group, summed column by column as they come: a long table is read once, not once a row."""

    count: int = 0
    columns: dict[int, tuple[Decimal, int]] = field(default_factory=dict)  # the sum and how many amounts it is of

    def add(self, row: tuple[Decimal | None, ...]) -> None:
        self.count += 1
        for at, amount in enumerate(row):
            if amount is not None:
                total, many = self.columns.get(at, (Decimal(0), 0))
                self.columns[at] = (total + amount, many + 1)

    def make(self, stated: tuple[Decimal | None, ...]) -> bool:
        """Whether they are exactly the parts of these amounts, in a column with amounts worth the name."""
        sums = ((amount, *self.columns.get(at, (Decimal(0), 0))) for at, amount in enumerate(stated))
        return self.count >= 2 and any(amount and many >= 2 and total == amount for amount, total, many in sums)


def _parts(rows: tuple[GridRow, ...]) -> _Parts:
    parts = _Parts()
    for row in rows:
        parts.add(amounts(row))
    return parts
