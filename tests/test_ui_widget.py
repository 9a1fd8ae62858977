"""The public chat without a browser: its script, what it tells of itself, and the page that needs no script."""

from __future__ import annotations

import gzip
import re
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import pytest
from fastapi.testclient import TestClient
from starlette.requests import Request

from assistant.answer import Answer, Citation, Status
from ingest.settings import Settings
from tests.api_visitors import OPEN_NAME, SECRET_NAME, settings_in, with_reports
from ui.access.gate import Gate
from ui.api.capacity import Capacity
from ui.api.public_paths import is_public
from ui.desk import Desk
from ui.operations.metrics import Metrics
from ui.web import new_app
from ui.widget.about import About, Covered
from ui.widget.answer_page_html import answer_section
from ui.widget.contact_html import contact_html
from ui.widget.page_html import PageView, public_page
from ui.widget.routes import add_widget
from ui.widget.script import STYLES, send_packed, widget_asset, widget_script

HOST = "http://127.0.0.1:7860"
ABOUT = About("Assistenten", "", (), (), 2000, False, False, ("sv", "en"))
HOSTILE = '</textarea><script>alert(1)</script><img src=x onerror="alert(2)">'


@contextmanager
def visiting(settings: Settings, metrics: Metrics | None = None) -> Iterator[TestClient]:
    desk, capacity = Desk(settings), Capacity(settings)
    try:
        app = add_widget(new_app(Gate(settings, desk.workplace)), desk, capacity, metrics or Metrics())
        yield TestClient(app, base_url=HOST, client=("203.0.113.7", 50000))
    finally:
        capacity.close()
        desk.close()


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    """One association with a public report, another with an internal one."""
    return with_reports(settings_in(tmp_path))


# --- the script


def test_the_script_is_under_thirty_kilobytes_as_it_is_sent() -> None:
    assert len(widget_script().gzipped) < 30_000


def test_the_script_takes_nothing_that_a_strict_page_forbids() -> None:
    script = widget_script().plain.decode()

    forbidden = ("innerHTML", "insertAdjacentHTML", "eval(", "new Function", 'make("style"', ".style.", "cookie", "localStorage")
    assert [word for word in forbidden if word in script] == []


def test_the_script_names_no_other_host() -> None:
    named = re.findall(r"https?://[\w.]+", widget_script().plain.decode())

    assert named == []


def test_the_style_fetches_nothing() -> None:
    style = "".join(map(widget_asset, STYLES))

    assert "url(" not in style
    assert "@import" not in style


def test_both_languages_have_the_same_texts() -> None:
    swedish, english = widget_asset("texts.js").split("  en: {")
    keys = re.compile(r"^    (\w+):", re.MULTILINE)

    assert keys.findall(swedish) == keys.findall(english)


def test_a_browser_that_has_the_script_is_told_so(settings: Settings) -> None:
    with visiting(settings) as visitor:
        first = visitor.get("/widget.js")
        again = visitor.get("/widget.js", headers={"If-None-Match": first.headers["etag"]})

    assert (first.status_code, again.status_code, again.content) == (200, 304, b"")
    assert first.content == widget_script().plain
    assert first.headers["content-type"] == "text/javascript; charset=utf-8"
    assert first.headers["cross-origin-resource-policy"] == "cross-origin"
    assert "max-age=300" in first.headers["cache-control"]


@pytest.mark.parametrize(("accepted", "zipped"), [("gzip, br", True), ("", False), ("gzip;q=0", False), ("br, *;q=0.1", True)])
def test_the_script_is_sent_as_gzip_to_whoever_takes_it(accepted: str, zipped: bool) -> None:
    request = Request({"type": "http", "headers": [(b"accept-encoding", accepted.encode())]})

    sent = send_packed(request, widget_script(), "text/javascript", {})

    assert sent.headers["vary"] == "Accept-Encoding"
    assert (gzip.decompress(sent.body) if zipped else sent.body) == widget_script().plain
    assert (sent.headers.get("content-encoding") == "gzip") is zipped


# --- what it tells of itself


def test_only_associations_with_public_reports_are_told_of(settings: Settings) -> None:
    with visiting(settings) as visitor:
        told = visitor.get("/api/about").json()

    assert told["associations"] == [{"name": OPEN_NAME, "periods": ["2021"]}]
    assert SECRET_NAME not in str(told)
    assert (told["stores_questions"], told["statistics"], told["max_question_chars"]) == (False, False, 2000)


