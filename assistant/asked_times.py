"""Time as people ask for it: "-23", "jan-juni 21", "t.o.m. augusti", "i fjol", "2023 jämfört med året innan".

Sources are read by `find_spans`, which knows only what is written out; a question may lean on the newest report and on
the conversation.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from functools import lru_cache, partial

from assistant.query import Span
from assistant.time_phrases import NO_COUNT, YEAR, full_year, last_day, months_of, parts_of_years, years_between
from assistant.timespans import NamedTime, TimeMention, fold_aligned, named_times, shift_years, year_span

# A year of two digits lies at most so far from the newest report.
_YEARS_BACK, _YEARS_AHEAD = 15, 5
_NUMERALS = {"tva": 2, "tre": 3, "fyra": 4, "fem": 5, "sex": 6, "two": 2, "three": 3, "four": 4, "five": 5}
_COUNT = rf"({'|'.join(_NUMERALS)}|[2-9])"

# "årsskiftet 2021" is said of the day before the year and of its last day; both are shown.
_TURN_OF_NAMED = re.compile(rf"\b(?:vid |pa )?arsskiftet\s+({YEAR})(?!\d|\s*[-/])")
# "årsskiftena 2020, 2021 och 2022" are the last days of the years named.
_TURNS_NAMED = re.compile(rf"\b(?:vid |mellan )?arsskiftena\s+({YEAR}(?:\s*(?:,|och|o|samt|till|-)\s*{YEAR})*)(?!\d)")
_TURN = re.compile(r"\b(?:vid |pa )?arsskiftet\b")
_RANGE = re.compile(rf"(?<![\w/-])((?:19|20)\d\d|['’]?\d\d)\s*[-/]\s*['’]?(\d\d){NO_COUNT}\b(?!-)")
_AGE = re.compile(r"(?:alder\w*|aldrar\w*|unga|ungdomar|mellan|barn|i)\s+$")
_SHORT_YEAR = re.compile(rf"(?:(?<=\s)-|['’´`])\s?(\d\d){NO_COUNT}\b")
# "finsammässan 23": a number that ends what is said, and that nothing before it makes a count or a number in a list.
_CLOSING = re.compile(
    rf"(?<=\w )(\d\d){NO_COUNT}(?=\s*(?:$|[?.!,;)]|(?:och|o|jamfort|jmf|jfr|mot|vs|eller|el|an|enligt|i|hos|for|and|or|vs)\b))"
)
_NUMBERING = re.compile(
    r"\b(?:not|avsnitt|sida|sid|bilaga|kapitel|kap|tabell|punkt|mal|malet|vecka|nr|nummer|covid|agenda|under|over|minst|hogst|"
    r"pa|till|ca|cirka|max|exakt|bara|mer an|fler an|an|de|dom|alla)\s$"
)
_YEAR_MONTH = re.compile(r"(?<![\w-])((?:19|20)\d\d)-(0[1-9]|1[0-2])(?![\w-])")
_LAST_YEARS = re.compile(
    rf"\b(?:de |under de )?(?:{_COUNT} senaste|senaste {_COUNT}|last {_COUNT}|past {_COUNT}) (?:aren|years)\b"
)
_YEARS_UNTIL = re.compile(rf"\bde {_COUNT} aren (?:fram till|till)(?: och med)? ({YEAR})")
THIS_YEAR = re.compile(r"\b(?:i ar|innevarande ar|(?:det )?senaste aret|this year)\b")
LAST_YEAR = re.compile(r"\b(?:i fjol|fjolarets?|forra aret|forra arets|last year)\b")
_YEAR_BEFORE = re.compile(
    r"\b(?:(?:narmast )?foregaende ar(?:et)?|aret (?:innan|fore|dessforinnan)|(?:the )?(?:year before|previous year)|"
    r"ett ar tidigare)\b"
)
_YEAR_AFTER = re.compile(r"\b(?:aret (?:efter|darpa|darefter)|nasta ar|(?:the )?(?:year after|next year))\b")
_SAME_PERIOD = re.compile(
    r"\b(?:samma|motsvarande|same|corresponding) (?:period|tid|tidpunkt|manader|time|months)(?: (?:in|of|av|under|ar))?\b"
)
_COMPARING = re.compile(
    r"(?:\ban|\bjamfort med|\bjmf(?: med| m)?|\bjfr(?: med)?|\bmot|\bfran|\bsedan|\bthan|\bfrom|compared (?:to|with))\s*$"
)


@lru_cache(maxsize=5_000)
def find_asked_times(question: str, newest: Span | None, before: tuple[Span, ...] = ()) -> TimeMention:
    """Every time that a question names or means, in order, each once; `places` are all words that say it.

    `newest` is the period of the newest report of the association meant: "i fjol" and a month without a year are relative
    to it. `before` are the times that the conversation is about; "året innan" is relative to those first. Without either
    (an empty library) relative times stay unread.
    """
    hidden = fold_aligned(question)
    found: list[NamedTime] = []
    for find in (_ranges, _dated, named_times, partial(_short_years, newest=newest)):
        new = find(hidden)
        found += new
        hidden = _hide(hidden, new)
    places = [(time.start, time.end) for time in found]
    year = _default_year(found, before, newest)
    undated = parts_of_years(hidden, year) if year is not None else ()
    if undated:
        # "i augusti ... 2021": the year belongs to the month.
        found = [time for time in found if time.spans != (year_span(year or 0),)] + list(undated)
        hidden = _hide(hidden, undated)
        places += [(time.start, time.end) for time in undated]
    found.sort(key=lambda time: time.start)
    relative = _relative(hidden, tuple(span for time in found for span in time.spans), newest, before)
    places += [(time.start, time.end) for time in relative]
    every = sorted((*_same_period(hidden, found, before), *relative), key=lambda time: time.start)
    places += [match.span() for match in _SAME_PERIOD.finditer(hidden)]
    spans = tuple(dict.fromkeys(span for time in every for span in time.spans))
    return TimeMention(spans, tuple(sorted(places)), any(time.is_range for time in every))


def _hide(folded: str, times: Sequence[NamedTime]) -> str:
    """The text with what is read already made unreadable, every place kept."""
    for time in times:
        folded = folded[: time.start] + "#" * (time.end - time.start) + folded[time.end :]
    return folded


def _ranges(folded: str) -> tuple[NamedTime, ...]:
    """ "2019-21", "22-24" and "2022/23"; not "16-24 år", "unga 16-24", or the month "2021-06"."""
    found = []
    for match in _RANGE.finditer(folded):
        first, last = full_year(match[1]), full_year(match[2])
        month_of_year = len(match[1]) == 4 and "-" in match[0] and int(match[2]) <= 12
        if first < last <= first + 10 and last < 2050 and not month_of_year and not _AGE.search(folded[: match.start()]):
            found.append(NamedTime(*match.span(), years_between(first, last), is_range=True))
    return tuple(found)


def _dated(folded: str) -> tuple[NamedTime, ...]:
    """Parts of a year that is named with them, and a number of years up to one."""
    found = list(parts_of_years(folded, None))
    for match in _YEARS_UNTIL.finditer(folded):
        last = full_year(match[2])
        found.append(NamedTime(*match.span(), years_between(last - _count(match) + 1, last), is_range=True))
    for match in _TURN_OF_NAMED.finditer(folded):
        year = full_year(match[1])
        found.append(NamedTime(*match.span(), (*last_day(year - 1, 12), *last_day(year, 12))))
    for match in _TURNS_NAMED.finditer(folded):
        found.append(NamedTime(*match.span(), _turns_of(match[1])))
    for match in _YEAR_MONTH.finditer(folded):
        found.append(NamedTime(*match.span(), months_of(int(match[1]), int(match[2]), int(match[2]))))
    return tuple(found)


def _turns_of(years: str) -> tuple[Span, ...]:
    """The last day of every year in a list ("2020, 2021 o 2022"), or from one to another ("2020 till 2023")."""
    named = [full_year(year) for year in re.findall(YEAR, years)]
    whole_row = len(named) == 2 and re.search(r"till|-", years) is not None
    every = range(named[0], named[1] + 1) if whole_row else named
    return tuple(day for year in every for day in last_day(year, 12))


def _short_years(folded: str, newest: Span | None) -> tuple[NamedTime, ...]:
    """ "-23", "'23", and "23" where it ends what is said, if such a year is near the newest report's."""
    if newest is None:
        return ()
    closing = (m for m in _CLOSING.finditer(folded) if not _NUMBERING.search(folded[: m.start()]))
    years = [(match, 2000 + int(match[1])) for match in (*_SHORT_YEAR.finditer(folded), *closing)]
    near = range(newest.end.year - _YEARS_BACK, newest.end.year + _YEARS_AHEAD + 1)
    return tuple(NamedTime(*match.span(), (year_span(year),)) for match, year in years if year in near)


