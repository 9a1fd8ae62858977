"""What a report is, read from its own text: association, organisation number, kind, title and period."""

from __future__ import annotations

import calendar
import re
from datetime import date
from pathlib import Path

from rapidfuzz import fuzz

from ingest.association import detect_association
from ingest.contents import read_contents
from ingest.domain import Document, Metadata, ReportKind, Section, Visibility
from ingest.errors import MetadataError
from ingest.language import fold
from ingest.layout import clean
from ingest.sidecar import Sidecar

_OPENING_LINES = 60
_COVER_LINES = 30
_COVER_TOP_LINES = 10  # with text
_ORGNR = re.compile(r"(?:organisations?\s?nummer|org\.?\s?-?\s?nr\.?)\s*:?\s*(\d{3}\s?\d{3})\s?[-–−]?\s?(\d{4})\b", re.IGNORECASE)
_KIND_WORDS = (
    ("arsredovisning", ReportKind.ANNUAL_REPORT),
    ("arsrapport", ReportKind.ANNUAL_REPORT),
    ("delarsrapport", ReportKind.INTERIM_REPORT),
    ("delarsredovisning", ReportKind.INTERIM_REPORT),
    ("delarsbokslut", ReportKind.INTERIM_REPORT),
    ("halvarsrapport", ReportKind.INTERIM_REPORT),
    ("verksamhetsplan", ReportKind.OPERATIONAL_PLAN),
    ("verksamhets- och budgetplan", ReportKind.OPERATIONAL_PLAN),
    ("budget", ReportKind.BUDGET),
)
_PUBLISHES = re.compile(r"\b(?:avger|avlamnar|lamnar|presenterar)\s+(?:harmed\s+|foljande\s+)?(\w+)")
# How much each place says about a report's kind.
_ALONE_WEIGHT, _PUBLISHES_WEIGHT, _COVER_WEIGHT, _NAME_WEIGHT, _MENTION_WEIGHT = 100, 20, 15, 5, 1
_SAME_WORD = 88
_MONTHS = ("jan", "feb", "mar", "apr", "maj", "jun", "jul", "aug", "sep", "okt", "nov", "dec")
_MONTH = r"(jan|feb|mar|apr|maj|jun|jul|aug|sep|okt|nov|dec)[a-z]*\.?"
_DAY = r"(?:den\s+)?(?:(?:1|forsta|\d{1,2})\.?\s+)?"
_TO = r"\s*(?:-|till\s+och\s+med|tom|t\.o\.m\.?|till)\s*"
_LAST_DAY = r"(?:den\s+)?(?:(?P<day>sista|\d{1,2})\.?\s+)?"
_MONTH_SPAN = re.compile(
    rf"{_DAY}(?P<first>{_MONTH})(?:\s+(?P<started>(?:19|20)\d\d))?{_TO}{_LAST_DAY}(?P<last>{_MONTH})\s+(?P<year>(?:19|20)\d\d)\b"
)
_ISO_SPAN = re.compile(r"((?:19|20)\d\d-\d\d-\d\d)\s*(?:-|till|tom|t\.o\.m\.?)\s*((?:19|20)\d\d-\d\d-\d\d)")
_FOR_YEAR = re.compile(r"\b(?:ar|aret|verksamhetsaret|rakenskapsaret|kalenderaret)\s+((?:19|20)\d\d)\b")
_YEAR = re.compile(r"(?<!\d)((?:19|20)\d\d)(?!\d)")
_NAME_MONTH = re.compile(r"((?:19|20)\d\d)[-_](\d\d)(?!\d)")


def detect(document: Document, sections: tuple[Section, ...], sidecar: Sidecar | None) -> Metadata:
    """The report's metadata; a sidecar's values win. Nobody's word makes a report public: without one it is internal.

    Raises `MetadataError` when association or period is neither in the text nor in the sidecar.
    """
    given = sidecar or Sidecar()
    opening = _opening(document)
    name = Path(document.source_file).stem
    printed_title = _printed_title(document)
    kind = given.kind or _kind(opening, _kind_alone(document), printed_title, name)
    association = given.association or detect_association(document)
    if association is None:
        raise MetadataError(_missing(document, "vilket förbund den gäller", 'association = "Samordningsförbundet …"'))
    if given.period_start is not None and given.period_end is not None:
        span: tuple[date, date] | None = (given.period_start, given.period_end)
    else:
        span = _span(opening, printed_title, name, kind)
    if span is None:
        raise MetadataError(
            _missing(document, "vilken period den gäller", "period_start = 2021-01-01 och period_end = 2021-12-31")
        )
    start, end = given.period_start or span[0], given.period_end or span[1]
    orgnr = given.orgnr or _orgnr(document)
    return Metadata(
        association=association,
        orgnr=orgnr,
        kind=kind,
        title=given.title or printed_title or f"{kind.value.capitalize()} {_period_words(start, end)}",
        period_start=start,
        period_end=end,
        visibility=given.visibility or Visibility.INTERNAL,
        aliases=given.aliases,
        detected=_detected(given, orgnr),
    )


def _detected(given: Sidecar, orgnr: str | None) -> tuple[str, ...]:
    fields = (
        ("association", given.association),
        ("orgnr", given.orgnr if orgnr is not None else "none"),
        ("kind", given.kind),
        ("title", given.title),
        ("period_start", given.period_start),
        ("period_end", given.period_end),
    )
    return tuple(name for name, value in fields if value is None)


def _missing(document: Document, what: str, line: str) -> str:
    stem = Path(document.source_file).stem
    return f"Det framgår inte av {document.source_file} {what}. Skriv det i filen {stem}.toml bredvid, till exempel: {line}"


