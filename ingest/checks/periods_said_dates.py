"""Dates: those that no calendar has, weekdays that the date does not fall on, dates in another month's row or another year."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date

from ingest.checks.outline_places import Spot, Text, spot_around
from ingest.domain import Certainty, Finding, FindingKind, Table
from ingest.language import fold
from ingest.periods_parts import month_number

_MONTHS = "januari|februari|mars|april|maj|juni|juli|augusti|september|oktober|november|december"
_WEEKDAYS = ("mandag", "tisdag", "onsdag", "torsdag", "fredag", "lordag", "sondag")
_SAID_WEEKDAYS = ("måndag", "tisdag", "onsdag", "torsdag", "fredag", "lördag", "söndag")
_ISO = re.compile(r"(?<![\d/.-])((?:19|20)\d\d)-(\d\d)-(\d\d)(?![\d-])")
_NAMED = re.compile(rf"(?<![\d.,–-])(\d{{1,2}})\s+({_MONTHS})\s+((?:19|20)\d\d)(?!\d)")
_DOTTED = re.compile(r"(?<![\d.])(?:\d{1,2}\s*[-–]\s*)?(\d{1,2})\.(\d{1,2})\.((?:19|20)\d\d)(?!\d)")
_SLASHED = re.compile(r"(?<![\d/])(\d{1,2})/(\d{1,2})(?![\d/])")
_WEEKDAY_SAID = re.compile(rf"({'|'.join(_WEEKDAYS)})(?:en)?\s+(?:den\s+)?(\d{{1,2}})\s+({_MONTHS})\s+((?:19|20)\d\d)(?!\d)")
_MONTH_ROW = re.compile(r"(?:jan|feb|mar|apr|maj|jun|jul|aug|sep|okt|nov|dec)[a-z]*\.?")
# Numbers of files and papers look like dates ("Dnr 2021-13-01").
_NO_DATE = re.compile(r"\bdnr|diarie|\borg|arende(?:nummer|nr)")
_MEETINGS = re.compile(r"sammantraden|styrelsemoten|motesplan|arsplan|motestider|styrelsens moten|moten under")
_MIN_MONTHS, _MIN_DATES = 3, 4


def date_findings(text: Text) -> Iterator[Finding]:
    yield from _impossible_dates(text)
    yield from _wrong_weekdays(text)
    for table in text.report.tables:
        yield from _wrong_rows(text, table)
    yield from _meetings_of_another_year(text)


def _impossible_dates(text: Text) -> Iterator[Finding]:
    for line in text.body():
        folded = fold(line.text)
        if _NO_DATE.search(folded) or len(folded) != len(line.text):
            continue
        for pattern, order in ((_ISO, (1, 2, 3)), (_NAMED, (3, 2, 1)), (_DOTTED, (3, 2, 1))):
            for match in pattern.finditer(folded):
                year, month, day = (match[group] for group in order)
                if _date(year, month, day) is None:
                    what = f"Datumet ”{line.text[match.start() : match.end()]}” finns inte i kalendern."
                    yield text.finding(FindingKind.PERIOD, what, [spot_around(line, match.start(), match.end())], text.certainty)


def _date(year: str, month: str, day: str) -> date | None:
    try:
        return date(int(year), int(month) if month.isdigit() else month_number(month[:3]), int(day))
    except ValueError:
        return None


def _wrong_weekdays(text: Text) -> Iterator[Finding]:
    for line in text.body():
        for match in _WEEKDAY_SAID.finditer(fold(line.text)):
            day = _date(match[4], match[3], match[2])
            if day is not None and _WEEKDAYS[day.weekday()] != match[1]:
                said = f"{match[2]} {match[3]} {match[4]}"
                weekday = _SAID_WEEKDAYS[_WEEKDAYS.index(match[1])]
                what = f"Den {said} anges vara en {weekday}, men är en {_SAID_WEEKDAYS[day.weekday()]}."
                yield text.finding(FindingKind.PERIOD, what, [spot_around(line, match.start(), match.end())])


def _wrong_rows(text: Text, table: Table) -> Iterator[Finding]:
    """Dates in the rows of a year's plan, where nearly all stand in their own month's row."""
    months = {
        index: month_number(fold(row.label)[:3]) for index, row in enumerate(table.rows) if _MONTH_ROW.fullmatch(fold(row.label))
    }
    if len(months) < _MIN_MONTHS:
        return
    right, wrong = 0, []
    for index, row_month in months.items():
        row = table.rows[index]
        for cell, header in zip(row.cells, table.columns, strict=True):
            dates = _months_in(cell.text)
            if row_month in dates.values():
                right += 1
            elif dates:
                wrong.append((row, cell, header, next(iter(dates))))
    if right < _MIN_DATES or len(wrong) * 3 > right:
        return
    for row, cell, header, printed in wrong:
        column = f" (kolumnen ”{header}”)" if header else ""
        what = f"På raden ”{row.label}” står datumet {printed}{column}, som hör till en annan månad."
        label = Spot(row.lines, f"{row.label} | {cell.text}")
        yield text.finding(FindingKind.PERIOD, what, [label])


def _months_in(cell: str) -> dict[str, int]:
    """The dates of a cell as printed, with their months."""
    found = {match[0]: int(match[2]) for match in (*_DOTTED.finditer(cell), *_ISO.finditer(cell), *_SLASHED.finditer(cell))}
    for match in re.finditer(rf"(\d{{1,2}})\s+({_MONTHS})", fold(cell)):
        found[match[0]] = month_number(match[2][:3])
    return {printed: month for printed, month in found.items() if 1 <= month <= 12}


def _meetings_of_another_year(text: Text) -> Iterator[Finding]:
    report = text.report
    years = range(report.metadata.period_start.year, report.metadata.period_end.year + 1)
    for section in report.sections:
        if not _MEETINGS.search(fold(section.title)):
            continue
        inside, outside = 0, []
        for line in report.document.lines[section.line_first : section.line_last]:
            for pattern, group in ((_ISO, 1), (_DOTTED, 3), (_NAMED, 3)):
                for match in pattern.finditer(fold(line.text)):
                    if int(match[group]) in years:
                        inside += 1
                    else:
                        outside.append((line, match))
        if inside < _MIN_DATES or len(outside) * 3 > inside:
            continue
        for line, match in outside:
            what = f"Bland mötena under ”{section.title}” står datumet {match[0]}, som inte är i rapportens period."
            yield text.finding(
                FindingKind.PERIOD, what, [spot_around(line, match.start(), match.end())], Certainty.INTERPRETATION
            )
