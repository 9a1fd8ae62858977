"""The example questions with the places that answer them, and what counts as finding one."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from bench.processes import ROOT

# Which report, in alphabetical order of the file names, each of the numbers 000, 001, … in the questions means.
NUMBERED = (0, 2, 4, 1, 3)
QUESTION_FILES = tuple(ROOT / "tests" / "questions" / name for name in ("dev.jsonl", "everyday.jsonl"))


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


def read_questions(files: Sequence[Path], reports: Path) -> tuple[Asked, ...]:
    """All the questions of the files; a source names its report by number or by id. Raises `KeyError` for another report."""
    ids = [path.stem for path in report_files(reports)]
    by_code = {report: report for report in ids}
    if len(ids) == len(NUMBERED):
        by_code |= {f"{number:03}": ids[position] for number, position in enumerate(NUMBERED)}
    lines = [line for path in files for line in path.read_text(encoding="utf-8").splitlines() if line]
    return tuple(_asked(json.loads(line), by_code) for line in lines)


def _asked(question: dict[str, object], by_code: dict[str, str]) -> Asked:
    history, sources = question.get("history", []), question.get("sources", [])
    assert isinstance(history, list) and isinstance(sources, list)
    places = tuple(Place(by_code[source["doc"]], *source["lines"]) for source in sources)
    return Asked(str(question["question"]), tuple(history), str(question["type"]), places)
