"""Fact cards exported without tabs: the labels of a card first and its texts later, or both on one line.

Texts of several paragraphs cannot be told apart without their frame, so only the counts and amounts are read: a
paragraph that begins with a count belongs to the label that announces one ("Antal deltagare"), an amount of money to
the label of a budget or cost.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import pairwise

from ingest.domain import Document, Line
from ingest.figures_cards import COUNTS_FIRST, MONEY_FIRST, is_money_key
from ingest.language import fold
from ingest.tables_grid import Grid, GridRow, clean, is_blank
from ingest.tables_tabs import CARD_LAYOUT

MAX_CARD_LINES = 90
MAX_KEY_CHARS = 60
MAX_TITLE_CHARS = 70
MAX_KEY_GAP = 5
# The template's cards begin with the purpose of what they describe.
_OPENS = re.compile(r"syfte\b[^.]{0,12}:")
_KEY = re.compile(r"(antal|budget|kostnad|genomsnittskostnad|snittkostnad|styckkostnad)\b[^.!?]*$")
_BORDER = re.compile(r"\s*[|\]]\s*")


@dataclass(frozen=True, slots=True)
class _Text:
    text: str
    lines: tuple[int, int]


@dataclass(frozen=True, slots=True)
class _Key:
    name: _Text
    value: _Text | None  # what stands beside the label on its own line


def read_fact_cards(document: Document, boundaries: frozenset[int], noise: frozenset[int], taken: frozenset[int]) -> list[Grid]:
    """The cards outside the lines already `taken`, in order; a card without a count or an amount is none."""
    lines = [line for line in document.lines if line.number not in noise]
    starts = [i for i, line in enumerate(lines) if line.number not in taken and _OPENS.match(fold(clean(line.text)))]
    grids = []
    for start, after in pairwise([*starts, len(lines)]):
        title = _title_above(lines, start)
        body = _body(lines, start, after, boundaries | taken)
        rows = _rows(body)
        if rows and title:
            span = (title.number, max(row.lines[1] for row in rows))
            grids.append(Grid(("",), "", tuple(rows), span, CARD_LAYOUT, clean(title.text)))
    return grids


def _title_above(lines: list[Line], start: int) -> Line | None:
    for line in reversed(lines[max(0, start - 4) : start]):
        if not is_blank(line):
            text = clean(line.text)
            return line if len(text) <= MAX_TITLE_CHARS and not re.search(r"[.:;,]$", text) else None
    return None


def _body(lines: list[Line], start: int, after: int, stops: frozenset[int]) -> list[Line]:
    """The lines of a card: up to the title of the next one, a numbered heading or another table."""
    last = after
    while after < len(lines) and last > start and is_blank(lines[last - 1]):
        last -= 1
    if after < len(lines):
        last -= 1
    body = []
    for line in lines[start : min(last, start + MAX_CARD_LINES)]:
        if line.number in stops:
            break
        body.append(line)
    return body


def _rows(body: list[Line]) -> list[GridRow]:
    keys = _keys(body)
    used = {n for key in keys for n in _numbers(key)}
    loose = [text for text in _paragraph_starts(body) if text.lines[0] not in used]
    pairs = [(key, key.value) for key in keys if key.value is not None]
    for pattern, of_money in ((COUNTS_FIRST, False), (MONEY_FIRST, True)):
        waiting = [key for key in keys if key.value is None and is_money_key(key.name.text) is of_money]
        values = [text for text in loose if pattern.match(text.text)]
        # as many values as labels, or the first labels alone have theirs: "redovisas senare" is no value
        if len(values) == len(waiting) or len(values) == 1 and waiting:
            pairs += zip(waiting, values, strict=False)
    rows = [_row(key.name, value, MONEY_FIRST if is_money_key(key.name.text) else COUNTS_FIRST) for key, value in pairs]
    return sorted((row for row in rows if row is not None), key=lambda row: row.lines)


def _numbers(key: _Key) -> range:
    return range(key.name.lines[0], key.name.lines[1] + 1)


def _row(name: _Text, value: _Text, pattern: re.Pattern[str]) -> GridRow | None:
    match = pattern.match(value.text)
    if match is None:
        return None
    text = match.group().strip()
    span = (min(name.lines[0], value.lines[0]), max(name.lines[1], value.lines[1]))
    quote = f"{name.text} | {text}"
    return GridRow(name.text.rstrip(" :"), ((text,),), span, quote, (value.lines,))


def _keys(body: list[Line]) -> list[_Key]:
    """The labels that announce a count or money, in order, each with what stands beside or inside it."""
    found: list[_Key] = []
    for at, line in enumerate(body):
        name, _, beside = _BORDER.sub("|", clean(line.text)).partition("|")
        if ":" in name and not beside:
            name, _, beside = name.partition(":")
        if len(name) > MAX_KEY_CHARS or not _KEY.match(fold(name)):
            continue
        span = (line.number, line.number)
        value = _Text(beside.strip(), span) if beside.strip() else None
        if name.count("(") > name.count(")"):
            name, span, inside = _close_bracket(body, at, name)
            value = value or inside
        found.append(_Key(_Text(name.strip(), span), value))
    return found


def _close_bracket(body: list[Line], at: int, name: str) -> tuple[str, tuple[int, int], _Text | None]:
    """A label whose bracket closes lines below: the whole label, its lines, and the amount printed between the two."""
    inside: _Text | None = None
    for line in body[at + 1 : at + 1 + MAX_KEY_GAP]:
        text = clean(line.text)
        if MONEY_FIRST.match(text) or COUNTS_FIRST.match(text):
            inside = _Text(text, (line.number, line.number))
        elif ")" in text and len(text) <= MAX_KEY_CHARS:
            return f"{name} {text.rstrip(': ')}", (body[at].number, line.number), inside
    return name, (body[at].number, body[at].number), None


def _paragraph_starts(body: list[Line]) -> list[_Text]:
    """The first line of every paragraph."""
    return [
        _Text(clean(line.text), (line.number, line.number))
        for at, line in enumerate(body)
        if not is_blank(line) and (at == 0 or is_blank(body[at - 1]) or body[at - 1].page != line.page)
    ]
