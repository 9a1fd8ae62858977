"""Two questions in one: "vad var intäkterna och kostnaderna?", "hur många deltog och hur många var kvinnor?"."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace

from assistant.background import Background
from assistant.concepts import named_concepts
from assistant.query import Intent, Query
from assistant.read_intent import as_asked, read_scenarios
from assistant.read_measures import read_measure
from ingest.domain import Scenario

_ASKS = r"(?:hur|vad|va|vem|vilken|vilket|vilka|när|nar|var|varför|varfor|how|what|who|when|which|why|where)"
_NEXT_QUESTION = re.compile(rf"(?:\?\s+(?=\w)|,?\s+(?:och|o|samt|and)\s+(?={_ASKS}\b))", re.IGNORECASE)
_AND = re.compile(r"\s+(?:och|o|samt|and)\s+", re.IGNORECASE)
_RESPECTIVELY = re.compile(
    r"\b(?P<one>\w+)(?:\s+kommun)?\s+(?:respektive|resp\.?)\s+(?P<other>\w+)(?:\s+kommun)?\b", re.IGNORECASE
)
# What one value question can be two of; sums and comparisons need both at once.
_ONE_BY_ONE = frozenset({Intent.VALUE, Intent.TELL})
_BUDGET_AND_OUTCOME = {Scenario.BUDGET, Scenario.OUTCOME}
# Each part is answered as a question of its own: of more than these, and of one that is said over and over, nobody is helped.
_MOST_PARTS = 8


def read_parts(query: Query, background: Background, read: Callable[[str, Query | None], Query]) -> tuple[Query, ...]:
    """The questions in one question, each complete; none when it asks one thing, or more than anybody asks at once.

    `read` reads a text as a question, completed by the part before it where one is given.
    """
    texts = [text.strip() for text in _NEXT_QUESTION.split(query.question) if text.strip(" ?!.")]
    asking = list({text.strip(" ?!.").lower(): text for text in texts}.values())
    if not 2 <= len(asking) <= _MOST_PARTS or any(term.inherited for term in query.terms):
        return _parts_of_one(query, background)
    parts: list[Query] = []
    for text in asking:
        part = _in_the_whole(read(text, parts[0] if parts else None), query)
        parts += _parts_of_one(part, background) or (part,)
    return tuple(parts) if all(part.terms or any(m.concepts for m in part.measures) for part in parts) else ()


def _in_the_whole(part: Query, query: Query) -> Query:
    """A part with the association and the time that only another part says: "hur många deltog och hur många slutade 2021?"."""
    return replace(
        part,
        associations=part.associations or query.associations,
        unknown_association=part.unknown_association or query.unknown_association,
        periods=part.periods or query.periods,
    )


def _parts_of_one(query: Query, background: Background) -> tuple[Query, ...]:
    if query.intent not in _ONE_BY_ONE or len(query.measures) != 1:
        return ()
    scenarios = read_scenarios(as_asked(query.question, background.vocabulary), background.vocabulary)
    if set(scenarios) >= _BUDGET_AND_OUTCOME and Scenario.DEVIATION not in scenarios:
        kinds = (Scenario.BUDGET, Scenario.OUTCOME)
        return tuple(replace(query, scenario=kind, intent=Intent.VALUE, quantity=True, parts=()) for kind in kinds)
    return _two_concepts(query, background) or _two_members(query, background)


def _two_members(query: Query, background: Background) -> tuple[Query, ...]:
    """ "A respektive B betalade": each is asked about without the name of the other. "A och B" may be one name, which is left."""
    match = _RESPECTIVELY.search(query.question)
    names = [t for t in query.terms if t.required]
    if match is None or len(names) != 2:
        return ()
    one, other = (next((t for t in names if t.word.lower() == match[side].lower()), None) for side in ("one", "other"))
    if one is None or other is None:
        return ()
    before, after = query.question[: match.start()], query.question[match.end() :]
    parts = []
    for name, side in ((one, "one"), (other, "other")):
        text = f"{before}{match[side]}{after}"
        measure = replace(read_measure(text, query, background), associations=(), periods=())
        own = tuple(t for t in query.terms if not t.required or t is name)
        parts.append(replace(query, question=text, terms=own, measures=(measure,), intent=Intent.VALUE, quantity=True, parts=()))
    return tuple(parts)


def _two_concepts(query: Query, background: Background) -> tuple[Query, ...]:
    """ "intäkterna och kostnaderna": each side names a concept, and "och" stands in the name of neither."""
    whole = set(named_concepts(query.question, background.lexicon))
    for match in _AND.finditer(query.question):
        left, right = query.question[: match.start()], query.question[match.end() :]
        one, other = (set(named_concepts(side, background.lexicon)) for side in (left, right))
        if not one or not other or one & other or one | other != whole:
            continue
        return tuple(_about(side, query, background) for side in (left, right))
    return ()


def _about(side: str, query: Query, background: Background) -> Query:
    """The question about one of the two things, with the association, time and kind of the whole."""
    measure = replace(read_measure(side, query, background), associations=(), periods=())
    stems = {term.stem for term in measure.terms}
    own = tuple(term for term in query.terms if term.stem in stems)
    return replace(query, terms=own, measures=(measure,), intent=Intent.VALUE, quantity=True, parts=())
