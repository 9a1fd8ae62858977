"""The figure that a question asks for, for one association and time or for several."""

from __future__ import annotations

from assistant.choose import choose_figure
from assistant.evidence import Evidence
from assistant.figures_evidence import from_choices
from assistant.gather_alike import each_association
from assistant.gather_series import trend
from assistant.query import Measure, Query
from vectorstore.library import Library


def value(query: Query, library: Library) -> Evidence:
    if len(query.associations) > 1 and len(query.periods) < 2:
        return each_association(query, library, query.associations)
    if len(query.periods) > 1:
        return trend(query, library)
    return _single(query.measures[0], query, library)


def _single(measure: Measure, query: Query, library: Library) -> Evidence:
    choice = choose_figure(measure, query, library)
    if choice is None:
        return Evidence()
    if choice.rivals and not (query.associations or measure.associations):
        choices = (choice.best, *choice.rivals)
        return Evidence(figures=choices, choices=tuple(e.stored.report.association for e in choices))
    return from_choices(query, (choice,))
