"""Units and figures weighed against each other, and against the possibility that the reports do not say.

The weights are data (`data/ranking.toml`), fitted by `bench/fit_ranking.py` on the questions that are there to work with:
the logarithms of odds add up, so that exp(score) over the sum of all candidates' is the probability to be the answer.
"Nothing answers" is a candidate like the others.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib.resources import files

import numpy as np

from assistant.figure_signals import FIGURE_SIGNALS, figure_signals
from assistant.query import NUMERIC_INTENTS, Query
from assistant.report_index import IndexedUnit, ReportIndex, indexes_of
from assistant.search import search_as_understood
from assistant.stem_table import FloatArray
from assistant.term_signals import AskedTerms, ask
from assistant.unit_signals import UNIT_SIGNALS, unit_signals
from vectorstore.entries import ReportEntry, Scope, StoredFigure
from vectorstore.library import Library

NOTHING_SIGNALS = ("constant", "number_asked", "words_asked", "english", "terms", "weight", "unmet")
# Beyond so many candidates of a kind the rest has no chance and would only add up.
_CANDIDATES = 200
_MET_FROM = 0.5
# So many reports are weighed whole; of a larger library those that full text finds.
_REPORTS = 60
_HITS = 200
# From this probability on the words have found it and meaning would add nothing.
_CLEAR = 0.6


@dataclass(frozen=True, slots=True)
class Weights:
    """One weight a signal, in the order of the signals' names."""

    units: FloatArray
    figures: FloatArray
    nothing: FloatArray


@dataclass(frozen=True, slots=True)
class RankedUnit:
    """`met` is the share of the question's weight that the unit and what stands around it explain; `lacks_a_name`: a name
    that is asked about stands neither there nor around it."""

    one: IndexedUnit
    report: ReportEntry
    score: float
    probability: float
    met: float
    lacks_a_name: bool


@dataclass(frozen=True, slots=True)
class RankedFigure:
    stored: StoredFigure
    score: float
    probability: float


@dataclass(frozen=True, slots=True)
class Ranking:
    """Best first. `nothing` is the probability that none of them answers; `nothing_score` what they are held against."""

    units: tuple[RankedUnit, ...]
    figures: tuple[RankedFigure, ...]
    nothing: float
    nothing_score: float


@dataclass(frozen=True, slots=True)
class FittedWeights:
    """For signals with what search by words found, and with what it found by meaning too."""

    by_words: Weights
    by_meaning: Weights


@cache
def load_weights() -> FittedWeights:
    """The fitted weights. Raises `KeyError` when a signal has none."""
    data = tomllib.loads((files("assistant") / "data" / "ranking.toml").read_text(encoding="utf-8"))
    return FittedWeights(_read_weights(data["by_words"]), _read_weights(data["by_meaning"]))


def _read_weights(data: Mapping[str, Mapping[str, float]]) -> Weights:
    return Weights(
        np.array([data["units"][name] for name in UNIT_SIGNALS], dtype=np.float64),
        np.array([data["figures"][name] for name in FIGURE_SIGNALS], dtype=np.float64),
        np.array([data["nothing"][name] for name in NOTHING_SIGNALS], dtype=np.float64),
    )


@dataclass(frozen=True, slots=True)
class Signals:
    """The signals of one question: for each open report those of its units and of its figures, and those of "nothing"."""

    opened: tuple[ReportIndex, ...]
    units: tuple[FloatArray, ...]
    figures: tuple[FloatArray, ...]
    nothing: FloatArray


def gather_signals(query: Query, library: Library, by_meaning: bool) -> Signals:
    """The signals of everything in the reports of the associations that the question names, or of all."""
    indexes = indexes_of(library)
    opened = indexes.open(library, _scope(query, library))
    asked = ask(query.terms, opened, indexes.stems)
    newest = _newest(opened)
    concepts = tuple(dict.fromkeys(c for m in query.measures for c in m.concepts))
    hits = search_as_understood(query, library, by_meaning)
    place_of = {hit.passage.id: place for place, hit in enumerate(hits)}
    return Signals(
        opened,
        tuple(unit_signals(query, asked, one, one.report.report in newest, place_of) for one in opened),
        tuple(figure_signals(query, concepts, asked, one, one.report.report in newest) for one in opened),
        _nothing_signals(query, asked, opened),
    )


