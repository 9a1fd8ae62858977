"""A digit lost or doubled in one of the numbers that a sentence lists as the parts of another: "68 500 invånare: 2 740 i …"."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal

from ingest.checks.sentences_said import Said, sentences_said
from ingest.checks.words import say_value
from ingest.domain import Certainty, Finding, FindingKind, Place, Report, Severity

_NUMBER = r"\d{1,3}(?: \d{3})+|\d+"
_PLACE = r"(?:i|fran|for|till|hos|pa|av|inom) [^\d,.:;()]{2,40}?"
_UNIT = r"(?: (?:kr|tkr|kronor|invanare|personer|deltagare|st))?"
_PART = rf"(?:{_NUMBER}){_UNIT} {_PLACE}"
_LIST = re.compile(
    rf"(?<![\d,.–-])(?P<whole>{_NUMBER})(?P<words>(?: [^\W\d_]+){{0,4}})(?::|,? (?:varav|fordela\w+ (?:pa|med)))(?: [^\W\d_]+)? "
    rf"(?P<items>{_PART}(?:, (?:och )?{_PART})*(?:,? (?:och|samt) {_PART}))(?=[.;)]|$)"
)
_ITEM = re.compile(rf"(?:^|, (?:och )?|,? (?:och|samt) )(?P<number>{_NUMBER}){_UNIT} (?=(?:i|fran|for|till|hos|pa|av|inom) )")
_MIN_PARTS = 3


def lost_digit_findings(report: Report) -> Iterator[Finding]:
    """Lists whose sum is wrong by what one digit of one part makes."""
    for said in sentences_said(report):
        for match in _LIST.finditer(said.folded):
            whole = _value(match["whole"])
            parts = [_value(item["number"]) for item in _ITEM.finditer(match["items"])]
            if len(parts) < _MIN_PARTS:
                continue
            missing = whole - sum(parts)
            slips = [part for part in parts if missing and part + missing > 0 and _is_a_digit_apart(part, part + missing)]
            if len(slips) == 1:
                yield _finding(report, said, match["words"].strip(), (whole, slips[0], slips[0] + missing))


def _value(printed: str) -> int:
    return int(printed.replace(" ", ""))


def _is_a_digit_apart(one: int, other: int) -> bool:
    """Whether one number is the other with a digit left out."""
    short, long = sorted((str(one), str(other)), key=len)
    return len(long) == len(short) + 1 and any(long[:at] + long[at + 1 :] == short for at in range(len(long)))


def _finding(report: Report, said: Said, words: str, numbers: tuple[int, int, int]) -> Finding:
    whole, printed, right = (Decimal(number) for number in numbers)
    unit = "antal"
    what = (
        f"{say_value(printed, unit)} har fel antal siffror: delarna blir {say_value(whole, unit)} {words}".strip()
        + f" först med {say_value(right, unit)}."
    )
    return Finding(
        id="",
        report=report.id,
        kind=FindingKind.MISPRINT,
        severity=Severity.MINOR,
        certainty=Certainty.CERTAIN,
        what=what,
        places=(Place(report.id, report.document.source_file, said.locator, said.quote),),
        period=report.metadata.period,
        stated=printed,
        computed=right,
        unit=unit,
        cause="en siffra är bortfallen" if printed < right else "en siffra för mycket",
    )
