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
from assistant.query import Query, Span
from assistant.request import figure_by_key, read_association, read_measure, read_periods
from assistant.series import span_of
from assistant.timespans import length_of, parse_period, say_span
from assistant.trend import Trend, trend
from assistant.understand import understand
from assistant.wording import say
from ingest.domain import FindingKind, Scenario, Severity
from vectorstore.entries import ReportEntry, StoredFinding
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

    def findings(
        self,
        association: str | None = None,
        period: str | None = None,
        kind: FindingKind | None = None,
        severity: Severity | None = None,
    ) -> tuple[StoredFinding, ...]:
        """Where the reports contradict themselves or each other, in the library's order; what is not given admits all.

        A finding is of a period when any day of its own time lies in it. Raises `UsageError` for a name or a time that is not
        known.
        """
        of = None if association is None else read_association(association, self.library)
        times = None if period is None else read_periods([period])
        return tuple(
            one
            for one in self.library.findings()
            if (of is None or one.report.association == of)
            and (times is None or any(_meets(time, one) for time in times))
            and (kind is None or one.finding.kind is kind)
            and (severity is None or one.finding.severity is severity)
        )

    def list_reports(self, association: str | None = None) -> tuple[ReportEntry, ...]:
        """The reports there are, by association and time; of one association where it is given. Raises `UsageError` for a name
        that is not known."""
        of = None if association is None else read_association(association, self.library)
        return tuple(entry for entry in self.library.reports() if of is None or entry.association == of)

    def _at(self, query: Query, association: str | None, period: str | None) -> Query:
        """The query about the association and time that are given; what is not given stays as the words name it."""
        if association is not None:
            query = replace(query, associations=(read_association(association, self.library),))
        return replace(query, periods=read_periods([period])) if period is not None else query


def _meets(asked: Span, stored: StoredFinding) -> bool:
    time = parse_period(stored.finding.period or stored.report.period)
    return time.start <= asked.end and asked.start <= time.end


def _unequal_times(inputs: Sequence[FigureEvidence]) -> tuple[str, ...]:
    """That half a year is computed with a year, where it is so."""
    spans = [span for e in inputs if (span := span_of(e)) is not None and not span.is_instant]
    if len({length_of(span) for span in spans}) < 2:
        return ()
    return (say("sv", "unequal_times", times=", ".join(dict.fromkeys(map(say_span, spans)))),)
