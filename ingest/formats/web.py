"""A web page becomes the common lines. Nothing is fetched, no script runs: the page is a tree of text and nothing else."""

from __future__ import annotations

import re

from lxml import etree, html

from ingest.domain import Document
from ingest.errors import DamagedFileError, EmptyFileError
from ingest.formats.line_writer import write_document
from ingest.formats.web_blocks import PageReader
from ingest.textfile import decode_text, encoding_flags, refuse_binary

_CHARSET = re.compile(
    rb"<meta[^>]{0,300}?charset\s*=\s*[\"']?\s*([a-zA-Z0-9_-]{2,30})|<\?xml[^>]{0,100}encoding=[\"']([\w-]{2,30})", re.I
)
_CHARSET_WITHIN = 4096  # a page states it in its first kilobyte; some have a comment before
# lxml takes a decoded text only without a declaration of its encoding.
_DECLARATION = re.compile(r"\s*<\?xml[^>]*\?>")
# Pages say so of text set in Windows' letters, and browsers read all of these as those (WHATWG Encoding, 4.2).
_READ_AS = {"iso-8859-1": "cp1252", "latin1": "cp1252", "iso8859-1": "cp1252", "us-ascii": "cp1252", "ascii": "cp1252"}
# A stray byte in a page of that many letters is a slip; more are another encoding.
_STRAY_SHARE = 0.001
_BOMS = (b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff")


def read_html(data: bytes, name: str, sha256: str) -> Document:
    """The page's main text as lines with its headings and tables.

    Raises `DamagedFileError` when it is no page that a parser accepts, `EmptyFileError` without any text, and what
    `ingest.textfile` raises for bytes in no known encoding.
    """
    text, encoding = _decode(data, name)
    refuse_binary(text, name)
    # "Huge" still has an end: elements 2,048 deep. Without it pages with unclosed <font> would be too deep already.
    parser = html.HTMLParser(no_network=True, remove_comments=True, remove_pis=True, huge_tree=True)
    try:
        root = html.document_fromstring(_DECLARATION.sub("", text, count=1).replace("\x00", "\ufffd"), parser)
    except (etree.ParserError, etree.XMLSyntaxError, ValueError) as exc:
        if getattr(exc, "code", None) == etree.ErrorTypes.ERR_NO_MEMORY:
            raise MemoryError(name) from exc
        raise _damaged(name, str(exc)) from exc
    limits = [error.message for error in parser.error_log if error.type_name == "ERR_RESOURCE_LIMIT"]
    if limits:  # the parser has given up and lost text
        raise _damaged(name, limits[0])
    blocks = PageReader().read(root)
    document = write_document(blocks, name, sha256, format="html", encoding=encoding, flags=encoding_flags(encoding))
    if not document.lines:
        raise EmptyFileError(f"{name} har ingen text. Spara sidan på nytt när den har laddats helt, eller som PDF.")
    return document


def _damaged(name: str, detail: str) -> DamagedFileError:
    return DamagedFileError(f"{name} går inte att läsa som webbsida. Spara sidan på nytt eller som PDF.", detail)


def _decode(data: bytes, name: str) -> tuple[str, str]:
    """By the mark at the start, as UTF-8 where the bytes are that, by what the page states, else by the letters found."""
    match = None if data.startswith(_BOMS) else _CHARSET.search(data[:_CHARSET_WITHIN])
    if match is not None and not _is_utf_8(data):
        stated = (match[1] or match[2]).decode("ascii").lower()
        if stated in ("utf-8", "utf8") and (text := data.decode("utf-8", "replace")).count("\ufffd") <= _STRAY_SHARE * len(text):
            return text, "utf-8"
        try:
            return data.decode(_READ_AS.get(stated, stated)), stated
        except (LookupError, UnicodeDecodeError):
            pass  # stated wrongly; the letters tell
    return decode_text(data, name)


def _is_utf_8(data: bytes) -> bool:
    try:
        data.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True
