"""The guards in front of the application, put up in the order in which a request meets them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ui.access.identity import Identify
from ui.access.proxies import Proxies
from ui.api.bodies import Bodies
from ui.api.crowded import Crowded
from ui.api.headers import Headers
from ui.api.open_requests import OpenRequests
from ui.api.origins import Origins, read_origins
from ui.api.rates import Rates
from ui.api.slashes import WithoutSlash
from ui.operations.stopping import EndCalmly
from ui.shell import Shell

if TYPE_CHECKING:
    from collections.abc import Callable

    from fastapi import FastAPI

    from ui.access.gate import Gate
    from ui.operations.metrics import Reason


def add_guard(app: FastAPI, gate: Gate | None, refused: Callable[[Reason], None] | None = None) -> FastAPI:
    """Puts up the guards: a request meets headers, the page's shell, origins, how many are connected
    and how many requests one address has open, bodies, a slash too
    many, who it is, and rates.

    What each turns away gets the headers of those outside it. Without a gate, for this machine alone, no other website is
    allowed and nothing is counted. `refused` is told why somebody is turned away. Raises `UsageError` for
    settings that are no origins.
    """
    # the last that is added is met first; what the stop breaks off gets everybody's headers
    app.add_middleware(EndCalmly)
    if gate is not None:
        app.add_middleware(Rates, settings=gate.settings, refused=refused)
    app.add_middleware(Identify, gate=gate)
    app.add_middleware(WithoutSlash)
    app.add_middleware(Bodies, refused=refused)
    if gate is not None:
        app.add_middleware(OpenRequests, settings=gate.settings)
    app.add_middleware(Crowded, refused=refused)
    if gate is None:
        app.add_middleware(Origins)
        app.add_middleware(Shell)
        app.add_middleware(Headers)
        return app
    app.add_middleware(Origins, allowed=read_origins(gate.settings.allowed_origins, "allowed_origins"))
    app.add_middleware(Shell)
    framing = read_origins(gate.settings.frame_ancestors, "frame_ancestors")
    app.add_middleware(Headers, proxies=Proxies.of(gate.settings), frame_ancestors=framing)
    return app
