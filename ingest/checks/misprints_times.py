"""Dates and times of day that a slip has left with a part too many or too few."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ingest.checks.outline_places import Spot, Text, spot_around
from ingest.domain import Finding, FindingKind

_FOUR_PARTS = re.compile(r"(?<![\d.])\d{1,2}\.\d{1,2}\.\d{1,2}\.(?:19|20)\d\d(?!\d)")
_CUT_TIME = re.compile(r"\b[Kk]l\.?\s*(?:\d{1,2}-\d{2}-|\d{1,2}[.:]\d{2}\s*[-–])\s*(?=$|\t)")


def time_findings(text: Text) -> Iterator[Finding]:
    for line in text.body():
        for match in _FOUR_PARTS.finditer(line.text):
            parts = match[0].split(".")
            likely = f" (troligen {parts[0]}.{parts[1]}.{parts[3]} eller {parts[0]}.{parts[2]}.{parts[3]})"
            what = f"Datumet ”{match[0]}” har fyra delar{likely}."
            yield text.finding(FindingKind.MISPRINT, what, [_spot(text, line.number, match)], cause="månad eller dag överskriven")
        for match in _CUT_TIME.finditer(line.text):
            what = f"Tiden ”{match[0].strip()}” är avhuggen: sluttiden saknas."
            yield text.finding(FindingKind.MISPRINT, what, [_spot(text, line.number, match)], cause="avhuggen cell")


def _spot(text: Text, number: int, match: re.Match[str]) -> Spot:
    return spot_around(text.report.document.lines[number - 1], match.start(), match.end())
