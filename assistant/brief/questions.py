"""The section "Frågor att ställa": what the figures themselves give reason to ask the board, the weightiest first.

Each kind of reason has its place in the order and its share of the list, so that ten deviations do not crowd out an unmet
goal. The weights only order; nothing is asked that the reports do not give a reason for.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from hashlib import sha256

from assistant.brief.content import Block, Question
from assistant.brief.material import Material
from assistant.brief.question_kinds import (
    Asked,
    ask_about_budget,
    ask_about_changes,
    ask_about_contradictions,
    ask_about_goals,
    ask_about_indicators,
    ask_about_missing,
    ask_about_result,
)

MOST = 10


class Reason(StrEnum):
    RESULT = "resultat"
    BUDGET = "budget"
    GOAL = "mal"
    CONTRADICTION = "motsagelse"
    CHANGE = "forandring"
    INDICATOR = "indikator"
    MISSING = "saknas"


@dataclass(frozen=True, slots=True)
class _Kind:
    reason: Reason
    most: int
    asked: Callable[[Material], Iterator[Asked]]


_KINDS = (
    _Kind(Reason.RESULT, 2, ask_about_result),
    _Kind(Reason.BUDGET, 2, ask_about_budget),
    _Kind(Reason.GOAL, 2, ask_about_goals),
    _Kind(Reason.CONTRADICTION, 3, ask_about_contradictions),
    _Kind(Reason.CHANGE, 2, ask_about_changes),
    _Kind(Reason.INDICATOR, 1, ask_about_indicators),
    _Kind(Reason.MISSING, 2, ask_about_missing),
)


def question_blocks(material: Material) -> tuple[Block, ...]:
    """At most `MOST` questions, each with its reason; none where nothing gives a reason."""
    found = [
        (one.weight, kind.reason, Question(_id(material, kind, one), one.text, one.why, one.stated))
        for kind in _KINDS
        for one in kind.asked(material)
    ]
    found.sort(key=lambda one: -one[0])
    return tuple(question for _, _, question in _within_shares(found))[:MOST]


def _within_shares(found: Sequence[tuple[float, Reason, Question]]) -> Iterator[tuple[float, Reason, Question]]:
    most = {kind.reason: kind.most for kind in _KINDS}
    taken: Counter[Reason] = Counter()
    for one in found:
        taken[one[1]] += 1
        if taken[one[1]] <= most[one[1]]:
            yield one


def _id(material: Material, kind: _Kind, asked: Asked) -> str:
    """By what it is about: a draft's change stays with its question when another before it is gone."""
    return f"{material.id}:fragor:{kind.reason}:{sha256(asked.about.encode()).hexdigest()[:10]}"
