"""What a request wants to have: its `Accept` header, weighed (RFC 9110)."""

from __future__ import annotations


def weight(accepted: str, media_type: str) -> float:
    """How much an `Accept` header wants a type, 0 for not at all: the most specific range that covers it tells."""
    found = (-1, 0.0)
    for item in accepted.split(","):
        name, *parameters = (part.strip() for part in item.split(";"))
        ranges = ("*/*", media_type.split("/")[0] + "/*", media_type)
        if name.lower() in ranges:
            found = max(found, (ranges.index(name.lower()), _quality(parameters)))
    return found[1]


def _quality(parameters: list[str]) -> float:
    for parameter in parameters:
        name, _, value = parameter.partition("=")
        if name.strip().lower() == "q":
            try:
                return min(max(0.0, float(value)), 1.0)  # what is no number (nan) is the least
            except ValueError:
                return 0.0
    return 1.0
