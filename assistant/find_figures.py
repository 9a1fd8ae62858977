"""Figures for a measure: ranked by how fully the words of the question and of the table row meet."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from assistant.amounts import KRONOR
from assistant.evidence import FigureEvidence
from assistant.figure_of_else import counts_more, is_of_a_survey, is_of_the_sex
from assistant.figure_words import GENDER_STEMS, TermMatches, of_one_gender, words_of
from assistant.matching import THE_WORD_ITSELF, source_stems, telling_stems, term_match, term_weights
from assistant.names import in_region_name
from assistant.query import Intent, Measure, NumberKind, Query, Term
from assistant.timespans import ACCEPTABLE, best_fit, is_time_of, parse_period, say_span
from assistant.vocabulary import has_phrase, load_vocabulary
from ingest.domain import Figure, Scenario
from ingest.language import fold, stem, words
from ingest.lexicon import load_concepts
from vectorstore.entries import Scope, StoredFigure
from vectorstore.library import Library

# Acceptance, measured on the example questions: below these a row is about something else.
MIN_QUESTION_COVERAGE, MIN_ROW_COVERAGE, MIN_SCORE = 0.62, 0.34, 0.6
_ROW_SHARE = 0.35
_COMPUTED_SHARES = frozenset({Intent.CHANGE_PERCENT, Intent.DIFFERENCE})
_ORDER_PENALTY = 0.25
_COLUMN_WEIGHT = 0.08
# "Antal invånare" is the column of every municipality; unless one is named, the total row is meant.
_OTHER_ROW_PENALTY = 0.2
# A row whose label goes on ("Resekostnader inkl. hotell och logi") is still the one when the question is explained this fully.
_FULL_COVERAGE = 0.9
# A row that names the same concept as an everyday phrase of the question is as good as a word-for-word match.
_CONCEPT_SCORE = 0.93
# One that is only called "Summa", and told by its column, comes after a row that says what it is.
_ROW_WITHOUT_NAME = 0.9
_INCLUDING = re.compile(r"\b(?:ink|inkl|inklusive|including|incl)\b\.?", re.IGNORECASE)
WORDS_ASKED_FOR, CONCEPT_ASKED_FOR = "raden har frågans ord", "raden betyder det frågan gäller"
SENTENCE_SAYS_SO = "en mening i texten säger det"
LIKELY = "raden är den som sannolikt gäller det som söks"
_SAME_ROW_MARGIN = 0.14
# A table's row says what it counts; a sentence's number is named by the words that happen to stand beside it.
_STATEMENT_PENALTY = 0.05


def find_figures(
    measure: Measure, query: Query, library: Library, limit: int = 40, with_statements: bool = False
) -> tuple[FigureEvidence, ...]:
    """The figures that answer a measure, best first; empty when no row is about it.

    Hard filters: the associations and periods that the question names. All figures of the rows that fit equally
    well are returned, so that a caller sees every period, source and contradiction. `with_statements` finds those
    that running text states too, behind a table's that fits as well.
    """
    associations = measure.associations or query.associations
    scope = Scope(associations=frozenset(associations))
    weights = term_weights(measure.terms, library, scope)
    search_words = " ".join((*(form for t in measure.terms for form in (t.word, *t.variants)), *_concept_words(measure)))
    candidates = library.search_figures(search_words, scope) if search_words else ()
    candidates += library.search_statements(search_words, scope) if with_statements and search_words else ()
    matched = TermMatches(measure.terms)
    scored = [e for s in candidates if (e := _score(s, measure, weights, matched)) is not None]
    scored = _without_one_gender(scored, measure)
    fitting = _of_asked_unit([e for e in scored if fits(e.stored, query)], query)
    if not fitting:
        return ()
    best = max(e.score for e in fitting)
    kept = [e for e in fitting if e.score >= best - _SAME_ROW_MARGIN]
    kept.sort(key=lambda e: (-round(e.score, 3), -_preference(e.stored, query)))
    return tuple(replace(e, reasons=(*e.reasons, *_reasons(e.stored, query))) for e in kept[:limit])


def _concept_words(measure: Measure) -> tuple[str, ...]:
    return tuple(word for c in load_concepts().concepts if c.key in measure.concepts for word in c.printed)


def _score(stored: StoredFigure, measure: Measure, weights: Sequence[float], matched: TermMatches) -> FigureEvidence | None:
    """None when the row is about something else. The reason tells whether its words or only its concept were asked for."""
    figure = stored.figure
    if of_one_gender(figure.row) and not matched.names_a_gender:
        return None
    if counts_more(figure, matched) or is_of_a_survey(figure, matched):
        return None
    of_figure = words_of(figure)
    row, near, far = of_figure.row, of_figure.near, of_figure.far
    matches = matched.placed(of_figure)
    total = sum(weights)
    question_coverage = sum(w * m for w, (m, _) in zip(weights, matches, strict=True)) / total if total else 0.0
    means_the_concept = figure.concept is not None and figure.concept in measure.concepts
    if question_coverage < MIN_QUESTION_COVERAGE and not means_the_concept:
        return None
    if any(term.required and term_match(term, row + near + far) < THE_WORD_ITSELF for term in measure.terms):
        return None
    if _is_of_the_region_instead(measure, of_figure.label):
        return None
    row_words, names_itself = of_figure.telling, of_figure.names_itself
    in_row = max((m for m, where in matches if where == "row"), default=0.0)
    # "Budget" or "Totalt" has no word of its own: then it is the row when the question means it.
    said = _without_region_names(of_figure.label, _without_inclusions(of_figure.label, row_words), measure)
    met = [matched.best(w) for w in said] or [in_row]
    row_coverage = sum(met) / len(met)
    score = (
        (1 - _ROW_SHARE) * question_coverage + _ROW_SHARE * row_coverage - _ORDER_PENALTY * _disorder(row_words, measure.terms)
    )
    score += _COLUMN_WEIGHT * _column_fit(figure.column, measure.terms) if names_itself else 0.0
    row_says_more = row_coverage < MIN_ROW_COVERAGE and question_coverage < _FULL_COVERAGE
    if question_coverage < MIN_QUESTION_COVERAGE or row_says_more or in_row == 0.0:
        score = 0.0
    reason = WORDS_ASKED_FOR if figure.table is not None else SENTENCE_SAYS_SO
    if figure.concept is not None and means_the_concept:
        by_concept = _CONCEPT_SCORE * _concept_share(measure, figure.concept, weights, matches)
        by_concept -= _OTHER_ROW_PENALTY if names_itself and in_row == 0.0 and telling_stems(figure.column) else 0.0
        reason = CONCEPT_ASKED_FOR if by_concept > score and question_coverage < MIN_QUESTION_COVERAGE else reason
        score = max(score, by_concept)
    if not telling_stems(of_figure.label) and figure.concept is None:
        score = min(score, _ROW_WITHOUT_NAME)
    score -= _STATEMENT_PENALTY if figure.table is None else 0.0
    return FigureEvidence(figure.key, stored, score, (reason,)) if score >= MIN_SCORE else None


def _without_inclusions(label: str, row_words: Sequence[str]) -> Sequence[str]:
    """The telling words without those of what the row says that it includes: "Resekostnader inkl. hotell"."""
    said, including, _ = _INCLUDING.sub("\0", label).partition("\0")
    main = telling_stems(said) if including else ()
    return [word for word in row_words if word in main] or row_words


def _without_region_names(label: str, row_words: Sequence[str], measure: Measure) -> Sequence[str]:
    """The telling words without the name of the region, where "regionen" is asked about: there is only one."""
    regions = load_vocabulary().region_words
    if not any(fold(term.word) in regions for term in measure.terms):
        return row_words
    folded = [fold(word) for word in words(label)]
    first = next((i for i, word in enumerate(folded) if word in regions), None)
    named = {stem(word) for word in folded[first + 1 :]} if first is not None else set()
    return [word for word in row_words if word not in named] or row_words


def _is_of_the_region_instead(measure: Measure, label: str) -> bool:
    """Whether a place that was asked about stands in a row's label only within the name of a region not asked about."""
    vocabulary = load_vocabulary()
    if any(fold(term.word) in vocabulary.region_words for term in measure.terms):
        return False
    folded = [fold(word) for word in words(label)]
    for place in (term for term in measure.terms if term.required):
        hits = [i for i, word in enumerate(folded) if term_match(place, (stem(word),)) >= THE_WORD_ITSELF]
        if hits and all(in_region_name(folded, i, vocabulary) for i in hits):
            return True
    return False


