"""What belongs to a conversation and asks nothing of the reports: a greeting, thanks, "what can you do?", "what do you think?".

It is answered with a line of its own, without figures, and a question that comes after it goes on from the one before.
"""

from __future__ import annotations

import tomllib
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from assistant.answer import Answer, Status
from assistant.personal_numbers import has_personal_number
from assistant.reports_at_hand import reports_listed
from assistant.wording import say, say_each
from ingest.language import fold, words
from vectorstore.library import Library

OWN_VIEW = "own_view"
_ABILITY, _REPORTS = "ability", "reports"
_PERSONAL_NUMBER = "personal_number"
# A longer message is no mere courtesy.
_MOST_WORDS = 14
# More names than this are left unsaid.
_NAMES_LISTED = 6


@dataclass(frozen=True, slots=True)
class Manner:
    """What kind of courtesy a message is, and its language ("sv", "en")."""

    kind: str
    language: str


@dataclass(frozen=True, slots=True)
class _Phrases:
    kinds: tuple[str, ...]
    manners: Mapping[tuple[str, ...], Manner]
    opens: Mapping[tuple[str, ...], str]
    little: frozenset[str]
    longest: int


@cache
def _phrases() -> _Phrases:
    """The package's data. Raises `ValueError` when the kinds of the languages differ or a phrase stands twice."""
    data = tomllib.loads((files("assistant") / "data" / "manners.toml").read_text(encoding="utf-8"))
    kinds = tuple(data["sv"])
    if kinds != tuple(data["en"]):
        raise ValueError("the languages have different kinds of manners")
    manners: dict[tuple[str, ...], Manner] = {}
    for language in ("sv", "en"):
        for kind, phrases in data[language].items():
            for phrase in phrases:
                key = tuple(words(phrase))
                if key in manners or fold(phrase) != phrase:
                    raise ValueError(f"a phrase that stands twice or is not folded: {phrase}")
                manners[key] = Manner(kind, language)
    opens = {tuple(words(phrase)): language for language, some in data["opens"].items() for phrase in some}
    return _Phrases(kinds, manners, opens, frozenset(data["little"].split()), max(map(len, (*manners, *opens))))


def manner_of(message: str) -> Manner | None:
    """The kind of a message that asks nothing of the reports; None for a question."""
    if has_personal_number(message):
        return Manner(_PERSONAL_NUMBER, "sv")
    phrases = _phrases()
    said = words(fold(message))
    opening = next((phrases.opens[key] for key in _beginnings(said, phrases.longest) if key in phrases.opens), None)
    if opening is not None:
        return Manner(OWN_VIEW, opening)
    if not said or len(said) > _MOST_WORDS:
        return None
    found: list[Manner] = []
    while said:
        key = next((key for key in _beginnings(said, phrases.longest) if key in phrases.manners), None)
        if key is not None:
            found.append(phrases.manners[key])
        elif said[0] not in phrases.little:
            return None
        said = said[len(key) if key is not None else 1 :]
    return min(found, key=lambda manner: phrases.kinds.index(manner.kind), default=None)


def _beginnings(said: Sequence[str], longest: int) -> list[tuple[str, ...]]:
    """The first words, the longest stretch first."""
    return [tuple(said[:length]) for length in range(min(longest, len(said)), 0, -1)]


def questions_of(history: Collection[str]) -> tuple[str, ...]:
    """The messages of a conversation that ask something."""
    return tuple(message for message in history if manner_of(message) is None)


def answer_manners(manner: Manner, library: Library) -> Answer:
    """The line for a courtesy: no figure and no source. An opinion is declined; the rest asks for a question."""
    if manner.kind == _REPORTS:
        listed = reports_listed(library, manner.language) or say(manner.language, "declined")
        return Answer(Status.CLARIFY, manner.language, listed)
    text = say(manner.language, f"manners_{manner.kind}")
    if manner.kind == _ABILITY:
        names = sorted({report.association for report in library.reports()})
        shown = [*names[:_NAMES_LISTED], say(manner.language, "and_more")] if len(names) > _NAMES_LISTED else names
        listed = say(manner.language, "near_associations", names=say_each(shown, manner.language)) if shown else ""
        text = f"{text} {listed}".strip()
    return Answer(Status.DECLINED if manner.kind == OWN_VIEW else Status.CLARIFY, manner.language, text)
