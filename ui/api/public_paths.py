"""The addresses that anybody may ask, by what a page on another website may do with them."""

from __future__ import annotations

from ui.page_figure import PUBLIC_ROOT

WIDGET_SCRIPT = "/widget.js"
ASK_PATH = "/api/ask"
# The page for those who have no widget; it asks without JavaScript too.
ASK_PAGE = "/fraga"
STATEMENT_PAGE = "/tillganglighet"
SOURCES = f"{PUBLIC_ROOT}/"
_LISTS = frozenset({"/api/reports", "/api/figures", "/api/findings", "/api/about", "/api/openapi.json"})
_READING = frozenset({"GET", "HEAD", "OPTIONS"})


def shares(path: str, method: str) -> bool:
    """Whether an allowed page elsewhere may read what is answered."""
    if path in _LISTS:
        return method in _READING  # to send reports takes a person
    return path in (ASK_PATH, WIDGET_SCRIPT) or path.startswith(SOURCES)


def can_be_framed(path: str) -> bool:
    """Whether it is a page for everybody, which the websites of `frame_ancestors` may show inside theirs."""
    return path in (ASK_PAGE, STATEMENT_PAGE) or path.startswith(SOURCES)


def asks(path: str, method: str) -> bool:
    """Whether a request makes an answer be computed."""
    return path in (ASK_PATH, ASK_PAGE) and method not in _READING


def is_counted(path: str, method: str) -> bool:
    """Whether requests are counted. The widget's script is not: it comes with every page of the website that shows it."""
    return path == ASK_PAGE or path != WIDGET_SCRIPT and shares(path, method)
