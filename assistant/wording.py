"""Figures, times and phrases as people read them."""

from __future__ import annotations

import re
import tomllib
from decimal import ROUND_HALF_UP, Decimal
from functools import cache
from importlib.resources import files
from string import Formatter

from assistant.amounts import KRONOR, base_unit, base_value
from assistant.evidence import FigureEvidence
from assistant.matching import telling_stems
from assistant.timespans import parse_period, say_span
from ingest.domain import Scenario
from ingest.language import terms, words

MINUS = "−"
_YEAR = re.compile(r"\b(?:19|20)\d\d\b")
_PERCENT_STEP, _MONEY_STEP = Decimal("0.1"), Decimal("0.01")


@cache
def _phrases() -> dict[str, dict[str, str]]:
    """The phrases by language. Raises `ValueError` when a phrase is missing or its names differ between the languages."""
    data: dict[str, dict[str, str]] = tomllib.loads((files("assistant") / "data" / "phrases.toml").read_text(encoding="utf-8"))
    names = {language: {key: _names(text) for key, text in phrases.items()} for language, phrases in data.items()}
    if names["sv"] != names["en"]:
        raise ValueError(f"phrases differ between the languages: {names['sv'].items() ^ names['en'].items()}")
    return data


def _names(text: str) -> frozenset[str]:
    return frozenset(name for _, name, _, _ in Formatter().parse(text) if name)


def say(language: str, phrase: str, **names: str) -> str:
    return _phrases()[language][phrase].format(**names)


def say_number(value: Decimal) -> str:
    """Swedish print: blank between thousands, decimal comma, a real minus sign."""
    sign = MINUS if value < 0 else ""
    whole, _, decimals = format(abs(value), "f").partition(".")
    grouped = f"{int(whole):,}".replace(",", " ")
    decimals = decimals.rstrip("0")
    return f"{sign}{grouped},{decimals}" if decimals else f"{sign}{grouped}"


def say_amount(value: Decimal, unit: str) -> str:
    """A value with its unit, rounded only where it was computed to more digits than anyone reads."""
    if unit == "%":
        return f"{say_number(_rounded(value, _PERCENT_STEP))} %"
    shown = say_number(_rounded(value, _MONEY_STEP))
    return shown if unit == "antal" else f"{shown} {unit}"


def _rounded(value: Decimal, step: Decimal) -> Decimal:
    return value.quantize(step, ROUND_HALF_UP) if value != value.to_integral_value() else value


def say_figure(evidence: FigureEvidence) -> str:
    """A printed figure in its base unit, with the digits it was printed with."""
    value, unit = base_value(evidence), base_unit(evidence)
    if unit == "%":
        return f"{say_number(value)} %"
    return say_number(value) if unit == "antal" else f"{say_number(value)} {unit}"


def say_label(evidence: FigureEvidence) -> str:
    """The row as printed, after its parents, with its column where the column says more than time and kind."""
    figure = evidence.stored.figure
    label = " ".join(figure.row.replace(" › ", ": ").split())
    telling = telling_stems(figure.column)
    if telling and not set(telling) <= set(terms(label)):
        column = " ".join(_YEAR.sub("", figure.column).split())
        label = f"{label} – {column}" if label else column
    return label.rstrip(" :.")


def say_time(evidence: FigureEvidence) -> str:
    period = evidence.stored.figure.period
    return say_span(parse_period(period)) if period else ""


def say_scenario(evidence: FigureEvidence, language: str) -> str:
    """ "" for an outcome, which needs no word; else the kind of figure, unless the row or column already says it."""
    figure = evidence.stored.figure
    if figure.scenario in (Scenario.OUTCOME, Scenario.SHARE):
        return ""
    named = set(words(f"{figure.row} {figure.column}"))
    return "" if str(figure.scenario) in named else say(language, str(figure.scenario))


def printed_scale(evidence: FigureEvidence) -> str | None:
    """The printed unit when it is coarser than a krona."""
    unit = evidence.stored.figure.unit
    return unit if unit in KRONOR and unit != "kr" else None


def say_expression(expression: str) -> str:
    """An expression with Swedish numerals; the factor 100 of a percentage is left to the unit."""
    shown = expression.removesuffix(" * 100")
    parts = []
    for token in shown.replace("(", "( ").replace(")", " )").split():
        bare = token.lstrip("-")
        parts.append(
            say_number(Decimal(token)) if bare.replace(".", "", 1).isdigit() else {"*": "×", "-": MINUS}.get(token, token)
        )
    return " ".join(parts).replace("( ", "(").replace(" )", ")")
