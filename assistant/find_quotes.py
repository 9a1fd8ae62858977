"""Sentences, lists and rows that answer, ranked against everything else that the reports hold."""

from __future__ import annotations

from collections.abc import Sequence

from assistant.counted_things import counting_first
from assistant.evidence import QuoteEvidence
from assistant.query import Query
from assistant.quote_fit import can_answer, covers_time
from assistant.ranking import RankedFigure, RankedUnit, Ranking, rank_by_words, with_meaning
from vectorstore.library import Library


def find_quotes(query: Query, library: Library, limit: int = 6) -> tuple[QuoteEvidence, ...]:
    """The units that may answer the question, best first; empty when it is likelier that nothing does.

    Hard filters: the associations named, and time: a unit answers for a period when its report covers the period or
    the unit itself names it.
    """
    ranking = with_meaning(rank_by_words(query, library), query, library)
    quotes = quotes_of(ranking, query)
    return quotes[:limit] if quotes and quotes[0].score > ranking.nothing else ()


def quotes_of(ranking: Ranking, query: Query) -> tuple[QuoteEvidence, ...]:
    """The ranked units that can answer, each text of a report once, likeliest first.

    The score is the probability of the unit and of the figures that its sentence states: they are the same answer.
    """
    stated: dict[str, list[RankedFigure]] = {}
    for one in ranking.figures:
        if one.stored.figure.table is None:
            stated.setdefault(one.stored.report.report, []).append(one)
    found: dict[tuple[str, str], QuoteEvidence] = {}
    for ranked in ranking.units:
        key = (ranked.report.report, ranked.one.unit.text)
        if key not in found and covers_time(ranked, query.periods) and can_answer(ranked, query):
            found[key] = _evidence(ranked, _told_by(ranked, stated.get(ranked.report.report, ())))
    return counting_first(tuple(sorted(found.values(), key=lambda quote: -quote.score)), query)


def _told_by(ranked: RankedUnit, stated: Sequence[RankedFigure]) -> float:
    """The probability of the figures, of the same report, whose sentence the unit is or holds."""
    return sum(one.probability for one in stated if one.stored.figure.raw in ranked.one.unit.text)


def _evidence(ranked: RankedUnit, of_its_figures: float) -> QuoteEvidence:
    one = ranked.one
    score = ranked.probability + of_its_figures
    return QuoteEvidence(
        f"{one.passage.id}/{one.position}", one.unit, one.passage, one.position, ranked.report, score, ranked.met
    )


def together(quotes: Sequence[QuoteEvidence]) -> float:
    """The probability that one of the quotes answers."""
    return sum(quote.score for quote in quotes)
