"""The worker's side of `ingest.formats.isolated`: confines this process, hears its order, and tells pages and result.

Only to be used in a process that was started for it: limits are never lifted again, and stdout is taken away.
"""

from __future__ import annotations

import json
import os
import resource
import signal
import sys
import threading
from collections.abc import Callable
from typing import BinaryIO

from ingest.errors import InputError
from ingest.formats.isolated import OUT_OF_MEMORY, RESULT_PREFIX

NICENESS = 10
# A parser that spins in C code hears nothing; the kernel ends it after so many times the silence allowed.
_CPU_FACTOR = 2
_EXIT_TOLD = 3

BeginPage = Callable[[int, int], None]


def answer_order(answer: Callable[[dict[str, object], BeginPage], bytes]) -> None:
    """Hears the one order, confines the process, and tells what `answer` returns: the JSON text of the result.

    `answer` gets the request and a function to call with (page, of) when it begins a page. An `InputError` is told in
    words, a lack of memory by the exit status; any other error is left to end the process with its traceback on stderr.
    """
    out = _take_stdout()
    order = json.loads(sys.stdin.buffer.readline())
    _confine(int(order["memory_bytes"]))
    threading.Thread(target=_end_with_parent, daemon=True).start()
    silent_seconds = float(order["silent_seconds"])

    def begin_page(page: int, of: int) -> None:
        _allow_cpu(silent_seconds)
        _tell(out, {"page": page, "of": of})

    _allow_cpu(silent_seconds)
    try:
        result = answer(order["request"], begin_page)
    except InputError as error:
        _tell(out, {"error": type(error).__name__, "message_sv": error.message_sv, "detail": str(error)[:4000]})
        sys.exit(_EXIT_TOLD)
    except MemoryError:
        os._exit(OUT_OF_MEMORY)  # nothing is told or tidied up: that would take memory again
    out.write(RESULT_PREFIX + result.replace(b"\n", b" ") + b"}\n")
    out.flush()


def _take_stdout() -> BinaryIO:
    """The stdout of this process for the protocol alone; what libraries print goes to stderr."""
    out = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)
    return out


def _confine(memory_bytes: int) -> None:
    """Limits of this process and of each of its children: address space, no core dumps, lower priority."""
    resource.setrlimit(resource.RLIMIT_AS, (memory_bytes, memory_bytes))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    os.nice(NICENESS)


def _allow_cpu(seconds: float) -> None:
    """From now on so much processor time; the limit of a busy loop that has lost its parent."""
    usage = resource.getrusage(resource.RUSAGE_SELF)
    used = usage.ru_utime + usage.ru_stime
    _, hard = resource.getrlimit(resource.RLIMIT_CPU)
    soft = int(used + _CPU_FACTOR * seconds) + 1
    resource.setrlimit(resource.RLIMIT_CPU, (soft if hard == resource.RLIM_INFINITY else min(soft, hard), hard))


def _end_with_parent() -> None:
    """Waits for the end of stdin, which comes when the process that gave the order is gone, and ends the whole group."""
    while os.read(0, 1024):
        pass
    os.killpg(os.getpid(), signal.SIGKILL)


def _tell(out: BinaryIO, line: dict[str, object]) -> None:
    out.write(json.dumps(line).encode() + b"\n")
    out.flush()
