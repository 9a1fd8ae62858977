"""The widget in a real browser, on the page of another website with a strict policy: asked, followed, refused."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

import pytest

from ingest.settings import Settings
from tests.foreign_site import foreign_site
from tests.test_ui_chat import LAPTOP, browser, served

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Locator, Page, Route

__all__ = ["browser"]  # a fixture: Chromium, as the tests of the chat drive it

pytestmark = pytest.mark.browser

QUESTION = "Vad var årets resultat i Degerfors/Karlskoga 2021?"
LISTED = "Vilka mål har Sydnärke?"  # answered in several lines, each with its source
OPENER = "Fråga om rapporterna"
BUSY = "Upptaget just nu: många frågar samtidigt."
DONE = "finsam-chat .turn[aria-busy=false]"


@pytest.fixture(scope="module")
def sites(stored_without_vectors: Settings) -> Iterator[tuple[str, str, str]]:
    """The assistant, a website that it allows, and the same site under a name that it does not."""
    with foreign_site() as site:
        environment = {
            "FINSAM_ALLOWED_ORIGINS": site.address,
            "FINSAM_RATE_PER_MINUTE": "0",
            "FINSAM_RATE_PER_MINUTE_ALL": "0",
            "FINSAM_CONTACT": "kansli@example.org",
        }
        with served(stored_without_vectors.data_dir, environment) as assistant:
            site.assistant = assistant
            yield assistant, site.address, site.address.replace("127.0.0.1", "localhost")


@contextmanager
def visiting(browser: Browser, address: str, **options: object) -> Iterator[tuple[Page, list[str]]]:
    """A visitor's page, and what the browser complains of on it."""
    context = browser.new_context(**{"viewport": LAPTOP, **options})  # type: ignore[arg-type]
    page = context.new_page()
    page.set_default_timeout(30_000)
    complaints: list[str] = []
    page.on("console", lambda message: complaints.append(message.text) if message.type in ("error", "warning") else None)
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.goto(address)
    try:
        yield page, complaints
    finally:
        context.close()


def open_chat(page: Page) -> Locator:
    page.get_by_role("button", name=OPENER).click()
    page.locator("finsam-chat .known").wait_for()
    return page.get_by_role("dialog")


def ask(page: Page, question: str = QUESTION) -> Locator:
    """Asks and gives the turn once it is whole."""
    done = page.locator(DONE)
    before = done.count()
    field = page.locator("finsam-chat textarea")
    field.fill(question)
    field.press("Enter")
    done.nth(before).wait_for()
    return done.nth(before)


def test_one_script_tag_on_a_strict_page_answers_with_a_source_that_opens(browser: Browser, sites: tuple[str, str, str]) -> None:
    assistant, site, _ = sites
    with visiting(browser, f"{site}/script") as (page, complaints):
        open_chat(page)
        turn = ask(page)
        told = turn.locator(".answer").inner_text()
        with page.context.expect_page() as source:
            turn.locator("a.open").first.click()
        source.value.wait_for_selector("mark")

        assert "−38\u00a0774\u00a0kr" in told
        assert source.value.url.startswith(f"{assistant}/api/source/")
        assert source.value.evaluate("window.opener") is None
        assert complaints == []
        assert page.context.cookies() == []


def test_a_source_tells_its_report_place_and_words(browser: Browser, sites: tuple[str, str, str]) -> None:
    with visiting(browser, f"{sites[1]}/script") as (page, _):
        open_chat(page)
        source = ask(page).locator(".source").first.inner_text()

    assert "Årsredovisning 2021" in source
    assert "Finsam Degerfors/Karlskoga · sida\u00a029 enligt innehållsförteckningen · 2 Resultaträkning" in source
    assert "”Årets resultat | -38\u00a0774 | 487\u00a0600”" in source


def test_the_chat_tells_what_it_is_what_it_knows_and_what_is_stored(browser: Browser, sites: tuple[str, str, str]) -> None:
    with visiting(browser, f"{sites[1]}/script") as (page, _):
        dialog = open_chat(page)
        dialog.locator(".known summary").click()
        told = dialog.inner_text()

    assert "Jag är en AI-assistent" in told
    assert "Finsam Lekeberg Örebro: januari–juni\u00a02021" in told
    assert "Frågor sparas inte." in told
    assert "Skriv inga personuppgifter." in told
    assert "kansli@example.org" in told


