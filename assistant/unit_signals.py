"""What speaks for each unit of a report as the answer to a question, as numbers that are weighed by `ranking`."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

import numpy as np

from assistant.matching import source_stems, term_match
from assistant.query import Intent, NumberKind, Query, Span, Term
from assistant.report_index import ReportIndex, UnitIndex, gram_weight, letter_runs
from assistant.stem_table import FloatArray
from assistant.term_signals import THE_WORD_ITSELF, AskedTerms
from assistant.unit_traits import TRAITS, counts_something
from ingest.domain import ReportKind, UnitKind
from ingest.language import stem, terms

# How much a word counts that stands not in the unit but in its passage, before it (less with every unit between), after it.
_IN_PASSAGE, _FADING, _AFTER, _HEADING_BEFORE = 0.8, 0.9, 0.7, 0.9
_FOCUS_FROM = 0.5
# Definitions and counts are looked for in this many units, those that meet most of the question.
_LOOKED_AT = 80
_PLANS = frozenset({ReportKind.OPERATIONAL_PLAN, ReportKind.BUDGET})
_PLANNED = re.compile(r"\b(?:ska|skall|mål|målet|målsättning|budget\w*|planera\w*)\b", re.IGNORECASE)
_COUNTED = re.compile(r"\d[\d \u00a0]*(?:,\d+)?\s*%?\s+(\w+)(?:\s+(\w+))?")
_FEW_STEMS = 4
# The first passages that search finds are the likely ones.
_EARLY = 5

UNIT_SIGNALS = (
    "own", "heading", "near", "all", "missing", "required_missing", "precision", "focus", "runs", "length", "short",
    "number_asked", "number_lacking", "row_unasked", "percent_asked", "percent_lacking", "percent_unasked",
    "money_asked", "money_lacking", "money_unasked", "day_asked", "date_asked", "date_lacking", "person_asked", "names_asked",
    "names_lacking", "reason_asked", "reason_lacking", "list_asked", "series_asked", "row_listed", "definition", "counts",
    "opens", "row", "row_of_words", "web", "colon", "asks", "intended", "in_time", "names_time", "other_time", "out_of_time",
    "newest", "found", "found_early",
)  # fmt: skip


def unit_signals(query: Query, asked: AskedTerms, index: ReportIndex, newest: bool, place_of: Mapping[str, int]) -> FloatArray:
    """Shape (units, len(UNIT_SIGNALS)). `newest`: the report is its association's latest. `place_of` gives for the passages
    that search found, by id, their place in its result, 0 the best."""
    units = index.units
    if not units.units:
        return np.zeros((0, len(UNIT_SIGNALS)))
    found = _word_signals(asked, units)
    found["runs"] = _runs(query.question, units)
    found |= _kind_signals(query, units)
    found |= _close_reading(query, asked, units, found["all"])
    found |= _time_signals(query.periods, index, newest)
    found |= _search_signals(units, place_of)
    return np.stack([found[name] for name in UNIT_SIGNALS], axis=1)


def _word_signals(asked: AskedTerms, units: UnitIndex) -> dict[str, FloatArray]:
    own, heading = asked.matches(units.own), asked.matches(units.heading)
    passage = np.zeros((len(asked.terms), units.passages))
    for number in range(len(asked.terms)):
        np.maximum.at(passage[number], units.passage_of, own[number])
    near = np.maximum(own, np.maximum(heading, _IN_PASSAGE * passage[:, units.passage_of]))
    around = np.maximum(near, np.maximum(_before(np.maximum(own, _HEADING_BEFORE * heading)), _AFTER * _next(own)))
    focus = asked.focus
    largest = float(asked.weights.max(initial=0.0)) or 1.0
    met = units.own.total(asked.any_term())
    return {
        "own": asked.share(own),
        "heading": asked.share(heading),
        "near": asked.share(near),
        "all": asked.share(around),
        "missing": (asked.weights[:, None] * (around < _FOCUS_FROM)).max(axis=0, initial=0.0) / largest,
        "required_missing": ((around < THE_WORD_ITSELF) & asked.required[:, None]).sum(axis=0).astype(np.float64),
        "precision": met / np.maximum(units.own.lengths, _FEW_STEMS),
        "focus": (own * focus[:, None]).max(axis=0) if focus.any() else np.zeros(own.shape[1]),
    }


def _before(matches: FloatArray) -> FloatArray:
    """For each unit the best earlier match, fading by `_FADING` with each unit in between."""
    steps = np.arange(matches.shape[1])
    with np.errstate(divide="ignore"):
        raised = np.log(matches) - steps * np.log(_FADING)
    carried = np.maximum.accumulate(raised, axis=1)
    faded: FloatArray = np.exp(carried + steps * np.log(_FADING))
    return np.concatenate((np.zeros((len(matches), 1)), _FADING * faded[:, :-1]), axis=1)


def _next(matches: FloatArray) -> FloatArray:
    return np.concatenate((matches[:, 1:], np.zeros((len(matches), 1))), axis=1)


def _runs(question: str, units: UnitIndex) -> FloatArray:
    """The cosine of question and unit over runs of letters, rare runs counting most."""
    found, norm = np.zeros(len(units.units)), 0.0
    for run in letter_runs(terms(question)):
        holders = units.grams.get(run)
        weight = gram_weight(0 if holders is None else len(holders), len(units.units)) ** 2
        norm += weight
        if holders is not None:
            found[holders] += weight
    cosine: FloatArray = found / units.gram_norms / max(norm**0.5, 1.0)
    return cosine


def _kind_signals(query: Query, units: UnitIndex) -> dict[str, FloatArray]:
    """Whether a unit holds the kind of thing that is asked for."""
    trait: Mapping[str, FloatArray] = {name: units.traits[:, i] for i, name in enumerate(TRAITS)}
    number = float(query.quantity)
    percent, money = (float(query.number_kind is kind) for kind in (NumberKind.PERCENT, NumberKind.MONEY))
    spoken = max(money, 0.5 * query.about_money)
    when, who, why, listing = (float(query.intent is intent) for intent in (Intent.WHEN, Intent.WHO, Intent.EXPLAIN, Intent.LIST))
    return {
        "length": np.log(np.maximum(units.lengths, 1) / 100),
        "short": trait["short"],
        "number_asked": number * trait["number"],
        "number_lacking": number * (1 - trait["number"]),
        "row_unasked": (1 - number) * trait["number"] * trait["row"],
        "percent_asked": percent * trait["percent"],
        "percent_lacking": percent * (1 - trait["percent"]),
        "percent_unasked": number * (1 - percent) * trait["percent"],
        "money_asked": spoken * trait["money"],
        "money_lacking": money * (1 - trait["money"]),
        "money_unasked": number * (spoken == 0) * trait["money"],
        "day_asked": when * trait["day"],
        "date_asked": when * trait["date"],
        "date_lacking": when * (1 - trait["date"]),
        "person_asked": who * trait["person"],
        "names_asked": who * trait["names"],
        "names_lacking": who * (trait["names"] == 0),
        "reason_asked": why * trait["reason"],
        "reason_lacking": why * (1 - trait["reason"]),
        "list_asked": listing * trait["list"],
        "row_listed": listing * trait["row"],
        "opens": trait["opens"],
        "row": trait["row"],
        "row_of_words": (1 - number) * trait["row"],
        "web": trait["web"],
        "colon": trait["colon"],
        "asks": trait["asks"],
    }


def _close_reading(query: Query, asked: AskedTerms, units: UnitIndex, met: FloatArray) -> dict[str, FloatArray]:
    """What only a look at the text itself tells, for the units that meet most of the question."""
    found = {name: np.zeros(len(units.units)) for name in ("definition", "counts", "series_asked")}
    for number in np.argsort(-met)[:_LOOKED_AT]:
        one = units.units[number]
        if query.intent is Intent.DEFINE:
            opens = one.position == 0 and one.unit.kind is not UnitKind.ROW
            found["definition"][number] = defines(one.unit.text, one.unit.locator.section, opens, asked.terms)
        if query.quantity:
            found["counts"][number] = counts_asked_thing(one.unit.text, asked.terms)
        if query.intent is Intent.LIST:
            found["series_asked"][number] = names_a_series(one.unit.text, asked.terms)
    return found


def defines(text: str, section: str, opens_section: bool, question_terms: Sequence[Term]) -> float:
    """How much it looks like a definition: it opens with the word, or spells an abbreviation out after a dash or in brackets."""
    found = 0.0
    for term in question_terms:
        if term.weight < 1:
            continue
        word = re.escape(term.word)
        if term.word.isupper() and re.search(rf"(?<!\w){word}\s*[-–(:]+\s*{re.escape(term.word[0])}\w+ \w|\w+ \({word}\)", text):
            found += 0.4
        if re.search(rf"(?<!\w){word}\s*(?:[-–:(]\s*|är |syftar |innebär |står för |betyder )\S", text, re.IGNORECASE):
            found += 0.15
        if re.match(rf"\W*(?:begreppet\s+)?{word}\b", text, re.IGNORECASE):
            found += 0.1
        if opens_section and term_match(term, source_stems(section.rpartition(" › ")[2])) >= THE_WORD_ITSELF:
            found += 0.15
    return found


def names_a_series(text: str, question_terms: Sequence[Term]) -> bool:
    """Whether what is asked for is followed by names: "kommunerna Norrby, Söderby och Västby"."""
    found = re.finditer(r"(\w+):? [A-ZÅÄÖ][\w-]+(?:, [A-ZÅÄÖ][\w-]+)+", text)
    return any(term_match(t, source_stems(m[1])) >= THE_WORD_ITSELF for m in found for t in question_terms if t.focus)


def counts_asked_thing(text: str, question_terms: Sequence[Term]) -> bool:
    """Whether a number stands right before something asked about ("288 deltagare")."""
    if not counts_something(text):
        return False
    after = {stem(word) for match in _COUNTED.finditer(text) for word in match.groups() if word}
    return (
        any(term.weight >= 1 and term_match(term, tuple(after)) >= THE_WORD_ITSELF for term in question_terms) if after else False
    )


def _search_signals(units: UnitIndex, place_of: Mapping[str, int]) -> dict[str, FloatArray]:
    """How early search found the unit's passage."""
    places = [place_of.get(one.passage.id) for one in units.units]
    return {
        "found": np.array([0.0 if place is None else _EARLY / (_EARLY + place) for place in places]),
        "found_early": np.array([float(place is not None and place < _EARLY) for place in places]),
    }


