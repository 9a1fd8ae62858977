"""When something is said to have started: the same activity must not start in two years."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from ingest.checks.claims_findings import claim_finding
from ingest.domain import Certainty, Finding, FindingKind, Report, Severity, TextUnit
from ingest.language import fold

_MONTHS = "januari|februari|mars|april|maj|juni|juli|augusti|september|oktober|november|december"
_WHEN = rf"(?:i |ar |den |fran |fran och med |sedan )*(?:\d{{1,2}} )?(?:(?P<month>{_MONTHS}) )?(?P<year>(?:19|20)\d\d)\b"
_STARTS = tuple(
    re.compile(pattern)
    for pattern in (
        rf"\bsedan (?:projekt|insats|verksamhet)?start(?:en)? {_WHEN}",
        rf"\b(?:startade|startades|startat|paborjades|inleddes|har pagatt|har funnits|pagatt|funnits)(?: \w+)? {_WHEN}",
        rf"\b(?:pagar|pagick|loper|lopte|stracker sig) (?:under tiden |under perioden )?{_WHEN}(?= (?:till|t\.o\.m|-))",
    )
)
_NAME = re.compile(r"(?<![.:!?] )(?<!^)\b(?:[A-ZÅÄÖ][\wåäöé-]+)(?: [A-ZÅÄÖ][\wåäöé-]+)*")
_FIRST_NAME = re.compile(
    r"^(?:Projektet |Insatsen |Verksamheten )?(?P<name>[A-ZÅÄÖ][\wåäö-]+(?: [A-ZÅÄÖ][\wåäö-]+)*)(?: har| som|,)?(?= )"
)
# Something else of the same name starts: a group, a new place, a rehearsal.
_PART = re.compile(
    r"\b(?:grupp\w*|ny\w* (?:omgang|grupp|period)|omgang\w*|kurs\w*|pilot\w*|utvardering\w*|samarbete\w*|forstudie\w*|nystart\w*"
    r"|lokal\w*|tjanst\w*|anstall\w*|deltog|undersokning\w*|utbildning\w*|ater\w*)\b"
)
_NO_NAME = {
    "i",
    "den",
    "det",
    "under",
    "vid",
    "sedan",
    "projektet",
    "insatsen",
    "verksamheten",
    "efter",
    "en",
    "ett",
    "de",
    "som",
}


@dataclass(frozen=True, slots=True)
class _Start:
    unit: TextUnit
    year: int
    month: str


def start_findings(report: Report, sections: Sequence[Sequence[TextUnit]]) -> Iterator[Finding]:
    """The start of a thing named in the sentence, or in the heading right above it, told with two years."""
    first: dict[str, _Start] = {}
    told: set[str] = set()
    for units in sections:
        for unit in units:
            folded = " ".join(fold(unit.text).split())
            match = next((found for pattern in _STARTS if (found := pattern.search(folded))), None)
            if match is None or _PART.search(folded[: match.end()]):
                continue
            name = _subject(report, unit, folded, match.start())
            if not name:
                continue
            start = _Start(unit, int(match["year"]), match["month"] or "")
            other = first.setdefault(name, start)
            if other.year != start.year and name not in told:
                told.add(name)
                yield _finding(report, name, other, start)


def _subject(report: Report, unit: TextUnit, folded: str, at: int) -> str:
    """The one name before the verb; the heading's where the sentence names nothing. "" where it is not certain."""
    text = " ".join(unit.text.split())
    before = text[:at] if len(text) == len(folded) else ""
    names = [match[0] for match in _NAME.finditer(before)]
    if (opening := _FIRST_NAME.match(before + " ")) and fold(opening["name"]) not in _NO_NAME:
        names.insert(0, opening["name"])
    if names:  # the nearest is the subject: "stöd från fonden till projektet Bron, som pågår"
        return fold(names[-1]).strip() if fold(names[-1]) not in _NO_NAME else ""
    heading = unit.locator.section.rsplit(" › ", 1)
    is_name = len(heading) == 2 and len(heading[1].split()) <= 3 and not re.search(r"\d", heading[1])
    return fold(heading[1]).strip(" .:") if is_name else ""


def _finding(report: Report, name: str, first: _Start, other: _Start) -> Finding:
    shown = _as_printed(name, first.unit) or _as_printed(name, other.unit) or name.capitalize()
    what = f"{shown} sägs ha startat {other.year}, men på ett annat ställe {first.year}."
    return claim_finding(
        report,
        other.unit,
        what,
        Certainty.INTERPRETATION,
        Severity.MINOR,
        against=[first.unit],
        stated=other.year,
        computed=first.year,
        unit="år",
        kind=FindingKind.PERIOD,
    )


def _as_printed(name: str, unit: TextUnit) -> str:
    """A folded name with its own letters: folding a word keeps its length."""
    text = f"{' '.join(unit.text.split())} {unit.locator.section}"
    at = fold(text).find(name)
    return text[at : at + len(name)] if at >= 0 and len(fold(text)) == len(text) else ""
