"""What a question takes for granted of a figure: that it is a surplus or a loss, that it went up or down."""

from __future__ import annotations

import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from importlib.resources import files

from assistant.amounts import base_value
from assistant.evidence import Calculation, FigureEvidence
from assistant.query import Query
from assistant.vocabulary import has_phrase, load_vocabulary
from ingest.language import fold

_CLAIM_PAIRS = (("plus", "minus"), ("up", "down"), ("more", "less"))


class Claim(StrEnum):
    PLUS = "plus"
    MINUS = "minus"
    UP = "up"
    DOWN = "down"
    MORE = "more"
    LESS = "less"


@dataclass(frozen=True, slots=True)
class Premise:
    """`claims` are what the question says that it was: for sign, direction and size at most one each."""

    claims: frozenset[Claim]

    def one_of(self, *claims: Claim) -> Claim | None:
        return next((claim for claim in claims if claim in self.claims), None)

    @property
    def sign(self) -> Claim | None:
        return self.one_of(Claim.PLUS, Claim.MINUS)

    @property
    def size(self) -> Claim | None:
        return self.one_of(Claim.MORE, Claim.LESS)


def read_premise(question: str) -> Premise:
    """What a question takes for granted, by its words; nothing where it names both sides or denies."""
    folded, data = fold(question), _data()
    if _names(folded, data["denials"]):
        return Premise(frozenset())
    claims: set[Claim] = set()
    for pair in _CLAIM_PAIRS:
        said = [Claim(side) for side in pair if _names(folded, data[side])]
        claims |= set(said) if len(said) == 1 else set()
    return Premise(frozenset(claims))


def asks_whether(query: Query) -> bool:
    """Whether yes or no answers: not where the question gives a choice ("fler kvinnor eller män")."""
    folded = fold(query.question)
    return query.yes_no and not _names(folded, load_vocabulary().alternatives)


def claimed_direction(query: Query) -> Claim | None:
    """Up or down, as the question has it: "ökade …", or "högre 2021 än 2020", where more in the later time is up."""
    premise = read_premise(query.question)
    said = premise.one_of(Claim.UP, Claim.DOWN)
    if said is not None or premise.size is None or not _names(fold(query.question), _data()["than"]):
        return said
    later_first = len(query.periods) < 2 or query.periods[0].end > query.periods[-1].end
    return Claim.UP if (premise.size is Claim.MORE) is later_first else Claim.DOWN


def sign_of(evidence: FigureEvidence) -> Claim | None:
    """Whether a result is a surplus or a loss. None for nought, for what is no result, and for a row that is called by its
    sign: a row "Underskott" may print it without the minus."""
    figure = evidence.stored.figure
    row = fold(figure.row)
    value = base_value(evidence)
    if "resultat" not in (figure.concept or "") or "skott" in row or "forlust" in row or not value:
        return None
    return Claim.PLUS if value > 0 else Claim.MINUS


def direction_of(change: Calculation) -> Claim | None:
    """Whether it went up or down; None for no change."""
    if not change.value:
        return None
    return Claim.UP if change.value > 0 else Claim.DOWN


def names_side(text: str, claim: Claim) -> bool:
    """Whether a text has a word of that side."""
    return _names(fold(text), _data()[claim])


def _names(folded: str, phrases: Sequence[str]) -> bool:
    return any(has_phrase(folded, phrase) for phrase in phrases)


@cache
def _data() -> dict[str, list[str]]:
    """Word lists by name. Raises `KeyError` when one is missing."""
    data: dict[str, list[str]] = tomllib.loads((files("assistant") / "data" / "premises.toml").read_text(encoding="utf-8"))
    return {name: data[name] for name in (*Claim, "than", "denials")}
