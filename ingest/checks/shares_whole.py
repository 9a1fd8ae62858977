"""Percentages of a sentence that must make a hundred: women and men, or those among whom a whole is divided."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal

from ingest.checks.sentences_said import Said, counted_at, figure_of, said_finding
from ingest.checks.words import say_value
from ingest.domain import Certainty, Finding, FindingKind, Report, Severity

_SHARE = r"(?P<{}>\d{{1,3}}(?:,\d+)?) ?(?:%|procent)(?!-?enhet)"
_ARE = r"(?: (?:utgor|utgjorde|ar|var|svarar for|star for|stod for|blev|uppgar till|uppgick till))?"
_OF = r"(?: av (?:alla |samtliga )?(?:de )?(?:[a-z]+ )?(?:deltagarna|deltagare|inskrivna|personerna|individerna|besokarna|de))?"
_PAIR = re.compile(
    rf"(?:kvinnorna|andelen kvinnor|kvinnor){_ARE} {_SHARE.format('one')}{_OF},? (?:och|medan|samt) "
    rf"(?:mannen|andelen man|man){_ARE} {_SHARE.format('other')}"
    rf"|(?:mannen|andelen man|man){_ARE} {_SHARE.format('two')}{_OF},? (?:och|medan|samt) "
    rf"(?:kvinnorna|andelen kvinnor|kvinnor){_ARE} {_SHARE.format('rest')}"
)
_RATES = re.compile(r"\b(?:gick|gatt|avslut\w*|arbete|studier|nojd\w*|svara\w*|fick|har|hade|lamna\w*|okat|minskat|aret innan)\b")
# "Skäråker 40 %, Ljungvik 30 % och Ängsö 30 %"
_NAMED = re.compile(r"(?P<name>[A-ZÅÄÖ][\w-]+(?: [\w-]+)?) (?P<share>\d{1,3}(?:,\d+)?) ?(?:%|procent)(?=,| och | samt |\.|$)")
# What is said to be "fördelat" is among the lists of shares already.
_DIVIDED = re.compile(r"^(?!.*\bfordel).*\bdela(?:r|s|des|de|t|ts)\b[^:]*:")
_LEAST_NAMES = 3
_ROOM = Decimal("1.1")


def shares_of_a_whole(report: Report, sentences: Sequence[Said]) -> Iterator[Finding]:
    for said in sentences:
        for match in _PAIR.finditer(said.folded):
            groups = ("one", "other") if match["one"] else ("two", "rest")
            if not _RATES.search(said.folded):
                shares = [(match[group], match.start(group)) for group in groups]
                yield from _not_a_hundred(report, said, shares, "Andelen kvinnor och andelen män", FindingKind.SEX_SPLIT)
        divided = _DIVIDED.search(said.folded)
        named = list(_NAMED.finditer(said.sentence.text, divided.end())) if divided else []
        left = _NAMED.sub("", said.sentence.text[divided.end() :]).replace("och", "").replace("samt", "") if divided else ""
        if len(named) >= _LEAST_NAMES and not left.strip(" ,."):
            shares = [(m["share"], m.start("share")) for m in named]
            yield from _not_a_hundred(report, said, shares, "Delarna", FindingKind.SHARE)


def _not_a_hundred(
    report: Report, said: Said, shares: Sequence[tuple[str, int]], who: str, kind: FindingKind
) -> Iterator[Finding]:
    values = [Decimal(print_.replace(",", ".")) for print_, _ in shares]
    total = sum(values, Decimal(0))
    room = _ROOM if len(values) > 2 or any("," not in print_ for print_, _ in shares) else Decimal("0.2")
    if abs(total - 100) <= room:
        return
    last, start = shares[-1]
    mention = counted_at(values[-1], start, start + len(last), "%")
    mention = next((m for m in said.mentions if m.start == start), mention)
    added = " + ".join(say_value(value, "") for value in values)
    yield said_finding(
        report,
        kind,
        f"{who} blir {say_value(total, '%')} tillsammans ({added}), inte 100 %.",
        (said,),
        total,
        Decimal(100),
        "%",
        certainty=Certainty.CERTAIN,
        severity=Severity.MATERIAL if abs(total - 100) > 5 else Severity.MINOR,
        figures=(figure_of(report, said, mention),),
    )