def test_the_chat_is_used_with_the_keyboard_alone(browser: Browser, sites: tuple[str, str, str]) -> None:
    with visiting(browser, f"{sites[1]}/script") as (page, _):
        page.locator("finsam-chat .button").wait_for()
        page.keyboard.press("Tab")
        page.keyboard.press("Enter")
        page.keyboard.type(QUESTION)
        page.keyboard.press("Enter")
        page.locator(DONE).wait_for()
        page.keyboard.press("Shift+Tab")  # what stands last before the field
        for _ in range(12):
            if "mark" in focused(page):
                break
            page.keyboard.press("Shift+Tab")
        page.keyboard.press("Enter")
        at_source = focused(page)
        page.keyboard.press("Escape")

        assert at_source == "open"
        assert focused(page) == "button"
        assert page.locator("finsam-chat dialog").is_hidden()
        assert page.title() == "FörbundetTab"  # the page's own shortcuts heard nothing of what was pressed in the chat


def focused(page: Page) -> str:
    """The class of what has the focus within the widget, "" for nothing."""
    found: str = page.evaluate("document.querySelector('finsam-chat').shadowRoot.activeElement?.className ?? ''")
    return found


def test_a_screen_reader_meets_a_named_dialog_with_a_log_and_a_labelled_field(
    browser: Browser, sites: tuple[str, str, str]
) -> None:
    with visiting(browser, f"{sites[1]}/script") as (page, _):
        opener = page.get_by_role("button", name=OPENER)
        opener.wait_for()
        closed = opener.get_attribute("aria-expanded")
        open_chat(page)
        ask(page)
        tree = page.locator("finsam-chat dialog").aria_snapshot()

        assert (closed, opener.get_attribute("aria-expanded")) == ("false", "true")
        assert f'- dialog "{OPENER}"' in tree
        assert '- log "Samtalet"' in tree
        assert '- textbox "Din fråga"' in tree
        assert '- button "Källa 1"' in tree
        assert 'link "Källa 1: Årsredovisning 2021 (öppnas i ny flik)"' in tree
        assert '- button "Stäng"' in tree


# Notes each change that a screen reader reads out: additions in a live part, the nearest of which decides.
LISTEN = """() => {
    const root = document.querySelector("finsam-chat").shadowRoot;
    window.heard = [];
    new MutationObserver(changes => {
        const spoken = new Set();
        for (const change of changes) {
            const at = change.target.nodeType === 1 ? change.target : change.target.parentElement;
            const live = at?.closest("[aria-live], [role=status], [role=log], [role=alert]");
            const politeness = live?.getAttribute("aria-live") ?? (live ? "polite" : "off");
            if (politeness !== "off" && change.addedNodes.length && live.textContent) spoken.add(live);
        }
        for (const live of spoken) window.heard.push([live.className || live.getAttribute("role"), live.textContent]);
    }).observe(root, { childList: true, subtree: true, characterData: true });
}"""


def test_a_finished_answer_is_announced_once_and_not_as_it_grows(browser: Browser, sites: tuple[str, str, str]) -> None:
    with visiting(browser, f"{sites[1]}/script") as (page, _):
        open_chat(page)
        page.evaluate(LISTEN)
        ask(page, LISTED)
        page.wait_for_timeout(300)
        heard = page.evaluate("window.heard")

    answers = [text for name, text in heard if name == "answer"]
    assert len(answers) == 1
    assert answers[0].count("Verksamhetsplan 2022") == 3
    assert [text for name, text in heard if name == "unseen"] == ["Söker i rapporterna …"]


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("path", ["/script", "/inline"])
def test_axe_finds_nothing_wrong(browser: Browser, sites: tuple[str, str, str], path: str, theme: str) -> None:
    from axe_playwright_python.sync_playwright import Axe

    # axe is put into the page as a script, which the page's own policy forbids
    with visiting(browser, f"{sites[1]}{path}", color_scheme=theme, bypass_csp=True) as (page, _):
        if path == "/script":
            open_chat(page)
        ask(page)
        ask(page, "Vad var resultatet 1999 i Lekeberg?")
        page.wait_for_timeout(300)
        found = Axe().run(page, context="finsam-chat")

    assert [(one["id"], [node["html"] for node in one["nodes"]]) for one in found.response["violations"]] == []


