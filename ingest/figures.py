"""Tables become figures: every numeric cell with its unit, period, scenario, concept and place."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from ingest.card_keys import holds_no_figure
from ingest.domain import SIDE_PRINTED_NEGATIVE, Cell, Figure, Locator, Metadata, Row, Scenario, Table
from ingest.figures_brackets import Bracket, read_bracket, without_brackets
from ingest.figures_cards import CardAmount, read_card
from ingest.figures_cells import Basis, TableUnits, Unit, units_of
from ingest.figures_meaning import COLUMN_UNCERTAIN, find_concept, find_scenario, fits, not_yet
from ingest.figures_periods import find_period, is_state_table, printed_span, timing_of
from ingest.figures_units import Draft, settle_units
from ingest.figures_words import is_money_header
from ingest.language import fold
from ingest.lexicon import Lexicon, load_concepts
from ingest.numerals import Numeral, parse_cell, parse_counted
from ingest.periods import parse_period
from ingest.tables_readings import parse_broken
from ingest.tables_tabs import CARD_LAYOUT
from ingest.unit_words import MONEY_UNITS, named_unit

# No association of this kind has a number so large; the print is damaged, or it is a number of another kind.
ABSURD = 10**12
HARDLY_SO = "low-confidence: a number this large is hardly so"
# "3", "2, 4": the notes that a line of a statement points to
_REFERENCE = re.compile(r"\s*\d{1,2}(?:\s*,\s*\d{1,2})*\s*")
_NOTES = re.compile(r"not(?:er)?\.?")
REPAIRED = "repaired:"


@dataclass(frozen=True, slots=True)
class _Print:
    """A number as it stands in a cell. `label` is the row's, or a clear label inside the cell; `counted` the unit
    that the word beside a count names ("200 deltagare" counts: antal); `bracket` what its bracket means, where it has one;
    `key` the key of the card's text that the number is a part of."""

    label: str
    numeral: Numeral
    counted: str = ""
    bracket: Bracket | None = None
    with_others: bool = False
    key: str = ""


@dataclass(frozen=True, slots=True)
class _Reader:
    """What is known of a table before its cells are read."""

    table: Table
    metadata: Metadata
    lexicon: Lexicon
    units: TableUnits
    is_state: bool


def read_figures(report_id: str, tables: tuple[Table, ...], metadata: Metadata) -> tuple[Figure, ...]:
    """The figures of all tables in the order of the text. Empty and dash cells, dates and prose give none."""
    lexicon = load_concepts()
    drafts = tuple(_drafts_of(_Reader(t, metadata, lexicon, units_of(t, lexicon), is_state_table(t, lexicon))) for t in tables)
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


def _drafts_of(reader: _Reader) -> tuple[Draft, ...]:
    return tuple(
        _draft(reader, row, column, printed)
        for row in reader.table.rows
        for column in range(len(row.cells))
        for printed in _prints(reader.table, row, column)
    )


def _prints(table: Table, row: Row, column: int) -> list[_Print]:
    cell = row.cells[column]
    is_card = table.layout == CARD_LAYOUT
    if (is_card and holds_no_figure(row.label, cell.text)) or (_REFERENCE.fullmatch(cell.text) and _names_notes(table, column)):
        return []
    numerals, amounts = _numerals(cell), read_card(row.label, cell.text) if is_card else ()
    if numerals and not any(amount.label for amount in amounts):
        several = len(numerals) > 1
        found = [_in_bracket(table, row, column, n) if n.bracketed and several else _Print(row.label, n) for n in numerals]
        return [replace(printed, with_others=several) for printed in found if printed is not None]
    if is_card:
        return [_in_card(row, amount) for amount in amounts]
    counted = parse_counted(cell.text)
    if counted is None or parse_period(cell.text):
        return []
    return [_Print(row.label, counted[0], named_unit(counted[1]) or "antal")]


def _names_notes(table: Table, column: int) -> bool:
    """Whether a column holds the numbers of notes: its header says so, or a second header row among the rows."""
    heads = (table.columns[column], *(row.cells[column].text for row in table.rows))
    return any(_NOTES.fullmatch(fold(head).strip()) for head in heads)


def _in_card(row: Row, amount: CardAmount) -> _Print:
    share = Bracket(is_share=True) if amount.numeral.bracketed else None
    bracket = share or (Bracket(time=amount.time) if amount.time else None)
    key = row.label if amount.is_part else ""
    return _Print(amount.label or row.label, amount.numeral, amount.counted, bracket, key=key)


