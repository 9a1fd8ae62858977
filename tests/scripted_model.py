"""A language model that says what a test has it say: a real server of its own that speaks OpenAI's language.

A script gets what was asked and gives what happens: a `Text` (streamed in small pieces where a stream is wanted), a `Refusal`
with its status, a `Silence`, a text that is `Cut` in the middle, or text that waits in the middle (`Held`).
"""

from __future__ import annotations

import json
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

PIECE = 7  # characters of a piece of a stream


@dataclass(frozen=True, slots=True)
class Asked:
    """A request of the model: the system's rules, the last message, and all of its JSON."""

    rules: str
    asked: str
    request: dict[str, Any]


@dataclass(frozen=True, slots=True)
class Text:
    text: str


@dataclass(frozen=True, slots=True)
class Refusal:
    status: int
    body: str = '{"error": {"message": "no"}}'


@dataclass(frozen=True, slots=True)
class Silence:
    """Nothing is said until the server is closed."""


@dataclass(frozen=True, slots=True)
class Cut:
    """The connection ends after the text, without the end of the stream."""

    text: str


@dataclass(slots=True)
class Held:
    """The first text, then nothing until `go_on` is set, then the rest. `broken` is set when nobody listened any more."""

    first: str
    rest: str
    go_on: threading.Event = field(default_factory=threading.Event)
    broken: threading.Event = field(default_factory=threading.Event)


Reply = Text | Refusal | Silence | Cut | Held
Script = Callable[[Asked], Reply]


class ScriptedModel:
    """The server. `asked` holds what it was asked, in order; `address` is for the setting `llm_address`."""

    def __init__(self, script: Script) -> None:
        self.script = script
        self.asked: list[Asked] = []
        self.closing = threading.Event()
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), _handler(self))
        self._server.daemon_threads = True
        self.address = f"http://127.0.0.1:{self._server.server_address[1]}/v1"
        self._thread = threading.Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
        self._thread.start()

    def close(self) -> None:
        self.closing.set()
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()


@contextmanager
def scripted_model(script: Script) -> Iterator[ScriptedModel]:
    """The model, closed at the end."""
    model = ScriptedModel(script)
    try:
        yield model
    finally:
        model.close()


def _handler(model: ScriptedModel) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            request = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
            told = {message["role"]: _words(message["content"]) for message in request["messages"]}
            asked = Asked(told.get("system", ""), told.get("user", ""), request)
            model.asked.append(asked)
            with suppress(BrokenPipeError, ConnectionResetError):  # whoever asked may leave
                self._say(model.script(asked), streamed=bool(request.get("stream")))

        def log_message(self, *_: object) -> None:
            """Nothing on stderr."""

        def _say(self, reply: Reply, *, streamed: bool) -> None:
            if isinstance(reply, Silence):
                model.closing.wait()
            elif isinstance(reply, Refusal):
                self._whole(reply.status, reply.body)
            elif not streamed:
                self._whole(200, json.dumps(_completion(_text_of(reply))))
            else:
                self._stream(reply)

        def _whole(self, status: int, body: str) -> None:
            data = body.encode()
            self.send_response(status)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(data)))
            self.end_headers()
            self.wfile.write(data)

        def _stream(self, reply: Text | Cut | Held) -> None:
            self.send_response(200)
            self.send_header("Content-Type", "text/event-stream")
            self.end_headers()
            if isinstance(reply, Held):
                self._pieces(reply.first)
                while not reply.go_on.wait(0.02) and not model.closing.is_set():
                    self._listens(reply)
                self._pieces(reply.rest)
            else:
                self._pieces(reply.text)
            if isinstance(reply, Cut):
                self.connection.close()
                return
            self._event(_chunk("", "stop"))
            self.wfile.write(b"data: [DONE]\n\n")

        def _listens(self, reply: Held) -> None:
            """A sign of life, which cannot be sent to somebody who has left."""
            try:
                self.wfile.write(b": \n\n")
            except OSError:
                reply.broken.set()
                raise

        def _pieces(self, text: str) -> None:
            for start in range(0, len(text), PIECE):
                self._event(_chunk(text[start : start + PIECE], None))

        def _event(self, chunk: dict[str, object]) -> None:
            self.wfile.write(f"data: {json.dumps(chunk)}\n\n".encode())

    return Handler


def _words(content: Any) -> str:
    return content if isinstance(content, str) else "".join(part.get("text", "") for part in content)


def _text_of(reply: Text | Cut | Held) -> str:
    return reply.first + reply.rest if isinstance(reply, Held) else reply.text


def _completion(text: str) -> dict[str, object]:
    message = {"role": "assistant", "content": text}
    return {
        "id": "1", "object": "chat.completion", "created": 0, "model": "scripted",
        "choices": [{"index": 0, "message": message, "finish_reason": "stop"}],
        "usage": {"prompt_tokens": 1, "completion_tokens": 1, "total_tokens": 2},
    }  # fmt: skip


def _chunk(text: str, finish: str | None) -> dict[str, object]:
    choice = {"index": 0, "delta": {"role": "assistant", "content": text}, "finish_reason": finish}
    return {"id": "1", "object": "chat.completion.chunk", "created": 0, "model": "scripted", "choices": [choice]}
