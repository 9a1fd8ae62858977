"""What a person has changed in a brief: texts, order, what is left out and what is added. A new draft for each change.

The brief itself is made anew from the store each time, so that a draft never holds old figures as if they were sourced: a
change remembers what it replaced, and where that has changed since, the reader is told.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from enum import StrEnum
from hashlib import sha256

from assistant.brief.content import Block, Brief, Cell, Paragraph, Question, Section, SectionKey, TableBlock
from assistant.brief.contested import SIGN
from ingest.errors import UsageError

LONGEST_TEXT = 4000
MOST_CHANGES = 500
BY_HAND = "ändrad för hand"
_NOT_THERE = "Stycket finns inte längre i underlaget. Ladda om sidan och försök igen."
_NO_CELL = "Cellen finns inte i tabellen. Ladda om sidan och försök igen."
_MARK = re.compile(r"\s*\[\d+\]")
_SOURCED = re.compile(
    r"\[\d+\]|-?\d+(?:,\d+)?(?: ?(?:%|kr|tkr|mkr|mnkr|kronor|öre|procent\w*|tusen|miljon\w*|miljard\w*)(?!\w))?", re.I
)
_DIGITS = re.compile(r"\d+")


class Added(StrEnum):
    QUESTION = "fraga"
    NOTE = "anteckning"


@dataclass(frozen=True, slots=True)
class Change:
    """New text of a block, or of the cell `cell` ("2:1", row and column from 0) of a table; `reason` of a question.

    `of` is a digest of what it replaced.
    """

    block: str
    text: str
    reason: str = ""
    cell: str = ""
    of: str = ""


@dataclass(frozen=True, slots=True)
class Own:
    """A question or note of the person's own. `place` names the section: "0:fragor"."""

    id: str
    place: str
    kind: str
    text: str


@dataclass(frozen=True, slots=True)
class Draft:
    """`wanted` are associations with their periods; `order` has, for each section that was reordered, its blocks' ids, and
    under `order_of_sections` those of a chapter's sections ("0:ekonomi")."""

    wanted: tuple[tuple[str, str], ...]
    sections: tuple[str, ...]
    changes: tuple[Change, ...] = ()
    left_out: tuple[str, ...] = ()
    order: tuple[tuple[str, tuple[str, ...]], ...] = ()
    added: tuple[Own, ...] = ()

    def to_json(self) -> str:
        return json.dumps(asdict(self), ensure_ascii=False)


def read_draft(text: str) -> Draft:
    """Raises `UsageError` for what no draft of this program is."""
    try:
        raw = json.loads(text)
        return Draft(
            tuple((str(name), str(period)) for name, period in raw["wanted"]),
            tuple(SectionKey(key).value for key in raw["sections"]),
            tuple(Change(**one) for one in raw["changes"]),
            tuple(map(str, raw["left_out"])),
            tuple((str(place), tuple(map(str, ids))) for place, ids in raw["order"]),
            tuple(Own(**one) for one in raw["added"]),
        )
    except (ValueError, KeyError, TypeError) as exc:
        raise UsageError("Utkastet går inte att läsa. Gör ett nytt underlag.", f"draft: {exc}") from exc


# --- one change at a time --------------------------------------------------------------------------------------------


def change_text(draft: Draft, brief: Brief, block: str, text: str, reason: str = "", cell: str = "") -> Draft:
    """The draft with a text of the person's; the block's own text again takes the change back. Raises `UsageError` for an
    empty or too long text, too many changes, and a block that is not there."""
    written, why = text.strip(), reason.strip()
    if not written or len(written) > LONGEST_TEXT or len(why) > LONGEST_TEXT:
        raise UsageError(f"Texten får inte vara tom eller längre än {LONGEST_TEXT} tecken.")
    if any(own.id == block for own in draft.added):
        return replace(draft, added=tuple(replace(o, text=written) if o.id == block else o for o in draft.added))
    original = _found(brief, block)
    others = tuple(one for one in draft.changes if (one.block, one.cell) != (block, cell))
    if len(others) >= MOST_CHANGES:
        raise UsageError("Utkastet har för många ändringar. Gör ett nytt underlag.")
    if _is_same(original, written, why, cell):
        return replace(draft, changes=others)
    return replace(draft, changes=(*others, Change(block, written, why, cell, digest(original))))


