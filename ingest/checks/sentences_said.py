"""What a report says in sentences, those in the cells of its tables included, and the numbers in them as figures."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from ingest.checks.severity import severity_of
from ingest.domain import Certainty, Figure, Finding, FindingKind, Locator, Place, Report, Scenario, Severity, TextUnit, UnitKind
from ingest.sentences import split_sentences
from ingest.statements_numbers import Mention, find_mentions
from ingest.statements_words import Sentence, names_countable, names_people

_WORD = re.compile(r"[^\W\d_]{2,}")
# A cell with fewer words holds a value or a name, no sentence.
_WORDS_OF_A_SENTENCE = 2
_COUNT_UNITS = (None, "antal")
_LABEL_WORDS = 4
_CELL = "cell:"
# How many lines apart two sentences of one section may stand to follow each other.
_FOLLOWING_LINES = 3
_DIGIT = re.compile(r"\d")


@dataclass(frozen=True, slots=True)
class Said:
    """A sentence at its place. `passage` is the same for the sentences that belong together: a passage, or a cell.

    `quote` is what may be cited; `heading` is the table's title for a sentence in a cell, else the section.
    """

    at: int
    sentence: Sentence
    quote: str
    locator: Locator
    passage: str
    heading: str
    mentions: tuple[Mention, ...]

    @property
    def folded(self) -> str:
        return self.sentence.folded

    @property
    def counts(self) -> tuple[Mention, ...]:
        """The numbers that may count people or things: neither money nor percentages, and exact."""
        return tuple(
            m for m in self.mentions if m.unit in _COUNT_UNITS and not m.hedge and m.value == m.value.to_integral_value()
        )


def sentences_said(report: Report) -> tuple[Said, ...]:
    """The sentences of a report that hold digits: first those of its running text in their order, then those in cells.

    What stands in a cell is not told again as running text.
    """
    cells = [cell for table in report.tables for row in table.rows for cell in row.cells if _holds_words(cell.text)]
    in_cells = {(line, " ".join(cell.text.split())) for cell in cells for line in cell.lines}
    found: list[Said] = []
    for passage in report.passages:
        for unit in passage.units:
            if unit.kind is not UnitKind.ROW and not _is_cell(unit, in_cells):
                for text in split_sentences(unit.text) if unit.kind is UnitKind.LIST else (unit.text,):
                    found.append(_said(len(found), text, unit.text, unit.locator, passage.id, unit.locator.section))
    for number, table in enumerate(report.tables):
        for at, row in enumerate(table.rows):
            for cell in (cell for cell in row.cells if _holds_words(cell.text)):
                locator = replace(table.locator, lines=cell.lines, page=row.page, box=None)
                for text in split_sentences(cell.text):
                    found.append(_said(len(found), text, row.quote, locator, f"{_CELL}{number}:{at}", table.title))
    return tuple(said for said in found if _DIGIT.search(said.folded))


def _holds_words(text: str) -> bool:
    return len(_WORD.findall(text)) >= _WORDS_OF_A_SENTENCE


def _is_cell(unit: TextUnit, in_cells: set[tuple[int, str]]) -> bool:
    lines = unit.locator.lines
    return lines is not None and any(line in lines and text in unit.text for line, text in in_cells)


def _said(at: int, text: str, quote: str, locator: Locator, passage: str, heading: str) -> Said:
    sentence = Sentence.of(text)
    return Said(at, sentence, quote, locator, passage, heading, find_mentions(sentence))


def figure_of(report: Report, said: Said, mention: Mention, label: str = "") -> Figure:
    """The report's figure for a number of a sentence; one made for it, with a key of its own, where it has none.

    A figure is taken only where its value is the only such one in the sentence: "7 remisser, 3 kvinnor och 7 män".
    """
    alike = [m for m in said.mentions if m.value == mention.value and m.unit == mention.unit]
    if len(alike) == 1:
        known = [f for f in _figures_near(report, said) if f.value == mention.value and f.unit == (mention.unit or "antal")]
        if len(known) == 1:
            return known[0]
    return made_figure(report, said, mention, label)


def made_figure(report: Report, said: Said, mention: Mention, label: str) -> Figure:
    lines = said.locator.lines or (0, 0)
    return Figure(
        key=f"{report.id}:t{lines[0]}-{said.at}-{mention.start}",
        table=None,
        row=label or label_behind(said, mention),
        column="",
        value=mention.value,
        unit=mention.unit or "antal",
        raw=said.quote,
        period=None,
        scenario=Scenario.OUTCOME,
        concept=None,
        quote=said.quote,
        locator=said.locator,
    )


def _figures_near(report: Report, said: Said) -> list[Figure]:
    lines = said.locator.lines
    of_text = [f for f in report.statements if f.quote == said.sentence.text and _within(f.locator.lines, lines)]
    # a cell may stand on fewer lines than its row, which is where a table's figures stand
    return of_text or [f for f in report.figures if f.quote == said.quote and _within(lines, f.locator.lines)]


def _within(inner: tuple[int, int] | None, outer: tuple[int, int] | None) -> bool:
    return inner is None or outer is None or (outer[0] <= inner[0] and inner[1] <= outer[1])


def label_behind(said: Said, mention: Mention) -> str:
    """What a number counts, in the words behind it ("nya deltagare"); the sentence's first words where none can be told."""
    words = said.sentence.words_after(mention.end, _LABEL_WORDS)
    for at, word in enumerate(words):
        if names_countable(word) or names_people(word):
            return " ".join(w.text for w in words[: at + 1])
    return words[0].text if words else " ".join(said.sentence.text.split()[:_LABEL_WORDS])


