"""The tab "Rapporter" in a real browser: files come in, reports are found, put right, shown and taken away, also by keyboard."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

import pytest

from ingest.settings import Settings
from tests.fakes import index_hand_made, small_report
from tests.test_ui_chat import LAPTOP, PHONE, browser, served
from vectorstore.store import open_store

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

__all__ = ["browser"]  # a fixture: Chromium, as the tests of the chat drive it

pytestmark = pytest.mark.browser

ROWS = ".fs-library tbody tr"
DIALOG = ".fs-report-dialog[open]"
OVER = ".fs-job-done"
# On a narrow window Gradio puts tabs behind a menu, and keeps a hidden copy of each.
TO_TAB = """[...document.querySelectorAll("#fs-tabs button")]
    .filter((one) => one.textContent.trim() === "Rapporter").at(-1).click()"""
# A file that is dropped, as the browser hands it over.
DROPPED = """([name, text]) => {
    const data = new DataTransfer();
    data.items.add(new File([text], name, { type: "text/plain" }));
    const drop = new DragEvent("drop", { dataTransfer: data, bubbles: true, cancelable: true });
    document.querySelector(".fs-drop").dispatchEvent(drop);
}"""


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A server with two reports of hand-made text, one of them with markup in its association's name. Each test brings the
    reports that it changes."""
    tmp_path = tmp_path_factory.mktemp("library")
    nasty = "<img src=x onerror=\"document.title='ur spår'\">"
    with open_store(Settings(data_dir=tmp_path / "var")) as store:
        index_hand_made(small_report("a", "Finsam Norrdal"), tmp_path / "a.txt", store)
        index_hand_made(small_report("b", f"Finsam {nasty}", 2022), tmp_path / "b.txt", store)
    with served(tmp_path / "var") as url:
        yield url


@contextmanager
def library(browser: Browser, address: str, size: dict[str, int] = LAPTOP) -> Iterator[Page]:
    """The tab, with the list in sight; whatever the page reports as an error fails the test."""
    context = browser.new_context(viewport={"width": size["width"], "height": size["height"]})
    page = context.new_page()
    page.set_default_timeout(30_000)
    errors: list[str] = []
    page.on("pageerror", lambda error: errors.append(str(error)))
    page.goto(address)
    enter(page)
    try:
        yield page
        assert errors == []
    finally:
        context.close()


def enter(page: Page) -> None:
    page.wait_for_selector(".fs-hello")
    page.evaluate(
        "[...document.querySelectorAll('#fs-tabs button')].filter(one => one.textContent.trim() == 'Rapporter').at(-1).click()"
    )
    page.wait_for_selector(ROWS)


def text_of(name: str) -> str:
    """A report of an association of that name."""
    told = ("Något om samverkan.", "2 Resultaträkning", "kr\t2021", "Årets resultat\t5")
    return "\n".join((f"Samordningsförbundet {name}", "Årsredovisning 2021", "1 Verksamheten", *told))


def upload(page: Page, *names: str) -> None:
    files = [{"name": f"{name}.txt", "mimeType": "text/plain", "buffer": text_of(name).encode()} for name in names]
    page.set_input_files("#fs-files", files)  # type: ignore[arg-type]


def focused(page: Page) -> str:
    return str(page.evaluate("document.activeElement.textContent.trim()"))


def test_several_files_come_in_and_are_told_until_they_are_there_also_after_a_reload(browser: Browser, address: str) -> None:
    with library(browser, address) as page:
        upload(page, "Västvik", "Östersjö")
        for name in ("Västvik", "Östersjö"):
            page.wait_for_selector(f"{OVER}:has-text('{name}, Årsredovisning 2021 är inläst')")
            page.wait_for_selector(f"{ROWS}:has-text('{name}')")
        page.reload()
        enter(page)

        page.wait_for_selector(f"{OVER}:has-text('Västvik, Årsredovisning 2021 är inläst')")
        assert page.locator(f"{OVER}:has-text('Östersjö, Årsredovisning 2021 är inläst')").is_visible()


def test_a_dropped_file_comes_in_and_the_same_again_is_said(browser: Browser, address: str) -> None:
    with library(browser, address) as page:
        page.evaluate(DROPPED, ["Rapport.txt", text_of("Gamla Hamn")])
        page.wait_for_selector(f"{OVER}:has-text('Gamla Hamn, Årsredovisning 2021 är inläst')")
        page.evaluate(DROPPED, ["En annan.txt", text_of("Gamla Hamn")])

        page.wait_for_selector(f"{OVER}:has-text('Samma fil är redan inläst: Samordningsförbundet Gamla Hamn')")
        assert page.locator(f"{ROWS}:has-text('Gamla Hamn')").count() == 1


def test_a_file_that_is_no_report_is_told_in_one_line(browser: Browser, address: str) -> None:
    with library(browser, address) as page:
        page.evaluate(DROPPED, ["bild.pdf", "GIF89a"])
        page.wait_for_selector(".fs-job-failed:has-text('bild')")

        assert "Misslyckades" in page.inner_text(".fs-job-failed:has-text('bild')")
        assert page.locator(f"{ROWS}:has-text('bild')").count() == 0


