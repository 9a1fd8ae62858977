"""Runs a worker module in a process of its own, so that a file that makes a parser crash, hang or swell ends that process only.

The worker gets one line of JSON on stdin and answers with lines of JSON on stdout (`ingest.formats.confined` is its side):
`{"page": 3, "of": 18}` as a sign of life, at the end `{"result": …}`, or `{"error": …}` for an error that people read.
Never pickle: what comes back from a process that parsed foreign bytes is data and is checked by who asked.
"""

from __future__ import annotations

import json
import os
import selectors
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from tempfile import TemporaryDirectory

from ingest import errors
from ingest.errors import InputError

RESULT_PREFIX = b'{"result":'
OUT_OF_MEMORY = 4  # the exit status of a worker that got no more memory
_CHUNK_BYTES = 1 << 16
_DETAIL_BYTES = 4_000  # of what a worker wrote to stderr, the end is kept
_MAX_SMALL_LINE = 20_000  # a sign of life or an error; only the result is longer
# How often it is looked whether the worker has ended though a child of it still holds its stdout open.
_LOOK_SECONDS = 0.25
_END_SECONDS = 2.0
# What the worker's environment keeps of ours: programs are found, texts are decoded; secrets stay here.
_KEPT_ENVIRONMENT = ("PATH", "LANG", "LC_ALL", "LC_CTYPE", "TMPDIR", "TESSDATA_PREFIX", "LD_LIBRARY_PATH")


@dataclass(frozen=True, slots=True)
class Bounds:
    """What a worker may use. `memory_bytes` is address space, its own and of each of its children; `silent_seconds` the
    longest time without a sign of life; `result_bytes` all that it may write to stdout."""

    memory_bytes: int
    silent_seconds: float
    result_bytes: int


class WorkerFailure(Exception):
    """A worker ended without a result. `page` is the one it had begun, None before the first.

    `what` is "crashed", "hung", "swelled" (out of memory) or "flooded" (more output than allowed).
    """

    def __init__(self, what: str, page: int | None, detail: str) -> None:
        super().__init__(f"worker {what} on page {page}: {detail}")
        self.what = what
        self.page = page


def ignore_page(page: int, of: int) -> None:
    """For who does not want to be told of pages."""


def run_isolated(module: str, request: object, bounds: Bounds, on_page: Callable[[int, int], None] = ignore_page) -> bytes:
    """What the worker module answers to the request: the JSON text of its result, unchecked.

    `request` is anything that JSON can say. `on_page` is told of each page begun; what it raises stops the worker and goes
    on. Raises the `InputError` that the worker told, `WorkerFailure` when it ended otherwise. When this returns or raises,
    the worker and all its children are gone.
    """
    order = {"memory_bytes": bounds.memory_bytes, "silent_seconds": bounds.silent_seconds, "request": request}
    with TemporaryDirectory(prefix="finsam-", ignore_cleanup_errors=True) as folder:
        return _run(module, json.dumps(order).encode() + b"\n", bounds, on_page, folder)


def _run(module: str, order: bytes, bounds: Bounds, on_page: Callable[[int, int], None], folder: str) -> bytes:
    """Runs a worker whose temporary files, page images among them, lie in the folder: it may be killed before it tidies up."""
    worker = subprocess.Popen(
        [sys.executable, "-P", "-X", "faulthandler", "-m", module],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env=_environment() | {"TMPDIR": folder},
        bufsize=0,
        start_new_session=True,  # a group to kill as a whole, and Ctrl+C at the terminal is ours alone to handle
    )
    talk = _Talk(bounds, on_page)
    try:
        talk.listen(worker, order)
        if talk.result is None:
            _await_end(worker)
    finally:
        _kill_group(worker)
        for pipe in (worker.stdin, worker.stdout, worker.stderr):
            if pipe is not None:
                pipe.close()
    if talk.result is None:
        what = "swelled" if worker.returncode == OUT_OF_MEMORY else "crashed"
        raise WorkerFailure(what, talk.page, f"exit status {worker.returncode}; {talk.detail}")
    return talk.result