def before(said: Said, sentences: Sequence[Said], how_many: int) -> tuple[Said, ...]:
    """The sentences with digits right before one in its paragraph, the nearest first."""
    place = next((i for i, other in enumerate(sentences) if other is said), 0)
    found: list[Said] = []
    for other in reversed(sentences[max(0, place - how_many) : place]):
        if not _follows(found[-1] if found else said, other):
            break
        found.append(other)
    return tuple(found)


def _follows(said: Said, other: Said) -> bool:
    if said.passage == other.passage:
        return True
    in_text = not said.passage.startswith(_CELL) and not other.passage.startswith(_CELL) and said.heading == other.heading
    lines, earlier = said.locator.lines, other.locator.lines
    return in_text and lines is not None and earlier is not None and lines[0] - earlier[1] <= _FOLLOWING_LINES


def counted_at(value: int | Decimal, start: int, end: int, unit: str | None = None) -> Mention:
    return Mention(start, end, Decimal(value), unit, "", start)


def said_finding(
    report: Report,
    kind: FindingKind,
    what: str,
    said: Sequence[Said],
    stated: Decimal | None,
    computed: Decimal | None,
    unit: str,
    certainty: Certainty = Certainty.CERTAIN,
    severity: Severity | None = None,
    figures: Sequence[Figure] = (),
    cause: str = "",
) -> Finding:
    """A finding about sentences, the one in doubt first; `severity` where it is not that of the difference.

    `figures` are those in doubt; their places follow those of the sentences where they stand elsewhere.
    """
    places = [Place(report.id, report.document.source_file, s.locator, s.quote) for s in said]
    places += [Place(report.id, report.document.source_file, f.locator, f.quote) for f in figures if f.table]
    unique = {(place.locator.lines, place.quote): place for place in places}
    return Finding(
        id="",
        report=report.id,
        kind=kind,
        severity=severity or severity_of(kind, stated, computed, unit),
        certainty=certainty,
        what=what,
        places=tuple(unique.values()),
        period=next((f.period for f in figures if f.period), report.metadata.period),
        stated=stated,
        computed=computed,
        unit=unit,
        cause=cause,
        figures=tuple(f.key for f in figures),
    )
