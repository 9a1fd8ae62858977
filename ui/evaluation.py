"""`finsam eval`: answers a question set and prints how many answers are right, per type and in all."""

from __future__ import annotations

import statistics
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, TextIO

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
    return tuple(score(question, desk.answer(question.question, question.history), bodies) for question in questions)


def read_questions(path: Path) -> tuple[Question, ...]:
    """The question set of a JSON-lines file. Raises `UsageError` naming the line that cannot be used."""
    questions = []
    for line in read_lines(path):
        try:
            questions.append(Question.model_validate_json(line.text))
        except ValidationError as exc:
            raise UsageError(f"{path}, rad {line.number} är ingen fråga i rätt form. Rätta raden.", str(exc)) from exc
    return tuple(questions)


def source_texts(library: Library) -> dict[str, str]:
    """The folded text of every report by its file name, as quotes are checked against."""
    return {entry.source_file: folded(library.page_text(entry.report, None)) for entry in library.reports()}


def print_scores(scores: Sequence[Score], out: TextIO, *, detail: bool) -> None:
    """Prints the misses (with `detail`), a line per type, and the total."""
    if detail:
        for one in scores:
            if not one.right or one.ungrounded or one.bad_citations:
                out.write(f"{one.id} ({one.type}): {_remarks(one)}\n")
    for type_ in sorted({one.type for one in scores}):
        of_type = [one for one in scores if one.type == type_]
        right, wrong, declined = (sum(flags) for flags in zip(*((o.right, o.wrong, o.declined) for o in of_type), strict=True))
        out.write(f"{type_:14} {right:3}/{len(of_type):3} rätt, {wrong} fel, {declined} avböjda\n")
    right, ungrounded = sum(one.right for one in scores), sum(bool(one.ungrounded) for one in scores)
    wrong, bad = sum(one.wrong for one in scores), sum(one.bad_citations for one in scores)
    out.write(
        f"Totalt {right}/{len(scores)} rätt, {wrong} fel, {sum(one.declined for one in scores)} avböjda; "
        f"svar med tal utan stöd: {ungrounded}; citat som inte står i källan: {bad} av {sum(one.citations for one in scores)}; "
        f"median {statistics.median(one.characters for one in scores):.0f} tecken, "
        f"{statistics.median(one.elapsed_ms for one in scores):.0f} ms\n"
    )


def _remarks(one: Score) -> str:
    remarks = list(one.misses)
    if one.ungrounded:
        remarks.append("tal utan stöd: " + ", ".join(f"{value:g}" for value in one.ungrounded))
    if one.bad_citations:
        remarks.append(f"{one.bad_citations} citat som inte står i källan")
    return "; ".join(remarks)
