"""Women and men in a sentence, and the whole that they are parts of."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

from ingest.checks.sentences_said import Said, before, counted_at
from ingest.statements_numbers import Mention

_WORDS = "en ett tva tre fyra fem sex sju atta nio tio elva tolv".split()
_VALUES = dict(zip(_WORDS, (1, *range(1, 13)), strict=True))
NUMBER = rf"(?:\d{{1,3}}(?: \d{{3}})+|\d+|(?:{'|'.join(_WORDS)}))"
_WOMEN = r"(?:kvinn(?:or(?:na)?|an?|liga)|flick(?:or(?:na)?|a)|tjej(?:er(?:na)?)?)"
_MEN = r"(?:man(?:nen)?|manliga|pojk(?:ar(?:na)?|e)|kill(?:ar(?:na)?|e))"
# "1 kvinna" that a scan or a slip prints as "i kvinna": seen in a list whose total proves it.
_PART = re.compile(
    rf"(?<![\w,.%§:+-])(?P<number>{NUMBER}) ?(?P<percent>%|procent)? ?"
    rf"(?:(?:st|stycken|var|ar|unika|unga|fran|for|av (?:dem|dessa)) ){{0,2}}(?:(?P<women>{_WOMEN})|(?P<men>{_MEN}))(?![\w-])"
)
_BETWEEN = re.compile(r" ?(?:[,/&;+-]|,? ?(?:och|samt|resp(?:\.|ektive)?|mot)(?= ))? ?(?:ar |var )?")
_THIRD = re.compile(
    rf"(?:,| och| samt) ?(?P<number>{NUMBER}) (?:\w+ ){{0,3}}?"
    r"(?:annan|annat|annan?s|okan\w+|ej uppge|uppgift|icke|saknar|vill|anonym|ospecific|ovrig)"
)
# What stands between a whole and its parts, and whether that ties them.
_TIE = re.compile(
    r"(?:[,(:=/-]|\b(?:varav|varvid|fordela\w*(?: pa)?|uppdela\w*(?: pa| i)?|bestaende av|dar|som ar|var|ar"
    r"|av (?:dessa|dem|vilka|dom)(?: ar| var)?)) ?[,(:]? ?(?:ca )?$"
)
_LOOSE = re.compile(
    r"[;)]|\. |\bmen\b|\bmedan\b|\bdessutom\b|\bytterligare\b|\bjamfor|\bexkl|\bsamt\b|\bav (?:dem|de|dessa) som\b"
    r"|\d|\bresterande\b|\bovriga\b|, .*, .|\boch (?:i|pa|av|vid) "
)
_REMARK = re.compile(r"\([^()]*\)|\b(?:19|20)\d\d(?:-\d\d){0,2}\b|\d+ ?- ?\d+ ?-?ar\w*|\b(?:over|under) \d+ ar\b")
# Behind the parts: they are only some of those ("5 män under 30 år"), or a sentence of their own ("5 män gick vidare").
_SOME_ONLY = re.compile(r" (?:under|over|i alder\w*|mellan|med|utan|som) ")
_OWN_SENTENCE = re.compile(r" (?:[a-z]+ )?(?:har|hade|gick|fick|ar|var|blev|avslut\w*|skrevs|kom) ")
_MOST = Decimal("0.8")
_CONTINUES = re.compile(r"\W*(?:detta ar |de )?(?:fordela|av (?:dessa|dem)\b|varav|konsfordelning)")
_COUNTED_PEOPLE = re.compile(
    r"\b\w*(?:deltagar|person|individ|medborgar|arende|remiss|remittera|enkat|ungdom|inskriv|avslut|svar|besokar|unga|mentor|klient)"
)
SURVEY = re.compile(r"enkat|svar|respondent")


@dataclass(frozen=True, slots=True)
class Split:
    """Women and men printed side by side, in percent or as counts; `third` counts those who are neither.

    `whole` is the count that they make up and stands in `whole_said`; None where no such count is tied to them.
    """

    said: Said
    women: Mention
    men: Mention
    third: Mention | None
    percent: bool
    whole: Mention | None = None
    whole_said: Said | None = None

    @property
    def start(self) -> int:
        return min(self.women.start, self.men.start)

    @property
    def end(self) -> int:
        return max(self.women.end, self.men.end)

    @property
    def parts(self) -> tuple[Mention, ...]:
        return (self.women, self.men) if self.third is None else (self.women, self.men, self.third)

    @property
    def sum(self) -> Decimal:
        return sum((part.value for part in self.parts), Decimal(0))

    def whole_words(self) -> str:
        """The words between the whole and its parts, folded; "" where the whole stands in another sentence."""
        if self.whole is None or self.whole_said is not self.said:
            return ""
        return self.said.folded[self.whole.end : self.start]


def number_value(print_: str) -> Decimal:
    return Decimal(_VALUES.get(print_, 0) or print_.replace(" ", ""))


def find_splits(sentences: Sequence[Said]) -> tuple[Split, ...]:
    """The splits of all sentences, in order."""
    return tuple(split for said in sentences for split in _splits_of(said, sentences))


def _splits_of(said: Said, sentences: Sequence[Said]) -> Iterator[Split]:
    parts = list(_PART.finditer(said.folded))
    end_before = 0
    at = 0
    while at + 1 < len(parts):
        one, other = parts[at], parts[at + 1]
        opposite = bool(one["women"]) != bool(other["women"])
        alike = bool(one["percent"]) == bool(other["percent"])
        if not (opposite and alike and _BETWEEN.fullmatch(said.folded[one.end() : other.start()])):
            at += 1
            continue
        women, men = (_mention(one), _mention(other)) if one["women"] else (_mention(other), _mention(one))
        third = _THIRD.match(said.folded, other.end())
        split = Split(said, women, men, _mention(third) if third else None, bool(one["percent"]))
        tied = split if split.percent else _with_whole(split, sentences, end_before, first=end_before == 0)
        yield split if _is_of_some(tied) else tied
        end_before = other.end()
        at += 2


def _is_of_some(split: Split) -> bool:
    """Whether fewer than the whole are meant to be told by sex."""
    if split.whole is None or split.sum >= split.whole.value:
        return False
    behind = split.said.folded[split.end :]
    starts_anew = _OWN_SENTENCE.match(behind) and split.whole_words().rstrip().endswith(",")
    return bool(_SOME_ONLY.match(_past_word(behind)) or (starts_anew and split.sum < _MOST * split.whole.value))


def _past_word(behind: str) -> str:
    """What follows the word that the last part ends in ("män")."""
    return re.sub(r"^ ?[a-z]+", "", behind, count=1)


def _mention(match: re.Match[str]) -> Mention:
    percent = "%" if match.groupdict().get("percent") else None
    return counted_at(number_value(match["number"]), match.start("number"), match.end("number"), percent)


def _with_whole(split: Split, sentences: Sequence[Said], after: int, first: bool) -> Split:
    said = split.said
    here = [m for m in said.counts if after <= m.start and m.end <= split.start]
    if here:
        whole = here[-1]
        words = said.folded[whole.end : split.start]
        tied = _TIE.search(words) or not words.strip(" ") or re.fullmatch(r" ?\w+ ", words)
        percent_between = any(whole.end <= m.start < split.start for m in said.mentions)
        if tied and not _LOOSE.search(_without_remarks(words)) and not percent_between:
            return _tied(split, whole, said)
        return split
    if not first or not _CONTINUES.match(said.folded):
        return split
    for other in before(said, sentences, 1):
        if len(other.counts) == 1 and not _PART.search(other.folded) and _COUNTED_PEOPLE.search(other.folded):
            return _tied(split, other.counts[0], other)
    return split


def _tied(split: Split, whole: Mention, said: Said) -> Split:
    return Split(split.said, split.women, split.men, split.third, split.percent, whole, said)


def _without_remarks(words: str) -> str:
    """Without brackets, years and ages: digits that count nobody."""
    return _REMARK.sub("", words)
