"""A report taken apart for ranking: its units of text and its figures, as numbers that a question is held against at once.

Built once for each version of a report and kept as long as the library; a report of fifty pages takes about a tenth of a
second and a few megabytes.
"""

from __future__ import annotations

import threading
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby
from weakref import WeakKeyDictionary

import numpy as np

from assistant.amounts import KRONOR
from assistant.matching import source_stems, telling_stems
from assistant.query import Span
from assistant.stem_table import BoolArray, FloatArray, IntArray, Packed, StemTable, new_table
from assistant.timespans import parse_period
from assistant.unit_traits import TRAITS, Traits, traits_of
from ingest.domain import Figure, Passage, Scenario, Section, TextUnit
from ingest.language import terms
from vectorstore.entries import ReportContents, ReportEntry, Scope, StoredFigure
from vectorstore.library import Library

GRAM_LETTERS = 4
GENDER_STEMS = frozenset(terms("kvinna kvinnor man män flicka flickor pojke pojkar"))


@dataclass(frozen=True, slots=True)
class IndexedUnit:
    """A unit with the passage it is the `position`th of."""

    unit: TextUnit
    passage: Passage
    position: int


@dataclass(frozen=True, slots=True)
class UnitIndex:
    """Units in the order of the source. Arrays have one entry (row) a unit.

    `passage_of` numbers the passages 0, 1, … ; `grams` holds for each run of letters the units that have it.
    """

    units: tuple[IndexedUnit, ...]
    own: Packed
    heading: Packed
    passage_of: IntArray
    passages: int
    lengths: FloatArray
    traits: FloatArray
    times: tuple[Traits, ...]
    grams: dict[str, IntArray]
    gram_norms: FloatArray


@dataclass(frozen=True, slots=True)
class FigureIndex:
    """Figures of tables, then those that running text states. Arrays have one entry a figure.

    `own` are the words of the row (with its column where the row has none), `near` those of parents, column and table,
    `far` those of the headings above; `telling` are the row's words that tell it from other rows, `column` the column's.
    `kinds` marks for each scenario the figures of it; `coarse` those in thousands or millions.
    `span_of` picks from `spans`; -1 where the time is not known.
    """

    figures: tuple[StoredFigure, ...]
    own: Packed
    near: Packed
    far: Packed
    telling: Packed
    has_telling: BoolArray
    column: Packed
    has_column: BoolArray
    names_itself: BoolArray
    one_gender: BoolArray
    split_by_gender: BoolArray
    stated: BoolArray
    in_kronor: FloatArray
    coarse: FloatArray
    in_percent: FloatArray
    uncertain: FloatArray
    kinds: dict[Scenario, FloatArray]
    spans: tuple[Span, ...]
    span_of: IntArray


@dataclass(frozen=True, slots=True)
class ReportIndex:
    report: ReportEntry
    units: UnitIndex
    figures: FigureIndex


class Indexes:
    """The indexes of one library's reports over one table of stems."""

    def __init__(self) -> None:
        self.stems = new_table()
        self._kept: dict[tuple[str, int], ReportIndex] = {}
        self._lock = threading.Lock()

    def open(self, library: Library, scope: Scope) -> tuple[ReportIndex, ...]:
        """Those of the reports that a scope admits, in catalogue order. The library may be narrowed."""
        with self._lock:
            versions = library.whole.versions()
            current = set(versions)
            self._kept = {key: index for key, index in self._kept.items() if key in current}
            admitted = {entry.report for entry in library.reports(scope)}
            opened = []
            for report, version in versions:
                if report not in admitted:
                    continue
                if (report, version) not in self._kept:
                    self._kept[report, version] = index_report(library.contents(report), self.stems)
                opened.append(self._kept[report, version])
            return tuple(opened)


_indexes: WeakKeyDictionary[Library, Indexes] = WeakKeyDictionary()
_indexes_lock = threading.Lock()


def indexes_of(library: Library) -> Indexes:
    """The indexes that belong to a library and all its parts, made at first use."""
    with _indexes_lock:
        return _indexes.setdefault(library.whole, Indexes())


def index_report(contents: ReportContents, stems: StemTable) -> ReportIndex:
    headings = _Headings(contents.sections)
    return ReportIndex(
        contents.report, _index_units(contents.passages, headings, stems), _index_figures(contents, headings, stems)
    )


class _Headings:
    """For a section's label its own title and those above it."""

    def __init__(self, sections: Sequence[Section]) -> None:
        self._by_label: dict[str, Section] = {}
        for section in sections:
            self._by_label.setdefault(section.label, section)
        self._by_index = {section.index: section for section in sections}

    def above(self, label: str) -> str:
        section = self._by_label.get(label)
        if section is None:
            return label
        titles = []
        while section is not None:
            titles.append(section.title)
            section = self._by_index.get(section.parent) if section.parent is not None else None
        return " ".join(titles)


