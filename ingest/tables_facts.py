"""Fact cards exported without tabs: label and text by turns, beside each other, or all labels first and the texts later.

Texts of several paragraphs cannot be told apart without their frame, so only counts and amounts are read. A value that
does not stand at its label is paired with it only where its kind is announced by as many labels as there are values.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from itertools import pairwise, zip_longest

from ingest.card_labels import Label, find_labels, plain
from ingest.card_pairs import Value, pair_values
from ingest.domain import Line
from ingest.language import fold
from ingest.tables_grid import Grid, GridRow, clean, is_blank
from ingest.tables_names import plain_title
from ingest.tables_tabs import CARD_LAYOUT

MIN_LABELS = 3
MAX_TEXT_LINES = 30
MAX_LINES_BETWEEN = 3
MAX_LINES_IN_SIGHT = 12
MAX_TAIL_LINES = 60
MAX_TITLE_CHARS = 70
MAX_LINES_ABOVE = 4
_OPENS = re.compile(r"(?:syfte|insats|projekt|aktivitet|arets tema)\b")


@dataclass(frozen=True, slots=True)
class _Card:
    """The labels of a card, and the index of its title's line where it has one."""

    labels: tuple[Label, ...]
    title: int | None

    @property
    def first(self) -> int:
        return self.labels[0].first if self.title is None else self.title


def read_fact_cards(
    lines: Sequence[Line], headings: Collection[int], boundaries: Collection[int], taken: Collection[int]
) -> list[Grid]:
    """The cards outside the lines `taken`, in order; a card without a count or an amount is none.

    `lines` are those of the text without page furniture; `boundaries` and `headings` are the numbers of lines where a
    numbered section and any section starts. A card without a title right below another is left out: nothing says whose
    the same names are this time.
    """
    stops = {*boundaries, *taken}
    labels = find_labels(lines, taken)
    own = {at for label in labels for at in (*label.parts, label.value) if at is not None}
    cards = [
        _Card(tuple(card), _title_above(lines, card[0].first, own, taken)) for card in _group(lines, labels, headings, stops)
    ]
    grids = []
    for above, card, below in zip_longest([None, *cards[:-1]], cards, cards[1:]):
        if card is None or card.title is None and above is not None and not _parted(lines, above, card, headings, stops):
            continue
        ends = _ends(lines, card, below.first if below is not None else len(lines), headings, stops)
        rows = sorted(
            (_row(lines, label, value) for label, value in pair_values(lines, card.labels, ends)), key=lambda row: row.lines
        )
        if rows:
            caption = plain_title(clean(lines[card.title].text)) if card.title is not None else ""
            span = (lines[card.first].number, max(row.lines[1] for row in rows))
            grids.append(Grid(("",), "", tuple(rows), span, CARD_LAYOUT, caption))
    return grids


# --- where a card starts and ends ------------------------------------------------------------------------------------


def _group(lines: Sequence[Line], labels: list[Label], headings: Collection[int], stops: Collection[int]) -> list[list[Label]]:
    """The labels of each card: near each other, no name twice, no numbered heading or table between them.

    A name that labels do not have elsewhere counts only in the company of others: a colon may stand in prose too.
    """
    cards: list[list[Label]] = []
    names: set[str] = set()
    for label, after in zip_longest(labels, labels[1:]):
        last = cards[-1][-1] if cards else None
        near = last is not None and _gap(lines, last, label) <= MAX_LINES_BETWEEN
        if not (label.is_known or near or after is not None and _gap(lines, label, after) <= MAX_LINES_BETWEEN):
            continue
        name = fold(label.name)
        known = name in names or not (label.is_known or near)
        if last is None or known or _starts_anew(lines, last, label, headings, stops):
            cards.append([])
            names.clear()
        cards[-1].append(label)
        names.add(name)
    return [card for card in cards if _is_card(lines, card)]


def _gap(lines: Sequence[Line], one: Label, other: Label) -> int:
    return sum(not is_blank(line) for line in lines[one.last + 1 : other.first])


def _is_card(lines: Sequence[Line], card: list[Label]) -> bool:
    """Whether there are labels enough in sight of each other, some of them known; a card that begins with the purpose of
    what it describes may have fewer."""
    opens = fold(card[0].name).startswith("syfte")
    close = sum(_gap(lines, one, other) <= MAX_LINES_IN_SIGHT for one, other in pairwise(card))
    return any(label.is_known for label in card) and (opens and len(card) > 1 or close >= MIN_LABELS - 1)


def _starts_anew(lines: Sequence[Line], last: Label, label: Label, headings: Collection[int], stops: Collection[int]) -> bool:
    between = [line for line in lines[last.last + 1 : label.first] if not is_blank(line)]
    if len(between) > MAX_TEXT_LINES or any(line.number in stops for line in between):
        return True
    titled = any(line.number in headings for line in between)
    return titled and (len(between) > MAX_LINES_IN_SIGHT or bool(_OPENS.match(fold(label.name))))


def _title_above(lines: Sequence[Line], start: int, labels: Collection[int], taken: Collection[int]) -> int | None:
    """The index of the short line above a card that names it. A numbered heading does, a line of a table does not."""
    for at in range(start - 1, max(-1, start - 1 - MAX_LINES_ABOVE), -1):
        text = clean(lines[at].text)
        if not text:
            continue
        short = len(text) <= MAX_TITLE_CHARS and not re.search(r"[.:;,]$", text) and re.search(r"[^\W\d]{3}", text)
        free = at not in labels and lines[at].number not in taken and "\t" not in lines[at].text
        return at if short and free else None
    return None


def _parted(lines: Sequence[Line], above: _Card, card: _Card, headings: Collection[int], stops: Collection[int]) -> bool:
    """Whether something else than blank lines and a text parts two cards."""
    between = lines[above.labels[-1].last + 1 : card.first]
    return len(between) > MAX_TEXT_LINES or any(line.number in stops or line.number in headings for line in between)


def _ends(lines: Sequence[Line], card: _Card, top: int, headings: Collection[int], stops: Collection[int]) -> list[int]:
    """The indexes at which a card may end, nearest first: at headings, one of which may be a text of the card, and for
    certain at the next card, a numbered heading, another table, or far below its last label."""
    after = card.labels[-1].last + 1
    last = min(top, after + MAX_TAIL_LINES)
    ends: list[int] = []
    for at in range(after, last):
        if lines[at].number in stops:
            return [*ends, at]
        if lines[at].number in headings:
            ends.append(at)
    return [*ends, last]


# --- rows ------------------------------------------------------------------------------------------------------------


def _row(lines: Sequence[Line], label: Label, value: Value) -> GridRow:
    span = (min(label.first, value.first), max(label.parts[-1], value.last))
    place = (lines[value.first].number, lines[value.last].number)
    quote = _quote(lines, label, value)
    return GridRow(label.name.strip(), ((value.text,),), (lines[span[0]].number, lines[span[1]].number), quote, (place,))


def _quote(lines: Sequence[Line], label: Label, value: Value) -> str:
    """Label and value as they may be cited, in the order of the source."""
    if value.first in label.parts:
        beside = plain(lines[value.first]).partition(label.text)[0].rstrip(" |")
        return f"{beside} | {value.text}"
    above = " ".join(plain(lines[at]) for at in label.parts if at < value.first)
    below = " ".join(plain(lines[at]) for at in label.parts if at > value.first)
    return " | ".join(part for part in (above, value.text, below) if part)
