"""A finding as the contract's object on one line, as the commands print it."""

from __future__ import annotations

import json

from assistant.finding_json import finding_object
from vectorstore.entries import StoredFinding

__all__ = ["finding_json", "finding_object"]


def finding_json(stored: StoredFinding) -> str:
    """The object on one line."""
    return json.dumps(finding_object(stored), ensure_ascii=False)
