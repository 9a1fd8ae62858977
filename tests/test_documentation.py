"""What the documents promise is there: commands, files, words, and their own lengths."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import pytest
from typer.main import get_command

from ingest.domain import ReportKind, Scenario
from ingest.settings import Settings
from ui.cli import app

ROOT = Path(__file__).resolve().parent.parent
README = (ROOT / "README.md").read_text(encoding="utf-8")
GLOSSARY = (ROOT / "docs" / "glossary.md").read_text(encoding="utf-8")
MAKEFILE = (ROOT / "Makefile").read_text(encoding="utf-8")
DECISIONS = sorted((ROOT / "docs" / "decisions").glob("*.md"))
DOCUMENTS = [path for pattern in ("*.md", "docs/**/*.md", "bench/*.md", "reports/*.md") for path in sorted(ROOT.glob(pattern))]


def test_the_readme_can_be_read_in_one_sitting() -> None:
    assert len(README.splitlines()) <= 150


def test_every_make_target_in_the_readme_is_in_the_makefile() -> None:
    named = set(re.findall(r"(?:^|`)make ([a-z][a-z-]*)", README, re.MULTILINE))

    made = set(re.findall(r"^([a-z][a-z-]*):", MAKEFILE, re.MULTILINE))

    assert {"run", "test", "test-fast"} <= named
    assert named - made == set()


def test_every_command_in_the_readme_exists_and_every_command_is_in_the_readme() -> None:
    named = set(re.findall(r"\bfinsam ([a-z]+)", README))

    assert named == set(get_command(app).commands)


def test_every_setting_is_explained_in_the_readme() -> None:
    assert [name for name in Settings.model_fields if f"`{name}`" not in README] == []


def test_the_readme_names_the_story_files_in_reading_order() -> None:
    order = ["ingest/read.py", "vectorstore/index.py", "assistant/respond.py", "ui/compose.py"]

    assert re.findall(r"^\d\. \[([^]]+)\]", README, re.MULTILINE) == order


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: path.name)
def test_a_link_within_the_repository_leads_somewhere(document: Path) -> None:
    targets = re.findall(r"\]\((?!https?://)([^)#]+)", document.read_text(encoding="utf-8"))

    assert [target for target in targets if not (document.parent / target).exists()] == []


@pytest.mark.parametrize("decision", DECISIONS, ids=lambda path: path.name)
def test_a_decision_fits_a_page_and_says_what_was_rejected(decision: Path) -> None:
    text = decision.read_text(encoding="utf-8")

    assert len(text.splitlines()) <= 40
    assert re.findall(r"^## (\w+)", text, re.MULTILINE) == ["Question", "Decision", "Evidence", "Rejected"]


def test_decisions_are_numbered_without_a_gap() -> None:
    assert [int(path.name[:4]) for path in DECISIONS] == list(range(1, len(DECISIONS) + 1))


@pytest.mark.parametrize("word", [*(kind.value for kind in ReportKind), *(scenario.value for scenario in Scenario)])
def test_a_swedish_value_of_the_code_is_in_the_glossary(word: str) -> None:
    assert re.search(rf"\b{re.escape(word)}\b", GLOSSARY)


def test_every_concept_of_the_lexicon_is_in_the_glossary() -> None:
    lexicon = tomllib.loads((ROOT / "ingest" / "data" / "concepts.toml").read_text(encoding="utf-8"))

    assert [key for key in lexicon if f"`{key}`" not in GLOSSARY] == []


def test_the_locks_pin_every_package_to_one_version() -> None:
    lines = [
        line
        for name in ("requirements.lock", "requirements-test.lock", "requirements-model.lock")
        for line in (ROOT / name).read_text(encoding="utf-8").splitlines()
        if line != "-r requirements.lock"
    ]

    assert [line for line in lines if not re.fullmatch(r"[A-Za-z0-9._-]+==[A-Za-z0-9.]+", line)] == []
    assert "torch==2.13.0" in lines


def test_the_version_is_in_the_changelog() -> None:
    version = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]["version"]

    assert f"## [{version}]" in (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")
