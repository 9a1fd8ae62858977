"""A comparison as the page shows it: what can be chosen, what was chosen compared, and a square opened."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from assistant.comparison_measures import MeasureOffer, printed_measures, printed_times
from assistant.query import Span
from assistant.timespans import write_period
from ingest.domain import Scenario
from ingest.errors import EmptyStoreError, FinsamError
from ui.comparison.choice import Choice
from ui.comparison.choices_html import measures_html, others_html
from ui.comparison.lay_out import compare_chosen
from ui.comparison.places import citations_of, figures_of
from ui.comparison.square_html import square_html
from ui.comparison.squares import Square
from ui.comparison.table_html import comparison_html, comparison_notice_html
from ui.desk import Desk
from ui.journal import unexpected_text
from ui.reading import excerpt
from ui.source_html import no_cards_html, reader_html, reader_notice_html
from ui.welcome_html import INGEST_COMMAND

NO_SQUARE_YET = "Öppna en ruta i tabellen, så visas här var siffran står."
NOTHING_INGESTED = f"Inga rapporter är inlästa än. Läs in en mapp med rapporter i terminalen: {INGEST_COMMAND}"
CHOOSE_MORE = "Välj minst ett mått och minst ett förbund, så visas jämförelsen här."
_NO_SUCH_SQUARE = "Rutan finns inte längre. Välj den igen i tabellen."
MOST_AT_FIRST, YEARS_AT_FIRST = 4, 5


@dataclass(frozen=True, slots=True)
class Page:
    """The parts of the page as HTML, and the choice that they show."""

    measures: str
    others: str
    result: str
    choice: Choice


def open_page(desk: Desk, choice: Choice | None = None, search: str = "") -> Page:
    """What can be chosen now, and the comparison of what is; without a choice one is made that shows something."""
    try:
        names = associations_of(desk)
        choice = choice or _at_first(desk, names)
        known = tuple(name for name in choice.associations if name in names)
        choice = replace(choice, associations=known)
        offers, spans = offers_of(desk, known), printed_times(desk.library(), known)
        return Page(measures_html(offers, choice.measures, search), others_html(names, spans, choice), show(desk, choice), choice)
    except EmptyStoreError:
        return Page("", "", comparison_notice_html(NOTHING_INGESTED), Choice())
    except FinsamError as exc:
        return Page("", "", comparison_notice_html(exc.message_sv, alert=True), choice or Choice())
    except Exception as exc:
        return Page("", "", comparison_notice_html(unexpected_text(exc), alert=True), choice or Choice())


def find_measures(desk: Desk, choice: Choice, search: str) -> str:
    """The list of measures for what is typed in the search box."""
    try:
        return measures_html(offers_of(desk, choice.associations), choice.measures, search)
    except FinsamError as exc:
        return comparison_notice_html(exc.message_sv, alert=True)
    except Exception as exc:
        return comparison_notice_html(unexpected_text(exc), alert=True)


def show(desk: Desk, choice: Choice) -> str:
    """The tables and charts of a choice, or a calm line."""
    if choice.is_empty:
        return comparison_notice_html(CHOOSE_MORE)
    try:
        return comparison_html(compare_chosen(choice, desk.library()), choice)
    except FinsamError as exc:
        return comparison_notice_html(exc.message_sv, alert=True)
    except Exception as exc:
        return comparison_notice_html(unexpected_text(exc), alert=True)


def open_square(desk: Desk, choice: Choice, at: str) -> tuple[str, str]:
    """A square's words and cards, and the text of its first source where it is a figure as printed; as HTML.

    `at` is "table.row.column", each counted from 0.
    """
    try:
        square = _square_at(desk, choice, at)
        if square is None:
            return no_cards_html(NO_SQUARE_YET), reader_notice_html(_NO_SUCH_SQUARE)
        told = square.is_computed or square.is_contested or square.is_ambiguous or square.value is None
        return square_html(square), "" if told else _read(desk, square, 1)
    except FinsamError as exc:
        return no_cards_html(NO_SQUARE_YET), reader_notice_html(exc.message_sv)
    except Exception as exc:
        return no_cards_html(NO_SQUARE_YET), reader_notice_html(unexpected_text(exc))


def open_card(desk: Desk, choice: Choice, at: str, n: int) -> str:
    """The text around the square's source number `n`, as HTML."""
    try:
        square = _square_at(desk, choice, at)
        return reader_notice_html(_NO_SUCH_SQUARE) if square is None else _read(desk, square, n)
    except FinsamError as exc:
        return reader_notice_html(exc.message_sv)
    except Exception as exc:
        return reader_notice_html(unexpected_text(exc))


def associations_of(desk: Desk) -> tuple[str, ...]:
    return tuple(dict.fromkeys(entry.association for entry in desk.library().reports()))


def offers_of(desk: Desk, names: Sequence[str]) -> tuple[MeasureOffer, ...]:
    return printed_measures(desk.library(), names)


def _at_first(desk: Desk, names: Sequence[str]) -> Choice:
    """The first associations with the measure that most of them print, in the newest years that they print outcomes for."""
    shown = tuple(names[:MOST_AT_FIRST])
    offers = offers_of(desk, shown)
    spans = printed_times(desk.library(), shown, frozenset((Scenario.OUTCOME,)))
    measures = tuple(one.measure.key for one in offers[:1])
    return Choice(measures, shown, _newest_years(spans))


def _newest_years(spans: Sequence[Span]) -> tuple[str, ...]:
    return tuple(write_period(span) for span in spans if span.is_year)[:YEARS_AT_FIRST]


def _square_at(desk: Desk, choice: Choice, at: str) -> Square | None:
    places = at.split(".")
    if len(places) != 3 or not all(place.isdecimal() and len(place) < 6 for place in places):
        return None
    table, row, column = map(int, places)
    tables = compare_chosen(choice, desk.library())
    return tables[table].square(row, column) if table < len(tables) else None


def _read(desk: Desk, square: Square, n: int) -> str:
    citation = next((one for one in citations_of(figures_of(square)) if one.n == n), None)
    if citation is None or citation.lines is None:
        return reader_notice_html("Platsen i rapporten går inte att visa här.")
    return reader_html(citation, excerpt(desk.library(), citation.report, citation.lines))
