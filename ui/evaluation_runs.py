"""A scored run kept as JSON lines, and two runs held against each other question by question."""

from __future__ import annotations

import os
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from pydantic import TypeAdapter, ValidationError

from ingest.errors import UsageError
from ui.question_file import read_lines
from ui.scoring import Score

_LINE = TypeAdapter(Score)
_WHICH_FILE = "Ange en fil som finsam eval --out har skrivit."


@dataclass(frozen=True, slots=True)
class Change:
    """One question's score in the earlier run and in this one."""

    before: Score
    after: Score

    @property
    def became_right(self) -> bool:
        return self.after.right and not self.before.right

    @property
    def became_worse(self) -> bool:
        """No longer right, or now wrong where it was only unanswered or incomplete."""
        return (self.before.right and not self.after.right) or (self.after.wrong and not self.before.wrong)


@dataclass(frozen=True, slots=True)
class Comparison:
    """Two runs: `shared` are the questions of both, in the order of the later; the others are only counted."""

    shared: tuple[Change, ...]
    only_before: int
    only_after: int


def compare_runs(before: Sequence[Score], after: Sequence[Score]) -> Comparison:
    """Pairs the questions of two runs by their id."""
    earlier = {one.id: one for one in before}
    shared = tuple(Change(earlier[one.id], one) for one in after if one.id in earlier)
    return Comparison(shared, only_before=len(before) - len(shared), only_after=len(after) - len(shared))


def read_run(path: Path) -> tuple[Score, ...]:
    """An earlier run. Raises `UsageError` when the file cannot be read, or a line is none of a run or repeats an id."""
    try:
        lines = read_lines(path)
    except UsageError as exc:
        raise UsageError(f"Den tidigare körningen {path} går inte att läsa, eller är tom. {_WHICH_FILE}", str(exc)) from exc
    scores: dict[str, Score] = {}
    for line in lines:
        try:
            one = _LINE.validate_json(line.text)
        except ValidationError as exc:
            raise UsageError(f"{path}, rad {line.number} är inte ur en sparad körning. {_WHICH_FILE}", str(exc)) from exc
        if one.id in scores:
            raise UsageError(f"{path}, rad {line.number}: id {one.id} finns redan. {_WHICH_FILE}")
        scores[one.id] = one
    return tuple(scores.values())


def check_target(path: Path, questions: Path) -> None:
    """Tells before the questions are answered that the run cannot be saved there; writes nothing.

    Raises `UsageError` when the file cannot be written, or is the question set itself.
    """
    if path.is_dir() or not os.access(path if path.exists() else path.parent, os.W_OK):
        raise UsageError(f"Filen {path} går inte att skriva. Ange en annan plats med --out.")
    if path.exists() and path.samefile(questions):
        raise UsageError(f"{path} är frågefilen, som skulle skrivas över. Ange en annan fil med --out.")


def save_run(scores: Sequence[Score], path: Path) -> None:
    """Writes the run, one question a line, over what the file held."""
    path.write_bytes(b"".join(_LINE.dump_json(one) + b"\n" for one in scores))
