"""Units that a header or a cell prints and the values contradict."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from ingest.checks.outline_places import Spot, Text, listed
from ingest.checks.sheets import Sheet
from ingest.domain import Certainty, Figure, Finding, FindingKind, Report, Severity
from ingest.language import fold
from ingest.unit_words import MONEY_UNITS

_CONTRADICTION = "unit-contradiction"
_INFERRED = "unit-inferred"
# "ett snitt på 3,0 … (2,83%)": the aim is a mean on a scale, and so is the outcome.
_MEAN = re.compile(r"(?:snitt|medelvarde|medeltal|index)\D{1,25}(\d,\d+)(?!\s*%)[^%.]{0,80}?\(?(\d,\d+)\s*%")
_SCALE_TOP = 10
_MEAN_LINES = 3


def unit_findings(report: Report, sheets: Sequence[Sheet]) -> Iterator[Finding]:
    """One finding for each table whose unit is wrong or missing, and for each other kind of slip."""
    text = Text.of(report)
    for sheet in sheets:
        yield from _contradicted(text, sheet)
        yield from _not_said(text, sheet)
        yield from _mixed(text, sheet)
    yield from _percent_on_a_scale(text)


def _figures(sheet: Sheet, flag: str) -> list[Figure]:
    return [f for row in sheet.rows for cell in row.cells for f in cell if any(x.startswith(flag) for x in f.flags)]


def _contradicted(text: Text, sheet: Sheet) -> Iterator[Finding]:
    figures = _figures(sheet, _CONTRADICTION)
    if not figures:
        return
    title = sheet.table.title
    if all(figure.unit in MONEY_UNITS for figure in figures):
        printed = sheet.table.unit or "en annan enhet"
        if "tkr" in " ".join(figures[0].flags):
            printed = "tkr"
        what = f"Tabellen ”{title}” anger {printed}, men beloppen är i {figures[0].unit}."
        spots: list[Spot | Figure] = [*_unit_line(text, sheet, printed), *figures[:3]]
        severity, cause = Severity.MATERIAL, "fel enhet i rubriken"
    else:
        what = f"I tabellen ”{title}” står procenttecken vid {_said(figures)}, men talen är {figures[0].unit}."
        spots = [*figures]
        severity, cause = Severity.MINOR, "procenttecken av misstag"
    yield text.finding(FindingKind.UNIT, what, spots, severity=severity, cause=cause)


def _said(figures: Sequence[Figure]) -> str:
    return listed([figure.raw for figure in figures[:3]])


def _unit_line(text: Text, sheet: Sheet, unit: str) -> list[Spot]:
    """The line that prints the wrong unit: in the table's head or just above it."""
    first, _ = sheet.table.locator.lines or (1, 1)
    for number in range(first, max(first - 6, 0), -1):
        if re.search(rf"(?<!\w){unit}(?!\w)|tusen", fold(text.report.document.lines[number - 1].text)):
            return [text.spot(number)]
    return []


def _not_said(text: Text, sheet: Sheet) -> Iterator[Finding]:
    figures = _figures(sheet, _INFERRED)
    if not figures or _states_unit(text, sheet):
        return
    proof = f"samma uppgifter på annat ställe visar att de är i {figures[0].unit}"
    what = f"Tabellen ”{sheet.table.title}” anger ingen enhet för beloppen; {proof}."
    yield text.finding(FindingKind.UNIT, what, figures[:3], cause="enhetsangivelse saknas")


def _states_unit(text: Text, sheet: Sheet) -> bool:
    first, _ = sheet.table.locator.lines or (1, 1)
    lines = text.report.document.lines[max(first - 4, 0) : sheet.table.rows[0].lines[0] if sheet.table.rows else first]
    return any(re.search(r"(?<!\w)(?:tkr|kkr|mnkr|mkr)(?!\w)|tusental|miljoner", fold(line.text)) for line in lines)


def _mixed(text: Text, sheet: Sheet) -> Iterator[Finding]:
    """Amounts side by side, of which one prints kr and another tkr or million kr."""
    for row in sheet.rows:
        printed = {
            figure.unit: figure for cell in row.cells for figure in cell[:1] if figure.unit in MONEY_UNITS and _prints(figure)
        }
        if len(printed) > 1:
            one, other = list(printed.values())[:2]
            what = f"Raden ”{row.label}” blandar enheter: {one.raw} bredvid {other.raw}."
            yield text.finding(FindingKind.UNIT, what, [one, other], Certainty.INTERPRETATION)


def _prints(figure: Figure) -> bool:
    return re.search(rf"\d\s*{figure.unit}\b", figure.raw) is not None


def _percent_on_a_scale(text: Text) -> Iterator[Finding]:
    lines = [line for line in text.report.document.lines if line.text.strip()]
    found: list[Spot] = []
    said: list[str] = []
    for index, line in enumerate(lines):
        joined = " ".join(x.text for x in lines[index : index + _MEAN_LINES])
        match = _MEAN.search(fold(joined))
        if match is None or match.start() >= len(line.text) or float(match[2].replace(",", ".")) > _SCALE_TOP:
            continue
        last = lines[min(index + _MEAN_LINES - 1, len(lines) - 1)].number
        while last > line.number and match[2] not in text.report.document.lines[last - 1].text:
            last -= 1
        found.append(text.spot(line.number, last))
        said.append(f"{match[2]} %")
    if found:
        printed = f"Enkätens medelvärden är tryckta med procenttecken ({listed(said)})"
        what = f"{printed}, men målet är ett medelvärde på en skala utan procent."
        yield text.finding(FindingKind.UNIT, what, found, cause="procenttecken av misstag")
