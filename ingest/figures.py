"""Tables become figures: every numeric cell with its unit, period, scenario, concept and place."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from ingest.domain import SIDE_PRINTED_NEGATIVE, Cell, Figure, Locator, Metadata, Row, Scenario, Table
from ingest.figures_cards import read_card
from ingest.figures_meaning import COLUMN_UNCERTAIN, find_concept, find_period, find_scenario, find_unit, is_instant, named_unit
from ingest.figures_units import settle_units
from ingest.lexicon import Lexicon, load_concepts
from ingest.numerals import Numeral, parse_cell, parse_counted
from ingest.periods import parse_period
from ingest.tables_readings import parse_broken
from ingest.tables_tabs import CARD_LAYOUT

REPAIRED = "repaired:"


@dataclass(frozen=True, slots=True)
class _Print:
    """A number as it stands in a cell. `label` is the row's, or a clear label inside the cell; `counted` the unit
    that the word beside a count names ("200 deltagare" counts: antal)."""

    label: str
    numeral: Numeral
    counted: str = ""


def read_figures(report_id: str, tables: tuple[Table, ...], metadata: Metadata) -> tuple[Figure, ...]:
    """The figures of all tables in the order of the text. Empty and dash cells, dates and prose give none."""
    lexicon = load_concepts()
    drafts = tuple(tuple(_figures_of(table, metadata, lexicon)) for table in tables)
    settled = settle_units(tables, drafts)
    in_order = [figure for group in settled for figure in _mark_negative_side(group)]
    return tuple(replace(figure, key=f"{report_id}:f{i}") for i, figure in enumerate(in_order))


def _mark_negative_side(figures: Sequence[Figure]) -> Sequence[Figure]:
    """The figures of a table, those below its assets flagged where their sum is printed negative; values stay as printed."""
    assets = [f.locator.lines[1] for f in figures if f.concept == "summa_tillgangar" and f.locator.lines]
    sums = [f for f in figures if f.concept == "summa_eget_kapital_och_skulder" and f.locator.lines]
    if not assets or not sums or not all(f.value < 0 for f in sums):
        return figures
    return [
        replace(f, flags=(*f.flags, SIDE_PRINTED_NEGATIVE)) if f.locator.lines and f.locator.lines[0] > max(assets) else f
        for f in figures
    ]


def _figures_of(table: Table, metadata: Metadata, lexicon: Lexicon) -> list[Figure]:
    return [
        _figure(table, row, column, printed, metadata, lexicon)
        for row in table.rows
        for column in range(len(row.cells))
        for printed in _prints(table, row, column)
    ]


def _prints(table: Table, row: Row, column: int) -> list[_Print]:
    cell = row.cells[column]
    numerals = _numerals(cell)
    if numerals:
        return [_Print(row.label, numeral) for numeral in numerals]
    if table.layout == CARD_LAYOUT:
        return [_Print(a.label or row.label, a.numeral, "antal" if a.counted else "") for a in read_card(row.label, cell.text)]
    counted = parse_counted(cell.text)
    if counted is None or parse_period(cell.text):
        return []
    return [_Print(row.label, counted[0], named_unit(counted[1]) or "antal")]


def _numerals(cell: Cell) -> tuple[Numeral, ...]:
    """The numerals of a cell that holds nothing else; one in pieces only where arithmetic has proven it."""
    numerals = parse_cell(cell.text)
    if not numerals and any(flag.startswith(REPAIRED) for flag in cell.flags):
        return parse_broken(cell.text)
    return numerals


def _figure(table: Table, row: Row, column: int, printed: _Print, metadata: Metadata, lexicon: Lexicon) -> Figure:
    cell, numeral = row.cells[column], printed.numeral
    uncertain = COLUMN_UNCERTAIN in cell.flags or COLUMN_UNCERTAIN in row.flags
    header = "" if uncertain else table.columns[column]
    parents = (*row.parents, row.label) if printed.label != row.label else row.parents
    if table.layout == CARD_LAYOUT:
        parents = (table.title, *(p for p in parents if printed.counted or p != row.label))
    concept = find_concept(lexicon, printed.label, header, table, row.parents)
    with_share = len(_numerals(cell)) > 1
    unit = numeral.unit or printed.counted or find_unit(printed.label, column, table, lexicon, concept, with_share)
    scenario = find_scenario(header, (printed.label, *row.parents), table, metadata, unit)
    if numeral.bracketed and with_share:
        scenario = Scenario.SHARE
    instant = is_instant(concept, table, lexicon)
    counted = concept is not None and concept.unit == "antal"
    period, flags = find_period(header, printed.label, table, metadata, scenario, instant, counted)
    return Figure(
        key="",
        table=table.title,
        row=" › ".join((*parents, printed.label)) if printed.label else " › ".join(parents),
        column=header,
        value=numeral.value,
        unit=unit,
        raw=numeral.raw,
        period=None if uncertain else period,
        scenario=scenario,
        concept=concept.key if concept else None,
        quote=row.quote,
        locator=_locator(table, row),
        flags=_unique((*table.flags, *row.flags, *cell.flags, *(() if uncertain else flags))),
    )


def _locator(table: Table, row: Row) -> Locator:
    return replace(table.locator, page=row.page, lines=row.lines)


def _unique(flags: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(flags))
