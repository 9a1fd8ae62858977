"""The section "Medlemsbidragens användning": who pays, and what the money was spent on, as the reports print it."""

from __future__ import annotations

import re
from collections.abc import Sequence

from assistant.amounts import KRONOR
from assistant.brief.budget import read_budget
from assistant.brief.content import Block, Cell, Paragraph, SectionKey, TableBlock
from assistant.brief.contested import doubt_notes
from assistant.brief.extent import span_end
from assistant.brief.material import Material
from assistant.brief.quotes import quotes_of_section
from assistant.brief.series import is_sure, rows_of, tables_of
from assistant.brief.sources import marks
from assistant.brief.stated import figure_cell, said, said_with_doubt, source_cell, stated
from assistant.brief.wording import NO_BREAK, concept_label, period_words, row_label
from ingest.domain import Scenario
from ingest.language import fold, words
from vectorstore.entries import StoredFigure

_PAYER = re.compile(r"^(?:drift|medlems|stats|bas)?(?:bidrag|avgift)\w* (?:fran|av)\b")
_SPENT_ON = ("individinriktade_insatser", "strukturovergripande_insatser", "administration", "summa_insatser")
_FEWEST_ROWS, _MOST_ROWS, _MOST_QUOTES = 2, 20, 2
_FINANCING = ("finansiering",)


def contribution_blocks(material: Material) -> tuple[Block, ...]:
    spent = spending_table(material)
    blocks: list[Block] = [*_lead(material)]
    payers = _payers_table(material)
    blocks += [payers] if payers else []
    blocks += [_table(material, spent, "anvandning", _used_title(material), "Post", with_shares=True)] if spent else []
    if len(blocks) < _FEWEST_ROWS:
        blocks += quotes_of_section(
            material, _FINANCING, SectionKey.CONTRIBUTION, _MOST_QUOTES, lambda text: re.search(r"\d", text) is not None
        )
    return tuple(blocks)


def _used_title(material: Material) -> str:
    return "Vad medlen är budgeterade till" if material.extent.is_plan else "Vad medlen har använts till"


def _lead(material: Material) -> list[Paragraph]:
    """The contributions, and the share of them that is left as equity, where the report prints that share."""
    series = material.series.get("medlemsbidrag")
    figure = series.figures.get(material.periods[0]) if series else None
    if figure is None or series is None:
        return []
    name = concept_label("medlemsbidrag", material.extent.entry)
    kind = " enligt budgeten" if series.scenario is Scenario.BUDGET else ""
    place = marks(material.sources.figure(figure))
    amount_said = said_with_doubt(figure, material.doubts)
    said_so = f"{name} {period_words(material.periods[0])}{kind}: {amount_said}{place}."
    share = _equity_share(material)
    numbers = [stated(figure)]
    if share is not None:
        said_so += f" Eget kapital motsvarade {said(share)} av medlemsbidraget{marks(material.sources.figure(share))}."
        numbers.append(stated(share))
    doubted = material.doubts.of([figure, *([share] if share else [])])
    notes = doubt_notes(doubted, f"{material.id}:medlemsbidrag:lead", material.sources)
    return [Paragraph(f"{material.id}:medlemsbidrag:lead", said_so, tuple(numbers)), *notes]


def _equity_share(material: Material) -> StoredFigure | None:
    wanted = (material.extent.period, span_end(material.extent.period))
    found = [
        one
        for one in material.figures()
        if one.figure.concept == "eget_kapital"
        and one.figure.scenario is Scenario.SHARE
        and one.figure.period in wanted
        and "bidrag" in fold(one.figure.row)
        and is_sure(one)
    ]
    return found[0] if len(found) == 1 else None


def _payers_table(material: Material) -> TableBlock | None:
    for table in tables_of(material.figures()):
        rows = [row for row in _money_rows(table, material) if _PAYER.match(fold(row_label(row[0].figure)))]
        if len(rows) >= _FEWEST_ROWS:
            return _table(material, rows, "bidrag", "Bidrag från medlemmarna", "Medlem")
    return None


