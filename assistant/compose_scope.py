"""What a question was taken to be about, where the answer does not say it anyway: "Avser Finsam Norrdal, 2021."."""

from __future__ import annotations

import re
from dataclasses import replace

from assistant.asked_times import LAST_YEAR, THIS_YEAR
from assistant.draft import Draft
from assistant.query import Query
from assistant.time_phrases import YEAR
from assistant.timespans import fold_aligned
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


def with_time_meant(query: Query, voice: Voice, draft: Draft) -> Draft:
    """The draft with the time that "förra året" was taken to be, as its last line: it is counted from the newest report, which
    may be years old when somebody reads it."""
    folded = fold_aligned(query.question)
    said = LAST_YEAR.search(folded) or THIS_YEAR.search(folded)
    if said is None or not query.periods or re.search(YEAR, folded):
        return draft
    names = {"said": query.question[said.start() : said.end()].lower(), "time": say_times(query.periods, voice.language)}
    if said.re is LAST_YEAR and len(query.periods) == 1:
        line = voice.say("last_year_meant", newest=str(query.periods[0].end.year + 1), **names)
    else:
        line = voice.say("time_meant", **names)
    return replace(draft, text=f"{draft.text}\n{line}")
