"""The most or the fewest by the words, against the table: "flest kom till träffen i februari"."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

from ingest.checks.claims_findings import claim_finding
from ingest.checks.sheets import Sheet
from ingest.checks.words import say_value
from ingest.domain import Certainty, Figure, Finding, Locator, Report, Scenario, Severity, TextUnit
from ingest.language import fold, stem, words
from ingest.unit_words import MONEY_UNITS

_MOST = re.compile(r"\b(?:flest|vanligast|vanligaste|storst|storsta|mest (?:besokt\w*|valbesokt\w*)|livligast\w*)\b")
_LARGEST = re.compile(r"\bstorst")
_LEAST = re.compile(r"\b(?:farst|minst vanlig\w*|ovanligast\w*|lugnast\w*|minst besokt\w*)\b")
# One of several, the next, a change, a share, another time: no claim that one row is above all others.
_NO_CLAIM = re.compile(
    r"\b(?:nast|en av|ett av|bland|inte|ej|aldrig|okning\w*|minskning\w*|forandring\w*|skillnad\w*|avvikels\w*|okat|minskat"
    r"|de flesta|allra flesta|andel\w*|procentuell\w*|per|mest nojd\w*|fler|hogre|lagre|delen|behov\w*|efterfragan|ko|tidigare"
    r"|tillsammans|kvinnor\w*|man|mannen|unga|yngre|aldre)\b"
)
_FLEST = re.compile(r"\b(?:flest|farst)(?: antal)? (?P<noun>[a-z]+)")
_PEOPLE = {"deltagare", "personer", "besokare", "medarbetare", "individer", "manniskor"}
_VERBS = set(
    "kom gick deltog deltar finns fanns har hade kommer bor bodde var ar samlade till i pa fran inom lockade valde".split()
)
# What a table may count beside participants; it must be what the sentence counts.
_SUBJECTS = ("remiss", "avslut", "ansok", "inskriv", "nyinskr", "kostnad", "utbetal", "orsak till rem")
_NUMBER = re.compile(r"(?<![\d,])\d{1,3}(?: \d{3})*(?![\d,]| ?%| ?procent)")
_OTHER_YEAR = re.compile(r"\b(?:19|20)\d\d\b")
_TOTAL = re.compile(r"^(?:summa|totalt?|samtliga|alla|sammanlagt)\b")
_TELLING = 5
# The table stands this near the sentence.
_LINES = 14
_FEWEST_ROWS, _FEWEST_PARTS = 3, 2
_MONTHS = ("", *"januari februari mars april maj juni juli augusti september oktober november december".split())
_ISO = re.compile(r"^(?:19|20)\d\d-(\d\d)-\d\d$")


@dataclass(frozen=True, slots=True)
class _Series:
    """What a table counts for each of several things: one column by row, or the totals by column."""

    sheet: Sheet
    names: tuple[str, ...]
    figures: tuple[Figure, ...]

    @property
    def values(self) -> tuple[Decimal, ...]:
        return tuple(figure.value for figure in self.figures)


def superlative_findings(report: Report, sheets: Sequence[Sheet], units: Sequence[TextUnit]) -> Iterator[Finding]:
    """`units` are the sentences of one section. A finding where the named row is no column's greatest."""
    for unit in units:
        folded = " ".join(fold(unit.text).split())
        most, least = _MOST.search(folded), _LEAST.search(folded)
        if (most is None) == (least is None) or _NO_CLAIM.search(folded) or _speaks_of_another_year(report, folded):
            continue
        near = [sheet for sheet in sheets if _is_near(sheet, unit) and _counts_what_is_said(sheet, folded)]
        claims = [claim for sheet in near if (claim := _named(_series_of(report, sheet), folded)) is not None]
        if len(claims) == 1:
            yield from _against(report, unit, folded, claims[0], is_most=most is not None)


def _counts_what_is_said(sheet: Sheet, folded: str) -> bool:
    """Whether the table counts what the sentence speaks of: "flest remisser" is no claim about participants."""
    title = fold(f"{sheet.table.title} {sheet.table.locator.section.rsplit(' › ', 1)[-1]} {' '.join(sheet.table.columns)}")
    match = _FLEST.search(folded)
    noun = match["noun"] if match else ""
    is_people = noun in _PEOPLE
    if noun and not is_people and noun not in _VERBS and stem(noun)[:_TELLING] not in title:
        return False
    return all(subject in title or subject not in folded for subject in _SUBJECTS) and not (
        is_people and any(subject in title and subject not in folded for subject in _SUBJECTS)
    )


def _speaks_of_another_year(report: Report, folded: str) -> bool:
    years = {int(year) for year in _OTHER_YEAR.findall(folded)}
    return bool(years - {report.metadata.period_end.year})


def _is_near(sheet: Sheet, unit: TextUnit) -> bool:
    table, said = sheet.table.locator, unit.locator
    if table.lines is None or said.lines is None or table.section.split(" › ")[0] != said.section.split(" › ")[0]:
        return False
    return _apart(table, said) <= _LINES


