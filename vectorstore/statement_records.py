"""Statements of running text as rows and back. The sentence is stored once: it is both the print and the quote."""

from __future__ import annotations

from decimal import Decimal

from sqlalchemy import Row

from ingest.domain import Figure, Report, Scenario
from vectorstore.records import LOCATOR, STRINGS, Values, as_json


def statement_values(report: Report) -> list[Values]:
    return [
        {
            "report_id": report.id,
            "position": position,
            "key": s.key,
            "row": s.row,
            "value": str(s.value),
            "unit": s.unit,
            "period": s.period,
            "scenario": s.scenario.value,
            "concept": s.concept,
            "sentence": s.quote,
            "locator": as_json(LOCATOR, s.locator),
            "flags": as_json(STRINGS, s.flags),
        }
        for position, s in enumerate(report.statements)
    ]


def read_statement(row: Row[tuple[object, ...]]) -> Figure:
    mapping = row._mapping  # "key" and "row" may become words of SQLAlchemy's own
    return Figure(
        key=mapping["key"],
        table=None,
        row=mapping["row"],
        column="",
        value=Decimal(mapping["value"]),
        unit=mapping["unit"],
        raw=mapping["sentence"],
        period=mapping["period"],
        scenario=Scenario(mapping["scenario"]),
        concept=mapping["concept"],
        quote=mapping["sentence"],
        locator=LOCATOR.validate_json(mapping["locator"]),
        flags=STRINGS.validate_json(mapping["flags"]),
    )
