"""The story of the program's outer layer: settings, store, assistant and web put together.

The command line and the web page get the same desk; everything heavy is imported when it is wired in.
"""

from __future__ import annotations

import os
import threading
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from functools import partial
from typing import TYPE_CHECKING

from ingest.settings import Settings
from ui.desk import Desk

if TYPE_CHECKING:
    from fastapi import FastAPI

    from ui.uploads import Uploads


@contextmanager
def desk(settings: Settings) -> Iterator[Desk]:
    """The desk where questions are answered, closed at the end."""
    opened = Desk(settings)
    try:
        yield opened
    finally:
        opened.close()


@contextmanager
def uploads(open_desk: Desk) -> Iterator[Uploads]:
    """The queue of uploaded files, with the thread that reads them; at the end what is being read is broken off."""
    from ui.uploads import Uploads

    opened = Uploads(open_desk.settings, open_desk)
    try:
        yield opened
    finally:
        opened.close()


def serve_web(settings: Settings, announce: Callable[[str], None]) -> None:
    """Serves the web page until interrupted; `announce` gets the lines for the person who started it.

    Raises `UsageError` for a host that is not this machine as long as nobody signs in, `PortTakenError` when something else
    listens there.
    """
    from ui.access.gate import Gate
    from ui.web import check_address, run_server, start_lines

    with ExitStack() as opened:
        open_desk = opened.enter_context(desk(settings))
        guarded = Gate(settings, open_desk.workplace).is_guarded()
        check_address(settings.host, settings.port, guarded=guarded)
        for line in start_lines(settings.host, guarded=guarded):
            announce(line)
        intake = opened.enter_context(uploads(open_desk))
        threading.Thread(target=open_desk.warm_up, daemon=True).start()
        run_server(build_web_app(open_desk, intake), settings.host, settings.port, announce)


def build_web_app(open_desk: Desk, intake: Uploads) -> FastAPI:
    """The web application: the page with its tabs at `/`, the findings as files, places in reports, uploads, `/healthz`."""
    os.environ["GRADIO_ANALYTICS_ENABLED"] = "False"  # before the import: Gradio calls home otherwise
    from ui.access.gate import Gate
    from ui.accessibility_page import add_statement
    from ui.brief.exports import add_briefs
    from ui.brief.tab import build_brief
    from ui.chat import build_chat
    from ui.comparison.exports import add_comparison
    from ui.comparison.tab import build_comparison
    from ui.conversations.opinions_export import add_opinions
    from ui.page import build_page, mount_page
    from ui.reports.original_api import add_originals
    from ui.reports.tab import build_reports
    from ui.review_page import build_review
    from ui.source_api import add_sources
    from ui.upload_api import add_uploads
    from ui.web import add_exports, new_app

    gate = Gate(open_desk.settings, open_desk.workplace)
    app = add_uploads(add_sources(add_exports(new_app(gate), open_desk), open_desk), intake)
    add_opinions(app, open_desk)
    add_statement(app, open_desk.settings)
    add_comparison(app, open_desk)
    add_briefs(app, open_desk)
    add_originals(app, open_desk)
    page = build_page(
        open_desk,
        {
            "Fråga": build_chat,
            "Jämför": build_comparison,
            "Underlag": build_brief,
            "Granskning": build_review,
            "Rapporter": partial(build_reports, uploads=intake),
        },
    )
    return mount_page(app, page)
