"""Passages by words, by runs of letters and by meaning: three rankings become one, within hard filters."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING

from sqlalchemy import Connection

from ingest.domain import Passage
from vectorstore import fulltext, records
from vectorstore.entries import PassageHit, ReportEntry
from vectorstore.kept import Kept, rows_with
from vectorstore.ranking import fuse
from vectorstore.schema import passages

if TYPE_CHECKING:
    from vectorstore.chroma import DenseHit

# Each ranking is read this much deeper than what is asked for, so that fusion has something to agree on.
DEPTH_FACTOR = 3
DEPTH_MIN = 60


def depth_for(limit: int) -> int:
    """How many passages of each ranking a search for `limit` passages reads."""
    return max(limit * DEPTH_FACTOR, DEPTH_MIN)


def rank_by_words(connection: Connection, text: str, words: Sequence[str], admitted: list[str] | None, limit: int) -> list[int]:
    """Passage keys by stems, best first: by those of `words` where given, else of the text."""
    return fulltext.rank_passages(connection, fulltext.query_terms(text, words), admitted, limit)


def rank_by_runs(connection: Connection, text: str, words: Sequence[str], admitted: list[str] | None, limit: int) -> list[int]:
    """Passage keys by runs of letters, best first."""
    runs = dict.fromkeys(fulltext.letter_runs(" ".join(words) or text))
    return fulltext.rank_passages_alike(connection, runs, admitted, limit)


def fuse_passages(
    connection: Connection,
    kept: Kept,
    admitted: list[str] | None,
    periods: Sequence[tuple[date, date]],
    by_words: list[int],
    by_runs: list[int],
    nearest: Sequence[DenseHit],
    limit: int,
) -> list[PassageHit]:
    """The best `limit` of what the rankings hold and the filters admit, best first. A key of a replaced report is dropped."""
    rankings = by_words, by_runs, [hit.pk for hit in nearest]
    keys = {pk for ranking in rankings for pk in ranking}
    by_id = kept.published.by_id
    allowed = set(by_id if admitted is None else admitted)
    held = rows_with(connection, kept, passages, lambda row: (records.read_passage(row), by_id[row.report_id]), keys)
    found = {pk: (passage, of) for pk, (passage, of) in held.items() if of.report in allowed and _covers(passage, of, periods)}
    similarity = {hit.pk: hit.similarity for hit in nearest}
    admissible = [[pk for pk in ranking if pk in found] for ranking in rankings]
    fused = fuse(admissible)
    return [PassageHit(*found[pk], score, similarity.get(pk)) for pk, score in fused[:limit]]


def _covers(passage: Passage, report: ReportEntry, periods: Sequence[tuple[date, date]]) -> bool:
    """Whether a passage can speak of one of the periods: by its report's time, or by a year that it names."""
    if not periods or any(report.period_start <= last and first <= report.period_end for first, last in periods):
        return True
    return any(str(day.year) in passage.header or str(day.year) in passage.text for period in periods for day in period)
