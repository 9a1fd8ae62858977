"""Numbers of headings, notes, tables and goals: those that jump, are used twice, or are others in the table of contents."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from rapidfuzz import fuzz

from ingest.checks.outline_contents import Match, comparable, heading_spot
from ingest.checks.outline_places import Spot, Text, listed
from ingest.domain import Certainty, Finding, FindingKind, Section
from ingest.language import fold

_SERIES = re.compile(
    r"\s*(?P<word>not|note|tabell|diagram|figur|bilaga|mål|mal|delmål|delmal|inriktningsmål|inriktningsmal)"
    r"\s+(?P<number>\d{1,2})(?!\d|[-–]\d|\.\d)\s*[.:,–-]*\s*(?P<title>[A-ZÅÄÖ0-9”\"].*|)",
    re.IGNORECASE,
)
_MAX_CAPTION = 140
_ANOTHER_TITLE = 70
# Pictures are lost in a text export, and their captions with them; goals begin again below each activity.
_MAY_MISS = frozenset({"diagram", "figur", "bilaga"})
_MAY_REPEAT = frozenset({"mal", "delmal", "inriktningsmal"})
_NAMES = {"not": "not", "note": "not", "mal": "mål", "delmal": "delmål", "inriktningsmal": "inriktningsmål"}
_DEFINITE = {"not": "Noterna", "tabell": "Tabellerna", "mal": "Målen", "delmal": "Delmålen", "inriktningsmal": "Inriktningsmålen"}


@dataclass(frozen=True, slots=True)
class Caption:
    """A line that begins with a word and a number ("Not 3. Fordringar"). `series` is the word, folded."""

    series: str
    number: int
    title: str
    spot: Spot

    @property
    def name(self) -> str:
        return f"{_NAMES.get(self.series, self.series)} {self.number}"


def find_captions(text: Text) -> tuple[Caption, ...]:
    found: list[Caption] = []
    for line in text.body():
        match = _SERIES.fullmatch(line.text.rstrip())
        if match is None or len(line.text) > _MAX_CAPTION or "\t" in line.text.strip():
            continue
        title = match["title"].strip()
        if not title or title[0].isupper() or title[0] in '”"' or title[0].isdigit():
            series = _NAMES.get(fold(match["word"]), fold(match["word"]))
            found.append(Caption(fold(series), int(match["number"]), title, text.spot(line.number)))
    return tuple(found)


def number_findings(text: Text, matches: tuple[Match, ...]) -> Iterator[Finding]:
    """Numbers of the headings themselves."""
    lost = {match.entry.number for match in matches if match.section is None}
    others = {match.section.index: match for match in matches if match.section is not None and _other_number(match)}
    last: dict[str, tuple[int, Section | None]] = {}
    for section in text.report.sections:
        if not section.number:
            continue
        prefix, _, tail = section.number.rpartition(".")
        own = int(tail)
        before, section_before = last.get(prefix, (0 if prefix else own - 1, None))
        skipped = [f"{prefix}.{n}".lstrip(".") for n in range(before + 1, own)]
        open_jump = bool(skipped) and not any(_is_printed(text, number, section_before, section) for number in skipped)
        jumps = open_jump and not lost.issuperset(skipped)
        if section.index in others or jumps:
            yield _number_finding(text, section, section_before, others.get(section.index), jumps)
        last[prefix] = (own, section)
    yield from _used_twice(text)


def _other_number(match: Match) -> bool:
    return bool(
        match.section is not None and match.entry.number and match.section.number != match.entry.number and match.section.number
    )


def _number_finding(text: Text, section: Section, before: Section | None, match: Match | None, jumps: bool) -> Finding:
    spots = [heading_spot(text, section)]
    parts: list[str] = []
    if match is not None:
        parts.append(f"har nummer {match.entry.number} i innehållsförteckningen")
        spots.append(match.spot)
    if jumps and before is not None:
        parts.append(f"kommer direkt efter nummer {before.number}")
        spots.append(heading_spot(text, before))
    elif jumps:
        parts.append("är den första i sitt kapitel")
    joint = ", men " + " och ".join(parts)
    what = f"Rubriken ”{section.title}” har nummer {section.number} i texten{joint}."
    return text.finding(FindingKind.OUTLINE, what, spots, cause="numreringen hoppar" if jumps else "")


def _is_printed(text: Text, number: str, before: Section | None, after: Section) -> bool:
    """Whether a heading with the number stands between the two after all, only not read as one."""
    first = before.line_first if before is not None else 0
    pattern = re.compile(rf"\s*{re.escape(number)}\.?\s*(?:[^\W\d_]|[”\"]|6[a-z]|$)")
    return any(first < line.number < after.line_first and pattern.match(line.text) for line in text.body())


def _used_twice(text: Text) -> Iterator[Finding]:
    by_number = {section.number: section for section in text.report.sections if "." in section.number}
    lines = text.report.document.lines
    for line in text.body():
        match = re.fullmatch(r"\s*(\d{1,2}(?:\.\d{1,2})+)\.?\s+([A-ZÅÄÖ][^\t]{2,80}[^\s.,:;?])\s*", line.text)
        section = by_number.get(match[1]) if match is not None else None
        if match is None or section is None or section.line_first == line.number or line.number in text.in_tables:
            continue
        around = [lines[i].text.strip() for i in (line.number - 2, line.number) if 0 <= i < len(lines)]
        if any(around) or fuzz.ratio(comparable(match[2]), comparable(section.title)) >= _ANOTHER_TITLE:
            continue
        what = f"Numret {section.number} används för två rubriker: ”{section.title}” och ”{match[2].strip()}”."
        yield text.finding(FindingKind.OUTLINE, what, [text.spot(line.number), heading_spot(text, section)])


def series_findings(text: Text, captions: Sequence[Caption], asked_for: dict[int, list[Spot]]) -> Iterator[Finding]:
    """`asked_for` are the places that point to a note, by its number."""
    for series in dict.fromkeys(caption.series for caption in captions):
        own = [caption for caption in captions if caption.series == series]
        repeated = [] if series in _MAY_REPEAT else _repeated(own)
        for caption, other in repeated:
            what = f"Numret {caption.name} används två gånger: för ”{other.title}” och för ”{caption.title}”."
            yield text.finding(FindingKind.OUTLINE, what, [caption.spot, other.spot], cause="numreringen upprepas")
        # a number that follows one used twice is the one that should have stood there
        taken = {caption.number for caption in own} | {caption.number + 1 for caption, _ in repeated}
        if len(taken) > 1 and series not in _MAY_MISS:
            yield from _skipped(text, series, own, taken, asked_for if series == "not" else {})


def _repeated(captions: Sequence[Caption]) -> list[tuple[Caption, Caption]]:
    """Captions whose number another one has had, under a title of its own."""
    first: dict[int, Caption] = {}
    pairs = [(caption, first.setdefault(caption.number, caption)) for caption in captions]
    return [
        (caption, other)
        for caption, other in pairs
        if other is not caption
        and caption.title
        and other.title
        and fuzz.ratio(comparable(caption.title), comparable(other.title)) < _ANOTHER_TITLE
    ]


def _skipped(
    text: Text, series: str, captions: Sequence[Caption], numbers: set[int], asked_for: dict[int, list[Spot]]
) -> Iterator[Finding]:
    """`numbers` are those that are taken."""
    begin = 1 if series in ("not", "mal") else min(numbers)
    missing = [n for n in range(begin, max(numbers)) if n not in numbers and not _is_captioned(text, series, n)]
    if not missing or len(missing) > len(numbers):
        return
    after = [caption for caption in captions if caption.number > missing[0]]
    before = [caption for caption in captions if caption.number == missing[0] - 1]
    names = listed([f"{_NAMES.get(series, series)} {n}" for n in missing])
    head = _DEFINITE.get(series, series.capitalize())
    pointing = [spot for n in missing for spot in asked_for.get(n, ())]
    what = f"{head} är numrerade till {max(numbers)}, men {names} saknas."
    certainty = Certainty.CERTAIN if pointing else Certainty.INTERPRETATION
    consequences = [f"”{spot.quote}” hänvisar till den." for spot in pointing]
    spots = [*(caption.spot for caption in (*after[:1], *before[:1])), *pointing]
    yield text.finding(FindingKind.OUTLINE, what, spots, certainty, cause="numreringen hoppar", consequences=consequences)


def _is_captioned(text: Text, series: str, number: int) -> bool:
    """Whether the number is printed as a caption that stands beside another or inside a line."""
    lead = r"(?:^|\s{2}|\t|\|)" if series == "not" else r"\b"
    pattern = re.compile(rf"{lead}\s*{series}\s+{number}(?!\d)")
    return any(pattern.search(fold(line.text)) for line in text.body())
