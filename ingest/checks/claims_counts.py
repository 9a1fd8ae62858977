"""Numbers of things announced against what is listed, and the same thing counted twice."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from ingest.checks.claims_findings import claim_finding
from ingest.checks.number_words import SPELLED_OR_DIGITS, number_of
from ingest.domain import Certainty, Finding, Report, Severity, TextUnit, UnitKind
from ingest.language import fold

# "Visionen bygger på tre hörnstenar:", "följande fyra delar:"; the number must be the last thing counted before the colon.
_ANNOUNCED = re.compile(
    rf"\b(?P<count>{SPELLED_OR_DIGITS}) (?P<what>(?:[a-z]+(?:a|ande) )?[a-z]+(?:ar|or|er|en|a|mal|steg|teman|omraden))"
    r"(?: (?:for|i|av|under|som|att) [^:.]{0,60})?:$"
)
_ITEM = re.compile(r"(?:(?<=\s)|^)(?:[-–•·✓*]|o|e|\d{1,2}[.)])\s+(?=\S)")
_BODY = r"(?P<who>styrelsen|beredningsgruppen|arbetsutskottet|presidiet|medlemsradet)"
_MEETINGS = re.compile(
    rf"\b{_BODY} (?:har |hade |holl |genomforde )?(?:under (?P<when>[a-z0-9 -]{{3,40}}?) )?"
    r"(?:haft |hallit |genomfort |sammantratt )?"
    rf"(?P<count>{SPELLED_OR_DIGITS}) (?P<sort>[a-z]+ )?(?:styrelse)?(?:sammantraden|moten|ganger)\b"
)
_WHEN_BEFORE = re.compile(r"\b(?:under|i) (?P<when>[a-z0-9 -]{3,40}?) (?:har |hade |holl )?$")
# The report's own time, as good as none.
_THE_YEAR = re.compile(r"(?:aret|perioden|verksamhetsaret|ar)?(?: ?20\d\d)?")
_SEATS = re.compile(
    rf"\b(?:{_BODY} (?:bestar av|bestod av|har)|en (?P<who2>styrelse) (?:med|pa)) (?P<count>{SPELLED_OR_DIGITS}) "
    r"(?P<sort>ordinarie )?(?P<what>ledamoter|ersattare)\b"
)


# "810 samverkansparter har tagit del av strukturövergripande insatser"
_TOOK_PART = re.compile(
    r"^(?P<count>\d{1,3}(?: \d{3})+|\d+) (?P<who>[a-z]+) (?:(?:har|uppskattas|beraknas|ha) )*"
    r"(?:deltagit i|tagit del av|deltog i|tog del av) (?P<what>[a-z]{12,} [a-z]+)\.?$"
)
# What is longer is a page that the reader took for a list.
_LONGEST_LIST = 1500


def count_findings(report: Report, sections: Sequence[Sequence[TextUnit]]) -> Iterator[Finding]:
    units = [unit for section in sections for unit in section]
    for unit in units:
        if unit.kind is UnitKind.LIST:
            yield from _listed(report, unit)
    yield from _said_twice(report, units, _MEETINGS, "möten")
    yield from _said_twice(report, units, _SEATS, "ledamöter")
    yield from _took_part(report, units)


def _listed(report: Report, unit: TextUnit) -> Iterator[Finding]:
    """A list against the number its introduction announces."""
    marks = list(_ITEM.finditer(unit.text))
    if not marks:
        return
    introduction = unit.text[: marks[0].start()].strip()
    said = _ANNOUNCED.search(" ".join(fold(introduction).split()))
    count = number_of(said["count"]) if said else None
    kinds = {re.sub(r"\d+", "1", mark[0].strip()) for mark in marks}
    # a dash before a tick, or a dash within an item, are not two items
    items = _items(unit.text)
    if said is None or count is None or count < 2 or len(kinds) != 1 and items != count or len(unit.text) >= _LONGEST_LIST:
        return
    if items != count and items >= 2:
        what = f"Texten säger {count} ({_as_printed(introduction, said['what'])}), men listan har {items} punkter."
        yield claim_finding(
            report, unit, what, Certainty.INTERPRETATION, Severity.MINOR, stated=count, computed=items, unit="punkter"
        )


def _items(text: str) -> int:
    return len(re.findall(r"(?:(?<=\s)|^)(?:[-–] )?(?:[•·✓*]|[-–]|\d{1,2}[.)]|[oe](?= [A-ZÅÄÖ]))\s+(?=[^\s•·✓*–-])", text))


def _as_printed(introduction: str, folded: str) -> str:
    words = introduction.rstrip(":").split()
    return next((" ".join(words[n:]) for n, word in enumerate(words) if fold(word) == folded.split()[0]), folded)


def _said_twice(report: Report, units: Sequence[TextUnit], pattern: re.Pattern[str], of: str) -> Iterator[Finding]:
    """The same body's meetings or seats in two sentences with the same time and sort and another number."""
    first: dict[tuple[str, ...], tuple[TextUnit, int]] = {}
    for unit in units:
        folded = " ".join(fold(unit.text).split())
        for match in pattern.finditer(folded):
            groups = match.groupdict()
            count = number_of(match["count"])
            who = groups.get("who") or f"{groups.get('who2')}n"
            before = _WHEN_BEFORE.search(folded[: match.start()])
            when = groups.get("when") or (before["when"] if before else "")
            key = (who, groups.get("sort") or "", groups.get("what") or "", "" if _THE_YEAR.fullmatch(when) else when)
            if count is None:
                continue
            other, known = first.setdefault(key, (unit, count))
            if known != count and other.text != unit.text:
                what = f"Antalet {of} för {who} anges till {count}, men på ett annat ställe till {known}."
                yield claim_finding(
                    report,
                    unit,
                    what,
                    Certainty.INTERPRETATION,
                    Severity.MINOR,
                    against=[other],
                    stated=count,
                    computed=known,
                    unit=of,
                )


def _took_part(report: Report, units: Sequence[TextUnit]) -> Iterator[Finding]:
    """Two whole sentences that count those who took part in the very same thing."""
    first: dict[str, tuple[TextUnit, int]] = {}
    for unit in units:
        match = _TOOK_PART.match(" ".join(fold(unit.text).split()))
        if match is None:
            continue
        count = int(match["count"].replace(" ", ""))
        other, known = first.setdefault(match["what"], (unit, count))
        if known != count:
            what = f"{known} anges ha tagit del av samma insatser som på ett annat ställe {count}."
            yield claim_finding(
                report,
                other,
                what,
                Certainty.INTERPRETATION,
                Severity.MATERIAL,
                against=[unit],
                stated=known,
                computed=count,
                unit="antal",
            )
