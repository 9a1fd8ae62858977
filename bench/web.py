"""The web page: what a turn takes with a full library and a long conversation, and what opening the page transfers.

A turn is timed in a real browser, from sending the question to the answer being shown whole: with five reports and the first
question of a conversation, and with two hundred reports and the fiftieth. The bytes and requests of the first visit stand
beside those of a bare Gradio chat; the public widget's times on another website beside those of the same page without it. All in
one run; the ratios are what holds on another machine.

    python -m bench.web [--reports 200] [--turns 50]
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import signal
import socket
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from bench.widget import button_ms, first_paint_ms, first_text_ms, script_bytes
from tests.foreign_site import foreign_site

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

ROOT = Path(__file__).resolve().parent.parent
SERVE = (sys.executable, "-c", "import sys; from ui.cli import main; sys.exit(main())")
BARE = """
import sys
import gradio as gr
chat = gr.ChatInterface(lambda message, history: message)
chat.launch(server_name="127.0.0.1", server_port=int(sys.argv[1]), quiet=True, ssr_mode=False)
"""
QUESTIONS = (
    "Vad var årets resultat i Degerfors/Karlskoga 2021?",
    "Vad är samverkan?",
    "Hur stora var verksamhetens kostnader i Degerfors/Karlskoga 2021?",
    "Hur många deltagare hade Insjöriket?",
)
WHOLE = '#fs-log article[data-state="done"]'
TIMED = 8  # turns, of which the median counts
START_S, TURN_MS = 120, 60_000
PAUSE_MS = 1000  # nobody asks the next question sooner; suggestions come meanwhile
ARGUMENTS = ("--disable-gpu", "--disable-background-networking", "--disable-component-update", "--no-first-run")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--reports", type=int, default=200, help="reports in the full library")
    parser.add_argument("--turns", type=int, default=50, help="turns in the long conversation")
    given = parser.parse_args()
    chromium = shutil.which("chromium")
    if chromium is None:
        sys.exit("chromium is missing (Debian: apt install chromium)")
    from playwright.sync_api import sync_playwright

    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        arguments = [*ARGUMENTS, "--no-sandbox"] if os.geteuid() == 0 else list(ARGUMENTS)
        browser = playwright.chromium.launch(executable_path=chromium, args=arguments)
        small, large = Path(folder) / "small", Path(folder) / "large"
        samples = sorted((ROOT / "reports").glob("*.txt"))
        ingest(ROOT / "reports", small)
        ingest(copies(samples, Path(folder) / "copies", given.reports), large)
        with serving(small) as url:
            visit = transferred(browser, url, "#fs-header")
            first = seconds_of_turns(browser, url, before=0)
        with serving(large) as url:
            last = seconds_of_turns(browser, url, before=given.turns - 1)
        with (
            foreign_site() as site,
            serving(small, {"FINSAM_ALLOWED_ORIGINS": site.address, "FINSAM_RATE_PER_MINUTE": "0"}) as url,
        ):
            site.assistant = url
            widget = measure_widget(browser, url, site.address)
        with bare_chat() as url:
            bare = transferred(browser, url, "textarea")
        browser.close()
    print("| what | measured | beside | ratio |")
    print("| --- | --- | --- | --- |")
    turn = f"turn {given.turns} and on, {given.reports} reports"
    print(f"| {turn} | {1000 * last:.0f} ms | turn 1 and on, 5 reports: {1000 * first:.0f} ms | {last / first:.2f} |")
    for name, own, other in zip(("bytes transferred", "requests"), visit, bare, strict=True):
        print(f"| {name}, first visit | {own:,} | a bare Gradio chat: {other:,} | {own / other:.2f} |")
    print("\n".join(widget))


def measure_widget(browser: Browser, assistant: str, site: str) -> list[str]:
    """The lines of the table about the widget on a website."""
    plain, packed = script_bytes(assistant)
    bare, with_widget = first_paint_ms(browser, f"{site}/"), first_paint_ms(browser, f"{site}/script")
    shown, words = button_ms(browser, f"{site}/script"), first_text_ms(browser, f"{site}/script")
    asked = [seconds_of_answer(assistant) for _ in range(TIMED)]
    alone = 1000 * statistics.median(asked)
    return [
        f"| /widget.js packed | {packed:,} bytes | plain: {plain:,} | {packed / plain:.2f} |",
        f"| first paint of a page with the widget | {with_widget:.0f} ms | without: {bare:.0f} ms | {with_widget / bare:.2f} |",
        f"| the widget's button is there | {shown:.0f} ms | first paint: {with_widget:.0f} ms | {shown / with_widget:.2f} |",
        f"| first words of an answer in the widget | {words:.0f} ms | POST /api/ask: {alone:.0f} ms | {words / alone:.2f} |",
    ]


def seconds_of_answer(assistant: str) -> float:
    body = json.dumps({"question": QUESTIONS[0]}).encode()
    request = urllib.request.Request(f"{assistant}/api/ask", body, {"Content-Type": "application/json"})
    started = time.perf_counter()
    with urllib.request.urlopen(request, timeout=60) as told:
        told.read()
    return time.perf_counter() - started


def copies(samples: list[Path], folder: Path, count: int) -> Path:
    """So many reports, the samples over and over under associations of other names."""
    folder.mkdir()
    for number in range(count):
        source = samples[number % len(samples)]
        text = source.read_text(encoding="utf-8", errors="replace")
        name = folder / f"{source.stem}_{number:03}"
        name.with_suffix(".txt").write_text(f"{text}\n\nRapport nummer {number}.\n", encoding="utf-8")
        if number >= len(samples):
            sidecar = (
                f'association = "Samordningsförbundet Provort {number // len(samples):02}{"abcde"[number % len(samples)]}"\n'
            )
            name.with_suffix(".toml").write_text(sidecar, encoding="utf-8")
    return folder


def ingest(reports: Path, data_dir: Path) -> None:
    command = (*SERVE, "ingest", "--no-embed", "--data", str(data_dir), str(reports))
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    if done.returncode not in (0, 1):
        sys.exit(done.stderr)


@contextmanager
def serving(data_dir: Path, settings: Mapping[str, str] | None = None) -> Iterator[str]:
    port = free_port()
    command = (*SERVE, "serve", "--port", str(port), "--data", str(data_dir))
    with running(command, f"http://127.0.0.1:{port}/readyz", settings):
        yield f"http://127.0.0.1:{port}"


@contextmanager
def bare_chat() -> Iterator[str]:
    port = free_port()
    with running((sys.executable, "-c", BARE, str(port)), f"http://127.0.0.1:{port}/"):
        yield f"http://127.0.0.1:{port}"


@contextmanager
def running(command: tuple[str, ...], answers_at: str, settings: Mapping[str, str] | None = None) -> Iterator[int]:
    """A server of our own and the number of its process; ended at the end. Leaves the program when it does not answer in time."""
    quiet = {**os.environ, **(settings or {}), "GRADIO_ANALYTICS_ENABLED": "False", "PYTHONPATH": str(ROOT)}
    with subprocess.Popen(command, cwd=ROOT, env=quiet, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as server:
        try:
            wait_for(answers_at)
            yield server.pid
        finally:
            server.send_signal(signal.SIGINT)


def wait_for(url: str) -> None:
    until = time.monotonic() + START_S
    while time.monotonic() < until:
        try:
            with urllib.request.urlopen(url, timeout=5):
                return
        except (urllib.error.URLError, OSError):
            time.sleep(0.3)
    sys.exit(f"nothing answers at {url}")


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def transferred(browser: Browser, url: str, there: str) -> tuple[int, int]:
    """The bytes that came over the wire and the requests made until the page stands still, for a first visitor."""
    context = browser.new_context()
    page = context.new_page()
    client = context.new_cdp_session(page)
    client.send("Network.enable")
    sizes: list[int] = []
    client.on("Network.loadingFinished", lambda event: sizes.append(int(event["encodedDataLength"])))
    page.goto(url)
    page.wait_for_selector(there)
    page.wait_for_timeout(3000)
    context.close()
    return sum(sizes), len(sizes)


def seconds_of_turns(browser: Browser, url: str, before: int) -> float:
    """The median time of the turns that follow so many others in one conversation; what every first question of a server
    pays is asked for before, in a conversation of its own."""
    with new_conversation(browser, url) as page:
        ask(page, QUESTIONS[0])
    with new_conversation(browser, url) as page:
        for number in range(before):
            ask(page, QUESTIONS[number % len(QUESTIONS)])
        return statistics.median(ask(page, QUESTIONS[number % len(QUESTIONS)]) for number in range(TIMED))


@contextmanager
def new_conversation(browser: Browser, url: str) -> Iterator[Page]:
    context = browser.new_context(viewport={"width": 1366, "height": 768})
    page = context.new_page()
    page.set_default_timeout(TURN_MS)
    page.goto(url)
    page.wait_for_selector(".fs-example")
    yield page
    context.close()


def ask(page: Page, question: str) -> float:
    """Asks and gives the seconds until the answer is shown whole."""
    known = page.locator(WHOLE).count()
    box = page.locator("#fs-box textarea")
    box.fill(question)
    started = time.perf_counter()
    box.press("Enter")
    page.wait_for_function("([whole, known]) => document.querySelectorAll(whole).length > known", arg=[WHOLE, known])
    seconds = time.perf_counter() - started
    page.wait_for_timeout(PAUSE_MS)
    return seconds


if __name__ == "__main__":
    main()
