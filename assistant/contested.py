"""An answer that rests on a contested figure says so: what else the reports state or what their other figures give.

The findings are those of the checks at ingest. What a reviewer has explained is said with the note; mere rounding is left
alone.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace
from decimal import Decimal

from assistant.amounts import base_value
from assistant.answer import Status
from assistant.draft import Draft, mark
from assistant.evidence import Calculation, FigureEvidence, PlaceEvidence
from assistant.numbers import backed, numbers_in, stated_numbers
from assistant.operations import Operation
from assistant.voice import Voice
from assistant.wording import say_expression
from ingest.checks.relation import in_base_unit
from ingest.domain import Finding, FindingKind, Place, Severity, TextUnit, UnitKind
from ingest.unit_words import MONEY_UNITS
from vectorstore.entries import ReportEntry, StoredFinding
from vectorstore.library import Library

# More would bury the answer; the rest is told of in a warning.
_MOST_SAID = 2
_SIGNED = re.compile(r"[+-]? ?[\d.]+")
_ORDER = {Severity.MATERIAL: 0, Severity.MINOR: 1}


def with_contested(draft: Draft, library: Library) -> Draft:
    """The draft with a sentence, or a warning where its numbers have no print to cite, for each finding it touches."""
    if draft.status is not Status.ANSWERED:
        return draft
    touched = sorted(_touched(draft, library.findings()), key=lambda one: _ORDER[one.finding.severity])
    new = [one for one in touched if not _is_said(one.finding, draft.text)]
    entries = {entry.report: entry for entry in library.reports()}
    for one in new[:_MOST_SAID]:
        draft = _with_finding(draft, one.finding, entries)
        if one.explained is not None:
            note = Voice(draft.language).say("contested_explained", note=one.explained.note)
            draft = replace(draft, warnings=(*draft.warnings, note))
    if len(new) > _MOST_SAID:
        warning = Voice(draft.language).say("contested_more", count=str(len(new) - _MOST_SAID))
        draft = replace(draft, warnings=(*draft.warnings, warning))
    return draft


def _touched(draft: Draft, findings: Iterable[StoredFinding]) -> list[StoredFinding]:
    figures = [e for e in draft.figures if mark(e.key) in draft.text]
    quotes = [(q.report.report, q.unit.locator.lines, q.unit.text) for q in draft.quotes if mark(q.key) in draft.text]
    # a figure of a card is printed in the sentence that a finding of running text points to
    quotes += [
        (e.stored.report.report, e.stored.figure.locator.lines, e.stored.figure.raw)
        for e in draft.figures
        if mark(e.key) in draft.text
    ]
    return [
        one
        for one in findings
        if one.finding.severity in _ORDER
        and (any(_doubts(one.finding, e) for e in figures) or any(_speaks_of(one.finding, *quote) for quote in quotes))
    ]


def _doubts(finding: Finding, told: FigureEvidence) -> bool:
    """Whether a figure that is told is the one in doubt, or stands in its print; not one that the doubt is only computed from:
    how many took part is not doubted where the cost for each of them is."""
    figure = told.stored.figure
    if figure.key not in finding.figures:
        return False
    if finding.stated is None or finding.computed is None:
        return True
    values = {_in_kronor(value, finding.unit) for value in (finding.stated, finding.computed)}
    if abs(base_value(told)) in values:
        return True
    first, own = next(iter(finding.places), None), figure.locator.lines
    if first is None or first.report != told.stored.report.report:
        return False
    lines = first.locator.lines
    return lines is None or own is None or (own[0] <= lines[1] and lines[0] <= own[1])


def _speaks_of(finding: Finding, report: str, lines: tuple[int, int] | None, text: str) -> bool:
    """Whether a quoted text is the one that the finding doubts, the number in doubt included."""
    if not finding.places:
        return False
    first, *others = finding.places
    if _stands_in(first, finding, report, lines, text):
        return True
    # The other print of a contradiction has the other value; a place that only the doubt is computed from has none of them.
    values = _values(finding)
    other = finding.kind is FindingKind.CONTRADICTION and any(_stands_in(p, finding, report, lines, text) for p in others)
    return other and (not values or any(value in numbers_in(text) for value in values))


def _values(finding: Finding) -> list[Decimal]:
    return [abs(value) for value in (finding.stated, finding.computed) if value is not None]


def _stands_in(place: Place, finding: Finding, report: str, lines: tuple[int, int] | None, text: str) -> bool:
    if place.locator.lines is None or lines is None or place.report != report:
        return False
    overlap = lines[0] <= place.locator.lines[1] and place.locator.lines[0] <= lines[1]
    quoted = " ".join(place.quote.split()) in " ".join(text.split())
    return overlap and (quoted or any(value in numbers_in(text) for value in _values(finding)))


def _is_said(finding: Finding, text: str) -> bool:
    """Whether the answer gives both values anyway."""
    if finding.stated is None or finding.computed is None:
        return False
    if abs(finding.stated) == abs(finding.computed):
        return False  # a sign is not seen in the digits
    said = numbers_in(text)
    return all(abs(value) in said or _in_kronor(value, finding.unit) in said for value in (finding.stated, finding.computed))


def _in_kronor(value: Decimal, unit: str) -> Decimal:
    return abs(in_base_unit(value, unit))


def _with_finding(draft: Draft, finding: Finding, entries: dict[str, ReportEntry]) -> Draft:
    voice = Voice(draft.language)
    needed = finding.places[: 1 + len(finding.terms)] if finding.expression else finding.places
    places = [_evidence(place, entries[place.report]) for place in needed]
    calculation = _calculation(finding, places, voice.say("contested_label"))
    sentence = _sentence(voice, finding, calculation)
    if not _is_backed(sentence, finding, calculation):
        warning = voice.say("contested_warning", what=finding.what) if voice.language == "sv" else voice.say("contested_somehow")
        return replace(draft, warnings=(*draft.warnings, warning))
    marks = " ".join(mark(place.key) for place in places)
    return replace(
        draft,
        text=f"{draft.text}\n{sentence.removesuffix('.')} {marks}.",
        calculations=(*draft.calculations, *([calculation] if calculation else [])),
        places=(*draft.places, *places),
    )


def _evidence(place: Place, report: ReportEntry) -> PlaceEvidence:
    lines = place.locator.lines or (0, 0)
    return PlaceEvidence(f"p:{report.report}:{lines[0]}-{lines[1]}:{place.quote}", report, _unit_of(place))


def _unit_of(place: Place) -> TextUnit:
    return TextUnit(place.quote, UnitKind.SENTENCE, place.locator)


def _calculation(finding: Finding, places: Sequence[PlaceEvidence], label: str) -> Calculation | None:
    """The value that the rest gives, where it is computed; what is printed elsewhere needs no arithmetic."""
    if finding.computed is None or not finding.expression:
        return None
    unit = "kr" if finding.unit in MONEY_UNITS else finding.unit
    inputs = tuple(place.key for place in places)
    return Calculation(
        f"c:{finding.id}", Operation.SUM, label, _worth(finding, finding.computed), unit, finding.expression, inputs
    )


def _worth(finding: Finding, computed: Decimal) -> Decimal:
    """What was computed, in the base unit: to the krona where the finding says thousands, else as the finding says it."""
    if finding.unit == "kr" or finding.unit not in MONEY_UNITS or set("*/()") & set(finding.expression):
        return in_base_unit(computed, finding.unit)
    return sum((Decimal(part.replace(" ", "")) for part in _SIGNED.findall(finding.expression)), Decimal(0))


def _sentence(voice: Voice, finding: Finding, calculation: Calculation | None) -> str:
    """In Swedish the finding's own words; what it says of numbers alone in any other language."""
    if voice.language == "sv":
        working = f" ({say_expression(calculation.expression)})" if calculation else ""
        return voice.say("contested_by", what=finding.what.removesuffix("."), working=working)
    if finding.stated is None or finding.computed is None:
        return voice.say("contested_somehow")
    stated, computed = (voice.amount(value, finding.unit) for value in (finding.stated, finding.computed))
    phrase = "contested_by_sum" if calculation else "contested_elsewhere"
    return voice.say(phrase, stated=stated, computed=computed)


def _is_backed(sentence: str, finding: Finding, calculation: Calculation | None) -> bool:
    """Whether the gate will find every number of the sentence in a quote, a section or the computed figure."""
    allowed = [calculation.value, finding.computed or Decimal(0)] if calculation else []
    allowed += numbers_in(calculation.expression.replace(".", ",")) if calculation else []
    for place in finding.places:
        allowed += numbers_in(place.quote.replace(" | ", " ; ")) + numbers_in(place.quote)
        allowed += numbers_in(place.locator.section)
    return all(backed(number, allowed) for number in stated_numbers(sentence))
