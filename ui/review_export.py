"""Findings as files for the one who writes the next report: a Word document with room for comments, and CSV for Excel."""

from __future__ import annotations

import csv
import re
from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from io import BytesIO, StringIO
from typing import TYPE_CHECKING

from assistant.answer import Citation
from ui.review_choice import Choice, by_report, choose, closed_aside
from ui.review_words import (
    choice_text,
    citations_of,
    closed_text,
    computed_label,
    computed_text,
    day_text,
    difference_text,
    quote_text,
    stated_text,
    summary_text,
    where_text,
)
from ui.xml_text import printable
from vectorstore.entries import ReportEntry, StoredFinding

if TYPE_CHECKING:
    from docx.document import Document
    from docx.table import _Cell, _Row

CSV_COLUMNS = (
    "Id", "Förbund", "Rapport", "Period", "Fil", "Slag", "Allvar", "Säkerhet", "Vad", "Anges", "Räknat", "Skillnad", "Enhet",
    "Trolig orsak", "Följder", "Sida", "Tryckt sida", "Avsnitt", "Rader", "Citat", "Andra platser", "Förklaring",
    "Förklarad av", "Förklarad när",
)  # fmt: skip
# Landscape A4 with margins of 1.5 cm is 26.7 cm wide.
WORD_COLUMNS_CM = (
    ("Nr", 1.0), ("Vad", 6.6), ("Var och citat", 6.6), ("Anges", 2.7), ("Räknat", 2.7), ("Trolig orsak", 2.7), ("Kommentar", 4.4),
)  # fmt: skip
PLACES_IN_WORD = 6  # a total of forty rows would fill a page with places
_MARGIN_CM = 1.5
# What a spreadsheet would take for the beginning of a formula, also after blanks and in full width.
_FORMULA = re.compile(r"\s*[=+\-@＝＋－＠\t\r]")
_NUMBER = re.compile(r"[+-]?\d+(?:,\d+)?")


def findings_csv(findings: Sequence[StoredFinding], choice: Choice, entries: Sequence[ReportEntry]) -> bytes:
    """The chosen findings as Swedish Excel opens them: UTF-8 with its mark, semicolons, decimal commas, no formulas."""
    out = StringIO()
    writer = csv.writer(out, delimiter=";", lineterminator="\r\n")
    writer.writerow(CSV_COLUMNS)
    writer.writerows([harmless(cell) for cell in _csv_cells(stored, entries)] for stored in choose(findings, choice))
    return out.getvalue().encode("utf-8-sig", errors="replace")


def harmless(cell: str) -> str:
    """A cell that no spreadsheet executes: what begins like a formula and is no number gets an apostrophe before it."""
    return f"'{cell}" if _FORMULA.match(cell) and not _NUMBER.fullmatch(cell) else cell


def _csv_cells(stored: StoredFinding, entries: Sequence[ReportEntry]) -> tuple[str, ...]:
    finding, entry, explained = stored.finding, stored.report, stored.explained
    citations = citations_of(stored, entries)
    place = _csv_place(citations[0]) if citations else ("",) * 5
    elsewhere = (f"{where_text(one, finding.report)}: {quote_text(one.quote)}" for one in citations[1:])
    note = (explained.note, explained.by, explained.at) if explained else ("",) * 3
    return (
        finding.id, entry.association, entry.title, finding.period or "", entry.source_file, finding.kind.value,
        finding.severity.value, finding.certainty.value, finding.what, _number(finding.stated), _number(finding.computed),
        _number(finding.difference), finding.unit, finding.cause, " | ".join(finding.consequences), *place,
        " | ".join(elsewhere), *note,
    )  # fmt: skip


def _csv_place(one: Citation) -> tuple[str, ...]:
    return str(one.page or ""), one.page_label or "", one.section, _lines(None if one.box else one.lines), quote_text(one.quote)


def _number(value: Decimal | None) -> str:
    return "" if value is None else format(value, "f").replace(".", ",")


def _lines(lines: tuple[int, int] | None) -> str:
    return (str(lines[0]) if lines[0] == lines[1] else f"{lines[0]}–{lines[1]}") if lines else ""


def findings_docx(findings: Sequence[StoredFinding], choice: Choice, entries: Sequence[ReportEntry], today: date) -> bytes:
    """The chosen findings as a Word document on landscape A4: a table for each report, with an empty column for comments."""
    chosen = choose(findings, choice)
    document = _blank_document()
    document.add_heading("Granskning av rapporter", 0)
    document.add_paragraph(day_text(today))
    document.add_paragraph(printable(choice_text(choice, entries)))
    document.add_paragraph(summary_text(chosen, closed_aside(findings, choice))).runs[0].bold = True
    if chosen:
        document.add_paragraph(
            "För den som skriver nästa rapport: varje rad är ett ställe där rapporten inte stämmer med sig själv eller med en "
            "annan rapport. Skriv i kolumnen Kommentar vad som är rätt, eller varför talen ska skilja sig."
        )
    number = 0
    for group in by_report(chosen):
        _add_report(document, group, entries, number)
        number += len(group)
    out = BytesIO()
    document.save(out)
    return out.getvalue()


