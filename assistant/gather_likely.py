"""The figure that the ranking thinks likely, where the words of no row are clear enough, or another row's are clearly better."""

from __future__ import annotations

from collections.abc import Sequence

from assistant.choose import with_other_prints
from assistant.evidence import Evidence, FigureEvidence, QuoteEvidence
from assistant.figure_words import GENDERS
from assistant.figures_evidence import from_choices
from assistant.find_figures import LIKELY, fits
from assistant.query import Intent, Query
from assistant.ranking import RankedFigure, Ranking
from ingest.domain import UnitKind
from ingest.language import terms
from vectorstore.entries import Scope, StoredFigure
from vectorstore.library import Library

# A figure that the words of no row found clearly is taken when it is this likely. One that the words did find gives way to
# another that is so likely, and so many times as likely.
_LIKELY_FIGURE = 0.4
_TIMES_AS_LIKELY = 4
# One figure is no answer to what is computed of several.
_OF_SEVERAL = frozenset({Intent.SUM, Intent.RATIO, Intent.DIFFERENCE, Intent.CHANGE_PERCENT, Intent.AVERAGE})
_SEXES = GENDERS[0] | GENDERS[1]


def likely_figure(query: Query, found: Evidence, quotes: Sequence[QuoteEvidence], ranking: Ranking, library: Library) -> Evidence:
    """What was found, unless the ranking knows better: then its figure, or the sentence that states it.

    No figure where several things or associations are asked for, none of a row split by gender for all of them.
    """
    several = len(query.measures) > 1 or len(query.associations) > 1 or query.intent in _OF_SEVERAL
    if several or not query.quantity or found.choices:
        return found
    fitting = (one for one in ranking.figures if fits(one.stored, query) and not _is_one_gender(one.stored, query, library))
    best = next(fitting, None)
    if best is None or best.probability < _LIKELY_FIGURE:
        return found
    if found.figures and best.probability < _TIMES_AS_LIKELY * chance_of(found, ranking):
        return found
    if best.stored.figure.table is None:
        return _told(best, quotes) if found.figures else found
    printed = [one for one in (best, *fitting) if one.stored.figure.table is not None]
    every = [FigureEvidence(one.stored.figure.key, one.stored, one.probability, (LIKELY,)) for one in printed]
    return from_choices(query, (with_other_prints(every[0], every),))


def _told(best: RankedFigure, quotes: Sequence[QuoteEvidence]) -> Evidence:
    """The sentence that states a figure: what it says of time and kind is not always what its words were read as."""
    sentence = best.stored.figure.raw
    report = best.stored.report.report
    return Evidence(quotes=tuple(q for q in quotes if q.unit.text == sentence and q.report.report == report)[:1])


def chance_of(evidence: Evidence, ranking: Ranking) -> float:
    """The probability that the figures answer: theirs, and that of the rows they stand in."""
    keys = {e.key for e in evidence.figures}
    places = {(e.stored.report.report, e.stored.figure.locator.lines) for e in evidence.figures}
    in_figures = sum(one.probability for one in ranking.figures if one.stored.figure.key in keys)
    rows = (u for u in ranking.units if u.one.unit.kind is UnitKind.ROW)
    return in_figures + sum(u.probability for u in rows if (u.report.report, u.one.unit.locator.lines) in places)


def _is_one_gender(stored: StoredFigure, query: Query, library: Library) -> bool:
    """Whether a row is told apart by gender though nobody asked for one: its other columns may be a damaged "män"."""
    figure = stored.figure
    if figure.table is None or any(t.stem in _SEXES for t in query.terms):
        return False
    scope = Scope(reports=frozenset((stored.report.report,)))
    row = [s for s in library.figures(scope) if (s.figure.table, s.figure.row) == (figure.table, figure.row)]
    return any(set(terms(label)) & _SEXES for s in row for label in (s.figure.row, s.figure.column))