def _default_year(found: Sequence[NamedTime], before: Sequence[Span], newest: Span | None) -> int | None:
    """The year of a month that stands without one: the only one named, else the conversation's, else the newest report's."""
    years = {span.end.year for time in found for span in time.spans}
    if years:
        return next(iter(years)) if len(years) == 1 else None
    return before[-1].end.year if before else newest.end.year if newest else None


def _relative(hidden: str, named: tuple[Span, ...], newest: Span | None, before: tuple[Span, ...]) -> tuple[NamedTime, ...]:
    """ "i fjol", "de två senaste åren", "jämfört med året innan". What is named outright goes before "i år"."""
    now = ((newest,) if _SAME_PERIOD.search(hidden) else (year_span(newest.end.year),)) if newest else ()
    anchors = named or before or now
    if not anchors:
        return ()
    found: list[NamedTime] = []
    last = newest.end.year if newest else anchors[-1].end.year
    for match in _LAST_YEARS.finditer(hidden):
        spans = years_between(last - _count(match) + 1, last) if not named else ()
        found.append(NamedTime(*match.span(), spans, is_range=not named))
    for match in THIS_YEAR.finditer(hidden):
        found.append(NamedTime(*match.span(), () if named else (year_span(last),)))
    for pattern, years in ((LAST_YEAR, -1), (_YEAR_BEFORE, -1), (_YEAR_AFTER, 1)):
        for match in pattern.finditer(hidden):
            # "i fjol" is the year before the newest report's, whatever the conversation was about.
            from_here = named or (now if now and pattern is LAST_YEAR else anchors)
            moved = tuple(shift_years(span, years) for span in from_here)
            both = not named and _COMPARING.search(hidden[: match.start()]) is not None
            found.append(NamedTime(*match.span(), (*from_here, *moved) if both else moved))
    for match in _TURN.finditer(hidden):
        found.append(NamedTime(*match.span(), _turn_of(named, anchors[0], newest)))
    return tuple(found)


