"""The chat page in a real browser: ask, watch the answer come, open a source, see the cited words marked."""

from __future__ import annotations

import os
import shutil
import signal
import socket
import subprocess
import sys
import urllib.request
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from ingest.settings import Settings

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

pytestmark = pytest.mark.browser

ROOT = Path(__file__).resolve().parent.parent
SERVE = (sys.executable, "-c", "import sys; from ui.cli import main; sys.exit(main())", "serve")
LAPTOP = {"width": 1366, "height": 768}
PHONE = {"width": 390, "height": 844}
QUIET = ("--disable-gpu", "--disable-background-networking", "--disable-component-update", "--disable-sync", "--no-first-run")
QUESTION = "Vad var årets resultat i Degerfors/Karlskoga 2021?"


@contextmanager
def served(data_dir: Path, environment: Mapping[str, str] | None = None) -> Iterator[str]:
    """`finsam serve` as a process of its own, with more in its environment; gives the address that it prints."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    command = [*SERVE, "--port", str(port), "--data", str(data_dir)]
    variables = {**os.environ, "PYTHONPATH": str(ROOT), **(environment or {})}
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env=variables) as server:
        assert server.stdout is not None
        printed = next(line for line in server.stdout if f"http://127.0.0.1:{port}" in line)
        assert printed.startswith("Öppna ")
        try:
            yield f"http://127.0.0.1:{port}"
        finally:
            server.send_signal(signal.SIGINT)


@pytest.fixture(scope="module")
def address(stored_without_vectors: Settings, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    # a copy: conversations are kept beside the reports
    data_dir = tmp_path_factory.mktemp("chat") / "var"
    shutil.copytree(stored_without_vectors.data_dir, data_dir)
    with served(data_dir) as url:
        yield url


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    chromium = shutil.which("chromium")
    if chromium is None:
        if os.environ.get("FINSAM_TEST_ALL") == "1":
            pytest.fail("chromium is missing (Debian: apt install chromium)")
        pytest.skip("chromium is missing (Debian: apt install chromium)")
    from playwright.sync_api import sync_playwright

    arguments = [*QUIET, "--no-sandbox"] if os.geteuid() == 0 else list(QUIET)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=arguments)
        yield browser
        browser.close()


@contextmanager
def opened(browser: Browser, address: str, size: dict[str, int] = LAPTOP) -> Iterator[Page]:
    """A new visitor's page, with the example questions in sight."""
    context = browser.new_context(viewport={"width": size["width"], "height": size["height"]})
    page = context.new_page()
    page.set_default_timeout(30_000)
    page.goto(address)
    page.wait_for_selector(".fs-hello")
    try:
        yield page
    finally:
        context.close()


def ask(page: Page, question: str) -> None:
    """Asks and waits until the answer is whole and its sources are shown."""
    answers = page.locator("#fs-log .fs-answer:not(.fs-waiting):not(.fs-growing)")
    before = answers.count()
    page.fill("#fs-box textarea", question)
    # Enter is not taken while the last words of the answer before are on their way; the question then stays in the box.
    for _ in range(20):
        if page.input_value("#fs-box textarea") != question:
            break
        page.press("#fs-box textarea", "Enter")
        page.wait_for_timeout(300)
    answers.nth(before).wait_for()


def open_source(page: Page, by: str) -> None:
    """Clicks the first of `by` until the cited words are shown: right after an answer Gradio may lose a click."""
    from playwright.sync_api import TimeoutError as NothingShown

    for _ in range(5):
        page.locator(by).first.click()
        try:
            page.wait_for_selector(".fs-reader mark", timeout=6_000)
        except NothingShown:
            continue
        return
    raise AssertionError(f"{by} opens nothing")


def test_an_answer_comes_with_sources_that_open_with_the_cited_words_marked(browser: Browser, address: str) -> None:
    with opened(browser, address) as page:
        ask(page, QUESTION)
        open_source(page, ".fs-card")

        assert "−38\u00a0774\u00a0kr" in page.inner_text("#fs-log .fs-answer")
        assert "Finsam Degerfors/Karlskoga" in page.locator(".fs-card").first.inner_text()
        assert "-38 774" in page.locator(".fs-reader mark").all_inner_texts()
        assert page.locator(".fs-reader mark").first.evaluate(IN_SIGHT)


# Whether an element lies within the part of the text that is scrolled into view.
IN_SIGHT = """mark => {
    const text = mark.closest(".fs-text").getBoundingClientRect(), place = mark.getBoundingClientRect();
    return place.top >= text.top && place.bottom <= text.bottom;
}"""


