"""`finsam check`: which findings are asked for, and how they are shown on a terminal."""

from __future__ import annotations

import sys
from collections.abc import Collection, Iterator, Sequence
from difflib import get_close_matches
from itertools import groupby
from typing import TYPE_CHECKING

from ingest.domain import Place, Severity
from ingest.errors import UsageError
from ingest.language import fold
from ui.listing import lines_text, page_text
from ui.reading import find_report
from vectorstore.entries import ReportEntry, Scope, StoredFinding

if TYPE_CHECKING:
    from vectorstore.library import Library

_GRAVEST_FIRST = tuple(reversed(Severity))
_PIPED_WIDTH = 160
# A total with thirty addends need not be printed whole to be found.
_MOST_PLACES = 6
_TAB = "\t"


def chosen_findings(
    library: Library, report: str | None, association: str | None, severities: Collection[Severity]
) -> tuple[StoredFinding, ...]:
    """The findings of a report, of an association (its name or a part of it) and of severities; all where nothing is chosen.

    Raises `UsageError` for a report or an association that is not there.
    """
    reports = frozenset({find_report(library, report).report} if report else ())
    associations = _associations_named(association, library.reports()) if association else frozenset()
    found = library.findings(Scope(associations, reports))
    return tuple(stored for stored in found if not severities or stored.finding.severity in severities)


def to_look_at(found: Sequence[StoredFinding], severities: Collection[Severity]) -> tuple[StoredFinding, ...]:
    """What nobody has explained yet, and rounding only where it is asked for by name."""
    hidden = {Severity.ROUNDING} - set(severities)
    return tuple(stored for stored in found if stored.explained is None and stored.finding.severity not in hidden)


def print_findings(shown: Sequence[StoredFinding], left_out: int) -> None:
    """The findings by report, the gravest first, as wide as the terminal; in the end how many there are.

    `left_out` is the number of those that are there and are not shown.
    """
    from rich.console import Console
    from rich.table import Table

    console = Console(width=None if sys.stdout.isatty() else _PIPED_WIDTH, markup=False, highlight=False)
    for entry, of_report in groupby(shown, key=lambda stored: stored.report):
        console.print(f"{entry.association}, {entry.title} ({entry.report})", style="bold")
        table = Table(box=None, show_header=False, pad_edge=False, padding=(0, 2, 1, 0))
        for _ in range(3):
            table.add_column()
        table.add_column(overflow="fold", ratio=1)
        for stored in sorted(of_report, key=_gravity):
            finding = stored.finding
            told = "\n".join(_told(stored))
            table.add_row(finding.severity.value, finding.kind.value, finding.certainty.value, told)
        console.print(table)
    console.print(_counted(shown, left_out))


def _gravity(stored: StoredFinding) -> int:
    return _GRAVEST_FIRST.index(stored.finding.severity)


def _told(stored: StoredFinding) -> Iterator[str]:
    """What a finding says, line by line."""
    finding, explained = stored.finding, stored.explained
    yield finding.what
    if finding.cause:
        yield f"Trolig orsak: {finding.cause}"
    yield from (f"Följd: {consequence}" for consequence in finding.consequences)
    yield from _places_told(finding.places, stored.report)
    if explained:
        yield f"Förklarat {explained.at[:10]}{f' av {explained.by}' if explained.by else ''}: {explained.note}"
    yield f"id {finding.id}"


def _places_told(places: Sequence[Place], entry: ReportEntry) -> Iterator[str]:
    """ "– s. 4, 2 Resultaträkning, rad 77: ”…”", with the file first where it is another report's; what is the same as
    for the place before is not said again."""
    before = ""
    for place in places[:_MOST_PLACES]:
        where = place.locator
        file = place.source_file if place.report != entry.report else ""
        around = ", ".join(part for part in (file, page_text(where), where.section) if part)
        known = ", ".join(part for part in (around if around != before else "", lines_text(where)) if part)
        quote = f"”{' '.join(place.quote.replace(_TAB, ' | ').split())}”"
        yield f"– {known}: {quote}" if known else f"– {quote}"
        before = around
    more = len(places) - _MOST_PLACES
    if more > 0:
        yield f"– och {more} {'ställe' if more == 1 else 'ställen'} till"


def _counted(shown: Sequence[StoredFinding], left_out: int) -> str:
    of_severity = [(sum(s.finding.severity is one for s in shown), one.value) for one in _GRAVEST_FIRST]
    counts = ", ".join(f"{count} {name}" for count, name in of_severity if count)
    said = f"{len(shown)} fynd ({counts})." if shown else "Inga fynd att visa."
    hint = f" {left_out} till (öresavrundning eller förklarade) visas med --all." if left_out else ""
    return said + hint


def _associations_named(name: str, entries: Sequence[ReportEntry]) -> frozenset[str]:
    """The one of that name, else all whose names have it as a part; case and accents do not matter."""
    known = {entry.association for entry in entries}
    same = {one for one in known if fold(one) == fold(name)}
    found = same or {one for one in known if fold(name) in fold(one)}
    if not found:
        near = get_close_matches(name, known, n=1, cutoff=0.4)
        hint = f"Menade du {near[0]}?" if near else f"Inlästa är: {', '.join(sorted(known))}."
        raise UsageError(f"Inget inläst förbund heter {name}. {hint}")
    return frozenset(found)
