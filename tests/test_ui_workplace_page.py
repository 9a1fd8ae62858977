"""The page as a whole in a real browser: its tabs by keyboard, without faults that axe finds, at every width, in Swedish from
the first word shown."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

import pytest
from axe_playwright_python.sync_playwright import Axe  # type: ignore[import-untyped]

from ingest.settings import Settings
from tests.test_ui_chat import LAPTOP, browser, served

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

__all__ = ["browser"]  # a fixture: Chromium, as the tests of the chat drive it

pytestmark = pytest.mark.browser
AXE_RULES = {"runOnly": {"type": "tag", "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa"]}}
# What shows that a tab has filled.
FILLED = {
    "Fråga": ".fs-example",
    "Jämför": "#fs-compare table",
    "Underlag": ".fs-brief-form",
    "Granskning": ".fs-finding",
    "Rapporter": ".fs-open-report",
}
SIZES = {"laptop": (1440, 900), "tablet": (768, 1024), "phone": (360, 740), "smallest": (320, 640)}
# Everything that the page ever shows while it opens, as it would be read.
REMEMBER = """
window.shown = new Set();
new MutationObserver(() => window.shown.add(document.body ? document.body.innerText : "")).observe(
  document, {childList: true, subtree: true, characterData: true});
"""
ENGLISH = ("Loading", "processing", "queue:", "Error", "Submit", "Clear", "New chat")


@pytest.fixture(scope="module")
def address(stored_without_vectors: Settings, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    # a copy: opening the page begins a conversation
    data_dir = tmp_path_factory.mktemp("workplace") / "var"
    shutil.copytree(stored_without_vectors.data_dir, data_dir)
    with served(data_dir) as url:
        yield url


@contextmanager
def opened(browser: Browser, address: str, size: object = LAPTOP, scheme: str = "light") -> Iterator[Page]:
    context = browser.new_context(viewport=size, color_scheme=scheme)  # type: ignore[arg-type]
    page = context.new_page()
    page.set_default_timeout(30_000)
    page.add_init_script(REMEMBER)
    page.goto(address)
    page.wait_for_selector(FILLED["Fråga"])
    yield page
    context.close()


def choose(page: Page, tab: str) -> None:
    """Chooses a tab; where it has no room it stands in the menu beside the others."""
    chosen = page.get_by_role("tab", name=tab, exact=True)
    if not chosen.is_visible():
        page.locator(".overflow-menu > button").click()
        chosen = page.locator(".overflow-dropdown").get_by_text(tab, exact=True)
    chosen.click()
    page.wait_for_selector(FILLED[tab])


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("tab", ["Jämför", "Granskning", "Rapporter"])
def test_axe_finds_nothing_in_a_tab(browser: Browser, address: str, tab: str, scheme: str) -> None:
    with opened(browser, address, scheme=scheme) as page:
        choose(page, tab)

        found = Axe().run(page, options=AXE_RULES).response["violations"]

    assert [(one["id"], [node["html"] for node in one["nodes"]]) for one in found] == []


def test_axe_finds_nothing_in_the_accessibility_statement(browser: Browser, address: str) -> None:
    with opened(browser, address) as page:
        page.goto(f"{address}/tillganglighet")

        found = Axe().run(page, options=AXE_RULES).response["violations"]

        assert page.locator("h1").inner_text().startswith("Tillgänglighetsredogörelse")
    assert [one["id"] for one in found] == []


def test_no_english_is_ever_shown_while_the_page_opens(browser: Browser, address: str) -> None:
    with opened(browser, address) as page:
        shown = page.evaluate("[...window.shown]")

    assert any("Sidan hämtas" in text for text in shown)
    assert [(word, text[:200]) for text in shown for word in ENGLISH if word in text] == []


@pytest.mark.parametrize("size", SIZES)
def test_no_tab_is_wider_than_the_window(browser: Browser, address: str, size: str) -> None:
    width, height = SIZES[size]
    with opened(browser, address, {"width": width, "height": height}) as page:
        wider = []
        for tab in FILLED:
            choose(page, tab)
            if page.evaluate("document.documentElement.scrollWidth > window.innerWidth"):
                wider.append(tab)

    assert wider == []


def test_the_tabs_are_gone_through_with_the_arrow_keys_or_tab_alone(browser: Browser, address: str) -> None:
    with opened(browser, address) as page:
        page.get_by_role("tab", name="Fråga", exact=True).focus()
        for tab in ("Jämför", "Underlag", "Granskning", "Rapporter"):
            page.keyboard.press("Tab")
            assert page.evaluate("document.activeElement.innerText").strip() == tab
        page.keyboard.press("Enter")

        page.wait_for_selector(FILLED["Rapporter"])
        assert page.get_by_role("tab", name="Rapporter", exact=True).get_attribute("aria-selected") == "true"


def test_the_head_leads_to_the_accessibility_statement_by_keyboard(browser: Browser, address: str) -> None:
    with opened(browser, address) as page:
        page.locator(".fs-account summary").focus()
        page.keyboard.press("Enter")
        page.keyboard.press("Tab")
        page.keyboard.press("Enter")

        page.wait_for_url("**/tillganglighet")


def test_the_panes_fill_the_window_and_no_more(browser: Browser, address: str) -> None:
    with opened(browser, address, {"width": 768, "height": 1024}) as page:
        assert page.evaluate("document.documentElement.scrollHeight <= window.innerHeight")
