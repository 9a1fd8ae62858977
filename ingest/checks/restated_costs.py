"""What an activity costs for each participant, against its cost and its participants."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from ingest.checks.facts import time_of
from ingest.checks.relation import Relation, Term, factor_to, step_of
from ingest.checks.sheets import Sheet
from ingest.domain import Certainty, Figure, FindingKind, Scenario
from ingest.lexicon import fold_label
from ingest.unit_words import MONEY_UNITS

_PER_PERSON, _PEOPLE = "kostnad_per_deltagare", "deltagare"
_COST = re.compile(r"(?:total )?(?:kostnad|utfall)(?:er|en)?\b(?!\s*(?:per\b|/))")
_BUDGET = re.compile(r"(?:total )?budget\b")
_PARTICIPANTS = re.compile(r"(?:antal |totalt antal |inskrivna )?deltagare$")
_BRACKETS = re.compile(r"\([^)]*\)")


@dataclass(frozen=True, slots=True)
class _Cost:
    """An amount that the cost for each may come from, and what it is: "kort" or "tabell" for what was spent, "budget"."""

    figure: Figure
    source: str


def cost_relations(sheets: Sequence[Sheet]) -> Iterator[Relation]:
    """For each card of an activity: its cost for each participant is one of its costs over its participants.

    Where none fits, the card's own cost is taken; another only where it fits on another card.
    """
    unfit: list[list[tuple[str, Relation]]] = []
    fitting: set[str] = set()
    for card in (sheet for sheet in sheets if sheet.table.layout == "card"):
        made = [(cost.source, relation) for cost in _costs(card, sheets) if (relation := _relation(card, cost)) is not None]
        holding = [(source, relation) for source, relation in made if relation.holds]
        if holding:
            fitting.add(holding[0][0])
            yield holding[0][1]
        else:
            unfit.append(made)
    for made in unfit:
        meant = [relation for source, relation in made if source == "kort" or source in fitting]
        if meant:
            yield replace(meant[0], certainty=Certainty.INTERPRETATION)


def _relation(card: Sheet, cost: _Cost) -> Relation | None:
    """None where the card does not say both the cost for each and the participants."""
    per_person = next((f for row in card.rows for cell in row.cells for f in cell if f.concept == _PER_PERSON), None)
    people = next((f for f in _first_of(card, _PARTICIPANTS) if f.unit not in MONEY_UNITS and f.value > 0), None)
    factor = factor_to(per_person.unit, cost.figure) if per_person is not None else None
    if per_person is None or people is None or factor is None:
        return None
    term = Term(cost.figure, factor / people.value)
    words = f"kostnaden delad med {people.value} deltagare"
    return Relation(FindingKind.CONTRADICTION, per_person, (term,), words, slack=step_of(per_person))


def _costs(card: Sheet, sheets: Sequence[Sheet]) -> Iterator[_Cost]:
    for pattern, source in ((_COST, "kort"), (_BUDGET, "budget")):
        for figure in _first_of(card, pattern):
            if figure.unit in MONEY_UNITS and source == ("budget" if figure.scenario is Scenario.BUDGET else "kort"):
                yield _Cost(figure, source)
    name, time = fold_label(card.table.title), {time_of(f) for row in card.rows for cell in row.cells for f in cell}
    for sheet in sheets:
        for row in sheet.rows if sheet.table.layout != "card" else ():
            if fold_label(row.label) == name:
                for figure in (f for cell in row.cells for f in cell):
                    if figure.unit in MONEY_UNITS and figure.scenario is Scenario.OUTCOME and time_of(figure) in time:
                        yield _Cost(figure, "tabell")


def _first_of(card: Sheet, pattern: re.Pattern[str]) -> Iterator[Figure]:
    """The first figure of each row whose label fits."""
    for row in card.rows:
        if pattern.match(fold_label(_BRACKETS.sub("", row.label))) and row.cells and row.cells[0]:
            yield row.cells[0][0]
