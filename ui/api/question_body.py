"""Reads the question that a request carries: one JSON object as the contract has it.

How long the body may be and how soon it must be there is `ui.api.bodies`' matter.
"""

from __future__ import annotations

from http import HTTPStatus
from typing import TYPE_CHECKING

from pydantic import ValidationError

from ui.api.invalid_words import invalid_text
from ui.api.models import Question
from ui.problem import problem

if TYPE_CHECKING:
    from fastapi import Request, Response

_NO_JSON = 'Innehållet går inte att läsa som JSON. Skicka {"question": "…"} i UTF-8.'


async def read_question(request: Request) -> Question | Response:
    """The question, or the problem to answer with."""
    if not _is_json(request):
        return problem(HTTPStatus.UNSUPPORTED_MEDIA_TYPE, "Skicka frågan som JSON (Content-Type: application/json).")
    try:
        return Question.model_validate_json(await request.body())
    except ValidationError as exc:
        errors = exc.errors(include_url=False, include_input=False)
        if errors[0]["type"] == "json_invalid":
            return problem(HTTPStatus.BAD_REQUEST, _NO_JSON)
        return problem(HTTPStatus.UNPROCESSABLE_ENTITY, invalid_text(errors))


def _is_json(request: Request) -> bool:
    named = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    return named == "application/json" or (named.startswith("application/") and named.endswith("+json"))
