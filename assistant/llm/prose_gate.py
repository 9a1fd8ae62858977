"""The gate for prose: a sentence that a language model wrote is told only where its sources bear out all that it claims.

A sentence either tells figures, or restates one text, or leads in texts that stand in it word for word; each kind is tried in
its own way. What is tried first is the same for all: its form, its keys, its digits.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

from assistant.evidence import QuoteEvidence
from assistant.llm.binding import missing_words
from assistant.llm.figure_sentences import why_not_about_figures
from assistant.llm.material import Material
from assistant.llm.prose_words import load_prose_words
from assistant.llm.refusals import Reason, Refusal
from assistant.llm.text_sentences import why_not_leading_in, why_not_led_in, why_not_restated
from assistant.llm.written import PLACE, Place, Written, read_written, unit_after
from assistant.query import Query
from assistant.voice import Voice
from ingest.language import fold

_MOST_CHARACTERS = 700
# Nothing that a page could take for a link, a mark, code or a table; and no braces or brackets but those of keys.
_ALLOWED = re.compile(rf"[^\W_]|[ \u00a0.,:;()/’'&%!?–\-”“\"«»„{PLACE}]")
_QUOTATION = re.compile(r"[”“\"«»„]")


@dataclass(frozen=True, slots=True)
class Judged:
    """A sentence with its numbers and marks filled in, ready to be told; or why it is not."""

    text: str = ""
    why_not: Refusal | None = None


def judge(sentence: str, query: Query, material: Material, told: str) -> Judged:
    """The sentence as it may be told after the text `told`, or why it may not."""
    written = read_written(_without_idle_yes(sentence, material), material)
    why_not = _why_not_at_all(written, material) or _why_not(written, query, material)
    if why_not is not None:
        return Judged(why_not=why_not)
    return Judged(_filled_in(written, Voice(query.language, query.wished_unit), told, material))


def _why_not_at_all(written: Written, material: Material) -> Refusal | None:
    if not _is_prose(written):
        return Refusal(Reason.NOT_PROSE)
    if written.invents:
        return Refusal(Reason.INVENTED_KEY)
    if not written.cited:
        return Refusal(Reason.NO_SOURCE)
    return None if _says_yes_as_the_program_does(written, material) else Refusal(Reason.YES_OR_NO)


def _why_not(written: Written, query: Query, material: Material) -> Refusal | None:
    texts = [item for item in written.cited if isinstance(item.source, QuoteEvidence)]
    if not texts:
        return why_not_about_figures(written, query, material)
    if len(texts) < len(written.cited):
        return Refusal(Reason.FIGURE_AND_TEXT)
    whole = [place for place in written.places if place.number is None]
    if whole:
        one_kind = len(whole) == len(written.places)
        return why_not_leading_in(written, query) if one_kind else Refusal(Reason.TEXT_AND_NUMBERS)
    if len(texts) > 1:
        return Refusal(Reason.SEVERAL_TEXTS)
    why_not = why_not_restated(written, texts[0])
    return why_not and (why_not_led_in(written, texts[0], query) if ":" in written.text else why_not)


def _is_prose(written: Written) -> bool:
    text = written.text
    if len(text) > _MOST_CHARACTERS or text.count(PLACE) != len(written.places) or re.search(r"https?:|www\.", text):
        return False
    if any(unicodedata.category(c)[0] == "N" and c not in "0123456789" for c in text):
        return False
    return all(_ALLOWED.fullmatch(c) for c in text) and any(c.isalpha() for c in text)


def _without_idle_yes(sentence: str, material: Material) -> str:
    """The sentence without its yes or no where the program has found neither: what follows is tried by itself."""
    prose = load_prose_words()
    first, comma, rest = sentence.partition(", ")
    if not comma or not rest or fold(first) not in prose.yes | prose.no or _yes_or_no(material):
        return sentence
    return rest[0].upper() + rest[1:]


def _yes_or_no(material: Material) -> str:
    """The yes or no that the program's own answer begins with, folded; "" for neither."""
    prose = load_prose_words()
    first = fold(re.split(r"\W", material.draft.text, maxsplit=1)[0])
    return first if first in prose.yes | prose.no else ""


def _says_yes_as_the_program_does(written: Written, material: Material) -> bool:
    prose = load_prose_words()
    first = written.words[0].folded if written.words else ""
    if first not in prose.yes | prose.no:
        return True
    found = _yes_or_no(material)
    return bool(found) and (first in prose.yes) is (found in prose.yes)


def _filled_in(written: Written, voice: Voice, told: str, material: Material) -> str:
    """The sentence with its numbers and texts, with what must be known of them, and with its marks."""
    pieces: list[str] = []
    beside: set[str] = set()  # items whose marks stand beside their numbers: where one alone is told they end the sentence
    alone = len({item.key for item in written.cited}) == 1
    done = 0
    for place in written.places:
        missing = missing_words(place, written, voice, " ".join((told, *pieces)), material)
        before = written.text[done : place.at]
        printed = _within(place.printed, before)
        pieces += [before, printed, f" ({', '.join(missing)})" if missing else ""]
        if place.number is None and not alone:
            pieces.append(f" {place.item.marks}")
            beside.add(place.item.key)
        done = _after_unit(place, written) if place.number is None else place.at + 1
    text = "".join((*pieces, written.text[done:])).strip()
    rest = " ".join(item.marks for item in written.cited if item.key not in beside)
    if not rest:
        return text
    body = text.rstrip(" .!?…")
    ends_in_a_text = re.search(r"[.!?…]”$", body) is not None
    return f"{body} {rest}{text[len(body) :].strip() or ('' if ends_in_a_text else '.')}"


def _within(printed: str, before: str) -> str:
    """A text without its quotation marks where the sentence has put them already."""
    return printed.strip("”") if _QUOTATION.search(before[-1:]) else printed


def _after_unit(place: Place, written: Written) -> int:
    """Where the sentence goes on after a figure: behind its unit, which the figure brings itself."""
    unit = unit_after(place, written)
    brings = any(c.isalpha() or c == "%" for c in place.printed)
    return unit.at + len(unit.written) if unit is not None and brings else place.at + 1
