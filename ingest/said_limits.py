"""What a person may say of a report, wherever it is said: in the form, along with an upload, or in a sidecar beside the file."""

from __future__ import annotations

import re
from datetime import date

from ingest.plain_text import is_plain_line

LONGEST_TEXT, LONGEST_ALIAS, MOST_ALIASES = 200, 100, 20
# Wide enough for a report on an association's forerunners and for a plan; narrow enough for a slip of the hand to be seen.
FIRST_YEAR, LAST_YEAR = 1900, 2100
_ORGNR = re.compile(r"([0-9]{6})[-–−]?([0-9]{4})")


def text_fault(value: str, longest: int = LONGEST_TEXT) -> str | None:
    """What is wrong with a name or title, to be read after its field's name; None for one that can be used."""
    if not is_plain_line(value):
        return "innehåller radbrytningar eller andra styrtecken. Skriv texten på en rad utan dem."
    if len(value) > longest:
        return f"är längre än {longest} tecken. Korta texten."
    return None if any(sign.isalnum() for sign in value) else "innehåller ingen bokstav eller siffra. Skriv den med sådana."


def plain_orgnr(value: str) -> str | None:
    """An organisation number as 222000-0000; None for what is none."""
    found = _ORGNR.fullmatch(value)
    return f"{found[1]}-{found[2]}" if found else None


ORGNR_FAULT = "ska ha tio siffror, till exempel 222000-0000."


def day_fault(day: date) -> str | None:
    """What is wrong with a day of a period, as `text_fault`."""
    if FIRST_YEAR <= day.year <= LAST_YEAR:
        return None
    return f"ska ligga mellan åren {FIRST_YEAR} och {LAST_YEAR}. Rätta datumet."
