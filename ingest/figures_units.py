"""Whether a table's unit can be true: compared with the same quantity elsewhere in the report."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from ingest.domain import Figure, Table
from ingest.figures_cells import Basis
from ingest.figures_elsewhere import Elsewhere, by_line_of, count_matches, is_repeated, matches_alone
from ingest.figures_words import is_per_head, is_statement
from ingest.language import fold
from ingest.unit_words import MONEY_UNITS

UNIT_ASSUMED = "unit-assumed"
MIN_MATCHES = 2
# No association turns over a thousand million, whatever a header says, nor less than a hundred thousand; where no
# header says anything, a quarter of a thousand million is unlikely enough.
MIN_SURELY_KRONOR = 1_000_000
MIN_LIKELY_KRONOR = 250_000
MIN_TURNOVER = 100_000
MIN_UNLIKELY_COUNT = 10_000
MIN_POSTS = 3
MAX_POSTS = 20
POSTS_IN_PERCENT = "unit-contradiction: % is printed, the rows are full-time posts"
_TURNOVER = ("verksamhetens_intakter", "verksamhetens_kostnader", "summa_tillgangar")
_OF_THE_WHOLE = ("soliditet", "eget_kapital", "balanskravsresultat", "summa_eget_kapital_och_skulder")
_STAFF = re.compile(r"tjanst|coach|handlagg|medarbetar|personal|bemann|arsarbet")
_POSTS = re.compile(r"tjanst|bemann|arsarbet|heltid|befattning")


@dataclass(frozen=True, slots=True)
class Draft:
    """A figure and how its unit is known, before the tables are compared."""

    figure: Figure
    basis: Basis


def settle_units(tables: Sequence[Table], drafts: Sequence[tuple[Draft, ...]]) -> tuple[tuple[Figure, ...], ...]:
    """The figures of each table, in the unit that the report's other tables prove.

    A header that says tkr over amounts printed to the krona is overruled (`unit-contradiction`), and one that says kr
    over the same amounts in thousands. A table without a unit takes that of the same rows elsewhere (`unit-inferred`),
    else the one that most tables of the report state; that is flagged (`unit-assumed`) where it is not kronor.
    """
    habit = _habit(drafts)
    believed = [(at, d.figure) for at, group in enumerate(drafts) for d in _believed(group)]
    by_line = by_line_of(believed)
    settled = (
        _settle(table, group, Elsewhere(at, by_line), habit) for at, (table, group) in enumerate(zip(tables, drafts, strict=True))
    )
    return tuple(tuple(d.figure for d in group) for group in settled)


def _habit(drafts: Sequence[tuple[Draft, ...]]) -> str:
    """The unit of money that most tables which state one state; where none does, the one that the amounts' size tells.

    "" where as many state another, or the size tells nothing.
    """
    stated = Counter(
        unit for group in drafts for unit in {d.figure.unit for d in _believed(group) if d.basis in (Basis.PRINTED, Basis.NAMED)}
    )
    if stated:
        ranked = stated.most_common(2)
        return "" if len(ranked) > 1 and ranked[0][1] == ranked[1][1] else ranked[0][0]
    if any(_believed(group) for group in drafts):
        return "kr"
    return next((unit for group in drafts if (unit := _turnover_in(group))), "")


def _believed(group: Sequence[Draft]) -> list[Draft]:
    """The amounts of a table whose unit may prove others': printed, named over amounts that can be so, or surely kronor."""
    largest: dict[tuple[str, Basis], Decimal] = {}
    for draft in group:
        kind = (draft.figure.unit, draft.basis)
        largest[kind] = max(largest.get(kind, Decimal(0)), abs(draft.figure.value))
    return [draft for draft in group if _is_believed(draft, largest[draft.figure.unit, draft.basis])]


def _is_believed(draft: Draft, largest: Decimal) -> bool:
    """`largest` is the largest amount of the table with the draft's unit and basis."""
    if draft.figure.unit not in MONEY_UNITS or draft.basis is Basis.GUESSED:
        return False
    if draft.basis is Basis.PRINTED:
        return True
    if draft.basis is Basis.NAMED:
        return draft.figure.unit == "kr" or largest < MIN_SURELY_KRONOR
    return largest >= MIN_LIKELY_KRONOR


# --- one table -------------------------------------------------------------------------------------------------------


def _settle(table: Table, group: tuple[Draft, ...], elsewhere: Elsewhere, habit: str) -> tuple[Draft, ...]:
    if _are_posts(table, group):
        return _relabel(group, group, "årsarbetare", POSTS_IN_PERCENT if group[0].figure.unit == "%" else "")
    group = tuple(_per_head(draft) for draft in group)
    for unit in MONEY_UNITS:
        named = [d for d in group if (d.figure.unit, d.basis) == (unit, Basis.NAMED)]
        group = _relabel(group, named, _proven_against(unit, named, elsewhere), f"unit-contradiction: header says {unit}")
    silent = [d for d in group if d.figure.unit in MONEY_UNITS and d.basis is Basis.IMPLIED]
    group = _settle_silent(group, silent, elsewhere, habit) if silent else group
    return tuple(map(_flag_unlikely, _settle_counts(group, elsewhere)))


