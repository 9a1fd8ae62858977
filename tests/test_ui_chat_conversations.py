"""What surrounds an answer, in a real browser: limits, copying, opinions, suggestions, the calculation, kept conversations."""

from __future__ import annotations

import shutil
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from ingest.settings import Settings
from tests.test_ui_chat import QUESTION, ask, browser, open_source, opened, served

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

__all__ = ["browser"]  # a fixture: Chromium, as the tests of the chat drive it

pytestmark = pytest.mark.browser

SMALL_PHONE = {"width": 360, "height": 740}
ZOOMED = {"width": 640, "height": 400}  # 1280 by 800 at 200 %
CHANGE = "Hur mycket ändrades årets resultat i Degerfors/Karlskoga från 2021 till 2023 i procent?"
WIDER_THAN_THE_SCREEN = "document.documentElement.scrollWidth > innerWidth"
COUNT_ANNOUNCEMENTS = """() => {
    window.heard = [];
    const region = document.getElementById("fs-announce");
    const listen = () => { if (region.textContent) window.heard.push(region.textContent); };
    new MutationObserver(listen).observe(region, {childList: true});
}"""


@pytest.fixture(scope="module")
def data_dir(stored_without_vectors: Settings, tmp_path_factory: pytest.TempPathFactory) -> Path:
    copied = tmp_path_factory.mktemp("conversations") / "var"
    shutil.copytree(stored_without_vectors.data_dir, copied)
    return copied


@pytest.fixture(scope="module")
def address(data_dir: Path) -> Iterator[str]:
    with served(data_dir) as url:
        yield url


def newest(page: Page, inside: str) -> str:
    return page.locator(".fs-exchange").last.locator(inside).inner_text()


def open_list(page: Page) -> None:
    page.click("#fs-show-list")
    page.wait_for_selector(".fs-named")


def test_an_answer_tells_what_it_was_limited_to_and_is_asked_again_without(browser: Browser, address: str) -> None:
    with opened(browser, address) as page:
        page.select_option("#fs-association", "Finsam Degerfors/Karlskoga")
        page.select_option("#fs-period", "2021")
        ask(page, "Vad var årets resultat 2023?")
        beyond, limited = newest(page, ".fs-answer"), newest(page, ".fs-limited")

        page.click(".fs-unlimited")
        page.wait_for_selector(".fs-exchange:nth-of-type(2)[data-state=done]")

        assert "Utanför urvalet" in beyond
        assert "Finsam Degerfors/Karlskoga · 2021" in limited
        assert "Utanför urvalet" not in newest(page, ".fs-answer")
        assert page.locator(".fs-exchange").last.locator(".fs-limited").count() == 0


def test_an_answer_is_announced_once_and_the_focus_stays_in_the_box(browser: Browser, address: str) -> None:
    with opened(browser, address) as page:
        page.evaluate(COUNT_ANNOUNCEMENTS)

        ask(page, QUESTION)
        page.wait_for_timeout(600)

        heard = page.evaluate("window.heard")
        assert len(heard) == 1
        assert heard[0].startswith("Svar: Årets resultat 2021 för Finsam Degerfors/Karlskoga var −38\u00a0774\u00a0kr")
        assert heard[0].endswith("2 källor.")
        assert page.evaluate("document.activeElement.id") == "fs-question"


def test_shift_and_enter_give_a_new_line_and_ask_nothing(browser: Browser, address: str) -> None:
    with opened(browser, address) as page:
        page.type("#fs-question", "Vad")
        page.keyboard.press("Shift+Enter")
        page.keyboard.type("var?")

        assert page.input_value("#fs-question") == "Vad\nvar?"
        assert page.locator(".fs-exchange").count() == 0


def test_an_empty_question_is_not_sent(browser: Browser, address: str) -> None:
    with opened(browser, address) as page:
        page.click("#fs-send")

        assert page.inner_text(".fs-hold") == "Skriv en fråga först."
        assert page.locator(".fs-exchange").count() == 0


