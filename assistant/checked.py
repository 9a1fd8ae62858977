"""The last steps of every answer, whoever worded it: what is contested is said, the gate passes it, unread pages are told of."""

from __future__ import annotations

from collections.abc import Sequence

from assistant.answer import Answer
from assistant.contested import with_contested
from assistant.draft import Draft
from assistant.query import Query
from assistant.unread_pages import with_unread_pages
from assistant.verify import verify
from vectorstore.library import Library


def checked(draft: Draft, query: Query, asked: Sequence[str], library: Library) -> Answer:
    """The answer that a draft becomes. `asked` are the questions of the conversation, the last last."""
    answer = verify(with_contested(draft, library), " ".join(asked), library)
    return with_unread_pages(answer, query, library)