def test_on_a_small_phone_nothing_is_wider_than_the_screen_and_targets_fit_a_finger(
    browser: Browser, sites: tuple[str, str, str]
) -> None:
    with visiting(browser, f"{sites[1]}/script", viewport={"width": 320, "height": 568}, has_touch=True) as (page, _):
        dialog = open_chat(page)
        ask(page, LISTED)
        wide = page.evaluate("document.documentElement.scrollWidth <= 320")
        inner = dialog.locator(".body").evaluate("body => body.scrollWidth <= body.clientWidth")
        small = dialog.evaluate(SMALL)
        outside = page.evaluate("document.elementFromPoint(5, 5).localName")

        assert (wide, inner, outside) == (True, True, "finsam-chat")
        assert dialog.evaluate("dialog => dialog.matches(':modal')")
        assert small == []


# Buttons and links under 44 points; marks stand in running text, where WCAG lets them be smaller.
SMALL = """dialog => [...dialog.querySelectorAll("button:not(.mark), textarea, a")]
    .filter(one => one.checkVisibility()).map(one => [one.className || one.textContent, one.getBoundingClientRect()])
    .filter(([, box]) => box.height < 44 || box.width < 44).map(([name, box]) => [name, box.width, box.height])"""


def test_a_website_that_is_not_allowed_gets_a_plain_link(browser: Browser, sites: tuple[str, str, str]) -> None:
    assistant, _, refused = sites
    with visiting(browser, f"{refused}/script") as (page, _):
        page.get_by_role("button", name=OPENER).click()
        link = page.get_by_role("link", name="Fråga på assistentens egen sida")
        link.wait_for()

        assert link.get_attribute("href") == f"{assistant}/fraga"
        assert "Chatten går inte att visa här." in page.get_by_role("dialog").inner_text()
        assert page.locator("finsam-chat textarea").is_hidden()


def test_a_website_that_is_not_allowed_keeps_its_own_link_inline(browser: Browser, sites: tuple[str, str, str]) -> None:
    with visiting(browser, f"{sites[2]}/inline") as (page, _):
        page.get_by_text("Chatten går inte att visa här.").first.wait_for()

        assert page.get_by_role("link", name=OPENER).is_visible()


def test_where_the_script_does_not_load_the_link_remains(browser: Browser, sites: tuple[str, str, str]) -> None:
    with visiting(browser, f"{sites[1]}/nowhere") as (page, _):
        assert page.get_by_role("link", name=OPENER).is_visible()


@pytest.mark.parametrize("path", ["/inline", "/first"])
def test_the_element_may_stand_before_the_script_or_after(browser: Browser, sites: tuple[str, str, str], path: str) -> None:
    with visiting(browser, f"{sites[1]}{path}") as (page, complaints):
        region = page.get_by_role("region", name=OPENER)
        region.wait_for()

        assert page.locator("finsam-chat").count() == 1
        assert page.get_by_role("link", name=OPENER).is_hidden()
        assert complaints == []


def test_a_script_that_comes_late_and_twice_makes_one_chat(browser: Browser, sites: tuple[str, str, str]) -> None:
    assistant, site, _ = sites
    with visiting(browser, f"{site}/late") as (page, _):
        page.wait_for_timeout(300)
        for _ in range(2):
            page.evaluate(
                "src => document.head.append(Object.assign(document.createElement('script'), { src }))", f"{assistant}/widget.js"
            )
        page.get_by_role("region", name=OPENER).wait_for()

        assert page.locator("finsam-chat").count() == 1


def test_three_scripts_make_one_button(browser: Browser, sites: tuple[str, str, str]) -> None:
    with visiting(browser, f"{sites[1]}/twice") as (page, complaints):
        page.wait_for_load_state("networkidle")

        assert page.get_by_role("button", name=OPENER).count() == 1
        assert complaints == []


def test_a_chat_that_is_moved_keeps_its_conversation_and_answers_on(browser: Browser, sites: tuple[str, str, str]) -> None:
    with visiting(browser, f"{sites[1]}/inline") as (page, complaints):
        page.get_by_role("region", name=OPENER).wait_for()
        ask(page)
        page.evaluate("const chat = document.querySelector('finsam-chat'); chat.remove(); document.body.prepend(chat);")
        ask(page, "Och 2023?")

        assert page.locator(DONE).count() == 2
        assert "−795\u00a0108\u00a0kr" in page.locator(DONE).nth(1).inner_text()
        assert complaints == []


