"""Counts that sentences tell of places, reasons, teams and months, against the table beside them that prints them by name."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from ingest.checks.printed_by_label import Labelled, printed_by_label
from ingest.checks.relation import Relation, Term
from ingest.checks.sentences_said import Said, figure_of, said_finding
from ingest.checks.shares_amounts import is_near
from ingest.checks.sheets import lay_out
from ingest.checks.words import say_place, say_value
from ingest.checks.year_rows import are_alike, telling_stems
from ingest.domain import Certainty, Figure, Finding, FindingKind, Report
from ingest.statements_numbers import Mention

_BEHIND = re.compile(r"(?: ?(?:[a-z]+ ){0,2}|[^.;\d%]{0,45}(?:\bmed|\bfor|\bvar|\bar|\bhade|\bblev|\btill|, som|[,(:])|) ?$")
# "71 personer eller 29 %", "58 personer (32 %)": a count and its share, both of the name before them
_AND_SHARE = re.compile(r"^ ?(?:[a-z]+ )?(?:\(|eller |, |motsvarande |vilket ar |alltsa )(?:eller |motsvarande )?$")
_WORD = r"(?!och |samt |men |eller )[a-z]+ "
_SHARE = r"\(?(?:eller |motsvarande )?\d+(?:,\d+)? ?(?:%|procent)\)?"
_AHEAD = re.compile(
    rf"^ ?(?:(?:{_WORD})?(?:{_SHARE})?|[a-z]+, {_SHARE}),? ?(?:{_WORD}){{0,3}}?"
    r"(?:i|fran|till|pa|hos|under|for|med|hade|har|fick|saknade) (?:[a-z]+ )?$"
)
_MOST = re.compile(r"\b(?:flest|minst|vanligast\w*|storst\w*|hogst\w*|lagst\w*|lugnast\w*|livligast\w*)\b")
_OTHER = re.compile(
    r"\b(?:varav|ytterligare|nya|kvinnor|man|jamfort|forra|foregaende|mal|malet|budget\w*|tidigare|per|fler|farre|fram till)\b"
    r"|\b(?:19|20)\d\d\b"
)
# Which people are meant: told of one, they are not the others.
_KINDS = tuple(
    re.compile(words)
    for words in (
        r"avslut|\blamna|\bslutat|\bslutade|skrevs ut|skrivits ut|utskriv",
        r"\bnya\b|nyinskriv|tillkom|skrevs in|skrivits in|paborja|nystart",
        r"remis|remitter|anvis|aktualis|ansok",
        r"enkat|\bsvar(?!ar for)",
        r"\bko\b|vantelist|vantade|\bkvar\b|pagaende",
    )
)
# "arbete eller studier": the number is of both
_AND_MORE = re.compile(r"^(?:,(?! (?:som|dar|med|vilket)\b)| och| eller| samt| ?/) ?[a-z]")
_AND_BEFORE = re.compile(r"^ ?(?:,|och|eller|samt|/) ?(?:(?:till|i|fran) )?$")
_NEAR_LINES = 15
# One count is the same by chance sooner than that.
_TELLING = 10
_APART = Decimal("0.3")


@dataclass(frozen=True, slots=True)
class _Told:
    """A number that a sentence ties to a name of a print."""

    said: Said
    mention: Mention
    name: str
    printed: Labelled
    label: str

    @property
    def figure(self) -> Figure:
        return self.printed.by_name[self.name]

    @property
    def agrees(self) -> bool:
        if self.mention.unit != "%":
            return self.mention.value == self.figure.value
        exact = self.printed.share(self.name)
        digits = f"{self.mention.value:f}".replace(".", ",")
        return exact is not None and is_near(exact, self.mention.value, self.mention.hedge, digits)


def counts_by_label(report: Report, sentences: Sequence[Said]) -> Iterator[Relation]:
    """Relations for the counts of every sentence that is proven, or says, to speak of a print's counts."""
    for told, certainty in _spoken_of(report, sentences):
        if told.mention.unit != "%":
            stated = figure_of(report, told.said, told.mention, told.label)
            rule = f"samma uppgift {say_place(told.figure.locator)}"
            yield Relation(FindingKind.CONTRADICTION, stated, (Term(told.figure),), rule, certainty)


