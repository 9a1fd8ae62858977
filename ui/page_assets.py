"""The styles and scripts of the web page, which are files of the package."""

from __future__ import annotations

from importlib.resources import files


def asset(name: str) -> str:
    """The text of a file in `ui/assets`."""
    return (files("ui") / "assets" / name).read_text(encoding="utf-8")