def spending_table(material: Material) -> list[list[StoredFigure]]:
    """The rows of the table that tells what was spent on interventions and administration: the one with shares, else the
    one with most rows; none where no table has two of these."""
    in_budget = {row.outcome.figure.key for row in read_budget(material)}
    best: list[list[StoredFigure]] = []
    for table in tables_of(material.figures()):
        rows = _money_rows(table, material)
        named = [row for row in rows if row[0].figure.concept in _SPENT_ON]
        shares = any(one.figure.scenario is Scenario.SHARE for one in table)
        if any(one.figure.key in in_budget for row in rows for one in row):
            rows = named  # the table stands in the section on the budget: here only what it comes to
        if len(named) >= _FEWEST_ROWS and len(rows) <= _MOST_ROWS:
            known = any(one.figure.scenario is Scenario.SHARE for row in best for one in row)
            if not best or (shares, len(rows)) > (known, len(best)):
                best = [_whole_row(row, table) for row in rows]
    return best


def _money_rows(table: Sequence[StoredFigure], material: Material) -> list[list[StoredFigure]]:
    """The rows that have one amount for the period: of a plan its budget, else the outcome."""
    scenario = Scenario.BUDGET if material.extent.is_plan else Scenario.OUTCOME
    sure = [one for one in table if one.figure.scenario is scenario and one.figure.unit in KRONOR and is_sure(one)]
    rows = [_net_of(row) for row in rows_of(sure)]
    return [row for row in rows if sum(one.figure.period == material.extent.period for one in row) == 1]


def _net_of(row: Sequence[StoredFigure]) -> list[StoredFigure]:
    """Of income, cost and net in their columns the net, where the columns are called so."""
    net = [one for one in row if "netto" in words(one.figure.column)]
    return net or list(row)


def _whole_row(row: Sequence[StoredFigure], table: Sequence[StoredFigure]) -> list[StoredFigure]:
    """The row with the shares that are printed beside its amounts."""
    first = row[0].figure
    shares = [
        one
        for one in table
        if one.figure.scenario is Scenario.SHARE
        and one.figure.row == first.row
        and one.figure.locator.lines == first.locator.lines
    ]
    return [*row, *shares]


def _table(
    material: Material, rows: Sequence[Sequence[StoredFigure]], key: str, title: str, head: str, with_shares: bool = False
) -> TableBlock:
    now, before = material.periods[0], material.periods[1]
    columns = [p for p in (now, before) if any(_amount_of(row, p) for row in rows)]
    shares = with_shares and any(one.figure.scenario is Scenario.SHARE for row in rows for one in row)
    body, doubted = [], []
    for row in rows:
        figures = [_amount_of(row, period) for period in columns]
        cells = [_name_cell(row[0]), *(figure_cell(one, material.sources, material.doubts) for one in figures)]
        if shares:
            cells.append(_share_cell(row, now, material))
        body.append((*cells, source_cell(cells)))
        doubted += [one for one in figures if one is not None]
    prefix = f"{material.id}:medlemsbidrag:{key}"
    said_columns = [period_words(p) for p in columns]
    return TableBlock(
        f"{prefix}:tabell",
        f"{title}, {said_columns[0]}",
        (head, *said_columns, *((f"Andel {said_columns[0]}",) if shares else ()), "Källa"),
        tuple(body),
        f"{len(body)} rader med belopp för {' och '.join(said_columns)}.",
        doubt_notes(material.doubts.of(doubted), prefix, material.sources),
    )


def _name_cell(one: StoredFigure) -> Cell:
    """The row's name; under a parent it is set in."""
    inner = " › " in one.figure.row and ": " not in row_label(one.figure)
    name = row_label(one.figure)
    return Cell(f"–{NO_BREAK}{name}" if inner else name)


def _amount_of(row: Sequence[StoredFigure], period: str) -> StoredFigure | None:
    found = [one for one in row if one.figure.period == period and one.figure.scenario is not Scenario.SHARE]
    return found[0] if len(found) == 1 else None


def _share_cell(row: Sequence[StoredFigure], period: str, material: Material) -> Cell:
    found = [one for one in row if one.figure.period == period and one.figure.scenario is Scenario.SHARE]
    return figure_cell(found[0], material.sources, material.doubts) if len(found) == 1 else Cell("–", numeric=True)