def refuse_unknown(draft: Draft, brief: Brief, target: str) -> None:
    """Raises `UsageError` for what is no block or section of the brief, and that the draft says nothing of either."""
    own = (own.id for own in draft.added)
    parts = (block.id for block in brief.blocks())
    if target not in (*draft.left_out, *(one.block for one in draft.changes), *own, *parts, *_places(brief)):
        raise UsageError(_NOT_THERE)


def refuse_unknown_section(brief: Brief, place: str) -> None:
    """Raises `UsageError` for what is no section of the brief."""
    if place not in _places(brief):
        raise UsageError("Avsnittet finns inte längre i underlaget. Ladda om sidan och försök igen.")


def _places(brief: Brief) -> tuple[str, ...]:
    return tuple(place_of(chapter, section) for chapter, section in brief.sections())


def leave_out(draft: Draft, block: str) -> Draft:
    """Without a block or a section; one that the person has added is gone for good."""
    if any(own.id == block for own in draft.added):
        return replace(draft, added=tuple(own for own in draft.added if own.id != block))
    return replace(draft, left_out=tuple(dict.fromkeys((*draft.left_out, block))))


def take_back(draft: Draft, block: str) -> Draft:
    """With what was left out again, and as the reports have it."""
    return replace(
        draft,
        left_out=tuple(one for one in draft.left_out if one != block),
        changes=tuple(one for one in draft.changes if one.block != block),
    )


def move(draft: Draft, place: str, ids: Sequence[str], block: str, step: int) -> Draft:
    """A block (or section, with `place` from `order_of_sections`) one place up (-1) or down (1) among `ids`, the order as it is
    shown."""
    order = list(ids)
    at = order.index(block) if block in order else -1
    if at < 0 or not 0 <= at + step < len(order):
        return draft
    order[at], order[at + step] = order[at + step], order[at]
    kept = tuple(one for one in draft.order if one[0] != place)
    return replace(draft, order=(*kept, (place, tuple(order))))


def add_own(draft: Draft, place: str, kind: Added, text: str) -> Draft:
    """With a question or note. Raises `UsageError` for an empty or too long one, or too many."""
    written = text.strip()
    if not written or len(written) > LONGEST_TEXT:
        raise UsageError(f"Skriv en text på högst {LONGEST_TEXT} tecken.")
    if len(draft.added) >= MOST_CHANGES:
        raise UsageError("Utkastet har för många egna texter. Gör ett nytt underlag.")
    number = 1 + max((int(own.id.rpartition(":")[2]) for own in draft.added), default=0)
    return replace(draft, added=(*draft.added, Own(f"egen:{number}", place, kind.value, written)))


# --- the brief as the draft has it -----------------------------------------------------------------------------------


def place_of(chapter: int, section: Section) -> str:
    return f"{chapter}:{section.key}"


def order_of_sections(chapter: int) -> str:
    """Under what a draft keeps the order of a chapter's sections."""
    return f"sections:{chapter}"


def apply(draft: Draft, brief: Brief) -> Brief:
    """The brief with the person's changes, order and additions, and without what is left out."""
    comparison = _section(draft, -1, brief.comparison) if brief.comparison is not None else None
    chapters = tuple(
        replace(chapter, sections=tuple(_sections(draft, n, chapter.sections))) for n, chapter in enumerate(brief.chapters)
    )
    gone = comparison is not None and place_of(-1, comparison) in draft.left_out
    return replace(brief, chapters=chapters, comparison=None if gone else comparison)


def _sections(draft: Draft, chapter: int, sections: Iterable[Section]) -> list[Section]:
    kept = [one for one in sections if place_of(chapter, one) not in draft.left_out]
    order = dict(draft.order).get(order_of_sections(chapter), ())
    places = {place: n for n, place in enumerate(order)}
    ordered = sorted(kept, key=lambda one: places.get(place_of(chapter, one), len(places)))
    return [_section(draft, chapter, one) for one in ordered]


def _section(draft: Draft, chapter: int, section: Section) -> Section:
    place = place_of(chapter, section)
    own = [_own(one) for one in draft.added if one.place == place]
    blocks = [_changed(draft, block) for block in section.blocks if block.id not in draft.left_out]
    order = {block: n for n, block in enumerate(dict(draft.order).get(place, ()))}
    return replace(section, blocks=tuple(sorted([*blocks, *own], key=lambda one: order.get(one.id, len(order)))))


