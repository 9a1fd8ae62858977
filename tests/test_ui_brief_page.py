"""The tab Underlag in a real browser: a brief is chosen, its sources opened, changed, kept and fetched."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

import pytest
from axe_playwright_python.sync_playwright import Axe  # type: ignore[import-untyped]

from ingest.settings import Settings
from tests.test_ui_chat import LAPTOP, PHONE, browser, served

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

__all__ = ["browser"]  # a fixture: Chromium, as the tests of the chat drive it

pytestmark = pytest.mark.browser
AXE_RULES = {"runOnly": {"type": "tag", "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa"]}}


@pytest.fixture(scope="module")
def address(stored_without_vectors: Settings, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    # a copy: drafts are kept beside the reports
    data_dir = tmp_path_factory.mktemp("brief") / "var"
    shutil.copytree(stored_without_vectors.data_dir, data_dir)
    with served(data_dir) as url:
        yield url


@contextmanager
def tab(browser: Browser, address: str, size: object = LAPTOP, theme: str = "light") -> Iterator[Page]:
    """The tab, opened; on a phone it stands in the menu of tabs that have no room."""
    context = browser.new_context(viewport=size, color_scheme=theme)  # type: ignore[arg-type]
    page = context.new_page()
    page.goto(f"{address}/{'?__theme=dark' if theme == 'dark' else ''}")
    page.wait_for_selector(".fs-hello, .fs-turns")
    chosen = page.get_by_role("tab", name="Underlag", exact=True)
    if not chosen.is_visible():
        page.locator(".overflow-menu > button").click()
        chosen = page.locator(".overflow-dropdown").get_by_text("Underlag", exact=True)
    chosen.click()
    page.wait_for_selector(".fs-brief-form, .fs-brief")
    yield page
    context.close()


def make_brief(page: Page, name: str = "Finsam Degerfors/Karlskoga") -> None:
    page.get_by_label(name, exact=True).check()
    page.get_by_role("button", name="Gör underlag").click()
    page.wait_for_selector(".fs-brief")


def test_a_brief_is_made_and_its_title_gets_the_focus(browser: Browser, address: str) -> None:
    with tab(browser, address) as page:
        make_brief(page)

        page.wait_for_function("document.activeElement.id === 'fs-brief-title'")
        assert page.locator("#fs-brief-title").inner_text() == "Underlag för medlemssamråd: Finsam Degerfors/Karlskoga 2023"


def test_a_mark_opens_the_report_at_the_cited_row(browser: Browser, address: str) -> None:
    with tab(browser, address) as page:
        make_brief(page)

        page.locator(".fs-mark").first.click()

        page.wait_for_selector("#fs-brief-side .fs-reader")
        assert "-795 108" in page.locator("#fs-brief-side mark").all_inner_texts()


def test_a_changed_figure_is_kept_without_its_source_and_does_not_run(browser: Browser, address: str) -> None:
    with tab(browser, address) as page:
        make_brief(page)
        block = page.locator(".fs-block").first
        block.get_by_role("button", name="Ändra:").click()
        block.locator("textarea").fill("Resultatet var 7 kr [1]. <img src=x onerror=document.title='x'>")

        block.get_by_role("button", name="Spara").click()

        page.wait_for_selector(".fs-by-hand")
        said = page.locator(".fs-by-hand .fs-block-body").inner_text()
        assert said == "Resultatet var 7 kr. <img src=x onerror=document.title='x'> (ändrad för hand)"
        assert page.title() != "x"


def test_a_block_is_left_out_and_taken_back_with_the_keyboard_alone(browser: Browser, address: str) -> None:
    with tab(browser, address) as page:
        make_brief(page)
        before = page.locator(".fs-block").count()
        page.locator(".fs-block .fs-leave").nth(1).focus()
        page.keyboard.press("Enter")
        page.wait_for_selector(".fs-left-out")
        assert page.locator(".fs-block").count() == before - 1

        page.locator(".fs-take-back").focus()
        page.keyboard.press("Enter")

        page.wait_for_selector(".fs-left-out", state="detached")
        assert page.locator(".fs-block").count() == before


def test_a_draft_is_reopened_as_it_was_left(browser: Browser, address: str) -> None:
    with tab(browser, address) as page:
        make_brief(page, "Samordningsförbundet Sydnärke")
        page.locator(".fs-brief-section .fs-leave").first.click()
        page.wait_for_selector(".fs-left-out")

    with tab(browser, address) as page:
        page.locator(".fs-draft-open", has_text="Sydnärke").first.click()

        page.wait_for_selector(".fs-left-out")
        assert "Ekonomi i korthet" in page.locator(".fs-left-out").inner_text()


def test_the_brief_is_fetched_as_word_and_as_pdf(browser: Browser, address: str) -> None:
    with tab(browser, address) as page:
        make_brief(page)
        for name, ending in (("Word", "docx"), ("PDF", "pdf")):
            with page.expect_download() as fetched:
                page.get_by_role("link", name=f"Hämta som {name}").click()
            assert fetched.value.suggested_filename == f"Underlag för medlemssamråd Finsam Degerfors-Karlskoga 2023.{ending}"


def test_nothing_chosen_is_told_and_the_form_stays(browser: Browser, address: str) -> None:
    with tab(browser, address) as page:
        page.get_by_role("button", name="Gör underlag").click()

        page.wait_for_selector("#fs-brief-told .fs-notice")
        assert page.locator("#fs-brief-told").inner_text().startswith("Välj minst ett förbund")
        assert page.locator(".fs-brief-form").is_visible()


def test_a_long_word_in_the_title_is_broken_and_not_cut_on_a_small_phone(browser: Browser, address: str) -> None:
    with tab(browser, address, {"width": 360, "height": 740}) as page:
        make_brief(page)
        title = page.locator("#fs-brief-title")

        title.evaluate("title => { title.textContent = 'Samordnings' + 'förbundet'.repeat(12); }")

        assert title.evaluate("title => title.getBoundingClientRect().right <= innerWidth")
        assert title.evaluate("title => title.scrollWidth <= title.clientWidth")


def test_on_a_phone_nothing_is_wider_than_the_screen(browser: Browser, address: str) -> None:
    with tab(browser, address, PHONE) as page:
        make_brief(page)

        assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_axe_finds_nothing_in_the_form_or_the_brief(browser: Browser, address: str, theme: str) -> None:
    with tab(browser, address, theme=theme) as page:
        of_form = Axe().run(page, context="#fs-briefs", options=AXE_RULES).response["violations"]
        make_brief(page)
        page.locator(".fs-change").first.click()
        of_brief = Axe().run(page, context="#fs-briefs", options=AXE_RULES).response["violations"]

    assert [(one["id"], one["nodes"][0]["html"][:150]) for one in (*of_form, *of_brief)] == []
