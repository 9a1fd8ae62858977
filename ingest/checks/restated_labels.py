"""One fact in two tables: rows of the same name, for the same time, in the same sense of the column."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal
from itertools import combinations

from ingest.checks.causes import likely_cause
from ingest.checks.column_sense import column_sense
from ingest.checks.facts import time_of
from ingest.checks.relation import Relation, Term, factor_to, is_counted, step_of
from ingest.checks.rules import Rules
from ingest.checks.sheets import Sheet
from ingest.domain import Certainty, Figure, FindingKind, Scenario
from ingest.lexicon import fold_label
from ingest.periods import is_period
from ingest.unit_words import MONEY_UNITS

# Names that say nothing without the table around them.
_GENERIC = re.compile(
    r"^(?:summa|total|delsumma|ovrig|antal|kvinn|man\b|mannen|andel|resultat|netto|varav|deltagare|budget|utfall|kostnad|intakt"
    r"|inskrivna|avslut|nya\b|mal\b|ja\b|nej\b|flick|pojk|saknas|uppgift saknas|vet ej|alla\b|samtliga|ledamot|ordforande"
    r"|ersattare|ingaende|utgaende|arets|periodens|fran |till |vid )"
)
_MIN_NAME = 4
_BRACKETS = re.compile(r"\([^)]*\)")
# What a member pays is the same under its name alone: "Bidrag från Norrby kommun", "Norrby kommun".
_FROM_WHOM = re.compile(r"^(?:drift|medlems)?(?:bidrag(?:et)?|avgift(?:en)?),? fran (?=\w{4})")
_ONE = Decimal(1)
_MONEY = "pengar"
_CARD_ROWS = (
    (_MONEY, re.compile(r"(?:total )?budget\b|utfall\b|kostnad(?:er)?\b(?! per|/)|forbrukat\b")),
    ("deltagare", re.compile(r"(?:antal |totalt antal |inskrivna )?deltagare$")),
)
_MEANS_LITTLE = 10
_LONG = 6

Sense = tuple[tuple[date | None, date], Scenario, str, str]


@dataclass(frozen=True, slots=True)
class _Named:
    """A table's rows by name: what each prints in each sense (time, scenario, what the column says, kind of unit).

    `wide` are the names whose rows are counted gross in one table and net in another.
    """

    title: str
    rows: dict[str, dict[Sense, Figure]] = field(default_factory=dict)
    parents: dict[str, str] = field(default_factory=dict)
    wide: set[str] = field(default_factory=set)


def label_relations(sheets: Sequence[Sheet], rules: Rules) -> Iterator[Relation]:
    """Rows of one name in two tables are one fact where they agree in another column, or the tables' other rows agree.

    The lines that the relations of the accounts speak of are left to these: their scope differs from table to table.
    """
    tables = [_named(sheet, rules) for sheet in sheets if sheet.table.layout != "card"]
    cards = [sheet for sheet in sheets if sheet.table.layout == "card"]
    for one, other in combinations([*tables, _named_cards(cards)], 2):
        yield from _compared(one, other)


def _named(sheet: Sheet, rules: Rules) -> _Named:
    table = _Named(sheet.table.title)
    twice: set[str] = set()
    for index, row in enumerate(sheet.rows):
        cells = [(column, sheet.amount(index, column)) for column in sheet.columns]
        figures = [(column, figure) for column, figure in cells if figure is not None]
        name = _name_of(row.label, [figure for _, figure in figures], rules)
        if not name or not figures:
            continue
        senses: dict[Sense, Figure] = {}
        for column, figure in figures:
            sense = _sense(figure, sheet.table.columns[column])
            if sense is not None and senses.setdefault(sense, figure) is not figure:
                twice.add(name)  # two columns that differ in what only a reader sees
        if name in table.rows:
            twice.add(name)
        table.rows[name] = senses
        if any(figure.concept in rules.wide for _, figure in figures):
            table.wide.add(name)
        table.parents[name] = fold_label(row.row.parents[-1]) if row.row.parents else ""
    for name in twice:
        del table.rows[name]
    return table


def _named_cards(cards: Sequence[Sheet]) -> _Named:
    """All cards as one table: a row for each card's title, with its money and its participants."""
    table = _Named("uppgiftsrutan om insatsen")
    for card in cards:
        name = fold_label(_BRACKETS.sub("", card.table.title))
        senses: dict[Sense, Figure] = {}
        for index, row in enumerate(card.rows):
            what = next((kind for kind, pattern in _CARD_ROWS if pattern.match(fold_label(_BRACKETS.sub("", row.label)))), "")
            figure = card.amount(index, 0) if card.table.columns else None
            sense = _sense(figure, "deltagare" if what == "deltagare" else "") if what and figure is not None else None
            if sense is not None and figure is not None and (what == "deltagare") == (figure.unit not in MONEY_UNITS):
                senses.setdefault(sense, figure)
        if senses and name not in table.rows:
            table.rows[name] = senses
    return table


