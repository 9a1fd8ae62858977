"""The page's HTML before any script has run, and what the browser is told it may do."""

from __future__ import annotations

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse
from starlette.routing import Route
from starlette.testclient import TestClient

from ui.shell import POLICY, Shell, swedish

GRADIO = """<!doctype html>
<html
\tlang="en"
\tstyle="margin: 0"
>
<head>
\t\t<meta property="og:image" content="https://example.org/a.jpg" />
\t\t<meta name="twitter:title" content="Gradio" />
\t\t<meta charset="utf-8" />
</head>
<body><gradio-app></gradio-app><script>const ce = document.getElementsByTagName("gradio-app");</script></body></html>"""


def _page(_: Request) -> HTMLResponse:
    return HTMLResponse(GRADIO)


def _own_policy(_: Request) -> HTMLResponse:
    return HTMLResponse("<p>hej", headers={"Content-Security-Policy": "default-src 'none'"})


def _data(_: Request) -> JSONResponse:
    return JSONResponse({"lang": 'lang="en"'})


CLIENT = TestClient(Shell(Starlette(routes=[Route("/", _page), Route("/kalla/x", _own_policy), Route("/data", _data)])))


def test_the_page_is_swedish_from_its_first_byte() -> None:
    html = CLIENT.get("/").text

    assert 'lang="sv"' in html
    assert 'lang="en"' not in html
    assert "Sidan hämtas …" in html[: html.index("<gradio-app")]


def test_the_page_names_no_other_host() -> None:
    assert "example.org" not in CLIENT.get("/").text


def test_without_scripts_the_page_says_what_to_do() -> None:
    html = CLIENT.get("/").text

    assert "Slå på det i webbläsaren" in html[html.index("<noscript>") : html.index("</noscript>")]


def test_the_length_that_is_told_is_that_of_what_is_sent() -> None:
    answer = CLIENT.get("/")

    assert int(answer.headers["content-length"]) == len(answer.content)


def test_nothing_may_be_fetched_from_another_host() -> None:
    assert CLIENT.get("/").headers["content-security-policy"] == POLICY
    assert "http" not in POLICY


def test_a_page_with_a_stricter_policy_keeps_it() -> None:
    assert CLIENT.get("/kalla/x").headers["content-security-policy"] == "default-src 'none'"


def test_what_is_no_page_goes_through_unchanged() -> None:
    answer = CLIENT.get("/data")

    assert answer.json() == {"lang": 'lang="en"'}
    assert "content-security-policy" not in answer.headers


def test_a_page_that_looks_otherwise_is_left_as_it_is() -> None:
    assert swedish("<html><body>hej</body></html>") == "<html><body>hej</body></html>"
