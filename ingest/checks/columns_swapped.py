"""Two headers printed over each other's columns: no row holds as it is headed, and every row does when they are exchanged."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from ingest.checks.columns import sex_columns
from ingest.checks.outline_places import Spot, Text
from ingest.checks.periods_said_headers import head_of
from ingest.checks.sheets import Sheet
from ingest.domain import Figure, Finding, FindingKind, Report, Severity

_NO_COLUMNS = ("card", "named")
_MIN_ROWS = 3


@dataclass(frozen=True, slots=True)
class _Roles:
    """The columns of women, men and both."""

    women: int
    men: int
    total: int

    def exchanged(self, one: int, other: int) -> _Roles:
        to = {one: other, other: one}
        return _Roles(to.get(self.women, self.women), to.get(self.men, self.men), to.get(self.total, self.total))


def swapped_header_findings(report: Report, sheets: Sequence[Sheet]) -> Iterator[Finding]:
    """One finding for each pair of headers over women, men and their total that must change places."""
    text = Text.of(report)
    for sheet in sheets:
        if sheet.table.layout in _NO_COLUMNS:
            continue
        for women, men, total in sex_columns(sheet):
            roles = _Roles(women, men, total)
            if _rows_held(sheet, roles)[0]:
                continue
            pairs = [
                (role, column)
                for role in (women, men, total)
                for column in sheet.columns
                if {role, column} != {women, men} != {role}
            ]
            mended = {(min(p), max(p)) for p in pairs if p[0] != p[1] and _mends(sheet, roles.exchanged(*p))}
            if len(mended) == 1:
                yield _finding(text, sheet, *mended.pop())


def _mends(sheet: Sheet, roles: _Roles) -> bool:
    held, tried = _rows_held(sheet, roles)
    return held == tried >= _MIN_ROWS


def _rows_held(sheet: Sheet, roles: _Roles) -> tuple[int, int]:
    """In how many rows women and men make the total, of those where all three are printed and not the same nothing."""
    held = tried = 0
    for row in range(len(sheet.rows)):
        figures = [sheet.amount(row, column) for column in (roles.women, roles.men, roles.total)]
        known: list[Figure] = [figure for figure in figures if figure is not None and "%" not in figure.raw]
        if len(known) == len(figures) and all(figure.value for figure in known):
            tried += 1
            held += known[0].value + known[1].value == known[2].value
    return held, tried


def _finding(text: Text, sheet: Sheet, one: int, other: int) -> Finding:
    first, second = (sheet.table.columns[column].strip() for column in (one, other))
    what = (
        f"I ”{sheet.table.title}” står rubrikerna {first} och {second} över varandras kolumner: först när de byter plats blir "
        f"kvinnor och män tillsammans totalen på varje rad."
    )
    column = [figure for row in range(len(sheet.rows)) if (figure := sheet.amount(row, one)) is not None]
    spots: list[Spot | Figure] = [head_of(text, sheet.table), *column]
    cause = "kolumnrubrikerna är omkastade"
    return text.finding(FindingKind.SEX_SPLIT, what, spots, severity=Severity.MATERIAL, cause=cause)
