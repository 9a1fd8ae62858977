"""What a question asks about, without the places that only say which association is meant."""

from __future__ import annotations

from collections.abc import Iterable

from assistant.query import Query, Term
from ingest.language import stem, words


def content_of(query: Query) -> tuple[Term, ...]:
    """The words of the question that say something and are no part of the names of its associations."""
    return without_places(query.terms, query)


def without_places(terms: Iterable[Term], query: Query) -> tuple[Term, ...]:
    """The telling ones of some words of the question, without the names of its associations."""
    places = {stem(word) for name in query.associations for word in words(name)}
    return tuple(t for t in terms if t.weight >= 1 and t.stem not in places)
