"""Headings, their numbers and what points to them: the outline of a report must agree with itself."""

from __future__ import annotations

from collections.abc import Iterator

from ingest.checks.outline_contents import contents_findings, match_contents
from ingest.checks.outline_notes import find_note_marks, note_findings
from ingest.checks.outline_numbers import find_captions, number_findings, series_findings
from ingest.checks.outline_places import Spot, Text
from ingest.checks.outline_references import reference_findings
from ingest.checks.periods_said_columns import heads_with_other_years
from ingest.domain import Finding, Report


def outline_findings(report: Report) -> Iterator[Finding]:
    """What the table of contents, the headings, the notes and the references say otherwise than the report is laid out."""
    text = Text.of(report)
    matches = match_contents(text)
    captions = find_captions(text)
    marks = find_note_marks(text)
    asked_for: dict[int, list[Spot]] = {}
    for mark in marks:
        asked_for.setdefault(mark.number, []).append(mark.spot)
    notes = {caption.number for caption in captions if caption.series == "not"}
    missing = frozenset(range(1, max(notes, default=0))) - notes
    yield from contents_findings(text, matches, heads_with_other_years(report))
    yield from number_findings(text, matches)
    yield from series_findings(text, captions, asked_for)
    yield from note_findings(text, marks, captions)
    yield from reference_findings(text, matches, captions, missing)
