"""The header of a table set apart by blanks: in cells of its own, or on one line of times or of words."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from ingest.domain import Line
from ingest.language import fold
from ingest.tables_grid import clean, is_blank
from ingest.tables_header_cells import NOTE_HEAD, heads_column, read_header_cells, rows_fit
from ingest.tables_headers import SpaceHeader, names_scenario
from ingest.tables_space_headers import header_at, with_words_above
from ingest.tables_word_line import read_word_line

MAX_GAP = 3
_YEAR = re.compile(r"(?:19|20)\d\d")


def find_header(lines: tuple[Line, ...], at: int) -> SpaceHeader | None:
    """The header that starts at this index; None where no table does, or where its columns cannot be told apart."""
    if _is_within_header(lines, at):
        return None
    header = read_header_cells(lines, at) or header_at(lines, at) or read_word_line(lines, at)
    if header is None:
        return None
    header = _split_scenarios(lines, header)
    return header if len(set(header.columns)) == len(header.columns) else with_words_above(lines, at, header)


def _split_scenarios(lines: Sequence[Line], header: SpaceHeader) -> SpaceHeader:
    """The header with "Avvikelse Utfall 2023" as two columns, where the rows below bear that out."""
    columns: list[str] = []
    for column in header.columns:
        words = column.split()
        cut = [
            i for i, word in enumerate(words) if i and names_scenario(word) and i + 1 < len(words) and _YEAR.match(words[i + 1])
        ]
        parts = [words[: cut[0]], words[cut[0] :]] if cut and names_scenario(words[cut[0] - 1]) else [words]
        columns.extend(" ".join(part) for part in parts)
    split = replace(header, columns=tuple(columns))
    return split if len(columns) > len(header.columns) and rows_fit(lines, split) else header


def _is_within_header(lines: Sequence[Line], at: int) -> bool:
    """Whether the line is a header cell below another one: a header that begins here would lack its first columns."""
    if not heads_column(clean(lines[at].text)):
        return False
    above = next((clean(line.text) for line in reversed(lines[max(at - MAX_GAP, 0) : at]) if not is_blank(line)), "")
    return heads_column(above) or bool(NOTE_HEAD.fullmatch(fold(above)))
