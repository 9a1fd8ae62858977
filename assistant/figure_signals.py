"""What speaks for each figure of a report as what a measure asks for, as numbers that are weighed by `ranking`."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

import numpy as np

from assistant.matching import source_stems, telling_stems, term_match
from assistant.query import Intent, NumberKind, Query, Term
from assistant.report_index import GENDER_STEMS, FigureIndex, ReportIndex
from assistant.stem_table import FloatArray
from assistant.term_signals import THE_WORD_ITSELF, AskedTerms
from assistant.timespans import ACCEPTABLE, best_fit, is_time_of
from assistant.vocabulary import has_phrase
from ingest.domain import Scenario
from ingest.language import fold
from ingest.lexicon import load_concepts

# Words of the row count full; of its parents, column and table less; of the headings above least.
_NEAR, _FAR = 0.9, 0.8
_MET_FROM = 0.5
# The order of words is compared in so many rows.
_LOOKED_AT = 60
_WORDS_ASKED = frozenset({Intent.DEFINE, Intent.EXPLAIN, Intent.WHO, Intent.WHEN, Intent.WHERE, Intent.LIST})

FIGURE_SIGNALS = (
    "figure", "figure_own", "figure_near", "figure_far", "figure_all", "figure_missing", "figure_required_missing",
    "row_met", "column_met", "column_unmet", "figure_focus", "concept", "concept_alone", "concept_other", "disorder",
    "time_exact", "time_part", "time_unknown", "time_other", "figure_newest", "end_of_report", "kind_asked", "kind_other",
    "outcome", "deviation_unasked", "share_unasked", "percent_figure_asked", "percent_figure_lacking",
    "percent_figure_unasked", "money_figure_asked", "money_figure_lacking", "money_figure_unasked", "gender_unasked",
    "split_unasked", "uncertain", "no_number_asked", "words_asked", "coarse", "stated",
)  # fmt: skip


def figure_signals(query: Query, concepts: Sequence[str], asked: AskedTerms, index: ReportIndex, newest: bool) -> FloatArray:
    """Shape (figures, len(FIGURE_SIGNALS)), for a measure with the asked terms and these concepts."""
    figures = index.figures
    if not figures.figures:
        return np.zeros((0, len(FIGURE_SIGNALS)))
    found = _word_signals(concepts, asked, figures)
    found |= _time_signals(query, index, newest)
    found |= _kind_signals(query, asked.terms, figures)
    return np.stack([found[name] for name in FIGURE_SIGNALS], axis=1)


def _word_signals(concepts: Sequence[str], asked: AskedTerms, figures: FigureIndex) -> dict[str, FloatArray]:
    own, near, far = asked.matches(figures.own), asked.matches(figures.near), asked.matches(figures.far)
    everywhere = np.maximum(own, np.maximum(_NEAR * near, _FAR * far))
    met = asked.any_term()
    in_row = own.max(axis=0, initial=0.0)
    row_met = np.where(figures.has_telling, figures.telling.total(met) / figures.telling.lengths, in_row)
    column_met = figures.column.total(met) / figures.column.lengths
    focus = asked.focus
    largest = float(asked.weights.max(initial=0.0)) or 1.0
    missing = asked.weights[:, None] * (everywhere < _MET_FROM)
    means = np.array([float(s.figure.concept is not None and s.figure.concept in concepts) for s in figures.figures])
    unexplained = _unexplained(concepts, asked.terms)
    none = np.zeros(len(figures.figures))
    return {
        "figure": np.ones(len(figures.figures)),
        "figure_own": asked.share(own),
        "figure_near": asked.share(near),
        "figure_far": asked.share(far),
        "figure_all": asked.share(everywhere),
        "figure_missing": missing.max(axis=0, initial=0.0) / largest,
        "figure_required_missing": ((everywhere < THE_WORD_ITSELF) & asked.required[:, None]).sum(axis=0).astype(np.float64),
        "row_met": row_met,
        "column_met": column_met * figures.has_column,
        "column_unmet": (1 - column_met) * figures.has_column,
        "figure_focus": (everywhere * focus[:, None]).max(axis=0) if focus.any() else none,
        "concept": means * (1 - (missing * unexplained[:, None]).sum(axis=0) / asked.total),
        "concept_alone": means * (row_met < _MET_FROM),
        "concept_other": (1 - means) * float(bool(concepts)),
        "disorder": _disorder(asked.terms, figures, row_met),
    }


def _disorder(terms: Sequence[Term], figures: FigureIndex, row_met: FloatArray) -> FloatArray:
    """The share of neighbouring row words that the question names the other way round: "upplupna kostnader och förutbetalda
    intäkter" is not "förutbetalda kostnader och upplupna intäkter"; of the rows whose words are met best."""
    found = np.zeros(len(figures.figures))
    looked_at = np.argsort(-row_met)[:_LOOKED_AT] if terms else ()
    labels = {number: telling_stems(figures.figures[number].figure.row.rpartition(" › ")[2]) for number in looked_at}
    matches = {word: [term_match(term, (word,)) for term in terms] for word in {w for label in labels.values() for w in label}}
    place_of = {word: max(range(len(terms)), key=met.__getitem__) for word, met in matches.items() if max(met) >= THE_WORD_ITSELF}
    for number, label in labels.items():
        places = [place_of[word] for word in label if word in place_of]
        turned = [later < earlier for earlier, later in pairwise(places)]
        found[number] = sum(turned) / len(turned) if turned else 0.0
    return found


