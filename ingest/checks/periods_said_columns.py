"""Years in headings and column headers against each other, against the twin tables and against the report's own period."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from ingest.checks.outline_places import Spot, Text, listed, section_at
from ingest.checks.periods_said_headers import head_of
from ingest.checks.relation import in_base_unit
from ingest.domain import Certainty, Figure, Finding, FindingKind, Report, ReportKind, Scenario, Table
from ingest.language import fold
from ingest.periods import parse_period
from ingest.unit_words import MONEY_UNITS

_RANGE = re.compile(r"(?<![\d-])((?:19|20)\d\d)\s*[-–]\s*((?:19|20)\d\d)(?![\d-])")
_YEAR = re.compile(r"(?<![\d-])((?:19|20)\d\d)(?![\d-])")
_FLOW = re.compile(r"kassafl|resultatr|driftr|\bintakter|\bintiakter|\bkostnader")
# Amounts that stand on a day, whatever flows they are named after.
_STOCK = re.compile(r"upplupna|upplupen|forutbetald|fordring|skuld|balans|tillgang")
_AHEAD = re.compile(r"\bmal\b|\bplan|budget")
_DONE = re.compile(r"utfall|nulage|bokslut")
_HEAD_LINES = 8
_MIN_PROOF_KR = 10_000


def heads_with_other_years(report: Report) -> frozenset[int]:
    """The first lines of the headings whose years are others than those of their table's columns."""
    return frozenset(head.line for head in _contradicted_heads(report))


def column_findings(text: Text) -> Iterator[Finding]:
    yield from _head_findings(text)
    yield from _last_year_columns(text)
    yield from _days_over_flows(text)


@dataclass(frozen=True, slots=True)
class _Head:
    """A heading or caption with a range of years over a table whose columns are as many years, but others."""

    line: int
    title: str
    said: tuple[int, int]
    table: Table
    columns: tuple[int, ...]


def _contradicted_heads(report: Report) -> Iterator[_Head]:
    seen: set[int] = set()
    for table in report.tables:
        line = _line_of_head(report, table)
        title = report.document.lines[line - 1].text.strip() if line else ""
        said = _RANGE.search(title)
        columns = years_of_columns(table)
        if said is None or line in seen or (_AHEAD.search(fold(title)) and _DONE.search(fold(" ".join(table.columns)))):
            continue
        first, last = int(said[1]), int(said[2])
        if len(columns) == last - first + 1 > 1 and (columns[0], columns[-1]) != (first, last):
            seen.add(line)
            yield _Head(line, title, (first, last), table, columns)


def _line_of_head(report: Report, table: Table) -> int:
    """The line that heads the table: a section that begins just above it, or the caption it is named after; 0 where none does."""
    if table.locator.lines is None:
        return 0
    first = table.locator.lines[0]
    section = section_at(report.sections, first)
    if section is not None and section.level and first - section.line_first <= _HEAD_LINES:
        return section.line_first
    near = range(first, max(first - _HEAD_LINES, 0), -1)
    return next((number for number in near if report.document.lines[number - 1].text.strip() == table.title.strip() != ""), 0)


def years_of_columns(table: Table) -> tuple[int, ...]:
    """The years in a table's headers, sorted, each once."""
    return tuple(sorted({int(year) for header in table.columns for year in _YEAR.findall(header)}))


def _head_findings(text: Text) -> Iterator[Finding]:
    for head in _contradicted_heads(text.report):
        first, last = head.said
        years = listed([str(year) for year in head.columns])
        what = f"Rubriken ”{head.title}” säger {first}–{last}, men tabellens kolumner är {years}."
        spots = [text.spot(head.line), head_of(text, head.table)]
        right = f"{head.columns[0]}-{head.columns[-1]}"
        spots += [
            text.spot(number)
            for number in range(text.contents.line_first, text.contents.line_last + 1)
            if number > 0 and right in fold(text.report.document.lines[number - 1].text)
        ]
        yield text.finding(FindingKind.PERIOD, what, spots, cause="årtalen är kvar från ett annat år")


def _last_year_columns(text: Text) -> Iterator[Finding]:
    """A column of the year before whose total is, elsewhere in the report, this year's amount and not the year before's."""
    report = text.report
    own = report.metadata.period_start.year
    money = [f for f in report.figures if f.unit in MONEY_UNITS and f.period and f.scenario is not Scenario.SHARE]
    for table in report.tables:
        headers = [header for header in table.columns if _YEAR.search(header)]
        if (
            len(headers) != 1
            or years_of_columns(table) != (own - 1,)
            or parse_period(headers[0]) is None
            or "-12-31" in headers[0]
        ):
            continue
        inside = [f for f in money if f.table == table.title and f.column == headers[0]]
        twins = [
            (f, other) for f in inside for other in _same_amounts(f, money, table.title) if (other.period or "")[:4] == str(own)
        ]
        before = {o.value for f in inside for o in _same_amounts(f, money, table.title) if (o.period or "")[:4] == str(own - 1)}
        proof = [(f, other) for f, other in twins if f.value not in before]
        if proof:
            figure, other = max(proof, key=lambda pair: abs(pair[0].value))
            what = (
                f"Kolumnen ”{headers[0]}” anger {own - 1}, men beloppet {figure.raw} är på annat ställe i rapporten {own} års "
                f"(”{other.row}”); rapporten gäller {own}."
            )
            spot = text.spot((table.locator.lines or figure.locator.lines or (1, 1))[0])
            cause = "rubriken är kvar från året före"
            yield text.finding(FindingKind.PERIOD, what, [spot, figure, other], Certainty.INTERPRETATION, cause=cause)


