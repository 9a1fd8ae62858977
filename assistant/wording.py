"""Figures, times and phrases as people read them."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Sequence
from decimal import ROUND_HALF_UP, Decimal
from functools import cache
from importlib.resources import files
from string import Formatter

from assistant.amounts import KRONOR, base_unit, base_value
from assistant.evidence import FigureEvidence
from assistant.matching import telling_stems
from assistant.query import Span
from assistant.timespans import parse_period, say_span
from ingest.domain import Scenario
from ingest.language import terms, words

MINUS = "−"
_YEAR = re.compile(r"\b(?:19|20)\d\d\b")
_IN_PERCENT_TOO = re.compile(r"(?P<name>.*\S)\s*\((?P<share>[^()]*%[^()]*)\)")
_MONTH = re.compile(r"[a-zåäö]{3,}")
# How finely kronor are said in a coarser unit that was wished for.
_WISHED_STEPS = {"mnkr": Decimal("0.1"), "tkr": Decimal(1)}
_PERCENT_STEP, _MONEY_STEP = Decimal("0.1"), Decimal("0.01")


@cache
def _data() -> dict[str, dict[str, str]]:
    """The phrases by language, and the `units` and `months` in English.

    Raises `ValueError` when a phrase is missing or its names differ between the languages.
    """
    data: dict[str, dict[str, str]] = tomllib.loads((files("assistant") / "data" / "phrases.toml").read_text(encoding="utf-8"))
    names = {language: {key: _names(text) for key, text in data[language].items()} for language in ("sv", "en")}
    if names["sv"] != names["en"]:
        raise ValueError(f"phrases differ between the languages: {names['sv'].items() ^ names['en'].items()}")
    return data


def _names(text: str) -> frozenset[str]:
    return frozenset(name for _, name, _, _ in Formatter().parse(text) if name)


def say(language: str, phrase: str, **names: str) -> str:
    return _data()[language][phrase].format(**names)


def phrase_opening(language: str, phrase: str) -> str:
    """What every text of a phrase begins with: its words before the first name."""
    return _data()[language].get(phrase, "").partition("{")[0]


def say_each(parts: Sequence[str], language: str) -> str:
    """ "A", "A och B", "A, B och C"."""
    *most, last = parts
    return say(language, "and", most=", ".join(most), last=last) if most else last


def say_number(value: Decimal) -> str:
    """Swedish print: blank between thousands, decimal comma, a real minus sign."""
    sign = MINUS if value < 0 else ""
    whole, _, decimals = format(abs(value), "f").partition(".")
    grouped = f"{int(whole):,}".replace(",", " ")
    decimals = decimals.rstrip("0")
    return f"{sign}{grouped},{decimals}" if decimals else f"{sign}{grouped}"


def say_amount(value: Decimal, unit: str, language: str = "sv", wished: str | None = None) -> str:
    """A value with its unit, rounded only where it was computed to more digits than anyone reads.

    `wished`: kronor are said in that unit first ("mnkr", "tkr"), rounded, and then as they are.
    """
    return _as_wished(_rounded(value, _PERCENT_STEP if unit == "%" else _MONEY_STEP), unit, language, wished)


def _with_unit(value: Decimal, unit: str, language: str) -> str:
    said = unit if language == "sv" else _data()["units"].get(unit, unit)
    return say_number(value) if unit == "antal" else f"{say_number(value)} {said}"


def _rounded(value: Decimal, step: Decimal) -> Decimal:
    """A result that comes out whole only by rounding keeps another digit: 26,04 % is not said to be 26 %."""
    if value == value.to_integral_value():
        return value
    rounded = value.quantize(step, ROUND_HALF_UP)
    return rounded if rounded != rounded.to_integral_value() else value.quantize(_MONEY_STEP, ROUND_HALF_UP)


def _as_wished(value: Decimal, unit: str, language: str, wished: str | None) -> str:
    exact = _with_unit(value, unit, language)
    if unit != "kr" or wished not in _WISHED_STEPS:
        return exact
    scaled = (value / KRONOR[wished]).quantize(_WISHED_STEPS[wished], ROUND_HALF_UP)
    return f"{say_number(scaled)} {say(language, f'unit_{wished}')} ({exact})" if scaled else exact


def say_figure(evidence: FigureEvidence, language: str = "sv", wished: str | None = None) -> str:
    """A printed figure in its base unit, with the digits it was printed with; `wished` as in `say_amount`."""
    return _as_wished(base_value(evidence), base_unit(evidence), language, wished)


def say_label(evidence: FigureEvidence) -> str:
    """The row as printed, after its parents, with its column where the column says more than time and kind."""
    figure = evidence.stored.figure
    label = _without_other_unit(" ".join(figure.row.replace(" › ", ": ").split()), figure.unit)
    # "man" is a word of sentences, which tells nothing, but as a column's name it is one.
    telling = telling_stems(figure.column) or tuple(w for w in terms(figure.column) if w == "man")
    if telling and not set(telling) <= set(terms(label)):
        column = " ".join(_YEAR.sub("", figure.column).split())
        label = f"{label} – {column}" if label and not _YEAR.fullmatch(label) else column
    return label.rstrip(" :.")


def _without_other_unit(label: str, unit: str) -> str:
    """A row that prints an amount and a percentage in one cell is called by both: "Eget kapital (Andel av bidraget %)".

    Of the amount the bracket says nothing; the percentage is what it says.
    """
    match = _IN_PERCENT_TOO.fullmatch(label)
    if match is None:
        return label
    if unit != "%":
        return match["name"]
    share = " ".join(match["share"].replace("%", " ").split()).strip(" ,:")
    return f"{match['name']}, {share[:1].lower()}{share[1:]}" if share else match["name"]


def say_time(evidence: FigureEvidence, language: str = "sv") -> str:
    period = evidence.stored.figure.period
    return say_when(parse_period(period), language) if period else ""


def say_when(span: Span, language: str) -> str:
    """A span in the language of the answer; a day in English as a date of digits, which reads the same everywhere."""
    if language == "sv":
        return say_span(span)
    if span.is_instant:
        return span.end.isoformat()
    return _MONTH.sub(lambda month: _data()["months"][month[0]], say_span(span))


def say_times(spans: Sequence[Span], language: str) -> str:
    """Several times, each once and in order; whole years that follow each other as "2019–2021"."""
    ordered = sorted(dict.fromkeys(spans), key=lambda span: (span.end, span.start))
    first, last = ordered[0], ordered[-1]
    if len(ordered) > 2 and all(s.is_year for s in ordered) and last.end.year - first.end.year == len(ordered) - 1:
        return f"{first.end.year}–{last.end.year}"
    return say_each([say_when(span, language) for span in ordered], language)


def say_scenario(evidence: FigureEvidence, language: str) -> str:
    """ "" for an outcome, which needs no word; else the kind of figure, unless its label already says it."""
    figure = evidence.stored.figure
    if figure.scenario in (Scenario.OUTCOME, Scenario.SHARE):
        return ""
    named = set(words(say_label(evidence)))
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
