"""Note numbers beside the lines of the statements: the note must be there, and be about the line."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from rapidfuzz import fuzz

from ingest.checks.outline_contents import comparable
from ingest.checks.outline_numbers import Caption
from ingest.checks.outline_places import Spot, Text
from ingest.domain import Certainty, Finding, FindingKind, Row, Table
from ingest.language import fold, terms

_REFERENCE = re.compile(r"[\s|]*(\d{1,2})\s*(?:\||$)")
_SAME = 85
_TOTAL = re.compile(r"\b(?:del)?summa|\btotal")


@dataclass(frozen=True, slots=True)
class NoteMark:
    """A line of a statement and the note that its number points to."""

    label: str
    number: int
    spot: Spot


def find_note_marks(text: Text) -> tuple[NoteMark, ...]:
    """The numbers in the note columns of the income statement, the balance sheet and the cash flow."""
    found: list[NoteMark] = []
    for table in text.report.tables:
        if _has_note_column(text, table):
            for row in table.rows:
                number = _note_of(table, row)
                if number is not None:
                    found.append(NoteMark(row.label, number, Spot(row.lines, row.quote)))
    return tuple(found)


def _has_note_column(text: Text, table: Table) -> bool:
    if table.locator.lines is None or not table.rows:
        return False
    first = table.locator.lines[0]
    head = text.report.document.lines[max(first - 4, 0) : table.rows[0].lines[0]]
    return any(re.search(r"(?:^|[\s|])not(?:er)?(?:$|[\s|])", fold(line.text)) for line in head)


def _note_of(table: Table, row: Row) -> int | None:
    for header, cell in zip(table.columns, row.cells, strict=True):
        if fold(header).strip() == "not" and re.fullmatch(r"\d{1,2}", cell.text.strip()):
            return int(cell.text)
    if not row.label or not row.quote.startswith(row.label):
        return None
    match = _REFERENCE.match(row.quote[len(row.label) :])
    first = next((cell.text.strip() for cell in row.cells if cell.text.strip()), "")
    parts = [part.strip() for part in row.quote.split(" | ")]
    printed = sum(bool(cell.text.strip()) for cell in row.cells)
    # the number is no value of its own: either it stands in the label's cell or it is one cell more than there are columns
    beside = parts[0] != row.label or len(parts) > printed + 1
    return int(match[1]) if match is not None and match[1] != first and beside else None


def note_findings(text: Text, marks: Sequence[NoteMark], captions: Sequence[Caption]) -> Iterator[Finding]:
    own = [caption for caption in captions if caption.series == "not"]
    counts = Counter(caption.number for caption in own)
    notes = {caption.number: caption for caption in own if counts[caption.number] == 1}
    if len(notes) < 2:
        return
    for mark in marks:
        if mark.number > max(counts):
            what = f"”{mark.label}” hänvisar till not {mark.number}, men rapportens noter slutar med not {max(counts)}."
            yield text.finding(FindingKind.OUTLINE, what, [mark.spot, own[-1].spot], text.certainty)
        elif mark.number in notes and notes[mark.number].title and not text.is_damaged:
            yield from _about_something_else(text, mark, notes)


def _about_something_else(text: Text, mark: NoteMark, notes: Mapping[int, Caption]) -> Iterator[Finding]:
    note = notes[mark.number]
    if _alike(mark.label, note.title):
        return
    better = [other for other in notes.values() if other.number != mark.number and _alike(mark.label, other.title)]
    if better:
        what = (
            f"”{mark.label}” hänvisar till not {mark.number}, men den noten heter ”{note.title}”; "
            f"not {better[0].number} heter ”{better[0].title}”."
        )
        spots = [mark.spot, note.spot, better[0].spot]
        yield text.finding(FindingKind.OUTLINE, what, spots, Certainty.INTERPRETATION, cause="fel notnummer")
        return
    inside = _labels_inside(text, note)
    if not _shared(mark.label, note.title) and len(inside) > 1 and any(_alike(label, note.title) for label in inside):
        what = (
            f"”{mark.label}” hänvisar till not {mark.number}, men den noten har rubriken ”{note.title}”, "
            f"som bara är en av notens {len(inside)} rader."
        )
        cause = "rubriken är en delrads"
        yield text.finding(FindingKind.OUTLINE, what, [note.spot, mark.spot], Certainty.INTERPRETATION, cause=cause)


def _labels_inside(text: Text, note: Caption) -> list[str]:
    """The rows of the note's table that are no totals."""
    tables: Mapping[int, Table] = {t.locator.lines[0]: t for t in text.report.tables if t.locator.lines}
    line = note.spot.lines[1]
    near = next((tables[first] for first in range(line, line + 5) if first in tables), None)
    return [row.label for row in near.rows if row.label and not _TOTAL.search(fold(row.label))] if near is not None else []


def _shared(one: str, other: str) -> bool:
    """Whether two labels have a word in common, if only as a part of a compound."""
    a, b = ({term for term in terms(label) if len(term) > 3} for label in (one, other))
    return any(x in y or y in x for x in a for y in b)


def _alike(one: str, other: str) -> bool:
    return fuzz.ratio(comparable(one), comparable(other)) >= _SAME