def _in_bracket(table: Table, row: Row, column: int, numeral: Numeral) -> _Print | None:
    """A bracketed number beside an amount; None where nothing says what it is."""
    if numeral.unit == "%":
        return _Print(row.label, numeral, bracket=Bracket(is_share=True))
    bracket = read_bracket(row.label, table.columns[column], table.title)
    return _Print(bracket.part or row.label, numeral, bracket=bracket) if bracket is not None else None


def _numerals(cell: Cell) -> tuple[Numeral, ...]:
    """The numerals of a cell that holds nothing else; one in pieces only where arithmetic has proven it."""
    numerals = parse_cell(cell.text)
    if not numerals and any(flag.startswith(REPAIRED) for flag in cell.flags):
        return parse_broken(cell.text)
    return numerals


def _draft(reader: _Reader, row: Row, column: int, printed: _Print) -> Draft:
    table, cell, numeral = reader.table, row.cells[column], printed.numeral
    uncertain = COLUMN_UNCERTAIN in cell.flags or COLUMN_UNCERTAIN in row.flags
    header = "" if uncertain else table.columns[column]
    unit = _unit(reader, row, column, printed)
    about = "" if uncertain else _column_about(table, column, printed, unit)
    own = (printed.label, printed.key) if printed.key else (printed.label,)
    labels = (*own, *reversed(row.parents))
    scenario = find_scenario(about, (*own, *row.parents), table, reader.metadata, unit.name)
    if printed.bracket is not None and printed.bracket.is_share:
        scenario = Scenario.SHARE
    span = printed_span(about, labels, table, reader.metadata, scenario)
    scenario = not_yet(scenario, unit.name, span.start if span else None, reader.metadata)
    concept = find_concept(reader.lexicon, printed.label, header, table, row.parents, reader.is_state)
    if not fits(concept, unit.name, scenario):
        concept = None
    timing = timing_of(concept, unit.name, printed.label, about, table, reader.is_state)
    period, flags = find_period(about, labels, table, reader.metadata, scenario, timing)
    figure = Figure(
        key="",
        table=table.title,
        row=_row_name(table, row, printed),
        column=header,
        value=numeral.value,
        unit=unit.name,
        raw=numeral.raw,
        period=None if uncertain else period,
        scenario=scenario,
        concept=concept.key if concept else None,
        quote=row.quote,
        locator=_locator(table, row, cell),
        flags=_unique((*table.flags, *row.flags, *_own_flags(cell, numeral), *(() if uncertain else flags))),
    )
    return Draft(figure, unit.basis)


def _own_flags(cell: Cell, numeral: Numeral) -> tuple[str, ...]:
    """The cell's flags; a share beside a repaired amount is itself printed whole."""
    absurd = (HARDLY_SO,) if abs(numeral.value) >= ABSURD else ()
    return (*(flag for flag in cell.flags if not (numeral.bracketed and flag.startswith(REPAIRED))), *absurd)


def _unit(reader: _Reader, row: Row, column: int, printed: _Print) -> Unit:
    if printed.numeral.unit or printed.counted:
        return Unit(printed.numeral.unit or printed.counted, Basis.PRINTED)
    if printed.bracket is not None and printed.bracket.is_share:
        return Unit("%", Basis.NAMED)
    return reader.units.find(row, printed.label, column, printed.numeral, printed.with_others)


def _column_about(table: Table, column: int, printed: _Print, unit: Unit) -> str:
    """The header that a number is about: that of its column, but of the one money column for an amount that is printed
    among shares or heads, and of a header with two times the one that is meant."""
    header = table.columns[column]
    if printed.bracket is not None and printed.bracket.time:
        return printed.bracket.time
    if printed.with_others and parse_period(header) is None and parse_period(without_brackets(header)) is not None:
        return without_brackets(header)
    if unit.name in MONEY_UNITS and named_unit(header) in ("%", "antal"):
        of_money = [other for other in table.columns if is_money_header(other)]
        return of_money[0] if len(of_money) == 1 else header
    return header


def _row_name(table: Table, row: Row, printed: _Print) -> str:
    """The row's label under the labels it stands below; a part of the cell under the row's own."""
    own = without_brackets(row.label) if printed.bracket is not None and printed.bracket.part else row.label
    if table.layout == CARD_LAYOUT:
        return " › ".join(filter(None, (table.title, *row.parents, printed.key, printed.label)))
    parents = (*row.parents, own) if printed.label != row.label else row.parents
    return " › ".join(filter(None, (*parents, printed.label)))


def _locator(table: Table, row: Row, cell: Cell) -> Locator:
    return replace(table.locator, page=row.page, lines=row.lines, box=cell.box)


def _unique(flags: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(flags))
