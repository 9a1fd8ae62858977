"""Which reports of the library are shown, and in which order: what a person has chosen above the list."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from urllib.parse import parse_qs, urlencode

from ingest.language import fold
from vectorstore.entries import ReportEntry

PAGE_SIZE = 50  # reports at a time: a longer table is slow to read and to lay out on a phone
LONGEST_TEXT = 200


class SortedBy(StrEnum):
    """By what the list is sorted: the names of its columns in addresses and events."""

    ASSOCIATION = "association"
    TITLE = "title"
    PERIOD = "period"
    PAGES = "pages"
    FIGURES = "figures"
    FINDINGS = "findings"
    FLAGS = "flags"
    VISIBILITY = "visibility"
    INGESTED = "ingested"


_KEYS: dict[SortedBy, Callable[[ReportEntry], object]] = {
    SortedBy.ASSOCIATION: lambda entry: (fold(entry.association), entry.period_start),
    SortedBy.TITLE: lambda entry: fold(entry.title),
    SortedBy.PERIOD: lambda entry: (entry.period_start, entry.period_end),
    SortedBy.PAGES: lambda entry: entry.pages,
    SortedBy.FIGURES: lambda entry: entry.figures,
    SortedBy.FINDINGS: lambda entry: entry.findings,
    SortedBy.FLAGS: lambda entry: len(entry.flags) + (entry.pages_unread > 0),
    SortedBy.VISIBILITY: lambda entry: entry.visibility,
    SortedBy.INGESTED: lambda entry: entry.ingested_at,
}


@dataclass(frozen=True, slots=True)
class Choice:
    """An empty `association`, `kind` or `text` and the year 0 mean all. `page` is 1-based; one too high means the last."""

    association: str = ""
    kind: str = ""
    year: int = 0
    text: str = ""
    order: SortedBy = SortedBy.ASSOCIATION
    falling: bool = False
    page: int = 1

    def sorted_by(self, order: SortedBy) -> Choice:
        """Sorted anew, from the first page; the same column again turns the order round."""
        return replace(self, order=order, falling=order is self.order and not self.falling, page=1)

    def to_query(self) -> str:
        """The choice as the query of an address; `from_query` reads it."""
        said = {name: getattr(self, name) for name in ("association", "kind", "year", "text", "page") if getattr(self, name)}
        return urlencode({**said, "order": self.order.value, "falling": int(self.falling)})

    @classmethod
    def from_query(cls, query: str) -> Choice:
        """What a query says, as far as it can be used."""
        said = {name: values[-1] for name, values in parse_qs(query).items()}
        page = said.get("page", "")
        return replace(
            choice_of({**said}, cls()),
            order=order_of(said.get("order")),
            falling=said.get("falling") == "1",
            page=int(page) if page.isascii() and page.isdigit() and len(page) < 10 else 1,
        )


def choice_of(form: dict[str, object], earlier: Choice) -> Choice:
    """What the form above the list says, as far as it can be used; the order stays."""
    year = str(form.get("year", ""))
    return replace(
        earlier,
        association=str(form.get("association", "")),
        kind=str(form.get("kind", "")),
        year=int(year) if year.isascii() and year.isdigit() and len(year) == 4 else 0,
        text=str(form.get("text", ""))[:LONGEST_TEXT],
        page=1,
    )


def order_of(name: object) -> SortedBy:
    """The order of that name; the first one for an unknown."""
    return next((order for order in SortedBy if order.value == name), SortedBy.ASSOCIATION)


def years_of(entry: ReportEntry) -> range:
    """The calendar years that the report's period touches."""
    return range(entry.period_start.year, entry.period_end.year + 1)


def chosen(entries: Sequence[ReportEntry], choice: Choice) -> tuple[ReportEntry, ...]:
    """The reports that are wanted, sorted; those that are alike in that stay in catalogue order."""
    words = fold(choice.text).split()
    wanted = [
        entry
        for entry in entries
        if choice.association in ("", entry.association)
        and choice.kind in ("", entry.kind)
        and (not choice.year or choice.year in years_of(entry))
        and all(word in _said(entry) for word in words)
    ]
    return tuple(sorted(wanted, key=_KEYS[choice.order], reverse=choice.falling))  # type: ignore[arg-type]


def pages_needed(count: int) -> int:
    return max(1, -(-count // PAGE_SIZE))


def _said(entry: ReportEntry) -> str:
    parts = (entry.association, entry.title, entry.kind, entry.period, entry.source_file, entry.report, *entry.aliases)
    return fold(" ".join(parts))
