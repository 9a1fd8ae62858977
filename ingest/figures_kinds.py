"""What the bare numbers of a table are: money, shares, counts or points; decided once for the table."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal

from ingest.domain import Table
from ingest.figures_words import (
    NOTE,
    is_money_label,
    is_of_note,
    is_sex_header,
    is_statement,
    may_name_money,
    names_counts,
    names_money,
)
from ingest.language import fold
from ingest.lexicon import Concept, Lexicon
from ingest.numerals import Numeral, parse_cell
from ingest.periods import is_period
from ingest.tables_tabs import CARD_LAYOUT
from ingest.unit_words import MONEY_UNITS, named_unit

LARGE = 1000
MAX_SCALE = 10
MIN_PROSE_WORDS = 3
ON_A_SCALE = re.compile(r"medel(?:varde|tal|betyg)|\bmedel$|snitt|genomsnitt|skala|betyg|index|\bnojd")
_WORD = re.compile(r"[^\W\d]{3,}")
_BUDGET_HEADER = re.compile(r"\bbudget|\bplan\b")
_AGAINST_BUDGET = re.compile(r"utfall|bokslut|prognos|avvik|differens|\bdiff\b")


@dataclass(frozen=True, slots=True)
class Kind:
    """`unit`: what the bare numbers of a table are, None where nothing tells; `is_stated` where the table says so itself.
    `money`: the unit that its amounts are stated or printed in, None where in none."""

    unit: str | None
    is_stated: bool
    money: str | None


def kind_of(table: Table, lexicon: Lexicon) -> Kind:
    """What the table's bare numbers are, by what it states, else by its title, its headers, its rows and their size."""
    stated = table.unit
    printed = {n.unit for n in _numerals(table) if n.unit in MONEY_UNITS}
    money = stated if stated in MONEY_UNITS else printed.pop() if len(printed) == 1 else table.amounts_unit
    if stated is not None and (stated not in MONEY_UNITS or not _counts_sexes(table)):
        return Kind(stated, True, money)
    unit = _implied_unit(table, lexicon)
    return Kind((money or "kr") if unit == "money" else unit, False, money)


def _implied_unit(table: Table, lexicon: Lexicon) -> str | None:
    title = NOTE.sub("", fold(table.title))
    if _is_on_a_scale(table, title):
        return "poäng"
    if _counts_sexes(table):
        measured = named_unit(title) if named_unit(title) not in ("%", *MONEY_UNITS) else None
        return "%" if _mostly_percent(table) or _says_share(title) else measured or "antal"
    if is_fact_box(table):
        return None
    about = own_unit(lexicon.get(lexicon.concept_of(title))) or named_unit(title)
    counts, money = names_counts(title), names_money(title)
    if is_statement(table.title) or is_of_note(table) and not (about or counts):
        return "money"
    if about == "antal" and re.search(r"\bantal", title) and not money:
        return "antal"
    if _prints_money(table) or _mostly_money_rows(table, lexicon):
        return "money"
    if _mostly_percent(table) or _says_share(title) and _may_be_percent(table):
        return "%"
    if counts and not money:
        return about if about not in (None, "%", *MONEY_UNITS) else "antal"
    if _mostly_large(table) and (money or may_name_money(" ".join((title, table.locator.section, *table.columns)))):
        return "money"
    if money and not counts or not counts and _sets_against_budget(table):
        return "money"
    return about if about not in (None, "%", *MONEY_UNITS) else None


def _is_on_a_scale(table: Table, title: str) -> bool:
    """Whether a title that speaks of a mean or a scale stands over numbers that can be points on one."""
    bare = [n for n in _numerals(table) if n.unit is None]
    return bool(ON_A_SCALE.search(title)) and any("," in n.raw for n in bare) and all(0 <= n.value <= MAX_SCALE for n in bare)


def _numerals(table: Table) -> list[Numeral]:
    return [n for column in _by_column(table) for n in column]


def _by_column(table: Table) -> list[list[Numeral]]:
    """The numerals of each column that has any."""
    columns = (
        [n for r in table.rows if at < len(r.cells) for n in parse_cell(r.cells[at].text)] for at in range(len(table.columns))
    )
    return [column for column in columns if column]


def _prints_money(table: Table) -> bool:
    """Whether a unit of money beside some numbers is meant for all: in most columns, or where the columns are only times."""
    columns = _by_column(table)
    printing = sum(any(n.unit in MONEY_UNITS for n in column) for column in columns)
    return 2 * printing > len(columns) or printing > 0 and all(is_period(header) for header in table.columns)


def _counts_sexes(table: Table) -> bool:
    return any(is_sex_header(column) for column in table.columns)


def own_unit(concept: Concept | None) -> str | None:
    """The unit that a concept has when it is no money."""
    return concept.unit if concept is not None and concept.unit != "money" else None


def is_fact_box(table: Table) -> bool:
    """Whether each row is about something of its own, as keys with texts are."""
    if table.layout == CARD_LAYOUT:
        return True
    cells = [cell.text for row in table.rows for cell in row.cells]
    prose = sum(len(_WORD.findall(text)) >= MIN_PROSE_WORDS for text in cells)
    return prose * 4 >= len(table.rows) > 1


def _mostly_money_rows(table: Table, lexicon: Lexicon) -> bool:
    rows = [row for row in table.rows if any(parse_cell(cell.text) for cell in row.cells)]
    context = f"{table.title} {table.locator.section}"
    named = [lexicon.get(lexicon.concept_of(row.label, context)) for row in rows]
    money = sum(c.unit == "money" if c is not None else is_money_label(r.label) for r, c in zip(rows, named, strict=True))
    return 2 * money > len(rows)


def _mostly_percent(table: Table) -> bool:
    """Whether most numbers print "%", and some in each column: a column without any holds something else."""
    columns = [[n for n in column if not n.bracketed] for column in _by_column(table)]
    shares = [sum(n.unit == "%" for n in column) for column in columns]
    return all(shares) and 2 * sum(shares) > sum(len(column) for column in columns)


def _says_share(title: str) -> bool:
    return bool(re.search(r"\bandel|\bprocent|%", title)) and not re.search(r"\bantal", title)


def _may_be_percent(table: Table) -> bool:
    return all(0 <= n.value <= Decimal(100) for n in _numerals(table))


def _mostly_large(table: Table) -> bool:
    bare = [n for n in _numerals(table) if n.value and n.unit != "%"]
    return 2 * sum(abs(n.value) >= LARGE for n in bare) >= len(bare) > 0


def _sets_against_budget(table: Table) -> bool:
    headers = [fold(column) for column in table.columns]
    return any(_BUDGET_HEADER.search(h) for h in headers) and any(_AGAINST_BUDGET.search(h) for h in headers)
