"""How a brief says numbers, times and labels in Swedish, with no-break blanks where a line must not be broken."""

from __future__ import annotations

import re
from datetime import date
from decimal import ROUND_HALF_UP, Decimal

from ingest.checks.words import say_period, say_value
from ingest.domain import Figure
from ingest.language import fold
from ingest.lexicon import load_concepts
from vectorstore.entries import ReportEntry

NO_BREAK = "\u00a0"
_IN_AMOUNT = re.compile(r"(?<=\d)[ \u00a0](?=\d{3}(?!\d)|(?:kr|tkr|mnkr|%|procentenheter)(?!\w))")
_WORD_BREAK = re.compile(r"(?<=[a-zåäö]{3})- (?!(?:och|eller|samt)\b)(?=[a-zåäö]{3})")
_AMOUNTS_ADDED = re.compile(r"\s*\((?:i )?(?:t?kr|mnkr)\)$", re.IGNORECASE)
_SUM = re.compile(r"(?:del)?(?:summa|total\w*|netto)$", re.IGNORECASE)
_TENTH = Decimal("0.1")


def tied(text: str) -> str:
    """Text of ours whose amounts and dates are not broken over two lines."""
    return _IN_AMOUNT.sub(NO_BREAK, text)


def amount(value: Decimal, unit: str) -> str:
    """ "−795 108 kr", "32,7 %", "183"; a computed percentage with one decimal."""
    shown = value.quantize(_TENTH, ROUND_HALF_UP) if unit == "%" and -(value.as_tuple().exponent or 0) > 2 else value  # type: ignore[operator]
    return tied(say_value(shown, unit))


def percent(value: Decimal) -> str:
    """A computed percentage: whole where it is large, else with one decimal; never "−0"."""
    step = Decimal(1) if abs(value) >= 10 or value == 0 else _TENTH
    rounded = value.quantize(step, ROUND_HALF_UP)
    return tied(say_value(abs(rounded) if rounded == 0 else rounded, "%"))


def signed(text: str) -> str:
    """A change with its sign shown when it is an increase."""
    return text if text.startswith("−") or not re.search(r"[1-9]", text) else f"+{text}"


def period_words(period: str) -> str:
    return tied(say_period(period))


def day_words(day: date) -> str:
    return say_period(day.isoformat())


def row_label(figure: Figure) -> str:
    """The row's own name as printed, broken words joined: "Struktur- övergripande" is one word."""
    parents, _, own = figure.row.rpartition(" › ")
    name = _AMOUNTS_ADDED.sub("", _WORD_BREAK.sub("", _bare(own))) or "Raden utan namn"
    parent = _bare(parents.rpartition(" › ")[2])
    return upper_first(f"{parent}: {lower_first(name)}" if parent and _SUM.match(name) else name)


def _bare(name: str) -> str:
    return " ".join(name.split()).strip(" :.=*")


def concept_label(concept: str, entry: ReportEntry) -> str:
    """The lexicon's name of a measure; of a part of a year the result is the period's."""
    known = load_concepts().get(concept)
    label = known.label if known else concept
    return label if len(entry.period) == 4 else re.sub(r"^Årets (?=resultat|kassaflöde)", "Periodens ", label)


def same_words(one: str, other: str) -> bool:
    return " ".join(fold(one).split()) == " ".join(fold(other).split())


def upper_first(text: str) -> str:
    return text[:1].upper() + text[1:]


def lower_first(text: str) -> str:
    """For the middle of a sentence; an abbreviation keeps its capitals."""
    return text if text[1:2].isupper() else text[:1].lower() + text[1:]
