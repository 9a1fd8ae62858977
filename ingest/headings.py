"""Which lines are headings: numbered ones by their number's place in the order, unnumbered ones by look and surroundings.

Text exports have lost bold and size. What is left is a short line without a sentence's marks, in a place where a
heading can stand; and a list of what looks so and is none (table labels, list items, names under signatures).
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import pairwise

from rapidfuzz import fuzz

from ingest.contents import Contents, read_contents
from ingest.domain import Document, Line
from ingest.furniture import find_furniture
from ingest.language import fold
from ingest.layout import Layout, clean

_NUMBERED = re.compile(r"(?P<number>\d{1,2}(?:\.\d{1,2}){0,3})(?P<dot>\.?)\s*(?P<title>[\"”“'’(]?[A-ZÅÄÖ].*)")
_NOTE = re.compile(r"(?P<word>not|note)\s+(?P<number>\d{1,2})(?![\d-])[.:,]?\s*[-–]?\s*(?P<title>[A-ZÅÄÖ].*)", re.IGNORECASE)
_MAX_NUMBERED = 130
_MAX_JUMP = 5
_MAX_CONTINUATION = 60
_ENDS_OPEN = re.compile(r"(?:[,\-–/]|\b(?:och|i|av|för|for|till|med|samt|eller|om|på|pa))$", re.IGNORECASE)
# A note's heading may run into its text: "Not 1. Redovisningsprinciper Årsredovisningen är upprättad …".
_RUN_IN = re.compile(r"(?<=[a-zåäö]) (?=[A-ZÅÄÖ][a-zåäö]+ \w)")
_MAX_NOTE_TITLE = 90
_SAME_TITLE = 80


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading and its lines. `kind` is "numbered", "note" or "plain"; `entry` is its place in the table of contents.

    `rest` is text of the body that stands on the heading's own last line ("" mostly). `repeats` is the line of a
    second print of the same title straight below, 0 where there is none. `level` is what the layout says, None in a text.
    """

    kind: str
    number: str
    title: str
    line_first: int
    line_last: int
    entry: int | None = None
    rest: str = ""
    repeats: int = 0
    level: int | None = None


def find_headings(document: Document) -> tuple[tuple[Heading, ...], Contents, frozenset[int]]:
    """All headings in order, the table of contents, and the numbers of page furniture lines."""
    contents = read_contents(document.lines)
    furniture = find_furniture(document)
    if document.layout is not None:
        return tuple(_printed_headings(document, contents)), contents, furniture
    lines = tuple(line for line in document.lines if line.number not in furniture and not contents.holds(line.number))
    layout = Layout.of(lines)
    numbered = _find_numbered(lines, contents)
    taken = {number for heading in numbered for number in range(heading.line_first, heading.line_last + 1)}
    plain = layout.plain_headings(taken, contents)
    # The body begins with the first chapter; without numbered chapters (a late "Not 1" is none) with the first headed text.
    chapters = [h.line_first for h in numbered if h.kind == "numbered"] or [number for number, _, prose in plain if prose]
    body_first = min(chapters, default=0)
    kept = [
        Heading("plain", "", title, number, number, contents.find("", title))
        for number, title, before_prose in plain
        # Before it stands the cover: its lines are short, and few of them head a text.
        if number > body_first or before_prose or contents.find("", title) is not None
    ]
    ordered = sorted([*numbered, *kept], key=lambda h: h.line_first)
    return _join_doubles(_drop_label_pairs(_without_signatures(ordered))), contents, furniture


def _printed_headings(document: Document, contents: Contents) -> Iterator[Heading]:
    """The headings that the layout sets as such; their words tell only the number and the kind."""
    assert document.layout is not None
    for printed in document.layout.headings:
        lines = document.lines[printed.line_first - 1 : printed.line_last]
        text = " ".join(" ".join(clean(line.text).split()) for line in lines)
        if contents.holds(printed.line_first) or not text:
            continue
        span = (printed.line_first, printed.line_last)
        match = _NUMBERED.fullmatch(text)
        if match is not None and (match["dot"] or "." in match["number"] or contents.find(match["number"], match["title"])):
            number, title = match["number"], match["title"].strip()
            yield Heading("numbered", number, title, *span, contents.find(number, title), level=printed.level)
        else:
            kind = "note" if _NOTE.fullmatch(text) else "plain"
            yield Heading(kind, "", text, *span, contents.find("", text), level=printed.level)


