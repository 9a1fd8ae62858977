"""The source panel in a real browser: the page of a PDF with the cited place in sight, and large on a page of its own."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

import pytest

from ingest.settings import Settings
from tests.test_ui_chat import PHONE, ask, browser, opened, served
from tests.tiny_pdf import pdf_report
from vectorstore.index import index_report
from vectorstore.store import open_store

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

__all__ = ["browser"]  # a fixture: Chromium, as the tests of the chat drive it

pytestmark = pytest.mark.browser

IMAGE = ".fs-reader .fs-page img"
LOADED = "image => image.complete && image.naturalWidth > 0"
# Whether the cited place, so many points from the top of an A4 page, lies within what is scrolled into view.
IN_SIGHT = """image => {
    const text = image.closest(".fs-text").getBoundingClientRect(), page = image.getBoundingClientRect();
    const place = page.top + page.height * Number(image.dataset.top) / 842;
    return place >= text.top && place <= text.bottom;
}"""


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    folder = tmp_path_factory.mktemp("panel")
    with open_store(Settings(data_dir=folder / "var")) as store:
        index_report(pdf_report(folder / "a.pdf"), folder / "a.pdf", store)
    with served(folder / "var") as url:
        yield url


def open_first_source(page: Page) -> None:
    ask(page, "Vad var årets resultat för Finsam Norrdal 2021?")
    page.locator(".fs-card").first.click()
    page.wait_for_selector(IMAGE)
    page.wait_for_function(f"(() => {{ const image = document.querySelector('{IMAGE}'); return ({LOADED})(image); }})()")
    page.wait_for_timeout(200)


def test_the_cited_page_is_shown_with_its_place_in_sight_and_the_text_below(browser: Browser, address: str) -> None:
    with opened(browser, address) as page:
        open_first_source(page)

        assert page.locator(IMAGE).evaluate(IN_SIGHT)
        assert "-38774" in page.locator(".fs-reader mark").all_inner_texts()
        assert "gick 1 av 3 sidor inte att läsa" in page.inner_text("#fs-log .fs-answer")


def test_on_a_phone_the_page_is_as_wide_as_the_panel_and_no_wider(browser: Browser, address: str) -> None:
    with opened(browser, address, PHONE) as page:
        open_first_source(page)

        assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
        assert page.locator(IMAGE).evaluate(IN_SIGHT)


def test_the_page_opens_large_in_a_tab_of_its_own_without_an_error(browser: Browser, address: str) -> None:
    with opened(browser, address) as page:
        open_first_source(page)
        with page.context.expect_page() as large:
            page.locator(".fs-page figcaption a").click()
        told: list[str] = []
        large.value.wait_for_load_state()  # its opener policy has it begin in a process of its own
        large.value.on("console", lambda message: told.append(message.text))
        large.value.reload()
        large.value.wait_for_function(f"({LOADED})(document.querySelector('figure img'))")

        assert "Sida 2 (tryckt 4) av 3" in large.value.inner_text("header")
        assert "-38774" in large.value.locator("mark").all_inner_texts()
        assert told == []
