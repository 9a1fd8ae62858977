"""What a question for a share takes for the whole: all that was budgeted, or only what was budgeted for the part itself."""

from __future__ import annotations

import re

from ingest.language import fold

_SHARE = r"(?:del|andel|procent|%|share|part|proportion|percent|percentage)"
_BUDGET = r"(?:den |the )?(?:hela |totala |samlade |whole |total )?(?:ars)?budget(?:en)?"
_GOES = r"(?:gick|gar|gatt|lades|laggs|lagts|avsattes|satsades|anvandes|anvands|went|goes|was spent|is spent)"
_OF_THE_WHOLE = re.compile(
    rf"\b{_SHARE}\s+(?:av|of)\s+{_BUDGET}\s+(?:\S+\s+){{0,3}}?{_GOES}\s+(?:till|at|pa|for|to|on)\b"
    rf"|\b{_SHARE}\s+(?:av|of)\s+(?:den |the )?(?:hela|totala|samlade|whole|total)\s+(?:ars)?budget(?:en)?\b"
)


def asks_of_whole_budget(question: str) -> bool:
    """ "Hur stor del av budgeten gick till lokaler": of all that was budgeted.

    "Hur stor del av budgeten för lokaler användes" and "... gjorde X av med" ask of what was budgeted for the thing itself.
    """
    return _OF_THE_WHOLE.search(fold(question)) is not None
