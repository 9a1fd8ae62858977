"""Figures to be held against each other: of several things, or of several associations; only what is alike is compared."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from assistant.amounts import base_unit
from assistant.choose import Choice, choose_figure
from assistant.evidence import Evidence, FigureEvidence
from assistant.figures_evidence import from_choices, missing_note
from assistant.matching import telling_stems
from assistant.query import Measure, Query
from ingest.language import fold
from vectorstore.library import Library


def choose_alike(query: Query, library: Library) -> tuple[Choice, ...]:
    """A figure for each of the things compared; none when one is missing or they are not of one kind.

    In "bor det flest i A eller B" only the first part says what is compared: its words may serve the others too.
    """
    first, *rest = query.measures
    concepts = tuple(dict.fromkeys(c for m in query.measures for c in m.concepts))
    chosen = [choose_figure(first, query, library)]
    for measure in rest:
        own = {t.stem for t in measure.terms}
        weak = tuple(t for t in first.terms if t.weight < 1 and t.stem not in own)
        general = tuple(t for t in first.terms[:-1] if not t.required and t.stem not in own)
        for more in (weak, general) if measure.terms else (first.terms,):
            shared = replace(measure, terms=(*more, *measure.terms), concepts=measure.concepts or concepts)
            choice = choose_figure(shared, query, library, beside=chosen[0].best if chosen[0] else None)
            choice = choice or _as_its_report_says(shared, query, library)
            if choice is not None:
                break
        chosen.append(choice)
    whole = tuple(c for c in chosen if c is not None)
    alike = all(_is_alike(whole[0].best, c.best) for c in whole[1:]) if whole else False
    return whole if len(whole) == len(chosen) and alike else ()


def _as_its_report_says(measure: Measure, query: Query, library: Library) -> Choice | None:
    """ "Enligt planen för 2022": what the report of that time states, of whatever time it says so itself."""
    if not measure.periods or not _ACCORDING_TO.search(fold(measure.text)):
        return None
    choice = choose_figure(measure, query, library, periods=())
    if choice is None:
        return None
    report = choice.best.stored.report
    of_time = any(report.period_start <= span.end and span.start <= report.period_end for span in measure.periods)
    return choice if of_time else None


_ACCORDING_TO = re.compile(r"\benligt (?:sin |deras )?\w*(?:plan|redovisning|rapport|budget)\w*")


def _is_alike(one: FigureEvidence, other: FigureEvidence) -> bool:
    """Whether two figures can be held against each other: one unit, and a concept, column, row or kind of row in common."""
    a, b = one.stored.figure, other.stored.figure
    if base_unit(one) != base_unit(other) or one.key == other.key:
        return False
    if a.concept is not None and a.concept == b.concept:
        return True
    same_table = one.stored.report.report == other.stored.report.report and a.table == b.table
    if same_table and (a.column == b.column or a.row == b.row):
        return True
    label_a, label_b = (set(telling_stems(f.row.rpartition(" › ")[2])) for f in (a, b))
    # "Driftbidrag från A kommun" and "Driftbidrag från B kommun"; the "Budget" of two cards.
    return a.row.rpartition(" › ")[2] == b.row.rpartition(" › ")[2] or len(label_a & label_b) * 2 >= max(
        len(label_a | label_b), 1
    )


def alike_to(one: Choice, found: Sequence[Choice]) -> list[Choice]:
    """The figures, itself among them, that can be held against one of them."""
    return [c for c in found if c is one or _is_alike(one.best, c.best)]


def each_association(query: Query, library: Library, associations: Sequence[str]) -> Evidence:
    choices = [choose_figure(replace(query.measures[0], associations=(name,)), query, library) for name in associations]
    found = [c for c in choices if c is not None]
    # What is alike can be listed side by side: the concept that most of them print, else the first one's row.
    alike = max((alike_to(one, found) for one in found), key=len, default=[])
    missing = [name for name in associations if name not in {c.best.stored.report.association for c in alike}]
    listed = from_choices(query, alike)
    return replace(listed, notes=(*listed.notes, *missing_note(query, missing))) if alike else Evidence()
