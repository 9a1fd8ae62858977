"""Two texts that list the same percentages, told of one survey or event, with one value apart."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import combinations

from ingest.checks.sentences_said import Said, counted_at, figure_of, said_finding
from ingest.domain import Finding, FindingKind, Report, Severity

_RATE = re.compile(r"\bsvarsfrekvens\w* (?:pa |var |ar |om |blev )?(?P<hedge>ca |cirka |drygt )?(?P<share>\d{1,3}(?:,\d+)?) ?%")
_ASKED = re.compile(r"(?<!\d)(?P<count>\d+) (?:deltagare|besokare|personer)\b")
_ANSWERS = re.compile(r"(?<!\d)(?P<count>\d+) (?:[a-z]+ )?(?:enkat(?:er|svar)|svar)\b")
_RATE_ROOM = Decimal(3)


_ALIKE_IN_TWINS = 3
_TWIN_POINTS = Decimal(15)
_GOAL = re.compile(r"\b(?:ska|skall|bor|minst)\b")


@dataclass(frozen=True, slots=True)
class ListedShare:
    """A percentage and the stems of the words behind it, up to the next one."""

    said: Said
    value: Decimal
    start: int
    end: int
    stems: frozenset[str]


def say(value: Decimal) -> str:
    return f"{value:f}".replace(".", ",")


def told_twice(report: Report, sentences: Sequence[Said], shares: dict[int, tuple[ListedShare, ...]]) -> Iterator[Finding]:
    """Two texts that give at least three percentages alike, in the same words, and one in the same words apart."""
    texts: dict[str, list[ListedShare]] = {}
    whole: dict[str, list[Said]] = {}
    for said in sentences:
        texts.setdefault(said.passage, []).extend(() if _GOAL.search(said.folded) else shares[said.at])
        whole.setdefault(said.passage, []).append(said)
    told = [text for text in texts.values() if len(text) > _ALIKE_IN_TWINS]
    for one, other in _comparable(told):
        pairs = [(a, b) for a in one for b in other if _same_words(a, b)]
        alike = [(a, b) for a, b in pairs if a.value == b.value]
        settled = {id(share) for pair in alike for share in pair}
        if len(alike) >= _ALIKE_IN_TWINS:
            yield from _response_rate(report, whole[one[0].said.passage], whole[other[0].said.passage])
        for a, b in pairs:
            apart = abs(a.value - b.value)
            alone = sum(x is a or y is b for x, y in pairs) == 1
            if len(alike) >= _ALIKE_IN_TWINS and alone and 0 < apart <= _TWIN_POINTS and not {id(a), id(b)} & settled:
                label = b.said.sentence.text[b.end :].lstrip(" %").split(".")[0][:80]
                yield said_finding(
                    report,
                    FindingKind.CONTRADICTION,
                    f"{say(b.value)} % ({label.strip()}) anges på ett ställe och {say(a.value)} % på ett annat.",
                    (b.said, a.said),
                    b.value,
                    a.value,
                    "%",
                    figures=[figure_of(report, s.said, counted_at(s.value, s.start, s.end, "%")) for s in (b, a)],
                )


def _comparable(told: Sequence[list[ListedShare]]) -> Iterator[tuple[list[ListedShare], list[ListedShare]]]:
    """The pairs of texts with enough values in common: two tellings of one thing agree in most."""
    values = [Counter(share.value for share in text) for text in told]
    for (one, ones), (other, others) in combinations(zip(told, values, strict=True), 2):
        if sum((ones & others).values()) >= _ALIKE_IN_TWINS:
            yield one, other


def _response_rate(report: Report, one: Sequence[Said], other: Sequence[Said]) -> Iterator[Finding]:
    """ "svarsfrekvens ca 60 %" where the other telling of the same survey gives 100 answers of 200."""
    for rated, counted in ((one, other), (other, one)):
        rate = next(((said, m) for said in rated if (m := _RATE.search(said.folded))), None)
        asked = {m["count"] for said in counted for m in _ASKED.finditer(said.folded)}
        answers = [(said, m) for said in counted for m in _ANSWERS.finditer(said.folded)]
        if rate is None or len(asked) != 1 or len(answers) != 1:
            continue
        count, people, share = Decimal(answers[0][1]["count"]), Decimal(asked.pop()), Decimal(rate[1]["share"].replace(",", "."))
        if 0 < count <= people and abs(100 * count / people - share) > _RATE_ROOM:
            exact = (100 * count / people).quantize(Decimal(1))
            yield said_finding(
                report,
                FindingKind.SHARE,
                f"Svarsfrekvensen sägs vara {say(share)} %, men {say(count)} svar av {say(people)} är {say(exact)} %.",
                (rate[0], answers[0][0]),
                share,
                exact,
                "%",
                severity=Severity.MINOR,
                figures=(figure_of(report, rate[0], counted_at(share, rate[1].start("share"), rate[1].end("share"), "%")),),
            )


def _same_words(one: ListedShare, other: ListedShare) -> bool:
    shared = one.stems & other.stems
    return len(shared) >= 2 and len(shared) * 5 >= min(len(one.stems), len(other.stems)) * 3
