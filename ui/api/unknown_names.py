"""Names in a filter that no report has: said beside the empty list, with the name that was perhaps meant."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from difflib import get_close_matches
from typing import TYPE_CHECKING

from ingest.language import fold

if TYPE_CHECKING:
    from vectorstore.entries import ReportEntry

# A name is compared no further than this: comparing takes time with the square of it.
_COMPARED = 80


def unknown_names(asked: Mapping[str, str], entries: Sequence[ReportEntry]) -> dict[str, str | None]:
    """The nearest name there is, or None, by each parameter of `asked` ("association", "report") whose value is no name.

    "" is no value. `entries` are what the asker sees: a report that is internal to somebody is unknown, and never the nearest.
    """
    known = {"association": [one.association for one in entries], "report": [one.report for one in entries]}
    return {name: _nearest(value, known[name]) for name, value in asked.items() if value and value not in known[name]}


def _nearest(name: str, known: Sequence[str]) -> str | None:
    """The first that has the whole name in it, else the one that is written most like it."""
    folded = fold(name).strip()[:_COMPARED]
    if not folded:
        return None
    by_fold = {fold(one): one for one in known}
    holding = next((one for written, one in by_fold.items() if folded in written), None)
    near = get_close_matches(folded, [written[:_COMPARED] for written in by_fold], n=1)
    return holding or next((one for written, one in by_fold.items() if near and written.startswith(near[0])), None)
