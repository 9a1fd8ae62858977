"""The frame of the web page in Gradio: head and tabs, and mounting it in the web application.

Gradio is known to this module and to the two that lay out what is under a tab (`chat`, `review_page`); only `ui.compose`
imports them, when the web is wanted.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING

import gradio as gr

from ingest.errors import FinsamError
from ui.access.page_sessions import OwnPages
from ui.access.person import Person, person_of
from ui.desk import Desk
from ui.header_html import header_html
from ui.page_assets import asset
from ui.texts import BUILT_IN, PAGE_TITLE

if TYPE_CHECKING:
    from fastapi import FastAPI

# In this order: what comes later may build on what comes before.
STYLES = ("chat.css", "question.css", "review.css", "comparison.css", "brief.css", "reports.css", "access.css")
QUESTIONS_AT_ONCE = 8  # Gradio's default of one would let a slow question hold up everyone

BuildTab = Callable[[Desk, gr.Blocks, gr.Tab], None]


def build_page(desk: Desk, tabs: Mapping[str, BuildTab]) -> gr.Blocks:
    """The page with a tab for each name, ready to be mounted. What is indexed is read anew each time somebody opens it."""
    blocks: gr.Blocks

    def head(request: gr.Request) -> str:
        return _header(desk, person_of(request))

    with gr.Blocks(title=PAGE_TITLE, fill_height=True, fill_width=True, analytics_enabled=False) as blocks:
        header = gr.HTML(header_html(()), elem_id="fs-header")
        with gr.Tabs(elem_id="fs-tabs"):
            for name, build_tab in tabs.items():
                with gr.Tab(name) as tab:
                    build_tab(desk, blocks, tab)
                # what was taken in or away under one tab is counted when another is opened
                tab.select(head, None, header, show_progress="hidden", api_visibility="private")
        blocks.load(head, None, header, show_progress="hidden", api_visibility="private")
    blocks.queue(default_concurrency_limit=QUESTIONS_AT_ONCE)
    return blocks


def _header(desk: Desk, person: Person) -> str:
    try:
        return header_html(desk.library().reports(), person)
    except FinsamError:
        return header_html((), person)  # the tab says what is wrong


def mount_page(app: FastAPI, page: gr.Blocks) -> FastAPI:
    """Puts the page at `/` of an application; nothing on it is fetched from another host."""
    from starlette.middleware import Middleware

    mounted: FastAPI = gr.mount_gradio_app(
        app,
        page,
        path="/",
        ssr_mode=False,
        footer_links=[],
        run_history=False,
        show_error=False,
        enable_monitoring=False,
        max_file_size=1,  # bytes: files come in by an address of our own, with limits and a log
        app_kwargs={"middleware": [Middleware(OwnPages)]},
        theme=gr.themes.Base(font=["system-ui", "sans-serif"], font_mono=["ui-monospace", "monospace"]),
        css="".join(asset(name) for name in STYLES),
        js=asset("page.js"),
        i18n=gr.I18n(sv=BUILT_IN, en=BUILT_IN),
    )
    return mounted
