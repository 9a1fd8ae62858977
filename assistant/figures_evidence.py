"""Chosen figures as evidence: with what agrees, what contradicts, what is computed from them and what is missing."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from assistant.calculate import calculate
from assistant.choose import Choice
from assistant.evidence import Calculation, Evidence, FigureEvidence
from assistant.operations import Operation
from assistant.query import Query
from assistant.series import LeftOut, LeftOutWhy, say_left_out
from assistant.wording import say, say_figure, say_label, say_time
from ingest.errors import UsageError


def from_choices(query: Query, choices: Sequence[Choice], calculations: Sequence[Calculation] = ()) -> Evidence:
    """The figures of all choices, each once. Of a single one, prints that contradict it are shown too and noted."""
    alone = len(choices) == 1
    figures = [e for c in choices for e in (c.best, *c.agreeing, *c.twins, *(c.conflicting if alone else ()))]
    notes = [_disagreement(query.language, c.best) for c in choices if c.conflicting and alone]
    return Evidence(figures=_unique(figures), calculations=tuple(calculations), notes=tuple(notes))


def _unique(figures: Sequence[FigureEvidence]) -> tuple[FigureEvidence, ...]:
    return tuple({e.key: e for e in figures}.values())


def _disagreement(language: str, best: FigureEvidence) -> str:
    return say(language, "disagree", label=say_label(best), time=say_time(best, language))


def conflict_note(language: str, best: FigureEvidence, conflicting: Sequence[FigureEvidence]) -> str:
    """Two prints of one thing that differ, each with its place."""
    others = [say(language, "other_print", label=say_label(e), value=say_figure(e), place=_place(e)) for e in conflicting]
    names = {"label": say_label(best), "time": say_time(best), "value": say_figure(best), "place": _place(best)}
    return say(language, "conflict", others="; ".join(others), **names)


def _place(evidence: FigureEvidence) -> str:
    return f"{evidence.stored.report.title}, {evidence.stored.figure.locator.section}"


def computed(
    query: Query,
    operation: Operation,
    choices: Sequence[Choice],
    label: str,
    *,
    allow_mixed: bool = False,
    several_parts: bool = False,
) -> Evidence:
    """The choices with what is computed from them; what cannot be computed is left out with the reason.

    `allow_mixed`: the question itself asks for unlike figures to be held against each other; `several_parts`: for what share
    several figures together are of the last one.
    """
    try:
        inputs = [c.best for c in choices]
        calculation = calculate(operation, inputs, label, allow_mixed=allow_mixed, several_parts=several_parts)
    except UsageError as refused:
        plain = from_choices(query, choices)
        return replace(plain, notes=(*plain.notes, refused.message_sv))
    return from_choices(query, choices, (calculation,))


def left_out_notes(query: Query, left_out: Sequence[LeftOut]) -> tuple[str, ...]:
    """What does not belong in a row of years, and why. The same state in another table is not worth a word in an answer."""
    return tuple(dict.fromkeys(say_left_out(query.language, one) for one in left_out if one.why is not LeftOutWhy.DAY_OR_STRETCH))


def missing_note(query: Query, missing: Sequence[str]) -> tuple[str, ...]:
    """A note that names the times or associations without a figure; none when there are none."""
    return (say(query.language, "missing", what=", ".join(missing)),) if missing else ()
