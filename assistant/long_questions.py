"""What is read of a question that goes on and on: its beginning and its end, where people say what they want to know.

Each word that is looked for costs time in every search, and who pastes a page would make all others wait.
"""

from __future__ import annotations

import re

# The longest of the 900 questions of `tests/questions` has 24 words.
MOST_WORDS = 80
_WORD = re.compile(r"\w+")


def essence(question: str) -> str:
    """The question; of more than `MOST_WORDS` words the first and the last half as many, as written."""
    found = list(_WORD.finditer(question))
    if len(found) <= MOST_WORDS:
        return question
    half = MOST_WORDS // 2
    return f"{question[: found[half - 1].end()]} … {question[found[-half].start() :]}"
