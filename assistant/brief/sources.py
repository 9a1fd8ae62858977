"""The places that a brief rests on, numbered in the order of first use; one place has one number."""

from __future__ import annotations

from assistant.answer import Citation
from assistant.source_url import source_url
from ingest.domain import Box, Locator, Place
from vectorstore.entries import ReportEntry, StoredFigure


class Sources:
    """Grows while a brief is put together."""

    def __init__(self, entries: tuple[ReportEntry, ...]) -> None:
        self._entries = {entry.report: entry for entry in entries}
        self._numbers: dict[tuple[str, tuple[int, int] | None, str], int] = {}
        self._citations: list[Citation] = []

    def figure(self, stored: StoredFigure) -> int:
        """The number of the printed row, or the sentence, that a figure stands in."""
        return self._cite(stored.report, stored.figure.locator, stored.figure.quote or stored.figure.raw)

    def quote(self, entry: ReportEntry, locator: Locator, text: str) -> int:
        return self._cite(entry, locator, text)

    def place(self, place: Place) -> int | None:
        """None where the report of a finding's place is not there any more."""
        entry = self._entries.get(place.report)
        return None if entry is None else self._cite(entry, place.locator, place.quote)

    def citations(self) -> tuple[Citation, ...]:
        return tuple(self._citations)

    def _cite(self, entry: ReportEntry, where: Locator, text: str) -> int:
        key = (entry.report, where.lines, text)
        if key not in self._numbers:
            self._numbers[key] = len(self._citations) + 1
            self._citations.append(_citation(self._numbers[key], entry, where, text, where.box))
        return self._numbers[key]


def _citation(n: int, entry: ReportEntry, where: Locator, text: str, box: Box | None) -> Citation:
    return Citation(
        n=n,
        report=entry.report,
        association=entry.association,
        title=entry.title,
        source_file=entry.source_file,
        page=where.page,
        page_label=where.page_label,
        section=where.section,
        lines=where.lines,
        box=box,
        quote=text,
        source_url=source_url(entry.report, where.page, where.lines, box),
    )


def marks(*numbers: int | None) -> str:
    """ " [3] [5]": a blank and a mark for each place, every one once."""
    return "".join(f" [{n}]" for n in dict.fromkeys(n for n in numbers if n is not None))