def _opening(document: Document) -> str:
    """The first lines with text, folded to one line; the table of contents left out."""
    contents = read_contents(document.lines)
    filled = [clean(x.text) for x in document.lines if x.text.strip() and not contents.holds(x.number)]
    return " ".join(fold(" ".join(filled[:_OPENING_LINES])).split())


def _printed_title(document: Document) -> str | None:
    """A line of the cover that begins with the kind of report and names a year."""
    for line in document.lines[:_COVER_LINES]:
        text = " ".join(clean(line.text).split())
        first = fold(text).split(" ")[0]
        begins = any(fuzz.ratio(first, word) >= _SAME_WORD for word, _ in _KIND_WORDS)
        if begins and len(text) <= 80 and not text.endswith((".", ",")) and _YEAR.search(text):
            return text
    return None


def _kind_alone(document: Document) -> str | None:
    """The line at the top of the cover, above any printed title, that is one word: the kind of report."""
    title = _printed_title(document)
    filled = [" ".join(clean(line.text).split()) for line in document.lines if line.text.strip()]
    for text in filled[:_COVER_TOP_LINES]:
        if text == title:
            return None
        if any(fuzz.ratio(fold(text), word) >= _SAME_WORD for word, _ in _KIND_WORDS):
            return fold(text)
    return None


def _kind(opening: str, alone: str | None, title: str | None, name: str) -> ReportKind:
    scores = dict.fromkeys(ReportKind, 0)
    if alone is not None:
        _count(alone, _ALONE_WEIGHT, scores)
    published = _PUBLISHES.search(opening)
    if published is not None:
        _count(published[1], _PUBLISHES_WEIGHT, scores)
    if title is not None:
        _count(fold(title).split(" ")[0], _COVER_WEIGHT, scores)
    for word in re.split(r"[\W_]+", fold(name)):
        _count(word, _NAME_WEIGHT, scores)
    for word in opening.split():
        _count(word, _MENTION_WEIGHT, scores)
    best = max(scores, key=lambda kind: scores[kind])
    return best if scores[best] else ReportKind.OTHER


def _count(word: str, weight: int, scores: dict[ReportKind, int]) -> None:
    """A word counts for the kind whose name it is, inflected or a letter off as a bad scan makes it."""
    bare = word.strip('.,:;()"”')
    for stem, kind in _KIND_WORDS:
        shortened = bare[: len(stem)] if len(bare) <= len(stem) + 3 else bare
        if fuzz.ratio(shortened, stem) >= _SAME_WORD and bare[:1] == stem[:1]:
            scores[kind] += weight
            return


def _span(opening: str, title: str | None, name: str, kind: ReportKind) -> tuple[date, date] | None:
    """First what the report says it covers, then the title's year, then other spans, at last the file's name."""
    titled = _YEAR.search(fold(title)) if title is not None else None
    for match in _MONTH_SPAN.finditer(opening):
        # of a report on a whole year, other spans are those of an appointment or a project
        if titled is None or kind is ReportKind.INTERIM_REPORT or match["year"] == titled[1]:
            return _months(match)
    if title is not None:
        folded = fold(title)
        inside = _MONTH_SPAN.search(folded)
        if inside is not None:
            return _months(inside)
        year = _YEAR.search(folded)
        if year is not None and kind is not ReportKind.INTERIM_REPORT:
            return _whole_year(int(year[1]))
    if kind is ReportKind.INTERIM_REPORT:
        iso = _ISO_SPAN.search(opening)
        if iso is not None:
            return date.fromisoformat(iso[1]), date.fromisoformat(iso[2])
    else:
        named = _FOR_YEAR.search(opening)
        if named is not None:
            return _whole_year(int(named[1]))
    return _span_of_name(name, kind)


def _months(match: re.Match[str]) -> tuple[date, date]:
    year = int(match["year"])
    first = _MONTHS.index(match["first"][:3]) + 1
    last = _MONTHS.index(match["last"][:3]) + 1
    day = match["day"]
    length = calendar.monthrange(year, last)[1]
    end = date(year, last, min(int(day), length) if day is not None and day.isdigit() else length)
    started = int(match["started"]) if match["started"] else year - (first > last)
    return date(started, first, 1), end


def _whole_year(year: int) -> tuple[date, date]:
    return date(year, 1, 1), date(year, 12, 31)


def _span_of_name(name: str, kind: ReportKind) -> tuple[date, date] | None:
    month = _NAME_MONTH.search(name)
    if month is not None and 1 <= int(month[2]) <= 12:
        year, last = int(month[1]), int(month[2])
        return date(year, 1, 1), date(year, last, calendar.monthrange(year, last)[1])
    year_match = _YEAR.search(name)
    if year_match is None or kind is ReportKind.INTERIM_REPORT:
        return None
    return _whole_year(int(year_match[1]))


def _orgnr(document: Document) -> str | None:
    text = " ".join(" ".join(clean(line.text) for line in document.lines).split())
    match = _ORGNR.search(text)
    return f"{''.join(match[1].split())}-{match[2]}" if match is not None else None


_MONTH_NAMES = (
    "januari", "februari", "mars", "april", "maj", "juni", "juli", "augusti", "september", "oktober", "november", "december",
)  # fmt: skip


def _period_words(start: date, end: date) -> str:
    if (start.month, start.day, end.month, end.day) == (1, 1, 12, 31):
        return str(start.year) if start.year == end.year else f"{start.year}–{end.year}"
    if start.year == end.year:
        return f"{_MONTH_NAMES[start.month - 1]}–{_MONTH_NAMES[end.month - 1]} {end.year}"
    return f"{start.isoformat()} – {end.isoformat()}"
