"""Several figures under each other: two as a short list, more as a small table; only what differs is said of each."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from assistant.draft import mark
from assistant.evidence import FigureEvidence
from assistant.facts import Fact
from assistant.voice import Voice

_TABLE_FROM = 3
# A column: the phrase of its heading, and a cell for each figure.
_Column = tuple[str, list[str]]


def say_rows(voice: Voice, facts: Sequence[Fact], *, with_places: bool = False) -> str:
    """A line or a table row for each fact, in the order given. `with_places`: where each stands in the reports."""
    columns = _telling_columns(voice, [fact.best for fact in facts], with_places=with_places)
    if len(facts) < _TABLE_FROM:
        return "\n".join(_line(voice, fact, [cells[n] for _, cells in columns]) for n, fact in enumerate(facts))
    values = ("value_column", [voice.figure(fact.best) for fact in facts])
    sources = ("source_column", [mark(fact.best.key) for fact in facts])
    return _table(voice, columns, values, sources)


def _line(voice: Voice, fact: Fact, telling: Sequence[str]) -> str:
    label = ", ".join(part for part in telling if part) or voice.full_label(fact.best)
    return voice.say("line", label=label, value=voice.figure(fact.best), mark=mark(fact.best.key))


def _telling_columns(voice: Voice, figures: Sequence[FigureEvidence], *, with_places: bool) -> list[_Column]:
    """The columns in which the figures differ; where none tells them apart, or it is asked for, the place in the reports."""
    columns: list[_Column] = [
        ("association_column", [e.stored.report.association for e in figures]),
        ("label_column", [voice.label(e) for e in figures]),
        ("time_column", [voice.time(e) for e in figures]),
    ]
    telling = [(heading, cells) for heading, cells in columns if len(set(cells)) > 1]
    if with_places or not _are_apart([cells for _, cells in telling], figures):
        telling.append(("place_column", _places(figures)))
    return telling


def _are_apart(columns: Sequence[Sequence[str]], figures: Sequence[FigureEvidence]) -> bool:
    return len(set(zip(*columns, strict=True))) == len(figures)


def _places(figures: Sequence[FigureEvidence]) -> list[str]:
    """Where each figure stands, as shortly as tells them apart: report, section or table."""
    ways: tuple[Callable[[FigureEvidence], str], ...] = (
        lambda e: e.stored.report.title,
        lambda e: e.stored.figure.locator.section,
        _table_name,
        lambda e: f"{e.stored.report.title}, {e.stored.figure.locator.section}",
    )
    told = ([way(e) for e in figures] for way in ways)
    return next((cells for cells in told if len(set(cells)) == len(figures)), [ways[-1](e) for e in figures])


def _table_name(evidence: FigureEvidence) -> str:
    """The table's title up to its first number: a title that counts ("Avslutade 46 enkäter") would say more figures."""
    return re.split(r"\d", evidence.stored.figure.table or "")[0].strip(" ,:–-(")


def _table(voice: Voice, columns: Sequence[_Column], values: _Column, sources: _Column) -> str:
    """A Markdown table that lines up as plain text too; the source stands beside its figure."""
    padded = [_padded([voice.say(heading), *cells]) for heading, cells in columns]
    padded.append(_padded([voice.say(values[0]), *values[1]], right=True))
    padded.append([voice.say(sources[0]), *sources[1]])
    head, *body = ("| " + " | ".join(cells) + " |" for cells in zip(*padded, strict=True))
    rules = ["-" * len(column[0]) for column in padded]
    rules[-2] = rules[-2][:-1] + ":"
    return "\n".join([head, "| " + " | ".join(rules) + " |", *body])


def _padded(cells: Sequence[str], *, right: bool = False) -> list[str]:
    plain = [cell.replace("|", "/") for cell in cells]
    width = max(map(len, plain))
    return [cell.rjust(width) if right else cell.ljust(width) for cell in plain]