def test_an_answer_that_is_cancelled_can_be_asked_for_again(browser: Browser, sites: tuple[str, str, str]) -> None:
    with visiting(browser, f"{sites[1]}/script") as (page, _):
        open_chat(page)
        page.route("**/api/ask", lambda route: None)  # never answered
        page.locator("finsam-chat textarea").fill(QUESTION)
        page.keyboard.press("Enter")
        page.get_by_role("button", name="Avbryt").click()
        told = page.locator(DONE).inner_text()
        page.unroute("**/api/ask")
        page.get_by_role("button", name="Försök igen").click()
        page.locator(f"{DONE} .source").first.wait_for()

        assert "Avbrutet innan svaret var klart." in told
        assert page.locator(DONE).count() == 1


def test_a_problem_is_told_in_the_servers_own_words(browser: Browser, sites: tuple[str, str, str]) -> None:
    with visiting(browser, f"{sites[1]}/script") as (page, _):
        open_chat(page)
        headers = {"Access-Control-Allow-Origin": sites[1], "Content-Type": "application/problem+json"}
        page.route("**/api/ask", lambda route: route.fulfill(status=503, headers=headers, body=f'{{"detail": "{BUSY}"}}'))
        told = ask(page).inner_text()

        assert f"Det gick inte. {BUSY}" in told
        assert page.get_by_role("button", name="Försök igen").is_visible()


def test_a_stream_that_breaks_off_is_told_calmly(browser: Browser, sites: tuple[str, str, str]) -> None:
    with visiting(browser, f"{sites[1]}/script") as (page, _):
        open_chat(page)
        headers = {"Access-Control-Allow-Origin": sites[1], "Content-Type": "text/event-stream"}
        page.route("**/api/ask", lambda route: route.fulfill(headers=headers, body='event: delta\ndata: {"text": "Resul"}\n\n'))
        told = ask(page).inner_text()

        assert "Anslutningen bröts innan svaret var klart." in told


def test_hostile_words_in_a_question_are_shown_as_words(browser: Browser, sites: tuple[str, str, str]) -> None:
    hostile = '<img src=x onerror="document.title=1"><script>document.title=2</script> [1]'
    with visiting(browser, f"{sites[1]}/script") as (page, _):
        open_chat(page)
        turn = ask(page, hostile)

        assert hostile in turn.locator(".question").inner_text()
        assert turn.locator("img, script").count() == 0


def test_the_language_is_switched_without_losing_the_conversation(browser: Browser, sites: tuple[str, str, str]) -> None:
    with visiting(browser, f"{sites[1]}/script") as (page, _):
        open_chat(page)
        ask(page)
        page.get_by_role("button", name="English").click()

        assert page.get_by_role("dialog", name="Ask about the reports").is_visible()
        assert page.get_by_role("textbox", name="Your question").is_visible()
        assert page.get_by_role("link", name="Source 1").first.is_visible()
        assert page.locator("finsam-chat dialog").get_attribute("lang") == "en"


def test_clearing_while_an_answer_comes_leaves_the_chat_ready(browser: Browser, sites: tuple[str, str, str]) -> None:
    with visiting(browser, f"{sites[1]}/script") as (page, _):
        open_chat(page)
        ask(page)
        held: list[Route] = []
        page.route("**/api/ask", lambda route: held.append(route))
        field = page.locator("finsam-chat textarea")
        field.fill(QUESTION)
        field.press("Enter")
        page.get_by_role("button", name="Avbryt").wait_for()
        page.get_by_role("button", name="Rensa samtalet").click()
        page.locator("finsam-chat button.send").wait_for()
        page.unroute("**/api/ask")
        turn = ask(page)

        assert "38\u00a0774" in turn.inner_text()


def test_a_question_that_failed_is_not_what_the_next_one_leans_on(browser: Browser, sites: tuple[str, str, str]) -> None:
    with visiting(browser, f"{sites[1]}/script") as (page, _):
        open_chat(page)
        page.route("**/api/ask", lambda route: route.abort())
        ask(page, "Vad var soliditeten 2021?")
        page.unroute("**/api/ask")
        with page.expect_request("**/api/ask") as sent:
            ask(page)

        assert sent.value.post_data_json["history"] == []


def test_another_language_asks_the_assistant_again_where_it_did_not_answer(browser: Browser, sites: tuple[str, str, str]) -> None:
    with visiting(browser, f"{sites[1]}/script") as (page, _):
        page.route("**/api/about", lambda route: route.abort())
        page.get_by_role("button", name=OPENER).click()
        page.get_by_role("button", name="Försök igen").wait_for()
        page.unroute("**/api/about")
        page.get_by_role("button", name="English").click()
        page.locator("finsam-chat .known").wait_for()

        assert page.get_by_role("textbox", name="Your question").is_visible()