def test_an_answer_is_copied_with_its_sources(browser: Browser, address: str) -> None:
    with opened(browser, address) as page:
        page.context.grant_permissions(["clipboard-read", "clipboard-write"])
        ask(page, QUESTION)

        page.click(".fs-copy")
        page.wait_for_function("document.querySelector('.fs-told').textContent")
        copied = page.evaluate("navigator.clipboard.readText()")

        assert newest(page, ".fs-told") == "Kopierat med källorna."
        assert copied.startswith(QUESTION)
        assert "Källor:\n[1] Finsam Degerfors/Karlskoga, Årsredovisning 2021" in copied
        assert "\t" not in copied


def test_an_opinion_with_a_comment_reaches_the_staffs_file(browser: Browser, address: str) -> None:
    with opened(browser, address) as page:
        ask(page, QUESTION)
        page.click(".fs-thumb[data-verdict=dåligt]")
        page.fill(".fs-comment textarea", "Jag menade <b>budgeten</b>")
        page.click(".fs-comment button")
        page.wait_for_function("document.querySelector('.fs-told').textContent.includes('sparat')")
        page.wait_for_timeout(500)
        with urllib.request.urlopen(f"{address}/omdomen.csv") as response:
            told = response.read().decode("utf-8-sig")

        assert page.get_attribute(".fs-thumb[data-verdict=dåligt]", "aria-pressed") == "true"
        assert "dåligt;Jag menade <b>budgeten</b>;Vad var årets resultat" in told


def test_a_suggestion_is_asked_with_one_click_and_answered(browser: Browser, address: str) -> None:
    with opened(browser, address) as page:
        ask(page, QUESTION)
        page.wait_for_selector(".fs-suggestion")
        suggested = page.locator(".fs-suggestion").first.inner_text()

        page.locator(".fs-suggestion").first.click()
        page.wait_for_selector(".fs-exchange:nth-of-type(2)[data-state=done]")

        assert newest(page, ".fs-question") == suggested
        assert page.locator(".fs-exchange").last.locator(".fs-declined").count() == 0


def test_the_calculation_unfolds_and_its_number_leads_to_the_source(browser: Browser, address: str) -> None:
    with opened(browser, address) as page:
        ask(page, CHANGE)
        page.focus(".fs-calc summary")
        page.keyboard.press("Enter")

        page.locator(".fs-calc a.fs-cite").first.focus()
        page.keyboard.press("Enter")
        page.wait_for_selector(".fs-reader mark")

        assert "× 100 = −1\u00a0950,6216\u00a0%" in page.inner_text(".fs-formula")
        assert "-795 108" in page.locator(".fs-reader mark").all_inner_texts()


def test_escape_closes_a_source_and_the_focus_is_back_on_its_mark(browser: Browser, address: str) -> None:
    with opened(browser, address) as page:
        ask(page, QUESTION)
        page.locator("#fs-log a.fs-cite").nth(1).focus()
        page.keyboard.press("Enter")
        page.wait_for_selector(".fs-reader mark")

        page.keyboard.press("Escape")
        page.wait_for_selector(".fs-reader", state="detached")

        assert page.evaluate("document.activeElement.getAttribute('href')") == "#kalla-0-2"


def test_a_conversation_is_renamed_and_removed_by_keyboard_alone(browser: Browser, address: str) -> None:
    with opened(browser, address) as page:
        ask(page, "Vad är arbetsträning?")
        page.focus("#fs-show-list")
        page.keyboard.press("Enter")
        page.wait_for_selector(".fs-named")
        page.locator(".fs-rename").first.focus()
        page.keyboard.press("Enter")
        page.keyboard.type("Till <i>mötet</i>")
        page.keyboard.press("Enter")
        page.wait_for_selector(".fs-list-told")
        renamed, heading = page.locator(".fs-open span").first.inner_text(), page.inner_text("#fs-name")
        page.locator(".fs-forget").first.focus()
        page.keyboard.press("Enter")
        asked = page.locator(".fs-sure").first.inner_text()
        page.keyboard.press("Enter")
        page.wait_for_function("document.querySelector('.fs-list-told')?.textContent.includes('borttaget')")

        assert renamed == heading == "Till <i>mötet</i>"
        assert "Det går inte att ångra" in asked
        assert "Till <i>mötet</i>" not in page.inner_text("#fs-conversations")
        assert page.inner_text("#fs-name") == "Nytt samtal"


