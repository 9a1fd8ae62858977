"""One name for two scopes: costs with depreciation here and without it there, and no word that says so."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal
from itertools import combinations

from ingest.checks.facts import Fact
from ingest.checks.relation import factor_to, step_of
from ingest.checks.sheets import Sheet
from ingest.checks.verdict import places_of
from ingest.checks.words import say_figure, say_label, say_value
from ingest.domain import Certainty, Figure, Finding, FindingKind, Report, Scenario, Severity
from ingest.language import fold
from ingest.lexicon import fold_label

_COSTS = "verksamhetens_kostnader"
_MAY_ADD = ("avskrivningar", "finansiella_kostnader", "finansiella_intakter")
_SAYS_SO = re.compile(r"\b(?:avskrivning|finansnetto|finansiell[a-z]* (?:kostnad|post))")
_NEAR_LINES = 12
_PARTS = ("summa_insatser", "administration")
# Two sums of one statement further apart than that have another scope.
_NEAR_PERCENT = 1


def scope_findings(report: Report, sheets: Sequence[Sheet], facts: Sequence[Fact]) -> Iterator[Finding]:
    """A row of the overview that is called as the line of the income statement and holds more than it; its last time told."""
    income = [fact for fact in facts if fact.statement == "income" and fact.scenario is Scenario.OUTCOME]
    rows: dict[tuple[int, int], list[tuple[Fact, Fact, tuple[Fact, ...]]]] = {}
    for wide in facts:
        for narrow in income:
            added = _added(wide, narrow, income)
            if added and _is_called_alike(wide, narrow) and not _is_said(report, sheets[wide.sheet], wide.figure):
                rows.setdefault((wide.sheet, wide.row), []).append((wide, narrow, added))
    for found in rows.values():
        wide, narrow, added = max(found, key=lambda one: one[0].end)
        yield _finding(report, wide, narrow, added)


def _is_called_alike(wide: Fact, narrow: Fact) -> bool:
    one, other = (fold_label(fact.figure.row.rpartition(" › ")[2]).rstrip(" 0123456789") for fact in (wide, narrow))
    return one == other and wide.line == narrow.line == _COSTS and wide.statement == "overview"


def _added(wide: Fact, narrow: Fact, income: Sequence[Fact]) -> tuple[Fact, ...]:
    """The lines of the income statement that make up the difference; none where there is none, or nothing explains it."""
    figure, other = wide.figure, narrow.figure
    factor = factor_to(figure.unit, other)
    if factor is None or (wide.start, wide.end, wide.scenario) != (narrow.start, narrow.end, narrow.scenario):
        return ()
    room = max(step_of(figure), step_of(other) * factor) * 2
    apart = abs(figure.value) - abs(other.value) * factor
    beside = [
        f for f in income if f.sheet == narrow.sheet and f.column == narrow.column and f.line in _MAY_ADD and f.figure.value
    ]
    for count in range(1, len(beside) + 1):
        for some in combinations(beside, count):
            total = sum(abs(f.figure.value) * factor * (-1 if f.line == "finansiella_intakter" else 1) for f in some)
            if abs(apart) > room and abs(apart - total) <= room:
                return some
    return ()


def _is_said(report: Report, sheet: Sheet, figure: Figure) -> bool:
    """Whether the title or a line near the row says what is counted in."""
    lines = figure.locator.lines or sheet.table.locator.lines or (0, 0)
    span = report.document.lines[max(0, lines[0] - 1 - _NEAR_LINES) : lines[1] + _NEAR_LINES]
    return any(_SAYS_SO.search(fold(text)) for text in (sheet.table.title, *(line.text for line in span)))


def _finding(report: Report, wide: Fact, narrow: Fact, added: Sequence[Fact]) -> Finding:
    figure, other = wide.figure, narrow.figure
    factor = factor_to(figure.unit, other)
    computed = abs(other.value) * factor if factor is not None else None
    names = " och ".join(say_label(fact.figure.row).lower() for fact in added)
    amount = say_value(abs(other.value), other.unit)
    what = f"{say_figure(figure)} anges till {say_value(abs(figure.value), figure.unit)}, men till {amount} i resultaträkningen."
    sources = {report.id: report.document.source_file}
    return Finding(
        id="",
        report=report.id,
        kind=FindingKind.CONTRADICTION,
        severity=Severity.MINOR,
        certainty=Certainty.INTERPRETATION,
        what=f"{what} Samma namn har två omfattningar.",
        places=places_of((figure, other, *(fact.figure for fact in added)), sources),
        period=figure.period,
        stated=abs(figure.value),
        computed=computed,
        unit=figure.unit,
        cause=f"beloppet räknar in {names}",
        figures=(figure.key, other.key),
    )


def parts_findings(report: Report, sheets: Sequence[Sheet], facts: Sequence[Fact]) -> Iterator[Finding]:
    """A table of activities and of administration, each with its sum: together they are the costs of the income statement.

    Only of the report's own time, and where they are so near that no other scope is meant.
    """
    costs = [fact for fact in facts if fact.statement == "income" and fact.line == _COSTS and fact.scenario is Scenario.OUTCOME]
    costs = [fact for fact in costs if fact.figure.period == report.metadata.period and fact.figure.value]
    for sheet in sheets:
        for column in sheet.columns:
            figures = [f for row in range(len(sheet.rows)) if (f := sheet.amount(row, column)) is not None]
            parts = [[f for f in figures if f.concept == concept and f.scenario is Scenario.OUTCOME] for concept in _PARTS]
            if costs and all(len(found) == 1 for found in parts):
                yield from _other_costs(report, [found[0] for found in parts], costs[0], facts)


def _other_costs(report: Report, parts: Sequence[Figure], fact: Fact, facts: Sequence[Fact]) -> Iterator[Finding]:
    cost = fact.figure
    if any(part.period != cost.period or part.unit != cost.unit for part in parts):
        return
    beside = [f.figure for f in facts if f.sheet == fact.sheet and f.column == fact.column and f.line in _MAY_ADD]
    total, whole = sum(abs(part.value) for part in parts), abs(cost.value)
    added = [sum(abs(f.value) for f in some) for count in range(len(beside) + 1) for some in combinations(beside, count)]
    room = step_of(cost) * (len(parts) + 1)
    apart = abs(total - whole)
    if apart * 100 > _NEAR_PERCENT * whole or any(abs(total - whole - sign * more) <= room for more in added for sign in (1, -1)):
        return
    what = (
        f"Insatser och administration har tillsammans {say_value(Decimal(total), cost.unit)} i {parts[0].table}, "
        f"men verksamhetens kostnader är {say_value(whole, cost.unit)} i resultaträkningen."
    )
    yield Finding(
        id="",
        report=report.id,
        kind=FindingKind.CONTRADICTION,
        severity=Severity.MATERIAL,
        certainty=Certainty.INTERPRETATION,
        what=what,
        places=places_of((*parts, cost), {report.id: report.document.source_file}),
        period=cost.period,
        stated=Decimal(total),
        computed=whole,
        unit=cost.unit,
        figures=tuple(figure.key for figure in (*parts, cost)),
    )
