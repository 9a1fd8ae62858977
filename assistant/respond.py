"""The story of the assistant: a question becomes an Answer."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from time import perf_counter

from assistant.answer import Answer, Status
from assistant.compose import compose
from assistant.compose_parts import compose_parts
from assistant.contested import with_contested
from assistant.gather import gather
from assistant.limits import NO_LIMITS, Limits, beyond_limits
from assistant.long_questions import essence
from assistant.manners import answer_manners, manner_of
from assistant.understand import understand
from assistant.unread_pages import with_unread_pages
from assistant.verify import verify
from assistant.wording import say, say_each
from vectorstore.library import Library


def respond(question: str, history: Sequence[str], library: Library, limits: Limits = NO_LIMITS) -> Answer:
    """The answer to a question, given the earlier questions of the conversation, oldest first, out of what `limits` admit.

    "The reports do not say" and "which one?" are answers, and so is that the question asks beyond the limits. Raises only
    what the store raises.
    """
    started = perf_counter()
    if not any(c.isalnum() for c in question):
        return Answer(Status.CLARIFY, "sv", say("sv", "empty"))
    manner = manner_of(question)
    if manner is not None:
        return answer_manners(manner, library.within(limits.scope))
    query = understand(essence(question), tuple(map(essence, history)), library, limits)
    beyond = beyond_limits(query, limits)
    if beyond:
        asked = say_each(beyond, query.language)
        return Answer(Status.CLARIFY, query.language, say(query.language, "beyond_limits", asked=asked, limits=limits.say()))
    library = library.within(limits.scope)
    if query.parts:
        draft = compose_parts(query, [(part, gather(part, library)) for part in query.parts])
    else:
        draft = compose(query, gather(query, library))
    answer = verify(with_contested(draft, library), " ".join((*history, question)), library)
    answer = with_unread_pages(answer, query, library)
    return replace(answer, elapsed_ms=round((perf_counter() - started) * 1000))
