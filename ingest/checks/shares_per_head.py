"""Averages that a sentence draws: what each person costs, what a month's cost makes in a year."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from decimal import ROUND_HALF_UP, Decimal

from ingest.checks.causes import likely_cause
from ingest.checks.people_splits import find_splits
from ingest.checks.relation import in_base_unit
from ingest.checks.sentences_said import Said, before, figure_of, said_finding
from ingest.checks.words import say_value
from ingest.domain import Certainty, Finding, FindingKind, Report, Severity
from ingest.statements_numbers import MONEY, Mention

_THAT_IS = (
    r"(?:vilket (?:ger|blir|ar|motsvarar|innebar)|det (?:ger|blir|ar|motsvarar)|motsvarar|motsvarande|alltsa|det vill saga"
    r"|dvs\.?|eller)"
)
_PER_HEAD = re.compile(
    r"^ ?(?:per|for varje|/) ?(?:deltagare|person|individ|besokare|medarbetare|medborgare|inskriven|avslutad|elev|kursdeltagare"
    r"|ungdom|klient|arende)\b"
)
_TIED = re.compile(
    rf"^[^.;\d]{{0,45}}?{_THAT_IS}(?: (?:ett snitt|en kostnad|i snitt|i genomsnitt|ett genomsnitt))?(?: (?:pa|av|om))? $"
)
_PER_MONTH = re.compile(r"^ ?(?:per manad|i manaden|/ ?man(?:ad)?)\b[^.;\d]{0,25}$")
_PER_YEAR = re.compile(r"^ ?(?:per (?:hel)?ar|om aret|pa (?:ett ar|arsbasis|helar(?:et)?)|/ ?ar)\b")
_MONTHS = 12
# An average rounded off by more than one in this many says another thing than the division.
_ROOM = Decimal("0.006")
_MOST_APART = Decimal("0.3")


def averages_said(report: Report, sentences: Sequence[Said]) -> Iterator[Finding]:
    for said in sentences:
        money = [m for m in said.mentions if m.unit in MONEY and not m.hedge]
        for whole, each in zip(money, money[1:], strict=False):
            between = said.folded[whole.end : each.start]
            if _PER_HEAD.match(said.folded[each.end :]) and _TIED.match(between):
                yield from _per_head(report, said, whole, each, sentences)
            elif _PER_MONTH.match(between) and _PER_YEAR.match(said.folded[each.end :]):
                yield from _per_year(report, said, whole, each)


def _per_head(report: Report, said: Said, whole: Mention, each: Mention, sentences: Sequence[Said]) -> Iterator[Finding]:
    """Against the people counted in the sentence or right before; where several are, only a slip of the pen accuses."""
    stated, total = in_base_unit(each.value, each.unit or ""), in_base_unit(whole.value, whole.unit or "")
    near = (said, *before(said, sentences, 3))
    counts = [(m, one) for one in near for m in one.counts if m.value > 1]
    splits = [split for split in find_splits(near) if split.whole is not None]
    parts = {(split.said.at, part.start) for split in splits for part in split.parts}
    wholes = [(m, one) for m, one in counts if (one.at, m.start) not in parts]
    if not stated or any(abs(total / m.value - stated) <= max(Decimal(1), stated * _ROOM) for m, _ in counts):
        return
    close = [(m, one) for m, one in wholes if abs(total / m.value - stated) <= stated * _MOST_APART]
    if len({m.value for m, _ in close}) != 1:
        close = [(m, one) for m, one in close if likely_cause(each.value, _exact(total, m, each))]
    if len({m.value for m, _ in close}) != 1:
        return
    count, where = close[0]
    computed = _exact(total, count, each)
    what = (
        f"{say_value(whole.value, whole.unit or '')} på {say_value(count.value, '')} är {say_value(computed, each.unit or '')} "
        f"var, men {say_value(each.value, each.unit or '')} anges."
    )
    yield said_finding(
        report,
        FindingKind.SHARE,
        what,
        (said, where),
        each.value,
        computed,
        each.unit or "",
        certainty=Certainty.INTERPRETATION,
        cause=likely_cause(each.value, computed),
        figures=(figure_of(report, said, each),),
    )


def _exact(total: Decimal, count: Mention, each: Mention) -> Decimal:
    """What each one is, in the unit and with the decimals of what is said."""
    step = Decimal(1).scaleb(min(0, int(each.value.as_tuple().exponent)))
    return (total / count.value / in_base_unit(Decimal(1), each.unit or "")).quantize(step, ROUND_HALF_UP)


def _per_year(report: Report, said: Said, month: Mention, year: Mention) -> Iterator[Finding]:
    """ "hyran är 7 360 kr i månaden, alltså 88 320 kr per år"."""
    exact = in_base_unit(month.value, month.unit or "") * _MONTHS / in_base_unit(Decimal(1), year.unit or "")
    room = Decimal(_MONTHS) / 2 * in_base_unit(Decimal(1), month.unit or "") / in_base_unit(Decimal(1), year.unit or "")
    if abs(exact - year.value) > room:
        yield said_finding(
            report,
            FindingKind.SHARE,
            f"{say_value(month.value, month.unit or '')} i månaden är {say_value(exact, year.unit or '')} om året, men "
            f"{say_value(year.value, year.unit or '')} anges.",
            (said,),
            year.value,
            exact,
            year.unit or "",
            severity=Severity.MINOR,
            cause=likely_cause(year.value, exact),
            figures=(figure_of(report, said, year),),
        )