def _own(one: Own) -> Block:
    """What a person adds has no source in a report, so a mark in it would point nowhere."""
    text = _MARK.sub("", one.text)
    if one.kind == Added.QUESTION:
        return Question(one.id, text, "", by_hand=True)
    return Paragraph(one.id, text, by_hand=True)


def _changed(draft: Draft, block: Block) -> Block:
    changes = [one for one in draft.changes if one.block == block.id]
    if not changes:
        return block
    stale = any(one.of != digest(block) for one in changes)
    if isinstance(block, TableBlock):
        return _with_cells(block, {one.cell: one.text for one in changes}, stale)
    change = changes[-1]
    text = _without_unsourced_marks(block.text, change.text)
    if stale:
        text += " (Rapporten har lästs in på nytt sedan texten ändrades.)"
    if isinstance(block, Question):
        reason = _without_unsourced_marks(block.reason, change.reason) if change.reason else block.reason
        return replace(block, text=text, reason=reason, by_hand=True)
    # words that are no longer the report's are no quote
    return Paragraph(block.id, text, by_hand=True)


def _without_unsourced_marks(before: str, after: str) -> str:
    """The new text with its marks only where its figures, their units and the marks behind them are those of the old one, in
    the same order: anything else has no source."""
    return after if _sourced(before) == _sourced(after) else _MARK.sub("", after)


def _sourced(text: str) -> list[str]:
    """The figures with their units, and the marks, as they follow each other."""
    bare = re.sub(r"(?<=\d)[\s\u00a0](?=\d)", "", text).replace("−", "-").replace("\u00a0", " ")
    return [one.replace(" ", "").lower() for one in _SOURCED.findall(bare)]


def _with_cells(block: TableBlock, cells: Mapping[str, str], stale: bool) -> TableBlock:
    rows = tuple(
        _with_texts(row, {c: cells[f"{r}:{c}"] for c in range(len(row)) if f"{r}:{c}" in cells})
        for r, row in enumerate(block.rows)
    )
    note = f"Celler märkta ”{BY_HAND}” har ingen källa i rapporten."
    if stale:
        note += " Rapporten har lästs in på nytt sedan de ändrades."
    return replace(block, rows=rows, notes=(*block.notes, Paragraph(f"{block.id}:hand", note, by_hand=True)))


def _with_texts(row: tuple[Cell, ...], texts: Mapping[int, str]) -> tuple[Cell, ...]:
    """The row with the person's texts; what was computed from a cell that is changed is gone, and so is the row's source."""
    if not any(not _is_source(row[c]) for c in texts):
        return row
    return tuple(_rewritten(cell, texts.get(c)) for c, cell in enumerate(row))


def _rewritten(cell: Cell, text: str | None) -> Cell:
    if _is_source(cell) or text is None and cell.stated is not None and cell.stated.expression:
        return Cell("–", numeric=cell.numeric)
    return cell if text is None else Cell(f"{text} ({BY_HAND})", numeric=cell.numeric, by_hand=True)


def _is_source(cell: Cell) -> bool:
    return bool(cell.text) and not _MARK.sub("", cell.text).strip(f" {SIGN}")


def digest(block: Block) -> str:
    """What a change is measured against: the block as the reports have it."""
    if isinstance(block, TableBlock):
        text = "\x1f".join(cell.text for row in block.rows for cell in row)
    else:
        text = f"{block.text}\x1f{block.reason}" if isinstance(block, Question) else block.text
    return sha256(text.encode()).hexdigest()[:12]


def _found(brief: Brief, block: str) -> Block:
    for one in brief.blocks():
        if one.id == block:
            return one
    raise UsageError(_NOT_THERE)


def _is_same(block: Block, text: str, reason: str, cell: str) -> bool:
    if isinstance(block, TableBlock):
        row, _, column = cell.partition(":")
        if not (_DIGITS.fullmatch(row) and _DIGITS.fullmatch(column)):
            raise UsageError(_NO_CELL)
        if int(row) >= len(block.rows) or int(column) >= len(block.rows[int(row)]):
            raise UsageError(_NO_CELL)
        return block.rows[int(row)][int(column)].text == text
    if cell:
        raise UsageError(_NO_CELL)
    if isinstance(block, Question):
        return block.text == text and (not reason or block.reason == reason)
    return block.text == text
