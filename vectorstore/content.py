"""What of a report counts as its content: for the embedding, and for telling whether anything has changed."""

from __future__ import annotations

import hashlib

from ingest.domain import Report


def searched_text(header: str, text: str) -> str:
    """What of a passage is embedded and indexed: the context line, then the text."""
    return f"{header}\n{text}"


def content_hash(header: str, text: str) -> str:
    """The key of a passage's vector: equal texts share one."""
    return _sha256(searched_text(header, text))


def fingerprint(report: Report) -> str:
    """A digest of everything a report says: equal exactly when storing it again would change nothing."""
    return _sha256(repr(report))


def _sha256(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()
