"""Percentages of sentences against the counts beside them: "16 av 38 (43 %)"."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from ingest.checks.sentences_said import Said, before, counted_at, figure_of, said_finding
from ingest.checks.words import say_period
from ingest.checks.year_rows import YearRow, year_rows
from ingest.domain import Certainty, Finding, FindingKind, Report
from ingest.statements_numbers import Mention

COUNT = r"(?<![\d,.])(?:\d{1,3}(?: \d{3})+|\d+)(?![\d,])"
HEDGE = r"(?:(?P<hedge>ca|cirka|c:a|drygt|knappt|nastan|narmare|omkring|ungefar|runt|over|minst|mer an)\.? )?"
SHARE = rf"{HEDGE}(?P<share>\d{{1,3}}(?:,\d+)?) ?(?:%|procent\b)(?!-?enhet)"
_OF = r"\bav (?:de |dessa |totalt |sammanlagt |samtliga |alla |de totalt |de sammanlagt )?"
_NOUN = (
    r"(?:deltagare|personer|individer|stycken|st|kvinnor|man|arenden|remisser|avslutade|inskrivna|ungdomar|medborgare|svar\w*)"
)
_PART_OF_WHOLE = re.compile(
    rf"(?P<part>{COUNT}) (?:{_NOUN} )?{_OF}(?P<whole>{COUNT})(?P<words>[^.;%\d]{{0,60}}?[(=]|[^.;%\d]{{0,60}}?"
    rf"\b(?:motsvarar|motsvarande|dvs\.?|eller|vilket (?:ar|ger|utgor|blir))) ?{SHARE}"
)
# "103 av 176 kvinnor, 59 %": nothing but the noun between them, nothing behind
_PART_OF_WHOLE_BESIDE = re.compile(
    rf"(?P<part>{COUNT}) (?:{_NOUN} )?{_OF}(?P<whole>\d{{1,3}}(?: \d{{3}})+|\d+)"
    rf"(?P<words>(?: [a-z]+){{0,2}}), {SHARE}(?= ?(?:[.;)]|$))"
)
_SHARE_THEN_PART = re.compile(rf"{SHARE}[^.;%\d]{{0,60}}\( ?(?P<part>{COUNT}) (?:{_NOUN} )?{_OF}(?P<whole>{COUNT})\b")
_OF_WHOLE_PART = re.compile(
    rf"\bav (?:de|dessa|totalt|de totalt|sammanlagt|samtliga|alla) (?P<whole>{COUNT})(?P<words>[^.;%\d]{{0,80}}?)"
    rf"(?P<part>{COUNT})(?: {_NOUN})? ?\( ?{SHARE} ?\)"
)
_THAT_IS = r"(?:det vill saga|dvs\.?|vilket (?:ar|motsvarar|utgor|ger|blir)|motsvarar|motsvarande)"
_OF_WHOLE_PART_THAT_IS = re.compile(
    rf"\bav (?:de |[a-z]+s )?(?P<whole>{COUNT})(?P<words>[^.;%\d]{{0,80}}?)(?P<part>{COUNT})\b[^.;%]{{0,90}}?"
    rf", {_THAT_IS} {SHARE}"
)
_WHOLE_AND_PART = re.compile(rf"(?P<whole>{COUNT}) {_NOUN} och (?P<part>{COUNT}) av dem,? \(?{SHARE}")
_PART_OF_THEM = re.compile(rf"^\W*(?P<part>{COUNT}) av (?:dem|dessa)\b[^.;%\d]{{0,80}}?(?:, {_THAT_IS} |\(){SHARE}")
_SHARE_OF_THESE = re.compile(
    rf"{SHARE} av (?:dessa|dem|deltagarna|de avslutade)\b[^.;%\d]{{0,40}}\( ?(?P<part>{COUNT}) {_NOUN}\b"
)
_OF_THESE_PART = re.compile(
    rf"^\W*av (?:dem|dessa)\b[^.;%\d]{{0,40}}?(?P<part>{COUNT})\b[^.;%\d]{{0,90}}?"
    rf"(?:motsvarar|motsvarande|dvs\.?|vilket (?:ar|ger|utgor|blir)|\() ?{SHARE}"
)
# "Av 91 utdelade enkäter kom 64 tillbaka. Svarsfrekvensen blev 70 procent."
_ASKED = re.compile(rf"\bav (?:de |totalt )?(?P<whole>{COUNT}) (?:[a-z]+ ){{0,2}}enkater\w*[^.;\d]{{0,40}}?(?P<part>{COUNT})\b")
_RATE = re.compile(rf"^\W*(?:svarsfrekvensen|svarsandelen) (?:[a-z]+ ){{1,3}}{SHARE}")
_TOTAL = re.compile(rf"\b(?:totalt|sammanlagt) (?P<whole>{COUNT})(?= (?:\w+))")
_PART_IN_BRACKETS = re.compile(rf"(?P<part>{COUNT})(?: {_NOUN})? ?\( ?{SHARE} ?\)")
# A share of something else than the people: of a budget, of full time, of a change.
_OF_OTHER = re.compile(
    r" ?(?:av (?:budget|kostnad|medl?en|heltid|arbetstid|tjanst|lon)|heltid|tjanst|sjuk|ok|minsk|mindre|fler|hogre|lagre)"
)
_LAST_YEAR = re.compile(r"\b(?:forra aret|aret innan|aret fore|foregaende ar|fjol|ett ar tidigare)\b")
# A share cut off instead of rounded is no finding: two thirds may be printed as 66 %.
_ROOM_STEPS = Decimal("0.7")
_ROOM_ABOUT = Decimal("0.8")
_ROOM_ROUND = Decimal("2.5")


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
    rows = year_rows(report)
    for claim in _claims(sentences):
        fits = is_near(claim.exact, claim.share.value, claim.hedge, claim.print_)
        older = None if fits else _older_number(claim, rows)
        if older is not None:
            yield _other_year(report, claim, older)
        elif not fits and not _fits_another_count(claim, sentences) and not _OF_OTHER.match(claim.said.folded, claim.share.end):
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


def _older_number(claim: _Claim, rows: Sequence[YearRow]) -> YearRow | None:
    """The row whose number of last year gives the share, where the whole is that of a year before."""
    for row in rows if _LAST_YEAR.search(claim.said.folded) else ():
        is_other = claim.whole.value != row.before.value >= claim.part and row.before.unit == "antal"
        is_printed = any(figure.value == claim.whole.value for figure in (*row.others, row.now))
        exact = 100 * claim.part / row.before.value if row.before.value else Decimal(0)
        if is_other and is_printed and is_near(exact, claim.share.value, claim.hedge, claim.print_):
            return row
    return None


def _other_year(report: Report, claim: _Claim, row: YearRow) -> Finding:
    told, right = claim.whole.value, row.before.value
    other = next(figure for figure in (*row.others, row.now) if figure.value == told)
    what = (
        f"{told:f} anges för året före, men det är talet för {say_period(other.period)}; tabellen har {right:f}, "
        f"och {claim.part:f} av {right:f} är {claim.print_} %."
    )
    return said_finding(
        report,
        FindingKind.CONTRADICTION,
        what,
        (claim.said,),
        told,
        right,
        "antal",
        cause="ett annat års tal",
        figures=(figure_of(report, claim.whole_said, claim.whole), row.before),
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
        for pattern in (
            _PART_OF_WHOLE,
            _PART_OF_WHOLE_BESIDE,
            _SHARE_THEN_PART,
            _OF_WHOLE_PART,
            _OF_WHOLE_PART_THAT_IS,
            _WHOLE_AND_PART,
        ):
            for match in pattern.finditer(said.folded):
                whole = counted(match, "whole")
                if match.start("share") not in taken and 0 <= _value(match, "part") <= whole.value > 0:
                    taken.add(match.start("share"))
                    yield _claim(said, match, whole, said, certain=True)
        total = _TOTAL.search(said.folded)
        if total is not None:
            for match in _PART_IN_BRACKETS.finditer(said.folded, total.end()):
                if match.start("share") not in taken and 0 < _value(match, "part") <= _value(total, "whole"):
                    yield _claim(said, match, counted(total, "whole"), said, certain=False)
        rate = _RATE.search(said.folded)
        asked = next((m for other in before(said, sentences, 1) if (m := _ASKED.search(other.folded))), None)
        if rate is not None and asked is not None and _value(asked, "part") <= _value(asked, "whole"):
            yield _claim(said, rate, counted(asked, "whole"), before(said, sentences, 1)[0], certain=True, part=asked)
        for pattern in (_SHARE_OF_THESE, _OF_THESE_PART, _PART_OF_THEM):
            for match in pattern.finditer(said.folded):
                known = _whole_before(said, sentences, _value(match, "part"))
                if known is not None and match.start("share") not in taken:
                    yield _claim(said, match, known[1], known[0], certain=False)


def _claim(
    said: Said, match: re.Match[str], whole: Mention, whole_said: Said, certain: bool, part: re.Match[str] | None = None
) -> _Claim:
    value = Decimal(match["share"].replace(",", "."))
    share = next((m for m in said.mentions if m.start == match.start("share")), None) or counted_at(
        value, match.start("share"), match.end("share"), "%"
    )
    return _Claim(said, _value(part or match, "part"), whole, whole_said, share, match["share"], match["hedge"] or "", certain)


def _value(match: re.Match[str], group: str) -> Decimal:
    return Decimal(match[group].replace(" ", ""))


def counted(match: re.Match[str], group: str) -> Mention:
    """The number of a match's group."""
    return counted_at(_value(match, group), match.start(group), match.end(group))


def _whole_before(said: Said, sentences: Sequence[Said], part: Decimal) -> tuple[Said, Mention] | None:
    """The count that "dessa" takes up: the nearest one called a total, else the first of the sentence right before."""
    earlier = before(said, sentences, 3)
    for other in earlier:
        total = _TOTAL.search(other.folded) or re.search(rf"\b(?:totalt|sammanlagt) har (?P<whole>{COUNT}) ", other.folded)
        if total is not None and _value(total, "whole") >= part:
            return other, counted(total, "whole")
    if earlier and earlier[0].counts and earlier[0].counts[0].value >= part and earlier[0].counts[0].value > 0:
        return earlier[0], earlier[0].counts[0]
    return None
