"""What a question was taken to be about, where the answer does not say it anyway: "Avser Finsam Norrdal, 2021."."""

from __future__ import annotations

from dataclasses import replace

from assistant.draft import Draft
from assistant.query import Query
from assistant.voice import Voice
from assistant.wording import say_each, say_times, say_when


def with_scope(query: Query, voice: Voice, draft: Draft) -> Draft:
    """The draft with the associations and times that the question named and the text does not, as its last line.

    Figures are said with their times, which may be others: only sentences leave open what time was searched.
    """
    names = [name for name in query.associations if name not in draft.text]
    spans = [] if draft.figures else [span for span in query.periods if say_when(span, voice.language) not in draft.text]
    unsaid = [say_each(names, voice.language)] if names else []
    unsaid += [say_times(spans, voice.language)] if spans else []
    return replace(draft, text=f"{draft.text}\n{voice.say('about', scope=', '.join(unsaid))}") if unsaid else draft
