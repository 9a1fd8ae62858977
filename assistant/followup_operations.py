"""A question that only says what to compute of the one before: "och skillnaden?", "i procent?", "per invånare?"."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from assistant.background import Background
from assistant.followup import asks_for_its_part
from assistant.query import Intent, Measure, NumberKind, Query, Span, Term
from assistant.read_intent import as_asked, begins
from assistant.read_measures import read_measure
from ingest.domain import Scenario
from ingest.language import fold

_DIFFERENCE = re.compile(r"\b(?:skillnad|skillnaden|skiljer|skilde|differensen|difference)\b")
_TOGETHER = re.compile(r"\b(?:tillsammans|ihop|sammanlagt|sammantaget|summan|together|in total|combined)\b")
_SHARE_WORD = re.compile(r"(?:del|delen|(?:procent)?andel(?:en)?|procent|share|part|proportion|percentage)")
_SINCE = re.compile(r"\b(?:sedan|sen|fran|jamfort med|mot|since|from|compared (?:to|with))\b")
# Words of an operation that name nothing themselves.
_ABOUT_THE_OPERATION = re.compile(
    r"(?:skillnad|skilj|skild|differens|tillsammans|summa|total|procent|percent|andr|forandr|okning|minskning)\w*"
)
_OPENING = re.compile(r"^\W*(?:(?:och|o|å|men|and|but|då)\b\W*)+", re.IGNORECASE)
_JOINED_BY = re.compile(r"\s+(?:och|o|samt|resp\.?|respektive|eller|el\.?|and|or)\s+", re.IGNORECASE)
_HELD_AGAINST = frozenset({Intent.DIFFERENCE, Intent.CHANGE_PERCENT, Intent.COMPARE, Intent.TREND})


def of_the_last(query: Query, previous: Query, background: Background) -> Query | None:
    """The question before with the operation that this one names; None where this one names anything else, or no operation
    that the figures of the one before could have."""
    asked = as_asked(query.question, background.vocabulary)
    own = [t for t in query.terms if t.weight >= 1 and not _is_of_the_operation(t, background)]
    if query.divided_by and {t.stem for t in own} == {query.divided_by}:
        return _per(query, previous)
    if asks_for_its_part(query):
        return _part_of(query, previous)
    if own or query.associations or query.gender or previous.unknown_association:
        return None
    if query.scenario is Scenario.DEVIATION and not query.periods:
        measures = tuple(replace(m, scenario=Scenario.DEVIATION) for m in previous.measures)
        return _with(previous, Intent.DIFFERENCE, query, measures=measures, scenario=Scenario.DEVIATION)
    since = _since(query, previous, asked, background)
    if since:
        return _with(previous, Intent.DIFFERENCE, query, periods=since)
    if query.periods or query.scenario is not None:
        return None
    if begins(asked, background.vocabulary.percent_words) and previous.intent in _HELD_AGAINST:
        return _with(previous, Intent.CHANGE_PERCENT, query) if len(previous.measures) == 1 else None
    if _DIFFERENCE.search(asked):
        return _of_two(Intent.DIFFERENCE, query, previous, background)
    return _of_two(Intent.SUM, query, previous, background) if _TOGETHER.search(asked) else None


def _is_of_the_operation(term: Term, background: Background) -> bool:
    vocabulary = background.vocabulary
    return term.stem in vocabulary.operations or _ABOUT_THE_OPERATION.fullmatch(fold(term.word)) is not None


def _with(previous: Query, intent: Intent, query: Query, **changes: object) -> Query:
    return replace(
        previous, intent=intent, quantity=True, number_kind=None, yes_no=query.yes_no, parts=(),
        question=f"{previous.question.rstrip('?!. ')} {_OPENING.sub('', query.question)}", **changes,  # type: ignore[arg-type]
    )  # fmt: skip


def _per(query: Query, previous: Query) -> Query:
    """ "Hur mycket är det per invånare?": what was asked before by what stands after "per"."""
    divisor = next(t for t in query.terms if t.stem == query.divided_by)
    kept = tuple(t for t in previous.terms if t.stem != divisor.stem)
    whole = Measure(divisor.word, (divisor,), query.measures[-1].concepts)
    measures = (*previous.measures[:1], whole)
    return _with(previous, Intent.RATIO, query, terms=(*kept, divisor), measures=measures, divided_by=divisor.stem)


def _part_of(query: Query, previous: Query) -> Query | None:
    """ "Hur stor del av intäkterna var det?": what was asked before by the line of the accounts that is named."""
    whole = next((m for m in query.measures if m.concepts), None)
    if whole is None or len(previous.measures) != 1 or len(previous.periods) > 1:
        return None
    of_it = tuple(t for t in whole.terms if not _SHARE_WORD.fullmatch(fold(t.word)))
    whole = replace(whole, terms=of_it, associations=(), periods=())
    kept = tuple(t for t in previous.terms if t.stem not in {o.stem for o in whole.terms})
    told = _with(previous, Intent.SHARE, query, terms=(*kept, *whole.terms), measures=(previous.measures[0], whole))
    return replace(told, number_kind=NumberKind.PERCENT)


def _since(query: Query, previous: Query, asked: str, background: Background) -> tuple[Span, ...]:
    """ "Hur mycket har det ändrats sedan 2021?": the time asked about before and this one; none where no change is asked for."""
    changes = any(word in map(fold, background.vocabulary.change) for word in asked.split()) or _DIFFERENCE.search(asked)
    if not changes or not _SINCE.search(asked) or len(query.periods) != 1 or len(previous.periods) != 1:
        return ()
    return tuple(sorted({*previous.periods, *query.periods})) if query.periods != previous.periods else ()


def _of_two(intent: Intent, query: Query, previous: Query, background: Background) -> Query | None:
    """Of the two times, associations or things that the question before named."""
    whole = len(previous.measures) == 1
    if whole and (len(previous.periods) == 2) != (len(previous.associations) == 2):
        return _with(previous, intent, query)
    if not whole:
        return _with(previous, intent, query) if len(previous.measures) == 2 else None
    sides = [part for part in _JOINED_BY.split(previous.question) if part.strip()]
    measures = [read_measure(side, replace(previous, intent=intent), background) for side in sides]
    return _with(previous, intent, query, measures=tuple(measures)) if _are_two_things(measures) else None


def _are_two_things(measures: Sequence[Measure]) -> bool:
    """Whether two measures each name something of their own: a member, or a line of the accounts."""
    if len(measures) != 2:
        return False
    named = [frozenset((*m.concepts, *(t.stem for t in m.terms if t.required))) for m in measures]
    return all(named) and not named[0] & named[1]
