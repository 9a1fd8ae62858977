"""A query becomes evidence: figures found and computed, or sentences that answer."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from assistant.choose import with_other_prints
from assistant.evidence import Evidence, FigureEvidence, QuoteEvidence
from assistant.figures_evidence import from_choices
from assistant.find_figures import LIKELY, fits
from assistant.find_quotes import quotes_of, together
from assistant.gather_figures import gather_figures
from assistant.near_misses import near_misses
from assistant.premise_figures import about_the_premise
from assistant.query import Intent, Query
from assistant.ranking import Ranking, rank
from assistant.statements import gender_share
from assistant.wording import say
from ingest.domain import TextUnit, UnitKind
from vectorstore.library import Library

# Questions that are answered in words even when a table row has the same words.
_WORDS_ONLY = frozenset({Intent.DEFINE, Intent.EXPLAIN, Intent.WHO, Intent.WHEN, Intent.WHERE, Intent.LIST})
# What is computed, or stands in several figures, is no single candidate of the ranking: it is taken when it was found.
_COMPUTED = frozenset(
    {
        Intent.SUM, Intent.RATIO, Intent.COMPARE, Intent.DIFFERENCE, Intent.CHANGE_PERCENT, Intent.TREND, Intent.RANK,
        Intent.AVERAGE,
    }
)  # fmt: skip
# The reports do not say when that is at least this likely; a question that has to be computed is not answered by a sentence
# unless it is as good as certain. Measured on the question sets, as is the least probability of a quote that answers:
# below it more than half of the answers were about something else.
_NOTHING, _NOTHING_NUMBER, _NOTHING_COMPUTED = 0.8, 0.5, 0.25
_LEAST = 0.1
# A figure that the words of no row found clearly is taken when it is this likely.
_LIKELY_FIGURE = 0.4
# Quotes are added until one of them answers with this probability, each at least so likely as a part of the best one's.
_ENOUGH, _BESIDE, _BESIDE_NUMBER = 0.7, 0.2, 0.35
_MOST_QUOTES, _MOST_CHARS = 3, 900
# Another association's sentence that is nearly as likely leaves open which one is meant.
_RIVAL = 0.6
# A definition or description goes on past its first sentence up to about this long.
_DESCRIPTION_CHARS = 420


def gather(query: Query, library: Library) -> Evidence:
    """The evidence for a query; empty, with what is near, when the reports do not say."""
    if query.unknown_association:
        return near_misses(query, library)
    figures = Evidence() if query.intent in _WORDS_ONLY and not query.quantity else gather_figures(query, library)
    if figures.calculations or (figures.figures and (query.intent in _COMPUTED or len(query.periods) > 1)):
        return figures
    ranking = rank(query, library)
    quotes = quotes_of(ranking, query)
    if query.intent is Intent.EXPLAIN:
        return _explained(query, ranking, quotes, library)
    figures = figures if figures.figures else _likely_figure(query, ranking, library)
    if figures.figures and _chance_of(figures, ranking) >= (quotes[0].score if quotes else 0.0):
        return figures
    limit = _NOTHING_COMPUTED if query.intent in _COMPUTED else _NOTHING_NUMBER if query.quantity else _NOTHING
    if not quotes or ranking.nothing >= limit or quotes[0].score < _LEAST:
        return figures if figures.figures else near_misses(query, library, quotes)
    return _answer_in_words(query, quotes, ranking)


def _chance_of(evidence: Evidence, ranking: Ranking) -> float:
    """The probability that the figures answer: theirs, and that of the rows they stand in."""
    keys = {e.key for e in evidence.figures}
    places = {(e.stored.report.report, e.stored.figure.locator.lines) for e in evidence.figures}
    in_figures = sum(one.probability for one in ranking.figures if one.stored.figure.key in keys)
    rows = (u for u in ranking.units if u.one.unit.kind is UnitKind.ROW)
    return in_figures + sum(u.probability for u in rows if (u.report.report, u.one.unit.locator.lines) in places)


def _likely_figure(query: Query, ranking: Ranking, library: Library) -> Evidence:
    """The table figure that is likelier than not, where the words of no row are clear enough; with its other prints."""
    fitting = [one for one in ranking.figures if one.stored.figure.table is not None and fits(one.stored, query)]
    if not query.quantity or not fitting or fitting[0].probability < _LIKELY_FIGURE:
        return Evidence()
    found = [FigureEvidence(one.stored.figure.key, one.stored, one.probability, (LIKELY,)) for one in fitting]
    return from_choices(query, (with_other_prints(found[0], found),))


def _explained(query: Query, ranking: Ranking, quotes: Sequence[QuoteEvidence], library: Library) -> Evidence:
    """A reason, with the figure that it is about: the premise of a "varför" may be wrong, the figure tells."""
    about = about_the_premise(query, library)
    if not quotes or ranking.nothing >= _NOTHING or quotes[0].score < _LEAST:
        return about if about.figures else near_misses(query, library, quotes)
    answer = _answer_in_words(query, quotes, ranking)
    return replace(answer, figures=about.figures, calculations=about.calculations, notes=about.notes)


def _answer_in_words(query: Query, quotes: Sequence[QuoteEvidence], ranking: Ranking) -> Evidence:
    if query.intent is Intent.SHARE and query.gender:
        for quote in quotes[:3]:
            calculation = gender_share(query.gender, quote, say(query.language, f"{query.gender}_label"))
            if calculation is not None:
                return Evidence(calculations=(calculation,), quotes=(quote,))
    rivals = _of_other_associations(quotes) if query.quantity and not query.associations else ()
    if rivals:
        return Evidence(quotes=(quotes[0], *rivals), choices=tuple(q.report.association for q in (quotes[0], *rivals)))
    if query.intent is Intent.DEFINE:
        return Evidence(quotes=(_with_following(quotes[0]),))
    return Evidence(quotes=_enough(query, quotes, 1 - ranking.nothing))


def _enough(query: Query, quotes: Sequence[QuoteEvidence], something: float) -> tuple[QuoteEvidence, ...]:
    """The fewest quotes of one association that probably answer, in the order of their likelihood."""
    best = quotes[0]
    least = (_BESIDE_NUMBER if query.quantity else _BESIDE) * best.score
    kept = [best]
    for quote in quotes[1:]:
        if len(kept) == _MOST_QUOTES or together(kept) >= _ENOUGH * something or quote.score < least:
            break
        fits = sum(len(q.unit.text) for q in (*kept, quote)) <= _MOST_CHARS
        if fits and quote.report.association == best.report.association:
            kept.append(quote)
    return tuple(kept)


def _of_other_associations(quotes: Sequence[QuoteEvidence]) -> tuple[QuoteEvidence, ...]:
    """Quotes of other associations that are nearly as likely as the best; one for each."""
    best = quotes[0]
    rivals: dict[str, QuoteEvidence] = {}
    for quote in quotes[1:]:
        name = quote.report.association
        if name != best.report.association and quote.score >= _RIVAL * best.score:
            rivals.setdefault(name, quote)
    return tuple(rivals.values())


def _with_following(quote: QuoteEvidence) -> QuoteEvidence:
    """A definition with the sentences that go on with it, whole, as long as it stays short."""
    units = [quote.unit]
    for unit in quote.passage.units[quote.position + 1 :]:
        longer = sum(len(u.text) + 1 for u in units) + len(unit.text)
        if unit.kind is UnitKind.ROW or quote.unit.kind is UnitKind.ROW or longer > _DESCRIPTION_CHARS:
            break
        units.append(unit)
    places = [u.locator.lines for u in units if u.locator.lines]
    lines = (places[0][0], places[-1][1]) if len(places) == len(units) else None
    if len(units) == 1 or lines is None:
        return quote
    merged = TextUnit(" ".join(u.text for u in units), quote.unit.kind, replace(quote.unit.locator, lines=lines))
    return replace(quote, unit=merged)
