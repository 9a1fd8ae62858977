"""Whether a unit of text can be the answer at all: it is of the time asked about and holds a number where one is asked for."""

from __future__ import annotations

import re
from collections.abc import Sequence

from assistant.counted_things import counted_things
from assistant.demands import holds_what_is_asked_for, names_a_person
from assistant.matching import INFLECTED, source_stems, term_match
from assistant.query import NUMERIC_INTENTS, Intent, NumberKind, Query, Span
from assistant.ranking import RankedUnit
from assistant.timespans import find_spans
from assistant.unit_traits import CAPITAL_INSIDE, DAY, INTENDED, MONEY, PERCENT, WEB_ADDRESS, counts_something
from assistant.vocabulary import load_vocabulary
from ingest.domain import Scenario, UnitKind
from ingest.language import fold, terms, words

# Any number will do for these; for the others the number is in a figure or computed.
_COUNTED = NUMERIC_INTENTS - {Intent.COMPARE, Intent.RANK}
_NONE = frozenset({"ingen", "inga", "inget"})
# A question that speaks of aims and plans, or of what is allowed, may be answered by what shall be.
_PLANS = re.compile(
    r"\b(?:ska|skall|mal|malet|vill|plan\w*|budget\w*|rakna\w*|vanta\w*|forvant\w*|kommer|far|max\w*|minst|hogst|behov\w*"
    r"|should|will|shall|target|goal|aim\w*|allowed|expect\w*|per)\b"
)
_HOW_MANY = re.compile(r"\b(?:hur manga|antal|antalet|how many)\b")
# "från 18 till 22%", "5 procent": no number of anything.
_IN_PERCENT = re.compile(r"\d[\d,.]*(?:\s*(?:till|to|och|and|[-–])\s*\d[\d,.]*)?\s*(?:%|procent\b|percent\b)", re.IGNORECASE)
_LEFT_TO_DO = re.compile(
    r"\b(?:till behovs|behovs (?:\w+ )?till|saknas|aterstar|fattas|ytterligare|kvar till|more are needed|missing)\b"
)


def can_answer(ranked: RankedUnit, query: Query) -> bool:
    """Whether it holds the names that are asked about, a number where one is asked for, and words that can be quoted."""
    text = ranked.one.unit.text
    if ranked.lacks_a_name or _says_nothing_more(text, query):
        return False
    if not holds_what_is_asked_for(query.question, text):
        return False
    if query.intent is Intent.WHEN and not (DAY.search(text) or find_spans(text).spans):
        return False
    if query.intent is Intent.WHO and not _names_somebody(text, query):
        return False
    if query.intent in _COUNTED and not (_counts(text, query) and _holds(text, query)):
        return False
    if not _tells_of_the_counted(ranked, query):
        return False
    if query.intent in _COUNTED and _is_of_another_mode(text, query):
        return False
    if ranked.one.unit.kind is UnitKind.ROW and not any(c.isalpha() for c in text.partition(" | ")[0]):
        return False  # a row of bare cells says nothing when it is quoted without its columns
    return not (WEB_ADDRESS.search(text) and " " not in text)


def _says_nothing_more(text: str, query: Query) -> bool:
    """Whether the text only repeats words of the question, as a heading does."""
    return set(terms(text)) <= set(terms(query.question))


def _names_somebody(text: str, query: Query) -> bool:
    """Who holds an office is answered by a person's name, who else does something by any name."""
    office = any(term.stem in load_vocabulary().roles for term in query.terms)
    return names_a_person(text, query.question) if office else CAPITAL_INSIDE.search(text) is not None


def _counts(text: str, query: Query) -> bool:
    """Whether it gives a number; "ingen" is one only right before a word asked about: "ingen tidsgräns" counts nothing."""
    if not counts_something(text):
        return False
    spoken = words(fold(text))
    nothing_of = [nxt for word, nxt in zip(spoken, spoken[1:], strict=False) if word in _NONE]
    others = counts_something(" ".join(word for word in spoken if word not in _NONE))
    return others or any(term_match(term, source_stems(nxt)) >= INFLECTED for term in query.terms for nxt in nothing_of)


def _tells_of_the_counted(ranked: RankedUnit, query: Query) -> bool:
    """Of "hur många invånare har A" only what stands where inhabitants are spoken of."""
    counted = counted_things(query)
    if not counted:
        return True
    told = source_stems(" ".join((*(unit.text for unit in ranked.one.passage.units), ranked.one.unit.locator.section)))
    return any(term_match(t, told) > 0 for t in counted)


def _is_of_another_mode(text: str, query: Query) -> bool:
    """Whether it says what shall be where it is asked what is, or how much there is where it is asked how much is left."""
    asked = fold(query.question)
    if _LEFT_TO_DO.search(asked) and not _LEFT_TO_DO.search(fold(text)):
        return True
    open_to_plans = query.scenario not in (None, Scenario.OUTCOME) or _PLANS.search(asked)
    return INTENDED.search(text) is not None and not open_to_plans


def _holds(text: str, query: Query) -> bool:
    if query.number_kind is NumberKind.PERCENT and query.intent is not Intent.SHARE:
        return PERCENT.search(text) is not None
    if _asks_for_a_count(query):
        return counts_something(_IN_PERCENT.sub(" ", text))
    return query.number_kind is not NumberKind.MONEY or MONEY.search(text) is not None


def _asks_for_a_count(query: Query) -> bool:
    """Whether a number of things is asked for; after a question for a share "hur många" may mean how many percent."""
    of_its_own = not any(term.inherited for term in query.terms)
    counted = query.number_kind is None and query.intent is Intent.VALUE and _HOW_MANY.search(fold(query.question))
    return of_its_own and bool(counted)


def covers_time(ranked: RankedUnit, periods: Sequence[Span]) -> bool:
    """Whether the unit's report covers one of the periods, or the unit or its heading names it."""
    if not periods:
        return True
    start, end = ranked.report.period_start, ranked.report.period_end
    if any(start <= p.end and p.start <= end for p in periods):
        return True
    unit = ranked.one.unit
    named = find_spans(f"{unit.text} {unit.locator.section}").spans
    return any(p.start <= n.end and n.start <= p.end for p in periods for n in named)
