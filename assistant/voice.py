"""How an answer speaks: in its language, and with amounts in the unit that was wished for."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from assistant.evidence import Calculation, FigureEvidence
from assistant.wording import say, say_amount, say_expression, say_figure, say_label, say_scenario, say_time
from ingest.domain import Scenario


@dataclass(frozen=True, slots=True)
class Voice:
    """`language` is "sv" or "en"; `wished_unit` "mnkr", "tkr" or none."""

    language: str
    wished_unit: str | None = None

    def say(self, phrase: str, **names: str) -> str:
        return say(self.language, phrase, **names)

    def figure(self, evidence: FigureEvidence) -> str:
        return say_figure(evidence, self.language, self.wished_unit)

    def result(self, calculation: Calculation) -> str:
        """The size of what was computed; a sentence says the direction in words."""
        return self.amount(abs(calculation.value), calculation.unit)

    def amount(self, value: Decimal, unit: str) -> str:
        return say_amount(value, unit, self.language, self.wished_unit)

    def working(self, calculation: Calculation) -> str:
        return self.say("working", expression=say_expression(calculation.expression))

    def time(self, evidence: FigureEvidence) -> str:
        return say_time(evidence, self.language)

    def row(self, evidence: FigureEvidence) -> str:
        """The row as printed; in an English answer as a quotation, since it is Swedish."""
        return self.say("row_label", label=say_label(evidence))

    def label(self, evidence: FigureEvidence) -> str:
        """The row as printed, and the kind of figure where it is no outcome."""
        kind = say_scenario(evidence, self.language)
        return f"{self.row(evidence)} ({kind})" if kind else self.row(evidence)

    def subject(self, evidence: FigureEvidence) -> str:
        """The row as what a sentence is about: its own name first, then the heading that it stands under."""
        heading, _, own = say_label(evidence).rpartition(": ")
        if not heading or not own[:1].isupper():
            return self.row(evidence)  # "avslutad" is no name of its own
        return self.say("row_under_heading", label=self.say("row_label", label=own), heading=heading)

    def full_label(self, evidence: FigureEvidence, *, with_association: bool = False) -> str:
        association = evidence.stored.report.association if with_association else ""
        return ", ".join(part for part in (self.label(evidence), association, self.time(evidence)) if part)

    def sentence(self, evidence: FigureEvidence, marks: str) -> str:
        """A figure on its own: "Årets resultat 2021 för Finsam Norrdal var −38 774 kr [1]."."""
        time = self.time(evidence)
        names = {"association": evidence.stored.report.association, "value": self.figure(evidence), "mark": marks}
        if not time:
            return self.say("figure_untimed", label=self.label(evidence), **names)
        if evidence.stored.figure.scenario is Scenario.BUDGET:
            return self.say("figure_planned", label=self.subject(evidence), time=time, **names)
        kind = say_scenario(evidence, self.language)
        label = f"{self.subject(evidence)} ({kind})" if kind else self.subject(evidence)
        return self.say("figure", label=label, time=time, **names)
