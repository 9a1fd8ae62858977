"""What can be compared: the measures and times that the chosen associations' reports really print."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache

from assistant.evidence import FigureEvidence
from assistant.figure_words import of_one_gender
from assistant.matching import source_stems, telling_stems
from assistant.query import Span
from assistant.timespans import parse_period
from ingest.domain import Figure, Scenario
from ingest.errors import UsageError
from ingest.language import fold, terms
from ingest.lexicon import Concept, load_concepts
from vectorstore.entries import Scope, StoredFigure
from vectorstore.library import Library

COMPARED = frozenset({Scenario.OUTCOME, Scenario.BUDGET})
# A key is part of an address; no row's name is longer than a few lines of print.
MAX_KEY_CHARS = 400
_CONCEPT, _ROW, _COLUMN = "begrepp:", "rad:", "¦"
_TIME_OR_KIND = re.compile(r"\b(?:19|20)\d\d\b|^\W*(?:utfall|budget|budgeterat)\b", re.IGNORECASE)
_KINDS = tuple(terms(word) for word in ("budget", "utfall", "budgeterat"))


@dataclass(frozen=True, slots=True)
class PrintedMeasure:
    """A measure picked from what is printed: a concept of the lexicon, or else a row by its own name.

    `column` is what the row's column counts where that says more than time and kind ("Medlemsbidrag"), else "".
    """

    label: str
    concept: str = ""
    row: str = ""
    column: str = ""

    @property
    def key(self) -> str:
        """The measure as part of an address; `measure_of` reads it."""
        return f"{_CONCEPT}{self.concept}" if self.concept else f"{_ROW}{self.row}{_COLUMN}{self.column}"

    def admits(self, evidence: FigureEvidence) -> bool:
        """Whether a figure is of this very measure: not of a part of it, nor of another column of its row."""
        return is_of(self, evidence.stored.figure)


@dataclass(frozen=True, slots=True)
class MeasureOffer:
    """A measure with how much is printed of it: by how many associations, for how many times, and in all."""

    measure: PrintedMeasure
    associations: int
    times: int
    figures: int


def measure_of(key: str) -> PrintedMeasure:
    """The measure of a key. Raises `UsageError` for a key that names no concept and no row."""
    if key.startswith(_CONCEPT):
        concept = load_concepts().get(key.removeprefix(_CONCEPT))
        if concept is not None:
            return _of_concept(concept)
    row, _, column = key.removeprefix(_ROW).partition(_COLUMN)
    if not key.startswith(_ROW) or len(key) > MAX_KEY_CHARS or not (row or column).strip():
        raise UsageError("Måttet finns inte. Välj ett mått i listan.", f"unknown measure {key[:80]!r}")
    return _of_row(row, column)


def printed_measures(library: Library, associations: Iterable[str]) -> tuple[MeasureOffer, ...]:
    """What tables print of the associations as outcome or budget: concepts first, then other rows by name; of each kind
    those of most associations first, then of most times. None without associations."""
    of_measure: dict[PrintedMeasure, list[StoredFigure]] = defaultdict(list)
    for stored in _compared(library, associations):
        measure = measure_printed(stored.figure)
        if measure is not None:
            of_measure[measure].append(stored)
    offers = [_offer(measure, printed) for measure, printed in _alike_joined(of_measure).items()]
    offers.sort(key=lambda one: (not one.measure.concept, -one.associations, -one.times, fold(one.measure.label)))
    return tuple(offers)


def printed_times(library: Library, associations: Iterable[str], kinds: frozenset[Scenario] = COMPARED) -> tuple[Span, ...]:
    """The times of their figures of these kinds, newest first; a day that ends a stretch is told by the stretch."""
    figures = (s.figure for s in _compared(library, associations))
    spans = {parse_period(figure.period) for figure in figures if figure.period and figure.scenario in kinds}
    ends = {span.end for span in spans if not span.is_instant}
    return tuple(sorted((s for s in spans if not (s.is_instant and s.end in ends)), key=lambda s: (s.end, s.start), reverse=True))


def measure_printed(figure: Figure) -> PrintedMeasure | None:
    """The measure that a figure is of; None where neither its row nor its column names anything."""
    concept = load_concepts().get(figure.concept)
    if concept is not None and _is_the_concept(concept.key, figure.row, figure.column):
        return _of_concept(concept)
    row, column = row_name(figure.row), _column_name(figure.column)
    return _of_row(row, column) if row or column else None


@lru_cache(maxsize=200_000)
def row_name(row: str) -> str:
    """The name of a row without its headings, where that says which row it is: "A › Budget" is about A. "" for none."""
    heading, _, label = row.rpartition(" › ")
    if heading and terms(label)[:1] in _KINDS:
        label = heading.rpartition(" › ")[2]
    if telling_stems(label) and not of_one_gender(label):
        return " ".join(label.split())
    return " ".join(row.split()) if telling_stems(heading) or telling_stems(label) else ""


def is_of(measure: PrintedMeasure, figure: Figure) -> bool:
    """Whether a figure is of the measure."""
    if measure.concept:
        return figure.concept == measure.concept and _is_the_concept(measure.concept, figure.row, figure.column)
    same_row = terms(row_name(figure.row)) == terms(measure.row)
    return same_row and telling_stems(figure.column) == telling_stems(measure.column)


@lru_cache(maxsize=200_000)
def _is_the_concept(key: str, row: str, column: str) -> bool:
    """Whether a figure is the concept's whole: "Norrby | Medlemsbidrag" is one member's part, and of "Intäkt", "Kostnad"
    and "Netto" of one row only the last is what the row is called."""
    meant, told = _stems_of(key), telling_stems(column)
    if not told:
        return True
    if not set(told) <= meant:
        return False
    return set(telling_stems(row.rpartition(" › ")[2])) <= meant


@cache
def _stems_of(key: str) -> frozenset[str]:
    concept = load_concepts().get(key)
    assert concept is not None
    return frozenset(source_stems(" ".join((concept.label, *concept.printed, *concept.everyday))))


@cache
def _of_concept(concept: Concept) -> PrintedMeasure:
    """Two concepts may have one name: then the one of a day says so."""
    alike = [c for c in load_concepts().concepts if c.label == concept.label]
    of_a_day = len(alike) > 1 and concept.kind == "instant"
    return PrintedMeasure(f"{concept.label} (i balansräkningen)" if of_a_day else concept.label, concept=concept.key)


@lru_cache(maxsize=50_000)
def _of_row(row: str, column: str) -> PrintedMeasure:
    shown = row.replace(" › ", ": ").rstrip(" :.")
    label = " – ".join(part for part in (shown, column) if part)
    if fold(label) in _concept_labels():
        label = f"{label} (rad med det namnet)"
    return PrintedMeasure(label, row=row, column=column)


@cache
def _concept_labels() -> frozenset[str]:
    return frozenset(fold(concept.label) for concept in load_concepts().concepts)


@lru_cache(maxsize=50_000)
def _column_name(column: str) -> str:
    return " ".join(_TIME_OR_KIND.sub("", column).split()).strip(" :.-–") if telling_stems(column) else ""


def _compared(library: Library, associations: Iterable[str]) -> Iterable[StoredFigure]:
    wanted = frozenset(associations)
    if not wanted:
        return ()
    figures = library.figures(Scope(associations=wanted))
    return (s for s in figures if s.figure.scenario in COMPARED and s.figure.period is not None)


def _alike_joined(of_measure: dict[PrintedMeasure, list[StoredFigure]]) -> dict[PrintedMeasure, list[StoredFigure]]:
    """Rows whose names differ in spelling alone as one, under the spelling that is printed most."""
    groups: dict[object, list[PrintedMeasure]] = defaultdict(list)
    for one in of_measure:
        groups[one if one.concept else (tuple(terms(one.row)), telling_stems(one.column))].append(one)
    joined = {}
    for spellings in groups.values():
        name = max(spellings, key=lambda one: len(of_measure[one]))
        joined[name] = [stored for one in spellings for stored in of_measure[one]]
    return joined


def _offer(measure: PrintedMeasure, printed: Sequence[StoredFigure]) -> MeasureOffer:
    names = {stored.report.association for stored in printed}
    return MeasureOffer(measure, len(names), len({stored.figure.period for stored in printed}), len(printed))