def test_an_association_that_is_not_public_is_told_of_like_one_that_does_not_exist(settings: Settings) -> None:
    with visiting(settings) as visitor:
        secret = visitor.get("/api/about", params={"association": SECRET_NAME})
        unknown = visitor.get("/api/about", params={"association": "Finsam Ingenstans"})

    assert secret.content == unknown.content
    assert secret.json()["associations"] == []


def test_without_any_report_nothing_is_covered(tmp_path: Path) -> None:
    with visiting(settings_in(tmp_path)) as visitor:
        told = visitor.get("/api/about")

    assert (told.status_code, told.json()["associations"], told.json()["examples"]) == (200, [], [])


def test_the_examples_of_an_association_come_once_they_have_been_tried(stored_without_vectors: Settings) -> None:
    asked = {"association": "Samordningsförbundet Insjöriket"}
    with visiting(stored_without_vectors.model_copy(update={"rate_per_minute": 0, "rate_per_minute_all": 0})) as visitor:
        first = visitor.get("/api/about", params=asked).json()["examples"]
        told = _until_tried(visitor, asked)

    assert first == []
    assert told != []
    assert [question for question in told if asked["association"] not in question] == []


def _until_tried(visitor: TestClient, asked: dict[str, str]) -> list[str]:
    for _ in range(600):
        told: list[str] = visitor.get("/api/about", params=asked).json()["examples"]
        if told:
            return told
        time.sleep(0.1)
    return []


@pytest.mark.parametrize("path", ["/widget.js", "/fraga", "/fraga.css", "/api/about"])
def test_the_public_chat_needs_no_account(path: str) -> None:
    assert is_public(path)


# --- the page


def test_the_page_asks_without_a_script_and_shows_the_answer_with_its_source(settings: Settings) -> None:
    with visiting(settings) as visitor:
        page = visitor.post("/fraga", data={"fraga": f"Vad var årets resultat för {OPEN_NAME} 2021?"})

    assert page.status_code == 200
    assert '<h2 id="svar">Svar</h2>' in page.text
    assert 'href="/api/source/' in page.text
    assert '<a class="fs-cite" href="#kalla-1"' in page.text
    assert '<li id="kalla-1"' in page.text
    assert "<script" not in page.text


def test_the_page_does_not_answer_out_of_internal_reports(settings: Settings) -> None:
    with visiting(settings) as visitor:
        page = visitor.post("/fraga", data={"fraga": f"Vad var årets resultat för {SECRET_NAME} 2021?"})

    assert "99\u00a0123" not in page.text
    assert "finsam-slutendal" not in page.text


def test_the_page_runs_only_our_script_and_sends_its_form_home(settings: Settings) -> None:
    with visiting(settings) as visitor:
        headers = visitor.get("/fraga").headers

    policy = headers["content-security-policy"]
    assert policy.startswith("default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'")
    assert "unsafe" not in policy
    assert "frame-ancestors 'none'" in policy
    assert headers["cache-control"] == "no-store"


def test_an_empty_question_is_told_calmly_with_the_form_again(settings: Settings) -> None:
    with visiting(settings) as visitor:
        page = visitor.post("/fraga", data={"fraga": "  "})

    assert page.status_code == 422
    assert "<title>Fel: " in page.text
    assert "Frågan är tom. Skriv en fråga och försök igen." in page.text
    assert 'aria-describedby="langd fel"' in page.text


def test_a_question_that_is_too_long_is_kept_to_be_shortened(settings: Settings) -> None:
    with visiting(settings) as visitor:
        page = visitor.post("/fraga", data={"fraga": "x" * 2001})

    assert page.status_code == 422
    assert "Frågan är för lång (2001 tecken, högst 2000)" in page.text
    assert "x" * 2001 in page.text


@pytest.mark.parametrize(
    ("content", "media_type"),
    [(b"\xff\xfe", "application/x-www-form-urlencoded"), (b"fraga=%FF", "application/x-www-form-urlencoded"),
     (b"{}", "application/json"), (b"fraga=" + b"x" * 70_000, "application/x-www-form-urlencoded"),
     (b"a=1&" * 20, "application/x-www-form-urlencoded")],
)  # fmt: skip
def test_a_form_that_cannot_be_read_is_told_calmly(settings: Settings, content: bytes, media_type: str) -> None:
    with visiting(settings) as visitor:
        page = visitor.post("/fraga", content=content, headers={"Content-Type": media_type})

    assert page.status_code in (413, 422)
    assert "Det gick inte." in page.text


