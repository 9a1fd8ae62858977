"""The tab "Jämför" in Gradio: the choices, the tables and charts, and beside them the source of a square.

What is shown is made in `comparison`; here it is laid out, and the person's actions are tied to the desk. The page says with
each action what is compared and opened; nothing is remembered in Gradio's session, which a restart of the server ends.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from urllib.parse import parse_qs

import gradio as gr

from ingest.errors import FinsamError
from ui.access.person import Role, person_of
from ui.comparison.choice import Choice
from ui.comparison.choices_html import SEARCH_HTML
from ui.comparison.comparison import NO_SQUARE_YET, Page, find_measures, open_card, open_page, open_square, show
from ui.comparison.table_html import comparison_notice_html
from ui.desk import Desk
from ui.page_assets import asset
from ui.page_carried import carried
from ui.source_html import no_cards_html, reader_notice_html

NAMES = ("matt", "forbund", "period", "visa", "diagram")  # what an event brings along, each a list
_SKIPPED: tuple[object, ...] = tuple(gr.skip() for _ in range(7))  # one for each component of `_Tab.shown`
_NOTHING_OPEN = ("", no_cards_html(NO_SQUARE_YET), "")
Shown = tuple[object, ...]  # one value or update for each component in `_Tab.shown`


@dataclass(frozen=True, slots=True)
class _Tab:
    """The parts of the tab that its actions read or change. `query` is the choice that is shown, `opened` the square."""

    search: gr.HTML
    measures: gr.HTML
    others: gr.HTML
    result: gr.HTML
    cards: gr.HTML
    reader: gr.HTML
    query: gr.HTML
    opened: gr.HTML

    @property
    def shown(self) -> list[gr.components.Component]:
        """What the choices change; a new comparison closes the square that was open."""
        return [self.measures, self.others, self.result, self.query, self.opened, self.cards, self.reader]


def build_comparison(desk: Desk, blocks: gr.Blocks, tab: gr.Tab) -> None:
    """Fills the tab. What can be compared is read anew when it is chosen; until then nothing is."""
    page = _lay_out()
    _tie_choices(page, desk, tab)
    _tie_squares(page, desk)


def _lay_out() -> _Tab:
    with gr.Row(elem_id="fs-compare", elem_classes="fs-panes"):
        with gr.Column(scale=3, elem_id="fs-compare-main"):
            with gr.Row(elem_id="fs-compare-choices"):
                with gr.Column(min_width=260):
                    search = gr.HTML(SEARCH_HTML, js_on_load=asset("comparison.js"))
                    measures = gr.HTML(elem_id="fs-compare-measures", js_on_load=asset("comparison.js"))
                others = gr.HTML(elem_id="fs-compare-others", js_on_load=asset("comparison.js"))
            result = gr.HTML(elem_id="fs-compared", js_on_load=asset("comparison_table.js"))
        with gr.Column(scale=2, elem_id="fs-compare-side", elem_classes="fs-side"):
            cards = gr.HTML(no_cards_html(NO_SQUARE_YET), elem_classes="fs-card-list", js_on_load=asset("comparison_cards.js"))
            reader = gr.HTML(elem_classes="fs-reading", js_on_load=asset("reader.js"))
    return _Tab(search, measures, others, result, cards, reader, carried(), carried())


def _tie_choices(page: _Tab, desk: Desk, tab: gr.Tab) -> None:
    def open_tab(query: str, request: gr.Request) -> Shown:
        return _tried(request, lambda: _whole(open_page(desk, Choice.from_query(parse_qs(query)) if query else None)))

    def choose(event: gr.EventData, request: gr.Request) -> Shown:
        return _tried(request, lambda: _chosen(desk, str(event.changed), _given(event), str(event.sok)))

    tab.select(open_tab, page.query, page.shown, show_progress="hidden", api_visibility="private")
    for part in (page.search, page.measures, page.others):
        part.choose(
            choose, None, page.shown, show_progress="hidden", api_visibility="private", trigger_mode="always_last"
        )  # fmt: skip


def _chosen(desk: Desk, changed: str, given: Mapping[str, Sequence[str]], search: str) -> Shown:
    """What a change of the choices changes on the page: what is ticked stays where it stands."""
    choice = Choice.from_query(given)
    if changed == "sok":
        return find_measures(desk, choice, search), *_SKIPPED[1:]
    if changed == "forbund":
        return _whole(open_page(desk, choice, search))
    return *_SKIPPED[:2], show(desk, choice), choice.to_query(), *_NOTHING_OPEN


def _given(event: gr.EventData) -> Mapping[str, Sequence[str]]:
    """The event's lists of ticked values."""
    return {name: [str(value) for value in getattr(event, name)] for name in NAMES}


def _whole(page: Page) -> Shown:
    return page.measures, page.others, page.result, page.choice.to_query(), *_NOTHING_OPEN


def _tried(request: gr.Request, act: Callable[[], Shown]) -> Shown:
    """What was asked for, or why not in the place of the tables."""
    try:
        person_of(request).require(Role.READER)
        return act()
    except FinsamError as exc:
        return *_SKIPPED[:2], comparison_notice_html(exc.message_sv, alert=True), gr.skip(), *_NOTHING_OPEN


def _tie_squares(page: _Tab, desk: Desk) -> None:
    def open_cell(query: str, event: gr.EventData, request: gr.Request) -> tuple[object, ...]:
        at = str(event.at)
        try:
            person_of(request).require(Role.READER)
            return (at, *open_square(desk, Choice.from_query(parse_qs(query)), at))
        except FinsamError as exc:
            return at, gr.skip(), reader_notice_html(exc.message_sv)

    def open_source(query: str, at: str, event: gr.EventData, request: gr.Request) -> str:
        try:
            person_of(request).require(Role.READER)
            return open_card(desk, Choice.from_query(parse_qs(query)), at, int(event.n))
        except FinsamError as exc:
            return reader_notice_html(exc.message_sv)

    shown = [page.opened, page.cards, page.reader]
    page.result.square(open_cell, [page.query], shown, show_progress="hidden", api_visibility="private")
    page.cards.source(open_source, [page.query, page.opened], page.reader, show_progress="hidden", api_visibility="private")
