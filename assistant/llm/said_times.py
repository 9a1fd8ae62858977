"""Whether the times that a sentence names are those of its figures: whole dates, the months of a part of a year, its end."""

from __future__ import annotations

import re
from datetime import date

from assistant.evidence import FigureEvidence
from assistant.llm.prose_words import load_prose_words
from assistant.llm.written import Word, Written
from assistant.query import Span
from assistant.timespans import parse_period
from ingest.language import fold

_MONTHS = tuple("januari februari mars april maj juni juli augusti september oktober november december".split())
_ENGLISH_MONTHS = tuple("january february march april may june july august september october november december".split())
_HALVES = frozenset("halvår halvar halvåret halvaret halvårets halvarets".split())
_FIRST = frozenset({"forsta", "first"})


def times_agree(written: Written, figures: list[FigureEvidence]) -> bool:
    """Whether every date is one of the figures', and a year is said of a part of it only together with its months."""
    spans = [parse_period(e.stored.figure.period) for e in figures if e.stored.figure.period]
    if not all(any(day in (span.start, span.end) for span in spans) for day in _dates(written)):
        return False
    if _has_odd_date(written) or not _months_are_theirs(written, spans):
        return False
    said = {word.folded for word in written.words}
    if said & load_prose_words().ends and not all(span.is_instant or not _is_bare_end(written) for span in spans):
        return False
    if said & _HALVES and not (said & _FIRST and (all(map(_is_first_half, spans)) or _is_to_midsummer(spans))):
        return False
    return all(_is_told_in_part(span, said) for span in spans)


def _is_to_midsummer(spans: list[Span]) -> bool:
    """Whether the times are a New Year's Eve and the last of June after it, between which a change was."""
    return [(span.end.month, span.end.day) for span in spans if span.is_instant] == [(12, 31), (6, 30)] and len(spans) == 2


def _is_told_in_part(span: Span, said: set[str]) -> bool:
    """Whether a time that is no whole year, where its year is said, has its months said too."""
    if span.is_year or str(span.end.year) not in said:
        return True
    if span.is_instant and (span.end.month, span.end.day) == (12, 31):
        return True
    at_midsummer = span.is_instant and (span.end.month, span.end.day) == (6, 30)
    if (_is_first_half(span) or at_midsummer) and said & _HALVES and said & _FIRST:
        return True
    if span.is_instant:
        return names_of_month(span.end.month) & said != set()
    return all(names_of_month(month) & said for month in (span.start.month, span.end.month))


def is_first_half(word: Word, after: Word, figures: list[FigureEvidence]) -> bool:
    """Whether "första halvåret" is said, and every figure is of one."""
    spans = [parse_period(e.stored.figure.period) for e in figures if e.stored.figure.period]
    return says_first_half(word, after) and bool(spans) and all(map(_is_first_half, spans))


def says_first_half(word: Word, after: Word) -> bool:
    """Whether two words say the first half of a year."""
    return word.folded in _FIRST and after.folded in _HALVES


def _is_first_half(span: Span) -> bool:
    return (span.start.month, span.start.day, span.end.month, span.end.day) == (1, 1, 6, 30)


def _months_are_theirs(written: Written, spans: list[Span]) -> bool:
    named = {number for word in written.words if (number := month_of(word)) is not None}
    own = {month for span in spans if not span.is_year for month in (span.start.month, span.end.month)}
    return named <= own  # of a whole year no month is told


def _dates(written: Written) -> list[date]:
    """The dates that are said whole: "30 juni 2021", "2021-06-30"."""
    found: list[date] = []
    for day, month, year in zip(written.words, written.words[1:], written.words[2:], strict=False):
        number = month_of(month)
        if number is not None and day.folded.isdigit() and re.fullmatch(r"(?:19|20)\d\d", year.folded):
            found.append(_date(int(year.folded), number, int(day.folded)))
    found += [_date(*map(int, match)) for match in re.findall(r"((?:19|20)\d\d)-(\d\d)-(\d\d)", written.text)]
    return found


def _date(year: int, month: int, day: int) -> date:
    """The date; one that there is not is the first day of all, which is no figure's."""
    try:
        return date(year, month, day)
    except ValueError:
        return date.min


def _has_odd_date(written: Written) -> bool:
    """Whether a day and month stand without the year that would tell which."""
    for day, month, after in zip(written.words, written.words[1:], (*written.words[2:], None), strict=False):
        is_day = day.folded.isdigit() and len(day.folded) <= 2 and month_of(month) is not None
        if is_day and (after is None or not re.fullmatch(r"(?:19|20)\d\d", after.folded)):
            return True
    return False


def _is_bare_end(written: Written) -> bool:
    return bool({word.folded for word in written.words} & load_prose_words().ends)


def month_of(word: Word) -> int | None:
    """The number of the month that a word names, in Swedish or English; none for another word."""
    plain = fold(word.written)
    names = _MONTHS if plain in _MONTHS else _ENGLISH_MONTHS
    return names.index(plain) + 1 if plain in names else None


def names_of_month(month: int) -> set[str]:
    """The folded names of a month, 1 to 12, in Swedish and English."""
    return {_MONTHS[month - 1], _ENGLISH_MONTHS[month - 1]}
