"""Shares that no whole number of so few people gives: "67 % av de 35"."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from decimal import ROUND_HALF_UP, Decimal

from ingest.checks.sentences_said import Said, before, figure_of, said_finding
from ingest.checks.shares_amounts import COUNT, SHARE, counted, is_near
from ingest.domain import Certainty, Finding, FindingKind, Report, Severity
from ingest.statements_numbers import Mention

_SHARE_OF_FEW = re.compile(rf"{SHARE} av (?:de|samtliga|alla) (?P<whole>{COUNT}) (?=[a-z])")
_OF_FEW_SHARE = re.compile(
    rf"\bav de (?P<whole>{COUNT}) (?P<words>(?:[a-z]+ |(?:19|20)\d\d ){{1,9}}?)"
    rf"(?:hade|har|var|ar|gick|fick|uppger|svarar|anser) {SHARE}"
)
_FINISHED_FEW = re.compile(rf"^\W*(?P<whole>{COUNT}) (?:[a-z]+ )?(?:deltagare|personer|individer)\b[^%]*\b(?P<verb>avslut)")
_FINISHED_SHARES = re.compile(rf"{SHARE}(?: av \w+)? (?:avslut|fortsatt|mot|till|p\.?g\.?a|pa grund|foraldraled|flytt)")
_GOAL = re.compile(r"\b(?:ska|skall|bor|mal|malet|minst)\b")
# More people than that have a whole percentage for nearly every share.
_FEW = 60
_MINOR_POINTS = Decimal(2)


def impossible_shares(report: Report, sentences: Sequence[Said]) -> Iterator[Finding]:
    """Shares that no whole number of so few people gives: "67 % av de 35"."""
    for said in sentences:
        for pattern in (_SHARE_OF_FEW, _OF_FEW_SHARE):
            for match in pattern.finditer(said.folded):
                yield from _impossible(report, said, match, counted(match, "whole"), said, certain=True)
        few = next((m for other in before(said, sentences, 1) if (m := _FINISHED_FEW.match(other.folded))), None)
        if few is not None and few["verb"] in said.folded and not any(said.counts):
            told_before = before(said, sentences, 1)[0]
            for match in _FINISHED_SHARES.finditer(said.folded):
                yield from _impossible(report, said, match, counted(few, "whole"), told_before, certain=False)


def _impossible(
    report: Report, said: Said, match: re.Match[str], whole: Mention, whole_said: Said, certain: bool
) -> Iterator[Finding]:
    share = Decimal(match["share"].replace(",", "."))
    if not 1 < whole.value <= _FEW or match["hedge"] or _GOAL.search(said.folded):
        return
    possible = [Decimal(100) * count / whole.value for count in range(int(whole.value) + 1)]
    nearest = min(possible, key=lambda one: abs(one - share))
    if is_near(nearest, share, "", match["share"]):
        return
    people = round(nearest * whole.value / 100)
    computed = nearest.quantize(Decimal(1), ROUND_HALF_UP)
    mention = next((m for m in said.mentions if m.start == match.start("share")), None)
    yield said_finding(
        report,
        FindingKind.SHARE,
        f"{match['share']} % av {whole.value:f} personer är inget helt antal; närmast är {people} personer, {computed:f} %.",
        (said, whole_said),
        share,
        computed,
        "%",
        certainty=Certainty.CERTAIN if certain else Certainty.INTERPRETATION,
        severity=Severity.MINOR if abs(share - computed) <= _MINOR_POINTS or not certain else Severity.MATERIAL,
        figures=(figure_of(report, said, mention),) if mention else (),
    )
