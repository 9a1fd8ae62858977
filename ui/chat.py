"""The tab "Fråga" in Gradio: the chat with numbered sources beside it.

What is shown is made in `conversation`; here it is laid out, and the person's actions are tied to the desk.
"""

from __future__ import annotations

import time
from collections.abc import Iterator
from dataclasses import dataclass

import gradio as gr

from ingest.errors import EmptyStoreError, FinsamError
from ui.answer_html import notice_html
from ui.conversation import Turn, View, ask, empty, open_source
from ui.desk import Desk
from ui.examples import Examples
from ui.page_assets import asset
from ui.texts import PLACEHOLDER
from ui.welcome_html import welcome_html

SENTENCE_PAUSE_S = 0.05  # so that a long answer is seen to arrive, without making anyone wait

Turns = tuple[Turn, ...]
Shown = tuple[object, ...]  # one value or update for each component in `_Page.shown`


@dataclass(frozen=True, slots=True)
class _Page:
    """The parts of the page that its actions read or change."""

    welcome: gr.HTML
    log: gr.Chatbot
    box: gr.Textbox
    send: gr.Button
    restart: gr.Button
    cards: gr.HTML
    reader: gr.HTML
    turns: gr.State

    @property
    def shown(self) -> list[gr.components.Component]:
        """What a question changes, in the order of `_show`."""
        return [self.log, self.welcome, self.restart, self.cards, self.reader, self.turns, self.box]


def build_chat(desk: Desk, blocks: gr.Blocks, tab: gr.Tab) -> None:
    """Fills the tab. The example questions are made anew each time somebody opens the page."""
    page = _lay_out()
    _tie_questions(page, desk)
    _tie_sources(page, desk)
    examples = Examples(desk)
    blocks.load(lambda: _opening(desk, examples), None, page.welcome, show_progress="hidden", api_visibility="private")


def _lay_out() -> _Page:
    with gr.Row(elem_id="fs-main", elem_classes="fs-panes"):
        with gr.Column(scale=3, elem_id="fs-chat"):
            welcome = gr.HTML(elem_id="fs-welcome", js_on_load=asset("welcome.js"))
            log = _chat_log()
            restart = gr.Button("Nytt samtal", scale=0, min_width=116, elem_id="fs-restart", visible=False)
            with gr.Row(elem_id="fs-ask"):
                box = _question_box()
                send = gr.Button("Fråga", variant="primary", scale=0, min_width=96, elem_id="fs-send")
        with gr.Column(scale=2, elem_id="fs-side", elem_classes="fs-side"):
            cards = gr.HTML(empty().cards, elem_id="fs-cards", elem_classes="fs-card-list", js_on_load=asset("cards.js"))
            reader = gr.HTML(elem_id="fs-reading", elem_classes="fs-reading", js_on_load=asset("reader.js"))
    return _Page(welcome, log, box, send, restart, cards, reader, gr.State(()))


def _opening(desk: Desk, examples: Examples) -> str:
    """First sight for somebody who opens the page now."""
    try:
        return welcome_html(desk.library().reports(), examples.questions())
    except EmptyStoreError:
        return welcome_html((), ())
    except FinsamError as exc:
        return notice_html(exc.message_sv)


def _tie_questions(page: _Page, desk: Desk) -> None:
    def answer(question: str, turns: Turns) -> Iterator[Shown]:
        for number, view in enumerate(ask(desk, turns, question)):
            if number > 1:
                time.sleep(SENTENCE_PAUSE_S)
            yield _show(view, new_question=number == 0)

    def answer_example(turns: Turns, event: gr.EventData) -> Iterator[Shown]:
        yield from answer(str(event.question), turns)

    def start_anew() -> Shown:
        return _show(empty(), new_question=True)

    asked, shown = [page.box, page.turns], page.shown
    gr.on([page.send.click, page.box.submit], answer, asked, shown, show_progress="hidden", api_visibility="private")
    page.welcome.example(answer_example, [page.turns], shown, show_progress="hidden", api_visibility="private")
    page.restart.click(start_anew, None, shown, show_progress="hidden", api_visibility="private")


def _tie_sources(page: _Page, desk: Desk) -> None:
    def show_source(turns: Turns, event: gr.EventData) -> tuple[str, str]:
        return open_source(desk, turns, int(event.turn), int(event.n))

    page.cards.source(show_source, [page.turns], [page.cards, page.reader], show_progress="hidden", api_visibility="private")


def _show(view: View, *, new_question: bool) -> Shown:
    """A view as updates of `_Page.shown`. A new question empties the box and closes the text that was being read."""
    messages = []
    for question, reply in view.messages:
        messages += [gr.ChatMessage(question, role="user"), gr.ChatMessage(reply, role="assistant")]
    return (
        gr.update(value=messages, visible=bool(messages)),
        gr.update(visible=not messages),
        gr.update(visible=bool(messages)),
        view.cards,
        "" if new_question else gr.skip(),
        view.turns,
        view.unsent if new_question else gr.skip(),
    )


def _chat_log() -> gr.Chatbot:
    return gr.Chatbot(
        elem_id="fs-log",
        label="Samtal",
        show_label=False,
        container=False,
        latex_delimiters=[],
        buttons=[],
        feedback_options=None,
        allow_tags=False,
        group_consecutive_messages=False,
        visible=False,
        height="100%",
    )


def _question_box() -> gr.Textbox:
    return gr.Textbox(
        placeholder=PLACEHOLDER,
        label="Din fråga",
        show_label=False,
        container=False,
        lines=1,
        max_lines=5,
        scale=1,
        min_width=120,
        autofocus=True,
        elem_id="fs-box",
        html_attributes=gr.InputHTMLAttributes(lang="sv", spellcheck=True),
    )
