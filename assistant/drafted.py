"""A query becomes the draft of an answer: evidence is gathered, and code words it."""

from __future__ import annotations

from assistant.compose import compose
from assistant.compose_parts import compose_parts
from assistant.draft import Draft
from assistant.gather import gather
from assistant.query import Query
from vectorstore.library import Library


def drafted(query: Query, library: Library) -> Draft:
    """What the reports say to a query, each part of a question for itself."""
    if query.parts:
        return compose_parts(query, [(part, gather(part, library)) for part in query.parts])
    return compose(query, gather(query, library))