def _name_of(label: str, figures: Sequence[Figure], rules: Rules) -> str:
    """What a row is compared by: its concept or its label; "" where it names nothing by itself."""
    concepts = {figure.concept for figure in figures if figure.concept is not None}
    if concepts & rules.compared_lines:
        return ""
    bare = _FROM_WHOM.sub("", fold_label(_BRACKETS.sub("", label)))
    if len(bare) < _MIN_NAME or is_period(bare) or _GENERIC.match(bare):
        return ""
    return concepts.pop() if len(concepts) == 1 and concepts <= rules.by_concept else bare


def _sense(figure: Figure, header: str) -> Sense | None:
    time = time_of(figure)
    if time is None or figure.scenario in (Scenario.DEVIATION, Scenario.SHARE):
        return None
    return time, figure.scenario, column_sense(header), _MONEY if figure.unit in MONEY_UNITS else figure.unit


def _compared(one: _Named, other: _Named) -> Iterator[Relation]:
    pairs = [
        (name, sense, one.rows[name][sense], other.rows[name][sense])
        for name in sorted(one.rows.keys() & other.rows.keys())
        for sense in one.rows[name]
        if sense in other.rows[name]
    ]
    usual = _sides(pairs)
    made: dict[str, list[Relation]] = {}
    for name, sense, first, second in pairs:
        side = usual.get((name, sense[1]), usual.get(("", sense[1]), _ONE)) if sense[3] == _MONEY else _ONE
        made.setdefault(name, []).append(_relation(one, other, first, second, side))
    telling = {name: sum(r.holds and abs(r.stated.value) >= _MEANS_LITTLE for r in rows) for name, rows in made.items()}
    agreeing = sum(all(r.holds for r in rows) and telling[name] > 0 for name, rows in made.items())
    breaking = sum(not all(r.holds for r in rows) for rows in made.values())
    for name, relations in made.items():
        same_parents = one.parents.get(name, "") == other.parents.get(name, "")
        yield from (relation for relation in relations if relation.holds)
        # a row that differs for every time is counted otherwise; one that has a single time goes by the other rows
        is_wide = name in one.wide | other.wide
        by_others = len(relations) == 1 and agreeing >= max(2, 2 * breaking) and same_parents and not is_wide
        for relation in relations:
            if not relation.holds and (telling[name] or by_others or _is_slip(relation)):
                sure = telling[name] > 0 and same_parents
                yield relation if sure else replace(relation, certainty=Certainty.INTERPRETATION)


def _sides(pairs: Sequence[tuple[str, Sense, Figure, Figure]]) -> dict[tuple[str, Scenario], Decimal]:
    """With which sign the second table prints what the first does, for each row and scenario, and under "" for all rows.

    A row that prints both ways, or is printed once, is left to what the others do.
    """
    votes: dict[tuple[str, Scenario], int] = {}
    once = {key for key, count in Counter((name, sense[1]) for name, sense, _, _ in pairs).items() if count == 1}
    for name, sense, first, second in pairs:
        vote = (first.value * second.value > 0) - (first.value * second.value < 0)
        for key in ((name, sense[1]), ("", sense[1])):
            votes[key] = votes.get(key, 0) + vote
    return {key: _ONE if vote > 0 else -_ONE for key, vote in votes.items() if vote and key not in once}


def _relation(one: _Named, other: _Named, first: Figure, second: Figure, side: Decimal) -> Relation:
    """The coarser of the two, else the later, as what the other says; `side` is the sign between them."""
    first, second, title = (first, second, other.title) if _is_coarser(first, second) else (second, first, one.title)
    factor = factor_to(first.unit, second) or _ONE
    slack = Decimal(0) if is_counted(first.unit) else max(step_of(first), step_of(second) * factor)
    words = f"samma uppgift i {title}" if title else "samma uppgift i en annan tabell"
    return Relation(FindingKind.CONTRADICTION, first, (Term(second, factor * side),), words, slack=slack)


def _is_coarser(first: Figure, second: Figure) -> bool:
    factor = factor_to(first.unit, second)
    return factor is not None and step_of(first) > step_of(second) * factor


def _is_slip(relation: Relation) -> bool:
    """Whether the two differ by a slip of the pen that two scopes would hardly make."""
    expected = relation.expected
    cause = likely_cause(relation.stated.value, expected)
    return cause not in ("", "fel tecken") and len(f"{abs(expected):.0f}") >= _LONG
