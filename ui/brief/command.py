"""`finsam brief`: a brief written to a file, Word or PDF by the file's ending."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from pathlib import Path

from assistant.brief.compose import ALL_SECTIONS, Wanted, build_brief
from assistant.brief.content import SectionKey
from ingest.errors import UsageError
from ui.brief.files import WRITERS
from ui.desk import Desk


def write_brief(desk: Desk, associations: Sequence[str], period: str | None, sections: Sequence[SectionKey], out: Path) -> str:
    """Writes the file and returns a line that tells what it holds. Raises `UsageError` for an ending that is neither, a folder
    that is not there, and as `build_brief` does; nothing is written then."""
    writer = WRITERS.get(out.suffix.lower())
    if writer is None:
        raise UsageError(f"Filen ska sluta på {' eller '.join(WRITERS)}. Skriv till exempel --out underlag.docx")
    if not out.parent.is_dir():
        raise UsageError(f"Mappen {out.parent} finns inte. Skapa den först, eller ange en annan fil.")
    brief = build_brief([Wanted(name, period) for name in associations], desk.library(), sections or ALL_SECTIONS)
    content = writer.make(brief, date.today())
    try:
        out.write_bytes(content)
    except (IsADirectoryError, PermissionError) as exc:
        raise UsageError(f"{out} går inte att skriva till. Ange en annan fil.", str(exc)) from exc
    return f"{out}: {brief.title}, {len(brief.citations)} källor."
