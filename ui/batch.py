"""Many questions at once: a file of questions in, a file of answers out, in the same order."""

from __future__ import annotations

import sys
from dataclasses import replace
from pathlib import Path
from typing import TextIO

from pydantic import BaseModel, ConfigDict, ValidationError

from assistant.answer_json import to_json
from ingest.errors import FinsamError, UsageError
from ui.border import say
from ui.desk import Desk
from ui.question_file import read_lines


class AskedLine(BaseModel):
    """A line of the input: `history` holds the person's earlier questions, oldest first. Other keys are left alone."""

    model_config = ConfigDict(frozen=True, coerce_numbers_to_str=True)

    id: str
    question: str
    history: tuple[str, ...] = ()


def answer_file(desk: Desk, questions: Path, answers: Path) -> int:
    """Answers a file of questions line by line; returns how many lines could not be answered (each said on stderr).

    Raises `UsageError` when the input cannot be read or holds no line, or the output cannot be written.
    """
    lines = read_lines(questions)
    desk.library()  # nothing ingested, or a damaged store, is one error and not one a line
    desk.model()
    failed = 0
    with _open_for_writing(answers) as out:
        for line in lines:
            try:
                asked = AskedLine.model_validate_json(line.text)
                answer = desk.answer(asked.question, asked.history)
            except ValidationError as exc:
                failed += 1
                say(f"{questions.name}, rad {line.number}: {_what_is_wrong(exc)} Raden hoppades över; de andra besvaras.")
            except FinsamError as exc:
                failed += 1
                say(f"{questions.name}, rad {line.number}: {exc.message_sv}")
            else:
                out.write(to_json(replace(answer, id=asked.id)) + "\n")
                out.flush()
    print(f"{len(lines) - failed} av {len(lines)} frågor besvarade → {answers}", file=sys.stderr)
    return failed


def _open_for_writing(path: Path) -> TextIO:
    try:
        return path.open("w", encoding="utf-8")
    except OSError as exc:
        raise UsageError(f"Svarsfilen {path} går inte att skriva. Ange en annan plats med --out.", str(exc)) from exc


def _what_is_wrong(error: ValidationError) -> str:
    first = error.errors()[0]
    if first["type"] == "json_invalid":
        return "raden är inte giltig JSON."
    name = str(first["loc"][0]) if first["loc"] else "raden"
    return f"{name} saknas." if first["type"] == "missing" else f"{name} har fel form."
