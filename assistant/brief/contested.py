"""Which figures the reports' own findings put in doubt, and how the brief says so: both values, with the place of each."""

from __future__ import annotations

import re
from collections.abc import Iterable

from assistant.brief.content import Paragraph
from assistant.brief.sources import Sources, marks
from assistant.brief.wording import tied
from assistant.numbers import numbers_in
from ingest.domain import Finding, Place, Severity
from vectorstore.entries import StoredFigure, StoredFinding

MOST_PLACES = 4  # a total of thirty rows is found by its first places
SIGN = "⚠"


class Doubts:
    """The open findings of an association by the figures that they doubt; rounding doubts nothing."""

    def __init__(self, findings: Iterable[StoredFinding]) -> None:
        self._by_figure: dict[str, list[Finding]] = {}
        self._open = [one.finding for one in findings if one.finding.severity is not Severity.ROUNDING and one.explained is None]
        for finding in self._open:
            for key in finding.figures:
                self._by_figure.setdefault(key, []).append(finding)

    def of(self, figures: Iterable[StoredFigure]) -> tuple[Finding, ...]:
        """The findings on any of the figures, each once."""
        found = [finding for one in figures for finding in self._by_figure.get(one.figure.key, ())]
        return tuple({finding.id: finding for finding in found}.values())

    def on_text(self, report: str, lines: tuple[int, int] | None, text: str) -> tuple[Finding, ...]:
        """The findings whose doubted words stand in a quoted text, or words that state what contradicts them."""
        return tuple(one for one in self._open if lines and _speaks_of(one, report, lines, text))


def _speaks_of(finding: Finding, report: str, lines: tuple[int, int], text: str) -> bool:
    if finding.places and _stands_in(finding.places[0], report, lines, text):
        return True
    states_other = finding.computed is not None and abs(finding.computed) in numbers_in(text)
    return states_other and any(_stands_in(place, report, lines, text) for place in finding.places[1:])


def _stands_in(place: Place, report: str, lines: tuple[int, int], text: str) -> bool:
    where = place.locator.lines
    if place.report != report or where is None or where[0] > lines[1] or lines[0] > where[1]:
        return False
    pieces = [" ".join(piece.split()) for piece in re.split(r"…|\|", place.quote)]
    folded = " ".join(text.split())
    return any(len(piece) > 12 and (piece in folded or folded in piece) for piece in pieces)


def doubt_text(findings: Iterable[Finding], sources: Sources) -> str:
    """One line for all findings on a quoted text; "" for none."""
    said = [f"{finding.what.rstrip('.')}{cited_places(finding, sources)}." for finding in findings]
    return tied(f"{SIGN} Motsägs i rapporterna: {' '.join(said)}") if said else ""


def doubt_notes(findings: Iterable[Finding], prefix: str, sources: Sources) -> tuple[Paragraph, ...]:
    """A note for each finding: "⚠ Motsägs: …" with the places of what is stated and of what follows from the rest."""
    notes = []
    for finding in {one.id: one for one in findings}.values():
        text = f"{SIGN} Motsägs i rapporterna: {finding.what.rstrip('.')}{cited_places(finding, sources)}."
        notes.append(Paragraph(f"{prefix}:doubt:{finding.id}", tied(text)))
    return tuple(notes)


def cited_places(finding: Finding, sources: Sources) -> str:
    return marks(*(sources.place(place) for place in finding.places[:MOST_PLACES]))
