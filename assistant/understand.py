"""A question and the ones before it become a typed `Query`, by vocabulary, catalogue and fuzzy matching."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from assistant.asked_times import find_asked_times
from assistant.background import Background, background_of
from assistant.claims import read_claim
from assistant.concepts import named_concepts
from assistant.followup import complete, leans
from assistant.followup_operations import of_the_last
from assistant.limits import NO_LIMITS, Limits, within_limits
from assistant.manners import questions_of
from assistant.names import find_associations
from assistant.plain_words import in_plain_words
from assistant.query import NUMERIC_INTENTS, Intent, Query
from assistant.read_intent import (
    as_asked,
    asks_quantity,
    begins,
    is_yes_no,
    read_gender,
    read_intent,
    read_number_kind,
    read_scenarios,
    read_wished_unit,
)
from assistant.read_measures import divided_by, read_measure, read_measures
from assistant.read_parts import read_parts
from assistant.read_terms import read_terms
from assistant.timespans import year_span
from assistant.vocabulary import has_phrase
from vectorstore.library import Library

# "från 2019 till 2023" means all the years, unless it is the change between the ends that is asked for.
_FROM_TO = re.compile(r"\b(?:19|20)\d\d (?:till|to|t o m|till och med|tom) (?:19|20)\d\d\b")
# "mellan 2019 och 2023" means them only where a course or a sum over the years is asked for.
_BETWEEN = re.compile(r"\b(?:mellan|between) (?:aren )?(?:19|20)\d\d (?:och|and) (?:19|20)\d\d\b")
_BETWEEN_ENDS = frozenset({Intent.DIFFERENCE, Intent.CHANGE_PERCENT, Intent.COMPARE})
_OVER_YEARS = frozenset({Intent.TREND, Intent.SUM, Intent.AVERAGE, Intent.RANK})
_HAVING = re.compile(r"(?:har|hade|finns|fanns|has|have|had|is there|are there)\b", re.IGNORECASE)
# So many questions back a conversation is followed.
_REMEMBERED = 12
# A bare noun phrase ("momsfordran 2023") has so many words at most.
_BARE_TERMS = 2


def understand(question: str, history: Sequence[str], library: Library, limits: Limits = NO_LIMITS) -> Query:
    """What is asked. Never raises for odd questions: what is not recognised is left to the search.

    What the answers are limited to is asked about where the question itself names no association or time; the conversation
    goes after it.
    """
    said, *before = (" ".join(text.split()) for text in (question, *questions_of(history)))
    return _understand(said, before, background_of(library), limits)


def understand_measure(wanted: str, library: Library) -> Query:
    """The words for one thing that is measured ("kostnad per deltagare", "summa eget kapital och skulder"), never taken apart.

    The query has one measure and asks for its value; associations, times and kind are those that the words name.
    """
    background = background_of(library)
    query = _read_question(wanted, background)
    whole = read_measure(query.question, query, background)
    return replace(query, intent=Intent.VALUE, measures=(whole,), divided_by=None)


def _understand(question: str, history: Sequence[str], background: Background, limits: Limits) -> Query:
    previous: Query | None = None
    for text in history[-_REMEMBERED:]:
        previous = _read_after(text, previous, background)
    limited = replace(background, limits=limits)
    previous = within_limits(previous, limits) if previous is not None else None
    query = _read_after(question, previous, limited)
    return _with_premise(_with_parts(query, limited), question, previous, limited)


def _read_after(question: str, previous: Query | None, background: Background) -> Query:
    """The question after the one before it, completed by that where it leans on it.

    Kept, since each question of a conversation is read again with every one that follows.
    """
    key = ("read after", question, previous, background.limits)
    return background.library.keeping(key, lambda: _read_anew(question, previous, background))


def _read_anew(question: str, previous: Query | None, background: Background) -> Query:
    query = _read_question(question, background, previous)
    if previous is not None and leans(query, background.vocabulary):
        return of_the_last(query, previous, background) or complete(query, previous, background)
    return query if previous is None else _read_question(question, background)  # what stands by itself has its own time


def _with_parts(query: Query, background: Background) -> Query:
    def read(part: str, first: Query | None) -> Query:
        if first is None:
            return _read_question(part, background)
        return complete(_read_question(part, background, first), first, background)

    return replace(query, parts=read_parts(query, background, read))


def _with_premise(query: Query, question: str, previous: Query | None, background: Background) -> Query:
    """The query with the question for an amount that it takes for granted, if it does."""
    if query.parts or query.unknown_association is not None:
        return query
    names = find_associations(question, background.known, background.vocabulary)
    times = find_asked_times(question, background.newest_of(query.associations))
    read = read_claim(question, (*names.places, *times.places), is_yes_no=query.yes_no)
    if read is None:
        return query
    asked, claimed = read
    premise = _read_after(asked, previous, background)
    told = replace(premise, claimed=claimed, yes_no=not claimed.has_reason, quantity=True, parts=())
    return replace(query, premise=told) if premise.associations == query.associations else query


def _read_question(question: str, background: Background, previous: Query | None = None) -> Query:
    """The question by itself; only "året innan" and the like are read with the time and association of the `previous` one."""
    vocabulary = background.vocabulary
    question = in_plain_words(question, background.corpus)
    asked = as_asked(question, vocabulary)
    names = find_associations(question, background.known, vocabulary)
    meant, before = (previous.associations, previous.periods) if previous is not None else ((), ())
    limits = background.limits
    associations = names.associations or ((limits.association,) if limits.association and names.unknown is None else ())
    limited = () if limits.period is None else (limits.period,)
    times = find_asked_times(question, background.newest_of(associations or meant), before or limited)
    times = times if times.spans or not limited else replace(times, spans=limited)
    language = _language(asked)
    intent = read_intent(question, asked, vocabulary, times)
    query = Query(
        question=question,
        language=language,
        intent=intent,
        terms=read_terms(question, names, times, background, language),
        measures=(),
        associations=associations,
        unknown_association=names.unknown,
        periods=times.spans,
        scenario=next(iter(read_scenarios(asked, vocabulary)), None),
        wants_latest=any(has_phrase(asked, phrase) for phrase in vocabulary.latest),
        quantity=intent in NUMERIC_INTENTS or asks_quantity(question, asked, vocabulary),
        gender=read_gender(question, asked, language, vocabulary),
        number_kind=read_number_kind(asked, intent, vocabulary),
        about_money=begins(asked, (*vocabulary.money_words, *vocabulary.about_money_words)),
        wished_unit=read_wished_unit(asked, vocabulary),
        yes_no=is_yes_no(asked, vocabulary),
    )
    if intent is Intent.RATIO:
        query = replace(query, divided_by=divided_by(question, query))
    query = replace(query, measures=read_measures(question, query, background))
    return _all_years(_as_value(query, background), asked)


def _language(asked: str) -> str:
    english = set("the what how much many did does who why when which is are was were of and year funding before".split())
    swedish = set("vad hur ar var vem varfor nar vilka vilken mycket manga och for det som har fick i pa".split())
    tokens = asked.split()
    return "en" if sum(t in english for t in tokens) > sum(t in swedish for t in tokens) else "sv"


def _as_value(query: Query, background: Background) -> Query:
    """ "vad är resultatet i X 2022", "momsfordran i X": a figure is asked for, not the meaning of the word."""
    named = bool(query.associations or query.periods)
    if not named or not any(m.concepts for m in query.measures):
        return query
    if query.intent is Intent.DEFINE:
        return replace(query, intent=Intent.VALUE, quantity=True)
    content = [t for t in query.terms if t.weight >= 1]
    focus = [t for t in content if t.focus]
    # "vilken adress har kansliet": the address is asked for, not what the office costs. "har de lokaler": whether there are any.
    another = bool(focus) and not any(named_concepts(t.word, background.lexicon) for t in focus)
    if query.intent is Intent.TELL and len(content) <= _BARE_TERMS and not another and not _HAVING.match(query.question):
        return replace(query, intent=Intent.VALUE, quantity=True)
    return query


def _all_years(query: Query, asked: str) -> Query:
    """The years between two that are named as the ends of a time."""
    ends = (query.intent not in _BETWEEN_ENDS and _FROM_TO.search(asked)) or (
        query.intent in _OVER_YEARS and _BETWEEN.search(asked)
    )
    if not ends or len(query.periods) != 2 or not all(span.is_year for span in query.periods):
        return query
    first, last = (span.start.year for span in query.periods)
    return replace(query, periods=tuple(year_span(year) for year in range(first, last + 1)))
