"""Counts that a sentence lists by place, team or reason, and the count that they make up."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

from ingest.checks.causes import likely_cause
from ingest.checks.people_splits import find_splits, number_value
from ingest.checks.sentences_said import Said, before, counted_at
from ingest.statements_numbers import Mention

_COUNT = r"(?:\d{1,3}(?: \d{3})+|\d+)"
_ITEM = re.compile(
    rf"(?<![\w,.%+-])(?P<number>{_COUNT})(?! ?(?:%|procent|kr|tkr|mnkr)) +(?:\w+ +){{0,5}}?"
    r"(?P<word>fran|till|mot|via|i|under|hos|pa) (?=\w)"
)
# "Norrby 3, Sunne 4 och Vik 5": names with their counts, in a bracket behind the whole.
_NAMED = re.compile(
    rf"(?P<name>[A-ZÅÄÖ][\w-]+(?: (?!och |samt )[\w-]*[a-zåäö][\w-]*)?) (?P<number>{_COUNT})"
    r"(?: (?:st|personer|deltagare))?(?=[,)]| och | samt |$)"
)
_BY_SEX = re.compile(
    rf"(?P<name>[A-ZÅÄÖ][\w-]+) (?P<number>{_COUNT}|[iIl]|en) (?P<sex>kvinn(?:a|or)|m[aä]n)(?: \w+)?(?=[,)]| och | samt |$)"
)
_DIVIDED = re.compile(r"\b(?P<word>fordela\w* pa)(?= )[^.;()]*")
_FORMULA = re.compile(
    rf"(?<![\w,.%+-])(?P<sum>(?:{_COUNT}(?:,\d+)? ?(?:\([^()]{{1,20}}\) ?)?\+ ?){{1,6}}{_COUNT}(?:,\d+)? ?(?:\([^()]{{1,20}}\))?)"
    rf" ?= ?(?P<whole>{_COUNT}(?:,\d+)?)(?![\d,%]|\.\d)"
)
_NUMBER = re.compile(rf"{_COUNT}(?:,\d+)?")
_BRACKET = re.compile(r"\([^()]*\)")
_TIED = re.compile(r"(?:[,(:-]|\bvarav|\bfordela\w* pa) ?$")
_LINK = re.compile(r"[^\d.;:()]{0,90}(?:,|\boch\b|\bsamt\b) ?$")
_PART_OF_BEFORE = re.compile(r"\W*(?:av (?:dessa|dem)\b|varav|fordela|sammanlagt|totalt)")
_OUT_OF = re.compile(r"(?:^|[,.;] )\W*av (?:de |dessa |[a-z]+s )?$")
_VARAV = re.compile(r"\bvarav ?$")
_TOGETHER = re.compile(r", ?(?:alltsa |det vill saga |dvs\.? )?(?:tillsammans|sammanlagt|totalt) (?=\d)")
_MOST_PARTS = 5
# How far the sum of a list may be from a count and still be meant to be it.
_NEAR = Decimal("0.1")
_NEAR_WITHIN = Decimal("0.2")
# The halves of a year are all of it.
_HALVES = re.compile(rf"{_COUNT} (?:\w+ ){{0,2}}(?:under|pa) varen och {_COUNT} (?:\w+ ){{0,2}}(?:under|pa) hosten\b.*")
# Two that are all there is: before and after, there and at a distance.
_OPPOSITES = (("fore", "efter"), ("pa plats", "(?:pa|via) (?:distans|webben|lank|natet|skarm)"), ("digitalt", "fysiskt"))
_BOTH = tuple(
    re.compile(
        rf"(?P<one>(?<![\d,.]){_COUNT}) (?:[a-z]+ ){{0,2}}?{first}\b[^\d.;]*? (?:och|samt|medan) "
        rf"(?P<other>{_COUNT}) (?:[a-z]+ ){{0,2}}?{second}\b"
    )
    for pair in _OPPOSITES
    for first, second in (pair, pair[::-1])
)
# How much of a whole a list of three and more may lack, when one of its digits is wrong.
_MISSING = Decimal("0.05")


@dataclass(frozen=True, slots=True)
class Listed:
    """Counts and the whole that they should make up. `certain` where the sentence itself says that they are its parts.

    `by_place`: everybody comes from one of the places, while reasons and other ends need not be told of all.
    """

    said: Said
    parts: tuple[Mention, ...]
    whole: Mention
    whole_said: Said
    certain: bool
    by_place: bool = False

    @property
    def sum(self) -> Decimal:
        return sum((part.value for part in self.parts), Decimal(0))


@dataclass(frozen=True, slots=True)
class ListedBySex:
    """Women and men by place, in the bracket right behind; `misread` are the words printed where a 1 must stand."""

    said: Said
    start: int
    women: tuple[Mention, ...]
    men: tuple[Mention, ...]
    misread: tuple[str, ...]


def find_formulas(sentences: Sequence[Said]) -> Iterator[Listed]:
    """ "223 (A) + 95 (B) = 318"."""
    for said in sentences:
        for match in _FORMULA.finditer(said.folded):
            parts = []
            plain = _BRACKET.sub(lambda bracket: " " * len(bracket.group()), match["sum"])
            for number in _NUMBER.finditer(plain):
                parts.append(_mention(number.group(), match.start("sum") + number.start()))
            yield Listed(said, tuple(parts), _mention(match["whole"], match.start("whole")), said, True)


def _mention(print_: str, start: int) -> Mention:
    return counted_at(Decimal(print_.replace(" ", "").replace(",", ".")), start, start + len(print_))


def find_lists(sentences: Sequence[Said]) -> Iterator[Listed]:
    """ "27 från Norrby, 12 från Vik och 16 från Sunne", with the whole before it or in the sentences before."""
    for said in sentences:
        plain = _BRACKET.sub(lambda match: " " * len(match.group()), said.folded)
        items = [m for m in _ITEM.finditer(plain) if m["word"]]
        runs = (_run(plain, items[at:]) for at in range(len(items)))
        run = next((run for run in runs if len(run) > 1), [])
        if len(run) < 2:
            continue
        parts = tuple(counted_at(number_value(m["number"]), m.start("number"), m.end("number")) for m in run)
        yield from _with_whole(said, plain, parts, from_places=run[0]["word"] in ("fran", "under"), sentences=sentences)
    for said in sentences:
        yield from _named_in_brackets(said)
        yield from _together(said)
        yield from _opposites(said)


def _opposites(said: Said) -> Iterator[Listed]:
    """ "180 deltagare, varav 112 på plats och 68 på distans"; "av de 33 började 18 före flytten och 15 efter den"."""
    for match in (m for pattern in _BOTH for m in pattern.finditer(said.folded)):
        whole = next((m for m in reversed(said.counts) if m.end <= match.start()), None)
        words = said.folded[whole.end : match.start()] if whole else ""
        is_tied = (
            whole and (_VARAV.search(words) or _OUT_OF.search(said.folded[: whole.start])) and not re.search(r"[.;\d]", words)
        )
        if whole is not None and is_tied:
            parts = tuple(_mention(match[group], match.start(group)) for group in ("one", "other"))
            yield Listed(said, parts, whole, said, certain=True)


def _together(said: Said) -> Iterator[Listed]:
    """ "Till arbete gick 27 personer och till studier 13, tillsammans 40 personer"."""
    match = _TOGETHER.search(said.folded)
    exact = [m for m in said.mentions if m.end <= match.start() or m.start >= match.end()] if match else []
    parts = [m for m in exact if match and m.end <= match.start()]
    whole = next((m for m in exact if match and m.start == match.end()), None)
    if whole is None or not _MOST_PARTS >= len(parts) >= 2 or any(m.hedge or m not in said.counts for m in (*parts, whole)):
        return
    listed = Listed(said, tuple(parts), whole, said, certain=False)
    largest = max(part.value for part in parts)
    if largest < whole.value and abs(listed.sum - whole.value) <= _NEAR_WITHIN * whole.value:
        yield listed


def _run(plain: str, items: Sequence[re.Match[str]]) -> list[re.Match[str]]:
    """The longest run of items of one preposition from the first on, each tied to the next by a comma or "och"."""
    run: list[re.Match[str]] = []
    for item in items:
        if run and (item["word"] != run[0]["word"] or not _LINK.fullmatch(plain[run[-1].end() : item.start()])):
            break
        run.append(item)
    closed = len(run) > 1 and re.search(r"\b(?:och|samt) ?$", plain[run[-2].end() : run[-1].start()])
    rest = plain[run[-1].end() :] if run else ""
    return run if closed and not re.search(r"\b(?:och|samt) \d", rest) else []


def _with_whole(
    said: Said, plain: str, parts: tuple[Mention, ...], from_places: bool, sentences: Sequence[Said]
) -> Iterator[Listed]:
    total = sum((part.value for part in parts), Decimal(0))
    here = [m for m in said.counts if m.end <= parts[0].start]
    if here:
        whole, end = _whole_by_sex(said, here[-1])
        words = plain[end : parts[0].start]
        missing = whole.value - total
        all_named = len(parts) > 2 and missing <= _MISSING * whole.value and _is_slip(parts, whole, missing)
        all_named = all_named or bool(_HALVES.fullmatch(plain, parts[0].start))
        all_told = from_places and not _VARAV.search(words) and missing <= _NEAR_WITHIN * whole.value or all_named
        if _TIED.search(words) and not re.search(r"[.;\d]", words) and (all_told or total >= whole.value):
            yield Listed(said, parts, whole, said, certain=total > whole.value, by_place=from_places)
        return
    if not _PART_OF_BEFORE.match(said.folded) and not (from_places and parts[0].start == 0):
        return
    candidates = [
        (m, other) for other in before(said, sentences, 2) for m in other.counts if m.value >= max(p.value for p in parts)
    ]
    fitting = [(m, other) for m, other in candidates if m.value == total]
    near = [(m, other) for m, other in candidates if abs(m.value - total) <= _NEAR * total and (from_places or total > m.value)]
    if fitting or len(near) == 1:
        whole, other = (fitting or near)[0]
        yield Listed(said, parts, whole, other, certain=False, by_place=from_places)


def _is_slip(parts: Sequence[Mention], whole: Mention, missing: Decimal) -> bool:
    """Whether one number of a list, or its whole, is a slip of the pen from what makes them agree."""
    slips = [likely_cause(part.value, part.value + missing) for part in parts]
    return missing == 0 or any((*slips, likely_cause(whole.value, whole.value - missing)))


def _whole_by_sex(said: Said, last: Mention) -> tuple[Mention, int]:
    """The count before a list and where its words end: "86 personer, 49 kvinnor och 37 män: 51 från …" lists the 86."""
    for split in find_splits((said,)):
        if split.start <= last.start < split.end and split.whole is not None:
            behind = re.match(r"\w*", said.folded[split.end :])
            return split.whole, split.end + (behind.end() if behind else 0)
    return last, last.end


def _named_in_brackets(said: Said) -> Iterator[Listed]:
    """ "(Norrby 3, Vik 4)" and "fördelade på Norrby 3 och Vik 4"."""
    spans = [(start, end) for start, end in said.sentence.brackets]
    spans += [(match.end("word"), match.end()) for match in _DIVIDED.finditer(said.folded)]
    for start, end in spans:
        inside = said.sentence.text[start + 1 : end].removesuffix(")")
        named = list(_NAMED.finditer(inside))
        left = _NAMED.sub("", inside).replace("och", "").replace("samt", "").strip(" ,")
        whole = next((m for m in reversed(said.counts) if m.end <= start), None)
        if (
            len(named) < 2
            or left
            or whole is None
            or re.search(r"[\d.;(]|,.*,|, .", _TIED.sub("", said.folded[whole.end : start]))
        ):
            continue
        parts = tuple(
            counted_at(number_value(m["number"]), start + 1 + m.start("number"), start + 1 + m.end("number")) for m in named
        )
        yield Listed(said, parts, whole, said, certain=True)


def find_lists_by_sex(sentences: Sequence[Said]) -> Iterator[ListedBySex]:
    """ "(Norrby 1 man, Vik 2 kvinnor)"."""
    for said in sentences:
        for start, end in said.sentence.brackets:
            inside = said.sentence.text[start + 1 : end]
            named = list(_BY_SEX.finditer(inside))
            left = re.sub(r"\b(?:och|samt)\b|[,.)\s]", "", _BY_SEX.sub("", inside))
            if len(named) < 2 or left:
                continue
            women: list[Mention] = []
            men: list[Mention] = []
            for m in named:
                value = Decimal(1) if m["number"] in ("i", "I", "l", "en") else number_value(m["number"])
                place = start + 1 + m.start("number")
                (women if m["sex"].startswith("k") else men).append(counted_at(value, place, place + len(m["number"])))
            misread = tuple(m.group() for m in named if m["number"] in ("i", "I", "l"))
            yield ListedBySex(said, start, tuple(women), tuple(men), misread)
