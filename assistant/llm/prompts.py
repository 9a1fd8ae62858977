"""The prompts, loaded from data and checked: the same names in both languages, and each filled in with exactly its own."""

from __future__ import annotations

import tomllib
from functools import cache
from importlib.resources import files
from string import Formatter


def prompt_text(language: str, name: str, **given: str) -> str:
    """A prompt or a line of one with its names filled in. Raises `ValueError` when a name is missing or is none of its own."""
    text = _texts()[language][name]
    if set(given) != _names(text):
        raise ValueError(f"prompt {name!r} takes {sorted(_names(text))}, not {sorted(given)}")
    return text.format(**given)


@cache
def _texts() -> dict[str, dict[str, str]]:
    """The texts by language. Raises `ValueError` when one is missing, or its names differ between the languages."""
    data: dict[str, dict[str, str]] = tomllib.loads((files("assistant") / "data" / "prompts.toml").read_text(encoding="utf-8"))
    names = {language: {name: _names(text) for name, text in texts.items()} for language, texts in data.items()}
    if names["sv"] != names["en"]:
        raise ValueError(f"prompts differ between the languages: {names['sv'].items() ^ names['en'].items()}")
    return {language: {name: text.strip("\n") for name, text in texts.items()} for language, texts in data.items()}


def _names(text: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(text) if name}
