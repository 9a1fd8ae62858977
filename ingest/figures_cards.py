"""The numbers of a fact card: a key and a text, where the text begins with what the key announces.

A text that begins otherwise is prose, and its numbers are left to the sentences they stand in. So is what follows the
count or amount, but for parts with a name of their own ("64 deltagare, varav 22 avslutade").
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from ingest.card_keys import KeyKind, holds_no_figure, kind_of, names_of_pair
from ingest.card_runs import Piece, read_run
from ingest.language import fold
from ingest.numerals import Numeral, parse_cell
from ingest.sentences import split_sentences

_AMOUNT = r"(?:\d{1,3}(?: \d{3})+|\d+)(?:,\d+)?"
_SHARE = r"(?: ?\(\d+(?:,\d+)? ?%\))?"
_UNIT = r"(?:tkr|kkr|mnkr|mkr|kronor|kr|:-)(?!\w)"
_MONEY = re.compile(rf"{_AMOUNT} ?{_UNIT}(?:/\w+)?{_SHARE}", re.IGNORECASE)
# Its blanks may be misplaced: whether it can be read is for the report's arithmetic to prove.
_MONEY_FIRST = re.compile(
    rf"(?:ca\.? |cirka )?(?P<money>\d+(?: \d+)*(?:,\d+)? ?{_UNIT}{_SHARE})(?:/\w+)?(?P<tail> per [^\W\d]+)?"
    r"(?=[.,;(]|$| (?-i:[A-ZÅÄÖ]))",
    re.IGNORECASE,
)
_PAIR = re.compile(
    rf"(?:(?P<whole>{_AMOUNT}) ?[(:,] ?)?(?P<one>{_AMOUNT}(?: ?(?:{_UNIT}|%))?) ?/ ?(?P<other>{_AMOUNT}(?: ?(?:{_UNIT}|%))?)\)?",
    re.IGNORECASE,
)
# In a sentence of its own: "Resultat 2021: 223 fördelat på 129 kvinnor och 94 män".
_LED = re.compile(r"(?:(?!mål|budget|plan|prognos)[^\W\d_]+ (?P<year>(?:19|20)\d\d): ?)(?=\d)", re.IGNORECASE)
_NAMES_AMOUNT = re.compile(r"budget|kostnad|utfall|forbruk|bidrag|finansier|medel|bevilja|varav|darav")
_NOTHING = re.compile(r"(?:redovisas|ej |inte |saknas|uppgift|inga?\b|[-–—]$)", re.IGNORECASE)
MAX_LABEL_WORDS = 5


@dataclass(frozen=True, slots=True)
class CardAmount:
    """A number in a card's text.

    `label` is its own name in the text, "" where the card's key is its name; `is_part` whether it stands under the key;
    `counted` the unit that the word beside a count names, "" for an amount or a share; `time` a year printed before it.
    """

    label: str
    numeral: Numeral
    counted: str = ""
    is_part: bool = False
    time: str = ""


def read_card(key: str, text: str) -> tuple[CardAmount, ...]:
    """The numbers of a card's text; empty for prose, where a number has no name of its own."""
    kind, text = kind_of(key), " ".join(text.split())
    if holds_no_figure(key, text):
        return ()
    pair = _read_pair(key, text)
    if pair or kind is KeyKind.PAIR:
        return pair
    alone = tuple(CardAmount("", n) for n in parse_cell(text) if not n.bracketed or n.unit == "%")
    counts = _read_counts(key, kind, text)
    # "45 (25 kvinnor och 20 män)" is a number alone too, with words in its bracket
    return counts if len(counts) > len(alone) else alone or _read_amounts(key, kind, text)


def leading_value(key: str, text: str) -> str:
    """The piece of a text that is the key's value, as printed, "" where the text does not begin with one."""
    kind = kind_of(key)
    if kind is KeyKind.PAIR:
        match = _PAIR.match(text)
        return match.group() if match and not text[match.end() :].strip(" .") else ""
    if kind is KeyKind.COUNT:
        first = split_sentences(text)[0] if text else ""
        run = read_run(first, key)
        return text[: run.end].rstrip(" ,.;") if run is not None and text.startswith(first) else ""
    match = _MONEY_FIRST.match(text) if kind is KeyKind.MONEY else None
    return match.group().strip() if match else ""


def says_nothing(text: str) -> bool:
    """Whether a text stands in for a value that is not given ("Redovisas i helårsrapporten")."""
    return bool(_NOTHING.match(text))


