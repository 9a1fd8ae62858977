"""Headers whose cells a PDF exported one by one: times above their sub-columns, or a paragraph for every column.

Nothing in such lines says that they head a table; the rows below must hold just as many values.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from ingest.domain import Line
from ingest.language import fold
from ingest.numerals_runs import split_tail
from ingest.periods import is_period
from ingest.tables_grid import clean, is_blank
from ingest.tables_headers import MAX_COLUMNS, SpaceHeader, is_corner, is_header_word, names_scenario
from ingest.tables_runs import choose_few, choose_values, read_run
from ingest.tables_stacked import last_paragraph, read_stack

MAX_LINES = 40
MAX_CELL_CHARS = 60
MIN_ROWS = 2
END = "end"
# What heads a column of labels. Only such a word tells where a header of words begins.
_LABEL_HEADS = re.compile(
    r"(insats|team|projekt|kommun|part|medlem|organisation|forum|aktivitet|verksamhet|post|konto|kostnadsslag|mal|indikator|fraga"
    r"|namn|huvudman|grupp|malgrupp|alder|kategori|orsak|anledning|avslutsanledning|forsorjning|ar|manad|myndighet|utforare"
    r"|befattning|ort|omrade|benamning|titel|mote|utbildning|bidragsgivare|finansiar)(s?grupp|er|ar|or|en|et|mar)?"
)
_SUB_WORD = re.compile(r"(kvinn\w*|man|kv|k|m|flickor|pojkar|totalt?|summa|antal|andel|intakt\w*|kostn\w*|netto)[.:]?")
_YEAR = re.compile(r"(?:19|20)\d\d")
_DATES = re.compile(r"(?:19|20)\d\d(?:-?\d\d-?\d\d|-\d\d)?(?!\d)|(?<!\d)\d{1,2}/\d{1,2}(?!\d)")
NOTE_HEAD = re.compile(r"not(er)?\.?")
_PROSE_END = re.compile(r"[.:;!?,]$")


@dataclass(frozen=True, slots=True)
class _Cell:
    """A piece of a header: its kind, its text, and the index of its last line. Lines of words in one paragraph are one."""

    kind: str
    text: str
    last: int
    paragraph: int


def heads_labels(text: str) -> bool:
    """Whether a header cell heads the column of the row labels ("Insats", "Kommun")."""
    return bool(_LABEL_HEADS.fullmatch(fold(text)))


def heads_column(text: str) -> bool:
    """Whether a text heads one column by itself: a time, a scenario with or without its time, a sex or the total."""
    kind = _kind(text) if text else ""
    return kind == "h" or kind == "t" and len(_times(text)) == 1 or kind == "s" and " " not in text


def read_header_cells(lines: Sequence[Line], at: int) -> SpaceHeader | None:
    """The header that starts at this index in cells of their own; None where the rows below do not bear it out."""
    if is_blank(lines[at]) or not _kind(clean(lines[at].text)):
        return None
    cells = _cells(lines, at)
    for header in (_in_levels(cells), _of_times(cells), _of_words(cells)):
        count = len(header.columns) if header else 0
        if header and len(set(header.columns)) == count <= MAX_COLUMNS and rows_fit(lines, header):
            return header
    return None


def rows_fit(lines: Sequence[Line], header: SpaceHeader) -> bool:
    """Whether rows below hold so many values each, on their line, over several or stacked, and none of the first rows more."""
    columns, index, full, lacking = len(header.columns), header.last + 1, 0, 0
    labels: list[Line] = []
    while index < len(lines) and full < MIN_ROWS:
        label, tail = split_tail(lines[index].text)
        text = clean(lines[index].text)
        if tail and not clean(label) and read_stack(lines, last_paragraph(lines, labels), index, columns)[0]:
            return True
        if tail:
            run = read_run(lines, index, tail, frozenset(), frozenset())
            values = choose_values(run, columns, bool(clean(label)), True, header.has_note)
            fits = values is not None and values.whole
            few = None if fits else choose_few(run, columns)
            if not (labels or clean(label)) or not fits and (few is None or few.size < len(run)):
                return False
            full, lacking, labels = full + fits, lacking + (not fits), []
            index = run[-1].last
            continue
        if len(text) > MAX_CELL_CHARS or _PROSE_END.search(text):
            return False
        labels.extend([lines[index]] if text else [])
        index += 1
    return full == MIN_ROWS and lacking <= MIN_ROWS


def _in_levels(cells: Sequence[_Cell]) -> SpaceHeader | None:
    """Times, then the same sub-columns for each of them: "2024 2023", "Kvinnor Män Kvinnor Män"."""
    kinds = "".join(cell.kind for cell in cells)
    match = re.match(r"(?P<corner>w?)u?(?P<times>t+)u?(?P<other>w?)u?(?P<subs>[sh]+)", kinds)
    if match is None or (match["corner"] and (match["other"] or not heads_labels(cells[0].text))):
        return None
    groups = [time for cell in cells[slice(*match.span("times"))] for time in _times(cell.text)]
    subs = [word for cell in cells[slice(*match.span("subs"))] for word in cell.text.split()]
    each, rest = divmod(len(subs), len(groups))
    if rest or each < 2 or any(fold(sub) != fold(subs[i % each]) for i, sub in enumerate(subs)):
        return None
    columns = tuple(f"{groups[i // each]} {sub}" for i, sub in enumerate(subs))
    corner = next((cell.text for cell in cells[: match.end()] if cell.kind in "wu"), "")
    return SpaceHeader(columns, corner, False, cells[match.end() - 1].last)


def _of_times(cells: Sequence[_Cell]) -> SpaceHeader | None:
    """A time or a scenario in each paragraph, with or without the unit and the notes' column before them."""
    kinds = "".join(cell.kind for cell in cells)
    match = re.match(r"w?[un]*(?P<columns>[th]{2,})", kinds)
    if match is None or (kinds[0] == "w" and not heads_labels(cells[0].text)):
        return None
    columns = cells[slice(*match.span("columns"))]
    if any(cell.kind == "t" and len(_times(cell.text)) != 1 for cell in columns):
        return None
    corner = next((cell.text for cell in cells[: match.start("columns")] if cell.kind in "wu"), "")
    has_note = "n" in kinds[: match.end()]
    return SpaceHeader(tuple(cell.text for cell in columns), corner, has_note, columns[-1].last)


