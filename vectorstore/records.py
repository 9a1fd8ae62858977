"""Domain values as rows and back. Nested values travel as JSON text, checked by pydantic on the way in."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import TypeAlias, TypeVar

from pydantic import TypeAdapter
from sqlalchemy import Row

from ingest.domain import Cell, Figure, Locator, Passage, Report, Scenario, Section, Table, TextUnit
from ingest.domain import Row as TableRow
from vectorstore.content import content_hash
from vectorstore.entries import ReportEntry

Values: TypeAlias = Mapping[str, object]
_T = TypeVar("_T")

STRINGS: TypeAdapter[tuple[str, ...]] = TypeAdapter(tuple[str, ...])
_units: TypeAdapter[tuple[TextUnit, ...]] = TypeAdapter(tuple[TextUnit, ...])
_cells: TypeAdapter[tuple[Cell, ...]] = TypeAdapter(tuple[Cell, ...])
LOCATOR: TypeAdapter[Locator] = TypeAdapter(Locator)


def section_values(report: Report) -> list[Values]:
    return [
        {
            "report_id": report.id,
            "position": s.index,
            "number": s.number,
            "title": s.title,
            "label": s.label,
            "level": s.level,
            "parent": s.parent,
            "line_first": s.line_first,
            "line_last": s.line_last,
            "page_label": s.page_label,
            "flags": as_json(STRINGS, s.flags),
        }
        for s in report.sections
    ]


def passage_values(report: Report) -> list[Values]:
    return [
        {
            "report_id": report.id,
            "position": position,
            "id": p.id,
            "header": p.header,
            "text": p.text,
            "content_hash": content_hash(p.header, p.text),
            "units": as_json(_units, p.units),
            "locator": as_json(LOCATOR, p.locator),
        }
        for position, p in enumerate(report.passages)
    ]


def table_values(report: Report) -> list[Values]:
    return [
        {
            "report_id": report.id,
            "position": position,
            "title": t.title,
            "columns": as_json(STRINGS, t.columns),
            "layout": t.layout,
            "unit": t.unit,
            "locator": as_json(LOCATOR, t.locator),
            "flags": as_json(STRINGS, t.flags),
        }
        for position, t in enumerate(report.tables)
    ]


def table_row_values(report: Report) -> list[Values]:
    return [
        {
            "report_id": report.id,
            "table_position": table_position,
            "position": position,
            "label": r.label,
            "parents": as_json(STRINGS, r.parents),
            "cells": as_json(_cells, r.cells),
            "quote": r.quote,
            "line_first": r.lines[0],
            "line_last": r.lines[1],
            "page": r.page,
            "flags": as_json(STRINGS, r.flags),
        }
        for table_position, table in enumerate(report.tables)
        for position, r in enumerate(table.rows)
    ]


def figure_values(report: Report) -> list[Values]:
    return [
        {
            "report_id": report.id,
            "position": position,
            "key": f.key,
            "table": f.table,
            "row": f.row,
            "column": f.column,
            "value": str(f.value),
            "unit": f.unit,
            "raw": f.raw,
            "period": f.period,
            "scenario": f.scenario.value,
            "concept": f.concept,
            "quote": f.quote,
            "locator": as_json(LOCATOR, f.locator),
            "flags": as_json(STRINGS, f.flags),
        }
        for position, f in enumerate(report.figures)
    ]


def entry_values(entry: ReportEntry) -> Values:
    return {
        "id": entry.report,
        "association": entry.association,
        "orgnr": entry.orgnr,
        "kind": entry.kind,
        "title": entry.title,
        "period": entry.period,
        "period_start": entry.period_start,
        "period_end": entry.period_end,
        "source_file": entry.source_file,
        "sha256": entry.sha256,
        "format": entry.format,
        "visibility": entry.visibility,
        "aliases": as_json(STRINGS, entry.aliases),
        "pages": entry.pages,
        "pages_unread": entry.pages_unread,
        "sections": entry.sections,
        "tables": entry.tables,
        "figures": entry.figures,
        "passages": entry.passages,
        "findings": entry.findings,
        "ingested_at": entry.ingested_at,
        "flags": as_json(STRINGS, entry.flags),
    }


def catalogue_entry(report: Report, ingested_at: str) -> ReportEntry:
    m = report.metadata
    return ReportEntry(
        report=report.id,
        association=m.association,
        orgnr=m.orgnr,
        kind=m.kind.value,
        title=m.title,
        period=m.period,
        period_start=m.period_start,
        period_end=m.period_end,
        source_file=report.document.source_file,
        sha256=report.document.sha256,
        visibility=m.visibility.value,
        aliases=m.aliases,
        pages=report.document.page_count,
        pages_unread=report.document.pages_unread,
        sections=len(report.sections),
        tables=len(report.tables),
        figures=len(report.figures),
        passages=len(report.passages),
        findings=len(report.findings),
        ingested_at=ingested_at,
        flags=report.document.flags + report.flags,
        format=report.document.format,
    )


def read_entry(row: Row[tuple[object, ...]]) -> ReportEntry:
    return ReportEntry(
        report=row.id,
        association=row.association,
        orgnr=row.orgnr,
        kind=row.kind,
        title=row.title,
        period=row.period,
        period_start=row.period_start,
        period_end=row.period_end,
        source_file=row.source_file,
        sha256=row.sha256,
        visibility=row.visibility,
        aliases=STRINGS.validate_json(row.aliases),
        pages=row.pages,
        pages_unread=row.pages_unread,
        sections=row.sections,
        tables=row.tables,
        figures=row.figures,
        passages=row.passages,
        findings=row.findings,
        ingested_at=row.ingested_at,
        flags=STRINGS.validate_json(row.flags),
        format=row.format,
    )


def read_section(row: Row[tuple[object, ...]]) -> Section:
    return Section(
        index=row.position,
        number=row.number,
        title=row.title,
        label=row.label,
        level=row.level,
        parent=row.parent,
        line_first=row.line_first,
        line_last=row.line_last,
        page_label=row.page_label,
        flags=STRINGS.validate_json(row.flags),
    )


def read_passage(row: Row[tuple[object, ...]]) -> Passage:
    return Passage(
        id=row.id,
        header=row.header,
        text=row.text,
        units=_units.validate_json(row.units),
        locator=LOCATOR.validate_json(row.locator),
    )


def read_figure(row: Row[tuple[object, ...]]) -> Figure:
    mapping = row._mapping  # "column" and "table" are words of SQLAlchemy's own, "key" and "row" may become so
    return Figure(
        key=mapping["key"],
        table=mapping["table"],
        row=mapping["row"],
        column=mapping["column"],
        value=Decimal(mapping["value"]),
        unit=mapping["unit"],
        raw=mapping["raw"],
        period=mapping["period"],
        scenario=Scenario(mapping["scenario"]),
        concept=mapping["concept"],
        quote=mapping["quote"],
        locator=LOCATOR.validate_json(mapping["locator"]),
        flags=STRINGS.validate_json(mapping["flags"]),
    )


def read_table(row: Row[tuple[object, ...]], rows: Sequence[Row[tuple[object, ...]]]) -> Table:
    """A table from its record and those of its rows, in order."""
    mapping = row._mapping
    return Table(
        title=mapping["title"],
        columns=STRINGS.validate_json(mapping["columns"]),
        rows=tuple(_read_row(one) for one in rows),
        locator=LOCATOR.validate_json(mapping["locator"]),
        layout=mapping["layout"],
        unit=mapping["unit"],
        flags=STRINGS.validate_json(mapping["flags"]),
    )


def _read_row(row: Row[tuple[object, ...]]) -> TableRow:
    mapping = row._mapping
    return TableRow(
        label=mapping["label"],
        parents=STRINGS.validate_json(mapping["parents"]),
        cells=_cells.validate_json(mapping["cells"]),
        quote=mapping["quote"],
        lines=(mapping["line_first"], mapping["line_last"]),
        flags=STRINGS.validate_json(mapping["flags"]),
        page=mapping["page"],
    )


def as_json(adapter: TypeAdapter[_T], value: _T) -> str:
    return adapter.dump_json(value).decode()
