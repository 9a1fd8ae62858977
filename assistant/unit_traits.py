"""What a unit of text holds, whatever is asked: a number, money, a time, a person, a reason."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from assistant.query import Span
from assistant.timespans import find_spans
from assistant.vocabulary import load_vocabulary
from ingest.domain import TextUnit, UnitKind
from ingest.language import fold, words

NUMBER = re.compile(r"\d")
# Years, section numbers ("1.3.") and laws ("2003:1210") count nothing.
YEAR_OR_MARK = re.compile(r"\b\d{4}:\d+|\b(?:19|20)\d\d(?:[-–/]\d+)*\b|\b\d+\.\d+\.?(?!\d)")
DAY = re.compile(
    r"\b\d{1,2}(?:\.|:e|:a)? (?:jan|feb|mar|apr|maj|jun|jul|aug|sep|okt|nov|dec)|\b\d{1,2}[./]\d{1,2}[./]\d{2,4}\b|\bvecka \d+"
    r"|\b(?:måndag|tisdag|onsdag|torsdag|fredag|lördag|söndag)",
    re.IGNORECASE,
)
INTENDED = re.compile(r"\b(?:ska|skall)\b", re.IGNORECASE)
MONEY = re.compile(r"\d\s*(?:kr\b|kronor|tkr|mnkr|mkr|miljon|:-)", re.IGNORECASE)
PERCENT = re.compile(r"%|procent", re.IGNORECASE)
# Given name and surname; "Region Norrby" and the like are offices, not persons.
_NAME = r"[A-ZÅÄÖ][a-zåäöéè]+"
_OFFICE = "Region|Läns?|Kommun|Samordningsförbund|Förbund|Finsam|Styrelse"
PERSON = re.compile(rf"(?<!\w)(?!{_OFFICE}){_NAME}(?:-{_NAME})? {_NAME}(?! län| kommun| stad)")
CAPITAL_INSIDE = re.compile(r"(?<=[^\W\d_] )[A-ZÅÄÖ]\w+|(?<=[,:|(/] )[A-ZÅÄÖ]\w+")
WEB_ADDRESS = re.compile(r"https?://|www\.")
_SHORT_CHARS = 25
_MANY_NAMES = 3

# The order of the columns in `ReportIndex.traits`.
TRAITS = (
    "number", "money", "percent", "date", "day", "person", "names", "reason", "row", "list", "intended", "web", "colon",
    "asks", "short", "opens",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Traits:
    """`values` in the order of `TRAITS`, each 0..1; `named` are the times that the unit or its heading names, `own` its own."""

    values: tuple[float, ...]
    named: tuple[Span, ...]
    own: tuple[Span, ...]


def traits_of(unit: TextUnit, opens_passage: bool) -> Traits:
    text = unit.text
    own = find_spans(text).spans
    is_row = unit.kind is UnitKind.ROW
    day = DAY.search(text) is not None
    held: dict[str, float] = {
        "number": counts_something(text),
        "money": MONEY.search(text) is not None,
        "percent": PERCENT.search(text) is not None,
        "date": day or bool(own),
        "day": day,
        "person": PERSON.search(text) is not None,
        "names": min(len(CAPITAL_INSIDE.findall(text)), _MANY_NAMES) / _MANY_NAMES,
        "reason": gives_a_reason(text),
        "row": is_row,
        "list": unit.kind is UnitKind.LIST or text.count(",") >= 2,
        "intended": INTENDED.search(text) is not None,
        "web": WEB_ADDRESS.search(text) is not None,
        "colon": text.rstrip().endswith(":"),
        "asks": text.rstrip().endswith("?"),
        "short": len(text) < _SHORT_CHARS,
        "opens": opens_passage and not is_row,
    }
    return Traits(tuple(float(held[name]) for name in TRAITS), find_spans(f"{text} {unit.locator.section}").spans, own)


@lru_cache(maxsize=50_000)
def counts_something(text: str) -> bool:
    """Whether there is a number that is no year, section or law, in digits or as a word."""
    bare = YEAR_OR_MARK.sub(" ", text)
    return NUMBER.search(bare) is not None or bool(load_vocabulary().numerals & set(words(fold(bare))))


def gives_a_reason(text: str) -> bool:
    folded = f" {' '.join(words(fold(text)))} "
    return any(f" {cue} " in folded for cue in load_vocabulary().explain_cues)