def _apart(table: Locator, said: Locator) -> int:
    if table.lines is None or said.lines is None:
        return 0
    return max(said.lines[0] - table.lines[1], table.lines[0] - said.lines[1], 0)


def _series_of(report: Report, sheet: Sheet) -> list[_Series]:
    """The series of a flat table: its rows are added up to its last one, so that none of them is a total of others."""
    body = [n for n in range(len(sheet.rows)) if not _TOTAL.match(fold(sheet.rows[n].label).strip())]
    totals = [n for n in range(len(sheet.rows)) if n not in body]
    if len(totals) != 1 or any(sheet.rows[n].row.parents for n in body):
        return []
    found: list[_Series] = []
    summed: list[tuple[str, Figure]] = []
    for column in sheet.columns:
        cells = [(n, sheet.amount(n, column)) for n in body]
        total = sheet.amount(totals[0], column)
        own = [(n, figure) for n, figure in cells if figure is not None and _counts(figure)]
        # a row of a day's meeting has its own time, its column the report's
        if total is None or total.period not in (None, report.metadata.period) or len(own) < _FEWEST_PARTS:
            continue
        if abs(sum(figure.value for _, figure in own) - total.value) * 20 > abs(total.value):
            continue  # a misprint may stand in it; a hierarchy adds up to far more
        found.append(_Series(sheet, tuple(_name(sheet, n) for n, _ in own), tuple(figure for _, figure in own)))
        summed.append((sheet.table.columns[column], total))
    whole = [one for one, (header, _) in zip(found, summed, strict=True) if _TOTAL.match(fold(header))]
    found = [one for one in whole or found if len(one.names) >= _FEWEST_ROWS]
    parts = [(header, total) for header, total in summed if header and not _TOTAL.match(fold(header))]
    if len(parts) >= _FEWEST_ROWS:
        found.append(_Series(sheet, tuple(header for header, _ in parts), tuple(total for _, total in parts)))
    return found


def _counts(figure: Figure) -> bool:
    is_amount = figure.unit not in ("%", *MONEY_UNITS) or figure.scenario is Scenario.OUTCOME
    return is_amount and figure.unit != "%" and figure.value >= 0


def _name(sheet: Sheet, row: int) -> str:
    """A row's label and the words of its cells; of a date its month."""
    printed = sheet.rows[row].row
    label = printed.label.strip()
    if match := _ISO.match(label):
        label = _MONTHS[int(match[1])] if int(match[1]) < len(_MONTHS) else ""
    return " ".join((label, *(cell.text for cell in printed.cells if not re.search(r"\d", cell.text))))


def _named(series: Sequence[_Series], folded: str) -> tuple[tuple[_Series, int], ...] | None:
    """The one row or column of a table that a sentence names, in each of the table's series."""
    said = {stem(word) for word in words(folded)}
    found: list[tuple[_Series, int]] = []
    for one in series:
        own = [{stem(fold(word)) for word in words(name) if len(word) >= _letters(one.names)} for name in one.names]
        telling = [stems - set().union(*(other for m, other in enumerate(own) if m != n)) for n, stems in enumerate(own)]
        hits = [n for n, stems in enumerate(telling) if stems & said]
        if len(hits) > 1:
            return None
        found += [(one, n) for n in hits]
    places = {one.names[n] for one, n in found}
    return tuple(found) if len(places) == 1 else None


def _letters(names: Sequence[str]) -> int:
    """How long a word must be to tell a name: "Åsby" does where every name is one word."""
    return _TELLING if any(len(name.split()) > 1 for name in names) else _TELLING - 1


def _against(
    report: Report, unit: TextUnit, folded: str, claim: Sequence[tuple[_Series, int]], *, is_most: bool
) -> Iterator[Finding]:
    said = {Decimal(number.replace(" ", "")) for number in _NUMBER.findall(folded)}
    # its own number, or the one of the row that is above all others
    own_values = {value for series, named in claim for value in (series.values[named], max(series.values), min(series.values))}
    if said and not said & own_values or _LARGEST.search(folded) and not said:
        return  # the number of another measure; "störst" may be of money or of people
    beaten: list[tuple[_Series, int, int]] = []
    for series, named in claim:
        values = series.values
        best = max(range(len(values)), key=lambda n: values[n] if is_most else -values[n])
        if values[best] == values[named]:
            return
        beaten.append((series, named, best))
    series, named, best = beaten[-1]
    own, other = series.figures[named], series.figures[best]
    word = "högst" if is_most else "lägst"
    what = f"”{_cut(series.names[named])}” sägs ligga {word}, men tabellen har {say_value(own.value, own.unit)} där och"
    what += f" {say_value(other.value, other.unit)} för ”{_cut(series.names[best])}”."
    yield claim_finding(
        report,
        unit,
        what,
        Certainty.INTERPRETATION,
        Severity.MATERIAL,
        against=[other, own],
        stated=own.value,
        computed=other.value,
        unit=own.unit,
    )


def _cut(name: str) -> str:
    return name if len(name) <= 60 else name[:60].rsplit(" ", 1)[0] + " …"
