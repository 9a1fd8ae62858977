"""Passwords: what is accepted, how they are hashed (argon2id), and checking one at the same cost whoever is asked for."""

from __future__ import annotations

import unicodedata
from functools import cache
from typing import TYPE_CHECKING

from ingest.errors import UsageError

if TYPE_CHECKING:
    from argon2 import PasswordHasher

MIN_CHARS = 10
MAX_CHARS = 500  # hashing costs with the length, and nobody types more


def hash_password(password: str) -> str:
    """The hash to keep. Raises `UsageError` for a password that is too short or too long."""
    plain = _normal(password)
    if len(plain) < MIN_CHARS:
        raise UsageError(f"Lösenordet är för kort ({len(plain)} tecken). Välj ett med minst {MIN_CHARS} tecken.")
    if len(plain) > MAX_CHARS:
        raise UsageError(f"Lösenordet är för långt ({len(plain)} tecken). Välj ett med högst {MAX_CHARS} tecken.")
    return _hasher().hash(plain)


def matches(kept: str | None, password: str) -> bool:
    """Whether a password is the one kept as a hash. `None` (no such account) costs as much as a wrong password."""
    from argon2.exceptions import InvalidHashError, VerificationError

    decoy = _decoy()  # made before either way is taken, so that not even the first unknown name is told by the time
    plain = _normal(password)[: MAX_CHARS + 1]
    try:
        return _hasher().verify(kept or decoy, plain) and kept is not None
    except (InvalidHashError, VerificationError):
        return False


def is_outdated(kept: str) -> bool:
    """Whether a hash was made with weaker settings than today's."""
    return _hasher().check_needs_rehash(kept)


def _normal(password: str) -> str:
    """One form for what looks the same: "å" comes as one or as two characters, as the keyboard has it."""
    return unicodedata.normalize("NFC", password)


@cache
def _hasher() -> PasswordHasher:
    from argon2 import PasswordHasher

    return PasswordHasher()


@cache
def _decoy() -> str:
    return _hasher().hash("the password of nobody")