def test_the_conversation_is_gone_with_the_page(browser: Browser, sites: tuple[str, str, str]) -> None:
    with visiting(browser, f"{sites[1]}/script") as (page, _):
        open_chat(page)
        ask(page)
        page.reload()
        open_chat(page)

        assert page.locator("finsam-chat .turn").count() == 0
        assert page.evaluate("sessionStorage.length + localStorage.length") == 0


def test_a_page_that_allows_it_keeps_the_conversation_in_the_tab(browser: Browser, sites: tuple[str, str, str]) -> None:
    with visiting(browser, f"{sites[1]}/remember") as (page, _):
        open_chat(page)
        ask(page)
        page.reload()
        open_chat(page)
        kept = page.locator("finsam-chat .turn").count()
        page.get_by_role("button", name="Rensa samtalet").click()

        assert kept == 1
        assert page.locator("finsam-chat .turn").count() == 0
        assert page.evaluate("sessionStorage.length + localStorage.length") == 0


def test_a_chat_for_one_association_answers_for_that_one_alone(browser: Browser, sites: tuple[str, str, str]) -> None:
    with visiting(browser, f"{sites[1]}/one") as (page, _):
        known = open_chat(page).locator(".known").inner_text()
        turn = ask(page, "Vilka mål finns?")

        assert "Samordningsförbundet Sydnärke: 2022" in known
        assert "Insjöriket" not in known
        assert {text.split(" · ")[0] for text in turn.locator(".where").all_inner_texts()} == {"Samordningsförbundet Sydnärke"}


def test_a_question_that_is_too_long_is_counted_and_not_sent(browser: Browser, sites: tuple[str, str, str]) -> None:
    with visiting(browser, f"{sites[1]}/script") as (page, _):
        dialog = open_chat(page)
        field = page.locator("finsam-chat textarea")
        field.fill("å" * 1990)
        near = dialog.locator(".count").inner_text()
        field.fill("𝄞" * 2003)
        field.press("Enter")

        assert near == "10 tecken kvar"
        assert dialog.locator(".count").inner_text() == "3 tecken för mycket. Korta frågan."
        assert field.get_attribute("aria-invalid") == "true"
        assert page.locator("finsam-chat .turn").count() == 0


def test_the_page_prints_the_whole_conversation_and_nothing_to_press(browser: Browser, sites: tuple[str, str, str]) -> None:
    with visiting(browser, f"{sites[1]}/script") as (page, _):
        dialog = open_chat(page)
        ask(page, LISTED)
        page.emulate_media(media="print")
        scrolls = dialog.locator(".body").evaluate("body => body.scrollHeight > body.clientHeight")

        assert not scrolls
        assert page.locator("finsam-chat").get_by_role("textbox").is_hidden()
        assert page.locator("finsam-chat .button").is_hidden()
        assert page.locator("finsam-chat .source").last.is_visible()


def test_the_public_page_shows_the_chat_and_without_a_script_the_form(browser: Browser, sites: tuple[str, str, str]) -> None:
    with visiting(browser, f"{sites[0]}/fraga") as (page, complaints):
        page.get_by_role("region", name=OPENER).wait_for()
        page.get_by_role("textbox", name="Din fråga").fill(QUESTION)
        page.keyboard.press("Enter")
        page.locator(f"{DONE} .source").first.wait_for()

        assert page.locator("main > finsam-chat > form").is_hidden()
        assert complaints == []
    with visiting(browser, f"{sites[0]}/fraga", java_script_enabled=False) as (page, _):
        page.get_by_label("Din fråga").fill(QUESTION)
        page.get_by_role("button", name="Fråga").click()

        assert "−38\u00a0774\u00a0kr" in page.locator(".fs-answer").inner_text()
        assert page.url.endswith("/fraga")


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_axe_finds_nothing_wrong_with_the_page_that_needs_no_script(
    browser: Browser, sites: tuple[str, str, str], theme: str
) -> None:
    from axe_playwright_python.sync_playwright import Axe

    with visiting(browser, "about:blank", color_scheme=theme, bypass_csp=True) as (page, _):
        page.route("**/widget.js", lambda route: route.abort())
        page.goto(f"{sites[0]}/fraga")
        before = Axe().run(page).response["violations"]
        page.get_by_label("Din fråga").fill("Jämför medlemsbidrag mellan förbunden 2021")
        page.get_by_role("button", name="Fråga").click()
        page.locator(".sources").wait_for()
        after = Axe().run(page).response["violations"]

    assert [(one["id"], [node["html"] for node in one["nodes"]]) for one in (*before, *after)] == []


