"""Whether a unit of text can be the answer at all: it is of the time asked about and holds a number where one is asked for."""

from __future__ import annotations

from collections.abc import Sequence

from assistant.query import NUMERIC_INTENTS, Intent, NumberKind, Query, Span
from assistant.ranking import RankedUnit
from assistant.timespans import find_spans
from assistant.unit_traits import MONEY, PERCENT, WEB_ADDRESS, counts_something
from ingest.domain import UnitKind

# Any number will do for these; for the others the number is in a figure or computed.
_COUNTED = NUMERIC_INTENTS - {Intent.COMPARE, Intent.RANK}


def can_answer(ranked: RankedUnit, query: Query) -> bool:
    """Whether it holds the names that are asked about, a number where one is asked for, and words that can be quoted."""
    text = ranked.one.unit.text
    if ranked.lacks_a_name:
        return False
    if query.intent in _COUNTED and not (counts_something(text) and _holds(text, query)):
        return False
    if ranked.one.unit.kind is UnitKind.ROW and not any(c.isalpha() for c in text.partition(" | ")[0]):
        return False  # a row of bare cells says nothing when it is quoted without its columns
    return not (WEB_ADDRESS.search(text) and " " not in text)


def _holds(text: str, query: Query) -> bool:
    if query.number_kind is NumberKind.PERCENT and query.intent is not Intent.SHARE:
        return PERCENT.search(text) is not None
    return query.number_kind is not NumberKind.MONEY or MONEY.search(text) is not None


def covers_time(ranked: RankedUnit, periods: Sequence[Span]) -> bool:
    """Whether the unit's report covers one of the periods, or the unit or its heading names it."""
    if not periods:
        return True
    start, end = ranked.report.period_start, ranked.report.period_end
    if any(start <= p.end and p.start <= end for p in periods):
        return True
    unit = ranked.one.unit
    named = find_spans(f"{unit.text} {unit.locator.section}").spans
    return any(p.start <= n.end and n.start <= p.end for p in periods for n in named)
