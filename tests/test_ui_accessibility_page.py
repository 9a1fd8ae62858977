"""The accessibility statement is there for everybody and names whom to tell."""

from __future__ import annotations

from fastapi import FastAPI
from starlette.testclient import TestClient

from ingest.settings import Settings
from ui.accessibility_page import add_statement, statement_html
from ui.api.public_paths import STATEMENT_PAGE


def test_the_statement_is_shown_without_a_script() -> None:
    answer = TestClient(add_statement(FastAPI(), Settings(contact="kansli@example.org"))).get(STATEMENT_PAGE)

    assert answer.status_code == 200
    assert "Hör av dig till kansli@example.org." in answer.text
    assert answer.headers["content-security-policy"].startswith("default-src 'none'")


def test_without_a_contact_the_statement_says_that_none_is_given() -> None:
    assert "Den som driver tjänsten har inte angett någon kontakt" in statement_html("")


def test_a_contact_is_text() -> None:
    assert "&lt;script&gt;" in statement_html("<script>")


def test_the_statement_says_what_falls_short() -> None:
    assert "Vad brister" in statement_html("")
    assert "{contact}" not in statement_html("")