def _unexplained(concepts: Sequence[str], terms: Sequence[Term]) -> FloatArray:
    """For each term whether it is left over when the concepts are understood: 1, or 0 for a word of one of them."""
    named = tuple(
        s
        for c in load_concepts().concepts
        if c.key in concepts
        for s in source_stems(" ".join((c.label, *c.printed, *c.everyday)))
    )
    return np.array([float(not named or term_match(term, named) == 0.0) for term in terms])


def _time_signals(query: Query, index: ReportIndex, newest: bool) -> dict[str, FloatArray]:
    figures, periods = index.figures, query.periods
    none = np.zeros(len(figures.figures))
    if not periods:
        ends = np.array([*(float(span.end == index.report.period_end) for span in figures.spans), 0.0])
        unasked = dict.fromkeys(("time_exact", "time_part", "time_unknown", "time_other"), none)
        return unasked | {"figure_newest": np.full(len(none), float(newest)), "end_of_report": ends[figures.span_of]}
    exact = np.array([*(float(any(is_time_of(asked, span) for asked in periods)) for span in figures.spans), 0.0])
    fits = np.array([*(float(best_fit(periods, span) >= ACCEPTABLE) for span in figures.spans), 0.0])
    known = (figures.span_of >= 0).astype(np.float64)
    is_exact, fitting = exact[figures.span_of], fits[figures.span_of]
    return {
        "time_exact": is_exact,
        "time_part": fitting * (1 - is_exact),
        "time_unknown": 1 - known,
        "time_other": known * (1 - fitting) * (1 - is_exact),
        "figure_newest": none,
        "end_of_report": none,
    }


def _kind_signals(query: Query, terms: Sequence[Term], figures: FigureIndex) -> dict[str, FloatArray]:
    count, in_kronor, in_percent = len(figures.figures), figures.in_kronor, figures.in_percent
    percent, money = (float(query.number_kind is kind) for kind in (NumberKind.PERCENT, NumberKind.MONEY))
    spoken = max(money, 0.5 * query.about_money)
    counted = float(has_phrase(fold(query.question), "hur manga")) * (spoken == 0)
    gender = any(term.stem in GENDER_STEMS for term in terms)
    wanted = query.scenario
    none = np.zeros(count)

    def is_kind(scenario: Scenario) -> FloatArray:
        return figures.kinds[scenario]

    return {
        "kind_asked": is_kind(wanted) if wanted is not None else none,
        "kind_other": 1 - is_kind(wanted) if wanted is not None else none,
        "outcome": is_kind(Scenario.OUTCOME) if wanted is None else none,
        "deviation_unasked": none if wanted is Scenario.DEVIATION else is_kind(Scenario.DEVIATION),
        "share_unasked": is_kind(Scenario.SHARE) * (1 - percent),
        "percent_figure_asked": percent * in_percent,
        "percent_figure_lacking": percent * (1 - in_percent),
        "percent_figure_unasked": (1 - percent) * in_percent,
        "money_figure_asked": spoken * in_kronor,
        "money_figure_lacking": money * (1 - in_kronor),
        "money_figure_unasked": counted * in_kronor,
        "gender_unasked": figures.one_gender * float(not gender),
        "split_unasked": figures.split_by_gender * float(not gender),
        "uncertain": figures.uncertain,
        "no_number_asked": np.full(count, float(not query.quantity)),
        "words_asked": np.full(count, float(query.intent in _WORDS_ASKED)),
        "coarse": figures.coarse,
        "stated": figures.stated.astype(np.float64),
    }
