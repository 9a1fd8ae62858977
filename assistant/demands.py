"""What a question insists on, so that nothing answers it that does not have it: an age, a thing called by its name, a number
to call, a person, a length of time."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from assistant.background import is_written_as_name
from assistant.evidence import Evidence
from assistant.matching import source_stems, term_match
from assistant.query import Intent, Query
from assistant.timespans import find_spans
from assistant.unit_traits import PERSON
from assistant.vocabulary import has_phrase, load_vocabulary
from ingest.language import fold, words
from vectorstore.library import Library

# A word of the question is met from this similarity on.
_MET_FROM = 0.5
_AGE = re.compile(
    r"\b(?:under|over|aldre an|yngre an|fyllt|fyllda|minst|hogst|older than|younger than|above|below)\s+(\d{1,2})\s*"
    r"(?:ar\b|ars\b|arsaldern\b|years\b)"
)
_TIME_UNIT = r"(?:dag|dygn|veck|manad|ar\b|ars\b|timm|tim\b|minut|day|week|month|year|hour)"
_HOW_LONG = re.compile(
    r"\b(?:hur lang tid|hur lange|hur lang (?:ar |var |ar det )?(?:\w+tid|ko|kon)\b|\b(?:ko|vante)tid\w*\b|how long)"
)
_SINCE = re.compile(r"\bhur lange\b")
_LENGTH = re.compile(
    rf"(?:\d|\b(?:en|ett|tva|tre|fyra|fem|sex|sju|atta|nio|tio|elva|tolv|halvt?|one|two|three|four|five|six))\s*-?\s*{_TIME_UNIT}"
    r"|\b(?:ingen|inga|inget|utan) (?:\w+ )?(?:ko\w*|tid\w*|vante\w*|grans\w*|\w*grans)\b"
)
_PAY = re.compile(r"\b(?:manads|ars|tim)?lon(?:en)?\b|\bsalary\b")
_PAID = re.compile(r"lon\w*\W+(?:\w+\W+){0,6}?\d|\d[\d ]*(?:kr|kronor)\W+(?:\w+\W+){0,4}?\w*lon")
_HOW_OLD = re.compile(r"\b(?:medel|snitt|genomsnitts)?alder(?:n|s)?\b|\bhur gam(?:mal|la)\b|\bhow old\b|\bage\b")
_OF_AGE = re.compile(r"\balder|\d\s*(?:ar\b|aring|years old)")
_PER = re.compile(r"\bper\b")
_CALL = re.compile(r"\b(?:telefonnum\w*|telnr|tel nr|mobilnum\w*|mobilnr|phone number|telephone number)\b")
_NUMBER_TO_CALL = re.compile(r"\d[\d \-–/]{4,}\d")
_WRITE = re.compile(r"\b(?:mejladress\w*|mailadress\w*|epostadress\w*|e postadress\w*|e post adress\w*|email address)\b")
# "Jobbteam Norrby" is no person.
_NO_PERSON = re.compile(
    r"\w*(?:team|teamet|grupp|gruppen|projekt|projektet|center|centrum|massan|skola|skolan|forbund|byra|nat)\b"
)


def falls_short(query: Query, evidence: Evidence, library: Library) -> bool:
    """Whether figures, or sentences, leave out what the question insists on."""
    told = _told(evidence)
    if not told:
        return False
    if not _is_of_the_age(fold(query.question), fold(told)):
        return True
    if _PAY.search(fold(query.question)) and "lon" not in fold(told):
        return True
    if query.intent is Intent.SHARE and evidence.figures and not evidence.calculations and not _is_share(evidence):
        return True
    if _asks_per_head(query) and evidence.figures and not evidence.calculations and not _PER.search(fold(told)):
        return True
    return bool(evidence.figures) and _is_of_another_name(query, told, library)


def _is_share(evidence: Evidence) -> bool:
    return any(e.stored.figure.unit == "%" for e in evidence.figures)


def _asks_per_head(query: Query) -> bool:
    """ "Vad är dyrast per deltagare, A eller B?": what each of them cost in all does not tell."""
    cues = next(cues for intent, cues in load_vocabulary().intents if intent is Intent.RATIO)
    asked = fold(query.question)
    return query.intent in (Intent.COMPARE, Intent.RANK) and any(has_phrase(asked, cue) for cue in cues)


def _told(evidence: Evidence) -> str:
    """All that stands with the figures and in the sentences."""
    parts = [quote.unit.text for quote in evidence.quotes]
    for one in evidence.figures:
        figure, report = one.stored.figure, one.stored.report
        parts += [figure.row, figure.column, figure.table or "", figure.raw, figure.quote, figure.locator.section]
        parts += [report.association, report.title]
    return " ".join(parts)


def _is_of_the_age(asked: str, told: str) -> bool:
    """Whether an age limit that is asked about is told: "under 25 år" also by "16-24 år"."""
    limit = _AGE.search(asked)
    if limit is None:
        return True
    age = int(limit[1])
    said = rf"(?:over|under|alder\w*|an|till|[-–])\s*{age}(?!\d)|(?<!\d){age}\s*[-–]"
    years = (rf"(?<!\d){near}\s*(?:ar\b|ars\b|aring)" for near in (age, age - 1, age + 1))
    return any(re.search(pattern, told) for pattern in (said, *years))


def _is_of_another_name(query: Query, told: str, library: Library) -> bool:
    """Whether a word that the reports write as a name is nowhere in what is told, though the question was written small."""
    stems = source_stems(told)
    unmet = [t for t in query.terms if t.weight >= 1 and not t.required and not t.inherited and term_match(t, stems) < _MET_FROM]
    return any(is_written_as_name(term.word, library) for term in unmet)


@dataclass(frozen=True, slots=True)
class _Demands:
    """What a sentence that answers must have."""

    length: bool
    since: bool
    age: bool
    pay: bool
    call: bool
    write: bool

    @property
    def are_none(self) -> bool:
        return not (self.length or self.age or self.pay or self.call or self.write)


@lru_cache(maxsize=1_000)
def _demands_of(question: str) -> _Demands:
    """A question is held against thousands of sentences."""
    asked = fold(question)
    patterns = (_HOW_LONG, _SINCE, _HOW_OLD, _PAY, _CALL, _WRITE)
    return _Demands(*(pattern.search(asked) is not None for pattern in patterns))


def asks_how_long(question: str) -> bool:
    """Whether a length of time is asked for."""
    return _demands_of(question).length


def holds_what_is_asked_for(question: str, text: str) -> bool:
    """Whether a sentence has what is asked for: a length of time, an age, a pay, a number or address to reach somebody."""
    asked = _demands_of(question)
    if asked.are_none:
        return True
    told = fold(text)
    if asked.length and not (_LENGTH.search(told) or (asked.since and find_spans(text).spans)):
        return False
    if asked.age and not _OF_AGE.search(told):
        return False
    if asked.pay and not _PAID.search(told):
        return False
    return (not asked.call or _NUMBER_TO_CALL.search(text) is not None) and (not asked.write or "@" in text)


def names_a_person(text: str, question: str) -> bool:
    """Whether a text has a person's name that the question does not have: what that calls by name is no answer to who."""
    asked = set(words(fold(question)))
    named = (fold(match.group()) for match in PERSON.finditer(text))
    named = (name for name in named if len(set(words(name))) > 1)  # "Namn Namn" is a form to be signed
    return any(not _NO_PERSON.match(name) and not asked.issuperset(words(name)) for name in named)
