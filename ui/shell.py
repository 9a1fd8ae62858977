"""The HTML that Gradio serves at `/`, made Swedish from its first byte, and what browsers may do with it.

Gradio's template says `lang="en"`, shows "Loading..." until its script has come, and names pictures on other hosts. Until
the page stands, a plain frame in Swedish is shown instead.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from starlette.datastructures import MutableHeaders

from ui.texts import PAGE_TITLE

if TYPE_CHECKING:
    from starlette.types import ASGIApp, Message, Receive, Scope, Send

# Gradio's page has scripts in the text and makes functions of text; nothing may come from or go to another host.
POLICY = "; ".join(
    (
        "default-src 'self'",
        "script-src 'self' 'unsafe-inline' 'unsafe-eval'",
        "style-src 'self' 'unsafe-inline'",
        "img-src 'self' data: blob:",
        "font-src 'self' data:",
        "object-src 'none'",
        "base-uri 'self'",
        "form-action 'self'",
        "frame-ancestors 'self'",
    )
)
_LANGUAGE = re.compile(r'(<html\b[^>]*?\blang=)"en"', re.DOTALL)
_ABOUT_PICTURES = re.compile(r'[ \t]*<meta\s+(?:property="og:|name="twitter:)[^>]*>\n?')
_APP = "<gradio-app"
_FRAME = """<style>
#fs-first { max-width: 60ch; margin: 12vh auto 0; padding: 0 24px; font: 1.05rem/1.55 system-ui, sans-serif; }
body:has(#fs-header) #fs-first { display: none; }
body:not(:has(#fs-header)) gradio-app { visibility: hidden; height: 0; overflow: hidden; }
@media (prefers-color-scheme: dark) { body { background: #10191d; color: #e8eeef; } }
</style>
<div id="fs-first"><p><strong>Finsam-assistenten</strong></p><p>Sidan hämtas …</p>
<noscript><p>Sidan behöver JavaScript. Slå på det i webbläsaren och ladda om. Frågor kan också ställas i terminalen med
<code>finsam ask</code>.</p></noscript></div>
"""


class Shell:
    """ASGI middleware: rewrites the page at `/` and adds the policy to every HTML answer."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http" or scope["method"] not in ("GET", "HEAD"):
            await self._app(scope, receive, send)
            return
        rewriting = _Rewriting(send, is_page=scope["path"] in ("", "/"))
        await self._app(scope, receive, rewriting.send)


class _Rewriting:
    """One answer on its way out; that of the page is held back until it is whole."""

    def __init__(self, send: Send, *, is_page: bool) -> None:
        self._send, self._is_page = send, is_page
        self._start: Message | None = None
        self._body = b""

    async def send(self, message: Message) -> None:
        if message["type"] == "http.response.start":
            headers = MutableHeaders(scope=message)
            if not headers.get("content-type", "").startswith("text/html"):
                self._is_page = False
            elif "content-security-policy" not in headers:
                headers["Content-Security-Policy"] = POLICY
            headers.setdefault("X-Content-Type-Options", "nosniff")
            headers.setdefault("Referrer-Policy", "same-origin")
            if self._is_page:
                self._start = message
                return
        elif self._start is not None:
            self._body += message.get("body", b"")
            if message.get("more_body"):
                return
            await self._send_page(self._start)
            return
        await self._send(message)

    async def _send_page(self, start: Message) -> None:
        headers = MutableHeaders(scope=start)
        body = self._body
        if body and "content-encoding" not in headers:
            body = swedish(body.decode("utf-8")).encode("utf-8")
            headers["Content-Length"] = str(len(body))
        await self._send(start)
        await self._send({"type": "http.response.body", "body": body})


def swedish(html: str) -> str:
    """The page as Gradio made it, in Swedish until its script takes over. What is not found is left as it is."""
    html = _LANGUAGE.sub(r'\1"sv"', html, count=1)
    html = _ABOUT_PICTURES.sub("", html)
    if "<title>" not in html:
        html = html.replace("<head>", f"<head>\n\t\t<title>{PAGE_TITLE}</title>", 1)
    at = html.rfind(_APP)
    return html if at < 0 else f"{html[:at]}{_FRAME}{html[at:]}"