def _column_fit(column: str, question_terms: Sequence[Term]) -> float:
    """How far the question means this column of the row: from -1 (names another thing) to 1; 0 for a column of mere time."""
    telling = telling_stems(column)
    if not telling:
        return 0.0
    return 2 * sum(max((term_match(t, (w,)) for t in question_terms), default=0.0) for w in telling) / len(telling) - 1


def _without_one_gender(scored: list[FigureEvidence], measure: Measure) -> list[FigureEvidence]:
    """Rows that are split by gender answer only a question about gender: their other columns may be a damaged "män"."""
    if any(t.stem in GENDER_STEMS for t in measure.terms):
        return scored
    split = {_row_key(e) for e in scored if of_one_gender(e.stored.figure.column)}
    return [e for e in scored if _row_key(e) not in split]


def _row_key(evidence: FigureEvidence) -> tuple[str, str | None, str]:
    figure = evidence.stored.figure
    return evidence.stored.report.report, figure.table, figure.row


def _disorder(row_words: Sequence[str], question_terms: Sequence[Term]) -> float:
    """The share of neighbouring row words that the question names the other way round: "upplupna kostnader och förutbetalda
    intäkter" is not "förutbetalda kostnader och upplupna intäkter"."""
    places = (
        [max(range(len(question_terms)), key=lambda i: term_match(question_terms[i], (word,))) for word in row_words]
        if question_terms
        else []
    )
    met = [
        place
        for place, word in zip(places, row_words, strict=True)
        if term_match(question_terms[place], (word,)) >= THE_WORD_ITSELF
    ]
    pairs = list(zip(met, met[1:], strict=False))
    return sum(b < a for a, b in pairs) / len(pairs) if pairs else 0.0


