"""A website on another origin, as strict as a municipality's: what it shows, it shows under a policy of its own."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

# A page of the kind that breaks widgets: small root size, loud buttons, shortcuts on plain keys.
_STYLE = """html { font-size: 62.5% } body { font: 1.6rem serif; letter-spacing: .1em } * { box-sizing: content-box }
button { background: hotpink !important; text-transform: uppercase } p { margin: 90px !important }"""
_SHORTCUTS = "document.addEventListener('keydown', event => { document.title += event.key; });"


class Site:
    """`address` is known first: the assistant is told whom to allow when it starts, and only then has an address itself."""

    def __init__(self, address: str) -> None:
        self.address = address
        self.assistant = ""


@contextmanager
def foreign_site() -> Iterator[Site]:
    """The site, serving. `page_html` says what stands at which path."""

    class Pages(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            kinds = {"/site.css": ("text/css", _STYLE), "/site.js": ("text/javascript", _SHORTCUTS)}
            media_type, text = kinds.get(self.path) or ("text/html; charset=utf-8", page_html(self.path, site.assistant))
            body = text.encode()
            self.send_response(200)
            self.send_header("Content-Type", media_type)
            self.send_header("Content-Length", str(len(body)))
            self.send_header("Content-Security-Policy", f"default-src 'self' {site.assistant}")
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, format: str, *args: object) -> None:
            """Says nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Pages)
    site = Site(f"http://127.0.0.1:{server.server_port}")
    serving = threading.Thread(target=server.serve_forever)
    serving.start()
    try:
        yield site
    finally:
        server.shutdown()
        serving.join()
        server.server_close()


def page_html(path: str, assistant: str) -> str:
    """The page at a path: the element, the script, or both, put there in one of the ways that websites do."""
    script = f'<script src="{assistant}/widget.js"'
    link = f'<a href="{assistant}/fraga">Fråga om rapporterna</a>'
    inline = f'<finsam-chat mode="inline">{link}</finsam-chat>'
    body = {
        "/script": f"{script} async></script>",
        "/inline": f"{inline}{script} async></script>",
        "/twice": f"{script}></script>{script}></script>{script} async></script>",
        "/first": f"{script}></script>{inline}",
        "/late": inline,
        "/dark": f'{script} data-theme="dark" data-lang="en" async></script>',
        "/remember": f"{script} data-remember async></script>",
        "/one": f'{script} data-association="Samordningsförbundet Sydnärke" async></script>',
        "/nowhere": f'<finsam-chat mode="inline">{link}</finsam-chat><script src="{assistant}/nothing.js" async></script>',
    }.get(path, "")
    return (
        '<!DOCTYPE html><html lang="sv"><head><meta charset="utf-8"><title>Förbundet</title><link rel="icon" href="/site.css">'
        '<meta name="viewport" content="width=device-width, initial-scale=1"><link rel="stylesheet" href="/site.css">'
        f'<script src="/site.js"></script></head><body><main><h1>Förbundet</h1><p>Text.</p>{body}</main></body></html>'
    )
