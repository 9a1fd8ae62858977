"""What the lists of the API hold: of each kind where its items come from, what is searched in them and how they are told.

Whoever has no account is told the contract's objects as if there were public reports only, and no reviewer's name.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Generic, TypeVar

from ui.finding_json import finding_object
from ui.listing import figure_object, report_object
from vectorstore.entries import ReportEntry, StoredFigure, StoredFinding

if TYPE_CHECKING:
    from vectorstore.library import Library

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Items(Generic[T]):
    """A kind of list. `read` gives everything in the library's order; `tell` gets whether the public reads."""

    name: str
    read: Callable[[Library], tuple[T, ...]]
    report: Callable[[T], ReportEntry]
    period: Callable[[T], str | None]
    searched: Callable[[T], str]
    tell: Callable[[T, bool], dict[str, object]]


def _searched_in_report(entry: ReportEntry) -> str:
    return _joined(entry.association, entry.title, entry.kind, entry.period, entry.report, entry.source_file)


def _searched_in_figure(stored: StoredFigure) -> str:
    figure = stored.figure
    return _joined(stored.report.association, figure.table, figure.row, figure.column, figure.locator.section)


def _searched_in_finding(stored: StoredFinding) -> str:
    finding = stored.finding
    sections = (place.locator.section for place in finding.places)
    return _joined(stored.report.association, finding.kind.value, finding.what, finding.cause, *finding.consequences, *sections)


def _tell_finding(stored: StoredFinding, to_public: bool) -> dict[str, object]:
    told = finding_object(stored)
    if to_public and stored.explained is not None:
        told["explained"] = {"note": stored.explained.note, "by": None, "at": stored.explained.at}
    return told


def _joined(*texts: str | None) -> str:
    return "\n".join(text for text in texts if text)


REPORTS: Items[ReportEntry] = Items(
    "reports",
    lambda library: library.reports(),
    lambda entry: entry,
    lambda entry: entry.period,
    _searched_in_report,
    lambda one, _: report_object(one),
)
FIGURES: Items[StoredFigure] = Items(
    "figures",
    lambda library: library.figures(),
    lambda stored: stored.report,
    lambda stored: stored.figure.period,
    _searched_in_figure,
    lambda one, _: figure_object(one),
)
FINDINGS: Items[StoredFinding] = Items(
    "findings",
    lambda library: library.findings(),
    lambda stored: stored.report,
    lambda stored: stored.finding.period or stored.report.period,
    _searched_in_finding,
    _tell_finding,
)