def _are_posts(table: Table, group: Sequence[Draft]) -> bool:
    """Whether "1,75" or "1,75 %" stands for full-time posts: in a table about staff, small decimals that add up to no 100."""
    values = [d.figure.value for d in group]
    units = {d.figure.unit for d in group}
    if len(group) < MIN_POSTS or not all(0 < v <= MAX_POSTS and v.as_tuple().exponent in (-1, -2) for v in values):
        return False
    *parts, total = values
    if units == {"%"}:
        return bool(_STAFF.search(fold(table.title))) and sum(parts) == total
    named = (table.title, *table.columns, table.rows[-1].label)
    return units == {"antal"} and any(_POSTS.search(fold(text)) for text in named)


def _per_head(draft: Draft) -> Draft:
    """A cost for each participant in kronor: in thousands it would be millions."""
    figure = draft.figure
    if figure.unit != "tkr" or draft.basis is Basis.PRINTED or abs(figure.value) < 1000 or not is_per_head(figure.row):
        return draft
    return replace(draft, figure=_with_unit(figure, "kr", "unit-contradiction: header says tkr"), basis=Basis.PRINTED)


def _proven_against(unit: str, named: Sequence[Draft], elsewhere: Elsewhere) -> str:
    """The unit that the same lines elsewhere prove against the one that a header names; that one without such proof."""
    matches = {other: count_matches([d.figure for d in named], other, elsewhere) for other in MONEY_UNITS}
    best = max(MONEY_UNITS, key=lambda other: matches[other])
    if matches[best] >= MIN_MATCHES and matches[best] > matches[unit]:
        return best
    return "kr" if any(abs(d.figure.value) >= MIN_SURELY_KRONOR for d in named) else unit


def _settle_silent(group: tuple[Draft, ...], silent: Sequence[Draft], elsewhere: Elsewhere, habit: str) -> tuple[Draft, ...]:
    """The amounts of a table that states no unit."""
    figures = [d.figure for d in silent]
    matches = {unit: count_matches(figures, unit, elsewhere) for unit in MONEY_UNITS}
    best, next_best = sorted(MONEY_UNITS, key=lambda unit: -matches[unit])[:2]
    if matches[best] > matches[next_best] and (matches[best] >= MIN_MATCHES or matches_alone(figures, best, elsewhere)):
        return _relabel(group, silent, best, f"unit-inferred: {best} (the same rows elsewhere prove it)")
    if any(abs(figure.value) >= MIN_LIKELY_KRONOR for figure in figures):
        return group
    if habit in ("", "kr") and (small := _turnover_in(group)):
        return _relabel(group, silent, small, UNIT_ASSUMED)
    if habit == "kr":
        return group
    if any(is_repeated(figure, elsewhere, habit) for figure in figures):
        return _relabel(group, silent, habit, f"unit-inferred: {habit} (the same amount stands in {habit} elsewhere)")
    likely = habit if habit and all(abs(figure.value) < MIN_TURNOVER for figure in figures) else figures[0].unit
    return _relabel(group, silent, likely, UNIT_ASSUMED, always=True)


def _settle_counts(group: tuple[Draft, ...], elsewhere: Elsewhere) -> tuple[Draft, ...]:
    """Numbers taken for counts only because nothing tells, whose rows stand as money elsewhere."""
    guessed = [d for d in group if d.basis is Basis.GUESSED]
    unit = next((u for u in MONEY_UNITS if count_matches([d.figure for d in guessed], u, elsewhere) >= MIN_MATCHES), "")
    return _relabel(group, guessed, unit, f"unit-inferred: {unit} (the same rows elsewhere prove it)") if unit else group


def _flag_unlikely(draft: Draft) -> Draft:
    """A count that nothing names, flagged where it has decimals or is large enough to be money."""
    value = draft.figure.value
    odd = value != value.to_integral_value() or abs(value) >= MIN_UNLIKELY_COUNT
    if draft.basis is not Basis.GUESSED or draft.figure.unit != "antal" or not odd:
        return draft
    return replace(draft, figure=_with_unit(draft.figure, "antal", UNIT_ASSUMED))


def _turnover_in(group: Sequence[Draft]) -> str:
    """Thousands or millions where a statement's or an overview's own totals are too small for kronor, else ""."""
    money = [d.figure for d in group if d.figure.unit in MONEY_UNITS]
    totals = [abs(figure.value) for figure in money if figure.concept in _TURNOVER and figure.value]
    of_the_whole = any(d.figure.concept in _OF_THE_WHOLE or is_statement(d.figure.table or "") for d in group)
    if not totals or not of_the_whole or max(abs(figure.value) for figure in money) >= MIN_TURNOVER:
        return ""
    return "mnkr" if max(totals) < 1000 and any(t != t.to_integral_value() for t in totals) else "tkr"


def _relabel(group: tuple[Draft, ...], some: Sequence[Draft], unit: str, flag: str, always: bool = False) -> tuple[Draft, ...]:
    """The group with some of it in another unit and flagged; without `always`, only where the unit is another."""
    chosen = {id(d) for d in some if unit and (always or d.figure.unit != unit)}
    return tuple(replace(d, figure=_with_unit(d.figure, unit, flag)) if id(d) in chosen else d for d in group)


def _with_unit(figure: Figure, unit: str, flag: str) -> Figure:
    return replace(figure, unit=unit, flags=tuple(dict.fromkeys((*figure.flags, *((flag,) if flag else ())))))
