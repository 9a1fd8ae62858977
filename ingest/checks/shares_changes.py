"""Changes that sentences describe: their direction, their percent, halving and doubling, averages per person."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from decimal import ROUND_HALF_UP, Decimal

from ingest.checks.sentences_said import Said, before, said_finding
from ingest.checks.shares_amounts import SHARE, is_near
from ingest.domain import Certainty, Finding, FindingKind, Report, Severity
from ingest.statements_numbers import MONTH

_UP = r"(?:okat|okade|okar|okning(?:en)?|stigit|steg|hojts|hojdes|hojning(?:en)?|vaxt|vaxte)"
_DOWN = r"(?:minskat|minskade|minskar|minskning(?:en)?|sjunkit|sjonk|sankts|sanktes|sankning(?:en)?|nedgang(?:en)?)"
_NUMBER = r"\d{1,3}(?: \d{3})+|\d+(?:,\d+)?"
_UNIT = r"(?: ?(?:%|procent|kr|tkr|mnkr|kronor|miljoner|: ?-|personer|deltagare|individer|st|timmar|dagar|manader|veckor))?"
_YEAR = r"(?: (?:ar )?(?:19|20)\d\d| \((?:19|20)\d\d\))?"
_FROM_TO = re.compile(
    rf"\b(?:(?P<up>{_UP})|(?P<down>{_DOWN}))(?: [a-z]+){{0,5}}? fran (?:i snitt )?(?:ca |cirka |drygt )?"
    rf"(?P<old>{_NUMBER})(?P<unit>{_UNIT}){_YEAR}"
    rf"(?: [a-z]+){{0,2}}? till (?:i snitt )?(?:ca |cirka |drygt |hela |dagens )?"
    rf"(?P<new>{_NUMBER})(?![\d:]|[.,]\d| ?-)(?P<unit_new>{_UNIT})"
)
_AMOUNTS_TO = re.compile(
    rf"[^.;\d%]{{0,30}}?(?:\(|dvs\.?|det vill saga|motsvarar|vilket (?:ar|ger|innebar)|med|alltsa) ?[^.;\d%]{{0,25}}{SHARE}"
)
_HALVED = re.compile(r"\bhalver(?:at|ats|ade|ades|as|ing)\b")
_DOUBLED = re.compile(r"\bfordubbl(?:at|ats|ade|ades|as|ing)\b")
_AGAINST = re.compile(
    r"\((?P<new>\d+)(?: [a-z]+)? ?(?:[a-z]{2} ?-)? ?(?:(?:19|20)\d\d)? ?(?:jmf|jamfort|mot|jfr)\.? (?:med )?(?P<old>\d+)\b"
)
_AVERAGE = re.compile(
    r"(?P<all>\d{1,3}(?: \d{3})+|\d+) (?P<what>[a-z]+) \(? ?i (?:snitt|genomsnitt)(?P<least> minst)? (?P<each>\d+(?:,\d+)?) ?"
    r"(?:/|per) ?(?:individ|deltagare|person|medborgare)"
)
_AGES = r"\d+ ?-?ar(?:s|ingar|iga)?\b"
_BEHIND = 12
_MORE_THAN_HALF = re.compile(r"\b(?:mer an|nastan|narmare|nara|knappt|drygt) $")


def changes_said(report: Report, sentences: Sequence[Said]) -> Iterator[Finding]:
    for said in sentences:
        yield from _from_to(report, said)
        yield from _halved(report, said)
        yield from _averages(report, said, sentences)


def _decimal(print_: str) -> Decimal:
    return Decimal(print_.replace(" ", "").replace(",", "."))


def _say(value: Decimal) -> str:
    return f"{value:f}".replace(".", ",")


def _from_to(report: Report, said: Said) -> Iterator[Finding]:
    """ "har ökat från 203 till 223, dvs. 10 %": up is up, and the percentage is that of the first number."""
    for match in _FROM_TO.finditer(said.folded):
        old, new = _decimal(match["old"]), _decimal(match["new"])
        units = {match["unit"].strip(), match["unit_new"].strip()} - {""}
        print_ = said.folded[match.start() : match.end() + _BEHIND]
        if re.search(rf"\b\d+ {MONTH}|\balder|{_AGES}", print_):
            continue
        if len(units) > 1 or (not match["unit"] and not match["unit_new"] and _is_year(old) and _is_year(new)):
            continue
        if (new < old) if match["up"] else (new > old):
            verb = match["up"] or match["down"]
            yield said_finding(
                report,
                FindingKind.CONTRADICTION,
                f"Texten talar om en {'ökning' if match['up'] else 'minskning'} från {match['old']} till {match['new']}, "
                "men talen går åt andra hållet.",
                (said,),
                new,
                old,
                "",
                certainty=Certainty.CERTAIN if verb else Certainty.INTERPRETATION,
                severity=Severity.MATERIAL,
            )
            continue
        percent = _AMOUNTS_TO.match(said.folded, match.end())
        if percent is not None and old and not units & {"%", "procent"}:
            exact = 100 * abs(new - old) / old
            if not is_near(exact, _decimal(percent["share"]), percent["hedge"] or "", percent["share"]):
                computed = exact.quantize(Decimal("0.1"), ROUND_HALF_UP)
                yield said_finding(
                    report,
                    FindingKind.SHARE,
                    f"Från {match['old']} till {match['new']} är en ändring med {_say(computed)} %, "
                    f"men {percent['share']} % anges.",
                    (said,),
                    _decimal(percent["share"]),
                    computed,
                    "%",
                )


def _is_year(value: Decimal) -> bool:
    return Decimal(1990) <= value <= Decimal(2100)


def _halved(report: Report, said: Said) -> Iterator[Finding]:
    """ "halverades (15 mot 30)": about half, or about twice."""
    for pattern, ratio, word in ((_HALVED, Decimal("0.5"), "halverats"), (_DOUBLED, Decimal(2), "fördubblats")):
        verb = pattern.search(said.folded)
        pair = _AGAINST.search(said.folded, verb.end()) if verb else None
        if verb is None or pair is None or _MORE_THAN_HALF.search(said.folded[: verb.start()]):
            continue
        new, old = _decimal(pair["new"]), _decimal(pair["old"])
        expected = old * ratio
        if old and abs(new - expected) > expected * Decimal("0.2"):
            yield said_finding(
                report,
                FindingKind.SHARE,
                f"Talen sägs ha {word}, men {_say(new)} mot {_say(old)} är {_say((100 * new / old).quantize(Decimal(1)))} %.",
                (said,),
                new,
                expected,
                "antal",
                certainty=Certainty.INTERPRETATION,
            )


def _averages(report: Report, said: Said, sentences: Sequence[Said]) -> Iterator[Finding]:
    """ "200 kontakter (i snitt minst 2/individ)", with the people counted in the sentences before."""
    for match in _AVERAGE.finditer(said.folded):
        people = next((m for other in before(said, sentences, 3) for m in other.counts if m.value > 1), None)
        if people is None:
            continue
        each, exact = _decimal(match["each"]), _decimal(match["all"]) / people.value
        room = Decimal("0.5").scaleb(-len(match["each"].partition(",")[2]))
        if exact < each if match["least"] else abs(exact - each) > room:
            computed = exact.quantize(Decimal("0.1"), ROUND_HALF_UP)
            yield said_finding(
                report,
                FindingKind.SHARE,
                f"{match['all']} {match['what']} på {people.value:f} personer är {_say(computed)} per person, men "
                f"{'minst ' if match['least'] else ''}{match['each']} anges.",
                (said, *[s for s in before(said, sentences, 3) if people in s.counts]),
                each,
                computed,
                "",
                certainty=Certainty.INTERPRETATION,
                severity=Severity.MINOR,
            )
