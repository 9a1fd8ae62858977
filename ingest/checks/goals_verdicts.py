"""The verdicts that a report's words give on a goal."""

from __future__ import annotations

import re
from collections.abc import Iterator
from enum import StrEnum

from ingest.language import fold


class Verdict(StrEnum):
    MET = "uppfyllt"
    NEARLY = "nästan uppfyllt"
    PARTLY = "delvis uppfyllt"
    MISSED = "inte uppfyllt"


_DONE = r"(?:uppfyll\w*|uppna\w*|nadd?a?|natts?|nas|klara\w*|infria\w*)"
_SUBJECT = r"(?:del|etapp|effekt|inriktnings|budget)?mal(?:et|en|sattning(?:en|arna)?)?"
_NOT = r"(?:inte|ej|icke)"
_LINK = r"(?:(?:ar|har|blev|blivit|anses|bedoms|kunde|kan|vara|varit|darmed|alltsa|saledes|helt|fullt ut)\s+)*"
_VERDICTS = (
    (
        Verdict.NEARLY,
        re.compile(
            rf"\b{_SUBJECT}\s+{_LINK}(?:nastan|i princip|i stort(?: sett)?|inte riktigt|inte helt|inte fullt ut)\s+{_DONE}"
        ),
    ),
    (Verdict.PARTLY, re.compile(rf"\b{_SUBJECT}\s+{_LINK}(?:delvist?|till viss del|till stor del|till del)\s+{_DONE}")),
    (Verdict.MISSED, re.compile(rf"\b{_SUBJECT}\s+{_LINK}{_NOT}\s+{_LINK}{_DONE}|\b{_SUBJECT}\s+{_DONE}\s+{_NOT}\b")),
    (Verdict.MET, re.compile(rf"\b{_SUBJECT}\s+{_LINK}{_DONE}(?!\s+{_NOT}\b)")),
    (Verdict.MET, re.compile(r"\bmaluppfyllelsen\s+(?:ar|var|har varit|bedoms(?: som| vara)?)\s+(?:mycket\s+)?god\b")),
)
# A cell or card row that holds nothing but the verdict.
_ALONE = (
    (Verdict.NEARLY, re.compile(r"^(?:nastan|i princip|i stort sett)\s*(?:uppfyll\w*|uppna\w*|nat\w*)?$")),
    (Verdict.PARTLY, re.compile(r"^delvist?\s*(?:uppfyll\w*|uppna\w*|nat\w*|nadd\w*)?$")),
    (Verdict.MISSED, re.compile(r"^(?:(?:inte|ej|icke)\s+(?:uppfyll\w*|uppna\w*|nat\w*|nadd\w*)|nej)$")),
    (Verdict.MET, re.compile(r"^(?:(?:helt\s+)?(?:uppfyll\w*|uppna\w*|natt|nadd\w*)|ja)$")),
)
# "Bedömning: uppfyllt", as a goal's lines read where they are no table.
_VERDICT_LABEL = re.compile(r"^(?:bedomning|maluppfyllelse|uppfyllelse|status|resultat)(?:en)?(?: (?:19|20)\d\d)? ?[:=-] ?")
# A verdict on what is to come or on a part of the goals is none on the outcome.
_NOT_YET = re.compile(
    r"\b(?:forvantas|upplev\w*|anser|tycker|svarar|kommer att|beraknas|prognos|om malet|for att malet"
    r"|nar malet|huruvida|kan\s+klaras)\b"
)


def is_labelled_verdict(text: str) -> bool:
    """Whether a sentence is a verdict and what heads it: "Bedömning: uppfyllt"."""
    return len(verdicts_in(text)) == 1 and bool(_VERDICT_LABEL.match(" ".join(fold(text).split())))


def verdicts_in(text: str) -> tuple[Verdict, ...]:
    """The verdicts that a text says outright, in its order, each sentence's own."""
    return tuple(verdict for verdict, _ in _verdict_sentences(text))


def _verdict_sentences(text: str) -> Iterator[tuple[Verdict, str]]:
    for sentence in sentences_in(text):
        folded = " ".join(fold(sentence).split())
        bare = _VERDICT_LABEL.sub("", folded).strip(" .:!")
        alone = next((verdict for verdict, pattern in _ALONE if pattern.match(bare)), None)
        said = alone or next((verdict for verdict, pattern in _VERDICTS if pattern.search(folded)), None)
        if said and not _NOT_YET.search(folded):
            yield said, sentence


def sentences_in(text: str) -> list[str]:
    """A cell's sentences; a verdict that follows without a full stop is one of its own."""
    parts = re.split(r"(?<=[.!?])\s+(?=[A-ZÅÄÖ\d])|\s*\|\s*|</?p>|(?<=[a-zåäö])\s+(?=Målet (?:är|har|bedöms))", text)
    return [part.strip() for part in parts if part and part.strip()]
