"""What an abbreviation stands for, where a sentence spells it out: "Outcome Rating Scale (ORS)", "ORS – Outcome Rating Scale"."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from assistant.evidence import Evidence, QuoteEvidence
from assistant.query import Intent, Query, Term
from ingest.domain import UnitKind
from ingest.language import fold
from vectorstore.entries import Scope
from vectorstore.library import Library

_SHORTEST, _LONGEST = 2, 6
_STANDS_FOR = re.compile(
    r"\b(?:vad|va) (?:betyder|star|ar|e|innebar|menas)\b|\bforkortning\w*|\bwhat (?:is|does|are)\b|\bstands? for\b|\buttyds?\b"
)
_OUTRIGHT = re.compile(r"\b(?:betyder|star (?:\w+ )?for|forkortning\w*|uttyds?|stands? for)\b")
_MOST_WORDS_BESIDE = 3
_COMPOUND_LETTERS = 12
_LOOKED_AT = 60
_SPELLED_OUT = 0.9


def spelled_out(query: Query, library: Library) -> Evidence:
    """The first sentence that spells out the one abbreviation asked about; nothing where there is none."""
    abbreviation = _asked_about(query)
    if abbreviation is None:
        return Evidence()
    found = next(_telling(abbreviation, query, library), None)
    return Evidence(quotes=(found,)) if found is not None else Evidence()


def asks_for_the_letters(query: Query) -> bool:
    """Whether it asks outright what the letters of an abbreviation stand for: no other sentence about it answers."""
    return _asked_about(query) is not None and _OUTRIGHT.search(fold(query.question)) is not None


def _asked_about(query: Query) -> str | None:
    """The word in capitals that is all that a question for a meaning asks about."""
    if query.intent is not Intent.DEFINE or not _STANDS_FOR.search(fold(query.question)):
        return None
    asked = [t for t in query.terms if t.weight >= 1]
    return asked[0].word if len(asked) == 1 and _is_abbreviation(asked[0]) else None


def _is_abbreviation(term: Term) -> bool:
    return term.word.isupper() and term.word.isalpha() and _SHORTEST <= len(term.word) <= _LONGEST


def _telling(abbreviation: str, query: Query, library: Library) -> Iterator[QuoteEvidence]:
    scope = Scope(associations=frozenset(query.associations))
    hits = library.search_passages(abbreviation, scope, limit=_LOOKED_AT, words=[abbreviation.lower()], by_meaning=False)
    for hit in hits:
        for position, unit in enumerate(hit.passage.units):
            if abbreviation in unit.text and unit.kind is not UnitKind.ROW and spells_out(unit.text, abbreviation):
                key = f"{hit.passage.id}/{position}"
                yield QuoteEvidence(key, unit, hit.passage, position, hit.report, _SPELLED_OUT, 1.0)


def spells_out(text: str, abbreviation: str) -> bool:
    """Whether words beside the abbreviation begin with its letters, in order: after it behind a dash, a comma or a bracket, or
    before it where it stands in brackets or quotation marks."""
    short = re.escape(abbreviation)
    after = re.finditer(rf"(?<!\w){short}[”\"']?\s*(?P<sign>[,:(–-])\s*(?P<words>[^().;”\"]+)", text)
    before = re.finditer(rf"(?P<words>[^().;”\"]+?)\s*[(”\"“]\s*{short}\s*[)”\"“,]", text)
    return any(_begin_with(m["words"].split(), abbreviation, also_within=m["sign"] in "(–-") for m in after) or any(
        _begin_with(m["words"].split()[-n:], abbreviation, also_within=True)
        for m in before
        for n in range(1, len(abbreviation) + _MOST_WORDS_BESIDE)
    )


def _begin_with(said: Sequence[str], abbreviation: str, *, also_within: bool) -> bool:
    """Whether the letters are those that the first words begin with, or that long words among them hold: a compound's parts."""
    letters = fold(abbreviation)
    spoken = [fold(word) for word in said[: len(letters) + _MOST_WORDS_BESIDE]]
    if not spoken or spoken[0][:1] != letters[0] or spoken[0] == letters:
        return False
    found = "".join(word if also_within and len(word) >= _COMPOUND_LETTERS else word[:1] for word in spoken)
    return len(found) >= len(letters) and _are_in_order(letters, found)


def _are_in_order(letters: str, found: str) -> bool:
    rest = iter(found)
    return all(letter in rest for letter in letters)
