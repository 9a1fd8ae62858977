"""The period of a statement: the time that its sentence names, else the one its paragraph is about, else the report's."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

from ingest.domain import Locator, Scenario
from ingest.figures_periods import PERIOD_ASSUMED
from ingest.periods import Span, flow_period, instant_period, span_of, year_span
from ingest.statements_labels import Label
from ingest.statements_times import NamedTime, find_times, time_of
from ingest.statements_words import Sentence

PERIOD_FROM_CONTEXT = "period-from-context"
_OF_THOSE = re.compile(r"(?:av )?(?:dessa|dem)\b|av de \d")
_WHOLE_YEAR = (Scenario.TARGET, Scenario.FORECAST, Scenario.BUDGET)
Period = tuple[str | None, tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class Setting:
    """What is known of time at a sentence: the report's span, the times that the sentence names, the one that an earlier
    sentence of the paragraph set for those after it, and the last one named for those that begin with "Av dessa"."""

    report: Span
    times: tuple[NamedTime, ...] = ()
    paragraph: Span | None = None
    before: Span | None = None
    section: str = ""
    line_last: int = 0

    def moved_to(self, sentence: Sentence, locator: Locator) -> Setting:
        """The setting at the next sentence; a new paragraph or section begins without a time of its own."""
        first, last = locator.lines or (0, 0)
        goes_on = locator.section == self.section and first <= self.line_last + 1
        times = find_times(sentence, self.report)
        dated = [time.span for time in times if time.exact and time.span is not None and time.span.start is not None]
        outside = [time.span for time in times if sentence.bracket_at(time.start) is None]
        refers = goes_on and not outside and _OF_THOSE.match(sentence.folded) is not None
        paragraph = dated[-1] if dated else self.paragraph if goes_on and not outside else None
        before = outside[-1] if outside else self.before if refers else None
        return Setting(self.report, times, paragraph or (before if refers else None), before, locator.section, last)

    def _is_of_report(self, span: Span | None) -> bool:
        return span is not None and span.end >= (self.report.start or self.report.end) and _begin(span) <= self.report.end

    def period_of(self, sentence: Sentence, label: Label, scenario: Scenario, instant: bool) -> Period:
        """The period in the contract's form, None where another time is meant than can be told, and its flags."""
        if label.earlier:
            return None, ()
        time = time_of(sentence, self.times, label.mention.start, label.mention.end)
        if time is not None and time.since and label.change:
            time = None  # what has changed since then has changed by now
        if time is None and self.paragraph is not None:
            return self._named(self.paragraph, scenario, instant)[0], (PERIOD_FROM_CONTEXT,)
        if time is None:
            return self._assumed(scenario, instant)
        return self._named(time.span, scenario, instant)

    def is_ahead(self, period: str) -> bool:
        """Whether a period begins after the report's end: what it holds can only be expected."""
        return _begin(span_of(period)) > self.report.end

    def _named(self, span: Span | None, scenario: Scenario, instant: bool) -> Period:
        if span is None:
            return None, ()
        if span.start is None and not instant:
            # the day of an event is not the time in which its visitors were counted
            return self._assumed(scenario, instant) if self._is_of_report(span) else (None, ())
        whole = self._whole_year
        if whole is not None and span == whole and scenario not in _WHOLE_YEAR:
            span = self.report
        return (instant_period(span), ()) if instant else (flow_period(span, self.report), ())

    def _assumed(self, scenario: Scenario, instant: bool) -> Period:
        span = self._whole_year if self._whole_year is not None and scenario in _WHOLE_YEAR else self.report
        return instant_period(span) if instant else flow_period(span, self.report), (PERIOD_ASSUMED,)

    @property
    def _whole_year(self) -> Span | None:
        """The calendar year that an interim report is of: its outcome can be no more than the months that it reports, but
        what it aims at, expects or has budgeted is the year's."""
        report = self.report
        if report.is_year or report.start is None or report.start.year != report.end.year:
            return None
        return year_span(report.end.year)


def _begin(span: Span) -> date:
    return span.start or span.end
