"""What a Word document consists of before it is known which lines form tables and which head a section."""

from __future__ import annotations

from dataclasses import dataclass

from ingest.formats.line_writer import TableBlock
from ingest.formats.word_styles import TabStop


@dataclass(frozen=True, slots=True)
class TextPart:
    """A paragraph: its lines with their tabs, the level of its heading style (0 for none) and how it looks.

    `close` as in `Paragraph`; `size` is in half points, 0 where not known; `numbered` by Word, not by a typed number;
    `beside_table` marks what stands in a cell and is no text of it.
    """

    lines: tuple[str, ...]
    page: int | None
    level: int = 0
    close: bool = False
    bold: bool = False
    size: int = 0
    numbered: bool = False
    contents: bool = False
    stops: tuple[TabStop, ...] = ()
    beside_table: bool = False

    @property
    def is_blank(self) -> bool:
        return not any(line.strip() for line in self.lines)


@dataclass(frozen=True, slots=True)
class TablePart:
    """A table, drawn or made of tabs."""

    block: TableBlock


WordPart = TextPart | TablePart
