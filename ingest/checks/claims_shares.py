"""A share said to have risen or fallen, against the two shares that the sentences around it give."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

from ingest.checks.claims_findings import cite, claim_finding
from ingest.checks.words import say_value
from ingest.domain import Certainty, Finding, Report, Severity, TextUnit
from ingest.language import fold, stem

_UP = r"okat|okade|stigit|steg|vuxit|vaxte|gatt upp|gick upp"
_DOWN = r"minskat|minskade|sjunkit|sjonk|gatt ner|gick ner|fallit|foll"
_CLAIM = re.compile(
    rf"^(?:darmed |alltsa |saledes )?(?:har )?andelen (?P<who>[a-z]+)\b(?: [a-z]+){{0,4}}? (?P<way>{_UP}|{_DOWN})\b(?P<rest>.*)$"
)
_SHARE = re.compile(r"(?<![\d,])(?P<share>\d{1,3}(?:,\d+)?) ?(?:%|procent)(?!enhet)")
_BEFORE = re.compile(
    r"\b(?:forra aret|i fjol|fjolaret\w*|foregaende ar\w*|aret (?:innan|fore)|tidigare|(?P<year>(?:19|20)\d\d))\b"
)
# "…ökade till 57 procent, att jämföra med 59 procent året före"
_AGAINST = r"(?:mot|jamfort med|att jamfora med|fran)"
_REACH = 3
_LINES = 4


@dataclass(frozen=True, slots=True)
class _Told:
    """The shares of a group as sentences give them: this period's and the one before."""

    now: Decimal
    before: Decimal
    units: tuple[TextUnit, ...]


def share_claim_findings(report: Report, units: Sequence[TextUnit]) -> Iterator[Finding]:
    """`units` are the sentences of one section, in order."""
    for n, unit in enumerate(units):
        match = _CLAIM.match(" ".join(fold(unit.text).split()))
        if match is None:
            continue
        around = (*reversed(units[max(0, n - _REACH) : n]), *units[n + 1 : n + 2])
        told = _in_sentence(unit, match) or _around(report, unit, match["who"], around)
        is_up = re.fullmatch(_UP, match["way"]) is not None
        if told is None or (told.now > told.before) == is_up and told.now != told.before:
            continue
        word = "ökat" if is_up else "minskat"
        what = f"”{cite(unit.text, 70)}”: andelen sägs ha {word}, men den var {say_value(told.before, '%')} före"
        what += f" och är {say_value(told.now, '%')}."
        yield claim_finding(
            report,
            unit,
            what,
            Certainty.INTERPRETATION,
            Severity.MATERIAL,
            against=told.units,
            stated=told.now,
            computed=told.before,
            unit="%",
        )


def _in_sentence(unit: TextUnit, match: re.Match[str]) -> _Told | None:
    """Both shares in the claim itself: "till 57 procent (59 procent 2021)", "till 57 procent från 59 procent"."""
    shares = list(_SHARE.finditer(match["rest"]))
    if len(shares) != 2 or not re.match(r".*\btill (?:\w+ )?$", match["rest"][: shares[0].start()]):
        return None
    between, behind = match["rest"][shares[0].end() : shares[1].start()], match["rest"][shares[1].end() :]
    if not re.fullmatch(rf",? ?(?:\(|{_AGAINST} )(?:\w+ )?", between) or re.search(r"\b(?:och|for)\b", behind):
        return None
    return _Told(_number(shares[0]), _number(shares[1]), ())


def _around(report: Report, unit: TextUnit, who: str, around: Sequence[TextUnit]) -> _Told | None:
    """The group's share in one sentence near, and last year's in another."""
    now: list[tuple[Decimal, TextUnit]] = []
    before: list[tuple[Decimal, TextUnit]] = []
    for other in around:
        folded = " ".join(fold(other.text).split())
        if _lines_apart(unit, other) > _LINES:
            break
        share = _share_of(who, folded)
        if share is None:
            continue
        past = _BEFORE.search(folded)
        is_past = past is not None and past["year"] != str(report.metadata.period_end.year)
        (before if is_past else now).append((share, other))
    if len(now) != 1 or len(before) != 1:
        return None
    return _Told(now[0][0], before[0][0], (now[0][1], before[0][1]))


def _share_of(who: str, folded: str) -> Decimal | None:
    """The only share of a sentence, or of its clause, that names the group."""
    for clause in (folded, *re.split(r",? (?:och|medan|men) |; ", folded)):
        shares = list(_SHARE.finditer(clause))
        words = set(re.findall(r"[a-z]+", clause))
        if len(shares) == 1 and (words & {who, f"{who}na", f"{who}nen"} or stem(who) in {stem(word) for word in words}):
            return _number(shares[0])
    return None


def _lines_apart(one: TextUnit, other: TextUnit) -> int:
    if one.locator.lines is None or other.locator.lines is None:
        return 0
    return max(one.locator.lines[0], other.locator.lines[0]) - min(one.locator.lines[1], other.locator.lines[1])


def _number(match: re.Match[str]) -> Decimal:
    return Decimal(match["share"].replace(",", "."))
