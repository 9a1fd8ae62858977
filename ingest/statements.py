"""The figures that running text states: numbers in sentences, each with what it measures, when, and its sentence."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from decimal import Decimal

from ingest.domain import Document, Figure, Locator, Metadata, Passage, TextUnit, UnitKind
from ingest.language import fold
from ingest.lexicon import load_concepts
from ingest.periods import Span
from ingest.sections import PAGE_FROM_CONTENTS
from ingest.sentences import split_sentences
from ingest.statements_labels import label_mentions
from ingest.statements_meaning import meaning_of
from ingest.statements_numbers import find_mentions
from ingest.statements_periods import Setting
from ingest.statements_words import Sentence

_ITEM = re.compile(r"\s(?=(?:[-–—•·✓*»]|\d{1,2}[.)]|[a-zåäö]\)) )")
_ITEM_MARK = re.compile(r"(?:[-–—•·✓*»]|\d{1,2}[.)]|[a-zåäö]\)) +")
_DEBRIS = re.compile(r"\||\t|[—_]{2}|\d[\])]\s\d")
_MAX_CAPITALS = 0.4
# What holds more numbers is a table that was not read as one.
_MAX_NUMBERS = 40
_WORD = re.compile(r"[^\W\d_]{2,}")
_NUMBER = re.compile(r"\d+")


def read_statements(report_id: str, document: Document, passages: Sequence[Passage], metadata: Metadata) -> tuple[Figure, ...]:
    """The statements of all running text, in its order; table rows give none. `table` is None, `raw` and `quote` are the
    sentence, `row` is what is measured in the sentence's own words ("deltagare › kvinnor").

    Nothing is stated by what can be read in two ways: a number without a clear measure, a range, a broken number,
    or two values for one measure and time in the same sentence.
    """
    lexicon = load_concepts()
    setting = Setting(Span(metadata.period_start, metadata.period_end))
    found: list[Figure] = []
    for unit in (unit for passage in passages for unit in passage.units if unit.kind is not UnitKind.ROW):
        for text, introduction in _sentences(unit):
            if not _is_prose(text):
                continue
            sentence = Sentence.of(text)
            locator = _located(text, unit.locator, document)
            setting = setting.moved_to(sentence, locator)
            mentions = find_mentions(sentence)
            labels = label_mentions(sentence, mentions) if len(mentions) <= _MAX_NUMBERS else ()
            stated = [meaning_of(sentence, label, introduction, setting, metadata, lexicon) for label in labels]
            found += [_placed(figure, text, locator) for figure in _unambiguous(stated)]
    return tuple(replace(figure, key=f"{report_id}:s{at}") for at, figure in enumerate(found))


def _placed(figure: Figure, text: str, locator: Locator) -> Figure:
    from_contents = (PAGE_FROM_CONTENTS,) if locator.page is None and locator.page_label else ()
    return replace(figure, raw=text, quote=text, locator=locator, flags=(*from_contents, *figure.flags))


def _sentences(unit: TextUnit) -> Iterator[tuple[str, str]]:
    """The sentences of a unit, each with the folded introduction of the list that it stands in ("" for plain text)."""
    if unit.kind is UnitKind.SENTENCE:
        yield unit.text, ""
        return
    introduction, *items = _ITEM.split(unit.text)
    for item in (introduction, *items):
        mark = _ITEM_MARK.match(item)
        for text in split_sentences(item[mark.end() :] if mark else item):
            yield text, "" if item is introduction else Sentence.of(introduction).folded


def _is_prose(text: str) -> bool:
    """Whether a text can be trusted to be a sentence: words for the most part, none of what is left of tables and charts."""
    letters = [c for c in text if c.isalpha()]
    capitals = sum(c.isupper() for c in letters)
    return (
        _DEBRIS.search(text) is None
        and 3 * len(_WORD.findall(text)) >= len(_NUMBER.findall(text))
        and capitals <= _MAX_CAPITALS * len(letters)
    )


def _located(text: str, place: Locator, document: Document) -> Locator:
    """The place of a sentence in the place of its unit: the fewest lines that hold it."""
    first, last = place.lines or (1, 0)
    while first < last and text in _joined(document, first + 1, last):
        first += 1
    while first < last and text in _joined(document, first, last - 1):
        last -= 1
    return replace(place, lines=(first, last)) if place.lines else place


def _joined(document: Document, first: int, last: int) -> str:
    return " ".join(" ".join(line.text for line in document.lines[first - 1 : last]).split())


def _unambiguous(stated: Sequence[Figure]) -> list[Figure]:
    """Without what one sentence tells in two ways: different values for the same measure, time and scenario."""
    values: dict[tuple[str, str, str | None, str], set[Decimal]] = {}
    for figure in stated:
        values.setdefault(_told(figure), set()).add(figure.value)
    return [figure for figure in stated if len(values[_told(figure)]) == 1]


def _told(figure: Figure) -> tuple[str, str, str | None, str]:
    return fold(figure.row), figure.unit, figure.period, figure.scenario
