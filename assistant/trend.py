"""One measure of one association over time, with what changed from each time to the next."""

from __future__ import annotations

from dataclasses import dataclass, replace
from itertools import pairwise

from assistant.amounts import base_value, sign_is_meant
from assistant.calculate import calculate
from assistant.choose import Choice, contradicting
from assistant.evidence import Calculation, FigureEvidence
from assistant.operations import Operation
from assistant.request import read_association, read_measure
from assistant.series import Series, find_series
from assistant.wording import say, say_time
from ingest.domain import Scenario
from ingest.errors import UsageError
from vectorstore.library import Library


@dataclass(frozen=True, slots=True)
class Change:
    """From one point to the next. `percent` is None where the first is nothing, or a loss: no percentage tells how it went on.

    `contested`: the reports state another figure for one of the points; what is computed is of the first one each.
    `difference` is None where it would mean nothing; then `refused` says why, in Swedish.
    """

    keys: tuple[str, str]
    difference: Calculation | None
    percent: Calculation | None
    contested: bool
    refused: str = ""


@dataclass(frozen=True, slots=True)
class Trend:
    """`changes` has one entry less than the points of `series`, in the same order; empty for fewer than two points."""

    measure: str
    association: str
    series: Series
    changes: tuple[Change, ...]


def trend(measure: str, association: str, library: Library, scenario: Scenario | None = None) -> Trend:
    """Every time for which the association states the measure, in order, with the changes between neighbours.

    Points are of one kind, unit and length of time; what is left out of the row and what is missing in it is said in
    `series`. Without a scenario it is the outcome, or what there is instead. Raises `UsageError` for a measure that says
    nothing or an association that is not known.
    """
    name = read_association(association, library)
    query = replace(read_measure(measure, library, scenario), associations=(name,))
    series = find_series(query.measures[0], query, library)
    return Trend(measure, name, series, tuple(change_between(one, following) for one, following in pairwise(series.points)))


def change_between(one: Choice, following: Choice) -> Change:
    """What changed from one figure to a later one of the same measure."""
    inputs, keys = (one.best, following.best), (one.best.key, following.best.key)
    label = say("sv", "change_label", first=say_time(one.best), last=say_time(following.best))
    contested = bool(contradicting(one) or contradicting(following))
    try:
        difference = calculate(Operation.DIFFERENCE, inputs, label)
    except UsageError as refused:
        return Change(keys, None, None, contested, refused.message_sv)
    percent = calculate(Operation.CHANGE_PERCENT, inputs, label) if _can_grow(one.best) else None
    return Change(keys, difference, percent, contested)


def _can_grow(first: FigureEvidence) -> bool:
    value = base_value(first)
    return value > 0 or (value < 0 and not sign_is_meant(first))
