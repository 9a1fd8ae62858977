"""The story of a comparison: what is chosen becomes one table a measure, whatever its squares show."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import TYPE_CHECKING

from assistant.compare import compare, read_names, refuse_too_many
from assistant.comparison_budget import against_budget
from assistant.comparison_changes import changes
from assistant.comparison_findings import FindingsByFigure, by_figure
from assistant.comparison_measures import PrintedMeasure, measure_of
from assistant.comparison_quotients import per_participant
from assistant.query import Span
from assistant.series import span_of
from assistant.timespans import length_of, say_span
from ingest.domain import Scenario
from ui.comparison.choice import Choice, View
from ui.comparison.fill import of_budget, of_change, of_entry, of_quotient
from ui.comparison.squares import ComparedTable, Square, TableRow

if TYPE_CHECKING:
    from vectorstore.library import Library

BUDGET_COLUMNS = ("Budget", "Utfall", "Avvikelse", "Avvikelse i procent")
_UNLIKE_LENGTHS = "Perioderna är olika långa. Jämför bara det som gäller lika lång tid."
_NOT_PRINTED = "Förbundets rapporter trycker inte måttet."
_ON_A_DAY = "Värdena är ställningar vid en viss dag: periodens sista, om inget annat står."

_TITLE_ENDS = {
    View.OUTCOME: "",
    View.BUDGET: ", budget",
    View.AGAINST: ", budget och utfall",
    View.PER_PARTICIPANT: " per deltagare",
    View.CHANGES: ", förändring",
}

_SquaresOfTimes = Mapping[tuple[str, Span], Square]


def compare_chosen(choice: Choice, library: Library) -> tuple[ComparedTable, ...]:
    """A table for each measure, in the order chosen; none where no measure or no association is chosen.

    Raises `UsageError` for a name or measure that does not exist, and for a comparison that nobody could read.
    """
    if choice.is_empty:
        return ()
    names = read_names(choice.associations, library)
    refuse_too_many(len(choice.measures) * len(names) * max(len(choice.periods), 1))
    findings = by_figure(library.findings())
    lay_out = _against if choice.view is View.AGAINST else _over_times
    tables = tuple(lay_out(measure_of(key), names, choice, library, findings) for key in choice.measures)
    refuse_too_many(sum(len(row.squares) for table in tables for row in table.rows))
    return tables


def _over_times(
    measure: PrintedMeasure, names: Sequence[str], choice: Choice, library: Library, findings: FindingsByFigure
) -> ComparedTable:
    """Associations as rows, times as columns."""
    squares = _FILLED[choice.view](measure, names, choice.spans, library, findings)
    spans = _shown_spans(squares, choice.spans)
    rows = [TableRow(name, name, None, _row_squares(squares, name, spans, measure)) for name in names]
    filled = [square for row in rows for square in row.squares if square.value is not None]
    unit = filled[0].unit if filled else ""
    title = f"{measure.label}{_TITLE_ENDS[choice.view]}"
    columns = tuple(map(say_span, spans)) or ("",)
    return ComparedTable(title, unit, "Förbund", columns, spans, tuple(rows), _notes(filled, spans))


def _row_squares(squares: _SquaresOfTimes, name: str, spans: Sequence[Span], measure: PrintedMeasure) -> tuple[Square, ...]:
    if spans:
        return tuple(squares[name, span] for span in spans)
    whys = [square.why for (of, _), square in squares.items() if of == name]
    return (Square(f"{measure.label}, {name}", None, "", max(whys, key=len, default=_NOT_PRINTED)),)


def _shown_spans(squares: _SquaresOfTimes, asked: Sequence[Span]) -> tuple[Span, ...]:
    """Those asked for; without any, those for which something is shown."""
    if asked:
        return tuple(asked)
    told = {span for (_, span), square in squares.items() if square.value is not None}
    return tuple(sorted(told, key=_years_first))


def _years_first(span: Span) -> tuple[bool, tuple[int, int], int, int, date]:
    """Times of one kind together, oldest first: years, then shorter stretches, then days of the same date."""
    months, days = length_of(span)
    of_date = (span.end.month, span.end.day) if span.is_instant else (0, 0)
    return span.is_instant, (-months, -days), -of_date[0], -of_date[1], span.end


def _of_scenario(scenario: Scenario) -> Callable[..., _SquaresOfTimes]:
    def fill(
        measure: PrintedMeasure, names: Sequence[str], spans: Sequence[Span], library: Library, findings: FindingsByFigure
    ) -> _SquaresOfTimes:
        entries = compare([measure], library, names, spans, scenario)
        return {(one.association, one.span): of_entry(one, findings) for one in entries if one.span is not None}

    return fill


def _quotients(
    measure: PrintedMeasure, names: Sequence[str], spans: Sequence[Span], library: Library, findings: FindingsByFigure
) -> _SquaresOfTimes:
    divided = per_participant([measure], library, names, spans)
    return {(one.association, one.span): of_quotient(one, findings) for one in divided if one.span is not None}


def _changes(
    measure: PrintedMeasure, names: Sequence[str], spans: Sequence[Span], library: Library, findings: FindingsByFigure
) -> _SquaresOfTimes:
    """What is not the first of its length: what changed since the time before. Of times that are not whole years, the same
    stretch of another year is meant."""
    entries = compare([measure], library, names, spans, Scenario.OUTCOME)
    at_last = {(one.last.association, one.last.span): one for one in changes(entries)}
    return {
        (one.association, one.span): of_change(one, at_last.get((one.association, one.span)), findings)
        for one in entries
        if one.span is not None
    }


_FILLED: Mapping[View, Callable[..., _SquaresOfTimes]] = {
    View.OUTCOME: _of_scenario(Scenario.OUTCOME),
    View.BUDGET: _of_scenario(Scenario.BUDGET),
    View.PER_PARTICIPANT: _quotients,
    View.CHANGES: _changes,
}


def _against(
    measure: PrintedMeasure, names: Sequence[str], choice: Choice, library: Library, findings: FindingsByFigure
) -> ComparedTable:
    """Associations and times as rows: those with a budget, and where times are asked for those with an outcome alone too.
    An association that has neither has a row that says so."""
    held = against_budget([measure], library, names, choice.spans)
    told = [one for one in held if one.budget.choice or (choice.periods and one.outcome.choice)]
    silent = {one.association: one for one in reversed(held) if one.association not in {other.association for other in told}}
    rows = [
        TableRow(f"{one.association}, {say_span(one.span)}", one.association, one.span, of_budget(one, findings)) for one in told
    ]
    rows += [TableRow(name, name, None, of_budget(silent[name], findings)) for name in names if name in silent]
    rows.sort(key=lambda row: names.index(row.association))
    filled = [square for row in rows for square in row.squares if square.value is not None]
    spans = tuple(dict.fromkeys(one.span for one in told))
    unit = filled[0].unit if filled else ""
    notes = _notes(filled, spans) if held else ("Rapporterna trycker ingen budget för det här måttet.",)
    title = f"{measure.label}{_TITLE_ENDS[View.AGAINST]}"
    return ComparedTable(title, unit, "Förbund och period", BUDGET_COLUMNS, (), tuple(rows), notes)


def _notes(filled: Sequence[Square], spans: Sequence[Span]) -> tuple[str, ...]:
    """What must be known of the table as a whole."""
    notes = []
    if len({length_of(span) for span in spans if not span.is_instant}) > 1:
        notes.append(_UNLIKE_LENGTHS)
    own = [span for square in filled for e in square.inputs[:1] if (span := span_of(e)) is not None]
    if own and all(span.is_instant for span in own) and any(not span.is_instant for span in spans):
        notes.append(_ON_A_DAY)
    return tuple(notes)
