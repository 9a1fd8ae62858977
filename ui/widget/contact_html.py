"""Whom visitors may turn to, as HTML: what is an address of some kind is a link, anything else the words themselves."""

from __future__ import annotations

import re
from html import escape

# The widget's `contactView` knows the same kinds.
_MAIL = re.compile(r"[^\s@<>\"?&]+@[^\s@<>\"?&]+")
_PAGE = re.compile(r"https?://[^\s<>\"]+")
_TELEPHONE = re.compile(r"\+?\d{5,}")
_BETWEEN_DIGITS = re.compile(r"[\s()-]")


def contact_html(contact: str) -> str:
    """ "Kontakt: …" with the link, "" where no contact is set."""
    if not contact:
        return ""
    address, shown = _address(contact), escape(contact)
    return f'Kontakt: <a href="{escape(address)}">{shown}</a>' if address else f"Kontakt: {shown}"


def _address(contact: str) -> str:
    """ "" for what is no address."""
    if _PAGE.fullmatch(contact):
        return contact
    if _MAIL.fullmatch(contact):
        return f"mailto:{contact}"
    telephone = _BETWEEN_DIGITS.sub("", contact)
    return f"tel:{telephone}" if _TELEPHONE.fullmatch(telephone) else ""
