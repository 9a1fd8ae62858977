"""The amounts of a fact card: a key and a text, where the text is an amount, or amounts with their labels."""

from __future__ import annotations

import re
from dataclasses import dataclass

from ingest.language import fold
from ingest.numerals import BLANKS, Numeral, parse_cell, parse_counted

_B = f"[{BLANKS}]"
_AMOUNT = rf"\d{{1,3}}(?:{_B}\d{{3}})+|\d+"
_MONEY = re.compile(rf"(?:{_AMOUNT}){_B}*(?:kr|tkr|mnkr|:-)(?!\w)(?:/\w+)?(?:{_B}*\(\d+(?:,\d+)?{_B}?%\))?", re.IGNORECASE)
_PARTS = re.compile(rf"{_B}*(?:,|\boch\b){_B}*")
MAX_LABEL_WORDS = 5
MAX_PARTS = 4


@dataclass(frozen=True, slots=True)
class CardAmount:
    """An amount in a card. `label` is the clear label inside the text, "" where the card's key is the label."""

    label: str
    numeral: Numeral
    counted: bool = False


def read_card(text: str) -> tuple[CardAmount, ...]:
    """The amounts of a card's text; empty for prose, where a number has no label of its own."""
    alone = parse_cell(text)
    if alone:
        return tuple(CardAmount("", numeral) for numeral in alone)
    return _counts(text.strip().rstrip(".")) or _labelled(text.strip())


def _counts(text: str) -> tuple[CardAmount, ...]:
    """ "95 individer, 53 kvinnor och 43 män": the first is the whole, the others its parts by name."""
    parts = _PARTS.split(text)
    counted = [parse_counted(part) for part in parts]
    if len(parts) > MAX_PARTS or not all(counted):
        return ()
    found = [c for c in counted if c is not None]
    if any(not re.match(rf"{_B}*\d", part) for part in parts):
        return ()
    return tuple(CardAmount("" if i == 0 else word, numeral, True) for i, (numeral, word) in enumerate(found))


def _labelled(text: str) -> tuple[CardAmount, ...]:
    """ "4 262 576 kr Kostnad per deltagare 19 115 kr/år": amounts with at most a few words before each, and no more."""
    found: list[CardAmount] = []
    at = 0
    for match in _MONEY.finditer(text):
        label = text[at : match.start()].strip(" .,:;")
        if len(label.split()) > MAX_LABEL_WORDS or re.search(r"\d|[.!?]", label) or (not label and found):
            return ()
        found.extend(CardAmount(label, numeral) for numeral in parse_cell(match.group()))
        at = match.end()
    rest = text[at:].strip(" .")
    return tuple(found) if found and not rest else ()


def is_money_key(key: str) -> bool:
    """Whether a card's key announces money."""
    return bool(re.search(r"budget|kostnad|belopp|summa", fold(key)))
