"""Swedish numerals as printed: one cell, or a run of numerals that stand for several columns.

Strict readings follow the rules of print: a value is one to three digits and groups of exactly three, or one run of
digits. Relaxed readings ("3272 655", "5 82 1961") are offered apart, and are for the caller to prove.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal

BLANKS = " \u00a0\u202f\u2009\u2007"
_SIGNS = "-\u2010\u2011\u2012\u2013\u2014\u2212"
_B = f"[{BLANKS}]"
_SIGN = rf"(?:[{_SIGNS}+]{_B}*)"
_BODY = rf"(?:\d{{1,3}}(?:{_B}\d{{3}})+|\d{{1,3}}(?:\.\d{{3}}){{2,}}|\d+)(?![\d])(?:,\d+)?"
_SUFFIX = rf"(?:{_B}*(?P<unit>tkr|kkr|mnkr|mkr|mdkr|kronor|kr|:-|%|procent)(?![\w%])(?:{_B}?/{_B}?\w+)?)"
_NUMERAL = re.compile(rf"(?P<sign>{_SIGN})?(?P<body>{_BODY}){_SUFFIX}?", re.IGNORECASE)
_WORDS_IN_BRACKETS = re.compile(r"\([^()\d]*\)")
_NIL = re.compile(rf"[{_SIGNS}](?:{_B}*(?:kr|tkr|mnkr|%|:-))?", re.IGNORECASE)
_TRAILING = re.compile(rf"[{_SIGNS}.]+")
_RELAXED = re.compile(rf"(?P<sign>{_SIGN})?(?P<body>\d+(?:{_B}\d+)+)(?:{_B}*(?P<unit>tkr|kkr|mnkr|mkr|kr|:-))?\.?", re.IGNORECASE)
_COUNTED = re.compile(
    rf"(?P<before>[^\W\d]+{_B}+)?(?P<body>(?:\d{{1,3}}(?:{_B}\d{{3}})+|\d+)(?:,\d+)?)(?P<after>{_B}+[^\W\d]+(?:{_B}+[^\W\d]+)?)?"
)

# "Not 2" and "sida 17" point somewhere; they count nothing.
_REFERENCES = frozenset("not sida sid nr nummer kl bilaga tabell diagram mål fråga kapitel avsnitt".split())

_UNITS = {"kronor": "kr", ":-": "kr", "kkr": "tkr", "mkr": "mnkr", "procent": "%"}


@dataclass(frozen=True, slots=True)
class Numeral:
    """A number as printed: `raw` with sign and unit, `unit` None where none stands beside it."""

    value: Decimal
    raw: str
    unit: str | None = None
    bracketed: bool = False


@dataclass(frozen=True, slots=True)
class Reading:
    """One way to cut a run of numerals into values, as printed; `note` is the reference cut off in front."""

    values: tuple[str, ...]
    note: str = ""
    relaxed: bool = False


def is_nil(text: str) -> bool:
    """Whether the cell prints a dash for nothing ("-", "- kr"); an empty cell is not nil."""
    return bool(_NIL.fullmatch(text.strip()))


def parse_cell(text: str) -> tuple[Numeral, ...]:
    """The numerals of a cell that holds nothing else: an amount, or an amount and a bracketed share.

    Words in brackets are passed over ("7 175 545 (inkl ESF)"), so is a dash or full stop after the amount. Empty for
    an empty cell, a dash, a date, words, a number with a leading zero, or two amounts in one cell.
    """
    numerals: list[Numeral] = []
    rest = text.strip()
    while rest:
        words = _WORDS_IN_BRACKETS.match(rest)
        bracket = rest.startswith("(") and not words
        match = words or _NUMERAL.match(rest[1:].lstrip() if bracket else rest)
        if match is None:
            if numerals and _TRAILING.fullmatch(rest):
                break
            return ()
        if not words:
            numerals.append(_numeral(match, bracketed=bracket))
        if bracket:
            inside = rest[1:].lstrip()[match.end() :].lstrip()
            if not inside.startswith(")"):
                return ()
            rest = inside[1:].strip()
        else:
            rest = rest[match.end() :].strip()
    return tuple(numerals) if _one_amount(numerals) else ()


def _one_amount(numerals: list[Numeral]) -> bool:
    plain = [n for n in numerals if not n.bracketed]
    shares = [n for n in numerals if n.bracketed]
    if any(re.match(r"\W*0\d", n.raw) for n in numerals):
        return False
    return (len(plain) == 1 or (not plain and all(s.unit == "%" for s in shares))) and len(shares) <= 1


def _numeral(match: re.Match[str], bracketed: bool = False) -> Numeral:
    sign = (match["sign"] or "").strip()
    unit = match["unit"].lower() if match["unit"] else None
    digits = re.sub(rf"[{BLANKS}.]", "", match["body"]).replace(",", ".")
    value = Decimal(digits)
    if sign and sign[0] in _SIGNS:
        value = -value
    return Numeral(value, match.group().strip(), _UNITS.get(unit, unit) if unit else None, bracketed)


def parse_relaxed(text: str) -> Numeral | None:
    """A cell of digits with blanks in the wrong places read as one number, None where it is not that."""
    match = _RELAXED.fullmatch(text.strip())
    if match is None or match["body"].startswith("0"):
        return None
    return _numeral(match)


def parse_counted(text: str) -> tuple[Numeral, str] | None:
    """A count with its word ("2 kvinnor", "Totalt 5", "200 deltagare"): the number and the word, else None."""
    match = _COUNTED.fullmatch(text.strip())
    if match is None or not (match["before"] or match["after"]) or (match["before"] and match["after"]):
        return None
    digits = re.sub(rf"[{BLANKS}]", "", match["body"]).replace(",", ".")
    word = (match["before"] or match["after"]).strip()
    if re.match(r"0\d", digits) or word.lower() in _REFERENCES:
        return None
    return Numeral(Decimal(digits), match["body"]), word


# --- a run of numerals for several columns -------------------------------------------------------------------------

_TOKEN = re.compile(
    rf"\([^()]*\)|(?:[{_SIGNS}+]{_B}?(?=\d))?\d[\d.]*(?:,\d+)?(?:{_B}?(?:tkr|kr|mnkr|%|:-)(?!\w))?|[{_SIGNS}](?!\S)",
    re.IGNORECASE,
)
_TAIL = re.compile(
    rf"(?:(?<=\s)|^)(?!\()(?:{_TOKEN.pattern})(?:\s+(?:{_TOKEN.pattern}))*\s*$",
    re.IGNORECASE,
)
_PLAIN = re.compile(rf"([{_SIGNS}+]{_B}?)?(\d+)(,\d+)?", re.IGNORECASE)
_MAX_READINGS = 60


def split_tail(text: str) -> tuple[str, str]:
    """A printed line as its label and the run of numerals at its end ("" where it ends in words)."""
    match = _TAIL.search(text)
    if match is None:
        return text, ""
    label, tail = text[: match.start()], text[match.start() :]
    # "(kr)" or "(inkl ESF)" alone is part of the label, not a value
    if not re.search(r"\d", re.sub(r"\([^()\d]*\)", "", tail)) and not is_nil(tail):
        return text, ""
    return label, tail


def split_columns(text: str, columns: int, has_note: bool) -> tuple[Reading, ...]:
    """Every way to read a run of numerals as exactly so many values, strict readings first.

    A leading one- or two-digit number may be a note reference only where the header has such a column.
    """
    tokens = _TOKEN.findall(text)
    if not tokens or columns < 1:
        return ()
    readings: list[Reading] = []
    starts = [(0, "")]
    if has_note and len(tokens) > columns and re.fullmatch(r"\d{1,2}", tokens[0]):
        starts.insert(0, (1, tokens[0]))
    for start, note in starts:
        for values, relaxed in _cut(tuple(tokens[start:]), columns):
            readings.append(Reading(values, note, relaxed))
    readings.sort(key=lambda r: r.relaxed)
    return tuple(readings[:_MAX_READINGS])


def fewest_values(text: str) -> int:
    """The smallest number of values that a run of numerals can strictly be."""
    tokens = tuple(_TOKEN.findall(text))
    for columns in range(1, len(tokens) + 1):
        if any(not relaxed for _, relaxed in _cut(tokens, columns)):
            return columns
    return len(tokens)


def _cut(tokens: tuple[str, ...], columns: int) -> list[tuple[tuple[str, ...], bool]]:
    if not tokens:
        return [((), False)] if columns == 0 else []
    if columns == 0:
        return []
    found: list[tuple[tuple[str, ...], bool]] = []
    for length in range(1, len(tokens) - columns + 2):
        form = _form(tokens[:length])
        if form is None:
            continue
        piece = (" ".join(tokens[:length]),)
        found.extend((piece + rest, form or relaxed) for rest, relaxed in _cut(tokens[length:], columns - 1))
        if len(found) > 4 * _MAX_READINGS:
            break
    return found


def _form(tokens: tuple[str, ...]) -> bool | None:
    """Whether the tokens make one value: False strictly, True only relaxed, None not at all."""
    if tokens[-1].startswith("("):
        tokens = tokens[:-1]
        if not tokens:
            return None
    if len(tokens) == 1:
        return None if re.match(r"\W*0\d", tokens[0]) else False
    bare = (*tokens[:-1], re.sub(r"\s?(kr|tkr|mnkr|%|:-)$", "", tokens[-1], flags=re.IGNORECASE))
    matches = [_PLAIN.fullmatch(token) for token in bare]
    if any(m is None for m in matches):
        return None
    parts = [m for m in matches if m is not None]
    if parts[0][2].startswith("0") or any(m[1] for m in parts[1:]) or any(m[3] for m in parts[:-1]):
        return None
    lengths = [len(m[2]) for m in parts]
    if any(n % 3 for n in lengths[1:]):
        return None
    return not (lengths[0] <= 3 and all(n == 3 for n in lengths[1:]))
