"""How findings are said in Swedish on the page *Granskning* and in its exports."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from datetime import date, datetime
from decimal import Decimal

from assistant.answer import Citation
from ingest.checks.words import say_value
from ingest.domain import Finding, FindingKind, Place, Severity
from ui.listing import lines_text, page_text
from ui.review_choice import WORST_FIRST, Choice
from vectorstore.entries import ReportEntry, StoredFinding

MONTHS = "januari februari mars april maj juni juli augusti september oktober november december".split()
LONGEST_SUM = 90  # characters of a calculation that is still read, not skipped
_ONE_AND_MANY = {
    Severity.MATERIAL: ("väsentlig", "väsentliga"),
    Severity.MINOR: ("mindre", "mindre"),
    Severity.ROUNDING: ("öresavrundning", "öresavrundningar"),
}
_NUMBER = re.compile(r"\d+(?:\.\d+)?")
_BASE_UNITS = {"tkr": "kr", "mnkr": "kr"}  # a finding's expression is in kronor whatever the print is in


def summary_text(findings: Sequence[StoredFinding], left_out: int = 0) -> str:
    """ "12 fynd: 5 väsentliga och 7 mindre. 3 förklarade visas inte." """
    if not findings:
        counted = "Inga fynd."
    else:
        counts = Counter(stored.finding.severity for stored in findings)
        parts = [f"{counts[one]} {_ONE_AND_MANY[one][counts[one] > 1]}" for one in WORST_FIRST if counts[one]]
        counted = f"{len(findings)} fynd: {_listed(parts)}."
    closed = sum(stored.explained is not None for stored in findings)
    shown = f" {closed} av dem är förklarade." if closed > 1 else " Ett av dem är förklarat." if closed else ""
    aside = f" {left_out} förklarade visas inte." if left_out > 1 else " Ett förklarat visas inte." if left_out else ""
    return counted + shown + aside


def choice_text(choice: Choice, entries: Sequence[ReportEntry]) -> str:
    """What a choice takes in, for the head of a document: "Rapport: …. Slag: alla. Allvar: väsentlig, mindre. …" """
    titles = {entry.report: f"{entry.association}, {entry.title}" for entry in entries}
    whose = titles.get(choice.report, choice.report) if choice.report else choice.association or "alla inlästa rapporter"
    severities = ", ".join(one.value for one in WORST_FIRST if one in choice.severities) or "inget"
    certainties = ", ".join(sorted(choice.certainties)) or "ingen"
    return (
        f"Urval: {whose}. Slag: {choice.kind.value if choice.kind else 'alla'}. Allvar: {severities}. "
        f"Säkerhet: {certainties}. Förklarade fynd: {'med' if choice.explained else 'inte med'}."
    )


def stated_text(finding: Finding) -> str:
    """The value in doubt with its unit; "" where it is no matter of numbers."""
    return "" if finding.stated is None else say_value(finding.stated, finding.unit)


def computed_text(finding: Finding) -> str:
    return "" if finding.computed is None else say_value(finding.computed, finding.unit)


def computed_label(finding: Finding) -> str:
    """Where the other value comes from: it is counted, is the goal, or stands elsewhere."""
    if finding.kind is FindingKind.GOAL:
        return "Målet"
    return "På annan plats" if finding.kind is FindingKind.CONTRADICTION and not finding.expression else "Räknat"


def difference_text(finding: Finding) -> str:
    """Stated less computed with its sign; of percentages in percentage points."""
    if finding.difference is None:
        return ""
    said = say_value(finding.difference, "procentenheter" if finding.unit == "%" else finding.unit)
    return f"+{said}" if finding.difference > 0 else said


def calculation_text(finding: Finding) -> str:
    """ "5 574 000 − 5 612 774", or "" where there is none or it is too long to help."""
    said = _NUMBER.sub(lambda match: say_value(Decimal(match[0]), ""), finding.expression).replace("-", "−").replace("*", "×")
    base = _BASE_UNITS.get(finding.unit, "")
    return "" if len(said) > LONGEST_SUM else f"{said} {base}".rstrip()


def citations_of(stored: StoredFinding, entries: Sequence[ReportEntry]) -> tuple[Citation, ...]:
    """A finding's places as numbered sources, so that they are told, shown and opened like those of an answer."""
    by_id = {entry.report: entry for entry in entries}
    return tuple(_citation(n, place, by_id.get(place.report)) for n, place in enumerate(stored.finding.places, 1))


def _citation(n: int, place: Place, entry: ReportEntry | None) -> Citation:
    where = place.locator
    return Citation(
        n=n,
        report=place.report,
        association=entry.association if entry else place.source_file,
        title=entry.title if entry else "",
        source_file=place.source_file,
        page=where.page,
        page_label=where.page_label,
        section=where.section,
        lines=where.lines,
        box=where.box,
        quote=place.quote,
        source_url="",
    )


def where_text(citation: Citation, report: str, between: str = ", ") -> str:
    """Page, section and lines of a place, after the report's name where that is another one than `report`."""
    elsewhere = f"{citation.association} {citation.title}".strip() if citation.report != report else ""
    parts = (elsewhere, page_text(citation), citation.section, lines_text(citation))
    return between.join(part for part in parts if part) or "plats i rapporten"


def day_text(day: date) -> str:
    """ "22 november 2026"."""
    return f"{day.day} {MONTHS[day.month - 1]} {day.year}"


def closed_text(stored: StoredFinding) -> str:
    """ "Förklarad av Eva, 22 november 2026: den ena är utan moms"; "" for an open finding."""
    if stored.explained is None:
        return ""
    by = f" av {stored.explained.by}" if stored.explained.by else ""
    day = day_text(datetime.fromisoformat(stored.explained.at).astimezone().date())
    return f"Förklarad{by}, {day}: {stored.explained.note}"


def quote_text(quote: str) -> str:
    """A quote on one line, cells apart by a bar, as elsewhere on the page."""
    return " ".join(quote.replace("\t", " | ").split())


def _listed(parts: Sequence[str]) -> str:
    *most, last = parts
    return f"{', '.join(most)} och {last}" if most else last
