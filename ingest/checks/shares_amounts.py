"""Percentages of sentences against the counts beside them: "16 av 38 (43 %)", and shares that no count of so few can give."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from ingest.checks.sentences_said import Said, before, counted_at, figure_of, said_finding
from ingest.domain import Certainty, Finding, FindingKind, Report, Severity
from ingest.statements_numbers import Mention

_COUNT = r"(?<![\d,.])(?:\d{1,3}(?: \d{3})+|\d+)(?![\d,])"
HEDGE = r"(?:(?P<hedge>ca|cirka|c:a|drygt|knappt|nastan|narmare|omkring|ungefar|runt|over|minst|mer an)\.? )?"
SHARE = rf"{HEDGE}(?P<share>\d{{1,3}}(?:,\d+)?) ?(?:%|procent\b)(?!-?enhet)"
_OF = r"\bav (?:de |dessa |totalt |sammanlagt |samtliga |alla |de totalt |de sammanlagt )?"
_NOUN = (
    r"(?:deltagare|personer|individer|stycken|st|kvinnor|man|arenden|remisser|avslutade|inskrivna|ungdomar|medborgare|svar\w*)"
)
_PART_OF_WHOLE = re.compile(
    rf"(?P<part>{_COUNT}) (?:{_NOUN} )?{_OF}(?P<whole>{_COUNT})(?P<words>[^.;%\d]{{0,60}}?[(=]|[^.;%\d]{{0,60}}?"
    rf"\b(?:motsvarar|motsvarande|dvs\.?|eller|vilket (?:ar|ger|utgor|blir))) ?{SHARE}"
)
_SHARE_THEN_PART = re.compile(rf"{SHARE}[^.;%\d]{{0,60}}\( ?(?P<part>{_COUNT}) (?:{_NOUN} )?{_OF}(?P<whole>{_COUNT})\b")
_OF_WHOLE_PART = re.compile(
    rf"\bav (?:de|dessa|totalt|de totalt|sammanlagt|samtliga|alla) (?P<whole>{_COUNT})(?P<words>[^.;%\d]{{0,80}}?)"
    rf"(?P<part>{_COUNT})(?: {_NOUN})? ?\( ?{SHARE} ?\)"
)
_THAT_IS = r"(?:det vill saga|dvs\.?|vilket (?:ar|motsvarar|utgor|ger|blir)|motsvarar|motsvarande)"
_OF_WHOLE_PART_THAT_IS = re.compile(
    rf"\bav (?:de |[a-z]+s )?(?P<whole>{_COUNT})(?P<words>[^.;%\d]{{0,80}}?)(?P<part>{_COUNT})\b[^.;%]{{0,90}}?"
    rf", {_THAT_IS} {SHARE}"
)
_WHOLE_AND_PART = re.compile(rf"(?P<whole>{_COUNT}) {_NOUN} och (?P<part>{_COUNT}) av dem,? \(?{SHARE}")
_PART_OF_THEM = re.compile(rf"^\W*(?P<part>{_COUNT}) av (?:dem|dessa)\b[^.;%\d]{{0,80}}?(?:, {_THAT_IS} |\(){SHARE}")
_SHARE_OF_THESE = re.compile(
    rf"{SHARE} av (?:dessa|dem|deltagarna|de avslutade)\b[^.;%\d]{{0,40}}\( ?(?P<part>{_COUNT}) {_NOUN}\b"
)
_OF_THESE_PART = re.compile(
    rf"^\W*av (?:dem|dessa)\b[^.;%\d]{{0,40}}?(?P<part>{_COUNT})\b[^.;%\d]{{0,90}}?"
    rf"(?:motsvarar|motsvarande|dvs\.?|vilket (?:ar|ger|utgor|blir)|\() ?{SHARE}"
)
_TOTAL = re.compile(rf"\b(?:totalt|sammanlagt) (?P<whole>{_COUNT})(?= (?:\w+))")
_PART_IN_BRACKETS = re.compile(rf"(?P<part>{_COUNT})(?: {_NOUN})? ?\( ?{SHARE} ?\)")
_SHARE_OF_FEW = re.compile(rf"{SHARE} av (?:de|samtliga|alla) (?P<whole>{_COUNT}) (?=[a-z])")
_OF_FEW_SHARE = re.compile(
    rf"\bav de (?P<whole>{_COUNT}) (?P<words>(?:[a-z]+ |(?:19|20)\d\d ){{1,9}}?)"
    rf"(?:hade|har|var|ar|gick|fick|uppger|svarar|anser) {SHARE}"
)
_FINISHED_FEW = re.compile(rf"^\W*(?P<whole>{_COUNT}) (?:[a-z]+ )?(?:deltagare|personer|individer)\b[^%]*\b(?P<verb>avslut)")
_FINISHED_SHARES = re.compile(rf"{SHARE}(?: av \w+)? (?:avslut|fortsatt|mot|till|p\.?g\.?a|pa grund|foraldraled|flytt)")
# A share of something else than the people: of a budget, of full time, of a change.
_OF_OTHER = re.compile(
    r" ?(?:av (?:budget|kostnad|medl?en|heltid|arbetstid|tjanst|lon)|heltid|tjanst|sjuk|ok|minsk|mindre|fler|hogre|lagre)"
)
_GOAL = re.compile(r"\b(?:ska|skall|bor|mal|malet|minst)\b")
# More people than that have a whole percentage for nearly every share.
_FEW = 60
# A share cut off instead of rounded is no finding: two thirds may be printed as 66 %.
_ROOM_STEPS = Decimal("0.7")
_ROOM_ABOUT = Decimal("0.8")
_ROOM_ROUND = Decimal("2.5")
_MINOR_POINTS = Decimal(2)


@dataclass(frozen=True, slots=True)
class _Claim:
    """A share printed with its part and its whole; `whole_said` is the sentence that holds the whole."""

    said: Said
    part: Decimal
    whole: Mention
    whole_said: Said
    share: Mention
    print_: str
    hedge: str
    certain: bool

    @property
    def exact(self) -> Decimal:
        return 100 * self.part / self.whole.value


def share_claims(report: Report, sentences: Sequence[Said]) -> Iterator[Finding]:
    """Shares that are not what their part and their whole give."""
    for claim in _claims(sentences):
        fits = is_near(claim.exact, claim.share.value, claim.hedge, claim.print_)
        if not fits and not _fits_another_count(claim, sentences) and not _OF_OTHER.match(claim.said.folded, claim.share.end):
            computed = claim.exact.quantize(Decimal("0.1"), ROUND_HALF_UP)
            what = f"{claim.part:f} av {claim.whole.value:f} är {_say(computed)} %, men {claim.print_} % anges."
            yield said_finding(
                report,
                FindingKind.SHARE,
                what,
                (claim.said, claim.whole_said),
                claim.share.value,
                computed,
                "%",
                certainty=Certainty.CERTAIN if claim.certain else Certainty.INTERPRETATION,
                figures=(figure_of(report, claim.said, claim.share),),
            )


def _fits_another_count(claim: _Claim, sentences: Sequence[Said]) -> bool:
    """Whether the share is of another count told before it, a part of the part."""
    for said in (claim.said, *before(claim.said, sentences, 3)):
        for count in said.counts:
            behind = said is claim.said and count.start > claim.share.start
            if behind or not count.value or count.value < claim.part:
                continue
            if is_near(100 * claim.part / count.value, claim.share.value, claim.hedge, claim.print_):
                return True
    return False


def _say(value: Decimal) -> str:
    return f"{value:f}".replace(".", ",")


def is_near(exact: Decimal, share: Decimal, hedge: str, print_: str) -> bool:
    """Whether a printed share says an exact one, by its decimals and by the words before it."""
    apart = share - exact
    decimals = len(print_.partition(",")[2])
    step = Decimal(1).scaleb(-decimals)
    if abs(apart) <= _ROOM_STEPS * step:
        return True
    if not hedge:
        return False
    if share % 5 == 0 or hedge not in ("ca", "cirka", "c:a"):
        return abs(apart) <= _ROOM_ROUND
    return abs(apart) <= _ROOM_ABOUT


def _claims(sentences: Sequence[Said]) -> Iterator[_Claim]:
    for said in sentences:
        taken: set[int] = set()
        for pattern in (_PART_OF_WHOLE, _SHARE_THEN_PART, _OF_WHOLE_PART, _OF_WHOLE_PART_THAT_IS, _WHOLE_AND_PART):
            for match in pattern.finditer(said.folded):
                whole = _counted(match, "whole")
                if match.start("share") not in taken and 0 <= _value(match, "part") <= whole.value > 0:
                    taken.add(match.start("share"))
                    yield _claim(said, match, whole, said, certain=True)
        total = _TOTAL.search(said.folded)
        if total is not None:
            for match in _PART_IN_BRACKETS.finditer(said.folded, total.end()):
                if match.start("share") not in taken and 0 < _value(match, "part") <= _value(total, "whole"):
                    yield _claim(said, match, _counted(total, "whole"), said, certain=False)
        for pattern in (_SHARE_OF_THESE, _OF_THESE_PART, _PART_OF_THEM):
            for match in pattern.finditer(said.folded):
                known = _whole_before(said, sentences, _value(match, "part"))
                if known is not None and match.start("share") not in taken:
                    yield _claim(said, match, known[1], known[0], certain=False)


def _claim(said: Said, match: re.Match[str], whole: Mention, whole_said: Said, certain: bool) -> _Claim:
    value = Decimal(match["share"].replace(",", "."))
    share = next((m for m in said.mentions if m.start == match.start("share")), None) or counted_at(
        value, match.start("share"), match.end("share"), "%"
    )
    return _Claim(said, _value(match, "part"), whole, whole_said, share, match["share"], match["hedge"] or "", certain)


def _value(match: re.Match[str], group: str) -> Decimal:
    return Decimal(match[group].replace(" ", ""))


def _counted(match: re.Match[str], group: str) -> Mention:
    return counted_at(_value(match, group), match.start(group), match.end(group))


def _whole_before(said: Said, sentences: Sequence[Said], part: Decimal) -> tuple[Said, Mention] | None:
    """The count that "dessa" takes up: the nearest one called a total, else the first of the sentence right before."""
    earlier = before(said, sentences, 3)
    for other in earlier:
        total = _TOTAL.search(other.folded) or re.search(rf"\b(?:totalt|sammanlagt) har (?P<whole>{_COUNT}) ", other.folded)
        if total is not None and _value(total, "whole") >= part:
            return other, _counted(total, "whole")
    if earlier and earlier[0].counts and earlier[0].counts[0].value >= part and earlier[0].counts[0].value > 0:
        return earlier[0], earlier[0].counts[0]
    return None


def impossible_shares(report: Report, sentences: Sequence[Said]) -> Iterator[Finding]:
    """Shares that no whole number of so few people gives: "67 % av de 35"."""
    for said in sentences:
        for pattern in (_SHARE_OF_FEW, _OF_FEW_SHARE):
            for match in pattern.finditer(said.folded):
                yield from _impossible(report, said, match, _counted(match, "whole"), said, certain=True)
        few = next((m for other in before(said, sentences, 1) if (m := _FINISHED_FEW.match(other.folded))), None)
        if few is not None and few["verb"] in said.folded and not any(said.counts):
            told_before = before(said, sentences, 1)[0]
            for match in _FINISHED_SHARES.finditer(said.folded):
                yield from _impossible(report, said, match, _counted(few, "whole"), told_before, certain=False)


def _impossible(
    report: Report, said: Said, match: re.Match[str], whole: Mention, whole_said: Said, certain: bool
) -> Iterator[Finding]:
    share = Decimal(match["share"].replace(",", "."))
    if not 1 < whole.value <= _FEW or match["hedge"] or _GOAL.search(said.folded):
        return
    possible = [Decimal(100) * count / whole.value for count in range(int(whole.value) + 1)]
    nearest = min(possible, key=lambda one: abs(one - share))
    if is_near(nearest, share, "", match["share"]):
        return
    people = round(nearest * whole.value / 100)
    computed = nearest.quantize(Decimal(1), ROUND_HALF_UP)
    mention = next((m for m in said.mentions if m.start == match.start("share")), None)
    yield said_finding(
        report,
        FindingKind.SHARE,
        f"{match['share']} % av {whole.value:f} personer är inget helt antal; närmast är {people} personer, {computed:f} %.",
        (said, whole_said),
        share,
        computed,
        "%",
        certainty=Certainty.CERTAIN if certain else Certainty.INTERPRETATION,
        severity=Severity.MINOR if abs(share - computed) <= _MINOR_POINTS or not certain else Severity.MATERIAL,
        figures=(figure_of(report, said, mention),) if mention else (),
    )
