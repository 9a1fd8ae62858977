"""The section "Budget mot utfall": the table of the period's reports that sets most rows against their budget."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from assistant.amounts import KRONOR, is_signed
from assistant.brief.content import Block, Cell, Paragraph, SectionKey, Stated, TableBlock
from assistant.brief.contested import doubt_notes
from assistant.brief.material import Material
from assistant.brief.quotes import as_quotes, said_in, spread, stands_alone
from assistant.brief.series import is_sure, rows_of, tables_of
from assistant.brief.stated import figure_cell, source_cell
from assistant.brief.wording import amount, percent, period_words, row_label, signed
from ingest.domain import Scenario
from ingest.language import fold, words
from vectorstore.entries import StoredFigure

_FEWEST_ROWS, _MOST_ROWS, _MOST_QUOTES = 2, 22, 3
_EXPLAINS = re.compile(r"\bbudget\w*")
_WHY = re.compile(r"\b(?:beror|avvik|underskott|overskott|hogre|lagre|mindre an|mer an|forbrukat|differens|orsak)")
# Words of a column that tell time and kind, which the row's other columns need not share.
_KIND_WORDS = frozenset("utfall budget budgeterat avvikelse differens diff prognos aktuell helår jan aug dec juni".split())


@dataclass(frozen=True, slots=True)
class BudgetRow:
    """A printed row with outcome and budget, and what it says of the difference; `same_time` tells whether both are of the
    same stretch of time."""

    outcome: StoredFigure
    budget: StoredFigure
    deviation: StoredFigure | None

    @property
    def label(self) -> str:
        return row_label(self.outcome.figure)

    @property
    def same_time(self) -> bool:
        return self.outcome.figure.period == self.budget.figure.period

    @property
    def is_total(self) -> bool:
        return bool(re.search(r"(?:^|: )(?:(?:del)?summa|total|resultat|arets resultat|periodens resultat)", fold(self.label)))

    def over(self) -> Stated | None:
        """What was used beyond the budget (below it: negative), by the sizes of both in the printed unit; None of a part of the
        budget's time, and of a row whose sign is meant (a result, a net): there less is not simply less."""
        outcome, budget = self.outcome.figure, self.budget.figure
        if not self.same_time or outcome.unit != budget.unit or self.is_total or budget.value == 0 or is_signed(outcome):
            return None
        value = abs(outcome.value) - abs(budget.value)
        expression = f"{abs(outcome.value)} - {abs(budget.value)}"
        return Stated((outcome.key, budget.key), value, outcome.unit, expression)

    def over_percent(self) -> Decimal | None:
        over = self.over()
        return None if over is None else over.value / abs(self.budget.figure.value) * 100


def read_budget(material: Material) -> tuple[BudgetRow, ...]:
    """The rows of the table with most rows that have both; none where no table has two."""
    tables = [
        [row for figures in rows_of(table) if (row := _row(figures, material)) is not None]
        for table in tables_of(material.figures())
    ]
    fitting: list[list[BudgetRow]] = [rows for rows in tables if _FEWEST_ROWS <= len(rows) <= _MOST_ROWS]
    if not fitting:
        return ()
    best = max(fitting, key=lambda rows: (rows[0].same_time, len(rows)))
    return tuple(best)


def _row(figures: Sequence[StoredFigure], material: Material) -> BudgetRow | None:
    year = material.extent.period[:4]
    sure = [one for one in figures if is_sure(one) and one.figure.unit in KRONOR]
    times = (material.extent.period, year)
    budgets = [one for one in sure if one.figure.scenario is Scenario.BUDGET and one.figure.period in times]
    outcomes = [one for one in sure if one.figure.scenario is Scenario.OUTCOME and one.figure.period == material.extent.period]
    deviations = [one for one in sure if one.figure.scenario is Scenario.DEVIATION and one.figure.period in times]
    if len(budgets) != 1 or not outcomes:
        return None
    outcome = outcomes[0] if len(outcomes) == 1 else _of_same_kind(outcomes, budgets[0])
    if outcome is None:
        return None
    return BudgetRow(outcome, budgets[0], deviations[0] if len(deviations) == 1 else None)


def _of_same_kind(outcomes: Sequence[StoredFigure], budget: StoredFigure) -> StoredFigure | None:
    """Of income, cost and net the one that the budget's column is called like."""
    wanted = _sense(budget)
    alike = [one for one in outcomes if wanted and _sense(one) == wanted]
    return alike[0] if len(alike) == 1 else None


