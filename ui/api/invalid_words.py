"""What does not fit in a request, in Swedish: pydantic's first complaint as one line that says what to do."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

_LONGEST_NAME = 60
# By pydantic's own names; {name} is the field or parameter, the rest its context.
_TEXTS = {
    "missing": "{name} saknas.",
    "string_type": "{name} ska vara text.",
    "string_too_short": "{name} är tomt.",
    "string_pattern_mismatch": "{name} är tomt.",
    "string_too_long": "{name} har för många tecken (högst {max_length}).",
    "list_type": "{name} ska vara en lista med texter.",
    "int_type": "{name} ska vara ett heltal.",
    "int_parsing": "{name} ska vara ett heltal.",
    "int_parsing_size": "{name} är ett för stort tal.",
    "int_from_float": "{name} ska vara ett heltal.",
    "greater_than_equal": "{name} ska vara minst {ge}.",
    "less_than_equal": "{name} ska vara högst {le}.",
    "model_type": 'Skicka ett JSON-objekt: {{"question": "…"}}.',
}
_UNKNOWN = "{name} finns inte. Vad som finns står i /api/openapi.json."
_OTHERWISE = "{name} går inte att använda. Vad som går står i /api/openapi.json."


def invalid_text(errors: Sequence[Mapping[str, Any]]) -> str:
    """The line for the first of pydantic's errors. Nothing that was sent is repeated but the names of fields."""
    if not errors:
        return _OTHERWISE.format(name="Anropet")
    first = errors[0]
    name = _name(first.get("loc", ()))
    if first["type"] == "extra_forbidden":
        return _UNKNOWN.format(name=name)
    return _TEXTS.get(first["type"], _OTHERWISE).format(**{**first.get("ctx", {}), "name": name})


def _name(loc: Sequence[object]) -> str:
    """ "Parametern limit", "Fältet history (nummer 2)"; shortened, as anything may be sent as a name."""
    inside = [part for part in loc if part not in ("body", "query", "path")]
    if not inside:
        return "Anropet"
    named = "".join(char for char in str(inside[0]) if char.isprintable())[:_LONGEST_NAME]
    kind = "Parametern" if "query" in loc[:1] else "Fältet"
    place = next((f" (nummer {part + 1})" for part in inside[1:] if isinstance(part, int)), "")
    return f"{kind} {named}{place}"
