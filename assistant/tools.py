"""The one adapter to LangChain: the assistant's abilities as tools with typed arguments, for programs and models.

Each tool returns JSON for a model to read and, as artifact, the evidence itself. Keys are opaque: they are passed
on to `calculate` or cited, never made up.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from pydantic import BaseModel, ConfigDict, Field

from assistant.calculate import Operation, calculate
from assistant.evidence import Calculation, FigureEvidence, QuoteEvidence
from assistant.find_figures import find_figures
from assistant.find_quotes import find_quotes
from assistant.query import Query
from assistant.timespans import find_spans
from assistant.understand import understand
from ingest.domain import Scenario
from ingest.errors import UsageError
from vectorstore.entries import Scope
from vectorstore.library import Library

if TYPE_CHECKING:
    from langchain_core.tools import BaseTool


class FindFiguresArgs(BaseModel):
    """What figure is looked for. Only `measure` is needed."""

    model_config = ConfigDict(extra="forbid")
    measure: str = Field(
        min_length=1, max_length=300, description="måttet med rapporternas eller vardagens ord, t.ex. 'årets resultat'"
    )
    association: str | None = Field(default=None, description="förbundets namn")
    period: str | None = Field(default=None, description="t.ex. '2021', 'januari-juni 2021', '2021-12-31'")
    scenario: Scenario | None = Field(default=None, description="utfall, budget, avvikelse, mål, prognos eller andel")


class CalculateArgs(BaseModel):
    """What is computed, over the keys of figures in order: change and difference from the first to the last."""

    model_config = ConfigDict(extra="forbid")
    operation: Operation
    keys: tuple[str, ...] = Field(min_length=2, max_length=50, description="nycklar från find_figures, i ordning")


class SearchPassagesArgs(BaseModel):
    """What is looked up in the running text."""

    model_config = ConfigDict(extra="forbid")
    text: str = Field(min_length=1, max_length=500, description="frågan eller orden som söks")
    association: str | None = Field(default=None, description="förbundets namn")
    period: str | None = Field(default=None, description="t.ex. '2021'")


def make_tools(library: Library) -> tuple[BaseTool, ...]:
    """`find_figures`, `calculate` and `search_passages` over one library."""
    from langchain_core.tools import StructuredTool

    def find(measure: str, association: str | None = None, period: str | None = None, scenario: Scenario | None = None):  # type: ignore[no-untyped-def]
        query = _query(measure, association, period, library)
        found = find_figures(query.measures[0], replace(query, scenario=scenario or query.scenario), library)
        return json.dumps([_figure_fields(e) for e in found], ensure_ascii=False), found

    def compute(operation: Operation, keys: Sequence[str]):  # type: ignore[no-untyped-def]
        result = calculate(operation, [figure_by_key(key, library) for key in keys], str(operation))
        return json.dumps(_calculation_fields(result), ensure_ascii=False), result

    def search(text: str, association: str | None = None, period: str | None = None):  # type: ignore[no-untyped-def]
        found = find_quotes(_query(text, association, period, library), library)
        return json.dumps([_quote_fields(q) for q in found], ensure_ascii=False), found

    described = (
        (
            find,
            "find_figures",
            "Söker tryckta siffror i rapporternas tabeller. Ger nyckel, värde, enhet, period och plats.",
            FindFiguresArgs,
        ),
        (
            compute,
            "calculate",
            "Räknar exakt på siffror som hittats: summa, skillnad, förändring i procent, andel, kvot, snitt.",
            CalculateArgs,
        ),
        (
            search,
            "search_passages",
            "Söker ordagranna meningar i rapporternas text. Ger nyckel, citat och plats.",
            SearchPassagesArgs,
        ),
    )
    return tuple(
        StructuredTool.from_function(
            function, name=name, description=text, args_schema=schema, response_format="content_and_artifact"
        )
        for function, name, text, schema in described
    )


def figure_by_key(key: str, library: Library) -> FigureEvidence:
    """The figure that an opaque key stands for. Raises `UsageError` for a key that no figure has."""
    report = key.rpartition(":")[0]
    for stored in library.figures(Scope(reports=frozenset({report}))):
        if stored.figure.key == key:
            return FigureEvidence(key, stored, 1.0)
    raise UsageError("Nyckeln finns inte. Använd en nyckel som find_figures har gett.", f"unknown figure key {key!r}")


def _query(text: str, association: str | None, period: str | None, library: Library) -> Query:
    """The words understood as a question; association and period, where given, are taken as they are."""
    query = understand(text, (), library)
    if association is not None:
        known = {r.association for r in library.reports()}
        if association not in known:
            raise UsageError(f"Förbundet {association} finns inte. Det finns: {', '.join(sorted(known))}.", "unknown association")
        query = replace(query, associations=(association,), unknown_association=None)
    if period is not None:
        spans = find_spans(period).spans
        if not spans:
            raise UsageError(
                f"Perioden {period!r} går inte att tolka. Skriv till exempel 2021 eller 2021-12-31.", "unknown period"
            )
        query = replace(query, periods=spans)
    return query


def _figure_fields(e: FigureEvidence) -> dict[str, object]:
    figure, report = e.stored.figure, e.stored.report
    return {
        "key": e.key, "label": figure.row, "column": figure.column, "value": str(figure.value), "unit": figure.unit,
        "association": report.association, "period": figure.period, "scenario": figure.scenario, "report": report.report,
        "section": figure.locator.section, "lines": figure.locator.lines, "page": figure.locator.page,
        "flags": figure.flags, "score": round(e.score, 3), "reasons": e.reasons,
    }  # fmt: skip


def _calculation_fields(c: Calculation) -> dict[str, object]:
    return {"key": c.key, "value": str(c.value), "unit": c.unit, "expression": c.expression, "inputs": c.inputs}


def _quote_fields(q: QuoteEvidence) -> dict[str, object]:
    place = q.unit.locator
    return {
        "key": q.key, "quote": q.unit.text, "association": q.report.association, "report": q.report.report,
        "title": q.report.title,
        "section": place.section, "lines": place.lines, "page": place.page, "score": round(q.score, 3),
    }  # fmt: skip
