"""The store's search, asked with what was understood: the words that tell, the concepts they name, and hard filters."""

from __future__ import annotations

from assistant.query import Query
from ingest.lexicon import load_concepts
from vectorstore.entries import PassageHit, Scope
from vectorstore.library import Library

# As deep as a ranking of passages tells anything.
DEPTH = 30


def search_as_understood(query: Query, library: Library, by_meaning: bool = True, limit: int = DEPTH) -> tuple[PassageHit, ...]:
    """The passages that a question is about, best first.

    Synonyms are left out: of the searches only the words see them, and there they bring more noise than hits.
    """
    forms = [form for term in query.terms for form in dict.fromkeys((term.word, term.stem))]
    concepts = [load_concepts().get(key) for measure in query.measures for key in measure.concepts]
    return library.search_passages(
        query.question,
        Scope(associations=frozenset(query.associations)),
        limit=limit,
        words=[*forms, *(concept.label for concept in concepts if concept is not None)],
        periods=[(span.start, span.end) for span in query.periods],
        by_meaning=by_meaning,
    )