def _find_numbered(lines: tuple[Line, ...], contents: Contents) -> list[Heading]:
    found: list[Heading] = []
    last: tuple[int, ...] = (0,)
    item_at, item = -10, 0  # index and number of the latest list item
    for index, line in enumerate(lines):
        text = clean(line.text)
        if "\t" in text:
            continue
        note = _NOTE.fullmatch(text)
        if note is not None and not _is_sentence_start(note["title"]):
            found.append(_read_note(lines, index, note))
            continue
        match = _NUMBERED.fullmatch(text)
        if match is None or len(text) > _MAX_NUMBERED or text.endswith((".", ",", ";", "?")):
            if match is not None:
                item_at, item = index, int(match["number"].split(".")[0])
            continue
        number = tuple(int(part) for part in match["number"].split("."))
        if len(number) == 1 and (_in_list(lines, index, number[0]) or (index - item_at <= 3 and number[0] == item + 1)):
            item_at, item = index, number[0]
            continue
        if number > last and (not found or number[0] - last[0] <= _MAX_JUMP) and _alone_enough(lines, index, match):
            heading = _wrapped(lines, index, match, contents)
            found.append(heading)
            last = number
    return found


def _is_sentence_start(title: str) -> bool:
    """ "Not 3 visar att ..." is caught by the capital; "Not 3. Se ovan." is a remark."""
    return title.endswith(".") and len(title) < 25


def _alone_enough(lines: tuple[Line, ...], index: int, match: re.Match[str]) -> bool:
    """A number without dots ("6 Noter") heads a section only where the line stands by itself and is no row of figures."""
    if re.search(r"\d \d{3}\s*(?:kr)?$|\s\d+\s+\d+$", match["title"]) is not None:
        return False
    if match["dot"] or "." in match["number"]:
        return True
    return (index == 0 or not lines[index - 1].text.strip()) and len(match["title"]) <= 70


def _in_list(lines: tuple[Line, ...], index: int, number: int) -> bool:
    """Items on neighbouring lines with neighbouring numbers are a list, not headings."""
    for step in (-1, 1):
        at = index + step
        if 0 <= at < len(lines) and re.match(rf"\s*{number + step}[.)]\s*\S", lines[at].text):
            return True
    return False


def _wrapped(lines: tuple[Line, ...], index: int, match: re.Match[str], contents: Contents) -> Heading:
    title, last = match["title"].strip(), index
    after = next((i for i in range(index + 1, min(index + 3, len(lines))) if lines[i].text.strip()), None)
    if after is not None:
        text = clean(lines[after].text)
        adjacent = after == index + 1
        if (
            text[:1].islower()
            and len(text) <= _MAX_CONTINUATION
            and not text.endswith((".", ":", ";"))
            and "\t" not in text
            and (adjacent or _ENDS_OPEN.search(title))
        ):
            title, last = f"{title} {text}", after
    title = " ".join(title.split())
    number = match["number"]
    return Heading("numbered", number, title, lines[index].number, lines[last].number, contents.find(number, title))


def _read_note(lines: tuple[Line, ...], index: int, match: re.Match[str]) -> Heading:
    title, rest = match["title"].strip(), ""
    follows = lines[index + 1].text.strip() if index + 1 < len(lines) else ""
    if len(title) > _MAX_NOTE_TITLE or (follows[:1].islower() and len(title) > _MAX_CONTINUATION):
        cut = _RUN_IN.search(title)
        if cut is not None:
            title, rest = title[: cut.start()], title[cut.end() :]
    prefix = match.string[: match.start("title")]
    number = lines[index].number
    return Heading("note", "", " ".join((prefix + title).split()), number, number, rest=rest)


def _without_signatures(headings: list[Heading]) -> list[Heading]:
    """Below a heading about signatures stand names and roles, each on a line that looks like a heading."""
    kept: list[Heading] = []
    signing = False
    for heading in headings:
        if heading.kind == "numbered" or not signing:
            kept.append(heading)
            signing = "underskrift" in fold(heading.title)
    return kept


def _drop_label_pairs(headings: list[Heading]) -> list[Heading]:
    """Two plain titles that follow each other the same way again are the head of a table printed cell by cell."""
    follows = Counter((fold(a.title), fold(b.title)) for a, b in pairwise(headings) if a.kind == b.kind == "plain")
    drop: set[int] = set()
    for a, b in pairwise(headings):
        if a.kind == b.kind == "plain" and follows[fold(a.title), fold(b.title)] > 1 and b.line_first - a.line_last <= 4:
            drop |= {a.line_first, b.line_first}
    return [h for h in headings if h.line_first not in drop]


def _join_doubles(headings: list[Heading]) -> tuple[Heading, ...]:
    """A numbered heading whose title is printed again straight below is one heading."""
    joined: list[Heading] = []
    for heading in headings:
        before = joined[-1] if joined else None
        if (
            before is not None
            and heading.kind == "plain"
            and before.kind == "numbered"
            and heading.line_first - before.line_last <= 3
            and fuzz.ratio(fold(heading.title), fold(before.title)) >= _SAME_TITLE
        ):
            joined[-1] = replace(before, repeats=heading.line_first)
        else:
            joined.append(heading)
    return tuple(joined)
