"""Addresses in a result, made whole: another assistant shows them far from this host."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

_ADDRESS = "source_url"


def with_whole_addresses(told: object, base: str) -> object:
    """The same fields, each `source_url` that is a path with `base` ("https://finsam.example") in front."""
    if isinstance(told, Mapping):
        return {name: _whole(one, base) if name == _ADDRESS else with_whole_addresses(one, base) for name, one in told.items()}
    if isinstance(told, Sequence) and not isinstance(told, str):
        return [with_whole_addresses(one, base) for one in told]
    return told


def _whole(address: object, base: str) -> object:
    return f"{base}{address}" if isinstance(address, str) and address.startswith("/") else address
