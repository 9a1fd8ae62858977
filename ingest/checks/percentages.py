"""Percentages inside one table: parts that must make up a hundred, and shares that the amounts beside them give."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from ingest.checks.causes import likely_cause
from ingest.checks.relation import Relation, Term, in_base_unit, step_of
from ingest.checks.severity import severity_of
from ingest.checks.sheets import Sheet
from ingest.checks.sums_grid import looks_like_a_slip, slipped
from ingest.checks.verdict import places_of
from ingest.checks.words import say_figure, say_label, say_value
from ingest.domain import Certainty, Figure, Finding, FindingKind, Report, Scenario, Severity
from ingest.language import fold

_TOTAL = re.compile(r"^(?:summa|totalt?|total summa)\b")
_NO_COLUMNS = ("card", "named")
_HUNDRED = Decimal(100)
_HALF = Decimal("0.5")
# How many cells must be the share that a reading says, and how large a part of those it speaks of.
_MIN_FITS = 3
_MOST = Decimal("0.66")
# Shares below this are so few digits that anything may fit.
_MIN_SHARE = 2


# --- parts of a hundred -----------------------------------------------------------------------------------------------


def percent_relations(sheets: Sequence[Sheet]) -> Iterator[Relation]:
    """A total of 100 per cent with the percentages above it, to within one unit for each two of them; and one that is not 100
    though they are."""
    for sheet in sheets:
        if sheet.table.layout in _NO_COLUMNS:
            continue
        for row in range(len(sheet.rows)):
            if _TOTAL.match(fold(sheet.rows[row].label)):
                yield from _of_a_hundred(sheet, row)


def _of_a_hundred(sheet: Sheet, row: int) -> Iterator[Relation]:
    found = [r for column in sheet.columns if (r := _hundred(sheet, row, column)) is not None]
    held = any(relation.holds for relation in found)
    for relation in found:
        if relation.holds or held or abs(relation.residual) < _HUNDRED / 2 or looks_like_a_slip(relation):
            yield relation


def _hundred(sheet: Sheet, row: int, column: int) -> Relation | None:
    """None where neither the total nor its parts are 100, or where a cell above it is in doubt."""
    stated = sheet.share(row, column)
    if stated is None:
        return None
    terms: list[Term] = []
    for at in range(row - 1, -1, -1):
        if _TOTAL.match(fold(sheet.rows[at].label)):
            break
        figure = sheet.share(at, column)
        if figure is not None:
            terms.insert(0, Term(figure))
        elif sheet.rows[at].cells[column] and not any(f.unit != "%" for f in sheet.rows[at].cells[column]):
            return None
        elif slipped(sheet, at) or sheet.rows[at].row.cells[column].text.strip(" -–") and not sheet.rows[at].cells[column]:
            return None
    if len(terms) < 2:
        return None
    step = max(step_of(term.figure) for term in terms)
    slack = step * ((len(terms) + 1) // 2)
    relation = Relation(FindingKind.SHARE, stated, tuple(terms), "summan av andelarna", Certainty.CERTAIN, slack)
    if stated.value == _HUNDRED:
        return relation
    parts_make_it = (len(terms) > 2 or stated.value > _HUNDRED) and abs(relation.expected - _HUNDRED) <= slack
    return relation if parts_make_it and likely_cause(stated.value, _HUNDRED) else None


# --- shares of amounts ------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Share:
    """A percentage and the two amounts that it may be the quotient of. `reading` names the rule that says so."""

    share: Figure
    part: Figure
    whole: Figure
    reading: tuple[str, int, int]

    @property
    def computed(self) -> Decimal:
        return _HUNDRED * in_base_unit(self.part.value, self.part.unit) / in_base_unit(self.whole.value, self.whole.unit)

    @property
    def apart(self) -> Decimal:
        """By how many of its last printed units the share is off."""
        return abs(self.share.value - self.computed) / step_of(self.share)


def share_findings(sheets: Sequence[Sheet], report: Report) -> Iterator[Finding]:
    """Percentages that the amounts of their own table contradict, where that reading fits the table's other percentages."""
    sources = {report.id: report.document.source_file}
    for sheet in sheets:
        if sheet.table.layout not in _NO_COLUMNS:
            for share in _contradicted(sheet):
                yield _finding(share, report.id, sources)


