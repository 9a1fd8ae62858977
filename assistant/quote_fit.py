"""Whether a unit of text is the right kind of answer: it holds a number, a time, a person where one is asked for."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from assistant.matching import MORE_SPECIAL, THE_WORD_ITSELF, source_stems, term_match
from assistant.query import NUMERIC_INTENTS, Intent, NumberKind, Query, Span, Term
from assistant.timespans import find_spans
from assistant.vocabulary import load_vocabulary
from ingest.domain import ReportKind, TextUnit, UnitKind
from ingest.language import fold, words
from vectorstore.entries import PassageHit

_COUNTED = NUMERIC_INTENTS - {Intent.COMPARE, Intent.RANK}
_PLANS = frozenset({ReportKind.OPERATIONAL_PLAN, ReportKind.BUDGET})
_FOCUS_BONUS = 0.12
_LONG_UNIT_CHARS = 450
# A cell this short that holds a digit is a figure, not a text.
_NUMBER_CELL_CHARS = 25
# "hur många möten": so many words at most between the number and the meetings.
_COUNT_WINDOW = 5
_NUMBER = re.compile(r"\d")
# Years, section numbers ("1.3.") and laws ("2003:1210") count nothing.
_YEAR_OR_MARK = re.compile(r"\b\d{4}:\d+|\b(?:19|20)\d\d(?:[-–/]\d+)*\b|\b\d+\.\d+\.?(?!\d)")
_DAY = re.compile(
    r"\b\d{1,2}(?:\.|:e|:a)? (?:jan|feb|mar|apr|maj|jun|jul|aug|sep|okt|nov|dec)|\b\d{1,2}[./]\d{1,2}[./]\d{2,4}\b|\bvecka \d+",
    re.IGNORECASE,
)
_INTENDED = re.compile(r"\b(?:ska|skall)\b", re.IGNORECASE)
_PLANNED = re.compile(r"\b(?:ska|skall|mål|målet|målsättning|budget\w*|planera\w*)\b", re.IGNORECASE)
_MONEY = re.compile(r"\d\s*(?:kr\b|kronor|tkr|mnkr|miljon|:-)", re.IGNORECASE)
_PERCENT = re.compile(r"%|procent", re.IGNORECASE)
# Given name and surname; "Region Norrby" and the like are offices, not persons.
_NAME = r"[A-ZÅÄÖ][a-zåäöéè]+"
# Somebody or something named, not just the capital that opens the sentence.
_NAMED = re.compile(r"\w[^.!?]*? [A-ZÅÄÖ]\w+")
_WEB_ADDRESS = re.compile(r"https?://|www\.")
_OFFICE = "Region|Läns?|Kommun|Samordningsförbund|Förbund|Finsam|Styrelse"
_PERSON = re.compile(rf"(?<!\w)(?!{_OFFICE}){_NAME}(?:-{_NAME})? {_NAME}(?! län| kommun| stad)")


@dataclass(frozen=True, slots=True)
class Candidate:
    """A unit with the passage it was found in."""

    unit: TextUnit
    hit: PassageHit


def can_answer(candidate: Candidate, query: Query) -> bool:
    """Whether the unit holds the kind of thing that is asked for: a number, a time, a person, words."""
    unit = candidate.unit
    if query.intent is Intent.WHO and any(t.stem in load_vocabulary().roles for t in query.terms):
        return _PERSON.search(unit.text) is not None
    if _WEB_ADDRESS.search(unit.text):
        return False
    if query.intent is Intent.WHO and not _NAMED.search(unit.text):
        return False
    if query.intent is Intent.DEFINE and _definition_bonus(candidate, query.terms) == 0.0:
        return False
    if query.intent is Intent.EXPLAIN and not _gives_a_reason(unit.text):
        return False
    if query.intent is Intent.WHEN:
        return bool(find_spans(unit.text).spans) or _DAY.search(unit.text) is not None
    computes_share = query.intent is Intent.SHARE and query.gender is not None
    if query.intent in NUMERIC_INTENTS and not computes_share and not _holds(unit.text, query.number_kind):
        return False
    past_report = candidate.hit.report.kind not in _PLANS
    if query.intent in _COUNTED and past_report and _INTENDED.search(unit.text) and not _PLANNED.search(query.question):
        return False  # what was meant to happen does not answer what did
    if query.intent in _COUNTED:
        if not _counts_near(unit, query):
            return False
        bare = _YEAR_OR_MARK.sub(" ", unit.text)
        return _NUMBER.search(bare) is not None or bool(load_vocabulary().numerals & set(words(fold(bare))))
    cells = unit.text.split(" | ")[1:]
    return unit.kind is not UnitKind.ROW or sum(
        _NUMBER.search(c) is not None and len(c) < _NUMBER_CELL_CHARS for c in cells
    ) * 2 <= len(cells)


def _holds(text: str, kind: NumberKind | None) -> bool:
    if kind is NumberKind.PERCENT:
        return _PERCENT.search(text) is not None
    return kind is not NumberKind.MONEY or _MONEY.search(text) is not None


def _counts_near(unit: TextUnit, query: Query) -> bool:
    """For "hur många möten" a number must stand within a few words of the meetings; a row's number stands in its cell."""
    focus = [t for t in query.terms if t.focus]
    if not focus or unit.kind is UnitKind.ROW or query.number_kind is not None:
        return True
    tokens = re.findall(r"[\w%]+", unit.text)
    numerals = load_vocabulary().numerals
    numbers = [i for i, t in enumerate(tokens) if t[0].isdigit() or fold(t) in numerals]
    things = [i for i, t in enumerate(tokens) if term_match(focus[0], source_stems(t)) > 0]
    return not things or any(abs(n - thing) <= _COUNT_WINDOW for n in numbers for thing in things)


