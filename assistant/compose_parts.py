"""Several answers as one: the questions of one message are answered under each other."""

from __future__ import annotations

from collections.abc import Sequence

from assistant.answer import Status
from assistant.compose import compose
from assistant.draft import Draft
from assistant.evidence import Evidence
from assistant.query import Query
from assistant.voice import Voice


def compose_parts(query: Query, gathered: Sequence[tuple[Query, Evidence]]) -> Draft:
    """One draft of the parts of a question, each with its evidence: answered when one of them is.

    What the reports do not say of a part is said in one sentence; what is near is left to a question about it alone.
    """
    drafts = [compose(part, evidence) for part, evidence in gathered]
    answered = [draft for draft in drafts if draft.status is not Status.DECLINED]
    if not answered:
        return drafts[0]
    voice = Voice(query.language)
    texts = [
        draft.text if draft.status is not Status.DECLINED else voice.say("declined_part", part=_named(part))
        for draft, (part, _) in zip(drafts, gathered, strict=True)
    ]
    lines = dict.fromkeys(line for text in texts for line in text.split("\n"))
    status = Status.ANSWERED if any(d.status is Status.ANSWERED for d in answered) else Status.CLARIFY
    return Draft(
        status,
        query.language,
        "\n".join(lines),
        tuple({e.key: e for draft in answered for e in draft.figures}.values()),
        tuple({c.key: c for draft in answered for c in draft.calculations}.values()),
        tuple({q.key: q for draft in answered for q in draft.quotes}.values()),
        tuple(dict.fromkeys(w for draft in answered for w in draft.warnings)),
    )


def _named(part: Query) -> str:
    """What a part asks: the words of what it measures, which leave out what it takes from the parts before it."""
    return (part.measures[0].text if len(part.measures) == 1 else part.question).strip(" ?!.")
