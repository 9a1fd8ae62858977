"""Which reports a brief is about: those of an association and a period, and the others that tell of its other years."""

from __future__ import annotations

from dataclasses import dataclass
from difflib import get_close_matches

from assistant.request import read_association, read_periods
from assistant.timespans import parse_period, write_period
from ingest.domain import ReportKind
from ingest.errors import UsageError
from ingest.language import fold
from vectorstore.entries import ReportEntry
from vectorstore.library import Library

_ORDER = (
    ReportKind.ANNUAL_REPORT, ReportKind.INTERIM_REPORT, ReportKind.BUDGET, ReportKind.OPERATIONAL_PLAN, ReportKind.OTHER,
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Extent:
    """`main` are the reports of the period, accounts before plans; `others` the association's remaining ones, latest first."""

    association: str
    period: str
    main: tuple[ReportEntry, ...]
    others: tuple[ReportEntry, ...]

    @property
    def entry(self) -> ReportEntry:
        return self.main[0]

    @property
    def is_plan(self) -> bool:
        return all(entry.kind in (ReportKind.OPERATIONAL_PLAN, ReportKind.BUDGET) for entry in self.main)


def read_extent(association: str, period: str | None, library: Library) -> Extent:
    """The reports meant by a name (whole, short or a part of it) and a period (the latest where none is given).

    Raises `UsageError` for a name or a period that no report has, naming those there are.
    """
    entries = library.reports()
    name = _association(association, entries, library)
    own = tuple(entry for entry in entries if entry.association == name)
    chosen = _of_period(own, period) if period else _latest(own)
    main = tuple(sorted(chosen, key=lambda one: (_ORDER.index(ReportKind(one.kind)), one.report)))
    others = sorted((one for one in own if one not in chosen), key=lambda one: (one.period_end, one.report), reverse=True)
    return Extent(name, main[0].period, main, tuple(others))


def _association(name: str, entries: tuple[ReportEntry, ...], library: Library) -> str:
    known = {entry.association for entry in entries}
    same = [one for one in known if fold(one) == fold(name)] or [one for one in known if name.strip() and fold(name) in fold(one)]
    return same[0] if len(same) == 1 else read_association(name, library)


def _latest(own: tuple[ReportEntry, ...]) -> tuple[ReportEntry, ...]:
    """The reports of the last period that has accounts; of plans alone, of the last period there is."""
    accounts = [one for one in own if one.kind in (ReportKind.ANNUAL_REPORT, ReportKind.INTERIM_REPORT)]
    last = max(accounts or own, key=lambda one: (one.period_end, one.period_start))
    return tuple(one for one in own if one.period == last.period)


def _of_period(own: tuple[ReportEntry, ...], period: str) -> tuple[ReportEntry, ...]:
    # as the library writes it: what the form of the page and the suggestion below give back
    written = tuple(one for one in own if one.period == period.strip())
    if written:
        return written
    wanted = read_periods([period])[0]
    exact = tuple(one for one in own if one.period == write_period(wanted))
    # "2021" means the half-year too where that is all there is of the year
    within = tuple(one for one in own if wanted.start <= one.period_start and one.period_end <= wanted.end)
    if exact or len({one.period for one in within}) == 1:
        return exact or within
    known = sorted({one.period for one in own})
    near = get_close_matches(period, known, n=1, cutoff=0.9)
    hint = f"Menade du {near[0]}?" if near else f"Det finns för {', '.join(known)}."
    raise UsageError(f"Det finns ingen rapport från {own[0].association} för {period}. {hint}")


def span_end(period: str) -> str:
    """The last day of a period in the contract's form."""
    return parse_period(period).end.isoformat()
