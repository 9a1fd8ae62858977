"""Signing in to the real page in a real browser: by keyboard only, the person known in Gradio's own events, and out again."""

from __future__ import annotations

import json
import shutil
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx
import pytest
from playwright.sync_api import Browser, Page

from ingest.settings import Settings
from tests.test_ui_chat import LAPTOP, PHONE, browser, served
from ui.access.accounts import Accounts
from ui.access.audit import latest
from ui.access.person import Role
from ui.workplace_store import WorkplaceStore

__all__ = ["browser"]  # a fixture: Chromium, as the tests of the chat drive it

pytestmark = pytest.mark.browser

SECRET = "en lång hemlighet"


@pytest.fixture(scope="module")
def data_dir(stored_without_vectors: Settings, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("inloggning") / "var"
    shutil.copytree(stored_without_vectors.data_dir, folder)
    store = WorkplaceStore(folder)
    for name, role in (("anna", Role.ADMINISTRATOR), ("rut", Role.EDITOR), ("leo", Role.READER), ("pia", Role.READER)):
        Accounts(store).add(name, role, SECRET)
    store.close()
    return folder


@pytest.fixture(scope="module")
def address(data_dir: Path) -> Iterator[str]:
    with served(data_dir) as url:
        yield url


@contextmanager
def opened(browser: Browser, address: str, size: dict[str, int] = LAPTOP) -> Iterator[Page]:
    """The login page, to which who is not signed in is sent."""
    context = browser.new_context(viewport=size)  # type: ignore[arg-type]
    page = context.new_page()
    page.set_default_timeout(20_000)
    page.goto(address)
    try:
        yield page
    finally:
        context.close()


def sign_in(page: Page, name: str, password: str = SECRET) -> None:
    """By keyboard only: the field of the name has the focus."""
    page.wait_for_function("document.activeElement.id === 'namn'")
    page.keyboard.type(name)
    page.keyboard.press("Tab")
    page.keyboard.type(password)
    page.keyboard.press("Enter")


def signed_in(page: Page, name: str) -> None:
    sign_in(page, name)
    page.wait_for_selector("#fs-tabs")


def open_review(page: Page) -> None:
    page.get_by_role("tab", name="Granskning").click()
    page.wait_for_selector("#fs-findings .fs-finding")


def test_signing_in_by_keyboard_leads_to_the_page(browser: Browser, address: str) -> None:
    with opened(browser, address) as page:
        page.goto(f"{address}/?a=1")
        signed_in(page, "anna")

        assert page.url == f"{address}/?a=1"


def test_a_wrong_password_is_told_and_the_focus_is_where_to_try_again(browser: Browser, address: str) -> None:
    with opened(browser, address) as page:
        sign_in(page, "pia", "fel lösenord")
        page.wait_for_selector("[role=alert]")

        assert page.title() == "Fel: Logga in – Finsam-assistenten"
        assert page.input_value("#namn") == "pia"
        page.wait_for_function("document.activeElement.id === 'losenord'")


@pytest.mark.parametrize("size", [{"width": 1440, "height": 900}, PHONE, {"width": 320, "height": 560}])
def test_the_login_page_is_no_wider_than_the_window(browser: Browser, address: str, size: dict[str, int]) -> None:
    with opened(browser, address, size) as page:
        assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")


def test_the_login_page_asks_nothing_of_any_other_host_and_makes_no_error(browser: Browser, address: str) -> None:
    with opened(browser, address) as page:
        asked: list[str] = []
        told: list[str] = []
        page.on("request", lambda request: asked.append(request.url))
        page.on("console", lambda message: told.append(message.text))
        page.reload()

        assert [url for url in asked if not url.startswith((address, "data:"))] == []
        assert told == []


def test_an_editors_explanation_bears_the_name_of_the_session(browser: Browser, address: str, data_dir: Path) -> None:
    with opened(browser, address) as page:
        signed_in(page, "rut")
        open_review(page)
        form = page.locator(".fs-explain").first
        form.locator("summary").click()
        name = form.locator("[name=by]")
        readonly = name.get_attribute("readonly")
        name.evaluate("field => { field.readOnly = false; field.value = 'Någon Annan'; }")
        form.locator("[name=note]").fill("Talen mäter olika saker.")
        form.locator("button").click()
        page.wait_for_selector("#fs-told p")

    entry = latest(WorkplaceStore(data_dir))[0]
    assert readonly is not None
    assert (entry.by, entry.action, entry.detail) == ("rut", "förklarade fynd", "rut: Talen mäter olika saker.")


def test_a_reader_sees_the_findings_and_who_may_explain_them(browser: Browser, address: str) -> None:
    with opened(browser, address) as page:
        signed_in(page, "leo")
        open_review(page)

        assert page.locator(".fs-explain, .fs-reopen").count() == 0
        assert page.locator(".fs-explain-not").first.inner_text() == "Den som är redaktör kan förklara fyndet."


def test_a_reader_who_sends_the_event_all_the_same_changes_nothing(browser: Browser, address: str, data_dir: Path) -> None:
    with opened(browser, address) as page:
        signed_in(page, "leo")
        open_review(page)
        page.evaluate(
            """() => {
                const card = document.querySelector(".fs-finding");
                card.insertAdjacentHTML("beforeend", "<form><input name=by value=leo><input name=note value=nej></form>");
                card.querySelector("form").requestSubmit();
            }"""
        )
        told = page.locator("#fs-told [role=alert]")
        told.wait_for()

        assert told.inner_text() == "Det här får bara den göra som är redaktör. Du är läsare."
    assert "nej" not in str(latest(WorkplaceStore(data_dir)))


def test_the_queue_answers_nobody_without_a_session(address: str) -> None:
    joined = httpx.post(f"{address}/gradio_api/queue/join", json={"data": [], "fn_index": 0, "session_hash": "x"})
    listened = httpx.get(f"{address}/gradio_api/queue/data?session_hash=x")

    assert (joined.status_code, listened.status_code) == (401, 401)
    assert json.loads(joined.text)["detail"].startswith("Du är inte inloggad")


@pytest.mark.parametrize(
    "path",
    ["/config", "//config", "/gradio_api/info", "/GRADIO_API/info", "/gradio_api//info", "/healthz/../config",
     "/healthz%2f..%2fconfig", "/logga-in/../config", "/theme.css", "/assets/x.js",
     "/gradio_api/file=/etc/passwd", "/gradio_api/heartbeat/x", "/granskning.csv", "/%67ranskning.docx", "/kalla/x",
     "/api/jobs/x"],
)  # fmt: skip
def test_no_path_leads_round_the_login(address: str, path: str) -> None:
    assert status_line(address, path) == b"HTTP/1.1 401"


@pytest.mark.parametrize("path", ["/docs", "/openapi.json", "/api/source/..%2f..%2fconfig", "/api/nothing"])
def test_what_is_nowhere_is_told_so_before_anybody_signs_in(address: str, path: str) -> None:
    assert status_line(address, path) == b"HTTP/1.1 404"


def status_line(address: str, path: str) -> bytes:
    """The beginning of the answer to a path that is sent as it is."""
    host, port = address.removeprefix("http://").split(":")
    with socket.create_connection((host, int(port))) as line:
        line.sendall(f"GET {path} HTTP/1.1\r\nHost: {host}:{port}\r\nConnection: close\r\n\r\n".encode())
        return line.recv(12)


def test_a_session_that_is_ended_elsewhere_is_told_in_the_page(browser: Browser, address: str, data_dir: Path) -> None:
    with opened(browser, address) as page:
        signed_in(page, "pia")
        page.wait_for_selector("#fs-box textarea")
        Accounts(WorkplaceStore(data_dir)).set_password("pia", SECRET)
        page.fill("#fs-box textarea", "Vad är samverkan?")
        page.keyboard.press("Enter")

        page.get_by_text("Du är inte inloggad, eller så har tiden gått ut.").first.wait_for()


def test_the_head_says_who_is_signed_in_and_signs_out(browser: Browser, address: str) -> None:
    with opened(browser, address) as page:
        signed_in(page, "leo")
        page.locator(".fs-account summary").click()
        told = page.locator(".fs-signed-in").inner_text()
        page.get_by_role("button", name="Logga ut").click()
        page.wait_for_url(f"{address}/logga-in")
        page.goto(address)

        assert "Inloggad som leo (läsare)" in told
        assert page.url == f"{address}/logga-in"


@contextmanager
def signed_in_client(address: str, name: str) -> Iterator[httpx.Client]:
    with httpx.Client(base_url=address, headers={"Origin": address}) as client:
        client.post("/logga-in", data={"namn": name, "losenord": SECRET})
        yield client


def begin_event(client: httpx.Client, session_hash: str) -> httpx.Response:
    """The first event of the page that loads when it is opened."""
    config = client.get("/config").json()
    loads = next(one for one in config["dependencies"] if any(target[1] == "load" for target in one["targets"]))
    body = {"data": [], "fn_index": loads["id"], "session_hash": session_hash, "event_data": None, "trigger_id": None}
    return client.post("/gradio_api/queue/join", json=body)


def test_a_page_is_answered_to_the_person_who_opened_it_and_nobody_else(address: str) -> None:
    with signed_in_client(address, "anna") as anna, signed_in_client(address, "leo") as leo:
        event = begin_event(anna, "annas").json()["event_id"]
        refused = [
            leo.get("/gradio_api/queue/data?session_hash=annas"),
            leo.get("/gradio_api/queue/data?session_hash=leos&session_hash=annas"),
            leo.get("/gradio_api/heartbeat/annas"),
            begin_event(leo, "annas"),
            leo.post("/gradio_api/cancel", json={"session_hash": "annas", "fn_index": 0, "event_id": event}),
        ]
        around = [leo.get("/gradio_api/call/x/annas"), leo.get(f"/gradio_api/call/x/{event}")]
        heard = anna.get("/gradio_api/queue/data?session_hash=annas").text

    assert [one.status_code for one in refused] == [403] * 5
    assert [one.status_code for one in around] == [404, 404]
    assert "hör till någon annan" in refused[0].json()["detail"]
    assert "process_completed" in heard


def test_two_pages_of_one_person_are_answered(address: str) -> None:
    with signed_in_client(address, "leo") as here, signed_in_client(address, "leo") as there:
        begin_event(here, "en")
        begin_event(there, "annan")
        heard = [
            client.get(f"/gradio_api/queue/data?session_hash={one}").text for client, one in ((here, "en"), (there, "annan"))
        ]

    assert ["process_completed" in one for one in heard] == [True, True]


@pytest.mark.parametrize("content", [b"", b"x", b"x" * 100_000])
def test_gradios_own_upload_takes_no_file_and_leaves_none(data_dir: Path, tmp_path: Path, content: bytes) -> None:
    with served(data_dir, {"TMPDIR": str(tmp_path), "GRADIO_TEMP_DIR": str(tmp_path / "gradio")}) as url:
        with signed_in_client(url, "anna") as client:
            answer = client.post("/gradio_api/upload", files={"files": ("rapport.txt", content)})

        assert answer.status_code == 404
        assert [path for path in tmp_path.rglob("*") if path.is_file()] == []