def _same_amounts(figure: Figure, others: Sequence[Figure], title: str) -> list[Figure]:
    wanted = abs(in_base_unit(figure.value, figure.unit))
    if wanted < _MIN_PROOF_KR:
        return []
    return [other for other in others if other.table != title and abs(in_base_unit(other.value, other.unit)) == wanted]


def _days_over_flows(text: Text) -> Iterator[Finding]:
    """Tables of what came in and went out, headed by a balance sheet day, where a twin table prints the whole span."""
    headed: dict[Table, tuple[str, ...]] = {}
    spans: list[Table] = []
    for table in text.report.tables:
        title = fold(table.title)
        if not _FLOW.search(title) or _STOCK.search(title):
            continue
        times: Mapping[str, bool] = {
            header: span.start is None for header in table.columns if (span := parse_period(header)) is not None and "-" in header
        }
        days = tuple(header for header, is_day in times.items() if is_day)
        if times and not all(times.values()):
            spans.append(table)
        if days:
            headed[table] = days
    twin = next((table for table in spans if table not in headed), None)
    if not headed or twin is None:
        return
    names = listed([f"”{table.title}” ({', '.join(days)})" for table, days in headed.items()])
    what = (
        f"{names} har balansdagar som kolumnrubrik, men beloppen är hela periodens intäkter, kostnader eller betalningar; "
        f"”{twin.title}” har perioden {twin.columns[0]}."
    )
    spots: list[Spot] = [head_of(text, table) for table in (*headed, twin)]
    yield text.finding(FindingKind.PERIOD, what, spots, Certainty.INTERPRETATION, cause="rubriken kopierad från balansräkningen")


def year_for_a_part_findings(text: Text) -> Iterator[Finding]:
    """An interim report that sets the outcome against the budget "2021" without saying up to when the outcome is."""
    report = text.report
    if report.metadata.kind is not ReportKind.INTERIM_REPORT or "/" not in report.metadata.period:
        return
    for table in report.tables:
        headers = fold(" ".join(table.columns))
        is_comparison = "budget" in headers and "utfall" in headers
        if (
            not is_comparison
            or not _YEAR_COMPARED.search(fold(table.title))
            or _PART_SAID.search(f"{headers} {fold(table.title)}")
        ):
            continue
        end = report.metadata.period_end.isoformat()
        what = f"”{table.title}” ställer utfallet mot årets budget utan att säga att utfallet bara går till och med {end}."
        spots = [head_of(text, table)]
        yield text.finding(FindingKind.PERIOD, what, spots, Certainty.INTERPRETATION, cause="perioden är inte angiven")


_YEAR_COMPARED = re.compile(r"(?:utfall och budget|budget och utfall)\s+(?:ar\s+)?(?:19|20)\d\d(?!\d|-)")
_PART_SAID = re.compile(r"\b(?:jan|jun|aug|apr|mars|sep|halvar|tertial|kvartal|helar|manader|man\b|t\.?o\.?m)|\d-\d\d-\d\d")


def old_heading_findings(text: Text) -> Iterator[Finding]:
    """A heading that names the year before, over text that speaks of the report's own year only."""
    report = text.report
    own = report.metadata.period_start.year
    is_plan = report.metadata.kind in (ReportKind.OPERATIONAL_PLAN, ReportKind.BUDGET)
    for section in report.sections:
        years = _YEAR.findall(section.title)
        if not section.level or years != [str(own - 1)] or _DATED.search(fold(section.title)):
            continue
        if is_plan and _LOOKS_BACK.search(fold(section.title)):
            continue
        inside = " ".join(line.text for line in report.document.lines[section.line_first : section.line_last])
        said = set(_YEAR.findall(inside)) | set(re.findall(r"\b((?:19|20)\d\d)-\d\d-\d\d", inside))
        if str(own) in said and str(own - 1) not in said:
            what = f"Rubriken ”{section.title}” anger {own - 1}, men texten under den handlar om {own}."
            spot = text.spot(section.line_first)
            yield text.finding(
                FindingKind.PERIOD, what, [spot], Certainty.INTERPRETATION, cause="rubriken är kvar från året före"
            )


_DATED = re.compile(r"folkmangd|invanare|\bden \d|\d (?:jan|feb|mar|apr|maj|jun|jul|aug|sep|okt|nov|dec)|ingaende|jamfor")
_LOOKS_BACK = re.compile(r"utfall|bokslut|uppfoljning|resultat|prognos|tillbaka|foregaende")