def _time_signals(periods: Sequence[Span], index: ReportIndex, newest: bool) -> dict[str, FloatArray]:
    units = index.units
    count = len(units.units)
    zero = np.zeros(count)
    intended = units.traits[:, TRAITS.index("intended")]
    if not periods:
        same = dict.fromkeys(("in_time", "names_time", "other_time", "out_of_time"), zero)
        return same | {"newest": np.full(count, float(newest)), "intended": intended * _speaks_of_done(index)}
    start, end = index.report.period_start, index.report.period_end
    covered = max(
        1.0 if start <= p.start and p.end <= end else 0.5 if start <= p.end and p.start <= end else 0.0 for p in periods
    )
    named = np.array([float(_touch(periods, t.named)) for t in units.times])
    other = np.array([float(bool(t.own) and not _touch(periods, t.own)) for t in units.times])
    return {
        "in_time": np.full(count, covered),
        "names_time": named,
        "other_time": other,
        "out_of_time": ((covered == 0.0) & (named == 0)).astype(np.float64),
        "newest": zero,
        "intended": intended * _speaks_of_done(index),
    }


def _speaks_of_done(index: ReportIndex) -> float:
    """What "ska" happen is no answer in a report of what did; in a plan it is."""
    return 0.0 if index.report.kind in _PLANS else 1.0


def _touch(periods: Sequence[Span], named: Sequence[Span]) -> bool:
    return any(p.start <= n.end and n.start <= p.end for p in periods for n in named)
