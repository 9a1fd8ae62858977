"""Claims about a table's rows by year and sex: halved since a year, level with another row, men for once more than women."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

from ingest.checks.claims_findings import claim_finding
from ingest.checks.sheets import Sheet
from ingest.checks.words import say_value
from ingest.domain import Certainty, Finding, FindingKind, Locator, Report, Severity, TextUnit
from ingest.language import fold

_YEAR = re.compile(r"\b((?:19|20)\d\d)\b")
_WOMEN, _MEN = re.compile(r"\bkvinn"), re.compile(r"\bm.n(?:nen)?\b")
_TOTAL = re.compile(r"^(?:summa|totalt?|samtliga|alla)\b")
_HALF = re.compile(
    r"\b(?:halver\w+|halften sa (?:manga|mycket|stor\w*))\b(?: \w+){0,4}?"
    r" (?:jamfort med|sedan|mot|fran) (?:ar )?(?P<year>(?:19|20)\d\d)\b"
)
_LEVEL = re.compile(r"\bi niva med (?P<other>.+)$")
_MEN_ABOVE = re.compile(
    r"\b(?:antalet )?(?:\w+ )?man(?:nen)? (?:overstiger|ar fler an|blir fler an)(?: antalet)?(?: \w+)? kvinnor(?:na)?\b"
)
_WOMEN_ABOVE = re.compile(
    r"\b(?:antalet )?(?:\w+ )?kvinnor(?:na)? (?:overstiger|ar fler an|blir fler an)(?: antalet)?(?: \w+)? man(?:nen)?\b"
)
_FEWER = re.compile(r"\b(?:under|ar) (?P<year>(?:19|20)\d\d)\b.{0,12}\bantalet (?:\w+ ){1,2}(?:blir|blev) farre\b")
_MORE = re.compile(r"\b(?:under|ar) (?P<year>(?:19|20)\d\d)\b.{0,12}\bantalet (?:\w+ ){1,2}(?:blir|blev) fler\b")
_HALF_LOW, _HALF_HIGH = Decimal("0.4"), Decimal("0.6")
# "I nivå med" is still fair for one in five apart.
_LEVEL_SHARE = Decimal("0.8")
_TELLING_LETTERS = 6
_UNTELLING = {"fordelat", "fordelning", "verksamhet", "deltagare", "insats", "tabell", "kvinnor", "uppdelat"}


@dataclass(frozen=True, slots=True)
class _Counts:
    """A table of counts by year, or year and sex: `by_row` maps a row's index to its (year, sex) counts; sex "k", "m", ""."""

    sheet: Sheet
    by_row: dict[int, dict[tuple[str, str], Decimal]]

    def row_total(self, row: int, year: str) -> Decimal | None:
        cells = self.by_row[row]
        if (year, "") in cells:
            return cells[year, ""]
        women, men = cells.get((year, "k")), cells.get((year, "m"))
        return None if women is None or men is None else women + men

    def total(self, year: str, sex: str = "") -> Decimal | None:
        """Of all rows: the total row's, or the sum where that is not printed."""
        parts: list[Decimal] = []
        for row in self.by_row:
            value = self.by_row[row].get((year, sex)) if sex else self.row_total(row, year)
            if _TOTAL.match(fold(self.sheet.rows[row].label)):
                if value is not None:
                    return value
            elif value is not None:
                parts.append(value)
        return sum(parts, Decimal(0)) if parts else None

    def years(self) -> list[str]:
        return sorted({year for cells in self.by_row.values() for year, _ in cells})

    def place(self, row: int) -> tuple[str, Locator]:
        printed = self.sheet.rows[row].row
        return printed.quote, Locator(self.sheet.table.locator.section, printed.page, None, printed.lines)

    def total_place(self) -> tuple[str, Locator]:
        totals = [row for row in self.by_row if _TOTAL.match(fold(self.sheet.rows[row].label))]
        return self.place(totals[0] if totals else next(iter(self.by_row)))

    def named_in(self, folded: str) -> int | None:
        """The one row that a sentence names."""
        named = [
            row
            for row in self.by_row
            if len(label := fold(self.sheet.rows[row].label).strip(" :")) >= _TELLING_LETTERS
            and not _TOTAL.match(label)
            and re.search(rf"\b{re.escape(label)}s?\b", folded)
        ]
        return named[0] if len(named) == 1 else None

    def is_about(self, folded: str) -> bool:
        """Whether a sentence speaks of what the table's title says it counts."""
        title = [word for word in re.findall(r"[a-z]+", fold(self.sheet.table.title)) if word not in _UNTELLING]
        return any(re.search(rf"\b{word[:_TELLING_LETTERS]}", folded) for word in title if len(word) >= _TELLING_LETTERS)


