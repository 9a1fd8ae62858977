"""Words that name a time or a kind of report: a part of a year called a year, a plan's vision of the year before."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ingest.checks.outline_places import Spot, Text, spot_around
from ingest.domain import Certainty, Figure, Finding, FindingKind, Line, Report, ReportKind, Scenario
from ingest.language import fold
from ingest.periods import span_of

# A report that speaks of itself: with a verb of its own, or as what the board gives or vouches for.
_ITSELF = re.compile(
    r"\barsredovisningen (?:innehaller|ar (?:i till[ai]mpliga delar )?(?:upprattad|uppstalld)|ger en|omfattar|avser"
    r"|redovisar|beskriver|har upprattats)|\bdenna arsredovisning\b|\bavger (?:harmed )?(?:foljande )?arsredovisning\b"
)
_OTHER_YEAR = re.compile(r"arsredovisning(?:en)? (?:for|ar)?\s*\d{4}")
_CLOSING = re.compile(r"\bvid arets slut\b|\barets slut\b")
_YEARLY = re.compile(r"\barets (?:resultat|kassaflode|slut)\b")
_VISION = re.compile(
    r"\bhar for (?:ar(?:et)? )?(?P<a>(?:19|20)\d\d) (?:antagit |beslutat )?foljande (?:\w+ )?(?:vision|mal|huvudmal)"
    r"|\b(?:vision|visionen|huvudmal|huvudmalet|malen) for (?:ar(?:et)? )?(?P<b>(?:19|20)\d\d) (?:ar|lyder|galler)\b"
)
_AUTUMN = re.compile(r"\bhar under hosten (?:tagit|fattat|beslutat|antagit|faststallt|genomfort|haft)\b")
_AUTUMN_BEGINS = 9
_HALF = re.compile(r"\bforsta halvaret\b|\bvt-?\s?\d{2,4}\b|\bvarterminen\b")
_BY_SEX = re.compile(r"(?:kvinn\w*|man|mans)$")
_MIN_COUNT = 10
_NAME = re.compile(r"(?<=[\s/(”\"])[A-ZÅÄÖ][\wÅÄÖåäö]{4,}")


def name_findings(text: Text) -> Iterator[Finding]:
    kind = text.report.metadata.kind
    if is_part_of_year(text.report):
        yield from _called_annual(text)
        yield from _called_year_end(text)
        yield from _autumn_to_come(text)
        yield from _half_for_the_whole(text)
    if kind in (ReportKind.OPERATIONAL_PLAN, ReportKind.BUDGET):
        yield from _vision_of_last_year(text)


def is_part_of_year(report: Report) -> bool:
    return report.metadata.kind is ReportKind.INTERIM_REPORT and "/" in report.metadata.period


def _called_annual(text: Text) -> Iterator[Finding]:
    """OCR drops accents and swaps letters: "drsredovisningen" is the same word."""
    spots = [spot for line in text.body() for spot in _found(line, _ITSELF) if not _OTHER_YEAR.search(fold(spot.quote))]
    if spots:
        what = "Rapporten är en delårsrapport men kallar sig årsredovisning" + (
            f" på {len(spots)} ställen." if len(spots) > 1 else "."
        )
        yield text.finding(FindingKind.PERIOD, what, spots, cause="texten är kvar från årsredovisningen")


def _found(line: Line, pattern: re.Pattern[str]) -> Iterator[Spot]:
    folded = fold(line.text).replace("drsredovisning", "arsredovisning")
    match = pattern.search(folded)
    if match is not None and len(folded) == len(line.text):
        yield spot_around(line, match.start(), match.end())


def _called_year_end(text: Text) -> Iterator[Finding]:
    """Rows "at the end of the year" whose amounts are of the day the report ends."""
    end = text.report.metadata.period_end.isoformat()
    rows = [f for f in text.report.figures if (f.period or "").endswith(end) and _YEARLY.search(fold(f.row))]
    closing = [figure for figure in rows if _CLOSING.search(fold(figure.row))]
    if not closing:
        return
    labels = list(dict.fromkeys(figure.row for figure in (*closing, *rows)))
    what = f"”{closing[0].row}” står över belopp per {end}, som inte är årets slut."
    others = [f"Även ”{label}” avser bara perioden." for label in labels if not _CLOSING.search(fold(label))]
    spots: list[Figure] = [*closing, *(figure for figure in rows if figure not in closing)]
    cause = "raderna är kvar från årsredovisningen"
    yield text.finding(FindingKind.PERIOD, what, spots, consequences=others, cause=cause)


def _autumn_to_come(text: Text) -> Iterator[Finding]:
    end = text.report.metadata.period_end
    if end.month >= _AUTUMN_BEGINS:
        return
    for line in text.body():
        for spot in _found(line, _AUTUMN):
            what = f"Texten säger vad som har skett under hösten, men rapporten går bara till och med {end.isoformat()}."
            cause = "texten är kvar från en tidigare rapport"
            yield text.finding(FindingKind.PERIOD, what, [spot], Certainty.INTERPRETATION, cause=cause)


def _half_for_the_whole(text: Text) -> Iterator[Finding]:
    """A count said of the first half that is said of the whole, longer period elsewhere."""
    period = text.report.metadata.period
    whole = span_of(period)
    counts = [f for f in text.report.statements if f.unit == "antal" and f.value >= _MIN_COUNT and f.scenario is Scenario.OUTCOME]
    pairs: list[tuple[Figure, Figure]] = []
    for half in counts:
        if not _HALF.search(fold(half.raw)) or half.period == period or whole.end.month <= 6 or _BY_SEX.search(fold(half.row)):
            continue
        twin = next((f for f in counts if f.value == half.value and f.period == period and _same_name(half.raw, f.raw)), None)
        if twin is not None:
            pairs.append((half, twin))
    if pairs:
        numbers = ", ".join(dict.fromkeys(f"{half.value:f}" for half, _ in pairs))
        elsewhere = f"Uppgifter som på annat ställe avser hela perioden till och med {whole.end.isoformat()}"
        what = f"{elsewhere} sägs gälla första halvåret ({numbers})."
        cause = "halvårsorden är kvar från en annan rapport"
        spots = [figure for pair in pairs for figure in pair]
        yield text.finding(FindingKind.PERIOD, what, spots, Certainty.INTERPRETATION, cause=cause)


def _same_name(one: str, other: str) -> bool:
    return bool(set(_NAME.findall(one)) & set(_NAME.findall(other)))


def _vision_of_last_year(text: Text) -> Iterator[Finding]:
    own = text.report.metadata.period_start.year
    for line in text.body():
        folded = fold(line.text)
        match = _VISION.search(folded)
        if match is None or len(folded) != len(line.text) or int(match["a"] or match["b"]) >= own:
            continue
        what = f"Visionen eller målen anges gälla {match['a'] or match['b']}, men planen gäller {own}."
        spot = spot_around(line, match.start(), match.end())
        yield text.finding(FindingKind.PERIOD, what, [spot], cause="texten är kvar från föregående års plan")
