"""The story of the assistant: a question becomes an Answer."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from time import perf_counter
from typing import TYPE_CHECKING

from assistant.answer import Answer, Status
from assistant.checked import checked
from assistant.drafted import drafted
from assistant.limits import NO_LIMITS, Limits, beyond_limits
from assistant.long_questions import essence
from assistant.manners import answer_manners, manner_of, questions_of
from assistant.understand import understand
from assistant.wording import say, say_each
from vectorstore.library import Library

if TYPE_CHECKING:
    from assistant.llm.model import LanguageModel


def respond(
    question: str,
    history: Sequence[str],
    library: Library,
    limits: Limits = NO_LIMITS,
    model: LanguageModel | None = None,
    tell: Callable[[str], None] | None = None,
) -> Answer:
    """The answer to a question, given the earlier questions of the conversation, oldest first, out of what `limits` admit.

    A `model` words it, and `tell` is called with each piece of its text that has passed the gate; the pieces begin the answer's
    text. "The reports do not say" and "which one?" are answers, and so is that the question asks beyond the limits. Raises only
    what the store raises.
    """
    started = perf_counter()
    if not any(c.isalnum() for c in question):
        return Answer(Status.CLARIFY, "sv", say("sv", "empty"))
    manner = manner_of(question)
    if manner is not None:
        return answer_manners(manner, library.within(limits.scope))
    asked = (*map(essence, history), essence(question))
    query = understand(asked[-1], asked[:-1], library, limits)
    beyond = beyond_limits(query, limits)
    if beyond:
        named = say_each(beyond, query.language)
        return Answer(Status.CLARIFY, query.language, say(query.language, "beyond_limits", asked=named, limits=limits.say()))
    library = library.within(limits.scope)
    draft = drafted(query, library)
    if model is None:
        answer = checked(draft, query, (*history, question), library)
    else:
        from assistant.llm.converse import converse

        answer = converse(query, draft, (*questions_of(history), question), library, limits, model, tell or _to_nobody)
    return replace(answer, elapsed_ms=round((perf_counter() - started) * 1000))


def _to_nobody(_: str) -> None:
    """For those who want the whole answer alone."""