def shares_by_label(report: Report, sentences: Sequence[Said]) -> Iterator[Finding]:
    """Percentages beside a name that are not what the name's count is of the total."""
    for told, certainty in _spoken_of(report, sentences):
        exact = told.printed.share(told.name) if told.mention.unit == "%" and not told.agrees else None
        if exact is None or told.printed.total is None:
            continue
        computed = exact.quantize(Decimal("0.1"), ROUND_HALF_UP)
        figure, total, share = told.figure, told.printed.total, told.mention.value
        yield said_finding(
            report,
            FindingKind.SHARE,
            f"{say_value(figure.value, '')} av {say_value(total.value, '')} är {say_value(computed, '%')}, men "
            f"{say_value(share, '%')} anges.",
            (told.said,),
            share,
            computed,
            "%",
            certainty=certainty,
            figures=(figure_of(report, told.said, told.mention), figure),
        )


def _spoken_of(report: Report, sentences: Sequence[Said]) -> Iterator[tuple[_Told, Certainty]]:
    """What sentences tell of a print: where another name's number agrees, or one speaks of the most and says nearly so."""
    every = printed_by_label(report, lay_out(report.tables, report.figures))
    for said in sentences:
        if said.passage.startswith("cell:"):
            continue
        for printed in every:
            if not _is_beside(said, printed):
                continue
            told = list(_told(said, printed))
            agree = [one for one in told if one.agrees]
            differ = [one for one in told if not one.agrees and not _is_printed_elsewhere(one, every)]
            proven = len(agree) > 1 or any(one.mention.value >= _TELLING for one in agree)
            if differ and len(differ) <= len(agree) and proven:
                certainty = Certainty.CERTAIN if len(agree) > 1 or said.heading == printed.heading else Certainty.INTERPRETATION
                yield from ((one, certainty) for one in (*agree, *differ))
            elif len(told) == len(differ) == 1 and _is_of_the_most(told[0]):
                yield differ[0], Certainty.INTERPRETATION


def _is_beside(said: Said, printed: Labelled) -> bool:
    lines = said.locator.lines
    if lines is None or not -_NEAR_LINES <= lines[0] - printed.lines[1] <= _NEAR_LINES or _OTHER.search(said.folded):
        return False
    if not kinds_of(said.folded) <= kinds_of(printed.words):
        return False
    told = telling_stems(said.sentence.text) | telling_stems(said.heading.rpartition(" › ")[2])
    return any(are_alike(one, other) for one in telling_stems(printed.words) for other in told)


def kinds_of(folded: str) -> set[int]:
    """Which groups of people a text speaks of."""
    return {at for at, pattern in enumerate(_KINDS) if pattern.search(folded)}


def _told(said: Said, printed: Labelled) -> Iterator[_Told]:
    """The numbers right behind a name, or before "i" and the name; each name and number once."""
    names = {name: list(re.finditer(rf"\b{re.escape(name)}\b", said.folded)) for name in printed.by_name}
    places = sorted((found[0].span(), name) for name, found in names.items() if len(found) == 1)
    exact = [m for m in said.mentions if m.unit in (None, "antal", "%") and not (m.hedge and m.unit != "%")]
    for at, ((start, end), name) in enumerate(places):
        before_it = said.folded[places[at - 1][0][1] : start] if at else "."
        if _AND_MORE.match(said.folded[end:]) or _AND_BEFORE.match(before_it):
            continue
        label = said.sentence.text[start:end]
        following = places[at + 1][0][0] if at + 1 < len(places) else len(said.folded)
        ahead = [m for m in exact if m.end <= start and _AHEAD.match(said.folded[m.end : start])]
        behind = [m for m in exact if end <= m.start < following and _BEHIND.match(said.folded[end : m.start])]
        if ahead:
            yield from (_Told(said, mention, name, printed, label) for mention in ahead[-2:])
        elif behind:
            beside = [m for m in exact if m.start > behind[0].end and _AND_SHARE.match(said.folded[behind[0].end : m.start])]
            shares = [m for m in beside if m.unit == "%" and behind[0].unit != "%"]
            yield from (_Told(said, mention, name, printed, label) for mention in (behind[0], *shares[:1]))


def _is_printed_elsewhere(told: _Told, every: Sequence[Labelled]) -> bool:
    """Whether another print has just that number of the same name."""
    others = [one for one in every if told.name in one.by_name]
    if told.mention.unit == "%":
        return any(_Told(told.said, told.mention, told.name, one, told.label).agrees for one in others)
    return any(one.by_name[told.name].value == told.mention.value for one in others)


def _is_of_the_most(told: _Told) -> bool:
    """Whether the sentence says that the name has most or fewest, as it does in the print, and a count not far off."""
    values = [figure.value for figure in told.printed.by_name.values()]
    is_extreme = told.figure.value in (max(values), min(values))
    near = abs(told.figure.value - told.mention.value) <= _APART * told.figure.value
    return told.mention.unit != "%" and bool(_MOST.search(told.said.folded)) and is_extreme and near
