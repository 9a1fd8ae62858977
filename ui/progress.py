"""How far an ingest has come: a bar when stderr is a terminal, now and then a plain line when it is not."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from ui.border import say

# (label, done, total): `done` of `total` of what the label names.
ShowProgress = Callable[[str, int, int], None]
PLAIN_STEPS = 10  # plain lines for one label, besides the first


@contextmanager
def shown_progress() -> Iterator[ShowProgress]:
    """A function that shows progress for as long as the context lasts. Lines printed meanwhile stay whole."""
    if sys.stderr.isatty():
        with _bar() as show:
            yield show
    else:
        yield _plain_lines()


@contextmanager
def _bar() -> Iterator[ShowProgress]:
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TaskID, TextColumn, TimeElapsedColumn

    columns = (TextColumn("{task.description}", markup=False), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    # Data printed to a terminal is put above the bar; data going into a file or pipe must go there untouched.
    with Progress(*columns, console=Console(stderr=True), redirect_stdout=sys.stdout.isatty()) as bar:
        tasks: dict[str, TaskID] = {}

        def show(label: str, done: int, total: int) -> None:
            if label not in tasks:
                tasks[label] = bar.add_task(label, total=total)
            bar.update(tasks[label], completed=done, total=total)

        yield show


def _plain_lines() -> ShowProgress:
    said: dict[str, int] = {}

    def show(label: str, done: int, total: int) -> None:
        step = done * PLAIN_STEPS // total if total else PLAIN_STEPS
        if said.get(label) != step:
            said[label] = step
            say(f"{label}: {done} av {total}")

    return show
