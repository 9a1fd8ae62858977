"""A number in a sentence that is a slip away from the one in the table: 54 700 for 45 700, beside the words of its row."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Iterator, Sequence
from dataclasses import replace
from decimal import Decimal
from itertools import combinations

from ingest.checks.causes import likely_cause
from ingest.checks.facts import APART, around
from ingest.checks.relation import Relation, Term, factor_to, in_base_unit
from ingest.checks.sentences_said import figure_of, sentences_said
from ingest.checks.sheets import is_doubtful
from ingest.checks.words import say_figure
from ingest.domain import Certainty, Figure, FindingKind, Report, Scenario
from ingest.language import stem, words
from ingest.unit_words import MONEY_UNITS

# Shorter numbers are a slip away from one another by chance.
_MIN_DIGITS = 4
_MIN_SIGNIFICANT, _MIN_DIGITS_UNNAMED = 3, 5
_SWAPPED = "siffror omkastade"
_WEAK = "en siffra fel"
_SLIPS = (_SWAPPED, _WEAK, "en nolla saknas", "en nolla för mycket")
# What one digit explains is taken only of numbers so long, and so little rounded, that chance would hardly make it.
_MIN_DIGITS_WEAK, _MIN_SIGNIFICANT_WEAK, _MIN_SIGNIFICANT_UNNAMED = 6, 4, 6
_MIN_LETTERS = 5
# A stem in more rows than this tells nothing about which row a sentence means.
_TELLING_ROWS = 4
_COMPARED = (Scenario.OUTCOME, Scenario.BUDGET)
_YEAR = re.compile(r"\b(?:19|20)\d\d\b")
# "ökade med 41 815 kr", "en minskning på 14 100 kr"
_BY = re.compile(
    r"\b(?:ok|minsk|hoj|sank|stig|steg|sjonk|sjunk|vax|avvik|skill|differ|forandr)\w*\b[^.;\d]{0,30}\b(?:med|pa|om) (?:ca )?$"
)


def slip_relations(report: Report) -> Iterator[Relation]:
    """For each amount that no table prints: the one amount that it nearly is, of a row that the sentence or its section names.

    Two digits swapped tell enough without a name, and so does one wrong digit of a number that is printed to the last krona.
    """
    printed = [f for f in report.figures if f.unit in MONEY_UNITS and f.scenario in _COMPARED and not is_doubtful(f)]
    known = {_kronor(figure) for figure in printed}
    rows = {figure.row.rpartition(" › ")[2] for figure in printed}
    common = Counter(stem for label in rows for stem in set(_stems(label)))
    apart = _differences(printed)
    amounts = list(_amounts_said(report))
    beside = {
        quote: frozenset(_kronor(one) for one, _ in amounts if one.quote == quote) for quote in {s.quote for s, _ in amounts}
    }
    for said, is_made in amounts:
        if len(_digits(_kronor(said))) >= _MIN_DIGITS and not _is_printed(said, known):
            together = beside.get(said.quote, frozenset())
            slips = [
                (figure, cause) for figure in printed if (cause := _slip_of(said, figure)) and _is_meant(said, figure, together)
            ]
            is_apart = _is_difference(said)
            plain = [] if is_apart or _kronor(said) in apart else slips
            named = [
                figure for figure, cause in slips if _is_named(said, figure, common) and _is_told(said, figure, cause, is_made)
            ]
            loosely = [figure for figure, _ in plain if _shares_a_word(said, figure)]
            unnamed = [figure for figure, cause in plain if _tells_enough(said, figure, cause)]
            for near in (named, loosely, unnamed):
                if near and len({_kronor(figure) for figure in near}) == 1:
                    stated = replace(said, row=near[0].row) if is_made else said
                    yield _relation(stated, near[0], Certainty.CERTAIN if near is named else Certainty.INTERPRETATION)
                    break


def _differences(printed: Sequence[Figure]) -> frozenset[Decimal]:
    """By how much the amounts of each row are apart: what a sentence may have reckoned itself."""
    rows: dict[tuple[object, ...], set[Decimal]] = {}
    for figure in printed:
        row = (figure.table, figure.locator.lines, figure.row)
        rows.setdefault(row, set()).add(in_base_unit(figure.value, figure.unit))
    return frozenset(abs(one - other) for values in rows.values() for one, other in combinations(values, 2))


def _is_difference(said: Figure) -> bool:
    """Whether an amount tells how far two amounts are apart, neither of which it is itself."""
    before, behind = around(said)
    return bool(APART.match(behind)) or bool(_BY.search(before))


def _amounts_said(report: Report) -> Iterator[tuple[Figure, bool]]:
    """What the statements tell of money, and every other exact amount of the running text; whether the figure had to be made."""
    told = [said for said in report.statements if said.unit in MONEY_UNITS]
    yield from ((said, False) for said in told)
    keys = {said.key for said in told}
    for said in sentences_said(report):
        for mention in said.mentions if not said.passage.startswith("cell:") else ():
            if mention.unit in MONEY_UNITS and not mention.hedge:
                figure = figure_of(report, said, mention)
                if figure.key not in keys:
                    years = set(_YEAR.findall(said.folded))
                    yield replace(figure, period=years.pop() if len(years) == 1 else None), True


def _significant(*figures: Figure) -> int:
    """The most digits before the noughts at the end."""
    return max(len(_digits(_kronor(figure)).rstrip("0")) for figure in figures)


def _tells_enough(said: Figure, figure: Figure, cause: str) -> bool:
    if cause == _SWAPPED:
        return len(_digits(_kronor(said)).rstrip("0")) >= _MIN_DIGITS_UNNAMED
    return cause == _WEAK and min(_significant(said), _significant(figure)) >= _MIN_SIGNIFICANT_UNNAMED


def _kronor(figure: Figure) -> Decimal:
    return abs(in_base_unit(figure.value, figure.unit))


def _is_printed(said: Figure, known: set[Decimal]) -> bool:
    """Whether the amount is one of the tables', rounds one, or is itself said roundly: then it is no slip."""
    amount, room = _kronor(said), in_base_unit(Decimal(1), said.unit)
    is_round = any(flag.startswith("approximate") for flag in said.flags) or len(_digits(amount).rstrip("0")) < _MIN_SIGNIFICANT
    return is_round or any(abs(amount - other) <= room for other in known)


