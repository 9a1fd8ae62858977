"""Whether sentences that are to answer for a figure say anything of what the figure is asked of."""

from __future__ import annotations

from collections.abc import Sequence

from assistant.asked_content import content_of
from assistant.asked_wholes import asks_of_whole_budget
from assistant.evidence import Evidence
from assistant.matching import THE_WORD_ITSELF, source_stems, stem_similarity, telling_stems, term_match
from assistant.query import Intent, NumberKind, Query
from ingest.language import fold
from ingest.lexicon import load_concepts

_OF_TWO = frozenset({Intent.SUM, Intent.RATIO, Intent.DIFFERENCE, Intent.CHANGE_PERCENT})


def tells_of_both(query: Query, answer: Evidence) -> bool:
    """Whether sentences that stand in for what was to be computed of two things have every word that the question names."""
    if query.intent not in _OF_TWO or len(query.measures) < 2 or not answer.quotes:
        return True
    told = _told(answer)
    return all(term_match(t, told) > 0 for m in query.measures for t in m.terms if t.weight >= 1)


def tells_of_the_asked(query: Query, answer: Evidence) -> bool:
    """Whether sentences that give an amount or a percentage say anything of what it is asked of: a word of the line of the
    accounts, or of the question."""
    if query.number_kind is None or not answer.quotes:
        return True
    told = _told(answer)
    content = content_of(query)
    if content and not any(term_match(t, told) > 0 for t in content):
        return False
    return query.number_kind is not NumberKind.PERCENT or _is_a_share_of_it(query, answer, told)


def _told(answer: Evidence) -> tuple[str, ...]:
    return source_stems(" ".join(f"{quote.unit.text} {quote.unit.locator.section}" for quote in answer.quotes))


def _is_a_share_of_it(query: Query, answer: Evidence, told: Sequence[str]) -> bool:
    """Whether a percentage can be the one asked for: of a budget where that is the whole, and of the line of the accounts."""
    if asks_of_whole_budget(query.question) and not any("budget" in fold(quote.unit.text) for quote in answer.quotes):
        return False
    keys = {concept for measure in query.measures for concept in measure.concepts}
    concepts = [load_concepts().get(key) for key in keys]
    named = {s for c in concepts if c is not None for phrase in (c.label, *c.printed, *c.everyday) for s in telling_stems(phrase)}
    return not keys or any(stem_similarity(one, other) >= THE_WORD_ITSELF for one in named for other in told)
