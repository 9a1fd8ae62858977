"""The version of what reading a report gives, apart from the reader so that asking for it loads nothing."""

from __future__ import annotations

# Part of the store's manifest: an index made with another version is rebuilt. Raise it when passages, figures
# or findings change.
CHUNKER_VERSION = "7"
