"""Parts of the widget's script on their own, in a real browser: reading the stream, and writing answers as nodes."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import TYPE_CHECKING

import pytest

from tests.test_ui_chat import browser
from ui.widget.script import widget_asset

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

__all__ = ["browser"]  # a fixture: Chromium, as the tests of the chat drive it

pytestmark = pytest.mark.browser

PARTS = ("texts.js", "elements.js", "event_stream.js", "answer_text.js", "sources.js")
# Feeds bytes in two pieces, cut at every place in turn; gives each outcome that differs from the first.
CUT_EVERYWHERE = """bytes => {
    const all = new Set();
    for (let cut = 0; cut <= bytes.length; cut++) {
        const taken = [], lines = new EventLines((name, data) => taken.push([name, data]));
        lines.push(new Uint8Array(bytes.slice(0, cut)));
        lines.push(new Uint8Array(bytes.slice(cut)));
        lines.end();
        all.add(JSON.stringify(taken));
    }
    return [...all];
}"""
WRITE = """([text, quotes, numbers]) => {
    const mark = n => numbers.includes(n) ? make("button", { class: "mark" }, String(n)) : null;
    const box = make("div", {}, textNodes(text, quotes, mark));
    return box.innerHTML.replaceAll("&nbsp;", "_");
}"""


@pytest.fixture(scope="module")
def page(browser: Browser) -> Iterator[Page]:
    page = browser.new_page()
    page.add_script_tag(content="\n".join(map(widget_asset, PARTS)))
    yield page
    page.close()


def events(page: Page, stream: str) -> list[list[str]]:
    """The events that come of a stream, wherever it is cut."""
    outcomes = page.evaluate(CUT_EVERYWHERE, list(stream.encode()))
    assert len(outcomes) == 1
    taken: list[list[str]] = json.loads(outcomes[0])
    return taken


def written(page: Page, text: str, *, quotes: tuple[str, ...] = (), numbers: tuple[int, ...] = (1, 2, 3)) -> str:
    """The text as HTML, no-break blanks as "_"."""
    html: str = page.evaluate(WRITE, [text, list(quotes), list(numbers)])
    return html


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_events_are_read_whatever_ends_the_lines_and_wherever_the_pieces_are_cut(page: Page, end: str) -> None:
    stream = end.join((": hjärtslag", "", "event: delta", 'data: {"text": "åäö −5 € 𝄞"}', "", "data: a", "data:b", "", ""))

    assert events(page, stream) == [["delta", '{"text": "åäö −5 € 𝄞"}'], ["message", "a\nb"]]


def test_what_has_no_end_and_what_has_no_data_is_no_event(page: Page) -> None:
    assert events(page, "event: status\n\n: ping\n\nid: 7\ndata: hel\n\nevent: answer\ndata: halv") == [["message", "hel"]]


def test_a_byte_order_mark_is_not_part_of_the_first_field(page: Page) -> None:
    assert events(page, "\ufeffevent: delta\ndata: x\n\n") == [["delta", "x"]]


def test_markup_in_an_answer_is_text(page: Page) -> None:
    html = written(page, '<script>alert(1)</script> <img src=x onerror=alert(1)> **<b>fet</b>** [1]"><i>')

    assert page.evaluate("html => { const box = make('div'); box.textContent = html; return box.children.length; }", html) == 0
    assert "<script" not in html
    assert "<img" not in html
    assert "<strong>&lt;b&gt;fet&lt;/b&gt;</strong>" in html


def test_a_mark_stands_on_the_line_of_what_it_backs(page: Page) -> None:
    html = written(page, "Resultatet var −38 774 kr [1].")

    assert html == '<p>Resultatet var −38_774_<span class="marks">kr_<button class="mark">1</button></span>.</p>'


def test_several_numbers_in_one_mark_are_several_buttons(page: Page) -> None:
    assert written(page, "Så [1, 3]").count("<button") == 2


def test_a_number_that_is_no_source_stays_text(page: Page) -> None:
    assert written(page, "Se not [9] och [1].").count("<button") == 1


def test_a_mark_within_a_quoted_sentence_is_no_link(page: Page) -> None:
    quote = "Enligt rapporten [1] är målet nått [2]."
    html = written(page, f"Så står det: ”{quote}” [1]", quotes=(quote,))

    assert html.count("<button") == 1
    assert html.endswith('<span class="marks">[2].”_<button class="mark">1</button></span></p>')


def test_a_quoted_sentence_that_begins_with_a_mark_has_no_link_there(page: Page) -> None:
    assert written(page, "”[1] se not” [1]", quotes=("[1] se not",)).count("<button") == 1


def test_lists_and_tables_are_lists_and_tables(page: Page) -> None:
    html = written(page, "Först:\n- ett\n- två\n\n| År | kr |\n|---|---|\n| 2021 | 5 |\n1. första")

    assert "<p>Först:</p><ul><li>ett</li><li>två</li></ul>" in html
    assert '<th scope="col">År</th>' in html
    assert "<td>2021</td><td>5</td>" in html
    assert '<ul class="numbered"><li>1. första</li></ul>' in html


@pytest.mark.parametrize(
    ("page_number", "label", "told"),
    [(24, None, "sida_24"), (24, "24", "sida_24"), (24, "22", "sida_24 (tryckt 22)"),
     (None, "29", "sida_29 enligt innehållsförteckningen"), (None, None, "")],
)  # fmt: skip
def test_a_page_is_told_as_far_as_it_is_known(page: Page, page_number: int | None, label: str | None, told: str) -> None:
    said = page.evaluate("source => pageText(source, 'sv')", {"page": page_number, "page_label": label})

    assert said.replace("\u00a0", "_") == told


@pytest.mark.parametrize(
    ("period", "said"),
    [("2021", "2021"), ("2021-01-01/2021-06-30", "januari–juni_2021"), ("2022-01-01/2024-12-31", "2022–2024"), ("<b>", "<b>")],
)
def test_a_period_is_said_as_people_say_it(page: Page, period: str, said: str) -> None:
    assert page.evaluate("period => sayPeriod('sv', period)", period).replace("\u00a0", "_") == said


@pytest.mark.parametrize(
    "address", ["https://evil.example/x", "//evil.example", "javascript:alert(1)", "data:text/html,x", "https://["]
)
def test_a_source_leads_nowhere_but_to_the_assistant(page: Page, address: str) -> None:
    assert page.evaluate("address => addressAt('https://finsam.example', address)", address) is None
