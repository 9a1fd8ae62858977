"""The unit of a number that prints none: by its row, its column and its table; and how the unit is known."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import Enum

from ingest.domain import Row, Table
from ingest.figures_kinds import LARGE, MAX_SCALE, ON_A_SCALE, Kind, is_fact_box, kind_of, own_unit
from ingest.figures_words import (
    counts_people,
    is_certain_money,
    is_money_header,
    is_money_label,
    is_of_note,
    is_sex,
    unit_of_label,
)
from ingest.language import fold
from ingest.lexicon import Lexicon
from ingest.numerals import Numeral, parse_cell
from ingest.periods import parse_period
from ingest.unit_words import MONEY_UNITS, named_unit

MAX_PERCENT = 1000
_SPENT = re.compile(r"(?:utfall|forbruk\w*|bokslut)\b")


class Basis(Enum):
    """How a unit is known: it stands beside the number, words around it name it, or what the table is about tells."""

    PRINTED = "printed"
    NAMED = "named"
    IMPLIED = "implied"
    GUESSED = "guessed"


# A label that prints a percentage of its own.
_A_SHARE_OF_TIME = re.compile(r"\d\s*(?:%|procent)")


@dataclass(frozen=True, slots=True)
class Unit:
    """A unit by its contract name ("kr", "antal"), and how it is known."""

    name: str
    basis: Basis


@dataclass(frozen=True, slots=True)
class TableUnits:
    """What a table tells about the units of its numbers. `columns`: a unit, "money" for one in the table's amounts, None."""

    table: Table
    lexicon: Lexicon
    kind: Kind
    columns: tuple[str | None, ...]

    def find(self, row: Row, label: str, column: int, numeral: Numeral, with_share: bool) -> Unit:
        """The unit of a numeral that prints none.

        `label` is the row's, or that of a part of the cell; `with_share`: the cell prints a share too, so that a "%"
        in the label is about that.
        """
        own = own_unit(self.lexicon.get(self.lexicon.concept_of(label))) or unit_of_label(label)
        if own == "%" and with_share or own == "antal" and is_certain_money(label):
            own = None  # "Kostnad/deltagare" counts nobody
        if own == "%" and self.kind.unit in MONEY_UNITS and _A_SHARE_OF_TIME.search(label):
            own = None  # "Processledare 50 %" among amounts is the cost of half a post
        for unit in (own, self.columns[column], _unit_above(row.parents, self.lexicon)):
            if unit is not None and not (unit == "%" and abs(numeral.value) > MAX_PERCENT):
                return self._of_money() if unit == "money" else Unit(unit, Basis.NAMED)
        return self._of_kind(label, column, numeral)

    def _of_kind(self, label: str, column: int, numeral: Numeral) -> Unit:
        unit = self.kind.unit
        if unit is not None and self.kind.is_stated and unit not in MONEY_UNITS:
            return Unit(unit, Basis.NAMED)
        if is_certain_money(label) or self.kind.money and _SPENT.match(fold(label)) and is_fact_box(self.table):
            return self._of_money()
        if counts_people(label) or is_sex(label):
            return Unit("antal" if unit is None or unit in MONEY_UNITS else unit, Basis.NAMED)
        if unit in MONEY_UNITS or unit is None and self._is_money_row(label):
            return self._of_money()
        if unit is None and abs(numeral.value) >= LARGE and is_of_note(self.table):
            return self._of_money()  # the notes to a statement are about its amounts
        return self._checked(Unit(unit, Basis.IMPLIED) if unit else Unit("antal", Basis.GUESSED), label, column, numeral)

    def _is_money_row(self, label: str) -> bool:
        concept = self.lexicon.get(self.lexicon.concept_of(label, f"{self.table.title} {self.table.locator.section}"))
        return is_money_label(label) or concept is not None and concept.unit == "money"

    def _of_money(self) -> Unit:
        return Unit(self.kind.money or "kr", Basis.NAMED if self.kind.money else Basis.IMPLIED)

    def _checked(self, unit: Unit, label: str, column: int, numeral: Numeral) -> Unit:
        """A count has no decimals: on a small scale they are points, else nothing tells what they are."""
        if unit.name != "antal" or "," not in numeral.raw:
            return unit
        words = " ".join((self.table.title, self.table.columns[column], label))
        if abs(numeral.value) <= MAX_SCALE and ON_A_SCALE.search(fold(words)):
            return Unit("poäng", Basis.IMPLIED)
        return Unit("antal", Basis.GUESSED)


def units_of(table: Table, lexicon: Lexicon) -> TableUnits:
    """The units of a table, decided once for the table and its columns; its rows may say otherwise."""
    columns = tuple(_unit_of_column(table, at, lexicon) for at in range(len(table.columns)))
    return TableUnits(table, lexicon, kind_of(table, lexicon), columns)


def _unit_above(parents: tuple[str, ...], lexicon: Lexicon) -> str | None:
    """The unit that the nearest group names for its rows ("Antal deltagare" over "Kvinnor")."""
    for parent in reversed(parents):
        unit = unit_of_label(parent) or own_unit(lexicon.get(lexicon.concept_of(parent)))
        if unit is not None and unit != "%":
            return unit
    return None


# --- column ----------------------------------------------------------------------------------------------------------


def _unit_of_column(table: Table, column: int, lexicon: Lexicon) -> str | None:
    """The unit that a column names or prints; "money" where it is an amount in the unit of the table's amounts."""
    header = table.columns[column]
    printed = [n for row in table.rows if column < len(row.cells) for n in parse_cell(row.cells[column].text)]
    named = named_unit(header)
    if named == "%" and any(n.unit == "%" for n in printed):
        named = None  # the column prints "%" where it means it
    elif named == "%" and "%" not in header and printed and all(0 <= n.value <= 1 and "," in n.raw for n in printed):
        named = "andel"  # 0,35 of the whole is no per cent
    if named is not None:
        return named
    about = own_unit(lexicon.get(lexicon.concept_of(without_period(header)))) if header else None
    if about is not None:
        return about
    if is_money_header(header) or any(n.unit in MONEY_UNITS for n in printed) and not is_fact_box(table):
        return "money"
    return "antal" if counts_people(header) else None


def without_period(text: str) -> str:
    """A header without the time it ends in ("Invånare den 1 november 2021" → "Invånare")."""
    if parse_period(text) is None:
        return text
    bare = re.sub(r"\b(?:19|20)\d\d\b.*$", "", text)
    return re.sub(
        r"[\s,(]*(?:\b(?:per|den|vid|i|år)\b\s*)*(?:\d{1,2}\s*(?:/\s*\d{1,2}|[^\W\d]{3,9}\.?))?[\s,(-]*$", "", bare
    ).strip()
