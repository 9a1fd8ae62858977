"""Long lists in parts: a cursor says where the next part begins, in which list and in which state of the reports.

It is no secret and opens nothing: it only counts on in what the visitor sees in any case.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import re
from collections.abc import Sequence
from typing import TypeVar

from ingest.errors import UsageError

NOT_A_CURSOR = "Värdet i cursor går inte att läsa. Ta det som stod i next, eller börja om utan cursor."
OF_OTHER_FILTER = "Värdet i cursor hör till en lista med andra villkor. Börja om utan cursor."
OUTDATED = "Rapporterna har ändrats sedan listan började läsas. Börja om utan cursor."
_CONTENT = re.compile(rb"([1-9][0-9]{0,8})\.([0-9a-f]{16})\.([0-9a-f]{16})")
_T = TypeVar("_T")


def part_of(items: Sequence[_T], limit: int, cursor: str, list_name: str, state: str) -> tuple[Sequence[_T], str | None]:
    """At most `limit` of the items, from the cursor on ("" for the beginning), and the next cursor; None at the end.

    `list_name` tells lists and filters apart, `state` changes with what is in them. Raises `UsageError` for a cursor that is
    none, or of another list or state.
    """
    begin = _read(cursor, _digest(list_name), _digest(state)) if cursor else 0
    if begin and begin >= len(items):
        raise UsageError(NOT_A_CURSOR)
    end = begin + limit
    following = f"{end}.{_digest(list_name)}.{_digest(state)}" if end < len(items) else None
    return items[begin:end], base64.urlsafe_b64encode(following.encode()).decode().rstrip("=") if following else None


def _read(cursor: str, list_digest: str, state_digest: str) -> int:
    try:
        content = base64.b64decode(cursor.encode("ascii") + b"=" * (-len(cursor) % 4), altchars=b"-_", validate=True)
    except (ValueError, binascii.Error) as exc:
        raise UsageError(NOT_A_CURSOR) from exc
    found = _CONTENT.fullmatch(content)
    if found is None:
        raise UsageError(NOT_A_CURSOR)
    if found[2].decode() != list_digest:
        raise UsageError(OF_OTHER_FILTER)
    if found[3].decode() != state_digest:
        raise UsageError(OUTDATED)
    return int(found[1])


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()[:16]
