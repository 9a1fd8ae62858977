"""A comparison as rows for a spreadsheet: a line for each square, and a line for each print that stands behind one."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from assistant.evidence import FigureEvidence
from ui.comparison.places import citations_of, figures_of
from ui.comparison.square_words import MISSING
from ui.comparison.squares import ComparedTable, Square

VALUE_COLUMNS = (
    "Ruta", "Mått", "Förbund eller rad", "Kolumn", "Värde", "Enhet", "Status", "Uträkning", "Varför det saknas", "Anmärkningar",
    "Källor",
)  # fmt: skip
SOURCE_COLUMNS = (
    "Källa", "Ruta", "Roll", "Rapport", "Förbund", "Titel", "Fil", "Sida", "Tryckt sida", "Avsnitt", "Tabell", "Rad", "Kolumn",
    "Rader i filen", "Citat", "Som tryckt", "Tryckt värde", "Tryckt enhet", "Period", "Slag", "Flaggor",
)  # fmt: skip
_STEP = Decimal("0.0001")  # computed quotients have more digits than a spreadsheet holds

Cell = str | int | Decimal | None


@dataclass(frozen=True, slots=True)
class ExportRows:
    """Both sheets without their headers. "Ruta" and "Källa" are numbers from 1 that tie them together."""

    values: tuple[tuple[Cell, ...], ...]
    sources: tuple[tuple[Cell, ...], ...]


def export_rows(tables: tuple[ComparedTable, ...]) -> ExportRows:
    """The squares in the order of the page, and their prints in the order of the squares."""
    values: list[tuple[Cell, ...]] = []
    sources: list[tuple[Cell, ...]] = []
    for table, header, column, square in _squares(tables):
        number, first = len(values) + 1, len(sources) + 1
        of_square = [_source(at, number, square, e) for at, e in enumerate(figures_of(square), first)]
        sources += of_square
        told = ", ".join(str(at) for at in range(first, first + len(of_square)))
        values.append(
            (
                number, table.title, header, column, _rounded(square), square.unit, status_of(square), square.expression,
                square.why, " ".join(_notes(square)), told,
            )
        )  # fmt: skip
    return ExportRows(tuple(values), tuple(sources))


def status_of(square: Square) -> str:
    if square.value is None:
        return MISSING
    computed = "beräknad" if square.is_computed else "tryckt"
    doubt = ", motsägs" if square.is_contested else ", flera rader heter så" if square.is_ambiguous else ""
    return computed + doubt


def _squares(tables: tuple[ComparedTable, ...]) -> Iterator[tuple[ComparedTable, str, str, Square]]:
    for table in tables:
        for row in table.rows:
            for column, square in zip(table.columns, row.squares, strict=True):
                yield table, row.header, column, square


def _rounded(square: Square) -> Decimal | None:
    """Printed values as they are, computed ones to four decimals."""
    if square.value is None or not square.is_computed:
        return square.value
    return square.value.quantize(_STEP)


def _notes(square: Square) -> tuple[str, ...]:
    return (*square.beside, *square.notes, *(one.finding.what for one in square.findings))


def _source(number: int, square_number: int, square: Square, evidence: FigureEvidence) -> tuple[Cell, ...]:
    figure, report = evidence.stored.figure, evidence.stored.report
    place = citations_of([evidence])[0]
    lines = "" if place.lines is None or place.box else "–".join(str(line) for line in dict.fromkeys(place.lines))
    role = "annan uppgift" if evidence in square.others else "ingår" if square.is_computed else "värdet"
    role = "rapportens egen uppgift" if evidence in square.printed else role
    return (
        number, square_number, role, report.report, report.association, report.title, report.source_file, place.page,
        place.page_label, place.section, figure.table or "", figure.row, figure.column, lines,
        " ".join(place.quote.replace("\t", " | ").split()), figure.raw, figure.value, figure.unit, figure.period or "",
        figure.scenario.value, "; ".join(figure.flags),
    )  # fmt: skip
