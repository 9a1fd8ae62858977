"""A real language model for tests: SmolLM2-135M behind llama-cpp-python's server, which speaks OpenAI's API.

`make model-server` makes what it needs. It is a poor writer, above all in Swedish: what it says proves nothing but that
the plumbing carries it and that the gate holds back what is false. What its server does unlike OpenAI's:
- `max_completion_tokens`, which LangChain sends for `max_tokens`, is passed over: put `max_tokens` in `extra_body`;
- a schema goes as `{"type": "json_object", "schema": …}`; `{"type": "json_schema", …}` is an error 500;
- a tool is only called when it is named in `tool_choice`; with "auto" and "required" the reply is plain text.
"""

from __future__ import annotations

import os
import socket
import subprocess
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest

FOLDER = Path(__file__).resolve().parent.parent / ".venv-model"
WEIGHTS = FOLDER / "smollm2-135m.gguf"
MODEL = "smollm2-135m"
CONTEXT_TOKENS = 4096  # question, evidence and reply together; Swedish takes about two characters a token
MISSING = "the language model's server is missing (run: make model-server)"
START_S = 60


@dataclass(frozen=True, slots=True)
class ModelServer:
    """Where a model answers: `base_url` ends in /v1, `model` is the name to ask for."""

    base_url: str
    model: str


@contextmanager
def served_model(log: Path) -> Iterator[ModelServer]:
    """The server on a port of its own, until the block ends; skips (or fails, under FINSAM_TEST_ALL=1) where it is not made.

    `log` takes what the server says; its end is part of the message when the server does not come up.
    """
    _require_server()
    port = _free_port()
    # The server takes its settings from the environment too ("HOST", "SEED", "CACHE", …): it gets an empty one.
    environment = {"PATH": os.environ.get("PATH", ""), "PYTHONUNBUFFERED": "1"}
    with log.open("wb") as out, subprocess.Popen(_command(port), env=environment, stdout=out, stderr=out) as process:
        try:
            _wait_until_ready(process, f"http://127.0.0.1:{port}/v1/models", log)
            yield ModelServer(f"http://127.0.0.1:{port}/v1", MODEL)
        finally:
            _end(process)


def _require_server() -> None:
    if (FOLDER / ".installed").exists():
        return
    if os.environ.get("FINSAM_TEST_ALL") == "1":
        pytest.fail(MISSING)
    pytest.skip(MISSING)


def _command(port: int) -> list[str]:
    settings = {
        "model": WEIGHTS,
        "model_alias": MODEL,
        "host": "127.0.0.1",
        "port": port,
        "n_ctx": CONTEXT_TOKENS,
        # One thread: several wait for each other in a busy loop, fifty times slower while another process wants the core.
        "n_threads": 1,
        "n_threads_batch": 1,
        "flash_attn": "true",
        "logits_all": "false",  # else a prompt costs a row of the vocabulary for each of its tokens
        "interrupt_requests": "false",  # else the next request cuts off the stream before it
        "seed": 1,
    }
    arguments = [str(part) for name, value in settings.items() for part in (f"--{name}", value)]
    return [str(FOLDER / "bin" / "python"), "-m", "llama_cpp.server", *arguments]


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
    return port


def _wait_until_ready(process: subprocess.Popen[bytes], address: str, log: Path) -> None:
    opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))  # loopback needs no proxy
    deadline = time.monotonic() + START_S
    while process.poll() is None and time.monotonic() < deadline:
        try:
            opener.open(address, timeout=5).close()
            return
        except (urllib.error.URLError, TimeoutError):
            time.sleep(0.1)
    pytest.fail(f"the language model's server did not start; its log ends:\n{log.read_text(errors='replace')[-3000:]}")


def _end(process: subprocess.Popen[bytes]) -> None:
    process.terminate()
    try:
        process.wait(10)
    except subprocess.TimeoutExpired:  # it waits for streams that a failed test left open
        process.kill()