def test_a_removal_can_be_regretted(browser: Browser, address: str) -> None:
    with opened(browser, address) as page:
        ask(page, "Vad är arbetsträning?")
        open_list(page)
        kept = page.locator(".fs-named li").count()
        page.locator(".fs-forget").first.click()
        page.locator(".fs-sure .fs-regret").first.click()
        page.keyboard.press("Escape")
        open_list(page)

        assert page.locator(".fs-named li").count() == kept


def test_a_conversation_goes_on_after_the_server_was_restarted(browser: Browser, data_dir: Path) -> None:
    with served(data_dir) as url, opened(browser, url) as page:
        ask(page, QUESTION)
    with served(data_dir) as url, opened(browser, url) as page:
        open_list(page)
        page.locator(".fs-open").first.click()
        page.wait_for_selector(".fs-given")
        first = newest(page, ".fs-reply")
        open_source(page, "#fs-log a.fs-cite")
        ask(page, "Och 2023?")

        assert "Svaret gavs " in first
        assert "−38\u00a0774" in first
        assert "−795\u00a0108" in newest(page, ".fs-answer")
        assert page.locator(".fs-exchange").count() == 2


@pytest.mark.parametrize("size", [SMALL_PHONE, ZOOMED], ids=["360 px", "200 %"])
def test_long_words_and_tables_do_not_widen_the_page(browser: Browser, address: str, size: dict[str, int]) -> None:
    with opened(browser, address, size) as page:
        ask(page, "Vem har störst resultat?")
        ask(page, "x" * 1990)
        open_list(page)

        assert not page.evaluate(WIDER_THAN_THE_SCREEN)


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_page_has_no_fault_that_axe_finds(browser: Browser, address: str, scheme: str) -> None:
    from axe_playwright_python.sync_playwright import Axe

    with opened(browser, address) as page:
        page.emulate_media(color_scheme="dark" if scheme == "dark" else "light")
        page.reload()
        page.wait_for_selector(".fs-example")
        page.select_option("#fs-association", "Finsam Lekeberg Örebro")
        ask(page, "Hur många deltagare var det?")
        page.click(".fs-thumb[data-verdict=bra]")
        ask(page, "Vad var resultatet i Insjöriket?")
        open_source(page, "#fs-log a.fs-cite")
        open_list(page)
        page.locator(".fs-rename").first.click()

        found = Axe().run(page).response["violations"]

        assert [(one["id"], [node["html"] for node in one["nodes"]]) for one in found] == []


def test_an_answer_that_comes_after_a_new_conversation_was_begun_is_not_shown_in_it(browser: Browser, address: str) -> None:
    with opened(browser, address) as page:
        page.fill("#fs-question", QUESTION)
        page.keyboard.press("Enter")
        page.wait_for_selector(".fs-exchange")
        page.evaluate("document.dispatchEvent(new CustomEvent('fs-begin'))")
        page.wait_for_timeout(1500)
        left, cards = page.locator(".fs-exchange").count(), page.locator(".fs-card").count()
        open_list(page)

        assert (left, cards) == (0, 0)
        assert QUESTION in page.locator(".fs-open").first.inner_text()


def test_a_server_that_is_gone_is_told_and_the_question_stays_in_the_box(browser: Browser, address: str) -> None:
    with opened(browser, address) as page:
        page.route("**/gradio_api/queue/join**", lambda route: route.fulfill(status=401, body="{}"))
        page.fill("#fs-question", QUESTION)
        page.keyboard.press("Enter")
        page.wait_for_function("document.querySelector('.fs-hold').textContent.includes('svarar inte')")

        assert page.input_value("#fs-question") == QUESTION


def test_a_page_that_is_loaded_anew_shows_the_conversation_it_showed(browser: Browser, address: str) -> None:
    with opened(browser, address) as page:
        ask(page, QUESTION)
        page.reload()
        page.wait_for_selector(".fs-given")
        ask(page, "Och 2023?")

        assert page.locator(".fs-exchange").count() == 2
        assert "−795\u00a0108" in newest(page, ".fs-answer")
