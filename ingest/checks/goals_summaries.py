"""What is said of goals together, or of one goal elsewhere, against the detail: tallies, "samtliga mål", "inte riktigt"."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass

from ingest.checks.goals_blocks import Block, Spot, goal_finding
from ingest.checks.goals_verdicts import Verdict, is_labelled_verdict, verdicts_in
from ingest.checks.goals_words import Outcome, Target, matched, outcomes_in, reached_percent, targets_in
from ingest.checks.number_words import SPELLED_OR_DIGITS, number_of
from ingest.checks.words import say_value
from ingest.domain import Certainty, Finding, Place, Report, Severity, TextUnit
from ingest.language import fold

_TALLY = re.compile(r"\bav (?:\w+ )?(?P<all>\w+) (?:\w+ )?(?:del|etapp|inriktnings)?mal(?:en)?\b")
_OF_THE_WHOLE = r"av (?:\w+ )?\w+ (?:\w+ )?(?:del|etapp|inriktnings)?mal(?:en)?"
_PARTS = re.compile(
    rf"\b(?P<count>\w+) (?:(?:av dem|av malen|mal|{_OF_THE_WHOLE}) )?"
    r"(?:ar |har |blev )?(?P<degree>delvis |nastan |inte |ej |helt )?(?:uppna\w*|uppfyll\w*|nadd\w*|natts)\b"
)
_COUNT_BEFORE = re.compile(rf"(?<!\S){SPELLED_OR_DIGITS} $")
_EVERY = re.compile(
    r"\b(?:samtliga|alla) (?:\w+ )?(?P<kind>\w+ )?(?:del|etapp|inriktnings|effekt)?mal(?:en)?\b[^.,;]{0,40}?"
    r"\b(?:uppna\w*|uppfyll\w*|nadda|natts|nas)\b"
)
_MOSTLY = re.compile(
    r"\bn[aå]r i (?:stort|huvudsak)(?: sett)? (?:\w+ ){0,2}malen\b"
    r"|\bmalen (?:har |ar )?i (?:stort|huvudsak)(?: sett)? (?:uppna\w*|uppfyll\w*|natts)\b"
)
_NOT_QUITE = re.compile(r"\binte riktigt (?:fram till |upp till )?(?:n[a-z]{1,3} )?(?:fram till |upp till )?\w* ?m[ae]l\w*")
_NEGATED = re.compile(
    r"\b(?:inte|ej|nastan) (?:samtliga|alla)\b|\b(?:samtliga|alla)\b.*\b(?:inte|ej|forvantas|ska|skall|for att)\b"
)
_BRACKET = re.compile(r"\(([^()]*\d[^()]*)\)")
# "Inte riktigt" is fair for what comes to four fifths; two goals missed are no longer the exception that was named.
_NOT_QUITE_SHARE = 80
_MISSED_IN_PASSING = 3
# A number that the whole year is given for says nothing before the year is over.
_PER_YEAR = re.compile(r"\b(?:aret|arsskiftet|verksamhetsaret|lopande|per ar|utgangen av|under (?:19|20)\d\d)\b")


@dataclass(frozen=True, slots=True)
class _Stated:
    """A goal that prints its outcome so far in brackets behind itself: "55 % av de avslutade … (42 %)"."""

    target: Target
    outcome: Outcome
    spot: Spot

    @property
    def is_missed(self) -> bool:
        return self.target.is_missed_by(self.outcome.value)


def summary_findings(
    report: Report, sections: Sequence[Sequence[TextUnit]], blocks: Sequence[Block], doubted: Collection[Place] = ()
) -> Iterator[Finding]:
    """`doubted` are the places of verdicts that their own outcome contradicts: a tally that knows better is right."""
    stated = tuple(goal for units in sections for goal in _with_outcome_in_brackets(units))
    for units in sections:
        for unit in units:
            yield from _tally(report, unit, units, blocks, doubted)
            yield from _every(report, unit, blocks)
            yield from _mostly(report, unit, stated)
            yield from _not_quite(report, unit, stated)


def _tally(
    report: Report, unit: TextUnit, units: Sequence[TextUnit], blocks: Sequence[Block], doubted: Collection[Place]
) -> Iterator[Finding]:
    """ "Av årets nio delmål är fem uppnådda, två delvis uppnådda och två inte uppnådda", against the tables below."""
    folded = fold(unit.text)
    whole = _TALLY.search(folded)
    announced = number_of(whole["all"]) if whole else None
    if whole is None or announced is None:
        return
    said: Counter[Verdict] = Counter()
    # "fem av sju mål är uppfyllda": the first count stands before the whole
    start = folded.rfind(" ", 0, max(0, whole.start() - 1)) + 1 if _COUNT_BEFORE.search(folded[: whole.start()]) else whole.end()
    for part in _PARTS.finditer(folded, start):
        count = number_of(part["count"])
        if count is None:
            return
        said[_verdict_of(part["degree"] or "")] += count
    rows = [(block.spots[0], block.verdicts) for block in blocks if block.is_row and _same_section(block.spots[0], unit)]
    if not rows:  # goals told in lines of their own, each with its verdict
        judged = [other for other in units if is_labelled_verdict(other.text)]
        rows = [(Spot(other.text, other.locator), verdicts_in(other.text)) for other in judged]
        rows = rows if len(rows) == announced else []
    listed = Counter(verdicts[0] for _, verdicts in rows if len(set(verdicts)) == 1)
    if not rows or not said or sum(listed.values()) != len(rows):
        return
    spots = (Spot(unit.text, unit.locator), *(spot for spot, _ in rows))
    if sum(said.values()) > announced:
        what = f"Av {announced} mål sägs {_say(said)}, vilket är {sum(said.values())} mål."
        yield goal_finding(report, spots[:1], what, announced, sum(said.values()), "mål", Certainty.CERTAIN, Severity.MINOR)
    elif len(rows) != announced and len(rows) > 1:
        what = f"Det sägs att målen är {announced}, men {len(rows)} mål redovisas med bedömning."
        yield goal_finding(report, spots, what, announced, len(rows), "mål", Certainty.INTERPRETATION, Severity.MINOR)
    elif sum((said - listed).values()) > _in_doubt(spots[1:], doubted):
        for verdict, count in said.items():
            if count != listed[verdict]:
                what = (
                    f"Det sägs att {count} av {announced} mål är {verdict.value}, men i redovisningen är det {listed[verdict]}."
                )
                yield goal_finding(report, spots, what, count, listed[verdict], "mål", Certainty.CERTAIN, Severity.MATERIAL)
                return


def _in_doubt(spots: Sequence[Spot], doubted: Collection[Place]) -> int:
    return sum(any(spot.locator.lines == place.locator.lines for place in doubted) for spot in spots)


def _verdict_of(degree: str) -> Verdict:
    return {"delvis ": Verdict.PARTLY, "nastan ": Verdict.NEARLY, "inte ": Verdict.MISSED, "ej ": Verdict.MISSED}.get(
        degree, Verdict.MET
    )


def _say(said: Counter[Verdict]) -> str:
    return ", ".join(f"{count} {verdict.value}" for verdict, count in said.items())


def _every(report: Report, unit: TextUnit, blocks: Sequence[Block]) -> Iterator[Finding]:
    """ "Samtliga mål har uppnåtts" against a goal of the same section, or of the card that it names, that was not."""
    folded = fold(unit.text)
    if not _EVERY.search(folded) or _NEGATED.search(folded):
        return
    named = [block for block in blocks if not block.is_row and _names(folded, block.name)]
    meant = named or [block for block in blocks if block.is_row and _same_section(block.spots[0], unit)]
    against = [block for block in meant if set(block.verdicts) & {Verdict.PARTLY, Verdict.MISSED}]
    if against:
        verdict = next(v for v in against[0].verdicts if v in (Verdict.PARTLY, Verdict.MISSED))
        what = f"Samtliga mål sägs vara uppfyllda, men ”{_cut(against[0].name)}” bedöms som {verdict.value}."
        spots = (Spot(unit.text, unit.locator), *(block.spots[0] for block in against))
        yield goal_finding(report, spots, what, None, None, "", Certainty.INTERPRETATION, Severity.MATERIAL)


def _names(folded: str, name: str) -> bool:
    return len(name) > 3 and re.search(rf"\b{re.escape(fold(name))}s?\b", folded) is not None


def _same_section(spot: Spot, unit: TextUnit) -> bool:
    return bool(unit.locator.section) and spot.locator.section.split(" › ")[0] == unit.locator.section.split(" › ")[0]


def _with_outcome_in_brackets(units: Sequence[TextUnit]) -> Iterator[_Stated]:
    for n, unit in enumerate(units):
        text = unit.text
        after = units[n + 1].text if n + 1 < len(units) else ""
        if not _BRACKET.search(text) and re.match(r"(?:\d{4} )?\([^()]*\d[^()]*\)$", after):
            text = f"{text} {after}"  # the sentence was cut where a page or a column ends
        brackets = _BRACKET.findall(text)
        targets = list(targets_in(_BRACKET.sub("", text), is_goal=bool(re.match(r"(?:[-•*] ?)?Att", text))))
        if len(brackets) == 1 and len(targets) == 1:
            outcomes = list(outcomes_in(brackets[0] + " "))
            yield from (
                _Stated(target, own[0], Spot(unit.text, unit.locator))
                for target, own in matched(targets, outcomes)
                if len(own) == 1
            )


def _mostly(report: Report, unit: TextUnit, stated: Sequence[_Stated]) -> Iterator[Finding]:
    """ "Når i stort de uppsatta målen" against the goals that print, beside themselves, that they are not reached."""
    if not _MOSTLY.search(fold(unit.text)):
        return
    missed = [goal for goal in stated if goal.is_missed and not _PER_YEAR.search(fold(goal.target.text))]
    if len(missed) >= _MISSED_IN_PASSING:
        told = "; ".join(f"”{_cut(goal.target.text)}” har utfallet {_said(goal)}" for goal in missed)
        what = f"Målen sägs i stort vara nådda, men {len(missed)} mål är det inte: {told}."
        spots = (Spot(unit.text, unit.locator), *(goal.spot for goal in missed))
        yield goal_finding(report, spots, what, None, None, "", Certainty.INTERPRETATION, Severity.MATERIAL)


def _not_quite(report: Report, unit: TextUnit, stated: Sequence[_Stated]) -> Iterator[Finding]:
    """ "Når inte riktigt målet om 100 användare" of a goal whose outcome is far from it."""
    folded = fold(unit.text)
    said = _NOT_QUITE.search(folded)
    if said is None:
        return
    about = list(
        targets_in(re.split(r", (?:men|da|eftersom)\b| da (?:nuvarande|utfallet)\b", unit.text[said.start() :])[0], is_goal=True)
    )
    for goal in stated:
        if about and about[0].value == goal.target.value and about[0].unit == goal.target.unit:
            is_same = len(about[0].stems & goal.target.stems) >= 2
            if is_same and reached_percent(goal.target, goal.outcome) < _NOT_QUITE_SHARE:
                what = f"Målet ”{_cut(goal.target.text)}” sägs inte riktigt vara nått, men utfallet är {_said(goal)}"
                what += f" mot målets {say_value(goal.target.value, goal.target.unit)}."
                spots = (Spot(unit.text, unit.locator), goal.spot)
                value, aim, in_unit = goal.outcome.value, goal.target.value, goal.target.unit or "antal"
                yield goal_finding(report, spots, what, value, aim, in_unit, Certainty.INTERPRETATION, Severity.MINOR)


def _said(goal: _Stated) -> str:
    return say_value(goal.outcome.value, goal.outcome.unit)


def _cut(text: str) -> str:
    text = " ".join(text.split()).strip(" .:")
    return text if len(text) <= 80 else text[:80].rsplit(" ", 1)[0] + " …"
