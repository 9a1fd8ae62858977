"""The counts that tables print beside a name: a place, a reason, a team, a month, with the total that they are parts of."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import pairwise

from ingest.checks.sheets import Sheet, is_doubtful
from ingest.domain import Figure, Line, Locator, Report, Scenario
from ingest.language import fold
from ingest.periods_parts import MONTH, month_number

_TOTAL = re.compile(r"^(?:totalt?|summa|samtliga|alla|sammanlagt)\b")
_COUNTS = re.compile(r"^(?:totalt?|summa|antal)\b|^$")
_MONTHS = "januari februari mars april maj juni juli augusti september oktober november december".split()
_LEAST_MONTHS, _LEAST_NAMES = 3, 2
_SHORTEST = 4
_GAP = re.compile(r"\t+|\s{2,}")


@dataclass(frozen=True, slots=True)
class Labelled:
    """Counts of one row or column of a print by folded name. `words`: its title, heading and headers.

    `total` is what they make up, None where the print tells none. `values` are all the numbers of the print.
    """

    by_name: dict[str, Figure]
    total: Figure | None
    words: str
    heading: str
    lines: tuple[int, int]
    values: frozenset[Decimal]

    def share(self, name: str) -> Decimal | None:
        whole = self.total.value if self.total is not None else Decimal(0)
        return 100 * self.by_name[name].value / whole if whole > 0 else None


def printed_by_label(report: Report, sheets: Sequence[Sheet]) -> tuple[Labelled, ...]:
    found = [one for sheet in sheets for one in (*_down(sheet), *_across(sheet))]
    return (*found, *_month_lines(report))


def _down(sheet: Sheet) -> Iterator[Labelled]:
    """The rows' counts, in the column of totals or the only one of counts."""
    headers = [fold(header).strip(" .:") for header in sheet.table.columns]
    totals = [at for at in sheet.columns if _COUNTS.match(headers[at])]
    if len(totals) == 1:
        figures = {fold(row.label).strip(" .:"): _count(sheet, at, totals[0]) for at, row in enumerate(sheet.rows)}
        if len(figures) == len(sheet.rows):
            yield from _labelled(figures, sheet)


def _across(sheet: Sheet) -> Iterator[Labelled]:
    """The columns' counts, in the row of totals or the only row."""
    rows = [at for at, row in enumerate(sheet.rows) if _TOTAL.match(fold(row.label).strip(" .:"))]
    rows = rows or ([0] if len(sheet.rows) == 1 else [])
    headers = [fold(header).strip(" .:") for header in sheet.table.columns]
    if len(rows) == 1 and len(set(headers)) == len(headers):
        yield from _labelled({header: _count(sheet, rows[0], at) for at, header in enumerate(headers)}, sheet)


def _count(sheet: Sheet, row: int, column: int) -> Figure | None:
    figure = sheet.amount(row, column)
    is_count = figure is not None and figure.unit == "antal" and figure.scenario is Scenario.OUTCOME and not is_doubtful(figure)
    return figure if is_count else None


def _labelled(figures: dict[str, Figure | None], sheet: Sheet) -> Iterator[Labelled]:
    known = {name: figure for name, figure in figures.items() if figure is not None}
    total = next((figure for name, figure in known.items() if _TOTAL.match(name)), None)
    parts = {_full_month(name): f for name, f in known.items() if len(name) >= _least(name) and not _TOTAL.match(name)}
    parts = {name: figure for name, figure in parts.items() if not re.search(r"\d|^(?:antal|kvinnor|man|andel)\b", name)}
    if len(parts) >= _LEAST_NAMES and sheet.table.locator.lines:
        words = " ".join((sheet.table.title, sheet.table.locator.section.rpartition(" › ")[2], *sheet.table.columns))
        values = frozenset(figure.value for row in sheet.rows for cell in row.cells for figure in cell)
        yield Labelled(parts, total, fold(words), sheet.table.locator.section, sheet.table.locator.lines, values)


def _least(name: str) -> int:
    return 1 if re.fullmatch(MONTH, name) else _SHORTEST


def _full_month(name: str) -> str:
    return _MONTHS[month_number(name) - 1] if re.fullmatch(MONTH, name) else name


def _month_lines(report: Report) -> Iterator[Labelled]:
    """Two lines with months and their counts where the reader has seen no table."""
    in_tables = {
        n for table in report.tables for row in table.rows for cell in row.cells for n in range(cell.lines[0], cell.lines[1] + 1)
    }
    lines = [line for line in report.document.lines if line.text.strip()]
    for header, below in pairwise(lines):
        names, numbers = (_GAP.split(line.text.strip()) for line in (header, below))
        months = [(at, fold(name)) for at, name in enumerate(names) if re.fullmatch(MONTH, fold(name))]
        is_row = len(names) == len(numbers) and all(re.fullmatch(r"\d+", numbers[at]) for at, _ in months)
        if len(months) >= _LEAST_MONTHS and is_row and below.number not in in_tables:
            label = numbers[0] if not numbers[0].isdigit() else ""
            by_name = {_full_month(name): _made(report, below, name, numbers[at], at, label) for at, name in months}
            totals = [at for at, name in enumerate(names) if _TOTAL.match(fold(name)) and numbers[at].isdigit()]
            total = _made(report, below, names[totals[0]], numbers[totals[0]], totals[0], label) if len(totals) == 1 else None
            section = _section(report, below)
            values = frozenset(Decimal(number) for number in numbers if number.isdigit())
            words = fold(section.rpartition(" › ")[2])
            yield Labelled(by_name, total, words, section, (header.number, below.number), values)


def _section(report: Report, line: Line) -> str:
    return next((s.label for s in reversed(report.sections) if s.line_first <= line.number <= s.line_last), "")


def _made(report: Report, line: Line, name: str, number: str, at: int, label: str) -> Figure:
    return Figure(
        key=f"{report.id}:m{line.number}-{at}",
        table=None,
        row=f"{label} {name}".strip(),
        column="",
        value=Decimal(number),
        unit="antal",
        raw=number,
        period=None,
        scenario=Scenario.OUTCOME,
        concept=None,
        quote=" ".join(line.text.split()),
        locator=Locator(section=_section(report, line), page=line.page, lines=(line.number, line.number)),
    )
