"""A page that stays open while the server is started anew: what was chosen on it still holds, and what is told is Swedish."""

from __future__ import annotations

import os
import shutil
import signal
import socket
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from ingest.settings import Settings
from tests.test_ui_chat import LAPTOP, ROOT, SERVE, browser

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

__all__ = ["browser"]  # a fixture: Chromium, as the tests of the chat drive it

pytestmark = pytest.mark.browser

LEKEBERG = "Finsam Lekeberg Örebro"


class Server:
    """`finsam serve` on a port that it keeps when it is started anew."""

    def __init__(self, data_dir: Path) -> None:
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self._port = probe.getsockname()[1]
        self._data_dir = data_dir
        self._process: subprocess.Popen[str] | None = None
        self.url = f"http://127.0.0.1:{self._port}"

    def start(self) -> None:
        command = [*SERVE, "--port", str(self._port), "--data", str(self._data_dir)]
        environment = {**os.environ, "PYTHONPATH": str(ROOT)}
        self._process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env=environment)
        assert self._process.stdout is not None
        assert any(self.url in line for line in self._process.stdout)

    def stop(self) -> None:
        if self._process is not None:
            self._process.send_signal(signal.SIGINT)
            self._process.communicate(timeout=30)
            self._process = None

    def restart(self) -> None:
        self.stop()
        self.start()


@pytest.fixture(scope="module")
def server(stored_without_vectors: Settings, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    data_dir = tmp_path_factory.mktemp("restarted") / "var"
    shutil.copytree(stored_without_vectors.data_dir, data_dir)
    server = Server(data_dir)
    server.start()
    try:
        yield server
    finally:
        server.stop()


@contextmanager
def tab(browser: Browser, server: Server, name: str, shown: str) -> Iterator[Page]:
    """The tab of that name, with what `shown` selects in sight; no error may be told while it is open."""
    context = browser.new_context(viewport={"width": LAPTOP["width"], "height": LAPTOP["height"]})
    page = context.new_page()
    page.set_default_timeout(60_000)
    page.goto(server.url)
    page.wait_for_selector(".fs-hello")
    choose_tab(page, name, shown)
    try:
        yield page
    finally:
        context.close()


def choose_tab(page: Page, name: str, shown: str) -> None:
    page.get_by_role("tab", name=name).click()
    page.wait_for_selector(shown)


def choose(page: Page, label: str, option: str) -> None:
    page.locator("#fs-review-list").get_by_label(label).click()
    page.get_by_role("option", name=option, exact=True).click()


def told(page: Page) -> list[str]:
    return page.locator(".toast-body").all_inner_texts()


def test_a_report_that_is_chosen_in_the_review_still_filters(browser: Browser, server: Server) -> None:
    with tab(browser, server, "Granskning", ".fs-finding") as page:
        choose(page, "Förbund", LEKEBERG)
        page.wait_for_function("document.querySelectorAll('.fs-of-report').length == 1")
        server.restart()

        page.locator("#fs-show-explained input").check()
        page.click("#fs-refresh")
        page.wait_for_timeout(1500)

        assert told(page) == []
        assert page.locator(".fs-of-report h3 strong").all_inner_texts() == [LEKEBERG]
        assert page.locator("#fs-review-list").get_by_label("Förbund").input_value() == LEKEBERG


def test_a_drop_down_of_the_review_shows_words_and_takes_nothing_that_is_typed(browser: Browser, server: Server) -> None:
    with tab(browser, server, "Granskning", ".fs-finding") as page:
        box = page.locator("#fs-review-list").get_by_label("Förbund")

        assert box.input_value() == "Alla förbund"
        assert not box.is_editable()


def test_the_place_of_a_finding_opens_from_its_card(browser: Browser, server: Server) -> None:
    with tab(browser, server, "Granskning", ".fs-finding") as page:
        page.locator(".fs-place-link").first.click()
        page.wait_for_selector("#fs-review-side .fs-reader mark")
        page.keyboard.press("Escape")
        server.restart()

        page.locator("#fs-review-side .fs-card").first.click()
        page.wait_for_selector("#fs-review-side .fs-reader")

        assert page.locator("#fs-review-side .fs-reader mark").count() > 0


def test_a_comparison_is_the_one_that_was_chosen(browser: Browser, server: Server) -> None:
    with tab(browser, server, "Jämför", "#fs-compared table") as page:
        page.fill("#fs-measure-search", "coachingteamet")
        page.check('input[value="rad:Coachingteamet¦"]')
        page.wait_for_selector('h3:has-text("Coachingteamet")')
        server.restart()

        choose_tab(page, "Fråga", ".fs-hello")
        choose_tab(page, "Jämför", "#fs-compared table")
        page.wait_for_timeout(1500)
        page.locator('section:has(h3:has-text("Coachingteamet")) .fs-cmp-cell').first.click()
        page.wait_for_selector("#fs-compare-side .fs-cmp-square-title")

        assert told(page) == []
        assert page.locator('#fs-compared h3:has-text("Coachingteamet")').count() == 1


def test_the_list_of_reports_is_filtered_and_sorted_as_before(browser: Browser, server: Server) -> None:
    with tab(browser, server, "Rapporter", ".fs-library tbody tr") as page:
        every = page.locator(".fs-library tbody tr").count()
        page.select_option('.fs-library-filter [name="association"]', LEKEBERG)
        page.wait_for_function(f"document.querySelectorAll('.fs-library tbody tr').length < {every}")
        server.restart()

        page.click('.fs-sort[data-order="pages"]')
        page.wait_for_selector('th[aria-sort] .fs-sort[data-order="pages"]')

        assert told(page) == []
        assert set(page.locator(".fs-library tbody th").all_inner_texts()) == {LEKEBERG}


def test_a_server_that_is_gone_is_told_in_swedish(browser: Browser, server: Server) -> None:
    with tab(browser, server, "Granskning", ".fs-finding") as page:
        server.stop()
        page.click("#fs-refresh")
        page.wait_for_selector(".toast-body")
        page.wait_for_timeout(300)

        (said,) = told(page)
        server.start()

        assert "Anslutningen till programmet bröts" in said
        assert "Fel" in said
        assert "Error" not in said
        assert page.locator(".toast-close").get_attribute("aria-label") == "Stäng"