def _turn_of(named: tuple[Span, ...], anchor: Span, newest: Span | None) -> tuple[Span, ...]:
    """ "från årsskiftet till sista juni 2021" starts at the last day before; else the latest that the newest report knows."""
    if named:
        return last_day(named[0].end.year - 1, 12)
    ends_the_year = newest is None or newest.end.month == 12 or anchor.end.year < newest.end.year
    return last_day(anchor.end.year - (not ends_the_year), 12)


def _same_period(hidden: str, found: Sequence[NamedTime], before: tuple[Span, ...]) -> list[NamedTime]:
    """ "jan-aug 2021 mot samma period 2020": the year after "samma period" is that part of it which was named before."""
    said = _SAME_PERIOD.search(hidden)
    if said is None:
        return list(found)
    parts = [span for time in found if time.start < said.start() for span in time.spans] or list(before)
    moved = []
    for time in found:
        same = time.start >= said.end() and len(time.spans) == 1 and time.spans[0].is_year and bool(parts)
        shifted = tuple(shift_years(part, time.spans[0].end.year - part.end.year) for part in parts) if same else time.spans
        moved.append(replace(time, spans=shifted))
    return moved


def _count(match: re.Match[str]) -> int:
    said = next(group for group in match.groups() if group)
    return _NUMERALS.get(said) or int(said)