# --- counts ----------------------------------------------------------------------------------------------------------


def _read_counts(key: str, kind: KeyKind, text: str) -> tuple[CardAmount, ...]:
    if kind is KeyKind.MONEY:
        return ()
    first, *others = split_sentences(text) or ("",)
    run = read_run(first, key)
    if run is None and kind is KeyKind.COUNT:
        return _read_led((first, *others), key)
    if run is None or (kind is not KeyKind.COUNT and not run.whole_text):
        return ()
    pieces = list(run.pieces)
    for sentence in others:
        more = _parts_of(sentence, key)
        if kind is KeyKind.TEXT and not more:
            return ()
        pieces += more
    if kind is KeyKind.TEXT:
        pieces = [replace(piece, is_part=bool(piece.label)) for piece in pieces]
        if any(piece.numeral.unit == "%" for piece in pieces):
            return ()
    return tuple(_amounts_of(pieces))


def _read_led(sentences: tuple[str, ...], key: str) -> tuple[CardAmount, ...]:
    """The counts of the one sentence that a year announces, and of no more than one."""
    led = [(match, sentence) for sentence in sentences if (match := _LED.match(sentence))]
    if len(led) != 1:
        return ()
    match, sentence = led[0]
    run = read_run(sentence[match.end() :], key)
    return tuple(replace(a, time=match["year"]) for a in _amounts_of(run.pieces)) if run is not None else ()


def _parts_of(sentence: str, key: str) -> tuple[Piece, ...]:
    """A further sentence that holds parts and nothing else: "61 avslutade under året."."""
    run = read_run(sentence, key)
    if run is None or not run.whole_text or not all(piece.label for piece in run.pieces):
        return ()
    return tuple(replace(piece, is_part=True) for piece in run.pieces)


def _amounts_of(pieces: Sequence[Piece]) -> Iterator[CardAmount]:
    counted = any(piece.counted for piece in pieces)
    for piece in pieces:
        # a share of what is counted in the same text stands beside it
        beside = counted and piece.numeral.unit == "%"
        label = piece.label if piece.is_part else ""
        yield CardAmount(label, replace(piece.numeral, bracketed=beside), piece.counted, piece.is_part)
        if piece.share is not None:
            yield CardAmount(label, piece.share, "", piece.is_part)


# --- amounts of money ------------------------------------------------------------------------------------------------


def _read_pair(key: str, text: str) -> tuple[CardAmount, ...]:
    """ "Varav kvinnor/män": "84/56", or with the whole before them: "140 (84/56)"."""
    names, match = names_of_pair(key), _PAIR.fullmatch(text.rstrip(" ."))
    if names is None or match is None:
        return ()
    whole, *sides = (parse_cell(match[name] or "") for name in ("whole", "one", "other"))
    if any(len(numerals) != 1 for numerals in sides) or len({n.unit for (n,) in sides}) != 1:
        return ()
    of_heads = kind_of(key) is KeyKind.PAIR
    counted = "antal" if of_heads and not sides[0][0].unit else ""
    first = tuple(CardAmount("", n, counted) for n in whole)
    return first + tuple(CardAmount(name, n, counted, of_heads) for name, (n,) in zip(names, sides, strict=True))


def _read_amounts(key: str, kind: KeyKind, text: str) -> tuple[CardAmount, ...]:
    labelled = _labelled(text)
    if labelled or kind is not KeyKind.MONEY:
        return labelled
    match = _MONEY_FIRST.match(text)
    if match is None or match["tail"] and not re.search(r"\bper\b|/", fold(key)) and fold(match["tail"]).strip() != "per ar":
        return ()
    return tuple(CardAmount("", n) for n in parse_cell(match["money"]))


def _labelled(text: str) -> tuple[CardAmount, ...]:
    """ "4 262 576 kr Kostnad per deltagare 19 115 kr/år": amounts with at most a few words before each, and no more."""
    found: list[CardAmount] = []
    at = 0
    for match in _MONEY.finditer(text):
        label = text[at : match.start()].strip(" .,:;")
        if len(label.split()) > MAX_LABEL_WORDS or re.search(r"\d|[.!?]", label) or (not label and found):
            return ()
        if label and not (_NAMES_AMOUNT.search(fold(label)) or label[0].isupper()):
            return ()
        is_part = bool(re.match(r"varav|darav", fold(label)))
        found.extend(CardAmount(label, n, "", is_part) for n in parse_cell(match.group()))
        at = match.end()
    return tuple(found) if found and not text[at:].strip(" .") else ()
