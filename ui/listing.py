"""What the command prints as data: the catalogue, the figures, and an answer with its sources."""

from __future__ import annotations

import csv
import json
import sys
from collections.abc import Iterable, Sequence
from typing import TextIO

from assistant.answer import Answer, Citation
from assistant.answer_json import box_json
from ingest.domain import Locator
from ui.phrasing_lines import phrasing_lines
from ui.visibility_words import VISIBILITY_WORDS
from vectorstore.entries import ReportEntry, StoredFigure

FIGURE_FIELDS = (
    "report", "association", "source_file", "page", "page_label", "section", "table", "row", "column",
    "period", "scenario", "value", "unit", "raw", "lines", "flags", "box",
)  # fmt: skip


def report_object(entry: ReportEntry) -> dict[str, object]:
    """A catalogue row as the contract's object."""
    return {
        "report": entry.report,
        "association": entry.association,
        "orgnr": entry.orgnr,
        "kind": entry.kind,
        "title": entry.title,
        "period": entry.period,
        "source_file": entry.source_file,
        "sha256": entry.sha256,
        "visibility": entry.visibility,
        "pages": entry.pages,
        "pages_unread": entry.pages_unread,
        "sections": entry.sections,
        "tables": entry.tables,
        "figures": entry.figures,
        "passages": entry.passages,
        "findings": entry.findings,
        "ingested_at": entry.ingested_at,
        "flags": list(entry.flags),
    }


def report_json(entry: ReportEntry) -> str:
    """The object on one line."""
    return json.dumps(report_object(entry), ensure_ascii=False)


def print_report_table(entries: Sequence[ReportEntry]) -> None:
    """The catalogue as a table for people, as wide as the terminal (or as the content, when piped)."""
    from rich.console import Console
    from rich.table import Table

    table = Table(box=None, pad_edge=False, header_style="bold")
    for heading in ("Förbund", "Slag", "Period", "Rapport"):
        table.add_column(heading, overflow="fold")
    table.add_column("Synlighet")
    for heading in ("Sidor", "Avsnitt", "Tabeller", "Siffror", "Stycken", "Fynd"):
        table.add_column(heading, justify="right")
    for entry in entries:
        counts = (pages_cell(entry), entry.sections, entry.tables, entry.figures, entry.passages, entry.findings)
        seen_by = VISIBILITY_WORDS.get(entry.visibility, entry.visibility)
        table.add_row(entry.association, entry.kind, entry.period, entry.report, seen_by, *(str(count) for count in counts))
    Console(width=None if sys.stdout.isatty() else 200, markup=False, highlight=False).print(table)


def pages_cell(entry: ReportEntry) -> str:
    """ "18", "18 (2 olästa)", or "–" where the file has no pages."""
    if not entry.pages:
        return "–"
    return f"{entry.pages}{unread_words(entry)}"


def unread_words(entry: ReportEntry) -> str:
    """ " (2 olästa)", "" where every page was read."""
    return f" ({entry.pages_unread} {'oläst' if entry.pages_unread == 1 else 'olästa'})" if entry.pages_unread else ""


def print_figures_jsonl(figures: Iterable[StoredFigure], out: TextIO) -> None:
    """Every figure as the contract's JSON object, one a line; `table` is null for what running text states."""
    for stored in figures:
        out.write(json.dumps(figure_object(stored), ensure_ascii=False) + "\n")


def figure_object(stored: StoredFigure) -> dict[str, object]:
    """A figure as the contract's object."""
    place = stored.figure.locator
    lines = list(place.lines) if place.lines and not place.box else None
    values = (*_figure_values(stored), lines, list(stored.figure.flags), box_json(place.box))
    return dict(zip(FIGURE_FIELDS, values, strict=True))


def print_figures_csv(figures: Iterable[StoredFigure], out: TextIO) -> None:
    """Every figure as a row under a header; lines as "12-14", flags joined by "; ", a box as its numbers joined by ","."""
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(FIGURE_FIELDS)
    for stored in figures:
        place = stored.figure.locator
        span = f"{place.lines[0]}-{place.lines[1]}" if place.lines and not place.box else ""
        box = ",".join(f"{number:g}" for number in box_json(place.box) or ())
        writer.writerow((*_figure_values(stored), span, "; ".join(stored.figure.flags), box))


def _figure_values(stored: StoredFigure) -> tuple[str | int | None, ...]:
    figure, entry = stored.figure, stored.report
    place = figure.locator
    return (
        entry.report, entry.association, entry.source_file, place.page, place.page_label, place.section,
        figure.table, figure.row, figure.column, figure.period, figure.scenario.value,
        format(figure.value, "f"), figure.unit, figure.raw,
    )  # fmt: skip


def print_answer(answer: Answer, out: TextIO) -> None:
    """The answer for a terminal: text, warnings, then the numbered sources with their quotes."""
    out.write(answer.text.strip() + "\n")
    for warning in answer.warnings:
        out.write(f"\nObs! {warning}\n")
    for line in phrasing_lines(answer):
        out.write(f"\n{line}\n")
    if answer.citations:
        out.write("\nKällor:\n")
    for citation in answer.citations:
        out.write(f"[{citation.n}] {citation.association}, {place_text(citation)}\n")
        out.write(f"    ”{citation.quote}”\n".replace("\t", " | "))


def place_text(citation: Citation) -> str:
    """Title, section, page and lines of a source, comma-separated; what is not known is left out."""
    return ", ".join(part for part in (citation.title, citation.section, page_text(citation), lines_text(citation)) if part)


def page_text(place: Citation | Locator) -> str:
    """ "s. 24" for a physical page; "s. 29 enligt innehållsförteckningen" when only that tells; "" when unknown."""
    if place.page is not None:
        printed = place.page_label
        return f"s. {place.page}" + (f" (tryckt {printed})" if printed and printed != str(place.page) else "")
    return f"s. {place.page_label} enligt innehållsförteckningen" if place.page_label else ""


def lines_text(place: Citation | Locator) -> str:
    """ "rad 12" or "rad 12–14"; "" for a source without lines, or whose place is a box on its page."""
    if place.lines is None or place.box is not None:
        return ""
    first, last = place.lines
    return f"rad {first}" if first == last else f"rad {first}–{last}"
