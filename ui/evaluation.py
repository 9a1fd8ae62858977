"""`finsam eval`: answers a question set and scores every answer against the report texts in the store."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from pydantic import ValidationError

from ingest.errors import UsageError
from ui.desk import Desk
from ui.grounding import folded
from ui.question_file import read_lines
from ui.scoring import Question, Score, score

if TYPE_CHECKING:
    from vectorstore.library import Library


def evaluate(desk: Desk, questions: Sequence[Question]) -> tuple[Score, ...]:
    """Answers and scores every question, in order, against the report texts in the store."""
    bodies = source_texts(desk.library())
    desk.warm_up()  # the times are those of warm answers
    return tuple(score(question, desk.answer(question.question, question.history), bodies) for question in questions)


def read_questions(path: Path) -> tuple[Question, ...]:
    """The question set of a JSON-lines file. Raises `UsageError` naming the line that cannot be used."""
    questions: dict[str, Question] = {}
    for line in read_lines(path):
        try:
            question = Question.model_validate_json(line.text)
        except ValidationError as exc:
            raise UsageError(f"{path}, rad {line.number} är ingen fråga i rätt form. Rätta raden.", str(exc)) from exc
        if question.id in questions:
            raise UsageError(f"{path}, rad {line.number}: id {question.id} finns redan. Ge varje fråga ett eget id.")
        questions[question.id] = question
    return tuple(questions.values())


def source_texts(library: Library) -> dict[str, str]:
    """The folded text of every report by its file name, as quotes are checked against."""
    return {entry.source_file: folded(library.page_text(entry.report, None)) for entry in library.reports()}
