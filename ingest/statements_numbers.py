"""The numbers of a sentence that can state a fact, each with its unit; what only points or dates is left out."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal
from itertools import pairwise

from ingest.statements_words import Sentence, names_countable

YEAR = r"(?:19|20)\d\d"
MONTH = (
    r"(?:jan(?:uari)?|feb(?:ruari)?|mar(?:s)?|apr(?:il)?|maj|juni?|juli?|aug(?:usti)?|sept?(?:ember)?|okt(?:ober)?"
    r"|nov(?:ember)?|dec(?:ember)?)(?![a-z])"
)
MONEY = ("kr", "tkr", "mnkr")
# What is written with digits and yet counts nothing. Sentences are folded: every dash is a hyphen, every blank one blank.
_POINTERS = re.compile(
    "|".join(
        (
            rf"\b{YEAR}-\d\d-\d\d\b",
            rf"\b\d{{1,2}} ?(?:- ?\d{{1,2}} ?)?{MONTH}",
            r"\b\d{1,2}/\d{1,2}(?: ?- ?\d{2,4})?\b",
            r"\bkl(?:\.|ockan)? ?\d[\d.:]*(?: ?- ?\d[\d.:]*)?",
            r"\b\d+:\d+",
            r"\b\d+ ?§(?: ?\d+)?|§+ ?\d+",
            r"\b\d{6} ?- ?\d{4}\b|\b\d{3} \d{3} ?- ?\d{4}\b",
            r"\b0\d{1,3} ?- ?\d[\d ]*",
            r"\b(?:tel(?:efon)?|fax|mobil|box|dnr|diarienr|org\.? ?nr|projektid|bankgiro|plusgiro)\b[.:]? ?[\d -]+",
            r"\b(?:riskomrade|delmal|mal|not|sida|sidan|sidorna|sid|avsnitt|kapitel|kap|punkt|stycke|bilaga|tabell|diagram|figur"
            r"|bild|fragorna|fragan|fraga|indikator|indikatorn|indikatorerna|nummer|nr|vecka|covid|agenda|version|fas|niva"
            r"|paragraf|arskurs|artikel|prio|prioritet|alternativ|omrade|tertial|kvartal|etapp|omgang|rad)\.?[ -]+\d+(?:[,.]\d+)*"
            r"(?: ?(?:,|-|och|samt|till) ?\d+)*(?![\d%])(?! ?%)",
            r"\d+ ?- ?\d+ ?-?ar(?:ingar|iga|ig)?\b|\bmellan \d+ ?(?:och|-) ?\d+ ?-?ar\b",
            r"\bskalan?\b[^.,;)]{0,12}?\d+ ?(?:-|till|och) ?\d+",
            r"\bi (?:aldern|aldrarna|alder)\b\D{0,12}\d+(?: ?- ?\d+)?",
            r"\b\d+ av \d+\b(?! ?%)",
            r"\b(?:https?:|www\.)\S+",
        )
    )
)
_BODY = r"(?:\d{1,3}(?: \d{3})+(?!\d)|\d+)(?:,\d+)?"
_NUMBER = re.compile(rf"(?:(?<![\w.,:/§])|(?<=[a-z%) ][,/]))(?P<sign>[-+] ?)?(?P<body>{_BODY})(?!\d|[.:,/]\d|-(?!tal)[a-z])")
_UNITS = tuple(
    (unit, re.compile(rf" ?(?:{pattern})"))
    for unit, pattern in (
        ("procentenheter", r"procentenhet(?:er)?\b"),
        ("%", r"%|procent(?![a-z])"),
        ("mnkr", r"(?:mnkr|mkr|msek|(?:miljon(?:er)?|milj\.?|mn) ?(?:kronor|kr|sek))\b"),
        ("tkr", r"(?:tkr|kkr|tusen (?:kronor|kr))\b"),
        ("kr", r"(?:kronor|kr|sek)\b|:-|(?<=\d{3}): -"),
        ("miljoner", r"(?:miljon(?:er)?)\b"),
        ("timmar", r"(?:timm(?:ar|e|ars)|tim|h)\b"),
        ("dagar", r"(?:(?:arbets|kalender)?dag(?:ar|ars|arna)?)\b"),
        ("veckor", r"(?:veck(?:or|a|ors))\b"),
        ("månader", r"(?:manad(?:er|ers)?)\b"),
        ("år", r"(?:ars?)\b"),
        ("minuter", r"(?:minut(?:er|ers)?|min)\b"),
        ("gånger", r"(?:gang(?:er)?|ggr)\b"),
        ("årsarbetare", r"(?:arsarbet(?:are|skrafter)|heltidstjanst(?:er)?)\b"),
        ("poäng", r"(?:poang)\b"),
        ("antal", r"(?:stycken|styck|stk|st)\b"),
    )
)
_HEDGE = re.compile(
    r"\b(ca|cirka|c:a|omkring|ungefar|uppskattningsvis|drygt|runt|knappt|narmare|nastan|nara|over|mer an|fler an|minst|max"
    r"|maximalt|hogst|upp till|farre an|mindre an|som mest|som minst|lagst)\.? ?$"
)
_SPELLED = dict(zip("tva tre fyra fem sex sju atta nio tio elva tolv".split(), range(2, 13), strict=True))
_NUMBER_WORD = re.compile(rf"(?<![a-z-])(?:{'|'.join(_SPELLED)})(?= )")
_OPEN_RANGE = re.compile(rf"\b(?:en|ett|\d+|{'|'.join(_SPELLED)}) ?(?:-|,|eller|till|a|och) ?$")
_TENS = re.compile(r"[ -]?tals?\b")
_TO = re.compile(r"-|till|a|eller")
_SHARED_UNIT = re.compile(r"resp(?:\.|ektive)?")
_BEFORE_A_MINUS = re.compile(r"\b(?:ar|var|blev|blir|bli|pa|till|om|med|resultat|resultatet|ca|cirka) *$")


@dataclass(frozen=True, slots=True)
class Mention:
    """A number that a sentence prints: `start` and `end` enclose it with sign and unit; `hedge` softens it ("ca")
    and begins at `hedge_start`, which is `start` where there is none.

    `unit` is None where no unit stands beside it, "miljoner" where only the sentence can tell of what.
    """

    start: int
    end: int
    value: Decimal
    unit: str | None
    hedge: str
    hedge_start: int


def find_mentions(sentence: Sentence) -> tuple[Mention, ...]:
    """The numbers in order. Years, dates, references, ages and ranges are none; none at all where numbers stand together
    without a word between."""
    pointers = [match.span() for match in _POINTERS.finditer(sentence.folded)]
    found = [m for match in _NUMBER.finditer(sentence.folded) if (m := _mention(sentence, match)) is not None]
    spelled = [m for match in _NUMBER_WORD.finditer(sentence.folded) if (m := _spelled(sentence, match)) is not None]
    together = sorted((*found, *spelled), key=lambda mention: mention.start)
    free = [m for m in together if not any(start < m.end and m.start < end for start, end in pointers)]
    counted = [m for m in free if not _is_year(sentence.folded, m)]
    if any(not sentence.folded[one.end : other.start].strip() for one, other in pairwise(counted)):
        return ()  # "2800 150 kr": what is left of a table, or digits gone astray, makes all the rest doubtful
    ranges = _ranges(sentence.folded, counted)
    return tuple(m for m in counted if m.start not in ranges)


def _mention(sentence: Sentence, match: re.Match[str]) -> Mention | None:
    folded, body = sentence.folded, match["body"]
    end, unit = _unit(sentence, match.end())
    if re.match(r"0\d", body) or re.match(r"-[a-z]" if unit else r"[^\W\d_]", folded[end:]):
        return None
    start, value = match.start("body"), Decimal(body.replace(" ", "").replace(",", "."))
    if match["sign"] and "-" in match["sign"]:
        minus = _reads_as_minus(folded, match, unit)
        if minus is None:
            return None
        if minus:
            start, value = match.start(), -value
    hedge_start, printed = _hedge(sentence, start)
    tens = _TENS.match(folded, end) if unit is None else None
    if tens is not None:
        end, printed = tens.end(), printed or "tal"
    return Mention(start, end, value, unit, printed, hedge_start)


def _spelled(sentence: Sentence, match: re.Match[str]) -> Mention | None:
    """A number in words, where the next word is known to be counted ("tre sammanträden")."""
    after = sentence.words_after(match.end(), 1)
    if not after or not names_countable(after[0]) or _OPEN_RANGE.search(sentence.folded[: match.start()]):
        return None
    hedge_start, printed = _hedge(sentence, match.start())
    return Mention(match.start(), match.end(), Decimal(_SPELLED[match.group()]), None, printed, hedge_start)


def _hedge(sentence: Sentence, start: int) -> tuple[int, str]:
    hedge = _HEDGE.search(sentence.folded[:start])
    return (hedge.start(), sentence.text[hedge.start() : hedge.end(1)]) if hedge else (start, "")


def _reads_as_minus(folded: str, match: re.Match[str], unit: str | None) -> bool | None:
    """Whether a dash is the sign of an amount: True after a verb or a preposition, False where it parts the number from a
    year or from words, None where it could be either."""
    before = folded[: match.start()]
    if unit not in (*MONEY, "%"):
        return False
    if _BEFORE_A_MINUS.search(before):
        return True
    return False if re.search(rf"{YEAR} ?$", before) or match["sign"] != "-" else None


def _unit(sentence: Sentence, at: int) -> tuple[int, str | None]:
    for unit, pattern in _UNITS:
        match = pattern.match(sentence.folded, at)
        # "ar" may be "år" or "är" that a scan has lost the letter of; a printed "är" is none
        if match is not None and "är" not in sentence.text[at : match.end()].lower():
            return match.end(), unit
    return at, None


def _is_year(folded: str, mention: Mention) -> bool:
    return mention.unit in (None, "år") and re.match(rf"{YEAR}(?!\d)", folded[mention.start : mention.end]) is not None


def _ranges(folded: str, mentions: list[Mention]) -> set[int]:
    """Where the numbers begin that stand together for one ("30-35 %", "mellan 8 och 12", "8 respektive 11 %")."""
    found: set[int] = set()
    for one, other in pairwise(mentions):
        between = folded[one.end : other.start].strip()
        bounds = between == "och" and re.search(r"\bmellan $", folded[: one.start])
        same_unit = one.unit in (None, other.unit)
        leaves = re.search(r"\bfran $", folded[: one.hedge_start])  # "ökat från 15 till 20 %"
        if bounds or _SHARED_UNIT.fullmatch(between) or (same_unit and _TO.fullmatch(between) and not leaves):
            found |= {one.start, other.start}
    return found
