"""The addresses that other modules answer, as the OpenAPI document describes them: places in reports, uploads and jobs.

The functions are descriptions and are never called: those modules take the request as it comes.
"""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter, Path, Query
from fastapi.responses import HTMLResponse

from ui.api.models import Job, JobList
from ui.api.problem_docs import problems

SIGNED_IN: dict[str, Any] = {"security": [{"session": []}]}
_FORM = {
    "type": "object",
    "required": ["file"],
    "properties": {
        "file": {"type": "string", "format": "binary", "description": "Filen: PDF, Word, Excel, webbsida eller text."},
        "association": {"type": "string"},
        "orgnr": {"type": "string"},
        "kind": {"type": "string"},
        "title": {"type": "string"},
        "period_start": {"type": "string", "description": "ÅÅÅÅ-MM-DD"},
        "period_end": {"type": "string", "description": "ÅÅÅÅ-MM-DD"},
    },
}
JobId = Annotated[str, Path(description="Jobbets id.")]
described = APIRouter()


@described.get(
    "/api/source/{report}",
    summary="Stället i en publik rapport",
    tags=["Källor"],
    response_model=None,
    response_class=HTMLResponse,
    responses={
        200: {
            "description": "Sidan med stället markerat.",
            "content": {
                "text/html": {"schema": {"type": "string"}},
                "image/png": {"schema": {"type": "string", "format": "binary"}},
            },
        },
        **problems(401, 404, 406, 422, 429, 500, 503),
    },
)
def source(
    report: Annotated[str, Path(description="Rapportens id.")],
    page: Annotated[str, Query(pattern=r"^([1-9][0-9]{0,8})?$", description="Sidan i filen, räknad från 1.")] = "",
    lines: Annotated[
        str, Query(pattern=r"^([1-9][0-9]{0,8}(-[1-9][0-9]{0,8})?)?$", description="En rad, eller första-sista.")
    ] = "",
    box: Annotated[str, Query(description="sida,x0,y0,x1,y1 i punkter från sidans övre vänstra hörn.")] = "",
    format: Annotated[str, Query(pattern="^(html|png)?$", description="html eller png; går före Accept.")] = "",
) -> None:
    """Visar sidan, eller delen av en text utan sidor, som HTML eller som bild (PNG) efter vad `Accept` önskar.

    Vad som gått fel visas som en sida för den som öppnar adressen i en webbläsare (`Accept` sätter text/html först)."""


@described.post(
    "/api/reports",
    summary="Skicka in en rapport",
    tags=["Rapporter"],
    status_code=202,
    response_description="Jobbet, som följs på adressen i Location.",
    responses=problems(400, 401, 403, 413, 415, 422, 429, 500, 507),
    openapi_extra={"requestBody": {"required": True, "content": {"multipart/form-data": {"schema": _FORM}}}, **SIGNED_IN},
)
def upload() -> Job:  # type: ignore[empty-body]
    """Tar emot en fil, för den som är redaktör. Rapporten är intern tills den görs publik."""


@described.get(
    "/api/jobs",
    summary="Mina jobb",
    tags=["Rapporter"],
    response_description="Jobben, det nyaste först.",
    responses=problems(401, 403, 500),
    openapi_extra=SIGNED_IN,
)
def jobs() -> JobList:  # type: ignore[empty-body]
    """De filer man själv har skickat in, och hur det går med dem."""


@described.get(
    "/api/jobs/{job_id}",
    summary="Ett jobb",
    tags=["Rapporter"],
    response_description="Jobbet.",
    responses=problems(401, 403, 404, 500),
    openapi_extra=SIGNED_IN,
)
def job(job_id: JobId) -> Job:  # type: ignore[empty-body]
    """Hur det går med en fil som skickats in."""


@described.delete(
    "/api/jobs/{job_id}",
    summary="Avbryt ett jobb",
    tags=["Rapporter"],
    response_description="Jobbet, avbrutet.",
    responses=problems(401, 403, 404, 409, 500),
    openapi_extra=SIGNED_IN,
)
def call_off(job_id: JobId) -> Job:  # type: ignore[empty-body]
    """Avbryter det som inte är klart. Det som redan är inläst ligger kvar."""
