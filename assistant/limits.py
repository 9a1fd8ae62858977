"""What a person has limited the answers to: one association, one stretch of time. A question that asks beyond is not
answered wrongly: it is told apart here."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import timedelta

from assistant.query import Measure, Query, Span
from assistant.timespans import say_span
from vectorstore.entries import EVERYTHING, Scope


@dataclass(frozen=True, slots=True)
class Limits:
    """An empty `association` or no `period` means: not limited in that."""

    association: str = ""
    period: Span | None = None

    @property
    def scope(self) -> Scope:
        """The hard filter of the store. Time is none: a report tells of more years than its own."""
        return Scope(associations=frozenset({self.association})) if self.association else EVERYTHING

    @property
    def are_none(self) -> bool:
        return not self.association and self.period is None

    def say(self) -> str:
        """What is admitted, in Swedish: "Finsam A/B · 2022"; "" for no limits."""
        return " · ".join(part for part in (self.association, say_span(self.period) if self.period else "") if part)


NO_LIMITS = Limits()


def within_limits(query: Query, limits: Limits) -> Query:
    """The query as if it had named what the answers are limited to, instead of what it takes from elsewhere."""
    if limits.are_none:
        return query
    measures = tuple(
        replace(
            measure,
            associations=() if limits.association else measure.associations,
            periods=() if limits.period else measure.periods,
        )
        for measure in query.measures
    )
    return replace(
        query,
        measures=measures,
        associations=(limits.association,) if limits.association else query.associations,
        unknown_association=None if limits.association else query.unknown_association,
        periods=(limits.period,) if limits.period else query.periods,
        wants_latest=query.wants_latest and limits.period is None,
    )


def beyond_limits(query: Query, limits: Limits) -> tuple[str, ...]:
    """The associations and times that a question asks about although the answers are limited to others, as people say them."""
    queries = (query, *query.parts)
    asked: tuple[Query | Measure, ...] = (*queries, *(measure for one in queries for measure in one.measures))
    associations = [name for one in asked for name in one.associations]
    times = [span for one in asked for span in one.periods]
    others = [name for name in associations if limits.association and name != limits.association]
    outside = [say_span(span) for span in times if limits.period is not None and not _covers(limits.period, span)]
    return tuple(dict.fromkeys((*others, *outside)))


def _covers(period: Span, asked: Span) -> bool:
    """Whether the time lies within the period. The day before belongs to it: an opening balance is dated so."""
    return period.start - timedelta(days=1) <= asked.start and asked.end <= period.end