def covers_time(candidate: Candidate, periods: Sequence[Span]) -> bool:
    """Whether the unit's report covers one of the periods, or the unit or its heading names it."""
    unit, hit = candidate.unit, candidate.hit
    if not periods:
        return True
    start, end = hit.report.period_start, hit.report.period_end
    if any(start <= p.end and p.start <= end for p in periods):
        return True
    named = find_spans(f"{unit.text} {unit.locator.section}").spans
    return any(p.start <= n.end and n.start <= p.end for p in periods for n in named)


def opens_section(candidate: Candidate) -> bool:
    """The first words under a heading may answer for the heading ("Vad är X?") without repeating it."""
    first = candidate.hit.passage.units[0]
    return candidate.unit is first and candidate.unit.kind is not UnitKind.ROW


def bonus(candidate: Candidate, query: Query) -> float:
    """What makes a unit the right kind of answer, beyond its words."""
    unit, hit = candidate.unit, candidate.hit
    text, folded = unit.text, fold(unit.text)
    found = 0.0
    if hit.similarity is not None:
        found += 0.5 * max(0.0, hit.similarity - 0.8)
    if query.quantity:
        found += 0.12 if _NUMBER.search(_YEAR_OR_MARK.sub(" ", text)) else -0.3
        found += _kind_of_number_bonus(text, query)
        found += 0.1 if _counts_asked_thing(text, query.terms) else 0.0
        found += 0.05 if any(f" {word} " in f" {folded} " for word in ("totalt", "sammanlagt", "sammantaget")) else 0.0
    focus = [t for t in query.terms if t.focus]
    if focus:
        found += _FOCUS_BONUS if term_match(focus[0], source_stems(text)) >= MORE_SPECIAL else -_FOCUS_BONUS
    if query.intent is Intent.DEFINE:
        found += _definition_bonus(candidate, query.terms)
    if query.intent is Intent.EXPLAIN:
        found += 0.12 if _gives_a_reason(text) else 0.0
    if query.intent is Intent.LIST:
        found += 0.1 if unit.kind is UnitKind.LIST or text.count(",") >= 2 else 0.0
        found += 0.2 if names_a_series(text, query.terms) else 0.0
    if query.intent is Intent.WHO:
        found += 0.1 if re.search(r"[A-ZÅÄÖ][a-zåäöé]+ [A-ZÅÄÖ][a-zåäöé]+", text) else -0.1
    if query.periods:
        named = find_spans(text).spans
        found += 0.05 if any(p.start <= n.end and n.start <= p.end for p in query.periods for n in named) else 0.0
    if unit.kind is UnitKind.ROW:
        label = source_stems(text.partition(" | ")[0])
        found += 0.1 if any(t.weight >= 1 and term_match(t, label) >= THE_WORD_ITSELF for t in query.terms) else 0.0
    found -= 0.1 * min(1.0, len(text) / _LONG_UNIT_CHARS)
    return found


def _gives_a_reason(text: str) -> bool:
    folded = f" {' '.join(words(fold(text)))} "
    return any(f" {cue} " in folded for cue in load_vocabulary().explain_cues)


def _kind_of_number_bonus(text: str, query: Query) -> float:
    """Percentages for a share, money where money is spoken of."""
    if query.number_kind is NumberKind.PERCENT:
        return 0.1 if _PERCENT.search(text) else -0.1
    if query.about_money:
        return 0.1 if _MONEY.search(text) else -0.1
    return 0.0


def names_a_series(text: str, question_terms: Sequence[Term]) -> bool:
    """Whether what is asked for is followed by names: "kommunerna Norrby, Söderby och Västby"."""
    found = re.finditer(r"(\w+):? [A-ZÅÄÖ][\w-]+(?:, [A-ZÅÄÖ][\w-]+)+", text)
    return any(term_match(t, source_stems(m[1])) >= THE_WORD_ITSELF for m in found for t in question_terms if t.focus)


def _counts_asked_thing(text: str, question_terms: Sequence[Term]) -> bool:
    """Whether a number stands right before something asked about ("288 deltagare")."""
    for match in re.finditer(r"\d[\d \u00a0]*(?:,\d+)?\s*%?\s+(\w+)(?:\s+(\w+))?", text):
        after = source_stems(" ".join(g for g in match.groups() if g))
        if any(term.weight >= 1 and term_match(term, after) >= 0.9 for term in question_terms):
            return True
    return False


def _definition_bonus(candidate: Candidate, question_terms: Sequence[Term]) -> float:
    """A definition opens with the word, or spells an abbreviation out after a dash or in brackets."""
    text = candidate.unit.text
    bonus = 0.0
    for term in question_terms:
        if term.weight < 1:
            continue
        word = re.escape(term.word)
        if term.word.isupper() and re.search(rf"(?<!\w){word}\s*[-–(:]+\s*{term.word[0]}\w+ \w|\w+ \({word}\)", text):
            bonus += 0.4
        if re.search(rf"(?<!\w){word}\s*(?:[-–:(]\s*|är |syftar |innebär |står för |betyder )\S", text, re.IGNORECASE):
            bonus += 0.15
        if re.match(rf"\W*(?:begreppet\s+)?{word}\b", text, re.IGNORECASE):
            bonus += 0.1
        title = source_stems(candidate.unit.locator.section.rpartition(" › ")[2])
        if opens_section(candidate) and term_match(term, title) >= 0.9:
            bonus += 0.15
    return bonus
