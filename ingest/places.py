"""Where the parts of a laid out file stand: the label and the box that its pages and lines give to every locator."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from ingest.domain import (
    READ_FROM_IMAGE,
    Box,
    Certainty,
    Document,
    Figure,
    Finding,
    FindingKind,
    Line,
    Locator,
    PageSource,
    Passage,
    Table,
)

# What hangs on single letters is the recognition's fault more often than the report's.
_OF_LETTERS = (FindingKind.MISPRINT, FindingKind.OUTLINE)
_READ_FROM_IMAGE = "Sidan är läst ur en bild: jämför med trycket innan något sägs."


def place_tables(document: Document, tables: tuple[Table, ...]) -> tuple[Table, ...]:
    """The tables with the label and the box of the first page that they stand on."""
    return tuple(replace(table, locator=_placed(document, table.locator)) for table in tables) if document.layout else tables


def place_figures(document: Document, figures: tuple[Figure, ...]) -> tuple[Figure, ...]:
    """The figures, each with its page's label and its cell's box, or that of the lines it was read from; flagged where the
    page is an image."""
    if document.layout is None:
        return figures
    return tuple(_placed_figure(document, figure) for figure in figures)


def _placed_figure(document: Document, figure: Figure) -> Figure:
    placed = replace(figure, locator=_placed(document, figure.locator))
    if not _is_from_image(document, placed.locator.page):
        return placed
    return replace(placed, flags=(*placed.flags, READ_FROM_IMAGE))


def place_passages(document: Document, passages: tuple[Passage, ...]) -> tuple[Passage, ...]:
    """The passages and their units with labels and boxes."""
    if document.layout is None:
        return passages
    return tuple(
        replace(
            passage,
            locator=_placed(document, passage.locator),
            units=tuple(replace(unit, locator=_placed(document, unit.locator)) for unit in passage.units),
        )
        for passage in passages
    )


def place_findings(document: Document, findings: tuple[Finding, ...]) -> tuple[Finding, ...]:
    """The findings, their places with labels and boxes; one on a page read from an image is never certain."""
    if document.layout is None:
        return findings
    placed = tuple(_placed_finding(document, finding) for finding in findings)
    return tuple(finding for finding in placed if finding.kind not in _OF_LETTERS or not _touches_image(document, finding))


def _placed_finding(document: Document, finding: Finding) -> Finding:
    placed = replace(finding, places=tuple(replace(place, locator=_placed(document, place.locator)) for place in finding.places))
    if not _touches_image(document, placed):
        return placed
    return replace(placed, certainty=Certainty.INTERPRETATION, consequences=(*placed.consequences, _READ_FROM_IMAGE))


def _touches_image(document: Document, finding: Finding) -> bool:
    return any(_is_from_image(document, place.locator.page) for place in finding.places)


def _is_from_image(document: Document, page: int | None) -> bool:
    return page is not None and page <= len(document.pages) and document.pages[page - 1].source is PageSource.OCR


def _placed(document: Document, locator: Locator) -> Locator:
    lines = _lines_of(document, locator)
    page = locator.page if locator.page is not None else next((line.page for line in lines if line.page is not None), None)
    label = _label(document, page)
    return replace(locator, page=page, page_label=label, box=locator.box or _around(lines, page))


def _lines_of(document: Document, locator: Locator) -> Sequence[Line]:
    return document.lines[locator.lines[0] - 1 : locator.lines[1]] if locator.lines is not None else ()


def _label(document: Document, page: int | None) -> str | None:
    return document.pages[page - 1].label if page is not None and page <= len(document.pages) else None


def _around(lines: Sequence[Line], page: int | None) -> Box | None:
    """The box around the lines, as far as they stand on the page."""
    boxes = [line.box for line in lines if line.box is not None and line.box.page == page]
    if not boxes or page is None:
        return None
    return Box(page, min(b.x0 for b in boxes), min(b.y0 for b in boxes), max(b.x1 for b in boxes), max(b.y1 for b in boxes))
