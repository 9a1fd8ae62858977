"""A second sentence that counts the very thing another one counts, and says another number: both are given."""

from __future__ import annotations

from collections.abc import Sequence

from assistant.evidence import QuoteEvidence
from assistant.figure_words import GENDERS
from assistant.gather_parts import PEOPLE
from assistant.matching import INFLECTED, MORE_SPECIAL, source_stems, stem_similarity, telling_stems, term_match, term_weights
from assistant.query import NUMERIC_INTENTS, NumberKind, Query, Term
from assistant.timespans import parse_period
from ingest.domain import Figure, Scenario
from ingest.language import terms
from vectorstore.entries import Scope
from vectorstore.library import Library

# A contradiction is looked for among so many of the likeliest quotes.
_LOOKED_AT = 12
# The part of the weight of the words that the best quote meets which the other sentence, or its heading, must meet too.
_MET_AGAIN = 0.7
# So many of the words asked for, besides those for people, must be said again by a sentence that counts others by name.
_SAID_AGAIN = 2
_SEXES = GENDERS[0] | GENDERS[1]


def contradicting(
    kept: Sequence[QuoteEvidence], quotes: Sequence[QuoteEvidence], query: Query, library: Library
) -> tuple[QuoteEvidence, ...]:
    """The likeliest quote beyond the kept ones that states another number for what the first of them counts; none or one.

    Only of one association, and for the time asked about: the time of the figure that the first one states where none is.
    """
    best = kept[0]
    if query.intent not in NUMERIC_INTENTS:
        return ()
    scope = Scope(associations=frozenset((best.report.association,)))
    stated = [s.figure for s in library.statements(scope)]
    mine = _stated_in(best, stated, query)
    if not mine:
        return ()
    asked = list(zip(query.terms, term_weights(query.terms, library, scope), strict=True))
    known = {k.key for k in kept}
    for quote in quotes[:_LOOKED_AT]:
        if quote.key in known or quote.report.association != best.report.association:
            continue
        theirs = [f for f in _stated_in(quote, stated, query) if _same_time_and_unit(f, mine)]
        theirs = [f for f in theirs if _counts_the_same(f, best, asked, query)]
        if len(theirs) == 1 and theirs[0].value not in {f.value for f in mine}:
            return (quote,)
    return ()


def _stated_in(quote: QuoteEvidence, stated: Sequence[Figure], query: Query) -> list[Figure]:
    """What the quote's sentence states as an outcome of the time asked about, of the kind asked for."""
    found = [f for f in stated if f.raw == quote.unit.text and f.scenario is Scenario.OUTCOME and f.period is not None]
    if query.number_kind is NumberKind.PERCENT:
        found = [f for f in found if f.unit == "%"]
    if not query.periods:
        return found
    return [f for f in found if parse_period(f.period or "") in query.periods]


def _same_time_and_unit(figure: Figure, mine: Sequence[Figure]) -> bool:
    return any(figure.period == other.period and figure.unit == other.unit for other in mine)


def _counts_the_same(figure: Figure, best: QuoteEvidence, asked: Sequence[tuple[Term, float]], query: Query) -> bool:
    """Whether the figure is of what is asked for, as much as the best quote is, and of nothing narrower."""
    said, around = source_stems(figure.raw), source_stems(f"{figure.raw} {figure.locator.section}")
    by_best = [(t, weight) for t, weight in asked if term_match(t, source_stems(best.unit.text)) >= MORE_SPECIAL]
    met = [(t, weight) for t, weight in by_best if not _is_people(t.stem)]
    again = sum(weight for t, weight in met if term_match(t, around) >= MORE_SPECIAL)
    itself = [t for t, _ in met if term_match(t, said) >= MORE_SPECIAL]
    heaviest = max(met, key=lambda one: one[1], default=None)
    if heaviest is None or heaviest[0] not in itself or again < _MET_AGAIN * sum(weight for _, weight in met):
        return False
    known = {*PEOPLE, *terms(best.unit.text), *(form for t in query.terms for form in (t.stem, *t.variants))}
    others = [s for s in telling_stems(figure.row) if not any(stem_similarity(k, s) >= MORE_SPECIAL for k in known)]
    # One other name for those who are counted ("parter" for "personer") narrows nothing, where all the rest is said again.
    return not others or (len(telling_stems(figure.row)) == 1 and len(itself) >= _SAID_AGAIN and not set(others) & _SEXES)


def _is_people(stem: str) -> bool:
    return any(stem_similarity(word, stem) >= INFLECTED for word in PEOPLE)
