"""Numbers that stand on one line: a no-break blank between groups of digits and before a unit."""

from __future__ import annotations

import re

_WITHIN_NUMBER = re.compile(r"(?<=\d) (?=\d{3}(?!\d)|(?:kr|tkr|kkr|mnkr|mkr|mdkr|kronor|procent)\b|%)")


def kept_together(text: str) -> str:
    """The text with its numbers and units tied together."""
    return _WITHIN_NUMBER.sub("\u00a0", text)
