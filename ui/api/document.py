"""The OpenAPI document: what the API's addresses take, give and refuse, in Swedish."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from fastapi.openapi.utils import get_openapi
from fastapi.routing import APIRoute

from ui.access.gate import SESSION_COOKIE
from ui.api.described import described
from ui.api.models import Problem, Question
from ui.problem import PROBLEM_TYPE

if TYPE_CHECKING:
    from fastapi import FastAPI

    from ingest.settings import Settings

DOCUMENT_PATH = "/api/openapi.json"
VERSION = "1.0.0"
_SCHEMAS = "#/components/schemas/{model}"
_ABOUT = (
    "Frågor och svar ur förbundens rapporter. Varje tal i ett svar har sin källa, och det som rapporterna inte säger får "
    "man inte heller något svar på. Den som inte är inloggad ser bara publika rapporter. Fel är problem enligt RFC 9457, på "
    "svenska; HEAD går där GET går."
)


def openapi_document(app: FastAPI, settings: Settings) -> dict[str, Any]:
    """The document of every address under `/api/` that the application answers or that is described here."""
    answered = [one for one in app.routes if isinstance(one, APIRoute) and one.path.startswith("/api/")]
    known = {(one.path, method) for one in answered for method in one.methods or ()}
    others = [
        one
        for one in described.routes
        if isinstance(one, APIRoute) and not known & {(one.path, method) for method in one.methods or ()}
    ]
    document = get_openapi(title="Finsam-assistenten", version=VERSION, description=_ABOUT, routes=[*answered, *others])
    _leave_out_foreign_refusals(document)
    components = document["components"]
    components["schemas"].update(_own_schemas(settings))
    components["securitySchemes"] = {
        "session": {"type": "apiKey", "in": "cookie", "name": SESSION_COOKIE, "description": "Kakan som inloggningen ger."}
    }
    return document


def _leave_out_foreign_refusals(document: dict[str, Any]) -> None:
    """FastAPI says of every address with parameters that it may answer 422 in a form of its own, which none here does."""
    for operation in (one for of_path in document["paths"].values() for one in of_path.values()):
        if PROBLEM_TYPE not in operation["responses"].get("422", {}).get("content", {PROBLEM_TYPE: None}):
            del operation["responses"]["422"]
    for name in ("HTTPValidationError", "ValidationError"):
        document["components"]["schemas"].pop(name, None)


def _own_schemas(settings: Settings) -> dict[str, Any]:
    """Of what is read or written without FastAPI's help."""
    question = Question.model_json_schema(ref_template=_SCHEMAS)
    longest = {"maxLength": settings.max_question_chars}
    question["properties"]["question"] |= longest
    question["properties"]["history"]["items"] |= longest
    return {"Question": question, "Problem": Problem.model_json_schema(ref_template=_SCHEMAS)}
