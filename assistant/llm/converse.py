"""What a configured language model does for one answer: reads a question that code could not, and words what was found."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from dataclasses import replace

from assistant.answer import Answer, CallOutcome, NotPhrased, Phrasing, Status
from assistant.checked import checked
from assistant.draft import Draft
from assistant.drafted import drafted
from assistant.limits import Limits
from assistant.llm.failures import ModelFailure
from assistant.llm.material import material_of
from assistant.llm.model import LanguageModel, Turn
from assistant.llm.phrase import phrase
from assistant.llm.reading import read_by_model
from assistant.premises import claimed_direction, direction_of, read_premise, sign_of
from assistant.query import Query
from assistant.voice import Voice
from assistant.wording import say
from vectorstore.entries import PUBLIC
from vectorstore.library import Library


def converse(
    query: Query,
    draft: Draft,
    asked: Sequence[str],
    library: Library,
    limits: Limits,
    model: LanguageModel,
    tell: Callable[[str], None],
) -> Answer:
    """The answer that `draft` gives, in the model's words where they pass the gate, else in the program's.

    What the reports do not say is read anew by the model, and gathered once more. `tell` gets each piece of the text as soon as
    it may be told.
    """
    begun = time.monotonic()
    if not model.breaker.admits():
        return _in_own_words(draft, query, asked, library, Phrasing(model.name, NotPhrased.PAUSED))
    turn = model.turn()
    if draft.status is Status.DECLINED and query.unknown_association is None:
        query, draft, failure = _read_anew(
            query, draft, asked, turn, library if model.sees_internal else library.within(PUBLIC), limits
        )
    else:
        failure = None
    phrasing = Phrasing(model.name, _nothing_to_phrase(query, draft, failure, model))
    if phrasing.reason is not None:
        return _in_own_words(draft, query, asked, library, _timed(phrasing, turn, begun))
    phrased = phrase(query, draft, asked, turn, library, tell)
    phrasing = replace(phrasing, dropped=len(phrased.refused), released_s=phrased.released_s)
    if phrased.draft is not None:
        answer = checked(phrased.draft, query, asked, library)
        if answer.status is Status.ANSWERED:
            return replace(answer, phrasing=_timed(phrasing, turn, begun))
    reason = NotPhrased.CALL_FAILED if phrased.failure is not None else NotPhrased.NOT_BACKED
    # What was told stands: each sentence of it is true. The program's own answer follows it.
    draft = replace(draft, text=f"{phrased.text}\n{draft.text}") if phrased.text else draft
    return _in_own_words(draft, query, asked, library, _timed(replace(phrasing, reason=reason), turn, begun))


def _read_anew(
    query: Query, draft: Draft, asked: Sequence[str], turn: Turn, library: Library, limits: Limits
) -> tuple[Query, Draft, CallOutcome | None]:
    """The question and its answer after the model has read it; as they were where that finds nothing either."""
    try:
        read = read_by_model(query, asked, turn, library, limits)
    except ModelFailure as failure:
        return query, draft, failure.outcome
    if read is None:
        return query, draft, None
    found = drafted(read, library)
    if found.status is not Status.ANSWERED:
        return query, draft, None
    read_as = say(query.language, "read_as", asked=read.question)
    return read, replace(found, warnings=(read_as, *found.warnings)), None


def _nothing_to_phrase(query: Query, draft: Draft, failure: CallOutcome | None, model: LanguageModel) -> NotPhrased | None:
    """Why the program words the answer itself from the start; None where the model is to."""
    if failure is not None:
        return NotPhrased.CALL_FAILED
    if draft.status is not Status.ANSWERED or _contradicts(query, draft):
        return NotPhrased.NOTHING_TO_PHRASE
    material = material_of(draft, Voice(query.language))
    if not material.items:
        return NotPhrased.NOTHING_TO_PHRASE
    return NotPhrased.INTERNAL if material.is_internal and not model.sees_internal else None


def _contradicts(query: Query, draft: Draft) -> bool:
    """Whether the question takes for granted what the figures deny: the program says so in words of its own."""
    sign, direction = read_premise(query.question).sign, claimed_direction(query)
    signs = {sign_of(e) for e in draft.figures} - {None}
    directions = {direction_of(c) for c in draft.calculations} - {None}
    return (sign is not None and bool(signs - {sign})) or (direction is not None and bool(directions - {direction}))


def _in_own_words(draft: Draft, query: Query, asked: Sequence[str], library: Library, phrasing: Phrasing) -> Answer:
    note = "" if phrasing.reason in (None, NotPhrased.NOTHING_TO_PHRASE) else say(query.language, f"model_{phrasing.reason}")
    return replace(checked(draft, query, asked, library), phrasing=replace(phrasing, note=note))


def _timed(phrasing: Phrasing, turn: Turn, begun: float) -> Phrasing:
    return replace(phrasing, calls=turn.calls, outside_s=time.monotonic() - begun - turn.inside_s)
