"""Results of the tools as plain fields for JSON: decimals as strings, every figure with its place, quote and flags.

A model reads it all, so a list is cut off where it gets long; `not_shown` says how many are left out.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from decimal import Decimal, localcontext
from typing import TypeVar

from assistant.amounts import base_unit, base_value, size
from assistant.answer_json import box_json
from assistant.choose import Choice, contradicting, namesakes
from assistant.compare import Entry
from assistant.compose_warnings import figure_warnings
from assistant.evidence import Calculation, FigureEvidence, QuoteEvidence
from assistant.figures_evidence import conflict_note
from assistant.finding_json import finding_object, place_object
from assistant.query import Span
from assistant.series import say_left_out
from assistant.source_url import source_url
from assistant.timespans import write_period
from assistant.toolbox import Computed
from assistant.trend import Change, Trend
from ingest.domain import Locator, Place
from vectorstore.entries import ReportEntry, StoredFinding

Fields = dict[str, object]
_Item = TypeVar("_Item")
# Of one kind of thing, and characters of JSON in one list: some twenty thousand tokens of a model.
MOST_ITEMS, MOST_CHARS = 100, 60_000
# A quotient goes on for ever; whoever needs more digits has the value itself.
_QUOTIENT_DECIMALS = 12


def found_figures(found: Sequence[FigureEvidence]) -> Fields:
    return _items(found, lambda e: figure(e) | {"score": round(e.score, 3), "reasons": e.reasons})


def found_quotes(found: Sequence[QuoteEvidence]) -> Fields:
    return _items(found, lambda q: {"key": q.key} | _place(q.report, q.unit.locator, q.unit.text) | {"score": round(q.score, 3)})


def findings(found: Sequence[StoredFinding]) -> Fields:
    return _items(found, _finding)


def reports(entries: Sequence[ReportEntry]) -> Fields:
    return _items(entries, _report)


def figure(evidence: FigureEvidence) -> Fields:
    """A printed figure: `value` in `unit` as printed, `base_value` in `base_unit` (money in kr) as it is computed with.

    `size`, in `base_unit`, makes it larger or smaller than another: a cost is no less for the minus that its table prints.
    """
    printed = evidence.stored.figure
    return {
        "key": evidence.key,
        "label": printed.row,
        "column": printed.column,
        "table": printed.table,
        "value": format(printed.value, "f"),
        "unit": printed.unit,
        "base_value": format(base_value(evidence), "f"),
        "size": format(size(evidence), "f"),
        "base_unit": base_unit(evidence),
        "raw": printed.raw,
        "period": printed.period,
        "scenario": printed.scenario,
        "flags": printed.flags,
        "warnings": figure_warnings((evidence,), "sv"),
    } | _place(evidence.stored.report, printed.locator, printed.quote)


def computed(result: Computed) -> Fields:
    return calculation(result.calculation) | {"inputs": [figure(e) for e in result.inputs], "warnings": result.warnings}


def calculation(result: Calculation) -> Fields:
    return {
        "key": result.key,
        "label": result.label,
        "value": _decimal(result.value),
        "unit": result.unit,
        "expression": result.expression,
        "mixed": result.mixed,
    }


def comparison(entries: Sequence[Entry]) -> Fields:
    """One object for each entry; a missing one has a `reason` and no figure."""
    return _items(entries, _entry)


def _entry(entry: Entry) -> Fields:
    asked: Fields = {
        "measure": entry.measure,
        "association": entry.association,
        "period": _span(entry.span),
        "status": entry.status,
    }
    return asked | ({"reason": entry.why_missing} if entry.choice is None else _choice(entry.choice))


def trend(result: Trend) -> Fields:
    """`changes` have one entry less than `points`; `left_out` says of each figure why it is not a point."""
    series = result.series
    left_out = _items(series.left_out, lambda one: {"figure": figure(one.figure), "reason": say_left_out("sv", one)})
    return {
        "measure": result.measure,
        "association": result.association,
        "points": [_choice(point) for point in series.points],
        "changes": [_change(change) for change in result.changes],
        "left_out": left_out["items"],
        "not_shown": left_out["not_shown"],
        "missing": [_span(span) for span in series.missing],
    }


def _choice(choice: Choice) -> Fields:
    """A figure, with `contradicting` ones of the same thing and `namesakes` that the words do not tell apart from it."""
    others = contradicting(choice)
    return {
        "figure": figure(choice.best),
        "agreeing": [figure(e) for e in choice.agreeing],
        "contradicting": [figure(e) for e in others],
        "namesakes": [figure(e) for e in namesakes(choice)],
        "warnings": [conflict_note("sv", choice.best, others)] if others else [],
    }


def _finding(stored: StoredFinding) -> Fields:
    """The contract's object, its places with their report and address; who reviewed it is nobody's business elsewhere."""
    explained = stored.explained
    return finding_object(stored) | {
        "places": [_finding_place(place) for place in stored.finding.places],
        "explained": None if explained is None else {"note": explained.note, "by": None, "at": explained.at},
    }


def _finding_place(place: Place) -> Fields:
    where = place.locator
    url = source_url(place.report, where.page, where.lines, where.box)
    return {"report": place.report, **place_object(place), "source_url": url}


def _report(entry: ReportEntry) -> Fields:
    return {
        "report": entry.report,
        "association": entry.association,
        "kind": entry.kind,
        "title": entry.title,
        "period": entry.period,
        "visibility": entry.visibility,
        "source_file": entry.source_file,
        "pages": entry.pages,
        "pages_unread": entry.pages_unread,
        "tables": entry.tables,
        "figures": entry.figures,
        "passages": entry.passages,
        "findings": entry.findings,
        "ingested_at": entry.ingested_at,
        "flags": entry.flags,
        "source_url": source_url(entry.report, None, None, None),
    }


def _change(change: Change) -> Fields:
    return {
        "inputs": change.keys,
        "difference": calculation(change.difference) if change.difference else None,
        "percent": calculation(change.percent) if change.percent else None,
        "contested": change.contested,
        "refused": change.refused,
    }


def _place(report: ReportEntry, locator: Locator, quote: str) -> Fields:
    return {
        "association": report.association,
        "report": report.report,
        "title": report.title,
        "source_file": report.source_file,
        "section": locator.section,
        "page": locator.page,
        "page_label": locator.page_label,
        "lines": None if locator.box else locator.lines,
        "box": box_json(locator.box),
        "quote": quote,
        "source_url": source_url(report.report, locator.page, locator.lines, locator.box),
    }


def _items(found: Sequence[_Item], tell: Callable[[_Item], Fields]) -> Fields:
    """The first of them, at least one, as far as there is room."""
    told: list[Fields] = []
    chars = 0
    for one in found[:MOST_ITEMS]:
        fields = tell(one)
        chars += len(json.dumps(fields, ensure_ascii=False))
        if told and chars > MOST_CHARS:
            break
        told.append(fields)
    return {"items": told, "not_shown": len(found) - len(told)}


def _span(span: Span | None) -> str | None:
    return write_period(span) if span else None


def _decimal(value: Decimal) -> str:
    with localcontext() as context:
        context.prec = max(value.adjusted(), 0) + 2 + _QUOTIENT_DECIMALS
        shown = format(round(value, _QUOTIENT_DECIMALS), "f")
    return shown.rstrip("0").rstrip(".")
