"""How the words of a question are met by the units and figures of reports: one row a term, one column an item."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from assistant.query import Term
from assistant.report_index import ReportIndex, UnitIndex
from assistant.stem_table import BoolArray, FloatArray, Packed, StemTable

# From this similarity on it is the word itself and not a relative of it.
THE_WORD_ITSELF = 0.8
# "medlemsbidrag" is answered for by "bidrag" and "medlemmar" in one unit.
_TAKEN_APART, _PART_LETTERS, _PART_ITSELF = 0.9, 4, 0.95
# A word that stands nowhere is often just another word for what does stand there: it weighs like one in three passages,
# not like the rarest of all.
_UNSEEN_COUNTS_AS = 3
_COUNTED_FROM = 0.85


@dataclass(frozen=True, slots=True)
class AskedTerms:
    """The terms of a question over the stems of the open reports.

    `rows` has shape (terms, stems); `parts` gives for a compound the rows of its two halves; `weights` say how much each
    term tells: its own weight times how rare it is in the reports asked about. `stems` is how many the table has.
    """

    terms: tuple[Term, ...]
    rows: tuple[FloatArray, ...]
    parts: tuple[tuple[tuple[FloatArray, FloatArray], ...], ...]
    weights: FloatArray
    stems: int

    @property
    def total(self) -> float:
        return float(self.weights.sum()) or 1.0

    @property
    def required(self) -> BoolArray:
        return np.array([t.required for t in self.terms], dtype=np.bool_)

    @property
    def focus(self) -> BoolArray:
        return np.array([t.focus for t in self.terms], dtype=np.bool_)

    def matches(self, packed: Packed) -> FloatArray:
        """Shape (terms, items): how well each term is met by each item's stems."""
        found = np.zeros((len(self.terms), packed.count))
        for number, (row, halves) in enumerate(zip(self.rows, self.parts, strict=True)):
            found[number] = packed.best(row)
            for first, last in halves:
                both = np.minimum(packed.best(first), packed.best(last))
                found[number] = np.maximum(found[number], _TAKEN_APART * (both >= _PART_ITSELF))
        return found

    def share(self, matches: FloatArray) -> FloatArray:
        """Shape (items,): the share of the question's weight that is met."""
        return (self.weights @ matches) / self.total

    def any_term(self) -> FloatArray:
        """Shape (stems,): the best similarity with any term; a word that says little counts little."""
        met = [row * (1.0 if t.weight >= 1 else t.weight) for t, row in zip(self.terms, self.rows, strict=True)]
        return np.max(met, axis=0) if met else np.zeros(self.stems)


def ask(terms: Sequence[Term], opened: Sequence[ReportIndex], stems: StemTable) -> AskedTerms:
    """The terms held against the open reports."""
    rows = tuple(stems.similarities(term) for term in terms)
    parts = tuple(_halves(term, row, stems) for term, row in zip(terms, rows, strict=True))
    passages = max(sum(index.units.passages for index in opened), 1)
    weights = [
        term.weight * _rarity(sum(_passages_with(row, index.units) for index in opened), passages)
        for term, row in zip(terms, rows, strict=True)
    ]
    return AskedTerms(tuple(terms), rows, parts, np.array(weights), len(stems.of_stem("")))


def _halves(term: Term, row: FloatArray, stems: StemTable) -> tuple[tuple[FloatArray, FloatArray], ...]:
    """The two words of a compound, where both stand somewhere in the reports."""
    whole = term.stem
    found = []
    for cut in range(_PART_LETTERS, len(whole) - _PART_LETTERS + 1):
        first, last = whole[:cut], whole[cut:]
        for half in (first, first.removesuffix("s")):
            if stems.knows(half) and stems.knows(last):
                found.append((stems.of_stem(half), stems.of_stem(last)))
                break
    return tuple(found)


def _passages_with(row: FloatArray, units: UnitIndex) -> int:
    return len(set(units.passage_of[units.own.best(row) >= _COUNTED_FROM].tolist()))


def _rarity(passages_with: int, passages: int) -> float:
    return math.log(1 + passages / (0.5 + (passages_with or _UNSEEN_COUNTS_AS)))
