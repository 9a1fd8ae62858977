"""Example questions that the indexed reports do answer, made from the catalogue and the figures in it."""

from __future__ import annotations

import threading
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import TYPE_CHECKING

from assistant.answer import Status
from assistant.timespans import parse_period, say_span
from ingest.domain import Scenario
from ingest.lexicon import Concept, load_concepts
from ui.desk import Desk
from vectorstore.entries import EVERYTHING, ReportEntry, Scope, StoredFigure

if TYPE_CHECKING:
    from vectorstore.library import Library

MOST_EXAMPLES = 4
WORK_QUESTIONS = ("Vilka insatser har {association}?", "Vilka mål har {association}?", "Vad gör {association}?")
# What people ask first. Concept keys of the lexicon that are not indexed are passed over.
ASKED_FIRST = ("arets_resultat", "eget_kapital", "medlemsbidrag", "personalkostnader", "administration", "soliditet")
HARMLESS_FLAGS = frozenset({"page-from-toc"})


@dataclass(frozen=True, slots=True)
class _Known:
    """A measure that a report prints, undoubted, for the report's own period."""

    entry: ReportEntry
    concept: Concept


class Examples:
    """At most `MOST_EXAMPLES` questions that the desk answers with a source to somebody who sees what `scope` admits; tried once
    for each state of the catalogue."""

    def __init__(self, desk: Desk, scope: Scope = EVERYTHING) -> None:
        self._desk, self._scope = desk, scope
        self._made_for: tuple[ReportEntry, ...] = ()
        self._questions: tuple[str, ...] = ()
        self._making = threading.Lock()  # several people may open the page at once

    def questions(self) -> tuple[str, ...]:
        """Raises what opening the library raises."""
        library = self._desk.library().within(self._scope)
        entries = library.reports()
        with self._making:
            if entries != self._made_for:
                self._make(library, entries)
            return self._questions

    def made_for(self, entries: tuple[ReportEntry, ...]) -> tuple[str, ...] | None:
        """The questions as far as they have been tried for this very state; None where they have not. Never waits."""
        return self._questions if entries == self._made_for else None

    def _make(self, library: Library, entries: tuple[ReportEntry, ...]) -> None:
        measures = islice(filter(self._is_answered, _about_measures(library)), MOST_EXAMPLES - 1)
        work = islice(filter(self._is_answered, _about_the_work(entries)), 1)
        self._questions, self._made_for = (*measures, *work), entries

    def _is_answered(self, question: str) -> bool:
        answer = self._desk.answer_without_model(question, scope=self._scope)
        return answer.status is Status.ANSWERED and bool(answer.citations)


def _about_the_work(entries: Sequence[ReportEntry]) -> Iterator[str]:
    for asked in WORK_QUESTIONS:
        for entry in reversed(entries):
            yield asked.format(association=entry.association)


def _about_measures(library: Library) -> Iterator[str]:
    """Two years of one measure, if an association has them, then single values of each association."""
    known = _known_measures(library.figures())
    change = next(_changes(known), None)
    used = {change.concept.key} if change else set()
    if change:
        yield _change_text(change, known)
    yield from _values(known, used)


def _known_measures(figures: Iterable[StoredFigure]) -> tuple[_Known, ...]:
    """Each measure of each report once, in the order people ask about them."""
    concepts = {concept.key: concept for concept in load_concepts().concepts}
    found: dict[tuple[str, str], ReportEntry] = {}
    for stored in figures:
        figure, entry = stored.figure, stored.report
        of_the_report = figure.period in (entry.period, entry.period_end.isoformat())
        if figure.concept and of_the_report and figure.scenario is Scenario.OUTCOME and not set(figure.flags) - HARMLESS_FLAGS:
            found.setdefault((figure.concept, entry.report), entry)
    asked = [key for key in ASKED_FIRST if key in concepts]
    return tuple(_Known(entry, concepts[key]) for key in asked for (k, _), entry in found.items() if k == key)


def _changes(known: tuple[_Known, ...]) -> Iterator[_Known]:
    """The measures that two reports of one association print, each as the later report has it."""
    for later in known:
        if any(
            earlier.concept == later.concept
            and earlier.entry.association == later.entry.association
            and earlier.entry.period_end < later.entry.period_start
            for earlier in known
        ):
            yield later


def _change_text(later: _Known, known: tuple[_Known, ...]) -> str:
    same = [k.entry for k in known if k.concept == later.concept and k.entry.association == later.entry.association]
    first = min(entry.period_end.year for entry in same)
    return f"{later.concept.label} i {later.entry.association} {first} och {later.entry.period_end.year}?"


def _values(known: tuple[_Known, ...], used: set[str]) -> list[str]:
    """One question for each association, each about another measure."""
    questions: list[str] = []
    for association in dict.fromkeys(k.entry.association for k in known):
        fresh = [k for k in known if k.entry.association == association and k.concept.key not in used]
        if fresh:
            latest = max((k for k in fresh if k.concept == fresh[0].concept), key=lambda k: k.entry.period_end)
            used = used | {latest.concept.key}
            when = say_span(parse_period(latest.entry.period))
            questions.append(f"{latest.concept.label} i {association} {when}?")
    return questions
