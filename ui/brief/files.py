"""The kinds of file that a brief can be written as."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from assistant.brief.content import Brief
from ui.brief.pdf import brief_pdf
from ui.brief.word import brief_docx


@dataclass(frozen=True, slots=True)
class Writer:
    """`make` gives the bytes of a brief as it is on a day."""

    name: str
    media_type: str
    make: Callable[[Brief, date], bytes]


WRITERS = {
    ".docx": Writer("Word", "application/vnd.openxmlformats-officedocument.wordprocessingml.document", brief_docx),
    ".pdf": Writer("PDF", "application/pdf", brief_pdf),
}
