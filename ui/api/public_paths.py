"""The addresses that are there for everybody, and what a page on another website may do with them."""

from __future__ import annotations

from ui.page_figure import PUBLIC_ROOT

WIDGET_SCRIPT = "/widget.js"
ASK_PATH = "/api/ask"
# The page for those who have no widget; it asks without JavaScript too.
ASK_PAGE, ASK_STYLE = "/fraga", "/fraga.css"
STATEMENT_PAGE = "/tillganglighet"
LOGIN_PAGE = "/logga-in"
# Where other assistants connect.
MCP_PATH = "/mcp"
PAGES = frozenset({ASK_PAGE, STATEMENT_PAGE, LOGIN_PAGE, MCP_PATH})
ABOUT_PATH = "/api/about"
SOURCES = f"{PUBLIC_ROOT}/"
# What everybody may read and only a person may send something to.
_READABLE = frozenset({"/api/reports"})
_LISTS = _READABLE | {"/api/figures", "/api/findings", ABOUT_PATH, "/api/openapi.json"}
_SIGNING_IN = frozenset({LOGIN_PAGE, "/logga-in/oidc", "/logga-in/oidc/svar", "/logga-ut"})
_OPERATION = frozenset({"/healthz", "/readyz", "/metrics"})  # the last asks itself who may
_PUBLIC = (
    (_LISTS - _READABLE) | _SIGNING_IN | _OPERATION | {ASK_PATH, ASK_PAGE, ASK_STYLE, STATEMENT_PAGE, WIDGET_SCRIPT, MCP_PATH}
)
READING = frozenset({"GET", "HEAD", "OPTIONS"})


def is_public(path: str, method: str = "GET") -> bool:
    """Whether a request needs no person. A path that is written in an odd way (`//`, `/../`, `\\`) is never public."""
    parent, _, last = path.rpartition("/")
    if last in ("", ".", "..") or "\\" in last:
        return False
    if path in _READABLE:
        return method in READING
    return path in _PUBLIC or f"{parent}/" == SOURCES


def shares(path: str, method: str) -> bool:
    """Whether an allowed page elsewhere may read what is answered."""
    if path in _LISTS:
        return method in READING  # to send reports takes a person
    return path in (ASK_PATH, WIDGET_SCRIPT, MCP_PATH) or path.startswith(SOURCES)


def can_be_framed(path: str) -> bool:
    """Whether it is a page for everybody, which the websites of `frame_ancestors` may show inside theirs."""
    return path in (ASK_PAGE, STATEMENT_PAGE) or path.startswith(SOURCES)


def asks(path: str, method: str) -> bool:
    """Whether a request makes an answer be computed."""
    return path in (ASK_PATH, ASK_PAGE) and method not in READING


def is_counted(path: str, method: str) -> bool:
    """Whether requests are counted. The widget's script is not: it comes with every page of the website that shows it."""
    return path == ASK_PAGE or path != WIDGET_SCRIPT and shares(path, method)
