"""The assistant's abilities as plain functions with typed arguments, for any program; no other library is needed.

Every result holds the printed figures themselves, with place, quote and flags. Keys are opaque: they are passed on,
never made up. What cannot be done raises `UsageError`, whose Swedish message says what to do instead.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from assistant.calculate import calculate
from assistant.compare import Entry, compare
from assistant.compose_warnings import figure_warnings
from assistant.evidence import Calculation, FigureEvidence, QuoteEvidence
from assistant.find_figures import find_figures
from assistant.find_quotes import find_quotes
from assistant.operations import Operation
from assistant.query import Query
from assistant.request import figure_by_key, read_association, read_measure, read_periods
from assistant.series import span_of
from assistant.timespans import length_of, say_span
from assistant.trend import Trend, trend
from assistant.understand import understand
from assistant.wording import say
from ingest.domain import Scenario
from vectorstore.library import Library


@dataclass(frozen=True, slots=True)
class Computed:
    """A calculation with the figures that went in, in their order, and what a reader must know of them, in Swedish."""

    calculation: Calculation
    inputs: tuple[FigureEvidence, ...]
    warnings: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Toolbox:
    """The tools over one library."""

    library: Library

    def find_figures(
        self, measure: str, association: str | None = None, period: str | None = None, scenario: Scenario | None = None
    ) -> tuple[FigureEvidence, ...]:
        """The printed figures for a measure, best first, each with the reasons; empty when neither row nor sentence states it.

        Association, time and kind that are not given are those that the words of the measure name, if any. A part of
        the time asked for is found too; its reasons say so.
        """
        query = self._at(read_measure(measure, self.library, scenario), association, period)
        return find_figures(query.measures[0], query, self.library, with_statements=True)

    def calculate(self, operation: Operation, keys: Sequence[str], allow_mixed: bool = False) -> Computed:
        """The operation over the figures that the keys stand for, in order; see `assistant.calculate.calculate`."""
        inputs = tuple(figure_by_key(key, self.library) for key in keys)
        calculation = calculate(operation, inputs, say("sv", f"{operation}_label"), allow_mixed=allow_mixed)
        return Computed(calculation, inputs, (*figure_warnings(inputs, "sv"), *_unequal_times(inputs)))

    def compare(
        self,
        measures: Sequence[str],
        associations: Sequence[str] | None = None,
        periods: Sequence[str] | None = None,
        scenario: Scenario | None = None,
    ) -> tuple[Entry, ...]:
        """One entry for each combination; see `assistant.compare.compare`."""
        return compare(measures, self.library, associations, periods, scenario)

    def trend(self, measure: str, association: str, scenario: Scenario | None = None) -> Trend:
        """One measure over time; see `assistant.trend.trend`."""
        return trend(measure, association, self.library, scenario)

    def search_passages(self, text: str, association: str | None = None, period: str | None = None) -> tuple[QuoteEvidence, ...]:
        """Sentences, lists and rows that answer, as they stand in the reports, best first."""
        return find_quotes(self._at(understand(text, (), self.library), association, period), self.library)

    def _at(self, query: Query, association: str | None, period: str | None) -> Query:
        """The query about the association and time that are given; what is not given stays as the words name it."""
        if association is not None:
            query = replace(query, associations=(read_association(association, self.library),))
        return replace(query, periods=read_periods([period])) if period is not None else query


def _unequal_times(inputs: Sequence[FigureEvidence]) -> tuple[str, ...]:
    """That half a year is computed with a year, where it is so."""
    spans = [span for e in inputs if (span := span_of(e)) is not None and not span.is_instant]
    if len({length_of(span) for span in spans}) < 2:
        return ()
    return (say("sv", "unequal_times", times=", ".join(dict.fromkeys(map(say_span, spans)))),)
