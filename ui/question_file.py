"""A file of questions, one JSON object a line, as lines that know their number."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from ingest.errors import UsageError


@dataclass(frozen=True, slots=True)
class QuestionLine:
    """A line that is not blank; `number` counts from 1."""

    number: int
    text: str


def read_lines(path: Path) -> tuple[QuestionLine, ...]:
    """The lines of a file that hold something. Raises `UsageError` when it cannot be read or holds nothing."""
    try:
        text = path.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as exc:
        raise UsageError(
            f"Frågefilen {path} går inte att läsa. Ange en fil i UTF-8 med en JSON-rad per fråga.", str(exc)
        ) from exc
    # Only real line ends: JSON strings may hold U+2028 and the like, which splitlines() would cut at.
    lines = tuple(QuestionLine(number, line) for number, line in enumerate(text.split("\n"), start=1) if line.strip())
    if not lines:
        raise UsageError(f"Frågefilen {path} är tom. Ange en fil med en JSON-rad per fråga.")
    return lines
