"""The example questions with the places that answer them, and what counts as finding one."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from bench.processes import ROOT

QUESTIONS = ROOT / "tests" / "questions"
QUESTION_FILES = tuple(QUESTIONS / name for name in ("dev.jsonl", "everyday.jsonl", "scored.jsonl"))


@dataclass(frozen=True, slots=True)
class Place:
    """Lines `first` to `last` of a report, 1-based and inclusive."""

    report: str
    first: int
    last: int

    def meets(self, other: Place) -> bool:
        return self.report == other.report and self.first <= other.last and other.first <= self.last


@dataclass(frozen=True, slots=True)
class Asked:
    """A question with its conversation, oldest first, and every place that answers it; `sources` may be empty."""

    question: str
    history: tuple[str, ...]
    kind: str
    sources: tuple[Place, ...]


def report_files(reports: Path) -> tuple[Path, ...]:
    """The text exports in alphabetical order."""
    return tuple(sorted(reports.glob("*.txt")))


def read_questions(files: Sequence[Path]) -> tuple[Asked, ...]:
    """All the questions of the files."""
    return tuple(_asked(json.loads(line)) for path in files for line in path.read_text(encoding="utf-8").splitlines() if line)


def _asked(question: dict[str, object]) -> Asked:
    history, sources = question.get("history", []), question.get("sources", [])
    assert isinstance(history, list) and isinstance(sources, list)
    places = tuple(Place(source["doc"], *source["lines"]) for source in sources)
    return Asked(str(question["question"]), tuple(history), str(question["type"]), places)
