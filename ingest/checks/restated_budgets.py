"""An outcome that a card calls the budget: the amount is the one that the table has as the activity's outcome."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from ingest.checks.sheets import Sheet
from ingest.checks.verdict import places_of
from ingest.checks.words import say_value
from ingest.domain import Certainty, Figure, Finding, FindingKind, Report, Scenario, Severity
from ingest.lexicon import fold_label
from ingest.unit_words import MONEY_UNITS

_BRACKETS = re.compile(r"\([^)]*\)")


def budget_findings(report: Report, sheets: Sequence[Sheet]) -> Iterator[Finding]:
    """For each card whose budget is another table's outcome, where that table has a budget of its own."""
    for card in (sheet for sheet in sheets if sheet.table.layout == "card"):
        name = _bare(card.table.title)
        for figure in (figure for row in card.rows for cell in row.cells for figure in cell):
            if figure.scenario is not Scenario.BUDGET or figure.unit not in MONEY_UNITS:
                continue
            named = [other for other in report.figures if other.table != figure.table and _bare(_own_name(other)) == name]
            same_time = [other for other in named if other.period == figure.period and other.unit == figure.unit]
            outcome = [o for o in same_time if o.scenario is Scenario.OUTCOME and o.value == figure.value]
            budget = [o for o in same_time if o.scenario is Scenario.BUDGET]
            if outcome and budget and all(other.value != figure.value for other in budget):
                yield _finding(report, name=card.table.title, figure=figure, outcome=outcome[0], budget=budget[0])


def _bare(name: str) -> str:
    return fold_label(_BRACKETS.sub("", name))


def _own_name(figure: Figure) -> str:
    return figure.row.rpartition(" › ")[2]


def _finding(report: Report, name: str, figure: Figure, outcome: Figure, budget: Figure) -> Finding:
    return Finding(
        id="",
        report=report.id,
        kind=FindingKind.CONTRADICTION,
        severity=Severity.MINOR,
        certainty=Certainty.INTERPRETATION,
        what=(
            f"Budgeten för {name} anges till {say_value(figure.value, figure.unit)}, men det är utfallet; budgeten är "
            f"{say_value(budget.value, budget.unit)}."
        ),
        places=places_of([figure, budget, outcome], {report.id: report.document.source_file}),
        period=figure.period,
        stated=figure.value,
        computed=budget.value,
        unit=figure.unit,
        cause="utfallet står som budget",
        figures=(figure.key, budget.key),
    )
