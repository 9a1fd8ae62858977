"""Parts of a measurement that run in processes of their own, timed, and the table they are printed in."""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
import threading
import time
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
PART_TIMEOUT_S = 900


@dataclass(frozen=True, slots=True)
class Part:
    """One process, run to its end: wall time in seconds, peak memory in MB, and what it printed."""

    seconds: float
    peak_mb: float
    printed: str


def median_seconds(parts: list[Part]) -> float:
    return statistics.median(part.seconds for part in parts)


def peak_mb(parts: list[Part]) -> float:
    return max(part.peak_mb for part in parts)


def row(what: str, measured: float, floor: float) -> None:
    print(f"{what:40}{measured:10.1f}{floor:10.1f}{measured / floor:8.2f}")


def run_command(*arguments: str) -> Part:
    return timed([sys.executable, "-c", "import sys; from ui.cli import main; sys.exit(main())", *arguments])


def timed(command: list[str]) -> Part:
    """Runs a command in the repository's folder. Raises `CalledProcessError` when it fails or takes too long."""
    started = time.perf_counter()
    process = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True)
    watchdog = threading.Timer(PART_TIMEOUT_S, process.kill)
    watchdog.start()
    assert process.stdout is not None
    with process.stdout as out:
        printed = out.read()
    _, status, usage = os.wait4(process.pid, 0)  # not process.wait(): only this tells one child's own peak memory
    seconds = time.perf_counter() - started
    watchdog.cancel()
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise subprocess.CalledProcessError(process.returncode, command)
    return Part(seconds, usage.ru_maxrss / 1024, printed)