# What a website may say of every element on it: what is inherited would go on into the chat from the element itself.
LOUD = """* { font-family: fantasy !important; font-size: 31px !important; line-height: 3 !important; color: hotpink !important;
letter-spacing: .4em !important; text-transform: uppercase !important; text-align: right !important;
font-style: italic !important }"""
TEXT_STYLE = """element => {
    const style = getComputedStyle(element);
    return ["fontFamily", "fontSize", "lineHeight", "color", "letterSpacing", "textTransform", "textAlign", "fontStyle"]
        .map(name => style[name]);
}"""


@pytest.mark.parametrize("path", ["/script", "/inline"])
def test_what_a_website_says_of_every_element_does_not_reach_into_the_chat(
    browser: Browser, sites: tuple[str, str, str], path: str
) -> None:
    with visiting(browser, f"{sites[1]}{path}", bypass_csp=True) as (page, _):
        if path == "/script":
            open_chat(page)
        shown = page.locator("finsam-chat .panel .known, finsam-chat .panel .header h2, finsam-chat textarea")
        shown.first.wait_for()
        calm = [one.evaluate(TEXT_STYLE) for one in shown.all()]
        page.add_style_tag(content=LOUD)
        loud = [one.evaluate(TEXT_STYLE) for one in shown.all()]

    assert len(calm) == 3
    assert loud == calm
    assert "fantasy" not in str(loud)


def test_a_website_still_hides_and_colours_the_chat(browser: Browser, sites: tuple[str, str, str]) -> None:
    with visiting(browser, f"{sites[1]}/script", bypass_csp=True) as (page, _):
        opener = page.get_by_role("button", name=OPENER)
        opener.wait_for()
        page.add_style_tag(content="finsam-chat { --finsam-accent: rgb(1, 2, 3); --finsam-bottom: 77px; --finsam-layer: 5 }")
        names = ["backgroundColor", "bottom", "zIndex"]
        shown = opener.evaluate("(element, names) => names.map(name => getComputedStyle(element)[name])", names)
        page.add_style_tag(content="finsam-chat { visibility: hidden }")

        assert shown == ["rgb(1, 2, 3)", "77px", "5"]
        assert opener.is_hidden()


def test_a_declined_answer_tells_whom_to_ask(browser: Browser, sites: tuple[str, str, str]) -> None:
    with visiting(browser, f"{sites[1]}/script") as (page, _):
        open_chat(page)
        answered = ask(page).locator(".whom").count()
        whom = ask(page, "Vad var resultatet 1999 i Lekeberg?").locator(".answer .whom")

        assert answered == 0
        assert whom.inner_text() == "Vill du fråga någon i stället? Kontakt: kansli@example.org"
        assert whom.get_by_role("link").get_attribute("href") == "mailto:kansli@example.org"


def test_a_declined_answer_that_the_tab_remembers_tells_whom_to_ask(browser: Browser, sites: tuple[str, str, str]) -> None:
    with visiting(browser, f"{sites[1]}/remember") as (page, _):
        open_chat(page)
        ask(page, "Vad var resultatet 1999 i Lekeberg?")
        page.reload()
        open_chat(page)

        assert page.locator(f"{DONE} .whom").inner_text().endswith("Kontakt: kansli@example.org")


@pytest.mark.parametrize("number", ["850412-1234", "19850412 1234", "850412-12 34", "1985-04-12-1234", "850472+1234"])
def test_a_personal_identity_number_is_neither_shown_again_nor_kept(
    browser: Browser, sites: tuple[str, str, str], number: str
) -> None:
    with visiting(browser, f"{sites[1]}/remember") as (page, _):
        open_chat(page)
        shown = ask(page, f"Får {number} stöd 2021-01-01 -2021-12-31 av 222000-1446?").locator(".question").inner_text()
        kept = page.evaluate("Object.values(sessionStorage).map(one => JSON.parse(one)[0].question)")

    expected = "Får [personnummer] stöd 2021-01-01 -2021-12-31 av 222000-1446?"
    assert shown.endswith(expected)
    assert kept == [expected]
