"""The figure that a question for a reason is about: the premise of a "varför" may be wrong, and the figure tells."""

from __future__ import annotations

from dataclasses import replace

from assistant.evidence import Evidence
from assistant.gather_figures import gather_figures
from assistant.premises import claimed_direction
from assistant.query import Intent, Query
from vectorstore.library import Library


def about_the_premise(query: Query, library: Library) -> Evidence:
    """The change that "varför ökade …" speaks of, with both ends, else the one figure that the question names; or nothing.

    Only of a measure with a known meaning and of a named association: another figure would correct nobody.
    """
    if not (query.measures[0].concepts and query.associations):
        return Evidence()
    if claimed_direction(query) is not None:
        change = gather_figures(replace(query, intent=Intent.DIFFERENCE, measures=query.measures[:1]), library)
        if change.calculations:
            return change
    value = gather_figures(replace(query, intent=Intent.VALUE), library)
    return replace(value, figures=value.figures[:1], calculations=())
