"""The rows and cells of a table on a page: the words of each, and their text."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from ingest.formats.page_lines import Piece
from ingest.formats.page_words import Word

_MONTH = re.compile(r"\b(?:jan|feb|mar|apr|maj|jun|jul|aug|sep|okt|nov|dec)[a-z]*-$", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class TableCell:
    """The words of a cell, line by line from the left; none where the cell is empty."""

    words: tuple[Word, ...] = ()

    @property
    def text(self) -> str:
        return join_words(self.words)

    @property
    def is_value(self) -> bool:
        return bool(self.words) and Piece(self.words).is_value


@dataclass(frozen=True, slots=True)
class TableLine:
    """A row: its label and one cell a column."""

    cells: tuple[TableCell, ...]

    @property
    def is_heading(self) -> bool:
        return not any(cell.words for cell in self.cells[1:])


def join_words(words: Sequence[Word]) -> str:
    """The words' text, a word divided at the end of its line put together."""
    text = ""
    for before, word in zip((None, *words), words, strict=False):
        divided = before is not None and text.endswith("-") and word.baseline > before.baseline + 1
        if divided and _MONTH.search(text):
            text += word.text  # "jan-" over "aug 2021"
        elif divided and (before is not None and before.ends_in_hyphen) and word.text[:1].islower():
            text = text[:-1] + word.text
        else:
            text = f"{text} {word.text}" if text else word.text
    return text
