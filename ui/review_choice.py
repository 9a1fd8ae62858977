"""Which findings a reviewer wants to see: the filter of the page *Granskning*, of its links, and of its exports."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import groupby
from urllib.parse import urlencode

from ingest.domain import Certainty, FindingKind, Severity
from ingest.errors import UsageError
from vectorstore.entries import ReportEntry, StoredFinding

SHOWN_AT_FIRST = frozenset({Severity.MATERIAL, Severity.MINOR})  # rounding explains itself
WORST_FIRST = (Severity.MATERIAL, Severity.MINOR, Severity.ROUNDING)


@dataclass(frozen=True, slots=True)
class Choice:
    """`association` and `report` are exact names of the catalogue, "" for all; `kind` None means every kind.

    A finding is of the report whose print is in doubt. `explained` takes in those that a reviewer has closed.
    """

    association: str = ""
    report: str = ""
    kind: FindingKind | None = None
    severities: frozenset[Severity] = SHOWN_AT_FIRST
    certainties: frozenset[Certainty] = frozenset(Certainty)
    explained: bool = False

    def admits(self, stored: StoredFinding) -> bool:
        return self.admits_but_for_closing(stored) and (self.explained or stored.explained is None)

    def admits_but_for_closing(self, stored: StoredFinding) -> bool:
        """Whether the finding would be shown if it were not explained."""
        finding, entry = stored.finding, stored.report
        return (
            self.association in ("", entry.association)
            and self.report in ("", entry.report)
            and self.kind in (None, finding.kind)
            and finding.severity in self.severities
            and finding.certainty in self.certainties
        )

    def among(self, entries: Iterable[ReportEntry]) -> Choice:
        """The choice without an association that is not there, and without a report that is not there or not of it."""
        known = tuple(entries)
        association = self.association if any(entry.association == self.association for entry in known) else ""
        of_it = {entry.report for entry in known if association in ("", entry.association)}
        return replace(self, association=association, report=self.report if self.report in of_it else "")

    def to_query(self) -> str:
        """The choice as the query of an address; `from_query` reads it."""
        return urlencode(
            [
                *((("forbund", self.association),) if self.association else ()),
                *((("rapport", self.report),) if self.report else ()),
                *((("slag", self.kind.value),) if self.kind else ()),
                *(("allvar", severity.value) for severity in WORST_FIRST if severity in self.severities),
                *(("sakerhet", certainty.value) for certainty in Certainty if certainty in self.certainties),
                ("forklarade", "ja" if self.explained else "nej"),
            ]
        )

    @classmethod
    def from_query(cls, query: Mapping[str, Sequence[str]]) -> Choice:
        """A choice from the values of each name in a query. Raises `UsageError` for a word that says nothing."""
        try:
            kind = _only(query, "slag")
            return cls(
                association=_only(query, "forbund"),
                report=_only(query, "rapport"),
                kind=FindingKind(kind) if kind else None,
                severities=frozenset(Severity(word) for word in query.get("allvar", ())),
                certainties=frozenset(Certainty(word) for word in query.get("sakerhet", ())),
                explained=_only(query, "forklarade") == "ja",
            )
        except ValueError as exc:
            raise UsageError("Länken går inte att läsa. Gå till sidan Granskning och hämta filen därifrån.", str(exc)) from exc


def _only(query: Mapping[str, Sequence[str]], name: str) -> str:
    return next(iter(query.get(name, ())), "")


def choose(findings: Iterable[StoredFinding], choice: Choice) -> tuple[StoredFinding, ...]:
    """The findings that are wanted, report by report in the order given; of a report the worst first."""
    wanted = [stored for stored in findings if choice.admits(stored)]
    order = {report: at for at, report in enumerate(dict.fromkeys(stored.report.report for stored in wanted))}
    wanted.sort(key=lambda stored: (order[stored.report.report], WORST_FIRST.index(stored.finding.severity)))
    return tuple(wanted)


def closed_aside(findings: Iterable[StoredFinding], choice: Choice) -> int:
    """How many findings are left out only because they are explained."""
    return sum(choice.admits_but_for_closing(stored) and not choice.admits(stored) for stored in findings)


def by_report(findings: Iterable[StoredFinding]) -> tuple[tuple[StoredFinding, ...], ...]:
    """The findings of each report together, where they stand so already."""
    return tuple(tuple(group) for _, group in groupby(findings, key=lambda stored: stored.report.report))
