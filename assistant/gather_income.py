"""What part of the income or of the contributions comes from whom: the payer's rows of a note by what they add up to."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from decimal import Decimal

from assistant.amounts import KRONOR, base_value
from assistant.choose import Choice, agrees, choose_figure, is_sum
from assistant.evidence import Evidence, FigureEvidence
from assistant.figures_evidence import computed
from assistant.gather_kin import as_evidence
from assistant.gather_members import CONTRIBUTION, is_member_row, names_all_of
from assistant.gather_named import NAMED_SCORE
from assistant.matching import THE_WORD_ITSELF, source_stems, term_match
from assistant.operations import Operation
from assistant.query import Intent, Query, Term
from assistant.wording import say_label
from ingest.domain import Figure
from vectorstore.entries import Scope, StoredFigure
from vectorstore.library import Library

# What others give an association: the rows of its note say who.
_ALL_INCOME = "verksamhetens_intakter"
_GIVEN = frozenset({_ALL_INCOME, "medlemsbidrag"})


def is_of_income(query: Query) -> bool:
    """Whether a share of the income or of the contributions is asked for, and whose."""
    return query.intent is Intent.SHARE and len(query.measures) > 1 and bool(_GIVEN & set(query.measures[1].concepts))


def share_of_income(query: Query, library: Library) -> Evidence:
    """The rows of the payers named by the whole, of a column that adds up to the whole; nothing where none or several fit.

    A payer in the plural ("kommunerna") is every row of the kind; any other is one row.
    """
    asked, whole_asked = query.measures[:2]
    plain = replace(query, intent=Intent.DIFFERENCE, number_kind=None, about_money=True)
    whole = choose_figure(replace(whole_asked, associations=()), replace(plain, measures=(whole_asked,)), library)
    payers = [t for t in asked.terms if t.weight >= 1 and term_match(CONTRIBUTION, (t.stem,)) == 0.0]
    if whole is None or whole.rivals or not payers or len(query.periods) > 1:
        return Evidence()
    found = [
        (rows, total)
        for column in _columns(whole.best, library)
        if (total := _what_it_adds_up_to(column, whole.best)) is not None and (rows := _rows_of(payers, column, query))
    ]
    if len({tuple(base_value(e) for e in rows) for rows, _ in found}) != 1:
        return Evidence()
    rows, total = found[0]
    choices = [*map(Choice, rows), Choice(total)]
    return computed(query, Operation.SHARE, choices, say_label(rows[0]), several_parts=len(rows) > 1)


def _columns(whole: FigureEvidence, library: Library) -> Iterator[list[FigureEvidence]]:
    """The columns of amounts, of the whole's own report, kind and time, that say what it is made of."""
    scope = Scope(reports=frozenset((whole.stored.report.report,)))
    columns: dict[tuple[object, ...], list[FigureEvidence]] = {}
    for stored in (s for s in library.figures(scope) if _is_of_one_time(s.figure, whole.stored.figure)):
        figure = stored.figure
        place = (figure.table, figure.locator.section, figure.column, figure.unit)
        columns.setdefault(place, []).append(as_evidence(stored, NAMED_SCORE))
    yield from columns.values()


def _is_of_one_time(one: Figure, other: Figure) -> bool:
    amount = one.table is not None and one.unit in KRONOR and one.scenario is other.scenario
    return amount and one.period == other.period and not any(flag.startswith("column-uncertain") for flag in one.flags)


def _what_it_adds_up_to(column: Sequence[FigureEvidence], whole: FigureEvidence) -> FigureEvidence | None:
    """The column's own print of the whole, else the whole itself where the contributions add up to it."""
    rows = [e for e in column if not _is_total(e)]
    given = [e for e in rows if _is_contribution(e.stored)]
    own = next((e for e in column if _is_total(e) and agrees(e, whole)), None)
    is_all = whole.stored.figure.concept == _ALL_INCOME or len(given) == len(rows)
    if own is not None and is_all and len(rows) > 1 and _total(rows) == base_value(own):
        return own
    return whole if len(given) > 1 and _total(given) == base_value(whole) else None


def _total(rows: Iterable[FigureEvidence]) -> Decimal:
    return sum((base_value(e) for e in rows), Decimal(0))


def _is_total(evidence: FigureEvidence) -> bool:
    return is_sum(evidence) or (evidence.stored.figure.concept or "") in _GIVEN


def _is_contribution(stored: StoredFigure) -> bool:
    """A member's contribution is called more than "bidrag": that may be anybody's."""
    return bool(set(CONTRIBUTION.variants) & set(source_stems(stored.figure.row)))


def _rows_of(payers: Sequence[Term], column: Sequence[FigureEvidence], query: Query) -> list[FigureEvidence]:
    """Every row of a group that is named as a whole, else the one row that has every word."""
    rows = [e for e in column if not _is_total(e)]
    if names_all_of(query.measures[0].text):
        return [e for e in rows if is_member_row(e.stored.figure.row)]
    named = [e for e in rows if all(term_match(t, source_stems(e.stored.figure.row)) >= THE_WORD_ITSELF for t in payers)]
    return named if len(named) == 1 else []
