"""Results of the tools as plain fields for JSON: decimals as strings, every figure with its place, quote and flags."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal, localcontext

from assistant.amounts import base_unit, base_value, size
from assistant.answer_json import box_json
from assistant.choose import Choice, contradicting, namesakes
from assistant.compare import Entry
from assistant.compose_warnings import figure_warnings
from assistant.evidence import Calculation, FigureEvidence, QuoteEvidence
from assistant.figures_evidence import conflict_note
from assistant.query import Span
from assistant.series import say_left_out
from assistant.timespans import write_period
from assistant.toolbox import Computed
from assistant.trend import Change, Trend
from ingest.domain import Locator
from vectorstore.entries import ReportEntry

Fields = dict[str, object]
# A quotient goes on for ever; whoever needs more digits has the value itself.
_QUOTIENT_DECIMALS = 12


def found_figures(found: Sequence[FigureEvidence]) -> list[Fields]:
    return [figure(e) | {"score": round(e.score, 3), "reasons": e.reasons} for e in found]


def found_quotes(found: Sequence[QuoteEvidence]) -> list[Fields]:
    return [{"key": q.key} | _place(q.report, q.unit.locator, q.unit.text) | {"score": round(q.score, 3)} for q in found]


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


def comparison(entries: Sequence[Entry]) -> list[Fields]:
    """One object for each entry; a missing one has a `reason` and no figure."""
    return [_entry(e) for e in entries]


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
    return {
        "measure": result.measure,
        "association": result.association,
        "points": [_choice(point) for point in series.points],
        "changes": [_change(change) for change in result.changes],
        "left_out": [{"figure": figure(one.figure), "reason": say_left_out("sv", one)} for one in series.left_out],
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
    }


def _span(span: Span | None) -> str | None:
    return write_period(span) if span else None


def _decimal(value: Decimal) -> str:
    with localcontext() as context:
        context.prec = max(value.adjusted(), 0) + 2 + _QUOTIENT_DECIMALS
        shown = format(round(value, _QUOTIENT_DECIMALS), "f")
    return shown.rstrip("0").rstrip(".")
