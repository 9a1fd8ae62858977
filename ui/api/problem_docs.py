"""How the OpenAPI document tells of what can go wrong with an address."""

from __future__ import annotations

from typing import Any

from ui.problem import PROBLEM_TYPE

_MEANINGS = {
    400: "Anropet går inte att läsa.",
    401: "Man måste vara inloggad.",
    403: "Man får inte göra det här.",
    404: "Det finns inte, eller är inte publikt.",
    405: "Adressen tar inte emot den metoden; Allow säger vilka.",
    406: "Det finns inte i den form som Accept önskar.",
    408: "Anropet kom inte fram i tid.",
    409: "Det går inte längre.",
    413: "För stort.",
    415: "Fel slags innehåll.",
    422: "Ett värde går inte att använda; detail säger vilket och vad man kan göra.",
    429: "För många frågor på kort tid; Retry-After säger hur många sekunder man ska vänta.",
    500: "Något gick fel; detail har ett fel-id.",
    503: "Upptaget, eller så finns inget att svara ur just nu.",
    504: "Svaret tog för lång tid.",
    507: "Disken är full.",
}


def problems(*statuses: int) -> dict[int | str, dict[str, Any]]:
    """What FastAPI takes as `responses`, for these statuses."""
    content = {PROBLEM_TYPE: {"schema": {"$ref": "#/components/schemas/Problem"}}}
    return {status: {"description": _MEANINGS[status], "content": content} for status in statuses}