def _slip_of(said: Figure, figure: Figure) -> str:
    """The slip between the two; one wrong digit only of numbers so long that chance hardly makes it."""
    cause = likely_cause(_kronor(said), _kronor(figure))
    is_short = len(_digits(_kronor(said))) < _MIN_DIGITS_WEAK or _significant(said, figure) < _MIN_SIGNIFICANT_WEAK
    is_weak = cause == _WEAK and is_short
    return cause if cause in _SLIPS and not is_weak else ""


def _is_meant(said: Figure, figure: Figure, together: Collection[Decimal]) -> bool:
    """Whether the table's amount is of the same year, and not told beside the other: then it is another than that."""
    return _kronor(figure) not in together and _is_of_its_time(said, figure)


def _is_of_its_time(said: Figure, figure: Figure) -> bool:
    return said.period is None or figure.period is None or said.period[:4] == figure.period[:4]


def _shares_a_word(said: Figure, figure: Figure) -> bool:
    """Whether the sentence has any word of the row, however many rows have it."""
    around = set(_stems(said.quote))
    return any(one in around for one in _stems(figure.row.rpartition(" › ")[2]))


def _is_told(said: Figure, figure: Figure, cause: str, is_made: bool) -> bool:
    """One wrong digit of an amount that is in no statement: its own sentence must name the row, not only the heading."""
    return not (is_made and cause == _WEAK) or _shares_a_word(said, figure)


def _is_named(said: Figure, figure: Figure, common: Counter[str]) -> bool:
    """Whether the sentence, or the heading it stands under, has a telling word of the row."""
    around = set(_stems(f"{said.quote} {said.locator.section.rpartition(' › ')[2]}"))
    return any(s in around for s in _stems(figure.row.rpartition(" › ")[2]) if common[s] <= _TELLING_ROWS)


def _stems(text: str) -> list[str]:
    return [stem(word) for word in words(text) if len(word) >= _MIN_LETTERS and not word.isdigit()]


def _digits(value: Decimal) -> str:
    return f"{value:f}".replace(".", "").lstrip("0")


def _relation(said: Figure, figure: Figure, certainty: Certainty) -> Relation:
    factor = (factor_to(said.unit, figure) or Decimal(1)) * (1 if (said.value < 0) == (figure.value < 0) else -1)
    return Relation(
        FindingKind.CONTRADICTION, said, (Term(figure, factor),), f"{say_figure(figure)} i tabellen", certainty, Decimal(0)
    )
