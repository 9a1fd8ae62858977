"""How many of one sex there are for each of the other, of one print that counts both."""

from __future__ import annotations

import re
from dataclasses import replace

from assistant.amounts import KRONOR, base_unit
from assistant.choose import Choice, choose_figure, is_same_table
from assistant.evidence import Evidence, FigureEvidence
from assistant.figure_words import GENDERS
from assistant.figures_evidence import computed
from assistant.gather_named import asked_stems, named_pair
from assistant.operations import Operation
from assistant.query import Intent, Measure, Query
from assistant.wording import say
from ingest.language import fold, stem, terms
from vectorstore.entries import Scope
from vectorstore.library import Library

_PER_WORD = re.compile(r"\bper (\w+)")


def is_per_sex(query: Query) -> bool:
    """Whether it asks how many of one sex there are for each of the other."""
    divisor = _PER_WORD.search(fold(query.question))
    of_a_sex = divisor is not None and any(stem(divisor[1]) in sex for sex in GENDERS)
    return of_a_sex and all(asked_stems(query) & sex for sex in GENDERS)


def sex_by_sex(query: Query, library: Library) -> Evidence:
    """ "Hur många kvinnor per man": of one print that counts both, those named first by the others."""
    counted = replace(query, number_kind=None, intent=Intent.VALUE)
    pair = _of_one_row(counted, library) or named_pair(counted, library)
    if pair is None or any(e.stored.figure.unit in (*KRONOR, "%") for e in pair):
        return Evidence()
    label = say(query.language, "ratio_label")
    return computed(query, Operation.RATIO, [Choice(e) for e in pair], label)


def _of_one_row(query: Query, library: Library) -> tuple[FigureEvidence, FigureEvidence] | None:
    """The count of the sex named first, where a row is called so, and that of the other from the same place."""
    first, other = sorted(GENDERS, key=lambda sex: min(i for i, w in enumerate(terms(query.question)) if w in sex))
    asked = tuple(t for t in query.terms if t.stem not in other)
    choice = choose_figure(Measure(query.question, asked, (), query.associations), query, library)
    if choice is None or choice.rivals or choice.twins or not set(terms(_own_label(choice.best))) & first:
        return None
    figure = choice.best.stored.figure
    scope = Scope(reports=frozenset((choice.best.stored.report.report,)))
    beside = [replace(choice.best, key=s.figure.key, stored=s) for s in library.figures(scope)]
    beside = [e for e in beside if is_same_table(e, choice.best) and set(terms(_own_label(e))) & other]
    beside = [e for e in beside if _heading(e) == _heading(choice.best) and e.stored.figure.period == figure.period]
    beside = [e for e in beside if base_unit(e) == base_unit(choice.best) and e.stored.figure.column == figure.column]
    return (choice.best, beside[0]) if len(beside) == 1 else None


def _own_label(evidence: FigureEvidence) -> str:
    return evidence.stored.figure.row.rpartition(" › ")[2]


def _heading(evidence: FigureEvidence) -> str:
    return evidence.stored.figure.row.rpartition(" › ")[0]
