"""A query becomes evidence: figures found and computed, or sentences that answer."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from assistant.evidence import Evidence, QuoteEvidence
from assistant.find_figures import CONCEPT_ASKED_FOR
from assistant.find_quotes import find_quotes
from assistant.gather_figures import gather_figures
from assistant.query import Intent, Query
from assistant.statements import gender_share
from assistant.wording import say, say_label, say_time
from ingest.domain import TextUnit, UnitKind
from vectorstore.entries import Scope
from vectorstore.library import Library

# Questions that are answered in words even when a table row has the same words.
_WORDS_ONLY = frozenset({Intent.DEFINE, Intent.EXPLAIN, Intent.WHO, Intent.WHEN, Intent.WHERE, Intent.LIST})
# A figure row that explains the question this fully is taken before any sentence.
_CLEAR_FIGURE = 0.78
# Below that a sentence is taken instead only when it explains clearly more.
_SENTENCE_LEAD = 0.1
# A quote from another report of the association is given too when it answers about as fully: it may say something else.
_ALSO_GOOD_SCORE, _ALSO_GOOD_COVERAGE = 0.75, 0.8
# Measured on the example questions: sentences that explain less of a question for a figure state another figure.
_FIGURE_COVERAGE, _COMPUTED_COVERAGE = 0.68, 0.85
_COMPUTED = frozenset({Intent.COMPARE, Intent.DIFFERENCE, Intent.CHANGE_PERCENT, Intent.SUM, Intent.RATIO})
# Another association's sentence that fits this nearly as well leaves open which one is meant.
_RIVAL_SCORE = 0.93
# A definition or description goes on past its first sentence up to about this long.
_DESCRIPTION_CHARS = 420


def gather(query: Query, library: Library) -> Evidence:
    """The evidence for a query; empty, with what is near, when the reports do not say."""
    if query.unknown_association and query.quantity:
        return Evidence(near=_known_associations(query, library))
    figures = Evidence() if query.intent in _WORDS_ONLY and not query.quantity else gather_figures(query, library)
    computed_or_several = bool(figures.calculations) or len(query.periods) > 1
    by_concept = any(CONCEPT_ASKED_FOR in e.reasons for e in figures.figures)
    if figures.figures and (computed_or_several or _score(figures) >= _CLEAR_FIGURE and not by_concept):
        return figures
    quotes = find_quotes(query, library)
    if query.intent is Intent.EXPLAIN:
        return _explained(query, quotes, library)
    sentences = [q for q in quotes if q.unit.kind is not UnitKind.ROW]
    if figures.figures and (not sentences or sentences[0].coverage <= _score(figures) + _SENTENCE_LEAD):
        return figures
    return _answer_in_words(query, quotes, library) if quotes else Evidence(near=_near(query, library))


def _explained(query: Query, quotes: Sequence[QuoteEvidence], library: Library) -> Evidence:
    """A reason, with the figure that it is about: the premise of a "varför" may be wrong, the figure tells."""
    measure = query.measures[0]
    named = measure.concepts and query.associations
    about = gather_figures(replace(query, intent=Intent.VALUE), library) if named else Evidence()
    if not quotes:
        return replace(about, figures=about.figures[:1]) if about.figures else Evidence(near=_near(query, library))
    return replace(_answer_in_words(query, quotes, library), figures=about.figures[:1], notes=about.notes)


def _score(evidence: Evidence) -> float:
    return min(e.score for e in evidence.figures)


def _answer_in_words(query: Query, quotes: Sequence[QuoteEvidence], library: Library) -> Evidence:
    if query.intent is Intent.SHARE and query.gender:
        for quote in quotes[:3]:
            calculation = gender_share(query.gender, quote, say(query.language, f"{query.gender}_label"))
            if calculation is not None:
                return Evidence(calculations=(calculation,), quotes=(quote,))
    best = quotes[0]
    if best.coverage < _least_coverage(query):
        return Evidence(near=_near(query, library))
    rivals = _of_other_associations(quotes) if query.quantity and not query.associations else ()
    if rivals:
        return Evidence(quotes=(best, *rivals), choices=tuple(q.report.association for q in (best, *rivals)))
    wants_each_time = (query.quantity or query.intent in (Intent.WHO, Intent.WHEN)) and len(query.periods) != 1
    kept = [best]
    for quote in quotes[1:]:
        seen = {q.report.report for q in kept}
        close = quote.score >= _ALSO_GOOD_SCORE * best.score and quote.coverage >= _ALSO_GOOD_COVERAGE
        if close and wants_each_time and quote.report.report not in seen and quote.report.association == best.report.association:
            kept.append(quote)
    if len(kept) == 1 and query.intent is Intent.DEFINE:
        kept = [_with_following(best)]
    return Evidence(quotes=tuple(sorted(kept, key=lambda q: q.report.period_start)))


def _least_coverage(query: Query) -> float:
    """What a sentence must explain: more when a figure is asked for, most when it would have to be computed."""
    if query.intent in _COMPUTED:
        return _COMPUTED_COVERAGE
    return _FIGURE_COVERAGE if query.quantity and query.language == "sv" else 0.0


def _of_other_associations(quotes: Sequence[QuoteEvidence]) -> tuple[QuoteEvidence, ...]:
    """Quotes of other associations that answer as fully as the best; one for each."""
    best = quotes[0]
    rivals: dict[str, QuoteEvidence] = {}
    for quote in quotes[1:]:
        name = quote.report.association
        if name != best.report.association and quote.score >= _RIVAL_SCORE * best.score:
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


def _near(query: Query, library: Library) -> str:
    """What the reports do hold, for someone whose question they do not answer."""
    if query.unknown_association:
        return _known_associations(query, library)
    reports = library.reports(Scope(associations=frozenset(query.associations)))
    near = say(query.language, "near_reports", titles=", ".join(f"{r.association}: {r.title}" for r in reports))
    if query.periods and query.associations:
        other_times = gather_figures(replace(query, periods=()), library)
        if other_times.figures:
            figure = other_times.figures[0]
            return f"{say(query.language, 'near_period', label=say_label(figure), time=say_time(figure))} {near}"
    return near


def _known_associations(query: Query, library: Library) -> str:
    return say(query.language, "near_associations", names=", ".join(sorted({r.association for r in library.reports()})))
