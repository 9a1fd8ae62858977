"""The section "Indikatorer": questionnaires with their shares over time, question by question."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from assistant.brief.content import Block, Cell, Paragraph, SectionKey, TableBlock
from assistant.brief.contested import doubt_notes
from assistant.brief.material import Material
from assistant.brief.quotes import EVENTS, as_quotes, in_section, said_in, spread, stands_alone
from assistant.brief.series import is_sure, tables_of
from assistant.brief.sources import marks
from assistant.brief.stated import figure_cell
from assistant.brief.wording import period_words
from ingest.domain import Scenario
from ingest.language import fold
from vectorstore.entries import StoredFigure

# A question, or a statement that people agree with: so many words are no name of a row of accounts.
_FEWEST_WORDS_ASKED = 5
_FEWEST_QUESTIONS, _MOST_QUESTIONS, _MOST_PERIODS, _MOST_TABLES, _MOST_QUOTES = 3, 12, 5, 3, 3
_SHORTEST_NAME = 8
_ABOUT = re.compile(r"\bindikator\w*|\benkat\w*|\bmatning\w*|\bnojda\b|\bsvara\w*|\bupplever\b")


@dataclass(frozen=True, slots=True)
class Asked:
    """A question with its share of each period, in the unit of percent."""

    text: str
    shares: dict[str, StoredFigure]


def read_indicators(material: Material) -> tuple[tuple[str, tuple[Asked, ...]], ...]:
    """The questionnaires of the period's reports: title and questions, those that have a share for the brief's period."""
    found = []
    for table in tables_of(material.figures()):
        asked: dict[str, dict[str, StoredFigure]] = {}
        for one in table:
            question = _question_of(one)
            if question and one.figure.period and one.figure.period not in asked.setdefault(question, {}):
                asked[question][one.figure.period] = one
        questions = tuple(Asked(text, shares) for text, shares in asked.items() if material.extent.period in shares)
        if _FEWEST_QUESTIONS <= len(questions) <= _MOST_QUESTIONS:
            found.append((table[0].figure.table or "", questions))
    return tuple(found[:_MOST_TABLES])


def _question_of(one: StoredFigure) -> str:
    """The question that a share answers: it heads the column, or the row; "" for what is none."""
    figure = one.figure
    if figure.unit != "%" or figure.scenario not in (Scenario.OUTCOME, Scenario.SHARE) or not is_sure(one):
        return ""
    texts = (" ".join(figure.column.split()), " ".join(figure.row.rpartition(" › ")[2].split()))
    return next((text for text in texts if text.endswith("?") or len(text.split()) >= _FEWEST_WORDS_ASKED), "")


def indicators_blocks(material: Material) -> tuple[Block, ...]:
    tables = [_table(material, n, title, questions) for n, (title, questions) in enumerate(read_indicators(material), 1)]
    found = [
        said
        for said in said_in(material)
        if _ABOUT.search(fold(said.unit.text))
        and re.search(r"\d ?%", said.unit.text)
        and not in_section(said.unit.locator.section, EVENTS)
        and stands_alone(said.unit.text)
    ]
    return (*tables, *as_quotes(material, spread(material, found, _MOST_QUOTES), SectionKey.INDICATORS))


def _table(material: Material, number: int, title: str, questions: Sequence[Asked]) -> TableBlock:
    periods = sorted({period for one in questions for period in one.shares})[-_MOST_PERIODS:]
    body = []
    for one in questions:
        cells = [figure_cell(one.shares.get(period), material.sources, material.doubts) for period in periods]
        body.append((Cell(one.text), *cells))
    prefix = f"{material.id}:indikatorer:{number}"
    numbers = [n for row in body for cell in row for n in cell.citations]
    doubts = material.doubts.of(figure for one in questions for figure in one.shares.values())
    return TableBlock(
        f"{prefix}:tabell",
        _named(title),
        ("Fråga", *(period_words(period) for period in periods)),
        tuple(body),
        f"Andelar för {len(body)} frågor, {period_words(periods[0])} till {period_words(periods[-1])}."
        if len(periods) > 1
        else f"Andelar för {len(body)} frågor, {period_words(periods[0])}.",
        (
            Paragraph(f"{prefix}:kallor", f"Källor, en för varje period:{marks(*numbers)}."),
            *doubt_notes(doubts, prefix, material.sources),
        ),
    )


def _named(title: str) -> str:
    """The table's title as far as it names it: "Pågående deltagare 75 enkäter – 45 kvinnor" has its counts left out."""
    whole = " ".join(title.split())
    bare = re.split(r"[ ,(–-]*\d", whole)[0].strip(" –-,.")
    return bare if len(bare) >= _SHORTEST_NAME else whole or "Enkät"