def _concept_share(measure: Measure, concept: str, weights: Sequence[float], matches: Sequence[tuple[float, str]]) -> float:
    """1 when nothing but the concept is asked for; less when words remain that neither concept nor row explain."""
    entry = next(c for c in load_concepts().concepts if c.key == concept)
    explained = source_stems(" ".join((entry.label, *entry.printed, *entry.everyday)))
    total = sum(weights)
    if not total:
        return 1.0
    left = sum(
        w for t, w, (m, _) in zip(measure.terms, weights, matches, strict=True) if term_match(t, explained) == 0.0 and m == 0.0
    )
    return 1.0 if left == 0 else max(0.0, 1 - left / total)


def _of_asked_unit(found: list[FigureEvidence], query: Query) -> list[FigureEvidence]:
    """A question for a share is answered by percentages, one for a cost by money, and "hur många" by neither."""
    if query.number_kind is NumberKind.PERCENT and query.intent not in _COMPUTED_SHARES:
        return [e for e in found if e.stored.figure.unit == "%" and is_of_the_sex(e.stored, query.gender)]
    if query.number_kind is NumberKind.MONEY:
        return [e for e in found if e.stored.figure.unit in KRONOR]
    if query.number_kind is None and not query.about_money and has_phrase(fold(query.question), "hur manga"):
        return [e for e in found if e.stored.figure.unit not in KRONOR and e.stored.figure.unit != "%"]
    return found


def fits(stored: StoredFigure, query: Query) -> bool:
    """The hard filter of time, and of shares: a share answers only a question that asks for one."""
    figure = stored.figure
    asks_for_share = query.number_kind is NumberKind.PERCENT or query.scenario is Scenario.SHARE
    if figure.scenario is Scenario.SHARE and not asks_for_share:
        return False
    if query.scenario is not None and figure.scenario is not query.scenario:
        return False
    if figure.scenario is Scenario.DEVIATION and query.scenario is None:
        return False  # how far off the budget it was is no answer to what it was
    if not query.periods:
        return True
    return figure.period is not None and best_fit(query.periods, parse_period(figure.period)) >= ACCEPTABLE


def _reasons(stored: StoredFigure, query: Query) -> tuple[str, ...]:
    """What speaks for a figure beyond its row, and what against it."""
    figure = stored.figure
    found = []
    if query.scenario is not None:
        found.append(f"siffran är {figure.scenario}")
    if query.periods and figure.period is not None:
        span = parse_period(figure.period)
        exact = any(is_time_of(asked, span) for asked in query.periods)
        found.append("tiden är den som söks" if exact else f"tiden är {say_span(span)}, inte just den som söks")
    if _is_uncertain(figure):
        found.append("kolumnen är osäker")
    return tuple(found)


def _is_uncertain(figure: Figure) -> bool:
    return any(flag.startswith("column-uncertain") for flag in figure.flags)


def _preference(stored: StoredFigure, query: Query) -> float:
    """Among rows that fit equally: the right kind of figure, the time asked for, the report about that time itself."""
    figure, report = stored.figure, stored.report
    preference = 0.0
    if figure.scenario is (query.scenario or Scenario.OUTCOME):
        preference += 2.0
    if figure.period is not None:
        span = parse_period(figure.period)
        preference += 2.0 * best_fit(query.periods, span) if query.periods else 0.0
        if report.period_start <= span.start and span.end <= report.period_end:
            preference += 0.5
    if not _is_uncertain(figure):
        preference += 1.0
    if figure.unit in KRONOR and figure.unit != "kr":
        preference -= 1.0
    return preference
