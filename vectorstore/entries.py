"""What the store hands out: catalogue rows, figures and passages with the report they belong to."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date

from ingest.domain import Figure, Finding, Passage, Section


@dataclass(frozen=True, slots=True)
class ReportEntry:
    """A catalogue row. Counts are whole numbers; `ingested_at` is UTC, ISO 8601 to the second; `format` as in `Document`.

    `findings` counts every finding whose `report` this is: within it and across reports, of every severity, explained or
    not.
    """

    report: str
    association: str
    orgnr: str | None
    kind: str
    title: str
    period: str
    period_start: date
    period_end: date
    source_file: str
    sha256: str
    visibility: str
    aliases: tuple[str, ...]
    pages: int
    pages_unread: int
    sections: int
    tables: int
    figures: int
    passages: int
    findings: int
    ingested_at: str
    flags: tuple[str, ...]
    format: str = "text"


@dataclass(frozen=True, slots=True)
class StoredFigure:
    figure: Figure
    report: ReportEntry


@dataclass(frozen=True, slots=True)
class Explanation:
    """Why a finding needs no more attention: a reviewer's note. `at` is UTC, ISO 8601 to the second."""

    note: str
    by: str
    at: str


@dataclass(frozen=True, slots=True)
class StoredFinding:
    """A finding with the report whose print is in doubt; `explained` is None until a reviewer has closed it."""

    finding: Finding
    report: ReportEntry
    explained: Explanation | None


@dataclass(frozen=True, slots=True)
class ReportContents:
    """All that is searched of a report, in the order of the source."""

    report: ReportEntry
    sections: tuple[Section, ...]
    passages: tuple[Passage, ...]
    figures: tuple[Figure, ...]
    statements: tuple[Figure, ...]


@dataclass(frozen=True, slots=True)
class PassageHit:
    """A passage found. `score` orders the hits of one search; `similarity` is the cosine, None when found by words only."""

    passage: Passage
    report: ReportEntry
    score: float
    similarity: float | None


@dataclass(frozen=True, slots=True)
class Scope:
    """A hard filter, applied inside the store; an empty set means all. `associations` are exact catalogue names.

    `within` is a filter around this one: what it does not admit is not admitted here either.
    """

    associations: frozenset[str] = frozenset()
    reports: frozenset[str] = frozenset()
    public_only: bool = False
    within: Scope | None = None

    def admits(self, entry: ReportEntry) -> bool:
        return (
            (not self.associations or entry.association in self.associations)
            and (not self.reports or entry.report in self.reports)
            and (not self.public_only or entry.visibility == "public")
            and (self.within is None or self.within.admits(entry))
        )

    def inside(self, outer: Scope) -> Scope:
        """What both admit."""
        if outer == EVERYTHING:
            return self
        return outer if self == EVERYTHING else replace(self, within=outer if self.within is None else self.within.inside(outer))

    @property
    def only_public(self) -> bool:
        """Whether this filter, or one around it, admits public reports only."""
        return self.public_only or (self.within is not None and self.within.only_public)


EVERYTHING = Scope()
PUBLIC = Scope(public_only=True)
