"""An open page belongs to whoever opened it.

Gradio knows an open page by a `session_hash` that the browser makes up, and gives its answers to any signed-in person who
names it. Here each is bound to the first person who uses it, and the addresses that find an answer in another way, or that the
page has no use for, are closed.
"""

from __future__ import annotations

import json
import re
from collections import OrderedDict
from http import HTTPStatus
from typing import TYPE_CHECKING
from urllib.parse import parse_qs

from ui.access.person import PERSON_KEY, Person
from ui.api.bodies import GoneError, given_whole, read_whole
from ui.problem import problem

if TYPE_CHECKING:
    from starlette.responses import Response
    from starlette.types import ASGIApp, Receive, Scope, Send

MOST_PAGES = 200  # of one person; whoever opens more forgets the own ones that were used longest ago, never another's
LONGEST_HASH = 100
MOST_BODY_BYTES = 8_000_000  # of an event: text that people write
_SOMEBODY_ELSES = "Sidan hör till någon annan som är inloggad. Ladda om den och försök igen."
_CLOSED = "Den här adressen används inte. Filer laddas upp på sidan Rapporter."
_TOO_LARGE = "Det som skickades är för stort. Korta det och försök igen."
# Of Gradio's addresses: calls by an event's id, which need no session, and files that are written before anybody looks at them.
_CLOSED_PATHS = re.compile(r"/gradio_api/(?:call|component_server|process_recording|run|api|stream|upload)(?:/|$)")
_IN_PATH = re.compile(r"/gradio_api/heartbeat/([^/]+)")


class PageOwners:
    """Whose an open page is: the name of each `session_hash`'s person. Without accounts all are one person's."""

    def __init__(self, most: int = MOST_PAGES) -> None:
        self._most = most
        self._owners: dict[str, str] = {}
        self._pages: dict[str, OrderedDict[str, None]] = {}  # of each person, used last last

    def admit(self, session_hash: str, name: str) -> bool:
        """Whether the page is the person's; one that nobody has used becomes so."""
        if len(session_hash) > LONGEST_HASH or self._owners.setdefault(session_hash, name) != name:
            return False
        pages = self._pages.setdefault(name, OrderedDict())
        pages[session_hash] = None
        pages.move_to_end(session_hash)
        if len(pages) > self._most:
            oldest, _ = pages.popitem(last=False)
            del self._owners[oldest]
        return True


class OwnPages:
    """ASGI middleware of the page's application, behind `Identify`. Runs on the event loop alone, so it needs no lock."""

    def __init__(self, app: ASGIApp, owners: PageOwners | None = None) -> None:
        self._app = app
        self._owners = owners or PageOwners()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        if _CLOSED_PATHS.match(scope["path"]):
            await problem(HTTPStatus.NOT_FOUND, _CLOSED)(scope, receive, send)
            return
        body = b""
        if scope["method"] == "POST":
            try:
                read = await read_whole(receive, MOST_BODY_BYTES)
            except GoneError:
                return
            if read is None:
                await problem(HTTPStatus.REQUEST_ENTITY_TOO_LARGE, _TOO_LARGE)(scope, receive, send)
                return
            body, receive = read, given_whole(read, receive)
        refusal = self._refusal(scope, body)
        await (refusal or self._app)(scope, receive, send)

    def _refusal(self, scope: Scope, body: bytes) -> Response | None:
        person = scope.get(PERSON_KEY)
        name = person.name if isinstance(person, Person) else ""
        if all(self._owners.admit(one, name) for one in _hashes(scope, body)):
            return None
        return problem(HTTPStatus.FORBIDDEN, _SOMEBODY_ELSES)


def _hashes(scope: Scope, body: bytes) -> list[str]:
    """Every `session_hash` that a request names: in its address, its query or its JSON, as Gradio reads them."""
    query = parse_qs(scope["query_string"].decode("latin-1")).get("session_hash", [])
    try:
        said = json.loads(body) if body else None
    except (ValueError, RecursionError):
        said = None  # Gradio refuses it too
    in_body = said.get("session_hash") if isinstance(said, dict) else None
    return [*_IN_PATH.findall(scope["path"]), *query, *([in_body] if isinstance(in_body, str) else [])]
