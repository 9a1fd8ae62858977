"""A language model as people meet it in a real browser: text that grows while it writes, and a line that names it."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from ingest.settings import Settings
from tests.scripted_model import Asked, Held, Reply, Text, scripted_model
from tests.test_ui_chat import LAPTOP, browser, open_source, served

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

__all__ = ["browser"]  # a fixture: Chromium, as the tests of the chat drive it

pytestmark = pytest.mark.browser

QUESTION = "Vad var årets resultat och eget kapital i Degerfors/Karlskoga 2021?"
RESULT = "Årets resultat för Finsam Degerfors/Karlskoga 2021 var {a}."
EQUITY = "Det egna kapitalet i Finsam Degerfors/Karlskoga den 31 december 2021 var {b}."
# Markup that would run if it were taken for such.
NAME = "openai:<img src=x onerror=alert(1)>"
BY = f"Formulerat av språkmodellen {NAME}. Siffror och källor är hämtade ur rapporterna av programmet."


@dataclass(slots=True)
class Served:
    """The assistant's address; what the model says to the next question is in `reply`."""

    address: str
    reply: Reply

    def script(self, _: Asked) -> Reply:
        return self.reply


@pytest.fixture(scope="module")
def assistant(stored_without_vectors: Settings, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    data_dir: Path = tmp_path_factory.mktemp("llm") / "var"
    shutil.copytree(stored_without_vectors.data_dir, data_dir)  # conversations are kept beside the reports
    made = Served("", Text(""))
    with ExitStack() as opened_here:
        model = opened_here.enter_context(scripted_model(made.script))
        environment = {"FINSAM_LLM": NAME, "FINSAM_LLM_ADDRESS": model.address, "FINSAM_RATE_PER_MINUTE": "0"}
        made.address = opened_here.enter_context(served(data_dir, environment))
        yield made


@contextmanager
def opened(browser: Browser, address: str) -> Iterator[tuple[Page, list[str]]]:
    """A page of its own, and what the browser complains of or is made to say on it."""
    context = browser.new_context(viewport={"width": LAPTOP["width"], "height": LAPTOP["height"]})
    page = context.new_page()
    page.set_default_timeout(30_000)
    complaints: list[str] = []
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.on("dialog", lambda dialog: complaints.append(dialog.message))
    page.goto(address)
    try:
        yield page, complaints
    finally:
        context.close()


def test_in_the_workplace_the_answer_grows_while_the_model_writes_and_then_names_it(browser: Browser, assistant: Served) -> None:
    held = Held(f"{RESULT} Det", EQUITY.removeprefix("Det"))
    assistant.reply = held
    with opened(browser, assistant.address) as (page, complaints):
        page.wait_for_selector(".fs-hello")
        page.fill("#fs-box textarea", QUESTION)
        page.press("#fs-box textarea", "Enter")
        page.locator("#fs-log .fs-growing").wait_for()
        growing = page.inner_text("#fs-log .fs-growing")
        links = page.locator("#fs-log .fs-growing a").count()
        held.go_on.set()
        page.locator('#fs-log article[data-state="done"]').wait_for()

        assert "−38\u00a0774\u00a0kr" in growing
        assert "1\u00a0274\u00a0528" not in growing
        assert links == 0
        assert "1\u00a0274\u00a0528\u00a0kr" in page.inner_text("#fs-log .fs-answer")
        assert page.inner_text("#fs-log .fs-phrased") == BY
        assert page.locator("#fs-log article").count() == 1
        assert complaints == []


def test_after_it_has_grown_a_mark_opens_its_source(browser: Browser, assistant: Served) -> None:
    assistant.reply = Text(f"{RESULT} {EQUITY}")
    with opened(browser, assistant.address) as (page, _):
        page.wait_for_selector(".fs-hello")
        page.fill("#fs-box textarea", QUESTION)
        page.press("#fs-box textarea", "Enter")
        page.locator('#fs-log article[data-state="done"]').wait_for()

        open_source(page, "#fs-log a.fs-cite")

        assert page.locator(".fs-reader mark").count()


def test_in_the_public_chat_the_answer_grows_and_names_the_model(browser: Browser, assistant: Served) -> None:
    held = Held(f"{RESULT} Det", EQUITY.removeprefix("Det"))
    assistant.reply = held
    with opened(browser, f"{assistant.address}/fraga") as (page, complaints):
        page.locator("finsam-chat .known, finsam-chat .stored").first.wait_for()
        page.locator("finsam-chat #field").fill(QUESTION)
        page.locator("finsam-chat #field").press("Enter")
        page.locator("finsam-chat .growing p:not(.searching)").wait_for()
        growing = page.inner_text("finsam-chat .growing")
        held.go_on.set()
        page.locator("finsam-chat .turn[aria-busy=false]").wait_for()

        assert "38\u00a0774" in growing
        assert page.inner_text("finsam-chat .phrased") == BY
        assert complaints == []


def test_the_public_chat_tells_beforehand_which_model_phrases_answers(browser: Browser, assistant: Served) -> None:
    with opened(browser, f"{assistant.address}/fraga") as (page, complaints):
        page.locator("finsam-chat .stored").wait_for()

        assert f"Svar formuleras av språkmodellen {NAME} på assistentens egen dator." in page.inner_text("finsam-chat .stored")
        assert complaints == []
