"""What a column is about, beside its time, scenario and unit."""

from __future__ import annotations

import re

from ingest.language import fold

# What a header says of its time, scenario and unit, which the figure knows; what is left tells the sense of the column.
_HEADER_NOISE = re.compile(
    r"\d|\b(?:utfall\w*|budget\w*|bokslut|prognos|plan|aktuell|helar\w*|jan\w*|feb\w*|mars|apr\w*|maj|jun\w*|jul\w*|aug\w*|sep\w*"
    r"|okt\w*|nov\w*|dec\w*|kr|tkr|mnkr|kronor|belopp|kostn\w*|ar)\b|[^\w\s]"
)


def column_sense(header: str) -> str:
    """What a header says beside time, scenario and unit ("kvinnor"), which the figure knows."""
    return " ".join(_HEADER_NOISE.sub(" ", fold(header)).split())
