"""Where somebody is sent after signing in: to a path of our own, never to another host."""

from __future__ import annotations

from urllib.parse import quote, urlsplit

HOME = "/"
MAX_CHARS = 2000
_SIGNING = ("/logga-in", "/logga-ut")  # to be sent back to the login would look as if it had failed


def own_target(asked: str) -> str:
    """The path that is asked for, ready for a `Location` header; `HOME` for anything that could lead elsewhere."""
    # A browser reads "\\" as "/", drops line breaks and tabs, and takes "//host" for another host.
    odd = "\\" in asked or any(ord(letter) < 33 or ord(letter) == 127 for letter in asked)
    if odd or len(asked) > MAX_CHARS or not asked.startswith("/") or asked.startswith("//"):
        return HOME
    try:
        parts = urlsplit(asked)
    except ValueError:
        return HOME
    if parts.scheme or parts.netloc or parts.path.startswith(_SIGNING):
        return HOME
    return quote(asked, safe="/?&=%:;,+@!$'()*~-._#[]")
