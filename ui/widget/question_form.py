"""The question in the plain form of `/fraga`."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import parse_qs

from ingest.errors import UsageError
from ui.widget.page_html import QUESTION_FIELD

if TYPE_CHECKING:
    from fastapi import Request

FORM_TYPE = "application/x-www-form-urlencoded"
MAX_FORM_BYTES = 64_000
_UNREADABLE = "Frågan kom inte fram. Skriv den i fältet och försök igen."
_TOO_LARGE = "Det som skickades är för stort. Korta frågan och försök igen."


async def read_form_question(request: Request) -> str:
    """The question with its blanks at the ends, "" where none was written. Raises `UsageError` for what is no such form, or far
    too large."""
    if request.headers.get("content-type", "").partition(";")[0].strip().lower() != FORM_TYPE:
        raise UsageError(_UNREADABLE)
    body = await request.body()  # `ui.api.bodies` has seen to it that it comes soon and whole
    if len(body) > MAX_FORM_BYTES:
        raise UsageError(_TOO_LARGE)
    try:
        fields = parse_qs(body.decode("utf-8"), keep_blank_values=True, max_num_fields=10, errors="strict")
    except ValueError as exc:  # no text, or too many fields
        raise UsageError(_UNREADABLE, str(exc)) from exc
    return fields.get(QUESTION_FIELD, [""])[0].replace("\r\n", "\n")
