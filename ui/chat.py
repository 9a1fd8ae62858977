"""The tab "Fråga" in Gradio: the conversation with numbered sources beside it.

What is shown is made in `conversation` and `conversation_actions`; here it is laid out, and the person's actions are tied to the
desk. The page says with each action which conversation it is about; nothing is remembered in Gradio's session.
"""

from __future__ import annotations

import time
from collections.abc import Iterator
from dataclasses import dataclass

import gradio as gr

from ingest.errors import EmptyStoreError, FinsamError
from ui.access.person import person_of
from ui.answer_html import notice_html
from ui.conversation import NO_SOURCES_YET, Asked, ask, begun_html, open_source, reopened
from ui.conversation_actions import forget, give_opinion, list_conversations, rename, suggest
from ui.conversations.ask_html import ask_html
from ui.conversations.kept_conversations import LISTED_AT_FIRST
from ui.conversations.limits_html import limits_row_html
from ui.conversations.list_html import bar_html
from ui.desk import Desk
from ui.examples import Examples
from ui.page_assets import asset
from ui.source_html import no_cards_html
from ui.welcome_html import welcome_html

SENTENCE_PAUSE_S = 0.05  # so that a long answer is seen to arrive, without making anyone wait
MOST_PAUSES = 10  # of an answer that has more sentences

Shown = tuple[object, ...]


@dataclass(frozen=True, slots=True)
class _Page:
    """The parts of the page that its actions read or change."""

    bar: gr.HTML
    listing: gr.HTML
    welcome: gr.HTML
    log: gr.HTML
    newest: gr.HTML
    slip: gr.HTML
    limits: gr.HTML
    ask: gr.HTML
    cards: gr.HTML
    reader: gr.HTML


def build_chat(desk: Desk, blocks: gr.Blocks, tab: gr.Tab) -> None:
    """Fills the tab. The example questions and what can be chosen above the box are made anew when somebody opens the page."""
    page = _lay_out()
    _tie_questions(page, desk)
    _tie_sources(page, desk)
    _tie_opinions(page, desk)
    _tie_list(page, desk)
    examples = Examples(desk)
    opening = [page.welcome, page.limits]
    blocks.load(lambda: _opening(desk, examples), None, opening, show_progress="hidden", api_visibility="private")
    tab.select(lambda: _limits(desk), None, page.limits, show_progress="hidden", api_visibility="private")


def _lay_out() -> _Page:
    with gr.Row(elem_id="fs-main", elem_classes="fs-panes"):
        with gr.Column(scale=3, elem_id="fs-chat"):
            bar = _part("fs-bar", bar_html())
            listing = _part("fs-conversations", js="conversations.js")
            welcome = _part("fs-welcome", js="welcome.js")
            log = _part("fs-log", begun_html(), js="log.js")
            newest = _part("fs-newest", js="newest.js")
            slip = _part("fs-slip", js="slip.js")
            limits = _part("fs-limits", js="limits.js")
            box = _part("fs-ask", ask_html(), js="ask.js")
        with gr.Column(scale=2, elem_id="fs-side", elem_classes="fs-side"):
            nothing = no_cards_html(NO_SOURCES_YET)
            cards = gr.HTML(nothing, elem_id="fs-cards", elem_classes="fs-card-list", js_on_load=asset("cards.js"))
            reader = gr.HTML(elem_id="fs-reading", elem_classes="fs-reading", js_on_load=asset("reader.js"))
    return _Page(bar, listing, welcome, log, newest, slip, limits, box, cards, reader)


def _part(elem_id: str, html: str = "", js: str = "") -> gr.HTML:
    """HTML of our own that Gradio's styles for running text leave alone."""
    return gr.HTML(html, elem_id=elem_id, apply_default_css=False, js_on_load=asset(js) if js else None)


def _opening(desk: Desk, examples: Examples) -> tuple[str, str]:
    """First sight for somebody who opens the page now, and what the answers can be limited to."""
    try:
        return welcome_html(desk.library().reports(), examples.questions()), _limits(desk)
    except EmptyStoreError:
        return welcome_html((), ()), ""
    except FinsamError as exc:
        return notice_html(exc.message_sv), ""


def _limits(desk: Desk) -> str:
    try:
        return limits_row_html(desk.library().reports())
    except FinsamError:
        return ""  # the answer says what is wrong


def _tie_questions(page: _Page, desk: Desk) -> None:
    def answer(request: gr.Request, event: gr.EventData) -> Iterator[Shown]:
        asked = Asked(str(event.question), str(event.conversation), str(event.association), str(event.period))
        for number, view in enumerate(ask(desk, person_of(request).name, asked)):
            if 1 < number <= MOST_PAUSES and not view.live:
                time.sleep(SENTENCE_PAUSE_S)
            yield view.turn, view.cards, "" if number == 0 else gr.skip()

    shown = [page.newest, page.cards, page.reader]
    # the page itself holds a question back while an answer comes
    page.ask.ask(answer, None, shown, show_progress="hidden", api_visibility="private", trigger_mode="multiple")


def _tie_sources(page: _Page, desk: Desk) -> None:
    def show_source(request: gr.Request, event: gr.EventData) -> tuple[str, str]:
        return open_source(desk, person_of(request).name, str(event.conversation), int(event.turn), int(event.n))

    # "multiple": Gradio may close its stream of events while a click is on its way, and then never hears of that one
    shown = [page.cards, page.reader]
    page.cards.source(show_source, None, shown, show_progress="hidden", api_visibility="private", trigger_mode="multiple")


def _tie_opinions(page: _Page, desk: Desk) -> None:
    def opinion(request: gr.Request, event: gr.EventData) -> str:
        place = str(event.conversation), int(event.turn)
        return give_opinion(desk, person_of(request).name, *place, str(event.verdict), str(event.comment))

    def suggested(request: gr.Request, event: gr.EventData) -> str:
        return suggest(desk, person_of(request).name, str(event.conversation), int(event.turn))

    page.log.opinion(opinion, None, page.slip, show_progress="hidden", api_visibility="private", trigger_mode="multiple")
    page.log.suggest(suggested, None, page.slip, show_progress="hidden", api_visibility="private", trigger_mode="multiple")


def _tie_list(page: _Page, desk: Desk) -> None:
    def show_list(request: gr.Request, event: gr.EventData) -> str:
        return list_conversations(desk, person_of(request).name, int(event.most or LISTED_AT_FIRST))

    def open_one(request: gr.Request, event: gr.EventData) -> tuple[str, str, str]:
        return (*reopened(desk, person_of(request).name, str(event.conversation)), "")

    def rename_one(request: gr.Request, event: gr.EventData) -> str:
        return rename(desk, person_of(request).name, str(event.conversation), str(event.name))

    def forget_one(request: gr.Request, event: gr.EventData) -> str:
        return forget(desk, person_of(request).name, str(event.conversation))

    listing, opened = page.listing, [page.log, page.cards, page.reader]
    listing.listed(show_list, None, listing, show_progress="hidden", api_visibility="private")
    listing.opened(open_one, None, opened, show_progress="hidden", api_visibility="private")
    listing.renamed(rename_one, None, listing, show_progress="hidden", api_visibility="private")
    listing.forgotten(forget_one, None, listing, show_progress="hidden", api_visibility="private")
