"""Names of people: which an account may have, and when two are the same."""

from __future__ import annotations

import re
import unicodedata

from ingest.errors import UsageError

MAX_NAME_CHARS = 40
# Letters, digits, and what addresses of e-mail have; no blanks, so that no account looks like `LOCAL`.
_NAME = re.compile(r"[^\W_](?:[\w.@+-]*\w)?")


def checked_name(name: str) -> str:
    """The name as it is kept. Raises `UsageError` when it cannot be used."""
    shown = unicodedata.normalize("NFC", name.strip())
    if not shown or len(shown) > MAX_NAME_CHARS or _NAME.fullmatch(shown) is None:
        raise UsageError(
            f"Namnet går inte att använda. Ta högst {MAX_NAME_CHARS} bokstäver och siffror utan blanksteg, "
            "till exempel anna.berg (punkt, bindestreck, _, + och @ får stå inuti)."
        )
    return shown


def name_key(name: str) -> str:
    """How names are compared: without regard to case, and to how the letters were typed."""
    return unicodedata.normalize("NFKC", name.strip()[: MAX_NAME_CHARS * 4]).casefold()
