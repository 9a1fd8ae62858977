"""A number in a sentence that is a slip away from the one in the table: 54 700 for 45 700, beside the words of its row."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from decimal import Decimal

from ingest.checks.causes import likely_cause
from ingest.checks.relation import Relation, Term, factor_to, in_base_unit
from ingest.checks.sheets import is_doubtful
from ingest.checks.words import say_figure
from ingest.domain import Certainty, Figure, FindingKind, Report, Scenario
from ingest.language import stem, words
from ingest.unit_words import MONEY_UNITS

# Shorter numbers are a slip away from one another by chance.
_MIN_DIGITS = 4
_MIN_SIGNIFICANT, _MIN_DIGITS_UNNAMED = 3, 5
_SWAPPED = "siffror omkastade"
_SLIPS = (_SWAPPED, "en siffra fel", "en nolla saknas", "en nolla för mycket")
# What one digit explains is taken only of numbers so long that chance would hardly make it.
_MIN_DIGITS_WEAK = 6
_WEAK = "en siffra fel"
_MIN_LETTERS = 5
# A stem in more rows than this tells nothing about which row a sentence means.
_TELLING_ROWS = 4
_COMPARED = (Scenario.OUTCOME, Scenario.BUDGET)


def slip_relations(report: Report) -> Iterator[Relation]:
    """For each amount that no table prints: the one amount that it nearly is, of a row that the sentence or its section names.

    Two digits swapped tell enough without a name.
    """
    printed = [f for f in report.figures if f.unit in MONEY_UNITS and f.scenario in _COMPARED and not is_doubtful(f)]
    known = {_kronor(figure) for figure in printed}
    rows = {figure.row.rpartition(" › ")[2] for figure in printed}
    common = Counter(stem for label in rows for stem in set(_stems(label)))
    for said in report.statements:
        if said.unit in MONEY_UNITS and len(_digits(_kronor(said))) >= _MIN_DIGITS and not _is_printed(said, known):
            slips = [(figure, cause) for figure in printed if (cause := _slip_of(said, figure)) and _is_of_its_time(said, figure)]
            named = [figure for figure, _ in slips if _is_named(said, figure, common)]
            is_long = len(_digits(_kronor(said)).rstrip("0")) >= _MIN_DIGITS_UNNAMED
            swapped = [figure for figure, cause in slips if cause == _SWAPPED and is_long]
            for near in (named, swapped):
                if near and len({_kronor(figure) for figure in near}) == 1:
                    yield _relation(said, near[0], Certainty.CERTAIN if near is named else Certainty.INTERPRETATION)
                    break


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
    is_weak = cause == _WEAK and len(_digits(_kronor(said))) < _MIN_DIGITS_WEAK
    return cause if cause in _SLIPS and not is_weak else ""


def _is_of_its_time(said: Figure, figure: Figure) -> bool:
    return said.period is None or figure.period is None or said.period[:4] == figure.period[:4]


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