def _sense(stored: StoredFigure) -> frozenset[str]:
    return frozenset(word for word in words(stored.figure.column) if not word.isdigit()) - _KIND_WORDS


def budget_blocks(material: Material) -> tuple[Block, ...]:
    rows = read_budget(material)
    quotes = _explanations(material)
    return (*((_table(material, rows),) if rows else ()), *quotes)


def _table(material: Material, rows: Sequence[BudgetRow]) -> TableBlock:
    same_time = all(row.same_time for row in rows)
    printed = [row for row in rows if row.deviation is not None]
    body = []
    for row in rows:
        cells = [
            Cell(row.label),
            figure_cell(row.outcome, material.sources, material.doubts),
            figure_cell(row.budget, material.sources, material.doubts),
        ]
        if printed:
            cells.append(figure_cell(row.deviation, material.sources, material.doubts))
        cells.append(_over_cell(row, material) if same_time else _used_cell(row, material))
        body.append((*cells, source_cell(cells)))
    prefix = f"{material.id}:budget"
    outcome, budget = period_words(rows[0].outcome.figure.period or ""), period_words(rows[0].budget.figure.period or "")
    computed = "Mer (+) eller mindre (−) än budget" if same_time else "Andel av budgeten som är använd"
    head = (
        "Post",
        f"Utfall {outcome}",
        f"Budget {budget}",
        *(("Skillnad enligt rapporten",) if printed else ()),
        computed,
        "Källa",
    )
    doubts = material.doubts.of(one for row in rows for one in (row.outcome, row.budget, row.deviation) if one is not None)
    notes = [*doubt_notes(doubts, prefix, material.sources), *_reading_notes(rows, prefix, same_time)]
    return TableBlock(
        f"{prefix}:tabell",
        f"Utfall {outcome} mot budget {budget}",
        head,
        tuple(body),
        f"{len(body)} poster med utfall, budget och skillnad.",
        tuple(notes),
    )


def _over_cell(row: BudgetRow, material: Material) -> Cell:
    over, share = row.over(), row.over_percent()
    if over is None or share is None:
        return Cell("–", numeric=True)
    text = f"{signed(amount(over.value, over.unit))} ({signed(percent(share))})" if over.value else "enligt budget"
    return Cell(text, tuple(material.sources.figure(one) for one in (row.outcome, row.budget)), over, numeric=True)


def used_share(row: BudgetRow) -> Stated | None:
    """How many percent of its budget a row has used; None where the signs tell that it is no plain cost or income."""
    outcome, budget = row.outcome.figure, row.budget.figure
    if outcome.unit != budget.unit or budget.value <= 0 or outcome.value < 0:
        return None
    share = outcome.value / budget.value * 100
    return Stated((outcome.key, budget.key), share, "%", f"{outcome.value} / {budget.value} * 100")


def _used_cell(row: BudgetRow, material: Material) -> Cell:
    share = used_share(row)
    if share is None:
        return Cell("–", numeric=True)
    return Cell(
        percent(share.value), tuple(material.sources.figure(one) for one in (row.outcome, row.budget)), share, numeric=True
    )


def _reading_notes(rows: Sequence[BudgetRow], prefix: str, same_time: bool) -> list[Paragraph]:
    notes = []
    if not same_time:
        outcome, budget = rows[0].outcome.figure.period or "", rows[0].budget.figure.period or ""
        notes.append(
            f"Utfallet gäller {period_words(outcome)} men budgeten {period_words(budget)}. Skillnaden är därför vad som "
            "återstår av budgeten, inte ett över- eller underskott."
        )
    elif any((row.outcome.figure.value < 0) != (row.budget.figure.value < 0) for row in rows if row.budget.figure.value):
        notes.append(
            "Rapporten trycker utfall och budget med olika tecken. Den sista kolumnen jämför beloppens storlek; "
            "skillnaden är återgiven som rapporten trycker den."
        )
    if any(row.outcome.figure.unit in ("tkr", "mnkr") for row in rows):
        notes.append("Beloppen är tryckta i tusental kronor och därför avrundade.")
    return [Paragraph(f"{prefix}:tryck{n}", text) for n, text in enumerate(notes)]


def _explanations(material: Material) -> list[Block]:
    """What the reports say of why the outcome is another than the budget."""
    found = [
        said
        for said in said_in(material)
        if stands_alone(said.unit.text)
        and _EXPLAINS.search(fold(said.unit.text))
        and _WHY.search(fold(said.unit.text))
        and re.search(r"\d|beror", said.unit.text)
    ]
    return list(as_quotes(material, spread(material, found, _MOST_QUOTES), SectionKey.BUDGET))