@dataclass(slots=True)
class _Talk:
    """What has been heard of a worker so far."""

    bounds: Bounds
    on_page: Callable[[int, int], None]
    page: int | None = None
    result: bytes | None = None
    heard: int = 0
    line: bytearray = field(default_factory=bytearray)
    stderr: bytearray = field(default_factory=bytearray)

    @property
    def detail(self) -> str:
        return self.stderr.decode("utf-8", "replace").strip()

    def listen(self, worker: subprocess.Popen[bytes], order: bytes) -> None:
        """Hears the worker until it has told its result, has ended, or has been silent for too long."""
        assert worker.stdin is not None and worker.stdout is not None and worker.stderr is not None
        with suppress(BrokenPipeError):  # it has ended already; what it wrote tells why
            worker.stdin.write(order)  # and not closed: to the worker the end of its stdin is the end of this process
        with selectors.DefaultSelector() as selector:
            selector.register(worker.stdout, selectors.EVENT_READ, self._hear)
            selector.register(worker.stderr, selectors.EVENT_READ, self._hear_detail)
            deadline = time.monotonic() + self.bounds.silent_seconds
            while self.result is None and selector.get_map():
                has_ended = _has_ended(worker)  # asked before: what it wrote last is then there to be heard
                ready = selector.select(_LOOK_SECONDS)
                for key, _ in ready:
                    chunk = os.read(key.fd, _CHUNK_BYTES)
                    if not chunk:
                        selector.unregister(key.fileobj)
                    elif key.data(chunk):
                        deadline = time.monotonic() + self.bounds.silent_seconds
                if not ready and has_ended:
                    return
                if time.monotonic() > deadline:
                    raise WorkerFailure("hung", self.page, f"silent for {self.bounds.silent_seconds} s; {self.detail}")

    def _hear(self, chunk: bytes) -> bool:
        self.heard += len(chunk)
        if self.heard > self.bounds.result_bytes:
            raise WorkerFailure("flooded", self.page, f"more than {self.bounds.result_bytes} bytes of output")
        *ended, rest = chunk.split(b"\n")
        for part in ended:
            self.line += part
            self._hear_line(bytes(self.line))
            self.line.clear()
        self.line += rest
        return True

    def _hear_detail(self, chunk: bytes) -> bool:
        self.stderr += chunk
        del self.stderr[:-_DETAIL_BYTES]
        return False  # chatter is no sign of life

    def _hear_line(self, line: bytes) -> None:
        if line.startswith(RESULT_PREFIX) and line.endswith(b"}"):
            self.result = line[len(RESULT_PREFIX) : -1]
            return
        told = _small_object(line)
        page, of, error, message = told.get("page"), told.get("of"), told.get("error"), told.get("message_sv")
        if isinstance(page, int) and isinstance(of, int):
            self.page = page
            self.on_page(page, of)
        elif isinstance(error, str) and isinstance(message, str):
            raise _input_error(error)(message, str(told.get("detail", "")))
        else:
            raise WorkerFailure("crashed", self.page, f"no line of the protocol: {line[:200]!r}")


def _small_object(line: bytes) -> dict[str, object]:
    """The JSON object of a line; {} where it is none."""
    if len(line) > _MAX_SMALL_LINE:
        return {}
    try:
        told = json.loads(line)
    except (ValueError, RecursionError):
        return {}
    return told if isinstance(told, dict) else {}


def _input_error(name: str) -> type[InputError]:
    found = getattr(errors, name, None)
    return found if isinstance(found, type) and issubclass(found, InputError) else InputError


def _environment() -> dict[str, str]:
    """The worker imports what we import, whatever lies in the working directory; and uses one core."""
    kept = {name: os.environ[name] for name in _KEPT_ENVIRONMENT if name in os.environ}
    path = os.pathsep.join(os.path.abspath(entry) for entry in sys.path)
    return kept | {"PYTHONPATH": path, "PYTHONIOENCODING": "utf-8", "OMP_THREAD_LIMIT": "1", "OPENBLAS_NUM_THREADS": "1"}


def _has_ended(worker: subprocess.Popen[bytes]) -> bool:
    """Whether the process has ended; it is not reaped, so that its number still names its group."""
    return os.waitid(os.P_PID, worker.pid, os.WEXITED | os.WNOHANG | os.WNOWAIT) is not None


def _await_end(worker: subprocess.Popen[bytes]) -> None:
    """Gives a worker that has closed its stdout the moment it takes to end, so that its exit status is its own."""
    until = time.monotonic() + _END_SECONDS
    while not _has_ended(worker) and time.monotonic() < until:
        time.sleep(_LOOK_SECONDS / 10)


def _kill_group(worker: subprocess.Popen[bytes]) -> None:
    """Ends the worker and its children. Its number is its own until it is reaped, so nobody else can be hit."""
    os.killpg(worker.pid, signal.SIGKILL)
    worker.wait()
