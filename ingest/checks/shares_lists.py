"""Percentages listed in sentences: lists that must make 100, and two texts that list the same with one value apart."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import combinations

from ingest.checks.sentences_said import Said, counted_at, figure_of, said_finding
from ingest.checks.shares_amounts import SHARE
from ingest.domain import Certainty, Finding, FindingKind, Report, Severity
from ingest.language import stem, words

_SHARE = re.compile(SHARE)
_PLACES = r"(?P<word>fran|mantalsskrivna i|bosatta i|boende i|folkbokforda i)"
_PAIR_OF_PLACES = re.compile(
    rf"(?<!\d)(?P<one>\d{{1,3}}(?:,\d+)?) ?% (?:var |ar |kommer |kom )?{_PLACES} \w+(?: kommun)?,? ?(?:och )?"
    r"(?P<other>\d{1,3}(?:,\d+)?) ?% (?:var |ar |kommer |kom )?(?P=word) \w+"
)
_PAIR_OF_NAMES = re.compile(r"(?<!\d)(?P<one>\d{1,3}) ?% (?P<a>[A-ZÅÄÖ]\w{4,}) och (?P<other>\d{1,3}) ?% (?P<b>[A-ZÅÄÖ]\w{4,})")
_PAIR_OF_SEXES = re.compile(
    r"\bandelen (?P<a>kvinnor|man) (?:ar|var|utgor|utgjorde|blev) (?P<one>\d{1,3}(?:,\d+)?) ?(?:%|procent) och "
    r"(?:andelen )?(?!(?P=a))(?:kvinnor|man) (?:ar |var )?(?P<other>\d{1,3}(?:,\d+)?) ?(?:%|procent)"
)
_VARIED = re.compile(r"\bvarierat mellan (?P<low>\d+(?:,\d+)?) ?%? och (?:som mest )?(?P<high>\d+(?:,\d+)?) ?%")
_PARTS = re.compile(r"\bfordela(?:r|s|t|de|d)?\b|\bfordelningen\b")
_YEAR = re.compile(r"\b(?:19|20)\d\d\b")
_GOAL = re.compile(r"\b(?:ska|skall|bor|minst)\b")
_MIN_LIST = 3
_ROUNDING_PER_PART = Decimal("0.5")
_ALIKE_IN_TWINS = 3
_LETTERS = 4
_PLAUSIBLE = Decimal(25)
_TWIN_POINTS = Decimal(15)


@dataclass(frozen=True, slots=True)
class _Share:
    """A percentage and the stems of the words behind it, up to the next one."""

    said: Said
    value: Decimal
    start: int
    end: int
    stems: frozenset[str]


def share_lists(report: Report, sentences: Sequence[Said]) -> Iterator[Finding]:
    shares = {said.at: _shares_of(said) for said in sentences}
    yield from _lists_of_all(report, sentences, shares)
    yield from _parallel_lists(report, sentences, shares)
    yield from _pairs_of_places(report, sentences)
    yield from _twins(report, sentences, shares)
    yield from _out_of_range(report, sentences)


def _shares_of(said: Said) -> tuple[_Share, ...]:
    found = list(_SHARE.finditer(said.folded))
    ends = [*(m.start() for m in found[1:]), len(said.folded)]
    return tuple(
        _Share(
            said,
            Decimal(m["share"].replace(",", ".")),
            m.start("share"),
            m.end("share"),
            frozenset(stem(w) for w in words(said.sentence.text[m.end() : end]) if len(w) >= _LETTERS and not w[0].isdigit()),
        )
        for m, end in zip(found, ends[-len(found) :] if found else (), strict=True)
    )


def _lists_of_all(report: Report, sentences: Sequence[Said], shares: dict[int, tuple[_Share, ...]]) -> Iterator[Finding]:
    """ "Försörjningen fördelade sig så här: 31 procent …" must make 100."""
    for said in sentences:
        listed = shares[said.at]
        total = sum((share.value for share in listed), Decimal(0))
        if len(listed) < _MIN_LIST or not _PARTS.search(said.folded[: listed[0].start]) or _YEAR.search(said.folded):
            continue
        apart = abs(total - 100)
        if _ROUNDING_PER_PART * len(listed) < apart <= _PLAUSIBLE:
            yield _not_all(report, said, listed, total)


def _not_all(report: Report, said: Said, listed: Sequence[_Share], total: Decimal) -> Finding:
    parts = " + ".join(_say(share.value) for share in listed)
    return said_finding(
        report,
        FindingKind.SHARE,
        f"Andelarna {parts} är tillsammans {_say(total)} %, inte 100 %.",
        (said,),
        total,
        Decimal(100),
        "%",
        figures=[figure_of(report, said, counted_at(s.value, s.start, s.end, "%")) for s in listed],
    )


def _say(value: Decimal) -> str:
    return f"{value:f}".replace(".", ",")


def _parallel_lists(report: Report, sentences: Sequence[Said], shares: dict[int, tuple[_Share, ...]]) -> Iterator[Finding]:
    """Lists in the same words for two groups: where one makes 100, so must the other."""
    lists = [(said, shares[said.at]) for said in sentences if len(shares[said.at]) >= _MIN_LIST and not _YEAR.search(said.folded)]
    for said, listed in lists:
        total = sum((share.value for share in listed), Decimal(0))
        apart = abs(total - 100)
        if apart <= _ROUNDING_PER_PART * len(listed) + 1:
            continue
        whole = next(
            (other for other, others in lists if other is not said and _makes_all(others) and _in_same_words(listed, others)),
            None,
        )
        if whole is None or (total < 100 and len(listed) < len(shares[whole.at])):
            continue
        for share in listed:
            wanted = share.value + 100 - total
            if wanted > 0 and _is_slip(share.value, wanted):
                yield said_finding(
                    report,
                    FindingKind.MISPRINT,
                    f"Andelarna är tillsammans {_say(total)} %. Med {_say(wanted)} i stället för {_say(share.value)} "
                    "blir de 100 %, som i motsvarande uppräkning.",
                    (said, whole),
                    share.value,
                    wanted,
                    "%",
                    certainty=Certainty.CERTAIN if wanted == share.value * 10 else Certainty.INTERPRETATION,
                    severity=Severity.MATERIAL,
                    figures=(figure_of(report, said, counted_at(share.value, share.start, share.end, "%")),),
                    cause="en nolla saknas" if wanted == share.value * 10 else "en siffra fel",
                )
                break
        else:
            if total > 100:
                yield _not_all(report, said, listed, total)


def _makes_all(listed: Sequence[_Share]) -> bool:
    return abs(sum((share.value for share in listed), Decimal(0)) - 100) <= 1


def _in_same_words(one: Sequence[_Share], other: Sequence[_Share]) -> bool:
    """Whether the first three labels say the same, in the same order."""
    return all(len(a.stems & b.stems) >= max(1, len(a.stems | b.stems) * 0.6) for a, b in zip(one[:3], other[:3], strict=False))


def _is_slip(stated: Decimal, wanted: Decimal) -> bool:
    """Whether one digit parts two percentages: dropped, added or another one."""
    one, other = f"{stated:f}", f"{wanted:f}"
    if len(one) == len(other):
        return sum(a != b for a, b in zip(one, other, strict=True)) == 1
    shorter, longer = sorted((one, other), key=len)
    return len(longer) == len(shorter) + 1 and any(longer[:i] + longer[i + 1 :] == shorter for i in range(len(longer)))


def _pairs_of_places(report: Report, sentences: Sequence[Said]) -> Iterator[Finding]:
    """ "78 % från Norrby och 22 % från Vik", where no third place is named."""
    for said in sentences:
        in_folded = (*_PAIR_OF_PLACES.finditer(said.folded), *_PAIR_OF_SEXES.finditer(said.folded))
        for match in (*in_folded, *_PAIR_OF_NAMES.finditer(said.sentence.text)):
            one, other = (Decimal(match[group].replace(",", ".")) for group in ("one", "other"))
            more = _SHARE.match(said.folded[match.end() :].lstrip(" ,och"))
            if 1 < abs(one + other - 100) <= _PLAUSIBLE and more is None:
                mentions = [counted_at(v, match.start(g), match.end(g), "%") for v, g in ((one, "one"), (other, "other"))]
                yield said_finding(
                    report,
                    FindingKind.SHARE,
                    f"{_say(one)} % och {_say(other)} % är tillsammans {_say(one + other)} %, inte 100 %.",
                    (said,),
                    one + other,
                    Decimal(100),
                    "%",
                    figures=[figure_of(report, said, mention) for mention in mentions],
                )


def _twins(report: Report, sentences: Sequence[Said], shares: dict[int, tuple[_Share, ...]]) -> Iterator[Finding]:
    """Two texts that give at least three percentages alike, in the same words, and one in the same words apart."""
    texts: dict[str, list[_Share]] = {}
    whole: dict[str, list[Said]] = {}
    for said in sentences:
        texts.setdefault(said.passage, []).extend(() if _GOAL.search(said.folded) else shares[said.at])
        whole.setdefault(said.passage, []).append(said)
    told = [text for text in texts.values() if len(text) > _ALIKE_IN_TWINS]
    for one, other in combinations(told, 2):
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
                    f"{_say(b.value)} % ({label.strip()}) anges på ett ställe och {_say(a.value)} % på ett annat.",
                    (b.said, a.said),
                    b.value,
                    a.value,
                    "%",
                    figures=[figure_of(report, s.said, counted_at(s.value, s.start, s.end, "%")) for s in (b, a)],
                )


_RATE = re.compile(r"\bsvarsfrekvens\w* (?:pa |var |ar |om |blev )?(?P<hedge>ca |cirka |drygt )?(?P<share>\d{1,3}(?:,\d+)?) ?%")
_ASKED = re.compile(r"(?<!\d)(?P<count>\d+) (?:deltagare|besokare|personer)\b")
_ANSWERS = re.compile(r"(?<!\d)(?P<count>\d+) (?:[a-z]+ )?(?:enkat(?:er|svar)|svar)\b")
_RATE_ROOM = Decimal(3)


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
                f"Svarsfrekvensen sägs vara {_say(share)} %, men {_say(count)} svar av {_say(people)} är {_say(exact)} %.",
                (rate[0], answers[0][0]),
                share,
                exact,
                "%",
                severity=Severity.MINOR,
                figures=(figure_of(report, rate[0], counted_at(share, rate[1].start("share"), rate[1].end("share"), "%")),),
            )


def _same_words(one: _Share, other: _Share) -> bool:
    shared = one.stems & other.stems
    return len(shared) >= 2 and len(shared) * 5 >= min(len(one.stems), len(other.stems)) * 3


def _out_of_range(report: Report, sentences: Sequence[Said]) -> Iterator[Finding]:
    """ "har varierat mellan 30 % och som mest 48 %": one year of a series lies outside, the others within."""
    for said in sentences:
        match = _VARIED.search(said.folded)
        if match is None:
            continue
        low, high = (Decimal(match[group].replace(",", ".")) for group in ("low", "high"))
        topics = _long_words(said.folded[: match.start()])
        for other in sentences:
            if other is said or not topics & _long_words(other.folded) or len(_YEAR.findall(other.folded)) < 2:
                continue
            listed = _shares_of(other)
            outside = [s for s in listed if not low - 1 <= s.value <= high + 1]
            if len(outside) == 1 and len(listed) >= _MIN_LIST:
                yield said_finding(
                    report,
                    FindingKind.CONTRADICTION,
                    f"{_say(outside[0].value)} % anges, men andelen sägs ha varierat mellan {_say(low)} och {_say(high)} %.",
                    (other, said),
                    outside[0].value,
                    None,
                    "%",
                    severity=Severity.MATERIAL,
                    figures=(figure_of(report, other, counted_at(outside[0].value, outside[0].start, outside[0].end, "%")),),
                    cause="en siffra saknas" if outside[0].value < 10 <= low else "",
                )


def _long_words(folded: str) -> set[str]:
    """The long words of a text, two-word compounds as one ("egen försörjning" is "egenförsörjning")."""
    plain = re.findall(r"[a-z]+", folded.replace("egen forsorjning", "egenforsorjning"))
    return {word[:14] for word in plain if len(word) >= 12}
