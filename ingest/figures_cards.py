"""The numbers of a fact card: a key and a text, where the text is an amount, amounts with their labels, or counts."""

from __future__ import annotations

import re
from dataclasses import dataclass

from ingest.language import fold
from ingest.numerals import BLANKS, Numeral, parse_cell, parse_counted

_B = f"[{BLANKS}]"
_AMOUNT = rf"\d{{1,3}}(?:{_B}\d{{3}})+|\d+"
_SHARE = rf"(?:{_B}*\(\d+(?:,\d+)?{_B}?%\))?"
_MONEY = re.compile(rf"(?:{_AMOUNT}){_B}*(?:kr|tkr|mnkr|:-)(?!\w)(?:/\w+)?{_SHARE}", re.IGNORECASE)
# What a card's text begins with: an amount of money, its blanks perhaps misplaced, or a count with its parts.
MONEY_FIRST = re.compile(rf"\d+(?:{_B}\d+)*{_B}*(?:kr|tkr|mnkr|:-)(?!\w){_SHARE}(?=[.,]|\s*$|{_B}[A-ZÅÄÖ])", re.IGNORECASE)
_COUNT = rf"(?:{_AMOUNT})(?:{_B}+(?!fördelat\b|varav\b|och\b)[^\W\d_]+)?"
_LINK = rf"(?:,|{_B}och|{_B}/|{_B}?\(|,?{_B}varav|,?{_B}fördelat{_B}på){_B}*"
_RUN = rf"{_COUNT}(?:{_LINK}{_COUNT}){{0,3}}"
COUNTS_FIRST = re.compile(rf"(?={_AMOUNT}{_B}+[^\W\d_]){_RUN}(?=[.,)]|\s*$)")
# In a sentence of its own: "Resultat 2021: 223 fördelat på 129 kvinnor och 94 män", "Totalt 226 deltagare har fått frågor".
_LED = re.compile(
    rf"(?:^|(?<=\.{_B}))(?:[^\W\d_]+{_B}+(?:19|20)\d\d:{_B}*|(?:totalt|sammanlagt|ca|cirka|drygt|omkring){_B}+){{1,2}}(?P<run>{_RUN})",
    re.IGNORECASE,
)
_PARTS = re.compile(rf"{_B}*(?:,|\boch\b|/|\(|\bvarav\b|\bfördelat{_B}på\b){_B}*")
MAX_LABEL_WORDS = 5


@dataclass(frozen=True, slots=True)
class CardAmount:
    """An amount in a card. `label` is the clear label inside the text, "" where the card's key is the label."""

    label: str
    numeral: Numeral
    counted: bool = False


def read_card(key: str, text: str) -> tuple[CardAmount, ...]:
    """The amounts of a card's text; empty for prose, where a number has no label of its own."""
    text = text.strip()
    if re.match(r"antal\b", fold(key)):
        match = _LED.search(text)
        if match:
            return _counts(match["run"])
    whole = COUNTS_FIRST.match(text)
    if whole and not text[whole.end() :].strip(" .)"):
        return _counts(whole.group())
    return _labelled(text)


def _counts(run: str) -> tuple[CardAmount, ...]:
    """ "95 individer, 53 kvinnor och 43 män": the first is the whole, the others its parts by name."""
    found: list[CardAmount] = []
    for part in filter(None, (piece.strip() for piece in _PARTS.split(run))):
        counted = parse_counted(part)
        bare = parse_cell(part) if counted is None else ()
        if counted is None and not (bare and not found):
            return ()
        numeral, word = counted or (bare[0], "")
        found.append(CardAmount(word if found else "", numeral, True))
    return tuple(found)


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