def _blank_document() -> Document:
    from docx import Document as new_document
    from docx.enum.section import WD_ORIENT
    from docx.oxml.ns import qn
    from docx.shared import Cm, Pt

    document = new_document()
    section = document.sections[0]
    section.orientation = WD_ORIENT.LANDSCAPE
    section.page_width, section.page_height = Cm(29.7), Cm(21)
    section.left_margin = section.right_margin = section.top_margin = section.bottom_margin = Cm(_MARGIN_CM)
    normal = document.styles["Normal"]
    normal.font.name, normal.font.size = "Calibri", Pt(10)
    # Word checks the spelling by the style's language, which the template has as American English.
    for language in document.styles.element.iter(qn("w:lang")):
        language.set(qn("w:val"), "sv-SE")
    document.core_properties.title = "Granskning av rapporter"
    document.core_properties.author = "Finsam-assistenten"
    document.core_properties.language = "sv-SE"
    document.core_properties.comments = ""
    return document


def _add_report(document: Document, group: Sequence[StoredFinding], entries: Sequence[ReportEntry], numbered_to: int) -> None:
    from docx.shared import Cm

    entry = group[0].report
    document.add_heading(printable(f"{entry.association}, {entry.title}"), 1)
    table = document.add_table(rows=1, cols=len(WORD_COLUMNS_CM), style="Table Grid")
    table.autofit = False
    _mark(table.rows[0], "w:tblHeader")  # repeated on every page
    for cell, (name, _) in zip(table.rows[0].cells, WORD_COLUMNS_CM, strict=True):
        cell.paragraphs[0].add_run(name).bold = True
    for number, stored in enumerate(group, numbered_to + 1):
        row = table.add_row()
        _mark(row, "w:cantSplit")  # a finding stays on one page
        _fill(row.cells, number, stored, entries)
    for row in table.rows:
        for cell, (_, width_cm) in zip(row.cells, WORD_COLUMNS_CM, strict=True):
            cell.width = Cm(width_cm)
    for column, (_, width_cm) in zip(table.columns, WORD_COLUMNS_CM, strict=True):
        column.width = Cm(width_cm)  # LibreOffice goes by the columns, Word by the cells


def _mark(row: _Row, property_name: str) -> None:
    """Gives a row a property that python-docx has no name for."""
    from docx.oxml.parser import OxmlElement

    row._tr.get_or_add_trPr().append(OxmlElement(property_name))


def _fill(cells: Sequence[_Cell], number: int, stored: StoredFinding, entries: Sequence[ReportEntry]) -> None:
    finding = stored.finding
    kinds = (finding.severity.value.capitalize(), finding.kind.value, finding.certainty.value)
    difference = difference_text(finding)
    computed = [computed_text(finding)]
    if computed_label(finding) != "Räknat" and computed[0]:
        computed.append(f"({computed_label(finding).lower()})")
    _write(cells[0], [str(number)])
    _write(cells[1], [" · ".join(kinds), finding.what, *(f"• {text}" for text in finding.consequences)], bold_first=True)
    _write(cells[2], _places(stored, entries))
    _write(cells[3], [stated_text(finding)])
    _write(cells[4], [*computed, f"Skillnad: {difference}" if difference else ""])
    _write(cells[5], [finding.cause])
    _write(cells[6], [closed_text(stored)])  # empty for an open finding: room to write


def _places(stored: StoredFinding, entries: Sequence[ReportEntry]) -> list[str]:
    """Page, section and lines of each place with its quote; those beyond `PLACES_IN_WORD` as a count."""
    citations = citations_of(stored, entries)
    said = [f"{where_text(one, stored.finding.report)}:\n”{quote_text(one.quote)}”" for one in citations[:PLACES_IN_WORD]]
    left = len(citations) - PLACES_IN_WORD
    return [*said, f"och {left} till" if left > 0 else ""]


def _write(cell: _Cell, paragraphs: Sequence[str], bold_first: bool = False) -> None:
    from docx.shared import Pt

    texts = [printable(text) for text in paragraphs if text]
    for at, text in enumerate(texts):
        paragraph = cell.paragraphs[0] if at == 0 else cell.add_paragraph()
        paragraph.paragraph_format.space_after = Pt(3)
        run = paragraph.add_run(text)
        run.font.size = Pt(9)
        run.bold = bold_first and at == 0
