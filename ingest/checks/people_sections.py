"""How many were reached in all, in a sentence, against the counts told or printed before it that make it up."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal
from itertools import combinations

from ingest.checks.people_splits import find_splits
from ingest.checks.sentences_said import Said, figure_of, said_finding
from ingest.checks.sheets import Sheet
from ingest.checks.words import say_value
from ingest.domain import Certainty, Figure, Finding, FindingKind, Report, Scenario, Severity
from ingest.language import fold
from ingest.statements_numbers import Mention

_PEOPLE = r"(?:personer|individer|deltagare|medborgare)"
_ALL = re.compile(rf"\b(?:totalt|sammanlagt|tillsammans)\b[^.;\d]{{0,70}}?(?P<all>\d{{1,3}}(?: \d{{3}})+|\d+) {_PEOPLE}\b")
_CASES = re.compile(r"(?P<cases>\d+) (?:arenden|registreringar|inskrivningar|remisser)\b")
_UNIQUE = re.compile(rf"\bav (?:dessa|dem)\b[^.;\d]{{0,20}}?(?P<unique>\d+) (?:{_PEOPLE} )?unika")
_KINDS_OF_ACTIVITY = re.compile(r"\b(?P<kind>[a-z]+)(?:inriktade|overgripande|paverkande) insatser\b")
_PARTICIPANTS = re.compile(r"(?:totalt )?antal (?:unika )?(?:deltagare|personer|individer)$")
_MOST_PARTS, _NEAR_SENTENCES, _LEAST_CARDS = 9, 12, 3
# Of more numbers than that, some make up anything, and all their sums would take long.
_MOST_COUNTS = 12
# So few are not told one activity at a time.
_SMALLEST = 50


def totals_of_sections(report: Report, sheets: Sequence[Sheet], sentences: Sequence[Said]) -> Iterator[Finding]:
    for at, said in enumerate(sentences):
        match = _ALL.search(said.folded)
        whole = next((m for m in said.counts if match and m.start == match.start("all")), None)
        if whole is not None and whole.value >= _SMALLEST:
            yield from _cases_for_persons(report, said, whole, sentences[max(0, at - _NEAR_SENTENCES) : at])
            yield from _other_than_the_cards(report, said, whole, sheets)


def _cases_for_persons(report: Report, said: Said, whole: Mention, earlier: Sequence[Said]) -> Iterator[Finding]:
    """Persons that make up the total only where the cases of those who had several are added, not the persons themselves."""
    for other, following in zip(earlier, earlier[1:], strict=False):
        cases, unique = _CASES.search(other.folded), _UNIQUE.search(following.folded)
        if cases is None or unique is None or int(unique["unique"]) >= int(cases["cases"]):
            continue
        counted = [m for one in earlier[earlier.index(following) + 1 :] for m in _wholes(one)]
        counted += [m for m in _wholes(said) if m.end <= whole.start]
        if len(counted) > _MOST_COUNTS:
            continue
        missing = whole.value - int(cases["cases"])
        fitting = [
            some
            for count in range(1, min(len(counted), _MOST_PARTS) + 1)
            for some in combinations(counted, count)
            if sum((m.value for m in some), Decimal(0)) == missing
        ]
        if len({tuple(m.value for m in some) for some in fitting}) == 1:
            computed = whole.value - int(cases["cases"]) + int(unique["unique"])
            several = f"{cases['cases']} ärenden, men de är {unique['unique']} personer"
            what = f"{say_value(whole.value, '')} personer räknar in {several}: då blir det {say_value(computed, '')}."
            yield _finding(report, (said, other, following), whole, computed, what)


def _wholes(said: Said) -> list[Mention]:
    """The counts of a sentence that are no women or men of another one."""
    parts = {(part.start, part.value) for split in find_splits((said,)) for part in split.parts}
    return [m for m in said.counts if (m.start, m.value) not in parts]


def _other_than_the_cards(report: Report, said: Said, whole: Mention, sheets: Sequence[Sheet]) -> Iterator[Finding]:
    """ "Totalt 845 individer har deltagit i strukturövergripande insatser", right behind the cards of these activities."""
    kind = _KINDS_OF_ACTIVITY.search(said.folded, whole.end)
    lines = said.locator.lines
    if kind is None or lines is None:
        return
    headings = [
        s for s in report.sections if s.line_first < lines[0] and kind["kind"] in fold(s.title) and "insats" in fold(s.title)
    ]
    first = max((section.line_first for section in headings), default=None)
    if first is None:
        return
    cards = [
        s for s in sheets if s.table.layout == "card" and s.table.locator.lines and first < s.table.locator.lines[0] < lines[0]
    ]
    counts = [figure for card in cards for figure in _participants(card)[:1]]
    total = sum((figure.value for figure in counts), Decimal(0))
    if len(counts) >= _LEAST_CARDS and len(counts) == len(cards) and total != whole.value:
        parts = " + ".join(f"{figure.value:f}" for figure in counts)
        what = (
            f"Insatserna ovanför har {parts} = {say_value(total, '')} deltagare, men totalt anges {say_value(whole.value, '')}."
        )
        yield _finding(report, (said,), whole, total, what, counts)


def _participants(card: Sheet) -> list[Figure]:
    rows = [at for at, row in enumerate(card.rows) if _PARTICIPANTS.match(fold(row.label).strip(" :."))]
    cells = [card.rows[at].cells[column] for at in rows for column in card.columns]
    return [f for cell in cells for f in cell if f.unit == "antal" and f.scenario is Scenario.OUTCOME]


def _finding(
    report: Report, said: Sequence[Said], whole: Mention, computed: Decimal, what: str, figures: Sequence[Figure] = ()
) -> Finding:
    return said_finding(
        report,
        FindingKind.SUM,
        what,
        said,
        whole.value,
        computed,
        "personer",
        certainty=Certainty.INTERPRETATION,
        severity=Severity.MATERIAL,
        figures=(figure_of(report, said[0], whole), *figures),
    )
