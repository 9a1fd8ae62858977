"""Passages by words, by runs of letters and by meaning: three rankings become one, within hard filters."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING

from sqlalchemy import Connection, Row, select

from vectorstore import fulltext, records
from vectorstore.entries import PassageHit
from vectorstore.published import Published
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
    published: Published,
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
    allowed = set(published.by_id if admitted is None else admitted)
    rows = connection.execute(select(passages).where(passages.c.pk.in_(keys)))
    found = {row.pk: row for row in rows if row.report_id in allowed and _covers(row, published, periods)}
    similarity = {hit.pk: hit.similarity for hit in nearest}
    admissible = [[pk for pk in ranking if pk in found] for ranking in rankings]
    fused = fuse(admissible)
    return [_hit(found[pk], published, score, similarity.get(pk)) for pk, score in fused[:limit]]


def _covers(row: Row[tuple[object, ...]], published: Published, periods: Sequence[tuple[date, date]]) -> bool:
    """Whether a passage can speak of one of the periods: by its report's time, or by a year that it names."""
    report = published.by_id[row.report_id]
    if not periods or any(report.period_start <= last and first <= report.period_end for first, last in periods):
        return True
    return any(str(day.year) in row.header or str(day.year) in row.text for period in periods for day in period)


def _hit(row: Row[tuple[object, ...]], published: Published, score: float, similarity: float | None) -> PassageHit:
    return PassageHit(records.read_passage(row), published.by_id[row.report_id], score, similarity)
