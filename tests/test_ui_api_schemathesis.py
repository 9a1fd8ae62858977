"""The program as it is served keeps to its OpenAPI document, whatever it is sent: for visitors and for an editor."""

from __future__ import annotations

import shutil
import subprocess
import sys
import urllib.error
import urllib.parse
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest

from ingest.settings import Settings
from tests.api_visitors import PASSWORD
from tests.test_ui_chat import served
from ui.access.accounts import Accounts
from ui.access.person import Role
from ui.desk import Desk

pytestmark = pytest.mark.slow

RUN = (sys.executable, "-c", "import sys; from schemathesis.cli import schemathesis; sys.exit(schemathesis())", "run")
# The same inputs each time. Which names and cursors there are cannot be told in a schema: that such a one is refused although
# it has the right form is no fault.
OPTIONS = (
    "--generation-deterministic",
    "--max-examples=15",
    "--exclude-checks=positive_data_acceptance",
    "--continue-on-failure",
    "--no-color",
    "--warnings=off",
)
UNLIMITED = {"FINSAM_RATE_PER_MINUTE": "0", "FINSAM_RATE_PER_MINUTE_ALL": "0"}


@pytest.fixture(scope="module")
def data_dir(stored_without_vectors: Settings, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The five sample reports, and an editor."""
    data_dir = tmp_path_factory.mktemp("schemathesis") / "var"
    shutil.copytree(stored_without_vectors.data_dir, data_dir)
    desk = Desk(Settings(data_dir=data_dir))
    Accounts(desk.workplace).add("anna", Role.EDITOR, PASSWORD)
    desk.close()
    return data_dir


@pytest.fixture(scope="module")
def address(data_dir: Path) -> Iterator[str]:
    with served(data_dir, UNLIMITED) as url:
        yield url


def run(address: str, folder: Path, *more: str) -> subprocess.CompletedProcess[str]:
    command = [*RUN, f"{address}/api/openapi.json", *OPTIONS, *more]
    return subprocess.run(command, cwd=folder, capture_output=True, text=True, timeout=300)


def session_of_anna(address: str) -> str:
    """The cookie of the editor's session."""

    class Staying(urllib.request.HTTPRedirectHandler):
        def redirect_request(self, *_: object) -> None:
            return None

    form = urllib.parse.urlencode({"namn": "anna", "losenord": PASSWORD}).encode()
    try:
        urllib.request.build_opener(Staying).open(f"{address}/logga-in", form)
    except urllib.error.HTTPError as redirected:
        with redirected:
            return redirected.headers["set-cookie"].partition(";")[0]
    raise AssertionError("signing in leads nowhere")


def test_for_a_visitor_everything_is_as_the_document_says(address: str, tmp_path: Path) -> None:
    done = run(address, tmp_path)

    assert done.returncode == 0, done.stdout


def test_for_an_editor_everything_is_as_the_document_says(address: str, tmp_path: Path) -> None:
    # the session is sent always, so leaving it out is not tried here
    done = run(address, tmp_path, f"--header=Cookie: {session_of_anna(address)}", "--generation-with-security-parameters=false")

    assert done.returncode == 0, done.stdout


@pytest.mark.parametrize("path", ["/openapi.json", "/docs", "/redoc", "/gradio_api/openapi.json", "/api/nope"])
def test_the_program_as_it_is_served_describes_itself_nowhere_else(address: str, path: str) -> None:
    with pytest.raises(urllib.error.HTTPError) as refused:
        urllib.request.urlopen(address + path)

    with refused.value as answer:
        assert (answer.status, answer.headers["content-type"]) == (404, "application/problem+json")
