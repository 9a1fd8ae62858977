"""The units that printed words name."""

from __future__ import annotations

import re

from ingest.language import fold

MONEY_UNITS = ("kr", "tkr", "mnkr")
_UNITS = (
    ("antal", re.compile(r"^antal(?:et)? (?!timmar|\w*dagar|tjanst|manader|veckor|arsarb|heltid|poang|procent|kr\b|tkr\b)")),
    ("kr/kvm", re.compile(r"^(?!.*\bkwh).*(?:/ ?|\bper )(?:kvm|m ?2|m²|kvadratmeter)\b")),
    ("mnkr", re.compile(r"\b(?:mnkr|mkr|msek|mn kr|milj(?:\.|oner)? ?kr(?:onor)?|miljoner)\b")),
    ("tkr", re.compile(r"\b(?:tkr|kkr|ksek|t kr|tusen(?:tals?)? ?kr(?:onor)?|tusental)\b")),
    ("kr", re.compile(r"\b(?:kr|kronor|sek)\b")),
    ("%", re.compile(r"%|\bprocent\b|^andel(?:en|ar)?\b|\bandel$")),
    ("årsarbetare", re.compile(r"arsarbet|heltidstjanst|heltidsekvivalent|\bantal tjanster\b")),
    ("timmar", re.compile(r"\btimmar\b")),
    ("dagar", re.compile(r"\b(?:sjuk|vard|franvaro|arbets)?dagar\b")),
    ("veckor", re.compile(r"\bveckor\b")),
    ("månader", re.compile(r"\bmanader\b")),
    ("år", re.compile(r"medelalder|snittalder|genomsnittlig alder")),
    ("poäng", re.compile(r"\bpoang|\bindex\b|\w*betyg\b|\bskala\b")),
    ("antal", re.compile(r"\bantal(?:et)?\b|personer\b|invanare")),
)
_PER_CENT_IN_TITLE = re.compile(r"\(\s*(?:%|procent)\s*\)|\bi procent\b")
_KRONOR_IN_TITLE = re.compile(r"\([^()]*\b(?:kr|kronor|sek)\b[^()]*\)|\bi (?:kr|kronor|sek)\b")
_AT_END = re.compile(
    r"[\s,(]+(?:belopp )?(?:i )?(?:tkr|kkr|mnkr|mkr|kr|kronor|tusental kronor|%|procent)\s*[.)]*$", re.IGNORECASE
)
# "Projektet omsatte 2 mnkr" prints an amount; it does not say what the amounts below are in.
_AMOUNT = re.compile(r"\d ?(?:mnkr|mkr|miljoner|tkr|kkr|kr|kronor)\b")


def named_unit(text: str) -> str | None:
    """The unit that a header or label names."""
    folded = fold(text).strip(" .:;")
    return next((unit for unit, pattern in _UNITS if pattern.search(folded)), None)


def without_unit(label: str) -> str:
    """A label without the unit that it ends in ("Eget kapital, tkr" → "Eget kapital")."""
    return _AT_END.sub("", label).strip()


def stated_in_title(title: str) -> str | None:
    """The unit that a title states for its table: "(tkr om inget annat anges)", "Verksamhet, tkr och andel", "i procent".

    Kronor and percent only where they stand in brackets or after "i": a title may speak of them in passing.
    """
    folded = fold(title)
    if _AMOUNT.search(folded):
        return None
    thousands = next((unit for unit, pattern in _UNITS if unit in ("mnkr", "tkr") and pattern.search(folded)), None)
    if thousands or _KRONOR_IN_TITLE.search(folded):
        return thousands or "kr"
    return "%" if _PER_CENT_IN_TITLE.search(folded) else None
