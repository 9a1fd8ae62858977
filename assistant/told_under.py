"""A sentence of a section or card called after what is asked about: together they have every word of the question."""

from __future__ import annotations

from collections.abc import Sequence

from assistant.demands import asks_how_long
from assistant.evidence import QuoteEvidence
from assistant.matching import THE_WORD_ITSELF, source_stems, term_match
from assistant.query import Intent, NumberKind, Query, Term
from ingest.language import fold, terms

# What the length of time itself answers for.
_OF_LENGTH = frozenset("lang langt langa lange tid tiden long time".split())
_COUNTS = frozenset(terms("antal antalet"))
_LEAST = 0.01


def told_under(query: Query, quotes: Sequence[QuoteEvidence]) -> QuoteEvidence | None:
    """The one likely sentence that has all the words asked for, those that it lacks in the heading right above it.

    Of a question for a number whose words stand in both. None where two such sentences leave open which is meant.
    """
    if not query.quantity or query.number_kind is NumberKind.MONEY or query.intent not in (Intent.VALUE, Intent.AVERAGE):
        return None
    asked = [t for t in query.terms if not _is_said_otherwise(t, query)]
    found = [quote for quote in quotes if quote.score >= _LEAST and _has_all(asked, quote)]
    return found[0] if len(found) == 1 else None


def _is_said_otherwise(term: Term, query: Query) -> bool:
    return term.stem in _COUNTS or asks_how_long(query.question) and fold(term.word) in _OF_LENGTH


def _has_all(asked: Sequence[Term], quote: QuoteEvidence) -> bool:
    told, heading = source_stems(quote.unit.text), source_stems(quote.unit.locator.section.rpartition(" › ")[2])
    in_text = [term_match(t, told) >= THE_WORD_ITSELF for t in asked]
    in_heading = [term_match(t, heading) >= THE_WORD_ITSELF for t in asked]
    return any(in_text) and any(in_heading) and all(a or b for a, b in zip(in_text, in_heading, strict=True))
