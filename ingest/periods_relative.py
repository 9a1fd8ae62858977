"""Printed time that leaves out its year, beside the time of the report: "föreg. år", "helår", "kvartal 1", "jan-aug"."""

from __future__ import annotations

import re

from ingest.language import fold
from ingest.periods import BARE_YEAR, Span, months_span, shift, year_span
from ingest.periods_parts import MONTH, MONTH_TO_MONTH, SINCE_JANUARY, month_number, months_of_part

_BARE_MONTH = re.compile(rf"(?<![a-z]){MONTH}")
_WHOLE_YEAR = re.compile(r"\bhelar|\bhela aret|\barsbudget|\barsprognos|\barsbidrag|\barsbelopp|\bkalenderar")
_YEAR_BEFORE = re.compile(r"\b(?:foregaende|foreg\.?|fg\.?|forra)\s*(?:ar(?:et)?|period(?:en)?)\b|\bf\.\s?a\b|\bfjolaret")
_SAME_PART = re.compile(r"\b(?:samma|motsvarande) (?:period|tid)")
_SAID_BESIDE = re.compile(
    r"utfall|budget|prognos|bokslut|\bplan\b|ack(?:umulera[td])?\b|aktuell|\bmal\b|\bper\b|t\.?o\.?m\b|till och med|hittills"
    r"|[\s.,()-]"
)


def parse_relative(text: str, report: Span, year: int) -> Span | None:
    """The time that a header tells without its year, beside a report's own span: "föreg. år", "helår", "kvartal 1",
    "jan-aug", "mars". `year`: that of the months, a title's or the report's. None where it tells none."""
    folded = fold(text)
    if BARE_YEAR.search(folded):
        return None
    if _YEAR_BEFORE.search(folded):
        return shift(report, -1)
    if _WHOLE_YEAR.search(folded):
        return year_span(year)
    if match := re.search(MONTH_TO_MONTH, folded):
        return months_span(str(year), month_number(match[1]), month_number(match[2]))
    if part := months_of_part(folded):
        return months_span(str(year), *part)
    if (match := _BARE_MONTH.search(folded)) and not _SAID_BESIDE.sub("", folded.replace(match.group(), "", 1)):
        return months_span(str(year), 1 if SINCE_JANUARY.search(folded) else month_number(match[1]), month_number(match[1]))
    return None


def is_relative(text: str) -> bool:
    """Whether the text is a time without its year and nothing else ("Kvartal 1", "jan-aug", "Mars")."""
    bare = re.sub(rf"{MONTH}|kvartal|tertial|halvar|\b[qth](?=\s*\d)|kv\.?(?=\s*\d)|[\d\s./-]", "", fold(text))
    return not bare and parse_relative(text, year_span(2000), 2000) is not None


def says_whole_year(text: str) -> bool:
    """Whether the text says that its year is meant whole ("Bidrag per kommun, helår 2023")."""
    return bool(_WHOLE_YEAR.search(fold(text)))


def says_same_part(text: str) -> bool:
    """Whether the text sets the same part of another year beside the report's ("Samma period 2022")."""
    return bool(_SAME_PART.search(fold(text)))
