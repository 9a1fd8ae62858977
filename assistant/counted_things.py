"""The very thing whose number is asked for ("hur många invånare har A"), which what answers must speak of."""

from __future__ import annotations

import re
from dataclasses import replace

from assistant.evidence import QuoteEvidence
from assistant.figure_words import GENDER_STEMS
from assistant.gather_parts import PEOPLE
from assistant.matching import source_stems, term_match
from assistant.query import Query, Term
from ingest.language import fold, terms, words

# "Hur många fler invånare har", "how many unique users were": one or two words before the verb. "Hur många slutade" names none.
_COUNTED = re.compile(
    r"\b(?:hur manga|how many|antal|antalet) (?:fler |farre |more |fewer )?(?P<thing>\w+(?: \w+)?) "
    r"(?:ar|var|har|hade|fick|far|finns|fanns|gick|gar|kom|ska|kan|blev|blir|bor|are|is|were|was|have|has|had|do|does|did)\b"
)
# "Hur många var med på", "hur många deltog".
_WHO_DID = re.compile(
    r"\bhur manga (?:var|va|kom|gick|fick|deltog|slutade|avslutades|borjade|ar)(?: (?:det|de))?"
    r" (?:med|pa|i|till|fran|vidare|som)\b"
    r"|\bhur manga (?:deltog|slutade|avslutades|skrevs)\b|\bhow many (?:took part|attended|came|joined|left|finished)\b"
)
_PEOPLE = PEOPLE | GENDER_STEMS | frozenset(terms("besökare besökarna medarbetare svarande elever ungdomar unga"))
# The thing is named where a word is so near; a quote that names it goes first where it is so likely as a part of the likeliest.
_NAMED_FROM, _LIKELY_ENOUGH = 0.7, 0.15


def counted_things(query: Query) -> tuple[Term, ...]:
    """The words for what is counted. None for people, who are called by many words, and where a share or money is asked for."""
    if not query.quantity or query.number_kind is not None:
        return ()
    match = _COUNTED.search(" ".join(words(fold(query.question))))
    named = frozenset(match["thing"].split()) if match else frozenset()
    return tuple(t for t in query.terms if fold(t.word) in named and t.weight >= 1 and t.stem not in PEOPLE)


def counting_first(quotes: tuple[QuoteEvidence, ...], query: Query) -> tuple[QuoteEvidence, ...]:
    """The quotes with that first which names what is counted, if the likeliest one does not and another is likely enough.

    Of one passage with the likeliest it is as likely: they tell of one thing, and it has the number asked for.
    """
    counted = counted_things(query)
    people = _asks_for_people(query)
    if not (counted or people) or not quotes or _names(quotes[0], counted, people):
        return quotes
    best = quotes[0]
    near = (q for q in quotes if q.score >= _LIKELY_ENOUGH * best.score or people and _follows(q, best))
    named = next((q for q in near if _names(q, counted, people)), None)
    if named is None:
        return quotes
    first = replace(named, score=best.score) if named.passage.id == best.passage.id else named
    return (first, *(q for q in quotes if q is not named and q is not best))


def _follows(quote: QuoteEvidence, other: QuoteEvidence) -> bool:
    return quote.passage.id == other.passage.id and quote.position == other.position + 1


def _asks_for_people(query: Query) -> bool:
    """Whether it asks how many did something, and does not say who: people."""
    plain = query.quantity and query.number_kind is None
    return plain and _WHO_DID.search(" ".join(words(fold(query.question)))) is not None


def _names(quote: QuoteEvidence, counted: tuple[Term, ...], people: bool) -> bool:
    told = source_stems(quote.unit.text)
    if people and not _PEOPLE & set(told):
        return False
    return all(term_match(term, told) >= _NAMED_FROM for term in counted)
