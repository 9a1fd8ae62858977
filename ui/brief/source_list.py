"""The source list of a brief and the shares of a table's width, the same for every kind of file."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from assistant.answer import Citation
from assistant.brief.content import Brief, Cell, Paragraph, Question, Quote, Section, TableBlock
from ui.listing import place_text
from ui.review_words import quote_text

_LONGEST_QUOTE = 130
_LONGEST_SECTION = 60
_MARK = re.compile(r"\[(\d+)\]")
# Characters of a line that a column of words is set to at least and at most; of numbers all are needed on one line.
_NARROWEST, _WIDEST_WORDS, _WIDEST_NUMBER, _WIDEST_MARKS = 7, 42, 22, 9
SOURCE_COLUMN = "Källa"
_LEAST_FOR_SOURCES = 0.085


@dataclass(frozen=True, slots=True)
class SourceLine:
    """A line of the list: where a figure or quote stands, and the print itself, "" where the brief quotes it whole."""

    n: int
    place: str
    quote: str


def source_lines(brief: Brief) -> tuple[SourceLine, ...]:
    """The places that the brief still rests on, in the order of their numbers: what was left out takes its sources along."""
    used = used_numbers(brief)
    quoted = {block.citation for block in brief.blocks() if isinstance(block, Quote)}
    several = len(brief.chapters) > 1
    return tuple(
        SourceLine(one.n, _place(one, several), "" if one.n in quoted else _shortened(quote_text(one.quote)))
        for one in brief.citations
        if one.n in used
    )


def used_numbers(brief: Brief) -> frozenset[int]:
    return frozenset(n for _, section in brief.sections() for n in _used_in(section))


def _used_in(section: Section) -> Iterable[int]:
    for block in section.blocks:
        if isinstance(block, Quote):
            yield block.citation
            yield from marks_in(block.doubt)
        elif isinstance(block, TableBlock):
            for cell in (cell for row in block.rows for cell in row):
                yield from cell.citations
            for note in block.notes:
                yield from marks_in(note.text)
        else:
            yield from marks_in(block.text)
            yield from marks_in(block.reason) if isinstance(block, Question) else ()


def marks_in(text: str) -> list[int]:
    return [int(number) for number in _MARK.findall(text)]


def text_runs(text: str) -> list[tuple[str, int | None]]:
    """A text as pieces: (words, None) and ("[3]", 3) in turn; none empty."""
    runs: list[tuple[str, int | None]] = []
    at = 0
    for match in _MARK.finditer(text):
        if match.start() > at:
            before = text[at : match.start()]
            # a mark does not begin a line
            tie = before.endswith(" ") and before.strip()
            runs.append((f"{before[:-1]}\u00a0" if tie else before, None))
        runs.append((match[0], int(match[1])))
        at = match.end()
    return [*runs, (text[at:], None)] if at < len(text) else runs


def column_shares(table: TableBlock) -> tuple[float, ...]:
    """How much of the width each column gets; they add up to 1."""
    wanted = [_wanted(table.columns[n], [row[n] for row in table.rows]) for n in range(len(table.columns))]
    if table.columns[-1] == SOURCE_COLUMN:
        wanted[-1] = max(wanted[-1], sum(wanted[:-1]) * _LEAST_FOR_SOURCES)
    return tuple(one / sum(wanted) for one in wanted)


def _wanted(head: str, known: Sequence[Cell]) -> float:
    longest = max((len(cell.text) for cell in known), default=0)
    word = max((len(part) for part in re.split(r"[ \-/]", head)), default=0)
    if any(cell.numeric for cell in known):
        return max(_NARROWEST, 1.2 * min(longest, _WIDEST_NUMBER) + 1, 1.1 * word)
    mean = sum(len(cell.text) for cell in known) / max(1, len(known))
    if head == SOURCE_COLUMN:
        return float(max(_NARROWEST, min(longest * 0.6, _WIDEST_MARKS)))
    inside = max((len(part) for cell in known for part in re.split(r"[ \-/]", cell.text)), default=0)
    return max(_NARROWEST, min(max(mean, longest * 0.6), _WIDEST_WORDS), 1.1 * word, 1.2 * min(inside, _WIDEST_NUMBER))


def by_hand_note(block: Paragraph | Question, said: str) -> str:
    """ " (ändrad för hand)" for what a person has changed; nothing for what is the person's own from the beginning."""
    return f" ({said})" if block.by_hand and not block.id.startswith("egen:") else ""


def _place(citation: Citation, several: bool) -> str:
    told = place_text(replace(citation, section=_short_section(citation.section)))
    return f"{citation.association}, {told}" if several else told


def _short_section(label: str) -> str:
    """A long section label by its number and its innermost part: "1.5 … › Deltagare"."""
    parts = label.split(" › ")
    if len(parts) == 1 or len(label) <= _LONGEST_SECTION:
        return label
    number = parts[0].split(" ")[0]
    return f"{number if number[:1].isdigit() else parts[0]} … › {parts[-1]}"


def _shortened(quote: str) -> str:
    return quote if len(quote) <= _LONGEST_QUOTE else quote[:_LONGEST_QUOTE].rsplit(" ", 1)[0] + " …"