def row_findings(report: Report, sheets: Sequence[Sheet], units: Sequence[TextUnit]) -> Iterator[Finding]:
    """`units` are the sentences of one section; the nearest table of the same main section is held against them."""
    if not units:
        return
    main, line = _main_section(units[0].locator), (units[0].locator.lines or (0, 0))[0]
    tables = [counts for sheet in sheets if _main_section(sheet.table.locator) == main and (counts := _counts_of(sheet))]
    tables = sorted(tables, key=lambda counts: abs((counts.sheet.table.locator.lines or (0, 0))[0] - line))[:1]
    now = str(report.metadata.period_end.year)
    folded = [" ".join(fold(unit.text).split()) for unit in units]
    for counts in tables:
        yield from _halved(report, counts, units, folded, now)
        yield from _level(report, counts, units, folded, now)
        yield from _turns(report, counts, units, folded)


def _main_section(locator: Locator) -> str:
    return locator.section.split(" › ")[0]


def _counts_of(sheet: Sheet) -> _Counts | None:
    columns: dict[int, tuple[str, str]] = {}
    for n, header in enumerate(sheet.table.columns):
        years = _YEAR.findall(header)
        sex = "k" if _WOMEN.search(fold(header)) else "m" if _MEN.search(fold(header)) else ""
        if len(years) == 1 and not re.search(r"%|andel|procent|budget|prognos", fold(header)):
            columns[n] = (years[0], sex)
    if len(set(columns.values())) != len(columns) or len({year for year, _ in columns.values()}) < 2:
        return None
    by_row: dict[int, dict[tuple[str, str], Decimal]] = {}
    for row, _ in enumerate(sheet.rows):
        cells = {key: figure.value for n, key in columns.items() if (figure := sheet.amount(row, n)) and figure.unit == "antal"}
        if cells:
            by_row[row] = cells
    return _Counts(sheet, by_row) if len(by_row) > 1 else None


def _halved(report: Report, counts: _Counts, units: Sequence[TextUnit], folded: Sequence[str], now: str) -> Iterator[Finding]:
    """ "Halverar antalet avslut jämfört med 2019" of a row that did more, or less, than that; a row's claims are one finding."""
    found: dict[tuple[int, str], list[TextUnit]] = {}
    for n, sentence in enumerate(folded):
        match = _HALF.search(sentence)
        if match is None or not counts.is_about(sentence):
            continue
        row = counts.named_in(sentence[: match.end()])
        if row is None and n:
            row = counts.named_in(folded[n - 1])
        if row is not None:
            found.setdefault((row, match["year"]), []).append(units[n])
    for (row, year), said in found.items():
        before, after = counts.row_total(row, year), counts.row_total(row, now)
        if not before or after is None or year == now or _HALF_LOW <= after / before <= _HALF_HIGH:
            continue
        share = round(after * 100 / before)
        name = counts.sheet.rows[row].label
        what = f"{name} sägs ha halverats jämfört med {year}, men {before} blev {after}, det vill säga {share} %."
        half_of = next((y for y in counts.years() if y not in (year, now) and _is_half(after, counts.row_total(row, y))), "")
        yield claim_finding(
            report,
            said[0],
            what,
            Certainty.CERTAIN,
            Severity.MATERIAL,
            against=[*said[1:], counts.place(row)],
            stated=50,
            computed=share,
            unit="%",
            kind=FindingKind.SHARE,
            cause=f"jämförelsen gäller {half_of}" if half_of else "",
        )


def _is_half(after: Decimal, before: Decimal | None) -> bool:
    return bool(before) and before is not None and _HALF_LOW <= after / before <= _HALF_HIGH


