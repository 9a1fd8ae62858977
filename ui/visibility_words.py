"""Who may see a report, in the contract's word and in Swedish. Loads nothing: the command prints it too."""

from __future__ import annotations

PUBLIC, INTERNAL = "public", "internal"
VISIBILITY_WORDS = {PUBLIC: "Publik", INTERNAL: "Intern"}
