"""Everything that the sections of one association's chapter are written from, read once."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from assistant.brief.contested import Doubts
from assistant.brief.extent import Extent
from assistant.brief.series import Series, read_series, wanted_periods
from assistant.brief.sources import Sources
from vectorstore.entries import ReportContents, Scope, StoredFigure, StoredFinding
from vectorstore.library import Library

if TYPE_CHECKING:
    from assistant.brief.quotes import Said

SERIES = (
    "medlemsbidrag", "verksamhetens_intakter", "verksamhetens_kostnader", "arets_resultat", "balanskravsresultat",
    "eget_kapital", "soliditet", "likvida_medel", "kassa_bank", "kortfristiga_skulder", "antal_anstallda",
)  # fmt: skip
# Sound Swedish has .046–.048 of its letters from å ä ö (design.md); a text well below has lost them in a scan.
_FEWEST_SWEDISH_LETTERS = 0.015


@dataclass(frozen=True, slots=True)
class Material:
    """`periods` are the brief's own first, then the earlier ones (of a plan: the later). `contents` are the main reports'."""

    extent: Extent
    library: Library
    sources: Sources
    doubts: Doubts
    findings: tuple[StoredFinding, ...]
    contents: tuple[ReportContents, ...]
    periods: tuple[str, ...]
    series: dict[str, Series]
    # Quotes are not said twice: each section adds those that it took, and leaves out what is there.
    quoted: list[str] = field(default_factory=list)
    # The reports' sentences, filled by `quotes.said_in` when they are first asked for.
    said: list[Said] = field(default_factory=list)

    @property
    def id(self) -> str:
        """What the ids of this chapter's blocks begin with."""
        return self.extent.entry.report

    def figures(self) -> tuple[StoredFigure, ...]:
        """The table figures of the period's reports."""
        return tuple(StoredFigure(figure, one.report) for one in self.contents for figure in one.figures)


def read_material(extent: Extent, library: Library, sources: Sources) -> Material:
    own = frozenset(entry.report for entry in (*extent.main, *extent.others))
    findings = library.findings(Scope(reports=own))
    main = {entry.report for entry in extent.main}
    periods = wanted_periods(extent, extent.is_plan)
    return Material(
        extent,
        library,
        sources,
        Doubts(findings),
        tuple(stored for stored in findings if stored.finding.report in main),
        tuple(library.contents(entry.report) for entry in extent.main),
        periods,
        read_series(SERIES, extent, periods, library),
    )


def has_lost_letters(contents: ReportContents) -> bool:
    """Whether the report's text has lost its å ä ö, so that quotes look misspelt."""
    text = "".join(unit.text for passage in contents.passages for unit in passage.units).lower()
    letters = sum(c.isalpha() for c in text)
    return letters > 0 and sum(c in "åäö" for c in text) / letters < _FEWEST_SWEDISH_LETTERS


def notes_on(contents: Sequence[ReportContents]) -> tuple[str, ...]:
    """What a reader of the brief must know of how the reports were read."""
    lost = [one.report.title for one in contents if has_lost_letters(one)]
    unread = [one.report for one in contents if one.report.pages_unread]
    said = [
        f"{title} är läst ur en förlaga som har tappat å, ä och ö. Citaten återges som de står i den lästa texten."
        for title in lost
    ]
    said += [f"{one.title}: {one.pages_unread} av {one.pages} sidor gick inte att läsa och ingår inte." for one in unread]
    return tuple(said)