def _contradicted(sheet: Sheet) -> Iterator[_Share]:
    """Each percentage by the reading that fits most of the table; nothing where another reading fits it as printed."""
    readings: dict[tuple[str, int, int], list[_Share]] = {}
    for share in _readings(sheet):
        readings.setdefault(share.reading, []).append(share)
    fitting = {reading for reading, shares in readings.items() if _is_borne_out(shares)}
    rank = Counter({reading: sum(s.apart <= 1 for s in readings[reading]) for reading in fitting})
    chosen: dict[str, _Share] = {}
    excused: set[str] = set()
    for reading in sorted(fitting, key=lambda r: -rank[r]):
        for share in readings[reading]:
            chosen.setdefault(share.share.key, share)
            if share.apart <= _HALF:
                excused.add(share.share.key)
    yield from (share for key, share in chosen.items() if key not in excused and share.apart > _HALF)


def _is_borne_out(shares: Sequence[_Share]) -> bool:
    fits = [s for s in shares if s.apart <= _HALF and abs(s.share.value) >= _MIN_SHARE and s.share.value != _HUNDRED]
    telling = {s.share.value for s in fits}
    spoken_of = sum(s.share.value != _HUNDRED and abs(s.share.value) >= _MIN_SHARE for s in shares)
    return len(fits) >= _MIN_FITS and len(telling) > 1 and len(fits) >= _MOST * spoken_of


def _readings(sheet: Sheet) -> Iterator[_Share]:
    """Every way to read a percentage: of another row in its column, of a column's total, of another cell in its row."""
    rows = range(len(sheet.rows))
    totals = [row for row in rows if _TOTAL.match(fold(sheet.rows[row].label)) or _is_all(sheet, row)]
    for column in sheet.columns:
        for row in rows:
            share = sheet.share(row, column)
            if share is None:
                continue
            beside = _amount(sheet, row, column)
            if beside is not None:
                for other in rows:
                    yield from _share(share, beside, _amount(sheet, other, column), ("row", other, -1), other != row)
                continue
            for c in sheet.columns:
                total = next((t for t in totals if t >= row and _amount(sheet, t, c)), None)
                if c != column and total is not None and total != row:
                    yield from _share(share, _amount(sheet, row, c), _amount(sheet, total, c), (f"of total {column}", c, total))
                for d in sheet.columns:
                    if c != d and column not in (c, d):
                        yield from _share(share, _amount(sheet, row, c), _amount(sheet, row, d), (f"of cell {column}", c, d))
            for part in rows:
                for whole in rows:
                    if len({part, whole, row}) == 3:
                        yield from _share(
                            share, _amount(sheet, part, column), _amount(sheet, whole, column), (f"of rows {row}", part, whole)
                        )


def _is_all(sheet: Sheet, row: int) -> bool:
    """Whether a row with an amount is a hundred per cent by its own print ("Totala kostnader 7 245 490 kr 100 %")."""
    shares = [sheet.share(row, column) for column in sheet.columns]
    return any(s is not None and s.value == _HUNDRED for s in shares) and any(_amount(sheet, row, c) for c in sheet.columns)


def _share(
    share: Figure, part: Figure | None, whole: Figure | None, reading: tuple[str, int, int], wanted: bool = True
) -> Iterator[_Share]:
    if not wanted or part is None or whole is None or part.unit != whole.unit or not (part.value and whole.value):
        return
    # a change in per cent may go down, a share is of the same sign
    if part.value * whole.value > 0 or share.scenario is not Scenario.SHARE:
        yield _Share(share, part, whole, reading)


def _amount(sheet: Sheet, row: int, column: int) -> Figure | None:
    figure = sheet.amount(row, column)
    return None if figure is None or figure.unit == "%" else figure


def _finding(share: _Share, report: str, sources: Mapping[str, str]) -> Finding:
    step = step_of(share.share)
    computed = (share.computed / step).quantize(Decimal(1), ROUND_HALF_UP) * step
    severity = severity_of(FindingKind.SHARE, share.share.value, computed, "%") if share.apart > 1 else Severity.ROUNDING
    part, whole = say_value(share.part.value, share.part.unit), say_value(share.whole.value, share.whole.unit)
    name = say_figure(share.part)
    what = (
        f"{name[:1].upper() + name[1:]} anges till {say_value(share.share.value, '%')}, "
        f"men {part} av {whole} ({say_label(share.whole.row)}) är {say_value(computed, '%')}."
    )
    base = [in_base_unit(figure.value, figure.unit) for figure in (share.part, share.whole)]
    return Finding(
        id="",
        report=report,
        kind=FindingKind.SHARE,
        severity=severity,
        certainty=Certainty.CERTAIN,
        what=what,
        places=places_of((share.share, share.part, share.whole), sources),
        period=share.share.period,
        stated=share.share.value,
        computed=computed,
        unit="%",
        cause="avrundning" if severity is Severity.ROUNDING else "",
        figures=(share.share.key,),
        terms=(share.part.key, share.whole.key),
        expression=f"{base[0]:f} / {base[1]:f} * 100",
    )
