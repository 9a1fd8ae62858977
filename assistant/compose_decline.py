"""When the reports do not say, or say it of several: one sentence, what is near or which there are, and no more."""

from __future__ import annotations

from assistant.answer import Status
from assistant.draft import Draft, mark
from assistant.evidence import Evidence, FigureEvidence
from assistant.query import Query
from assistant.voice import Voice
from assistant.wording import say_each, say_times


def say_declined(query: Query, voice: Voice, evidence: Evidence) -> Draft:
    """The reports do not say; then what comes nearest, if anything, and which reports there are."""
    nearest = evidence.nearest
    parts = [_refusal(query, voice), _nearest(voice, evidence), evidence.near]
    text = " ".join(part for part in parts if part)
    figures = (nearest,) if isinstance(nearest, FigureEvidence) else ()
    quotes = (nearest,) if nearest is not None and not isinstance(nearest, FigureEvidence) else ()
    return Draft(Status.DECLINED, voice.language, text, figures, (), quotes)


def _refusal(query: Query, voice: Voice) -> str:
    """One sentence, with the association and time that were searched."""
    if query.unknown_association:
        return voice.say("declined_unknown", name=query.unknown_association)
    scope = [say_each(query.associations, voice.language)] if query.associations else []
    scope += [say_times(query.periods, voice.language)] if query.periods else []
    return voice.say("declined_within", scope=", ".join(scope)) if scope else voice.say("declined")


def _nearest(voice: Voice, evidence: Evidence) -> str:
    nearest = evidence.nearest
    if nearest is None:
        return ""
    if isinstance(nearest, FigureEvidence):
        label = voice.full_label(nearest)
        return voice.say("near_figure", label=label, value=voice.figure(nearest), mark=mark(nearest.key))
    section = nearest.unit.locator.section
    return voice.say("near_quote", section=section, title=nearest.report.title, mark=mark(nearest.key))
