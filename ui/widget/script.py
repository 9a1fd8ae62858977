"""The widget's script: its source files joined into one, and how it is sent to any page on any host."""

from __future__ import annotations

import gzip
import hashlib
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from fastapi import Request, Response

SCRIPT_TYPE = "text/javascript; charset=utf-8"
# Each file uses only what stands in those before it.
SCRIPTS = (
    "address.js", "texts.js", "elements.js", "private_numbers.js", "event_stream.js", "client.js", "conversation.js",
    "answer_text.js", "sources.js", "contact_view.js", "turn_view.js", "intro_view.js", "ask_view.js", "panel.js", "element.js",
    "start.js",
)  # fmt: skip
STYLES = ("colours.css", "chat.css")
_NOTICE = "/* finsam-assistant, EUPL-1.2: the chat for a web page, in one file without dependencies. */"
_CSS_COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)
_DARK = ':host([theme="dark"])'
_DARK_IF_WISHED = ':host(:not([theme="light"]))'
_DARK_RULE = re.compile(re.escape(_DARK) + r" (\{[^}]*\})")


@dataclass(frozen=True, slots=True)
class Packed:
    """A text as it is sent: plain, and as gzip; `tag` tells this version from any other."""

    plain: bytes
    gzipped: bytes
    tag: str


def widget_asset(name: str) -> str:
    """The text of a file in `ui/widget/assets`."""
    return (files("ui") / "widget" / "assets" / name).read_text(encoding="utf-8")


def packed(text: str) -> Packed:
    plain = text.encode("utf-8")
    # a fixed time in the header: the same text is the same bytes
    return Packed(plain, gzip.compress(plain, 9, mtime=0), hashlib.sha256(plain).hexdigest()[:20])


@cache
def widget_script() -> Packed:
    """The whole script. The style goes along as a text: a page's policy may forbid style elements, not style objects."""
    first, *rest = (_slim_script(widget_asset(name)) for name in SCRIPTS)
    style = f"const CSS_TEXT = {json.dumps(widget_style(), ensure_ascii=False)};"
    return packed("\n".join((_NOTICE, "(() => {", '"use strict";', first, style, *rest, "})();", "")))


def widget_style() -> str:
    """The style. The dark colours are written once: for pages that ask for them, and for visitors whose system does."""
    style = _CSS_COMMENT.sub("", "".join(widget_asset(name) for name in STYLES))
    wished = "@media (prefers-color-scheme: dark) { " + _DARK_IF_WISHED + r" \1 }"
    style = _DARK_RULE.sub(rf"{_DARK} \1 {wished}", style)
    return re.sub(r"\s+", " ", style).strip()


def _slim_script(text: str) -> str:
    """Without indentation, blank lines and lines of comment; no string of ours goes over several lines."""
    return "\n".join(_kept_lines(text))


def _kept_lines(text: str) -> Iterator[str]:
    for line in text.splitlines():
        kept = line.strip()
        if kept and not kept.startswith("//"):
            yield kept


def send_packed(request: Request, content: Packed, media_type: str, headers: dict[str, str]) -> Response:
    """The content, as gzip where that is taken; 304 to whoever has this version already."""
    from fastapi import Response

    zipped = _takes_gzip(request.headers.get("accept-encoding", ""))
    tag = f'"{content.tag}{"-gzip" if zipped else ""}"'
    sent = {**headers, "ETag": tag, "Vary": "Accept-Encoding", "X-Content-Type-Options": "nosniff"}
    if _has_already(request.headers.get("if-none-match", ""), content.tag):
        return Response(status_code=304, headers=sent)
    if zipped:
        sent["Content-Encoding"] = "gzip"
    return Response(content.gzipped if zipped else content.plain, headers=sent, media_type=media_type)


def _takes_gzip(accepted: str) -> bool:
    for item in accepted.lower().split(","):
        name, _, quality = (part.strip() for part in item.partition(";"))
        if name in ("gzip", "*"):
            return not re.fullmatch(r"q\s*=\s*0(\.0*)?", quality)
    return False


def _has_already(tags: str, tag: str) -> bool:
    """Whether a list of tags names this version, in whichever encoding (a proxy may mark a tag as weak)."""
    known = {one.strip().removeprefix("W/").strip('"') for one in tags.split(",")}
    return "*" in known or bool({tag, f"{tag}-gzip"} & known)
