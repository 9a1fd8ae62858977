"""The public widget on a page of another website, in a real browser: how much is fetched, when something is seen.

`bench.web` runs it. Beside the widget's own times stands the same page without it, in the same run.
"""

from __future__ import annotations

import gzip
import statistics
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

ROUNDS = 5  # of which the median counts
QUESTION = "Vad var årets resultat i Degerfors/Karlskoga 2021?"
OPENER, FIELD = "finsam-chat button[part=button]", "finsam-chat textarea"
WORDS = "() => document.querySelector('finsam-chat')?.shadowRoot?.querySelector('.answer')?.textContent.trim()"
OPENER_SEEN = "() => document.querySelector('finsam-chat')?.shadowRoot?.querySelector('button[part=button]')"
FIRST_PAINT = "() => performance.getEntriesByName('first-contentful-paint')[0]?.startTime"


def script_bytes(assistant: str) -> tuple[int, int]:
    """The size of the script as it comes, and packed, in bytes."""
    with urllib.request.urlopen(f"{assistant}/widget.js", timeout=10) as told:
        script = told.read()
    return len(script), len(gzip.compress(script))


def first_paint_ms(browser: Browser, address: str) -> float:
    """When the page shows something for the first time, for a first visitor."""

    def once() -> float:
        with visit(browser, address) as page:
            page.wait_for_function(FIRST_PAINT)
            return float(page.evaluate(FIRST_PAINT))

    return statistics.median(once() for _ in range(ROUNDS))


def button_ms(browser: Browser, address: str) -> float:
    """From opening the page to the widget's button standing there, for a first visitor."""

    def once() -> float:
        with visit(browser, "about:blank") as page:
            began = time.perf_counter()
            page.goto(address, wait_until="commit")
            page.wait_for_function(OPENER_SEEN)
            return 1000 * (time.perf_counter() - began)

    return statistics.median(once() for _ in range(ROUNDS))


def first_text_ms(browser: Browser, address: str) -> float:
    """From sending the question to the first words of the answer being shown."""

    def once() -> float:
        with visit(browser, address) as page:
            page.click(OPENER)
            page.fill(FIELD, QUESTION)
            began = time.perf_counter()
            page.press(FIELD, "Enter")
            page.wait_for_function(WORDS)
            return 1000 * (time.perf_counter() - began)

    return statistics.median(once() for _ in range(ROUNDS))


@contextmanager
def visit(browser: Browser, address: str) -> Iterator[Page]:
    context = browser.new_context(viewport={"width": 1366, "height": 768})
    page = context.new_page()
    page.goto(address)
    yield page
    context.close()
