"""Times as they are kept (UTC) in the words and the time zone of whoever reads them here."""

from __future__ import annotations

from datetime import datetime

_MONTHS = "januari februari mars april maj juni juli augusti september oktober november december".split()


def said_time(at: str) -> str:
    """ "22 november 2026 kl. 15.08", with no-break blanks within the date."""
    local = datetime.fromisoformat(at).astimezone()
    return f"{local.day}\u00a0{_MONTHS[local.month - 1]} {local.year} kl.\u00a0{local:%H.%M}"


def local_stamp(at: str) -> str:
    """ "2026-11-22 15:08", as spreadsheets sort it."""
    return f"{datetime.fromisoformat(at).astimezone():%Y-%m-%d %H:%M}"