def _of_words(cells: Sequence[_Cell]) -> SpaceHeader | None:
    """The head of the labels and a paragraph for each column; the last words above the values may be the first label."""
    if not heads_labels(cells[0].text) or len({cell.paragraph for cell in cells}) < len(cells):
        return None
    columns = cells[1:] if cells[-1].kind == END else cells[1:-1]
    columns = [cell for cell in columns if cell.kind != END]
    if len(columns) < 2:
        return None
    return SpaceHeader(tuple(cell.text for cell in columns), cells[0].text, False, columns[-1].last)


def _cells(lines: Sequence[Line], at: int) -> list[_Cell]:
    """The header pieces from here on; the last is of the kind END where the values below stand behind a label."""
    cells: list[_Cell] = []
    paragraph = 0
    for index in range(at, min(at + MAX_LINES, len(lines))):
        text = clean(lines[index].text)
        if not text:
            paragraph += 1
            continue
        kind = _kind(text)
        if not kind:
            if clean(split_tail(lines[index].text)[0]):
                if cells and cells[-1].paragraph == paragraph:
                    cells.pop()  # the first line of that label
                cells.append(_Cell(END, "", index, paragraph))
            break
        above = cells[-1] if cells and cells[-1].paragraph == paragraph else None
        joined = f"{above.text} {text}" if above else text
        if above and _is_one_cell(above, kind, text):
            cells[-1] = _Cell(_kind(joined) or "w", joined, index, paragraph)
        else:
            cells.append(_Cell(kind, text, index, paragraph))
    return cells


def _is_one_cell(above: _Cell, kind: str, text: str) -> bool:
    """Whether a line goes on with the cell on the line above it: words, a scenario's time, the end of a span."""
    if kind == "t":
        return text.startswith("-") or above.kind == "h" and len(_times(text)) == 1 and not _YEAR.search(above.text)
    return kind == above.kind == "w" or above.kind == "h" and (kind == "w" or above.text.endswith("-"))


def _kind(text: str) -> str:
    """What a line of a header holds: times (t), scenarios (h), sub-columns (s), the unit (u), "Not" (n), other words (w);
    "" for what no header prints."""
    folded = fold(text)
    if _times(text):
        return "t"
    if is_corner(text):
        return "u"
    if NOTE_HEAD.fullmatch(folded):
        return "n"
    if names_scenario(text) and all(is_header_word(word) for word in re.split(r"[\s-]+", text) if word):
        return "h"
    years, subs = _YEAR.findall(folded), [word for word in _YEAR.sub("", folded).split() if _SUB_WORD.fullmatch(word)]
    if subs and len(subs) + len(years) == len(folded.split()):
        return "h" if years else "s"
    words = len(text) <= MAX_CELL_CHARS and not _PROSE_END.search(text) and re.search(r"[^\W\d_]{2}", text)
    return "w" if words and re.fullmatch(r"(?:(?:19|20)\d\d)?", split_tail(text)[1].strip()) else ""


def _times(text: str) -> tuple[str, ...]:
    """The times of a text that holds nothing else: one period, or years side by side."""
    words = text.split()
    if words and all(re.fullmatch(r"(?:19|20)\d\d", word) for word in words):
        return tuple(words)
    return (text,) if is_period(text) and not re.search(r"\d", _DATES.sub("", text)) else ()