def test_what_was_detected_is_put_right_and_the_list_follows(browser: Browser, address: str) -> None:
    with library(browser, address) as page:
        upload(page, "Vänerås")
        page.click(f"{OVER}:has-text('Vänerås, Årsredovisning') .fs-job-open")
        page.wait_for_selector(DIALOG)
        detected = page.inner_text(DIALOG)
        page.fill(f"{DIALOG} [name=association]", "Finsam Sunnerby")
        page.click(f"{DIALOG} .fs-primary")

        page.wait_for_selector(DIALOG, state="detached")
        page.locator(f"{ROWS}:has-text('Finsam Sunnerby') .fs-open-report").click()
        page.wait_for_selector(DIALOG)

        assert "Läst ur rapporten." in detected
        assert "Före rättelsen: ”Samordningsförbundet Vänerås”." in page.inner_text(DIALOG)


def test_a_report_becomes_public_at_once_and_the_dialog_stays(browser: Browser, address: str) -> None:
    with library(browser, address) as page:
        page.locator(f"{ROWS}:has-text('Norrdal') .fs-open-report").click()
        page.wait_for_selector(DIALOG)
        page.click("text=Gör publik")
        page.wait_for_selector(f"{DIALOG} .fs-done")

        assert "Rapporten är publik nu." in page.inner_text(f"{DIALOG} .fs-dialog-told")
        assert page.locator("text=Gör intern").is_visible()
        assert page.evaluate("document.activeElement.className") == "fs-dialog-told"


def test_by_keyboard_a_report_is_kept_and_then_taken_away(browser: Browser, address: str) -> None:
    with library(browser, address) as page:
        upload(page, "Djupdal")
        page.locator(f"{ROWS}:has-text('Djupdal') .fs-open-report").focus()
        page.keyboard.press("Enter")
        page.wait_for_selector(DIALOG)
        opened_at = focused(page)
        page.locator('[data-act="ask-delete"]').focus()
        page.keyboard.press("Enter")
        page.wait_for_selector(".fs-confirm[open]")
        first = focused(page)
        page.keyboard.press("Escape")
        page.wait_for_selector(".fs-confirm", state="hidden")
        back = focused(page)
        page.keyboard.press("Enter")
        page.wait_for_selector(".fs-confirm[open]")
        page.keyboard.press("Tab")
        page.keyboard.press("Enter")

        page.wait_for_selector(f"{OVER}:has-text('Djupdal, Årsredovisning 2021 är borttagen')")
        page.wait_for_selector(f"{ROWS}:has-text('Djupdal')", state="detached")
        assert (opened_at, first, back) == ("Årsredovisning 2021", "Behåll rapporten", "Ta bort rapporten …")


def test_escape_closes_a_report_and_the_focus_is_where_it_was(browser: Browser, address: str) -> None:
    with library(browser, address) as page:
        opener = page.locator(f"{ROWS}:has-text('Norrdal') .fs-open-report")
        opener.focus()
        page.keyboard.press("Enter")
        page.wait_for_selector(DIALOG)

        page.keyboard.press("Escape")
        page.wait_for_selector(DIALOG, state="hidden")

        assert opener.evaluate("one => one === document.activeElement")
        page.keyboard.press("Enter")
        page.wait_for_selector(DIALOG)


def test_what_is_written_filters_and_the_field_keeps_the_focus(browser: Browser, address: str) -> None:
    with library(browser, address) as page:
        page.fill("[name=text]", "norrdal")
        page.wait_for_function(f"document.querySelectorAll('{ROWS}').length === 1")

        assert "1 rapport av " in page.inner_text("#fs-library-list .fs-summary")
        assert page.evaluate("document.activeElement.name") == "text"


def test_a_column_sorts_both_ways_and_keeps_the_focus(browser: Browser, address: str) -> None:
    with library(browser, address) as page:
        for order in ("ascending", "descending"):
            page.click('.fs-sort[data-order="period"]')
            page.wait_for_selector(f'[aria-sort="{order}"] [data-order="period"]')

        assert page.locator(ROWS).first.locator(".fs-open-report").inner_text() == "Årsredovisning 2022"
        assert focused(page).startswith("Period")


def test_markup_in_names_is_shown_and_not_run(browser: Browser, address: str) -> None:
    with library(browser, address) as page:
        page.evaluate(DROPPED, ["<img src=x onerror=alert(1)>.txt", text_of('<img src=x onerror="document.title=1">')])
        page.wait_for_selector(".fs-job")
        page.wait_for_function("!document.querySelector('.fs-job progress')")
        page.locator(f"{ROWS}:has-text('onerror') .fs-open-report").first.click()
        page.wait_for_selector(DIALOG)

        assert page.locator("#fs-reports img").count() == 0
        assert page.title().startswith("Finsam-assistenten")


def test_on_a_phone_the_reports_are_cards_no_wider_than_the_window(browser: Browser, address: str) -> None:
    with library(browser, address, PHONE) as page:
        assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
        assert page.locator(ROWS).first.evaluate("row => getComputedStyle(row).display") == "block"

        page.locator(".fs-open-report").first.click()
        page.wait_for_selector(DIALOG)

        assert page.evaluate(f"document.querySelector('{DIALOG}').scrollWidth <= window.innerWidth")
