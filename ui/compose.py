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

    from ui.api.capacity import Capacity
    from ui.operations.metrics import Metrics
    from ui.page import BuildTab
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
    from ui.journal import log_to_stderr
    from ui.web import check_address, run_server, start_lines

    if settings.log_format == "json":
        log_to_stderr()
    with ExitStack() as opened:
        open_desk = opened.enter_context(desk(settings))
        open_desk.model()  # a wrong setting is told here, not to whoever asks first
        guarded = Gate(settings, open_desk.workplace).is_guarded()
        check_address(settings.host, settings.port, guarded=guarded)
        for line in start_lines(settings.host, guarded=guarded):
            announce(line)
        intake = opened.enter_context(uploads(open_desk))
        threading.Thread(target=open_desk.warm_up, daemon=True).start()
        run_server(build_web_app(open_desk, intake), settings, announce)


def build_web_app(open_desk: Desk, intake: Uploads) -> FastAPI:
    """The web application: what is public, what the staff fetches and sends, and their page with its tabs at `/`."""
    os.environ["GRADIO_ANALYTICS_ENABLED"] = "False"  # before the import: Gradio calls home otherwise
    from ui.access.gate import Gate
    from ui.api.capacity import Capacity
    from ui.operations.endpoints import add_operations
    from ui.operations.metrics import Metrics
    from ui.page import build_page, mount_page
    from ui.web import new_app

    gate = Gate(open_desk.settings, open_desk.workplace)
    metrics = Metrics()
    capacity = Capacity(open_desk.settings)
    app = new_app(gate, metrics.refused)
    add_public(app, open_desk, capacity, metrics)
    add_files(app, open_desk, intake)
    add_operations(app, open_desk, gate, metrics)
    app.state.stopping.at_end(capacity.close)
    return mount_page(app, build_page(open_desk, workplace_tabs(intake)))


def add_public(app: FastAPI, open_desk: Desk, capacity: Capacity, metrics: Metrics) -> None:
    """What anybody may reach: the API, also by MCP, the widget with its page, places in reports, the accessibility statement."""
    from ui.accessibility_page import add_statement
    from ui.api.addresses import add_api
    from ui.mcp.endpoint import add_mcp
    from ui.source_api import add_sources
    from ui.widget.routes import add_widget

    add_api(app, open_desk, capacity, metrics)
    add_mcp(app, open_desk, capacity, metrics)
    add_widget(app, open_desk, capacity, metrics)
    add_sources(app, open_desk)
    add_statement(app, open_desk.settings)


def add_files(app: FastAPI, open_desk: Desk, intake: Uploads) -> None:
    """What the staff sends and fetches as files."""
    from ui.brief.exports import add_briefs
    from ui.comparison.exports import add_comparison
    from ui.conversations.opinions_export import add_opinions
    from ui.reports.original_api import add_originals
    from ui.upload_api import add_uploads
    from ui.web import add_exports

    add_uploads(app, intake)
    add_originals(app, open_desk)
    add_exports(app, open_desk)
    add_opinions(app, open_desk)
    add_comparison(app, open_desk)
    add_briefs(app, open_desk)


def workplace_tabs(intake: Uploads) -> dict[str, BuildTab]:
    """What fills each tab of the staff's page, in their order."""
    from ui.brief.tab import build_brief
    from ui.chat import build_chat
    from ui.comparison.tab import build_comparison
    from ui.reports.tab import build_reports
    from ui.review_page import build_review

    return {
        "Fråga": build_chat,
        "Jämför": build_comparison,
        "Underlag": build_brief,
        "Granskning": build_review,
        "Rapporter": partial(build_reports, uploads=intake),
    }
