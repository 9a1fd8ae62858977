"""Text as XML can hold it, for what becomes Word, Excel and SVG."""

from __future__ import annotations

import re

_NOT_IN_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def printable(text: str) -> str:
    """Text without the control characters that XML has no way to hold; a form feed stands in many text exports."""
    return _NOT_IN_XML.sub(" ", text)