def test_without_public_reports_the_page_says_so_and_offers_no_field(tmp_path: Path) -> None:
    with visiting(with_reports(settings_in(tmp_path), public=False)) as visitor:
        page = visitor.get("/fraga").text

    assert "Det finns inga publicerade rapporter att fråga om än." in page
    assert "<form" not in page


def test_a_question_through_the_form_is_counted(settings: Settings) -> None:
    metrics = Metrics()
    with visiting(settings, metrics) as visitor:
        visitor.post("/fraga", data={"fraga": "Vad är arbetsträning?"})
        visitor.post("/fraga", data={"fraga": ""})

    counted = metrics.text().decode()
    assert 'finsam_refusals_total{reason="invalid"} 1.0' in counted
    assert 'finsam_answer_seconds_count{channel="api"} 1.0' in counted


def test_what_was_typed_is_text_on_the_page() -> None:
    page = public_page(PageView(ABOUT, HOSTILE, problem=HOSTILE))

    assert HOSTILE not in page
    assert "<script>alert" not in page
    assert "<img" not in page


def test_what_a_report_holds_is_text_on_the_page() -> None:
    citation = Citation(
        1, HOSTILE, HOSTILE, HOSTILE, HOSTILE, 1, HOSTILE, HOSTILE, None, None, HOSTILE, '/api/source/x"onclick="'
    )
    page = answer_section(HOSTILE, Answer(Status.ANSWERED, "sv", f"{HOSTILE} [1] [2]", (), (citation,), (HOSTILE,)))

    assert "<script>" not in page
    assert "<img" not in page
    assert 'x"onclick' not in page


def test_a_number_that_no_source_has_is_no_link_on_the_page() -> None:
    page = answer_section("?", Answer(Status.DECLINED, "sv", "Det framgår inte [7]."))

    assert "7]" in page
    assert "<a" not in page


def test_a_page_that_only_the_table_of_contents_tells_is_said_to_be_so() -> None:
    citation = Citation(
        1, "r", "A", "Årsredovisning", "r.txt", None, "29", "2 Noter", (1, 1), None, "Summa 5 600", "/api/source/r"
    )
    page = answer_section("?", Answer(Status.ANSWERED, "sv", "5 600 kr [1].", (), (citation,)))

    assert "sida\u00a029 enligt innehållsförteckningen" in page
    assert "”Summa 5\u00a0600”" in page


# --- whom to ask, and what is not repeated


@pytest.mark.parametrize(
    ("contact", "address"),
    [
        ("kansli@example.org", "mailto:kansli@example.org"),
        ("https://www.example.org/kontakt?x=1&y=2", "https://www.example.org/kontakt?x=1&amp;y=2"),
        ("019-21 20 00", "tel:019212000"),
    ],
)
def test_a_contact_that_is_an_address_is_a_link(contact: str, address: str) -> None:
    assert f'<a href="{address}">' in contact_html(contact)


@pytest.mark.parametrize("contact", ["kansliet i rum 4", "javascript:alert(1)", "x@y?bcc=z@w", 'a@b"onclick="x', HOSTILE])
def test_a_contact_that_is_no_address_is_text(contact: str) -> None:
    shown = contact_html(contact)

    assert "<a" not in shown
    assert "<script>" not in shown


def test_a_declined_answer_on_the_page_tells_whom_to_ask() -> None:
    about = replace(ABOUT, contact="kansli@example.org", associations=(Covered(OPEN_NAME, ("2021",)),))
    declined, answered = (
        public_page(PageView(about, "?", Answer(status, "sv", "Det framgår inte.")))
        for status in (Status.DECLINED, Status.ANSWERED)
    )

    told = 'Vill du fråga någon i stället? Kontakt: <a href="mailto:kansli@example.org">kansli@example.org</a>'
    assert told in declined
    assert told not in answered


def test_a_declined_answer_names_nobody_where_no_contact_is_set() -> None:
    assert "Vill du fråga någon" not in answer_section("?", Answer(Status.DECLINED, "sv", "Det framgår inte."))


def test_a_personal_identity_number_is_not_shown_again_on_the_page(settings: Settings) -> None:
    with visiting(settings) as visitor:
        answered = visitor.post("/fraga", data={"fraga": "Får 19850412-12 34 och 850412-1234 stöd?"}).text
        refused = visitor.post("/fraga", data={"fraga": "850412-1234 " + "x" * 2001}).text

    assert "850412" not in answered + refused
    assert "Får [personnummer] och [personnummer] stöd?" in answered
    assert "Skriv inga personnummer." in answered
