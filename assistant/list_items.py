"""Lists that run over several units of a report: the items that a sentence announces, and rows that share a cell."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from assistant.evidence import QuoteEvidence
from assistant.matching import INFLECTED, MORE_SPECIAL, source_stems, stem_similarity, telling_stems, term_match
from assistant.query import Query
from assistant.report_index import IndexedUnit, indexes_of
from assistant.vocabulary import load_vocabulary
from ingest.domain import Section, TextUnit, UnitKind
from ingest.language import fold, terms, words
from vectorstore.entries import Scope
from vectorstore.library import Library

_MOST_CHARS = 900
# Items may have sentences of their own between them; so many units are looked through.
_LOOKED_THROUGH = 14
# A word that says that the list comes next.
_COMES_NEXT = re.compile(r"\b(?:foljande|nedanstaende|nedan|following|below)\b")
_BULLET = re.compile(r"(?:[-–•*✓▪●]|[a-z0-9]{1,2}[.)])\s")
# "Mål 1 – ...", "Steg 2: ...": a word with its number.
_NUMBERED = re.compile(r"(?P<word>[^\W\d_]+)\s?(?P<number>\d{1,2})\b")
# A sentence that enumerates names so many things.
_ENUMERATES_COMMAS = 2

# Words that only ask who or what belongs to the thing.
_BELONGS = frozenset(terms("sitter satt ingår ingick finns fanns tillhör hör medverkar medlemmar ledamöter personer"))


@dataclass(frozen=True, slots=True)
class _Announced:
    """`things` are the stems of what is announced; `count` whether their number is given and nothing else."""

    things: tuple[str, ...]
    count: bool


def with_items(quote: QuoteEvidence, query: Query, library: Library) -> QuoteEvidence | None:
    """The quote with the items that it announces, whole; None where it announces none, or no items follow it."""
    announced = _announced(quote, query)
    if announced is None:
        return None
    after = _following(quote, library)
    items = _bullets(after) or _numbered(after, announced) or _enumeration(after, announced)
    if not items and not announced.count:
        items = _headings(quote, query, library)
    return _merged(quote, items)


def rows_alike(best: QuoteEvidence, query: Query, library: Library) -> tuple[QuoteEvidence, ...]:
    """All rows of one table that hold the cell by which the best row answers ("Ersättare"); none where it is the only one."""
    if best.unit.kind is not UnitKind.ROW:
        return ()
    cells = [fold(cell) for cell in best.unit.text.split(" | ")]
    asked = [n for n, cell in enumerate(cells) if n and any(term_match(t, source_stems(cell)) >= INFLECTED for t in query.terms)]
    if not asked:
        return ()
    rows = []
    for one in best.passage.units:
        held = [fold(cell) for cell in one.text.split(" | ")]
        if one.kind is UnitKind.ROW and len(held) == len(cells) and all(held[n] == cells[n] for n in asked):
            rows.append(one)
    fits = len(rows) > 1 and sum(len(row.text) for row in rows) <= _MOST_CHARS
    position = {id(unit): n for n, unit in enumerate(best.passage.units)}
    return tuple(
        replace(best, key=f"{best.passage.id}/{position[id(row)]}", unit=row, position=position[id(row)]) for row in rows if fits
    )


def rows_under_heading(quotes: Sequence[QuoteEvidence], query: Query, library: Library) -> tuple[QuoteEvidence, ...]:
    """All rows of the one table whose heading is what is asked for and nothing else ("Vilka sitter i styrelsen?").

    The times asked about must be those of the table's report. None where several tables are called so.
    """
    first = quotes[0]
    tables = []
    for index in indexes_of(library).open(library, Scope(associations=frozenset((first.report.association,)))):
        entry = index.report
        if query.periods and not any(entry.period_start <= p.end and p.start <= entry.period_end for p in query.periods):
            continue
        rows = [one for one in index.units.units if one.unit.kind is UnitKind.ROW and _heads(one.unit.locator.section, query)]
        if rows:
            tables.append((entry, rows))
    if len(tables) != 1:
        return ()
    entry, rows = tables[0]
    one_place = len({one.unit.locator.section for one in rows}) == 1
    if len(rows) < 2 or not one_place or sum(len(one.unit.text) for one in rows) > _MOST_CHARS:
        return ()
    return tuple(
        QuoteEvidence(f"{one.passage.id}/{one.position}", one.unit, one.passage, one.position, entry, first.score, first.coverage)
        for one in rows
    )


def _heads(section: str, query: Query) -> bool:
    """Whether a heading has the words that are asked for, all of them, and no others but times."""
    title = telling_stems(section.rpartition(" › ")[2])
    asked = [t for t in query.terms if t.weight >= 1 and t.stem not in _BELONGS]
    return bool(title) and len(title) == len(asked) and all(term_match(t, title) >= INFLECTED for t in asked)


def _announced(quote: QuoteEvidence, query: Query) -> _Announced | None:
    """What the quote announces, if that is what the question asks for."""
    text = quote.unit.text
    asked = terms(query.question)
    counted = _counted(text, asked)
    if counted:
        return _Announced((counted,), True)
    if not (text.rstrip().endswith(":") or _COMES_NEXT.search(fold(text))):
        return None
    around = (*telling_stems(text), *telling_stems(quote.unit.locator.section))
    things = tuple(s for s in around if any(stem_similarity(word, s) >= INFLECTED for word in asked))
    return _Announced(things, False) if things else None


def _counted(text: str, asked: Sequence[str]) -> str:
    """The stem of a word of the question that a number stands right before: "tre mål", "3 riskområden"; "" for none."""
    spoken = words(fold(text))
    for number, word in zip(spoken, spoken[1:], strict=False):
        if not (number in load_vocabulary().numerals or (number.isdigit() and 1 < int(number) < 100)):
            continue
        stems = terms(word)
        if any(stem_similarity(one, stems[0]) >= INFLECTED for one in asked if stems):
            return stems[0]
    return ""


def _following(quote: QuoteEvidence, library: Library) -> tuple[IndexedUnit, ...]:
    """The next units of the report, in the order of the source."""
    scope = Scope(reports=frozenset((quote.report.report,)))
    for index in indexes_of(library).open(library, scope):
        units = index.units.units
        at = next((n for n, one in enumerate(units) if one.passage.id == quote.passage.id and one.position == quote.position), -1)
        if at >= 0:
            return units[at + 1 : at + 1 + _LOOKED_THROUGH]
    return ()


def _bullets(after: Sequence[IndexedUnit]) -> list[TextUnit]:
    items: list[TextUnit] = []
    for one in after:
        if one.unit.kind is not UnitKind.LIST and not _BULLET.match(one.unit.text):
            break
        items.append(one.unit)
    return items


def _numbered(after: Sequence[IndexedUnit], announced: _Announced) -> list[TextUnit]:
    """Sentences that begin with the announced word and the numbers 1, 2, 3 ..."""
    items: list[TextUnit] = []
    for one in after:
        match = _NUMBERED.match(one.unit.text)
        if match is None or int(match["number"]) != len(items) + 1:
            continue
        stems = terms(match["word"])
        if stems and any(stem_similarity(stems[0], thing) >= MORE_SPECIAL for thing in announced.things):
            items.append(one.unit)
    return items if len(items) > 1 else []


def _enumeration(after: Sequence[IndexedUnit], announced: _Announced) -> list[TextUnit]:
    """The next sentence, where it names the announced things one by one."""
    for one in after[:1]:
        says = terms(one.unit.text)
        named = any(stem_similarity(thing, s) >= INFLECTED for thing in announced.things for s in says)
        if named and one.unit.text.count(",") >= _ENUMERATES_COMMAS:
            return [one.unit]
    return []


def _headings(quote: QuoteEvidence, query: Query, library: Library) -> list[TextUnit]:
    """The headings right below that of the quote, as printed: what "the groups below" are called."""
    sections = library.sections(quote.report.report)
    lines = quote.unit.locator.lines
    if lines is None or not _asked_heading(quote.unit.locator.section, query):
        return []
    own = next((s for s in sections if s.line_first <= lines[0] <= s.line_last), None)
    below = [s for s in sections if own is not None and s.parent == own.index and s.line_first > lines[1]]
    printed = [(s, _printed(s, quote, library)) for s in below]
    return [
        TextUnit(text, UnitKind.SENTENCE, replace(quote.unit.locator, lines=(s.line_first, s.line_first)))
        for s, text in printed
        if text
    ]


def _asked_heading(section: str, query: Query) -> bool:
    """Whether the heading is called what the question asks for first: the word right after "vilka"."""
    asked = next((t for t in query.terms if t.weight >= 1), None)
    return asked is not None and term_match(asked, telling_stems(section.rpartition(" › ")[2])) >= INFLECTED


def _printed(section: Section, quote: QuoteEvidence, library: Library) -> str:
    lines = library.lines(quote.report.report, section.line_first, section.line_first)
    return " ".join(lines[0].text.split()) if lines else ""


def _merged(quote: QuoteEvidence, items: Sequence[TextUnit]) -> QuoteEvidence | None:
    """Announcement and items as one quote, with "…" for what stands between; None where that is nothing, or too long."""
    units = [quote.unit, *items]
    places = [u.locator.lines for u in units if u.locator.lines]
    text = " … ".join(u.text for u in units)
    if not items or len(places) < len(units) or len(text) > _MOST_CHARS:
        return None
    lines = (places[0][0], places[-1][1])
    unit = TextUnit(text, quote.unit.kind, replace(quote.unit.locator, lines=lines))
    return replace(quote, key=f"{quote.key}+{len(items)}", unit=unit)
