"""Rows of tables that print the report's own period and the one before, as sentences about years speak of them."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from ingest.checks.sheets import is_doubtful
from ingest.domain import Figure, Report, Scenario
from ingest.language import stem, words
from ingest.periods import shift, span_of, span_text

# Words that say nothing of what a row counts.
_EMPTY = frozenset(
    stem(word) for word in ("antal", "antalet", "totalt", "totala", "summa", "samtliga", "årets", "periodens", "och", "inkl")
)
_SHORTEST_WORD = 4
_BEGINNING = 6


@dataclass(frozen=True, slots=True)
class YearRow:
    """A row's figures of the report's period and of the one before; `others` are those of all other times."""

    now: Figure
    before: Figure
    others: tuple[Figure, ...]

    @property
    def stems(self) -> frozenset[str]:
        """What the row's own name says, by stems; empty for "Summa" and the like."""
        return telling_stems(self.now.row.rsplit(" › ", 1)[-1])


def telling_stems(text: str) -> frozenset[str]:
    return frozenset(stem(word) for word in words(text) if len(word) >= _SHORTEST_WORD) - _EMPTY


def are_alike(one: str, other: str) -> bool:
    """Whether two stems are one word, or the one begins like the other ("deltag" and "deltagarantal")."""
    return one == other or (min(len(one), len(other)) >= _BEGINNING and one[:_BEGINNING] == other[:_BEGINNING])


def names_row(row: YearRow, told: Collection[str]) -> bool:
    """Whether every word of a row's name is among the stems of a text."""
    return bool(row.stems) and all(any(are_alike(one, other) for other in told) for one in row.stems)


def shares_a_word(row: YearRow, told: Collection[str]) -> bool:
    return any(are_alike(one, other) for one in row.stems for other in told)


def year_rows(report: Report) -> tuple[YearRow, ...]:
    """The rows of all tables that have one outcome of the report's period and one of the period before."""
    period = report.metadata.period
    earlier = shift(span_of(period), -1)
    if earlier is None:
        return ()
    now_is = {period, report.metadata.period_end.isoformat()}
    before_is = {span_text(earlier), earlier.end.isoformat()}
    printed: dict[tuple[str | None, tuple[int, int] | None, str, str], list[Figure]] = {}
    for figure in report.figures:
        if figure.scenario is Scenario.OUTCOME and not is_doubtful(figure):
            printed.setdefault((figure.table, figure.locator.lines, figure.row, figure.unit), []).append(figure)
    found: list[YearRow] = []
    for figures in printed.values():
        now = [figure for figure in figures if figure.period in now_is]
        before = [figure for figure in figures if figure.period in before_is]
        if len(now) == len(before) == 1:
            found.append(YearRow(now[0], before[0], tuple(f for f in figures if f not in (now[0], before[0]))))
    return tuple(found)