def _level(report: Report, counts: _Counts, units: Sequence[TextUnit], folded: Sequence[str], now: str) -> Iterator[Finding]:
    for n, sentence in enumerate(folded):
        match = _LEVEL.search(sentence)
        if match is None or not counts.is_about(sentence):
            continue
        other = counts.named_in(match["other"])
        row = counts.named_in(sentence[: match.start()])
        if row is None and n:
            row = counts.named_in(folded[n - 1])
        if row is None or other is None or row == other:
            continue
        one, two = counts.row_total(row, now), counts.row_total(other, now)
        if one is not None and two and min(one, two) < _LEVEL_SHARE * max(one, two):
            names = counts.sheet.rows[row].label, counts.sheet.rows[other].label
            what = f"{names[0]} sägs ligga i nivå med {names[1]}, men talen är {one} mot {two}."
            yield claim_finding(
                report,
                units[n],
                what,
                Certainty.INTERPRETATION,
                Severity.MINOR,
                against=[counts.place(row), counts.place(other)],
                stated=one,
                computed=two,
                unit="antal",
            )


def _turns(report: Report, counts: _Counts, units: Sequence[TextUnit], folded: Sequence[str]) -> Iterator[Finding]:
    """A turn told of a year in which, by the table, it did not happen: fewer than the year before, men above women."""
    wrong: list[tuple[TextUnit, str, str]] = []
    year = ""
    for unit, sentence in zip(units, folded, strict=True):
        years = _YEAR.findall(sentence)
        year = years[-1] if years else year
        if not counts.is_about(sentence):
            year = years[-1] if years else ""
            continue
        turn = _FEWER.search(sentence) or _MORE.search(sentence)
        if turn:
            year = turn["year"]
            wrong += _against_trend(counts, unit, year, fewer=bool(_FEWER.search(sentence)))
        elif year and (_MEN_ABOVE.search(sentence) or _WOMEN_ABOVE.search(sentence)):
            wrong += _against_sexes(counts, unit, year, men_above=bool(_MEN_ABOVE.search(sentence)))
    if wrong:
        unit, what, of_year = wrong[0]
        yield claim_finding(
            report,
            unit,
            what,
            Certainty.CERTAIN,
            Severity.MATERIAL,
            against=[*(other for other, _, _ in wrong[1:]), counts.total_place()],
            kind=FindingKind.PERIOD if of_year else FindingKind.CONTRADICTION,
            cause=f"det gäller {of_year}" if of_year else "",
            consequences=tuple(more for _, more, _ in wrong[1:]),
        )


def _against_trend(counts: _Counts, unit: TextUnit, year: str, fewer: bool) -> Iterator[tuple[TextUnit, str, str]]:
    before, after = counts.total(str(int(year) - 1)), counts.total(year)
    if before is not None and after is not None and (after > before if fewer else after < before):
        word = "färre" if fewer else "fler"
        what = f"Antalet sägs bli {word} {year}, men tabellen har {say_value(before, '')} året före"
        real = [y for y in counts.years() if _moved(counts, y, fewer)]
        yield unit, f"{what} och {say_value(after, '')} {year}.", real[0] if len(real) == 1 else ""


def _moved(counts: _Counts, year: str, fewer: bool) -> bool:
    before, after = counts.total(str(int(year) - 1)), counts.total(year)
    return before is not None and after is not None and (after < before if fewer else after > before)


def _against_sexes(counts: _Counts, unit: TextUnit, year: str, men_above: bool) -> Iterator[tuple[TextUnit, str, str]]:
    women, men = counts.total(year, "k"), counts.total(year, "m")
    if women is None or men is None or (men > women if men_above else women > men):
        return
    more = "män" if men_above else "kvinnor"
    what = f"{year} sägs {more} ha varit fler, men tabellen har {women} kvinnor och {men} män."
    real = [
        y
        for y in counts.years()
        if (w := counts.total(y, "k")) is not None and (m := counts.total(y, "m")) is not None and (m > w if men_above else w > m)
    ]
    yield unit, what, real[0] if len(real) == 1 else ""
