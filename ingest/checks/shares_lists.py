"""Percentages listed in sentences: lists that must make 100, and two texts that list the same with one value apart."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal

from ingest.checks.sentences_said import Said, counted_at, figure_of, said_finding
from ingest.checks.shares_amounts import SHARE
from ingest.checks.shares_twins import ListedShare, say, told_twice
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
_MIN_LIST = 3
_ROUNDING_PER_PART = Decimal("0.5")
_LETTERS = 4
_PLAUSIBLE = Decimal(25)


def share_lists(report: Report, sentences: Sequence[Said]) -> Iterator[Finding]:
    shares = {said.at: _shares_of(said) for said in sentences}
    yield from _lists_of_all(report, sentences, shares)
    yield from _parallel_lists(report, sentences, shares)
    yield from _pairs_of_places(report, sentences)
    yield from told_twice(report, sentences, shares)
    yield from _out_of_range(report, sentences)


def _shares_of(said: Said) -> tuple[ListedShare, ...]:
    found = list(_SHARE.finditer(said.folded))
    ends = [*(m.start() for m in found[1:]), len(said.folded)]
    return tuple(
        ListedShare(
            said,
            Decimal(m["share"].replace(",", ".")),
            m.start("share"),
            m.end("share"),
            frozenset(stem(w) for w in words(said.sentence.text[m.end() : end]) if len(w) >= _LETTERS and not w[0].isdigit()),
        )
        for m, end in zip(found, ends[-len(found) :] if found else (), strict=True)
    )


def _lists_of_all(report: Report, sentences: Sequence[Said], shares: dict[int, tuple[ListedShare, ...]]) -> Iterator[Finding]:
    """ "Försörjningen fördelade sig så här: 31 procent …" must make 100."""
    for said in sentences:
        listed = shares[said.at]
        total = sum((share.value for share in listed), Decimal(0))
        if len(listed) < _MIN_LIST or not _PARTS.search(said.folded[: listed[0].start]) or _YEAR.search(said.folded):
            continue
        apart = abs(total - 100)
        if _ROUNDING_PER_PART * len(listed) < apart <= _PLAUSIBLE:
            yield _not_all(report, said, listed, total)


def _not_all(report: Report, said: Said, listed: Sequence[ListedShare], total: Decimal) -> Finding:
    parts = " + ".join(say(share.value) for share in listed)
    return said_finding(
        report,
        FindingKind.SHARE,
        f"Andelarna {parts} är tillsammans {say(total)} %, inte 100 %.",
        (said,),
        total,
        Decimal(100),
        "%",
        figures=[figure_of(report, said, counted_at(s.value, s.start, s.end, "%")) for s in listed],
    )


def _parallel_lists(report: Report, sentences: Sequence[Said], shares: dict[int, tuple[ListedShare, ...]]) -> Iterator[Finding]:
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
                    f"Andelarna är tillsammans {say(total)} %. Med {say(wanted)} i stället för {say(share.value)} "
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


def _makes_all(listed: Sequence[ListedShare]) -> bool:
    return abs(sum((share.value for share in listed), Decimal(0)) - 100) <= 1


def _in_same_words(one: Sequence[ListedShare], other: Sequence[ListedShare]) -> bool:
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
                    f"{say(one)} % och {say(other)} % är tillsammans {say(one + other)} %, inte 100 %.",
                    (said,),
                    one + other,
                    Decimal(100),
                    "%",
                    figures=[figure_of(report, said, mention) for mention in mentions],
                )


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
                    f"{say(outside[0].value)} % anges, men andelen sägs ha varierat mellan {say(low)} och {say(high)} %.",
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
