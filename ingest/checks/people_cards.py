"""Cards of teams: women and men against the participants, and the cost per participant against cost and count."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from decimal import ROUND_HALF_UP, Decimal

from ingest.checks.people_splits import Split
from ingest.checks.relation import Relation, Term, in_base_unit, step_of
from ingest.checks.sentences_said import said_finding
from ingest.checks.sheets import Sheet, is_doubtful, lay_out
from ingest.checks.words import say_value
from ingest.domain import Certainty, Figure, Finding, FindingKind, Report, Scenario
from ingest.language import fold
from ingest.unit_words import MONEY_UNITS

_PEOPLE = re.compile(
    r"^(?:antal )?(?:inskrivna |registrerade |unika )?(?:deltagare|individer|personer|inskrivna|arenden)\b(?! per)"
)
_WOMEN = re.compile(r"^(?:varav )?(?:antal )?kvinnor$")
_MEN = re.compile(r"^(?:varav )?(?:antal )?man$")
_PER_HEAD = re.compile(r"\bkostnad\w* per (?:deltagare|individ|person|inskriven)\b")
_COSTS = (
    re.compile(r"^(?:utfall|bokslut)\b"),
    re.compile(r"^(?:total )?(?:kostnad|nettokostnad)(?:er)?\b(?! per)"),
    re.compile(r"^budget\b"),
)
_BUDGET = _COSTS[-1]
_TOTAL = re.compile(r"\btotalt\b|\bsammanlagt\b|\bhela\b")


def card_relations(report: Report) -> Iterator[Relation]:
    """Rows of a card for women and men, below one that counts the participants."""
    for sheet in _cards(report):
        figures = _figures(sheet)
        people, women, men = (_only(figures, pattern) for pattern in (_PEOPLE, _WOMEN, _MEN))
        if people and women and men:
            yield Relation(FindingKind.SEX_SPLIT, people, (Term(women), Term(men)), "kvinnor och män tillsammans")


def _cards(report: Report) -> list[Sheet]:
    return [sheet for sheet in lay_out(report.tables, report.figures) if sheet.table.layout == "card"]


def _figures(sheet: Sheet) -> list[Figure]:
    return [figure for row in sheet.rows for cell in row.cells for figure in cell if not is_doubtful(figure)]


def _label(figure: Figure) -> str:
    return fold(figure.row.rsplit(" › ", 1)[-1]).strip(" :.")


def _only(figures: Sequence[Figure], pattern: re.Pattern[str]) -> Figure | None:
    """The one count that a card has under such a label; None where it has none or several."""
    found = [f for f in figures if f.unit == "antal" and f.scenario is Scenario.OUTCOME and pattern.search(_label(f))]
    return found[0] if len({f.value for f in found}) == 1 else None


def costs_per_head(report: Report, splits: Sequence[Split]) -> Iterator[Finding]:
    """A card's cost per participant that is none of its costs divided by its participants."""
    broken = {(s.said.locator.lines, s.said.quote) for s in splits if s.whole is not None and s.whole.value != s.sum}
    for sheet in _cards(report):
        figures = _figures(sheet)
        people, women, men = (_only(figures, pattern) for pattern in (_PEOPLE, _WOMEN, _MEN))
        if people and women and men and women.value + men.value != people.value:
            continue  # the count is in doubt itself, and said to be
        per_head = [f for f in figures if f.unit in MONEY_UNITS and _PER_HEAD.search(_label(f))]
        costs = [
            f for pattern in _COSTS for f in figures if f.unit in MONEY_UNITS and f not in per_head and pattern.search(_label(f))
        ]
        if (
            people is None
            or people.value <= 0
            or len(per_head) != 1
            or not costs
            or (people.locator.lines, people.quote) in broken
        ):
            continue
        told = per_head[0]
        if all(_BUDGET.search(_label(cost)) for cost in costs):
            continue  # what a participant cost follows from the outcome, which the card does not tell
        exact = [_in_unit(in_base_unit(cost.value, cost.unit) / people.value, told) for cost in costs]
        if any(abs(one - told.value) <= step_of(told) for one in exact):
            continue
        computed = exact[0].quantize(step_of(told), ROUND_HALF_UP)
        cost = say_value(costs[0].value, costs[0].unit)
        what = (
            f"Kostnaden per deltagare anges till {say_value(told.value, told.unit)}, "
            f"men {cost} på {people.value:f} deltagare är {say_value(computed, told.unit)}."
        )
        yield said_finding(
            report,
            FindingKind.SHARE,
            what,
            (),
            told.value,
            computed,
            told.unit,
            certainty=Certainty.INTERPRETATION,
            figures=(told, costs[0], people),
        )


def _in_unit(amount_kr: Decimal, figure: Figure) -> Decimal:
    return amount_kr / in_base_unit(Decimal(1), figure.unit)
