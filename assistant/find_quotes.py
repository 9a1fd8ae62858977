"""Sentences, lists and rows that answer: found by hybrid search, ranked by how fully they meet the question's words."""

from __future__ import annotations

from collections.abc import Sequence

from assistant.evidence import QuoteEvidence
from assistant.matching import THE_WORD_ITSELF, source_stems, term_match, term_weights
from assistant.query import Intent, Query, Term
from assistant.quote_fit import Candidate, bonus, can_answer, covers_time, names_a_series, opens_section
from vectorstore.entries import PassageHit, Scope
from vectorstore.library import Library

# How much a word counts where it stands: in the unit itself, in its heading, elsewhere in the passage, in the one before.
_IN_UNIT, _IN_HEADING, _IN_PASSAGE, _IN_LEAD = 1.0, 0.7, 0.5, 0.4
# A name is said once and meant for the whole paragraph.
_NAME_NEARBY = 0.6
# The first sentences under a heading need not repeat it.
_IN_OWN_HEADING = 0.95
# Acceptance, measured on the example questions: share of the question's weight that the unit and its place explain.
MIN_COVERAGE = 0.62
# A question in English loses words on the way to the Swedish of the reports.
MIN_COVERAGE_TRANSLATED = 0.5
# A question whose words stand everywhere ("hur går det för verksamheten") says too little to be answered by its words.
MIN_INFORMATION = 2.0
_VAGUE_INTENTS = frozenset({Intent.TELL, Intent.VALUE, Intent.EXPLAIN})
# From here on the words have found it and meaning would add nothing.
_CLEAR_COVERAGE = 0.85
_PASSAGES = 40


def find_quotes(query: Query, library: Library, limit: int = 6) -> tuple[QuoteEvidence, ...]:
    """The units that answer the question, best first; empty when none explains enough of its words.

    Hard filters: the associations named, and time: a unit answers for a period when its report covers the period or
    the unit itself names it. The embedding model is asked when words alone do not find a clear answer.
    """
    scope = Scope(associations=frozenset(query.associations))
    weights = term_weights(query.terms, library, scope)
    says_little = sum(weights) < MIN_INFORMATION
    if says_little and query.intent in _VAGUE_INTENTS:
        return ()
    forms = [form for term in query.terms for form in (term.word, *term.variants)]
    by_words = library.search_passages(query.question, scope, limit=_PASSAGES, words=forms, by_meaning=False)
    ranked = _rank(by_words, query, weights, library)
    if not ranked or ranked[0].coverage < _CLEAR_COVERAGE:
        ranked = _rank(library.search_passages(query.question, scope, limit=_PASSAGES, words=forms), query, weights, library)
    if says_little and query.intent is Intent.LIST:
        ranked = tuple(quote for quote in ranked if names_a_series(quote.unit.text, query.terms))
    return ranked[:limit]


def _rank(hits: Sequence[PassageHit], query: Query, weights: Sequence[float], library: Library) -> tuple[QuoteEvidence, ...]:
    least = MIN_COVERAGE if query.language == "sv" else MIN_COVERAGE_TRANSLATED
    ranked: dict[tuple[str, str], QuoteEvidence] = {}
    before = library.passages_before([hit.passage for hit in hits])
    for hit in hits:
        previous = before.get(hit.passage.id)
        same_section = previous is not None and previous.locator.section == hit.passage.locator.section
        nearby = _nearby_matches(hit, previous.text if previous is not None and same_section else "", query.terms)
        for position, unit in enumerate(hit.passage.units):
            candidate = Candidate(unit, hit)
            coverage = _coverage(candidate, nearby, query.terms, weights)
            if coverage < least or not covers_time(candidate, query.periods) or not can_answer(candidate, query):
                continue
            score = coverage + bonus(candidate, query)
            kept = ranked.get((hit.report.report, unit.text))
            if kept is None or kept.score < score:
                key = f"{hit.passage.id}/{position}"
                quote = QuoteEvidence(key, unit, hit.passage, position, hit.report, score, coverage)
                ranked[hit.report.report, unit.text] = quote
    return tuple(sorted(ranked.values(), key=lambda e: -e.score))


def _nearby_matches(hit: PassageHit, lead: str, question_terms: Sequence[Term]) -> tuple[float, ...]:
    """For each term the best match in the passage or the one that leads to it, unweighted but for the lead's distance."""
    around, before = source_stems(hit.passage.text), source_stems(lead)
    farther = _IN_LEAD / _IN_PASSAGE
    return tuple(max(term_match(t, around), (1.0 if t.required else farther) * term_match(t, before)) for t in question_terms)


def _coverage(candidate: Candidate, nearby: Sequence[float], question_terms: Sequence[Term], weights: Sequence[float]) -> float:
    """The share of the question's weight that the unit and its place explain; 0 when a required name is missing."""
    own, heading = source_stems(candidate.unit.text), source_stems(candidate.unit.locator.section)
    opens = opens_section(candidate)
    total, explained, in_unit = sum(weights), 0.0, 0.0
    for term, weight, around in zip(question_terms, weights, nearby, strict=True):
        here, above = term_match(term, own), term_match(term, heading)
        if term.required and max(here, above, around) < THE_WORD_ITSELF:
            return 0.0
        placed = (_IN_OWN_HEADING if opens else _IN_HEADING) * above, (_NAME_NEARBY if term.required else _IN_PASSAGE) * around
        explained += weight * max(_IN_UNIT * here, *placed)
        in_unit += weight * here
    if not total or (in_unit == 0.0 and not opens):
        return 0.0
    return explained / total
