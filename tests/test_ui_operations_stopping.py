"""A stop in a process of its own: answers go out, streams end with a word, the exit code is 0, stderr is silent."""

from __future__ import annotations

import http.client
import json
import signal
import subprocess
import sys
import textwrap
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
PROGRAM = """
import asyncio, socket, sys, threading, time, traceback
from pathlib import Path
from types import SimpleNamespace
from fastapi import FastAPI
from starlette.responses import StreamingResponse
from ui.journal import open_log
from ui.operations import stopping
from ui.operations.stopping import EndCalmly, Stopping, end_idle_streams
from ingest.settings import Settings
from ui.web import run_server

stopping.ANSWER_SECONDS = int(sys.argv[2])
open_log(Path(sys.argv[1]))
app = FastAPI()
app.add_middleware(EndCalmly)
app.state.stopping = Stopping()
app.state.stopping.at_end(lambda: print("end", flush=True))
stop = asyncio.Event()

@app.get("/soon")
async def soon():
    print("asked", flush=True)
    while not app.state.stopping.begun:
        await asyncio.sleep(0.01)
    await asyncio.sleep(0.3)
    return "svaret"

@app.get("/printed")
async def printed():
    try:
        raise KeyError("min son 850412-1234")
    except KeyError:
        traceback.print_exc()
    print("asked", flush=True)

@app.get("/thread")
async def in_a_thread():
    def work():
        raise KeyError("min son 850412-1234")
    thread = threading.Thread(target=work)
    thread.start()
    thread.join()
    print("asked", flush=True)

@app.get("/never")
async def never():
    print("asked", flush=True)
    await asyncio.sleep(600)

@app.get("/stream")
async def stream():
    async def events():
        yield b'event: status\\ndata: {"text": "850412-1234"}\\n\\n'
        print("asked", flush=True)
        await asyncio.sleep(600)
    return StreamingResponse(events(), media_type="text/event-stream")

@app.get("/idle")
async def idle():
    async def alive():
        print("asked", flush=True)
        yield b"data: ALIVE\\n\\n"
        await page.stop_event.wait()
    return StreamingResponse(alive(), media_type="text/event-stream")

page = FastAPI()
page.stop_event = stop
app.mount("/page", page)
app.state.stopping.at_begin(lambda: end_idle_streams(app))
with socket.socket() as probe:
    probe.bind(("127.0.0.1", 0))
    port = probe.getsockname()[1]
run_server(app, Settings(port=port), lambda line: print(line, port, flush=True))
"""
Start = Callable[..., "Server"]


class Server:
    """The program in a process of its own, listening."""

    def __init__(self, data_dir: Path, answer_seconds: int) -> None:
        command = [sys.executable, "-c", textwrap.dedent(PROGRAM), str(data_dir), str(answer_seconds)]
        self.process = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
        self.port = int(self.line().rsplit(" ", 1)[1])
        self.asking: list[http.client.HTTPConnection] = []

    def line(self) -> str:
        assert self.process.stdout is not None
        return self.process.stdout.readline().strip()

    def ask(self, path: str) -> http.client.HTTPConnection:
        """Has asked when it returns; the answer is still to come."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)
        self.asking.append(connection)
        connection.request("GET", path)
        assert self.line() == "asked"
        return connection

    def signal(self, sent: signal.Signals = signal.SIGTERM) -> None:
        self.process.send_signal(sent)

    def ended(self) -> tuple[int, str, str]:
        out, err = self.process.communicate(timeout=60)
        return self.process.returncode, out, err


@pytest.fixture
def start(tmp_path: Path) -> Iterator[Start]:
    started: list[Server] = []

    def begin(answer_seconds: int = 20) -> Server:
        started.append(Server(tmp_path, answer_seconds))
        return started[-1]

    yield begin
    for server in started:
        server.process.kill()
        server.process.communicate()
        for connection in server.asking:
            connection.close()


@pytest.mark.parametrize("sent", [signal.SIGTERM, signal.SIGINT])
def test_a_server_without_work_ends_with_0_and_says_nothing_on_stderr(start: Start, sent: signal.Signals) -> None:
    server = start()

    server.signal(sent)

    code, out, err = server.ended()
    assert (code, err) == (0, "")
    assert out.startswith("end\nAvslutat.")


def test_an_answer_under_way_goes_out(start: Start) -> None:
    server = start()
    asked = server.ask("/soon")

    server.signal()

    answer = asked.getresponse()
    assert (answer.status, json.loads(answer.read())) == (200, "svaret")
    assert server.ended()[0::2] == (0, "")


def test_a_stop_takes_no_new_questions(start: Start) -> None:
    server = start()
    asked = server.ask("/soon")

    server.signal()
    asked.getresponse().read()

    with pytest.raises(OSError):
        http.client.HTTPConnection("127.0.0.1", server.port, timeout=60).request("GET", "/soon")


def test_an_answer_that_does_not_come_in_time_is_a_calm_problem(start: Start) -> None:
    server = start(1)
    asked = server.ask("/never")

    server.signal()

    answer = asked.getresponse()
    assert (answer.status, json.loads(answer.read())["detail"][:22]) == (503, "Programmet stängs av e")
    assert server.ended()[0::2] == (0, "")


def test_a_stream_that_does_not_end_in_time_ends_with_an_error_event(start: Start) -> None:
    server = start(1)
    asked = server.ask("/stream")

    server.signal()

    *_, event, data = asked.getresponse().read().decode().strip().split("\n")
    assert event == "event: error"
    assert json.loads(data.removeprefix("data: "))["status"] == 503
    assert server.ended()[0::2] == (0, "")


def test_the_stream_of_an_open_page_does_not_hold_up_the_stop(start: Start) -> None:
    server = start(600)
    asked = server.ask("/idle")

    server.signal()

    assert asked.getresponse().read() == b"data: ALIVE\n\n"
    assert server.ended()[0::2] == (0, "")


def test_a_second_signal_ends_it_at_once(start: Start) -> None:
    server = start(600)
    server.ask("/never")

    server.signal()
    server.signal(signal.SIGINT)

    code, _, err = server.ended()
    assert code in (128 + signal.SIGINT, 128 + signal.SIGTERM)
    assert err == ""


def test_a_stack_that_a_library_prints_is_masked(start: Start) -> None:
    server = start()
    server.ask("/printed").getresponse().read()

    server.signal()

    _, _, err = server.ended()
    assert "KeyError: 'min son [personnummer]'" in err


def test_an_error_that_ends_a_thread_goes_to_the_log(start: Start, tmp_path: Path) -> None:
    server = start()
    server.ask("/thread").getresponse().read()

    server.signal()

    assert server.ended()[2] == ""
    assert "KeyError: 'min son [personnummer]'" in (tmp_path / "finsam.log").read_text(encoding="utf-8")
