"""A query becomes evidence: figures found and computed, or sentences that answer."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from assistant.abbreviations import asks_for_the_letters, spelled_out
from assistant.asked_wholes import asks_of_whole_budget
from assistant.background import background_of
from assistant.claims import bears_out, bears_out_figure, is_said_elsewhere
from assistant.demands import falls_short
from assistant.evidence import Evidence, QuoteEvidence
from assistant.figure_words import is_called_so
from assistant.find_quotes import quotes_of
from assistant.gather_figures import gather_figures
from assistant.gather_likely import chance_of, likely_figure
from assistant.gather_members import as_contributions, is_about_contributions
from assistant.gather_offices import gather_known
from assistant.gather_words import answer_in_words
from assistant.matching import THE_WORD_ITSELF, source_stems, term_match
from assistant.near_misses import asks_nothing, names_only_a_place, near_misses
from assistant.premise_figures import about_the_premise
from assistant.query import Intent, Query, Term
from assistant.quote_tells import tells_of_both, tells_of_the_asked
from assistant.ranking import Ranking, rank_by_words, with_meaning
from assistant.reports_at_hand import asks_for_reports, reports_listed
from assistant.told_under import told_under
from ingest.domain import Scenario
from ingest.language import stem, words
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
_NOTHING, _NOTHING_NUMBER, _NOTHING_COMPUTED = 0.6, 0.4, 0.25
_LEAST, _LEAST_NUMBER = 0.2, 0.3
# Less is enough for a quote that has no rival among the others.
_NOTHING_ELSE, _ALONE, _ALONE_NUMBER = 0.75, 0.42, 0.5
# A number is only given when its sentence is at least nearly half as likely as that the reports do not say.
_NUMBER_AGAINST_NOTHING = 0.42
# A row whose words are those of the question goes before a sentence that is up to so many times as likely.
_FITS_FULLY, _TIMES_AS_LIKELY = 0.95, 2.0
# One that is called by what is asked for and by nothing else goes before nearly any.
_TIMES_AS_LIKELY_AS_NAMED = 8.0
# A row with some of the words is no answer where "nothing" is likely and so much likelier.
_MET_FROM = 0.5
_FITS_WELL, _NOTHING_LIKELY, _DOUBTFUL = 0.8, 0.5, 0.33


def gather(query: Query, library: Library) -> Evidence:
    """The evidence for a query; empty, with what is near, when the reports do not say."""
    if query.premise is not None:
        told = _of_the_claim(query.premise, library)
        if told is not None:
            return told
    if asks_for_reports(query):
        return Evidence(near=reports_listed(library, query.language, query.associations))
    if query.unknown_association or asks_nothing(query) or names_only_a_place(query):
        return near_misses(query, library)
    letters = spelled_out(query, library)
    if letters.quotes or asks_for_the_letters(query):
        return letters if letters.quotes else near_misses(query, library)
    known = gather_known(query, library)
    if known is not None:
        return known
    found = _gather_as_asked(query, library)
    if falls_short(query, found, library):
        return near_misses(query, library)
    of_association = _about_the_association(query)
    whole_is_of_all = asks_of_whole_budget(query.question) and not found.figures
    if (found.is_empty or whole_is_of_all) and of_association is not None:
        wider = _gather_as_asked(of_association, library)
        return wider if wider.figures else found  # a figure says whose it is; a sentence about the whole might mislead
    return found


def _of_the_claim(premise: Query, library: Library) -> Evidence | None:
    """The figure that an amount taken for granted is held against. None where no figure tells, and where a reason is asked for
    what is as it is said."""
    found = gather(premise, library)
    if premise.claimed is None or not found.figures or found.choices:
        return None
    verdict = bears_out(premise.claimed, found)
    if premise.claimed.has_reason and verdict is not False:
        return None
    if verdict is None and all(bears_out_figure(premise.claimed, e) is None for e in found.figures):
        return None  # of another kind of number
    of_a_part = premise.claimed.unit == "antal" and not is_called_so(found.figures[0].stored.figure, premise)
    if verdict is False and (of_a_part or is_said_elsewhere(premise, library)):
        return None
    return replace(found, of_premise=True)


def _about_the_association(query: Query) -> Query | None:
    """The question with the place that names its association meaning no more than that: "eget kapital i A" may be asked of
    "Finsam A/B". None where no such place is among the words asked for."""
    if len(query.associations) != 1 or is_about_contributions(query):
        return None
    places = {stem(word) for word in words(query.associations[0])}

    def without(terms: Sequence[Term]) -> tuple[Term, ...]:
        return tuple(t for t in terms if not (t.required and t.stem in places))

    terms = without(query.terms)
    if len(terms) == len(query.terms):
        return None
    return replace(query, terms=terms, measures=tuple(replace(m, terms=without(m.terms)) for m in query.measures))


def _gather_as_asked(query: Query, library: Library) -> Evidence:
    figures = Evidence() if query.intent in _WORDS_ONLY and not query.quantity else gather_figures(query, library)
    computed = figures.calculations or (figures.figures and (query.intent in _COMPUTED or len(query.periods) > 1))
    if computed and query.intent is not Intent.EXPLAIN or _is_paid_by_the_named(query, figures):
        return figures
    by_words = rank_by_words(query, library)
    if _is_doubtful(query, figures, by_words):
        figures = Evidence()
    if figures.figures and query.intent is not Intent.EXPLAIN:
        likely = _figure_before_words(query, figures, by_words, library)
        if not likely.is_empty:
            return likely  # without the embedding model, which takes seconds to load
    ranking = with_meaning(by_words, query, library)
    quotes = quotes_of(ranking, query)
    if query.intent is Intent.EXPLAIN:
        return _explained(query, ranking, quotes, library)
    likely = _figure_before_words(query, figures, ranking, library)
    if not likely.is_empty:
        return likely
    limit = _NOTHING_COMPUTED if query.intent in _COMPUTED else _NOTHING_NUMBER if query.quantity else _NOTHING
    least = max(_LEAST_NUMBER, _NUMBER_AGAINST_NOTHING * ranking.nothing) if query.quantity else _LEAST
    is_likely = bool(quotes) and ranking.nothing < limit and quotes[0].score >= least
    if not quotes or not (is_likely or _stands_out(query, quotes[0], ranking, library)):
        under = told_under(query, quotes) if not figures.figures else None
        if under is not None:
            return Evidence(quotes=(under,))
        return figures if figures.figures else near_misses(query, library, quotes)
    answer = answer_in_words(query, quotes, ranking, library)
    tells = tells_of_both(query, answer) and tells_of_the_asked(query, answer)
    return answer if tells else near_misses(query, library, quotes)


def _is_paid_by_the_named(query: Query, figures: Evidence) -> bool:
    """Whether it asks what a member pays that it names, and the row found is its contribution: no sentence is likelier."""
    if query.intent is not Intent.VALUE or not figures.figures or as_contributions(query) is query:
        return False
    row = source_stems(figures.figures[0].stored.figure.row)
    payers = [t for t in query.terms if t.required]
    return bool(payers) and all(term_match(t, row) >= THE_WORD_ITSELF for t in payers)


def _figure_before_words(query: Query, figures: Evidence, ranking: Ranking, library: Library) -> Evidence:
    """The figures that were found, or a likelier one, where no sentence is likelier than they are; else nothing."""
    quotes = quotes_of(ranking, query)
    likely = likely_figure(query, figures, quotes, ranking, library)
    told = quotes[0].score if quotes else 0.0
    if likely.quotes or not likely.figures:
        return likely
    chance = chance_of(likely, ranking)
    best = likely.figures[0]
    if is_called_so(best.stored.figure, query) and told < _TIMES_AS_LIKELY_AS_NAMED * chance:
        return likely
    if query.scenario is Scenario.DEVIATION is best.stored.figure.scenario:
        return likely  # a sentence beside the budget seldom says how much is left of it
    fits_fully = best.score >= _FITS_FULLY and told < _TIMES_AS_LIKELY * chance
    return likely if chance >= told or told < ranking.nothing or fits_fully else Evidence()


def _is_doubtful(query: Query, figures: Evidence, ranking: Ranking) -> bool:
    """Whether a single row that has only some of the words is far less likely to be meant than that the reports do not say."""
    if query.intent is not Intent.VALUE or not figures.figures or figures.choices or figures.calculations:
        return False
    asked = {concept for measure in query.measures for concept in measure.concepts}
    best = figures.figures[0]
    figure = best.stored.figure
    if figure.concept in asked or best.score >= _FITS_WELL:
        return False
    own = source_stems(" ".join((figure.row, figure.column, figure.table or "")))
    if all(term_match(t, own) >= _MET_FROM for m in query.measures for t in m.terms if t.weight >= 1):
        return False
    return ranking.nothing > _NOTHING_LIKELY and chance_of(figures, ranking) < _DOUBTFUL * ranking.nothing


def _stands_out(query: Query, quote: QuoteEvidence, ranking: Ranking, library: Library) -> bool:
    """Whether a quote that may well be no answer is at least far likelier than anything else that the reports hold."""
    least = (_ALONE_NUMBER if query.quantity else _ALONE) * (1 - ranking.nothing)
    if ranking.nothing >= _NOTHING_LIKELY and _asks_in_unknown_words(query, library):
        return False
    return ranking.nothing < _NOTHING_ELSE and quote.score >= least


def _asks_in_unknown_words(query: Query, library: Library) -> bool:
    """Whether a telling word of the question stands in no report, nor any that is like it."""
    known = background_of(library).corpus
    return any(not known & {t.stem, *t.variants} for t in query.terms if t.weight >= 1 and not t.inherited)


def _explained(query: Query, ranking: Ranking, quotes: Sequence[QuoteEvidence], library: Library) -> Evidence:
    """A reason, with the figure that it is about: the premise of a "varför" may be wrong, the figure tells."""
    about = about_the_premise(query, library)
    is_likely = bool(quotes) and ranking.nothing < _NOTHING and quotes[0].score >= _LEAST
    if not quotes or not (is_likely or _stands_out(query, quotes[0], ranking, library)):
        return about if about.figures else near_misses(query, library, quotes)
    answer = answer_in_words(query, quotes, ranking, library)
    return replace(answer, figures=about.figures, calculations=about.calculations, notes=about.notes)