def test_a_mark_in_the_text_opens_its_source_and_escape_closes_it(browser: Browser, address: str) -> None:
    with opened(browser, address) as page:
        ask(page, QUESTION)
        open_source(page, "#fs-log a.fs-cite")

        page.keyboard.press("Escape")

        page.wait_for_selector(".fs-reader", state="detached")
        assert page.locator(".fs-card").first.is_visible()


def test_a_mark_in_an_earlier_answer_opens_that_answers_source(browser: Browser, address: str) -> None:
    with opened(browser, address) as page:
        ask(page, QUESTION)
        ask(page, "Vad är arbetsträning?")

        page.locator('#fs-log a[href^="#kalla-0-"]').first.click()

        page.wait_for_selector(".fs-reader")
        assert "Finsam Degerfors/Karlskoga" in page.inner_text(".fs-reader h2")


def test_the_page_is_told_to_be_an_ai_assistant_and_what_it_has_read(browser: Browser, address: str) -> None:
    with opened(browser, address) as page:
        head = page.inner_text("#fs-header")

        assert "AI-assistent." in head
        assert "5 rapporter från 4 förbund" in head
        assert page.evaluate("document.documentElement.lang") == "sv"


def test_an_example_question_is_asked_with_one_click(browser: Browser, address: str) -> None:
    with opened(browser, address) as page:
        example = page.locator(".fs-example").first
        question = example.inner_text()

        example.click()

        page.wait_for_selector("#fs-log .fs-answer:not(.fs-waiting)")
        assert page.inner_text("#fs-log .fs-question") == question


def test_the_conversation_is_remembered_until_a_new_one_is_begun(browser: Browser, address: str) -> None:
    with opened(browser, address) as page:
        ask(page, QUESTION)
        ask(page, "Och 2023?")
        follow_up = page.locator("#fs-log .fs-answer").nth(1).inner_text()

        page.click("#fs-restart")

        page.wait_for_selector(".fs-hello")
        assert "2023" in follow_up
        assert "Degerfors/Karlskoga" in follow_up
        assert page.locator(".fs-card").count() == 0


def test_markup_in_a_question_is_shown_and_not_run(browser: Browser, address: str) -> None:
    with opened(browser, address) as page:
        ask(page, "<img src=x onerror=\"document.title='ur spår'\"> ![x](http://a.example/x.png) **Vad?**")

        assert page.locator("#fs-log img").count() == 0
        assert page.inner_text("#fs-log .fs-question").startswith("<img src=x")
        assert page.title() == "Finsam-assistenten – Fråga"


def test_nothing_is_fetched_from_another_host(browser: Browser, address: str) -> None:
    context = browser.new_context()
    page = context.new_page()
    fetched: list[str] = []
    page.on("request", lambda request: fetched.append(request.url))
    page.goto(address)
    page.wait_for_selector(".fs-example")
    ask(page, QUESTION)
    context.close()

    assert [url for url in fetched if not url.startswith((address, "data:", "blob:"))] == []


def test_the_page_reports_no_error_in_the_browser(browser: Browser, address: str) -> None:
    context = browser.new_context()
    page = context.new_page()
    errors: list[str] = []
    page.on("pageerror", lambda error: errors.append(str(error)))
    page.on("console", lambda message: errors.append(message.text) if message.type == "error" else None)
    page.goto(address)
    page.wait_for_selector(".fs-example")
    ask(page, QUESTION)
    context.close()

    assert errors == []


def test_on_a_phone_nothing_is_wider_than_the_screen_and_a_source_fills_it(browser: Browser, address: str) -> None:
    with opened(browser, address, PHONE) as page:
        ask(page, QUESTION)
        width = page.evaluate("document.documentElement.scrollWidth")
        open_source(page, "#fs-log a.fs-cite")
        reader = page.locator(".fs-reader").bounding_box()

        assert width <= PHONE["width"]
        assert reader is not None
        assert reader["width"] == PHONE["width"]
        assert page.locator(".fs-reader mark").first.evaluate(IN_SIGHT)


def test_before_the_first_ingest_the_page_says_how_to_ingest_and_notices_when_it_is_done(
    browser: Browser, tmp_path: Path, reports_folder: Path
) -> None:
    from ui.cli import main

    with served(tmp_path) as url, opened(browser, url) as page:
        before = page.inner_text(".fs-hello")
        main(["ingest", "--no-embed", str(reports_folder / "sydnarke_verksamhetsplan-budget_2022.txt"), "--data", str(tmp_path)])
        page.reload()
        page.wait_for_selector(".fs-indexed")

        assert "Inga rapporter är inlästa än" in before
        assert "finsam ingest MAPP" in before
        assert "1 rapport från 1 förbund" in page.inner_text("#fs-header")


def test_the_server_answers_that_it_lives(address: str) -> None:
    with urllib.request.urlopen(f"{address}/healthz") as response:
        assert response.read() == b'{"status":"ok"}'
