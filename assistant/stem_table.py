"""Every stem of the open reports as a number, and how near each of them is to a word that is asked for.

One row of similarities is computed per asked stem, once, and then serves every report: what remains for a question is
picking numbers out of rows.
"""

from __future__ import annotations

import threading
from collections import defaultdict
from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from assistant.matching import holds_the_other, lengths_of_misspelled, nearly_spelled, stem_similarity
from assistant.query import Term

IntArray = npt.NDArray[np.int32]
FloatArray = npt.NDArray[np.float64]
BoolArray = npt.NDArray[np.bool_]

# Another word for the same thing is a little less sure than the word itself.
_VARIANT = 0.9
# Two stems are related by a beginning or an ending of at least this many letters, or by nearly the same letters.
_EDGE_LETTERS = 3
# So many similarities are kept at most, of whatever words people ask for (128 MB); then it begins anew.
_KEPT_VALUES = 16_000_000


class StemTable:
    """Grows as reports are opened; numbers once given never change. Safe to use from threads."""

    def __init__(self) -> None:
        self._numbers: dict[str, int] = {}
        self._stems: list[str] = []
        self._by_beginning: dict[str, list[int]] = defaultdict(list)
        self._by_ending: dict[str, list[int]] = defaultdict(list)
        self._by_shape: dict[tuple[str, int], dict[int, str]] = defaultdict(dict)
        self._rows: dict[str, FloatArray] = {}
        self._lock = threading.Lock()

    def numbers(self, stems: Sequence[str]) -> list[int]:
        """The number of each stem, new ones included."""
        with self._lock:
            return [self._number(stem) for stem in stems]

    def _number(self, stem: str) -> int:
        known = self._numbers.get(stem)
        if known is not None:
            return known
        self._numbers[stem] = number = len(self._stems)
        self._stems.append(stem)
        if stem:
            self._by_beginning[stem[:_EDGE_LETTERS]].append(number)
            self._by_ending[stem[-_EDGE_LETTERS:]].append(number)
            self._by_shape[stem[0], len(stem)][number] = stem
        return number

    def similarities(self, term: Term) -> FloatArray:
        """How well each stem of the table meets the term, 0..1, by number."""
        with self._lock:
            row = self._row(term.stem)
            for variant in term.variants:
                row = np.maximum(row, _VARIANT * self._row(variant))
            return row

    def of_stem(self, stem: str) -> FloatArray:
        """The same for one bare stem."""
        with self._lock:
            return self._row(stem)

    def knows(self, stem: str) -> bool:
        return stem in self._numbers

    def _row(self, stem: str) -> FloatArray:
        kept = self._rows.get(stem)
        size = len(self._stems)
        if kept is not None and len(kept) == size:
            return kept
        done = 0 if kept is None else len(kept)
        row = np.zeros(size)
        if kept is not None:
            row[:done] = kept
        if stem:
            edges = {*self._by_beginning[stem[:_EDGE_LETTERS]], *self._by_ending[stem[-_EDGE_LETTERS:]]}
            related = {number for number in edges if holds_the_other(stem, self._stems[number])}
            for length in lengths_of_misspelled(stem):
                related.update(nearly_spelled(stem, self._by_shape[stem[0], length]))
            for number in related:
                if number >= done:
                    row[number] = stem_similarity(stem, self._stems[number])
        if (len(self._rows) + 1) * size > _KEPT_VALUES:
            self._rows.clear()
        self._rows[stem] = row
        return row


class Packed:
    """The stems of many items, one after the other: shape of `numbers` (all stems,), of `starts` (items,)."""

    def __init__(self, stems_of_items: Sequence[Sequence[int]]) -> None:
        self.count = len(stems_of_items)
        # an item without stems gets the empty stem, which nothing is similar to
        filled = [list(item) or [_EMPTY] for item in stems_of_items]
        self.numbers: IntArray = np.array([n for item in filled for n in item], dtype=np.int32)
        self.lengths: IntArray = np.array([len(item) for item in filled], dtype=np.int32)
        self.starts: IntArray = np.concatenate(([0], np.cumsum(self.lengths)[:-1])).astype(np.int32) if filled else self.lengths

    def best(self, row: FloatArray) -> FloatArray:
        """For each item the largest of its stems' values."""
        return np.maximum.reduceat(row[self.numbers], self.starts) if self.count else np.zeros(0)

    def total(self, row: FloatArray) -> FloatArray:
        """For each item the sum of its stems' values."""
        return np.add.reduceat(row[self.numbers], self.starts) if self.count else np.zeros(0)


_EMPTY = 0


def new_table() -> StemTable:
    """A table whose number 0 is the empty stem."""
    table = StemTable()
    table.numbers([""])
    return table