def _scope(query: Query, library: Library) -> Scope:
    scope = Scope(associations=frozenset(query.associations))
    if len(library.reports(scope)) <= _REPORTS:
        return scope
    found = dict.fromkeys(hit.report.report for hit in search_as_understood(query, library, by_meaning=False, limit=_HITS))
    return Scope(reports=frozenset(list(found)[:_REPORTS]) or frozenset({""}))


def _newest(opened: Sequence[ReportIndex]) -> frozenset[str]:
    latest: dict[str, date] = {}
    for one in opened:
        name, end = one.report.association, one.report.period_end
        latest[name] = max(latest.get(name, end), end)
    return frozenset(one.report.report for one in opened if one.report.period_end == latest[one.report.association])


def _nothing_signals(query: Query, asked: AskedTerms, opened: Sequence[ReportIndex]) -> FloatArray:
    unmet = 0.0
    for number, weight in enumerate(asked.weights):
        if not any((one.units.own.best(asked.rows[number]) >= _MET_FROM).any() for one in opened):
            unmet += float(weight)
    found = {
        "constant": 1.0,
        "number_asked": float(query.quantity),
        "words_asked": float(query.intent not in NUMERIC_INTENTS),
        "english": float(query.language == "en"),
        "terms": len(asked.terms) / 5,
        "weight": float(asked.weights.sum()) / 10,
        "unmet": unmet / asked.total,
    }
    return np.array([found[name] for name in NOTHING_SIGNALS])


def rank_by_words(query: Query, library: Library) -> Ranking:
    """Everything in the reports of the associations asked about, weighed as the answer to the question, without meaning."""
    return _weigh(gather_signals(query, library, by_meaning=False), load_weights().by_words)


def with_meaning(by_words: Ranking, query: Query, library: Library) -> Ranking:
    """The ranking with what search finds by meaning too; the same one where words alone have made one answer clear.

    Loads the embedding model at first use, where there is a dense index.
    """
    best = max((one[0].probability for one in (by_words.units, by_words.figures) if one), default=0.0)
    if best >= _CLEAR or not library.knows_meaning():
        return by_words
    return _weigh(gather_signals(query, library, by_meaning=True), load_weights().by_meaning)


def _weigh(signals: Signals, weights: Weights) -> Ranking:
    nothing = float(signals.nothing @ weights.nothing)
    unit_scores = [found @ weights.units for found in signals.units]
    figure_scores = [found @ weights.figures for found in signals.figures]
    best_units = _best(unit_scores)
    best_figures = _best(figure_scores)
    scores = [unit_scores[r][n] for r, n in best_units] + [figure_scores[r][n] for r, n in best_figures] + [nothing]
    odds = np.exp(np.array(scores) - max(scores))
    shares = odds / odds.sum()
    met, lacking = UNIT_SIGNALS.index("all"), UNIT_SIGNALS.index("required_missing")
    units = tuple(
        RankedUnit(
            signals.opened[r].units.units[n],
            signals.opened[r].report,
            float(unit_scores[r][n]),
            float(p),
            float(signals.units[r][n, met]),
            bool(signals.units[r][n, lacking] > 0),
        )
        for (r, n), p in zip(best_units, shares, strict=False)
    )
    figures = tuple(
        RankedFigure(signals.opened[r].figures.figures[n], float(figure_scores[r][n]), float(p))
        for (r, n), p in zip(best_figures, shares[len(best_units) :], strict=False)
    )
    return Ranking(units, figures, float(shares[-1]), nothing)


def _best(scores: Sequence[FloatArray]) -> list[tuple[int, int]]:
    """Report and number of the best candidates, best first; of equal ones the first in the order of the catalogue."""
    every = np.concatenate([*scores, np.zeros(0)])
    reports = np.concatenate([*(np.full(len(one), r) for r, one in enumerate(scores)), np.zeros(0)]).astype(int)
    numbers = np.concatenate([*(np.arange(len(one)) for one in scores), np.zeros(0)]).astype(int)
    order = np.argsort(-every, kind="stable")[:_CANDIDATES]
    return list(zip(reports[order].tolist(), numbers[order].tolist(), strict=True))