def _index_units(passages: Sequence[Passage], headings: _Headings, stems: StemTable) -> UnitIndex:
    placed = [IndexedUnit(unit, passage, i) for passage in passages for i, unit in enumerate(passage.units)]
    placed.sort(key=lambda one: one.unit.locator.lines or (0, 0))
    numbers_of = {passage.id: number for number, passage in enumerate(passages)}
    own = [source_stems(one.unit.text) for one in placed]
    above = {p.id: source_stems(f"{headings.above(p.locator.section)} {_caption(p)}") for p in passages}
    traits = tuple(traits_of(one.unit, one.position == 0) for one in placed)
    grams = [letter_runs(terms(one.unit.text)) for one in placed]
    inverted: dict[str, list[int]] = {}
    for number, counted in enumerate(grams):
        for run in counted:
            inverted.setdefault(run, []).append(number)
    weight = {run: gram_weight(len(found), len(placed)) for run, found in inverted.items()}
    norms = [max(sum(weight[run] ** 2 for run in counted) ** 0.5, 1.0) for counted in grams]
    return UnitIndex(
        units=tuple(placed),
        own=Packed([stems.numbers(s) for s in own]),
        heading=Packed([stems.numbers(above[one.passage.id]) for one in placed]),
        passage_of=np.array([numbers_of[one.passage.id] for one in placed], dtype=np.int32),
        passages=len(passages),
        lengths=np.array([len(one.unit.text) for one in placed], dtype=np.float64),
        traits=np.array([t.values for t in traits], dtype=np.float64).reshape(len(placed), len(TRAITS)),
        times=traits,
        grams={run: np.array(found, dtype=np.int32) for run, found in inverted.items()},
        gram_norms=np.array(norms, dtype=np.float64),
    )


def _caption(passage: Passage) -> str:
    """The title and columns of the table that a passage was made from: what its header says after the section."""
    section = passage.locator.section
    return passage.header.partition(section)[2] if section else ""


def letter_runs(stems: Sequence[str]) -> Counter[str]:
    """The runs of letters of words, edges included: what is left of a word that OCR has damaged, or of a compound."""
    joined = f" {' '.join(stems)} "
    return Counter(joined[i : i + GRAM_LETTERS] for i in range(len(joined) - GRAM_LETTERS + 1))


def gram_weight(units_with: int, units: int) -> float:
    return float(np.log(1 + units / (0.5 + units_with)))


def _index_figures(contents: ReportContents, headings: _Headings, stems: StemTable) -> FigureIndex:
    figures = (*contents.figures, *contents.statements)
    labels = [f.row.rpartition(" › ")[2] for f in figures]
    columns = [telling_stems(f.column) for f in figures]
    itself = [bool(set(telling_stems(label)) - GENDER_STEMS) for label in labels]
    own = [label if named else f"{label} {f.column}" for label, named, f in zip(labels, itself, figures, strict=True)]
    telling = [telling_stems(text) for text in own]
    spans = tuple({parse_period(f.period): None for f in figures if f.period is not None})
    places = {span: number for number, span in enumerate(spans)}
    return FigureIndex(
        figures=tuple(StoredFigure(f, contents.report) for f in figures),
        own=Packed([stems.numbers(source_stems(text)) for text in own]),
        near=Packed([stems.numbers(source_stems(_around(f, n))) for f, n in zip(figures, itself, strict=True)]),
        far=Packed([stems.numbers(source_stems(headings.above(f.locator.section))) for f in figures]),
        telling=Packed([stems.numbers(t) for t in telling]),
        has_telling=np.array([bool(t) for t in telling], dtype=np.bool_),
        column=Packed([stems.numbers(c) for c in columns]),
        has_column=np.array([bool(c) and n for c, n in zip(columns, itself, strict=True)], dtype=np.bool_),
        names_itself=np.array(itself, dtype=np.bool_),
        one_gender=np.array([bool(set(terms(f"{f.row} {f.column}")) & GENDER_STEMS) for f in figures], dtype=np.bool_),
        split_by_gender=_split_by_gender(figures),
        stated=np.array([f.table is None for f in figures], dtype=np.bool_),
        in_kronor=np.array([float(f.unit in KRONOR) for f in figures]),
        coarse=np.array([float(f.unit in KRONOR and f.unit != "kr") for f in figures]),
        in_percent=np.array([float(f.unit == "%") for f in figures]),
        uncertain=np.array([float(any(flag.startswith("column-uncertain") for flag in f.flags)) for f in figures]),
        kinds={kind: np.array([float(f.scenario is kind) for f in figures]) for kind in Scenario},
        spans=spans,
        span_of=np.array([-1 if f.period is None else places[parse_period(f.period)] for f in figures], dtype=np.int32),
    )


def _around(figure: Figure, names_itself: bool) -> str:
    """What stands around a row: its parents, its column where that tells more than time and kind, its table or sentence."""
    parents = figure.row.rpartition(" › ")[0]
    column = figure.column if names_itself and telling_stems(figure.column) else ""
    return " ".join((parents, column, figure.raw if figure.table is None else figure.table))


def _split_by_gender(figures: Sequence[Figure]) -> BoolArray:
    """Rows with a column for women or men: their other columns answer only a question about gender."""
    split = np.zeros(len(figures), dtype=np.bool_)
    by_row = sorted(range(len(figures)), key=lambda i: (figures[i].table or "", figures[i].row))
    for (table, _), numbers in groupby(by_row, key=lambda i: (figures[i].table or "", figures[i].row)):
        row = list(numbers)
        split[row] = bool(table) and any(set(terms(figures[i].column)) & GENDER_STEMS for i in row)
    return split
