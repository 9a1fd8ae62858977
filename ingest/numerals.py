"""One Swedish numeral as printed: a cell that holds an amount, perhaps with a share in brackets, or a count and its word.

Only what print leaves no doubt about is read. Refused are "1 234-" and "(1 234)", which may be negative or not; a point
or comma before three digits that may group thousands ("1.234", "12,345 kr"); leading zeros, dates, ranges and telephone
numbers. `parse_relaxed` reads digits with blanks in the wrong places, for the caller to prove.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal

# The insides of character classes: every blank that has a width and stays on its line, and every dash that prints a minus.
BLANKS = " \u00a0\u2000-\u200a\u202f\u205f\u3000"
DASHES = "-\u2010-\u2015\u2212\ufe63\uff0d"
_B = f"[{BLANKS}]"
_DASH = f"[{DASHES}]"
# "./." is the bookkeeper's "less".
SIGN = rf"(?:{_DASH}|\+|\./\.)"
_KRONOR = rf"{_B}?(?:kronor|kr)"
# "sek" in small letters is seconds.
_MONEY = {
    "kr": r"kronor|krona|kr|(?-i:SEK)|:" + _DASH,
    "tkr": rf"t{_B}?kr|kkr|(?-i:[TtKk]SEK)|tusen{_KRONOR}",
    "mnkr": rf"mnkr|mkr|(?-i:MSEK)|(?:miljoner|miljon|milj\.?|mn){_KRONOR}",
    "mdkr": rf"mdkr|(?:miljarder|miljard){_KRONOR}",
}
_SHARES = {"procentenheter": r"%-enhet(?:er)?|procentenhet(?:er)?", "%": r"%|procent", "‰": r"‰|promille"}
_UNITS = _MONEY | _SHARES


def _behind_digits(units: dict[str, str]) -> str:
    """A pattern for "kr", "kr/år", "%", ":-"; ",-" and ".-" only where nothing parts them from the digits."""
    return rf"(?:(?:{_B}*(?:{'|'.join(units.values())})|[,.]{_DASH})(?:{_B}?/{_B}?[^\W\d_]+)?)"


UNIT = _behind_digits(_UNITS)
MONEY_UNIT = _behind_digits(_MONEY)
_GROUPED = rf"[1-9][0-9]{{0,2}}(?:{_B}[0-9]{{3}})+"
_WHOLE = rf"(?:{_GROUPED}|[1-9][0-9]*|0)"
# A decimal point stands only before one or two digits and a unit: else "10.15" may be a time, a date or a section.
_NUMBER = (
    rf"(?:{_WHOLE}(?:,[0-9]+|\.[0-9]{{1,2}}(?={UNIT}))?"
    r"|[1-9][0-9]{0,2}(?:(?:\.[0-9]{3}){2,}(?:,[0-9]+)?|\.[0-9]{3},[0-9]+))(?![0-9])"
)
_PRINT = rf"(?P<raw>(?P<sign>{SIGN}{_B}*)?(?P<number>{_NUMBER})(?P<unit>{UNIT})?)"
_AMOUNT = re.compile(rf"{_PRINT}(?:\.?\*{{0,3}}|\.?{_B}*(?P<dash>{_DASH}))", re.IGNORECASE)
_INNER = re.compile(rf"{_B}*{_PRINT}{_B}*", re.IGNORECASE)
_BRACKETS = re.compile(r"\([^()]*\)(?:\s*\([^()]*\))*[.*]*")
_NIL = re.compile(rf"{_DASH}{{1,2}}{UNIT}?", re.IGNORECASE)
# A bracket that names a unit may change what the amount means ("500 (tkr)"); one with digits speaks of those.
_UNIT_IN_WORDS = re.compile(
    rf"[^0-9]*(?<!\w)(?:{'|'.join(_UNITS.values())}|tusen(?:tal)?|milj|miljon(?:er)?|miljard(?:er)?)(?!\w)[^0-9]*", re.IGNORECASE
)
_RELAXED = re.compile(
    rf"(?P<raw>(?P<sign>{SIGN}{_B}*)?(?P<number>[1-9][0-9]*(?:{_B}[0-9]+)+)(?P<unit>{MONEY_UNIT})?)\.?", re.IGNORECASE
)
_MAYBE_THOUSANDS = re.compile(r"[1-9][0-9]{0,2},[0-9]{3}")
_WORD = r"[^\W\d_]+"
_COUNTED = re.compile(
    rf"(?:(?P<before>{_WORD}){_B}+)?(?P<number>{_WHOLE}(?:,[0-9]+)?)(?:{_B}+(?P<after>{_WORD}(?:{_B}+{_WORD})?))?"
)

# A number behind one of these points somewhere ("Not 2", "år 1") or is not exact ("ca 500"): it counts nothing.
_NO_COUNT_BEHIND = frozenset(
    "not sida sid nr nummer kl bilaga tabell diagram mål fråga kapitel kap avsnitt punkt år vecka dag fas steg etapp del "
    "kv kvartal tertial q ca cirka omkring ungefär drygt knappt nästan över under minst högst max min till från mellan".split()
)
# A number beside one of these is a date or money, or no whole number.
_NO_COUNT_BESIDE = frozenset(
    "januari februari mars april maj juni juli augusti september oktober november december "
    "jan feb apr jun jul aug sep sept okt nov dec "
    "tusen miljon miljoner milj miljard miljarder kr krona kronor sek tkr kkr mkr mnkr mdkr eur euro usd "
    "procent procentenhet procentenheter promille".split()
)


@dataclass(frozen=True, slots=True)
class Numeral:
    """A number as printed: `raw` with sign and unit, `unit` None where none stands beside it."""

    value: Decimal
    raw: str
    unit: str | None = None
    bracketed: bool = False


def is_nil(text: str) -> bool:
    """Whether the cell prints a dash for nothing ("-", "- kr"); an empty cell is not nil."""
    return bool(_NIL.fullmatch(text.strip()))


def parse_cell(text: str) -> tuple[Numeral, ...]:
    """The numerals of a cell that holds nothing else: an amount, an amount and a bracketed number, or a bracketed share.

    What a bracketed number means beside an amount ("15 (12)": a share, last year's, a part) is for the caller to know.
    Passed over are brackets with words ("7 175 545 (inkl ESF)"), a full stop or footnote star at the end, and a dash that
    follows a sign or a unit. Empty for an empty cell, a dash, words, two amounts, or a print with more than one reading.
    """
    printed, bracket, rest = text.strip().partition("(")
    if bracket and not _BRACKETS.fullmatch(bracket + rest):
        return ()
    insides = re.findall(r"\(([^()]*)\)", bracket + rest)
    inner = [match for match in map(_INNER.fullmatch, insides) if match]
    if len(inner) > 1 or any(_UNIT_IN_WORDS.fullmatch(inside) for inside in insides):
        return ()
    bracketed = [numeral for numeral in (_numeral(match, bracketed=True) for match in inner) if numeral]
    if not printed:
        return tuple(share for share in bracketed if share.unit == "%")  # "(1 234)" may be negative, or an aside
    match = _AMOUNT.fullmatch(printed.rstrip())
    # a dash behind a bare number may be its minus
    if match is None or (match["dash"] and not (match["sign"] or match["unit"])):
        return ()
    amount = _numeral(match)
    return (amount, *bracketed) if amount else ()


def _numeral(match: re.Match[str], bracketed: bool = False) -> Numeral | None:
    """The numeral of a print; None for kronor with three decimals, which are rather thousands."""
    value, unit = _decimal(match["number"]), _unit(match["unit"])
    if unit == "kr" and _MAYBE_THOUSANDS.fullmatch(match["number"]):
        return None
    if value and match["sign"] and match["sign"][0] != "+":
        value = value.copy_negate()  # unary minus would round to the context's precision
    return Numeral(value, match["raw"], unit, bracketed)


def _decimal(number: str) -> Decimal:
    """The value of digits with their blanks, points and comma; a point is decimal before one or two last digits."""
    bare = re.sub(_B, "", number)
    if not re.fullmatch(r"[0-9]+\.[0-9]{1,2}", bare):
        bare = bare.replace(".", "").replace(",", ".")
    return Decimal(bare)


def _unit(printed: str | None) -> str | None:
    """The name of a unit as printed behind a number: "Kronor/år" → "kr", ",-" → "kr"."""
    if not printed:
        return None
    bare = printed.split("/")[0].strip()
    return next((unit for unit, prints in _UNITS.items() if re.fullmatch(prints, bare, re.IGNORECASE)), "kr")


def parse_relaxed(text: str) -> Numeral | None:
    """A cell of digits with blanks in the wrong places read as one number, None where it is not that."""
    match = _RELAXED.fullmatch(text.strip())
    return _numeral(match) if match else None


def parse_counted(text: str) -> tuple[Numeral, str] | None:
    """A count with its word ("2 kvinnor", "Totalt 5", "200 deltagare"): the number and the word, else None.

    None as well for a reference ("Not 2"), a date ("12 januari") and what is not exact ("ca 500", "5 miljoner").
    """
    match = _COUNTED.fullmatch(text.strip())
    if match is None or bool(match["before"]) == bool(match["after"]):
        return None
    word = match["before"] or match["after"]
    if (match["before"] or "").lower() in _NO_COUNT_BEHIND or _NO_COUNT_BESIDE.intersection(word.lower().split()):
        return None
    return Numeral(_decimal(match["number"]), match["number"]), word
