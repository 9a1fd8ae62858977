"""Prompts are data: the same names in both languages, filled in with exactly their own."""

from __future__ import annotations

import re
import tomllib
from importlib.resources import files
from pathlib import Path
from string import Formatter

import pytest

from assistant.llm.prompts import prompt_text
from assistant.llm.refusals import Reason

TEXTS = tomllib.loads((files("assistant") / "data" / "prompts.toml").read_text(encoding="utf-8"))


def names(text: str) -> dict[str, str]:
    return {name: f"«{name}»" for _, name, _, _ in Formatter().parse(text) if name}


@pytest.mark.parametrize("language", ["sv", "en"])
@pytest.mark.parametrize("name", TEXTS["sv"])
def test_every_prompt_takes_its_names_and_leaves_none_open(language: str, name: str) -> None:
    given = names(TEXTS[language][name])

    text = prompt_text(language, name, **given)

    assert all(value in text for value in given.values())
    assert not re.search(r"\{\w{3,}\}", text)


def test_a_name_that_a_prompt_does_not_have_is_refused() -> None:
    with pytest.raises(ValueError, match="short"):
        prompt_text("sv", "short", other="1")


def test_a_missing_name_is_refused() -> None:
    with pytest.raises(ValueError, match="figure"):
        prompt_text("sv", "figure", key="a")


def test_every_prompt_is_used_by_the_program() -> None:
    folder = Path(str(files("assistant"))) / "llm"
    code = "".join(file.read_text(encoding="utf-8") for file in folder.glob("*.py"))

    reasons = {f"why_{reason.name.lower()}" for reason in Reason}

    unused = [name for name in TEXTS["sv"] if f'"{name}"' not in code and not name.startswith("change_")]

    assert set(unused) == reasons
