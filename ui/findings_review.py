"""`finsam check --explain` and `--reopen`: a reviewer closes a finding, or opens it again."""

from __future__ import annotations

import getpass

from ingest.errors import UsageError
from ingest.settings import Settings
from vectorstore.review import explain_finding, reopen_finding
from vectorstore.store import open_for_notes


def review(settings: Settings, explain: str | None, note: str | None, by: str | None, reopen: str | None) -> str:
    """Does what is asked and says in one line what was done. `by` is by default the machine's user.

    Raises `UsageError` when the options do not fit each other, for an unknown finding and for an empty note.
    """
    if explain is not None and note is not None and reopen is None:
        with open_for_notes(settings) as store:
            explained = explain_finding(explain, note, _user() if by is None else by, store)
        return f"Fyndet {explain} är nu förklarat{f' av {explained.by}' if explained.by else ''}: {explained.note}"
    if reopen is not None and explain is None and note is None and by is None:
        with open_for_notes(settings) as store:
            was_explained = reopen_finding(reopen, store)
        return f"Fyndet {reopen} är öppet igen." if was_explained else f"Fyndet {reopen} var redan öppet."
    raise UsageError("Skriv finsam check --explain ID --note TEXT [--by NAMN], eller finsam check --reopen ID.")


def _user() -> str:
    """ "" on a machine where the user has no name."""
    try:
        return getpass.getuser()
    except (KeyError, OSError):
        return ""
