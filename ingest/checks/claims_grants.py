"""Money that is said to be granted to a named project, against the row of that project that has no income at all."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal

from ingest.checks.relation import in_base_unit
from ingest.checks.sentences_said import Said, sentences_said
from ingest.checks.sheets import Sheet
from ingest.checks.verdict import places_of
from ingest.checks.words import say_value
from ingest.domain import Certainty, Figure, Finding, FindingKind, Place, Report, Severity
from ingest.language import fold
from ingest.statements_numbers import MONEY

_GRANTED = re.compile(r"\b(?:beviljad\w*|beviljat\w*|tilldelad\w*|tilldelat\w*)\b")
_NOT_YET = re.compile(r"\b(?:ansok\w*|sokt\w*|inte|ej|avslag\w*|om|eventuell\w*|forutsatt)\b")
_INCOME = re.compile(r"\bintakt|\bbidrag|\bprojektmedel")
_SHORTEST_NAME = 5


def grant_findings(report: Report, sheets: Sequence[Sheet]) -> Iterator[Finding]:
    for said in sentences_said(report):
        amounts = [m for m in said.mentions if m.unit in MONEY and not m.hedge]
        if len(amounts) == 1 and _GRANTED.search(said.folded) and not _NOT_YET.search(said.folded):
            for nil in _without_income(said, sheets):
                yield _finding(report, said, in_base_unit(amounts[0].value, amounts[0].unit or ""), nil)


def _without_income(said: Said, sheets: Sequence[Sheet]) -> Iterator[Figure]:
    """The income of the row that the sentence names, where it is nil, and so is all else in the row."""
    for sheet in sheets:
        columns = [at for at in sheet.columns if _INCOME.search(fold(sheet.table.columns[at]))]
        for row in range(len(sheet.rows)) if columns else ():
            name = sheet.rows[row].label.strip()
            figures = [figure for cell in sheet.rows[row].cells for figure in cell]
            income = sheet.amount(row, columns[0])
            is_named = len(name) >= _SHORTEST_NAME and re.search(rf"(?<!\w){re.escape(name)}(?!\w)", said.sentence.text)
            if is_named and income is not None and not any(figure.value for figure in figures):
                yield income


def _finding(report: Report, said: Said, granted: Decimal, nil: Figure) -> Finding:
    name = nil.row.rpartition(" › ")[2]
    source = report.document.source_file
    return Finding(
        id="",
        report=report.id,
        kind=FindingKind.CONTRADICTION,
        severity=Severity.MATERIAL,
        certainty=Certainty.INTERPRETATION,
        what=f"{name} sägs ha beviljats {say_value(granted, 'kr')}, men har varken intäkt eller kostnad i tabellen.",
        places=(*places_of((nil,), {report.id: source}), Place(report.id, source, said.locator, said.quote)),
        period=nil.period,
        stated=Decimal(0),
        computed=granted,
        unit="kr",
        figures=(nil.key,),
    )
