"""The name of a conversation: its first question, shortened at a word, or what its owner calls it."""

from __future__ import annotations

from ingest.errors import UsageError

LONGEST_NAME = 60  # characters
_SHORTEST_KEPT = 20  # a first word that is longer is cut within the word


def shortened(question: str) -> str:
    """The question on one line, at most `LONGEST_NAME` characters, with "…" where something was left out."""
    said = " ".join(question.split())
    if len(said) <= LONGEST_NAME:
        return said or "Samtal"
    kept = said[: LONGEST_NAME - 2]
    whole, _, _ = kept.rpartition(" ")
    return f"{whole if len(whole) >= _SHORTEST_KEPT else kept} …"


def tidy_name(name: str) -> str:
    """A name on one line, shortened. Raises `UsageError` for an empty one."""
    if not name.split():
        raise UsageError("Skriv ett namn på samtalet.", "empty conversation name")
    return shortened(name)
