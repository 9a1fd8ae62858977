"""Sentences whose own numbers contradict their words: "minskat från 13 till 22", "hälften, 38 procent", "fler kvinnor"."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal

from ingest.checks.claims_findings import cite, claim_finding
from ingest.checks.words import say_value
from ingest.domain import Certainty, Finding, FindingKind, Report, Severity, TextUnit
from ingest.language import fold

_NUM = r"(?:\d{1,3}(?:[  ]\d{3})+|\d+)(?:,\d+)?"
_UNIT = r"(?: ?(?:%|procent|kr|kronor|tkr|mnkr|miljoner|mkr|:-?|: -))?"
_UP = r"okat|okade|okar|stigit|steg|vuxit|vaxte|hojts|hojdes|forbattrats"
_DOWN = r"minskat|minskade|minskar|sjunkit|sjonk|gatt ner|gick ner|sankts|sanktes|fallit|foll"
_FROM_TO = re.compile(
    rf"\b(?P<way>{_UP}|{_DOWN}|halverats|halverades|fordubblats|fordubblades|tredubblats|tredubblades)"
    rf"(?: \w+){{0,2}}? fran (?:ca |cirka |i snitt |omkring |drygt |knappt )?(?P<a>{_NUM})(?P<ua>{_UNIT})"
    rf"(?P<wa> [a-z]+)?(?: (?:ar )?20\d\d| vid start)? till (?:ca |cirka |i snitt |omkring |drygt |knappt )?"
    rf"(?P<b>{_NUM})(?P<ub>{_UNIT})(?P<wb> [a-z]+)?(?![\d,])"
)
# How far from the fraction a share may be and still be called by it.
_FRACTIONS = (
    (r"tva tredjedelar", Decimal(60), Decimal(73)),
    (r"tre fjardedelar", Decimal(70), Decimal(80)),
    (r"(?<!tva )en tredjedel", Decimal(28), Decimal(39)),
    (r"(?<!tre )en fjardedel", Decimal(20), Decimal(30)),
    (r"en femtedel", Decimal(16), Decimal(24)),
    (r"mer an halften|drygt halften|over halften", Decimal(50), Decimal(100)),
    (r"mindre an halften|inte ens halften", Decimal(0), Decimal(50)),
    (r"knappt halften|nastan halften", Decimal(38), Decimal(50)),
    (r"halften", Decimal(45), Decimal(55)),
)
_MAJORITY = r"(?:de allra flesta|de flesta|majoriteten|en majoritet|merparten|huvuddelen)"
# The share stands in brackets or between commas close behind the word it explains.
_SHARE = rf"(?P<share>{_NUM}) ?(?:%|procent)(?!enhet)"
_BEHIND = rf"(?P<between>(?: \w+){{0,8}}?)(?: \(|, |, dvs |, det vill saga ){_SHARE}(?=[),.]|, )"
# The share may be another group's then.
_ANOTHER = re.compile(r"\b(?:och|men|varav|medan|dem|dessa|halften|flesta|majoriteten|jamfort|mot|bland)\b")
# "…, 60 mot 40", "… (67 kvinnor och 45 män)": the numbers follow the claim at once.
_AT_ONCE = re.compile(r"\s*[,:(–-]\s*(?:\w+ ){0,2}")
_MORE_THAN = r"(?:ar|var|har varit|klart|nagot)(?: \w+){0,2} fler an"
_WOMEN_MORE = rf"(?:fler kvinnor an man\b|kvinnorna {_MORE_THAN} mannen|kvinnor(?:na)? ar i majoritet)"
_MEN_MORE = rf"(?:fler man an kvinnor\b|mannen {_MORE_THAN} kvinnorna|man(?:nen)? ar i majoritet)"
_PAIR = (
    re.compile(r"\b(?P<women>\d+)(?: ?%| procent)? kvinnor (?:och|samt|mot|/) ?(?P<men>\d+)(?: ?%| procent)? man\b"),
    re.compile(r"\b(?P<men>\d+)(?: ?%| procent)? man (?:och|samt|mot|/) ?(?P<women>\d+)(?: ?%| procent)? kvinnor\b"),
)
_BARE_PAIR = re.compile(r"(?:,|\() ?(?P<first>\d+) ?(?:procent|%)? (?:mot|jamfort med) (?P<second>\d+)")
_COUNTED = re.compile(r"\bantalet\b(?! \w+ (?:andel|procent))")


def sentence_findings(report: Report, unit: TextUnit) -> Iterator[Finding]:
    folded = " ".join(fold(unit.text).split())
    yield from _direction(report, unit, folded)
    yield from _fraction(report, unit, folded)
    yield from _sexes(report, unit, folded)


def _direction(report: Report, unit: TextUnit, folded: str) -> Iterator[Finding]:
    for match in _FROM_TO.finditer(folded):
        before, after = _number(match["a"]), _number(match["b"])
        one, other = match["ua"].strip(" :-"), match["ub"].strip(" :-")
        way = match["way"]
        if (one and other and one != other) or not before or _is_year(match["a"]) or _is_year(match["b"]):
            continue
        if match["wa"] and match["wa"] != match["wb"]:
            continue  # "från 3 veckor till 10 dagar"
        if _COUNTED.search(folded[: match.start()]) and other in ("%", "procent"):
            what = f"”{cite(unit.text)}”: antalet anges i procent; det är andelen som har ändrats."
            yield claim_finding(report, unit, what, Certainty.INTERPRETATION, Severity.MINOR, stated=after, unit="%")
        if not _went(way, before, after):
            said, real = _word_of(way), "ökning" if after > before else "minskning" if after < before else "oförändrat värde"
            what = f"Texten säger {said}, men från {say_value(before, '')} till {say_value(after, '')} är en {real}."
            if real == "oförändrat värde":
                what = f"Texten säger {said}, men värdet är {say_value(after, '')} båda gångerna."
            elif said in ("halvering", "fördubbling", "tredubbling"):
                what = f"Texten säger {said}, men från {say_value(before, '')} till {say_value(after, '')} är det inte."
            yield claim_finding(report, unit, what, Certainty.CERTAIN, Severity.MATERIAL)


def _went(way: str, before: Decimal, after: Decimal) -> bool:
    ratio = after / before
    if way.startswith("halver"):
        return Decimal("0.4") <= ratio <= Decimal("0.6")
    if way.startswith("fordubbl"):
        return Decimal("1.7") <= ratio <= Decimal("2.4")
    if way.startswith("tredubbl"):
        return Decimal("2.5") <= ratio <= Decimal("3.5")
    return after > before if re.fullmatch(_UP, way) else after < before


def _word_of(way: str) -> str:
    for start, word in (("halver", "halvering"), ("fordubbl", "fördubbling"), ("tredubbl", "tredubbling")):
        if way.startswith(start):
            return word
    return "ökning" if re.fullmatch(_UP, way) else "minskning"


def _fraction(report: Report, unit: TextUnit, folded: str) -> Iterator[Finding]:
    taken: set[int] = set()
    for words, low, high in _FRACTIONS:
        for match in re.finditer(rf"\b(?P<words>{words})\b{_BEHIND}", folded):
            share = _number(match["share"])
            if _ANOTHER.search(match["between"]):
                continue
            if match.end() not in taken and not low <= share <= high:
                what = f"”{cite(unit.text)}”: {say_value(share, '%')} är inte {_swedish(match['words'])}."
                yield claim_finding(
                    report, unit, what, Certainty.CERTAIN, Severity.MINOR, stated=share, unit="%", kind=FindingKind.SHARE
                )
            taken.add(match.end())
    for match in re.finditer(rf"\b{_MAJORITY}\b{_BEHIND}", folded):
        share = _number(match["share"])
        if share < 50 and not _ANOTHER.search(match["between"]):
            what = f"”{cite(unit.text)}”: {say_value(share, '%')} är mindre än hälften."
            yield claim_finding(
                report, unit, what, Certainty.INTERPRETATION, Severity.MINOR, stated=share, unit="%", kind=FindingKind.SHARE
            )


_SWEDISH = {"halften": "hälften", "tva": "två", "fjardedel": "fjärdedel", "fjardedelar": "fjärdedelar", "an": "än"}
_SWEDISH |= {"nastan": "nästan", "over": "över"}


def _swedish(folded: str) -> str:
    return " ".join(_SWEDISH.get(word, word) for word in folded.split())


def _sexes(report: Report, unit: TextUnit, folded: str) -> Iterator[Finding]:
    """ "Fler kvinnor än män" in a sentence that gives both numbers."""
    women_more, men_more = re.search(_WOMEN_MORE, folded), re.search(_MEN_MORE, folded)
    said = women_more or men_more
    if said is None or (women_more and men_more):
        return
    pairs = [match for pattern in _PAIR for match in pattern.finditer(folded, said.end())]
    pairs = [match for match in pairs if _AT_ONCE.fullmatch(folded, said.end(), match.start())]
    women = men = None
    if len(pairs) == 1:
        women, men = Decimal(pairs[0]["women"]), Decimal(pairs[0]["men"])
    elif not pairs and (bare := _BARE_PAIR.match(folded, said.end())):
        first, second = Decimal(bare["first"]), Decimal(bare["second"])
        women, men = (first, second) if women_more else (second, first)
    if women is not None and men is not None and (women <= men if women_more else men <= women):
        more = "kvinnor" if women_more else "män"
        what = f"Texten säger att {more} är fler, men talen är {women} kvinnor och {men} män."
        yield claim_finding(report, unit, what, Certainty.CERTAIN, Severity.MATERIAL, stated=women, computed=men)


def _number(text: str) -> Decimal:
    return Decimal(re.sub(r"\s", "", text).replace(",", "."))


def _is_year(text: str) -> bool:
    return re.fullmatch(r"(?:19|20)\d\d", text) is not None
