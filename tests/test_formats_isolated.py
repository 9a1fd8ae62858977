"""A worker that misbehaves in every way is ended with all its children, and what it told is kept."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
import uuid
from pathlib import Path

import pytest

from ingest.errors import DamagedFileError
from ingest.formats.isolated import Bounds, WorkerFailure, run_isolated

WORKER = "tests.misbehaving_worker"
BOUNDS = Bounds(memory_bytes=1_000_000_000, silent_seconds=30, result_bytes=1_000_000)
IMPATIENT = Bounds(memory_bytes=1_000_000_000, silent_seconds=1.5, result_bytes=1_000_000)
ROOT = Path(__file__).resolve().parent.parent


def _alive(mark: str) -> list[str]:
    """The processes whose command line holds the mark and that are no zombies."""
    found = []
    for folder in Path("/proc").iterdir():
        if folder.name.isdecimal() and int(folder.name) != os.getpid():
            try:
                command, state = (folder / "cmdline").read_bytes(), (folder / "stat").read_text().rpartition(")")[2].split()[0]
            except (FileNotFoundError, ProcessLookupError):
                continue
            if mark.encode() in command and state != "Z":
                found.append(folder.name)
    return found


def _none_left(mark: str) -> bool:
    for _ in range(100):
        if not _alive(mark):
            return True
        time.sleep(0.05)
    return False


def _children() -> set[str]:
    return set(Path(f"/proc/self/task/{os.getpid()}/children").read_text().split())


def test_a_worker_that_answers_gives_its_json() -> None:
    assert run_isolated(WORKER, {"does": "answers"}, BOUNDS) == b'{"read": true}'


def test_each_page_begun_is_told() -> None:
    told: list[tuple[int, int]] = []

    run_isolated(WORKER, {"does": "answers"}, BOUNDS, lambda page, of: told.append((page, of)))

    assert told == [(1, 3), (2, 3)]


def test_an_error_for_people_comes_through_with_its_class() -> None:
    with pytest.raises(DamagedFileError) as caught:
        run_isolated(WORKER, {"does": "refuses"}, BOUNDS)

    assert (caught.value.message_sv, str(caught.value)) == ("Filen är trasig. Spara om den.", "a detail")


@pytest.mark.parametrize(
    ("does", "what"), [("raises", "crashed"), ("crashes", "crashed"), ("swells", "swelled"), ("floods", "flooded")]
)
def test_a_worker_without_an_answer_is_told_with_its_page(does: str, what: str) -> None:
    with pytest.raises(WorkerFailure) as caught:
        run_isolated(WORKER, {"does": does}, BOUNDS)

    assert (caught.value.what, caught.value.page) == (what, 2)


def test_the_traceback_of_a_crash_is_in_the_detail() -> None:
    with pytest.raises(WorkerFailure, match="ValueError: an error that nobody foresaw"):
        run_isolated(WORKER, {"does": "raises"}, BOUNDS)


def test_of_much_talk_on_stderr_the_end_is_kept() -> None:
    with pytest.raises(WorkerFailure, match="behind much talk") as caught:
        run_isolated(WORKER, {"does": "babbles"}, BOUNDS)

    assert len(str(caught.value)) < 5_000


def test_a_hanging_worker_is_killed_with_its_child() -> None:
    mark = uuid.uuid4().hex

    with pytest.raises(WorkerFailure) as caught:
        run_isolated(WORKER, {"does": "hangs", "mark": mark}, IMPATIENT)

    assert caught.value.what == "hung"
    assert _none_left(mark)


def test_a_child_that_a_worker_leaves_behind_is_killed() -> None:
    mark = uuid.uuid4().hex

    run_isolated(WORKER, {"does": "leaves a child", "mark": mark}, BOUNDS)

    assert _none_left(mark)


def test_no_zombie_is_left_of_any_worker() -> None:
    before = _children()

    run_isolated(WORKER, {"does": "answers"}, BOUNDS)
    with pytest.raises(WorkerFailure):
        run_isolated(WORKER, {"does": "crashes"}, BOUNDS)

    assert _children() <= before


def test_what_the_listener_raises_stops_the_worker() -> None:
    mark = uuid.uuid4().hex

    def cancel(page: int, of: int) -> None:
        if page == 3:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        run_isolated(WORKER, {"does": "waits", "mark": mark}, BOUNDS, cancel)

    assert _none_left(mark)


def test_a_worker_ends_itself_and_its_child_when_we_are_killed() -> None:
    mark = uuid.uuid4().hex
    program = (
        "from ingest.formats.isolated import *\n"
        f"run_isolated({WORKER!r}, {{'does': 'waits', 'mark': {mark!r}}}, Bounds(10**9, 60, 10**6), "
        "lambda page, of: print(page, flush=True))"
    )
    ours = subprocess.Popen([sys.executable, "-c", program], cwd=ROOT, stdout=subprocess.PIPE, text=True)
    assert ours.stdout is not None
    with ours.stdout:
        assert [ours.stdout.readline() for _ in range(3)] == ["1\n", "2\n", "3\n"]

        ours.send_signal(signal.SIGKILL)
        ours.wait()

    assert _none_left(mark)


def test_ctrl_c_at_the_terminal_reaches_us_alone_and_we_end_the_worker() -> None:
    mark = uuid.uuid4().hex
    program = (
        "from ingest.formats.isolated import *\n"
        "try:\n"
        f"    run_isolated({WORKER!r}, {{'does': 'waits', 'mark': {mark!r}}}, Bounds(10**9, 60, 10**6), "
        "lambda page, of: print(page, flush=True))\n"
        "except KeyboardInterrupt:\n"
        "    print('interrupted', flush=True)"
    )
    ours = subprocess.Popen([sys.executable, "-c", program], cwd=ROOT, stdout=subprocess.PIPE, text=True, start_new_session=True)
    assert ours.stdout is not None
    with ours.stdout:
        assert [ours.stdout.readline() for _ in range(3)] == ["1\n", "2\n", "3\n"]

        os.killpg(ours.pid, signal.SIGINT)

        assert ours.stdout.readline() == "interrupted\n"
        ours.wait()
    assert _none_left(mark)


def test_secrets_of_our_environment_do_not_reach_the_worker(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SOME_API_KEY", "hemlig")

    names = run_isolated(WORKER, {"does": "environment"}, BOUNDS)

    assert b"SOME_API_KEY" not in names
    assert b"PATH" in names


def test_a_worker_that_cannot_start_is_told() -> None:
    with pytest.raises(WorkerFailure, match="No module named") as caught:
        run_isolated("tests.no_such_worker", {}, BOUNDS)

    assert caught.value.page is None
