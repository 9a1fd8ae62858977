"""What a labelled number of a sentence means: its scenario, concept and period; the figure that it makes."""

from __future__ import annotations

import re

from ingest.domain import Figure, Locator, Metadata, ReportKind, Scenario
from ingest.language import fold
from ingest.lexicon import Concept, Lexicon, fold_label
from ingest.statements_labels import Label
from ingest.statements_numbers import MONEY
from ingest.statements_periods import Setting
from ingest.statements_words import Sentence

_STOP = re.compile(r"[.;:!?](?= |$)")
_GOAL = re.compile(
    r"\b(?:del)?m.l(?:et|en|sattning\w*|varde\w*)?(?: (?:ar|var|om|pa|att|for))+(?: (?!utfall|resultat|nad)[a-z-]+){0,8} $"
    r"|\bm.l(?:et|varde\w*)?: (?:[a-z]+ )?$|\b(?:ska|skall)(?: (?!att\b|namnas|noteras|ocksa)[a-z-]+){0,8} $"
)
_SHALL = re.compile(r"^[^.;,(0-9]{0,80}\b(?:ska|skall)\b")
# "Att arbeta med 40 deltagare" standing alone is an aim; a scan may have lost the blank behind it.
_AIM = re.compile(r"^\W{0,3}(?:at{2,}+ ?(?!ityd|est|raktiv|ack|a\b|io\b)[a-z0-9]|at (?=\d))")
_MEANT_AS_GOAL = re.compile(r"\bm.l(?:et|en|sattning\w*)?\b")
_EXPECTED = re.compile(
    r"\b(?:beraknas|beraknat|prognos\w*|forvantas|vantas|kommer att|kommer na|kommer bli|raknar (?:[a-z]+ ){0,3}med)"
    r"(?: [a-z-]+){0,10} $"
)
_WILL_BE = re.compile(r"^[^.;,(0-9]{0,60}\b(?:forvantas|vantas|beraknas|kommer att|kommer anordnas|kommer genomforas)\b")
_BUDGETED = re.compile(
    r"(?<!mot )(?<!till )(?<!med )(?<!an )(?<!av )\b(?:budget(?:en|erat|erad|erade|eras|erades)?)\b,?"
    r"(?: (?!blev|uppgick|utfall|forhallande|mot\b)[a-z0-9,-]+){0,12} $"
)
_AGAINST_BUDGET = re.compile(r"^ ?[^.;,0-9]{0,20}\b(?:mot|i forhallande till|jamfort med|an)(?: [a-z]+){0,2} budget(?:en)?\b")
_DIFFERENCE = re.compile(r"underskott|overskott|avvikelse|differens|lagre|hogre|mindre|mer\b|battre|samre")
_PLANNED = re.compile(r"\b(?:budgeter|planera)")
_FORESEEN = re.compile(r"\b(?:berakna|forvanta|prognos)")
_ALLOTTED = re.compile(r"\b(?:anges|avsatts|avsatta|fordelas|reserveras)\b")
_OF_THE_BUDGET = re.compile(r"^[^.;]{0,50}\bav (?:[a-z]+ ){0,3}budget(?:en)?\b")
_LOSS = re.compile(r"underskott|minus|negativ|forlust")
_OWNER = re.compile(r"(?:(?:samordnings)?forbundets|verksamhetens) ")
_DEFINITE = re.compile(r"(?<=[a-z]{3})(?:na|en|et|n|t)$")
# A result that belongs to nobody in the sentence is the association's own; costs and income can be anybody's.
_OWNERLESS = "resultat"


def meaning_of(
    sentence: Sentence, label: Label, introduction: str, setting: Setting, metadata: Metadata, lexicon: Lexicon
) -> Figure:
    """The statement as a figure, its key, sentence and place still to be filled in; `introduction` is what leads to the list
    that the sentence is an item of."""
    scenario = _scenario(sentence, label, introduction, metadata)
    concept = _concept(label, lexicon)
    instant = concept is not None and concept.kind == "instant"
    period, flags = setting.period_of(sentence, label, scenario, instant)
    if scenario is Scenario.OUTCOME and period is not None and setting.is_ahead(period):
        scenario = Scenario.FORECAST
    hedged = (f"approximate: {label.mention.hedge}",) if label.mention.hedge else ()
    return Figure(
        key="",
        table=None,
        row=label.text,
        column="",
        value=label.mention.value,
        unit=label.unit,
        raw="",
        period=period,
        scenario=scenario,
        concept=concept.key if concept else None,
        quote="",
        locator=Locator(),
        flags=(*flags, *hedged),
    )


def _scenario(sentence: Sentence, label: Label, introduction: str, metadata: Metadata) -> Scenario:
    folded, mention = sentence.folded, label.mention
    bracket = sentence.bracket_at(mention.start)
    before, after = folded[bracket[0] + 1 if bracket else 0 : mention.hedge_start], folded[mention.end :]
    # "Mål: 200 deltagare" is one clause
    clause = before[max((m.end() for m in _STOP.finditer(before) if not before[: m.start()].endswith("mal")), default=0) :]
    money = label.unit in MONEY
    if label.share:
        return Scenario.SHARE
    if label.change or (money and _AGAINST_BUDGET.search(after) and _DIFFERENCE.search(fold(label.text))):
        return Scenario.DEVIATION
    if (
        (bracket is None and _AIM.match(folded))
        or _GOAL.search(clause)
        or _SHALL.search(after)
        or (introduction and _MEANT_AS_GOAL.search(introduction) and bracket is None)
    ):
        return Scenario.TARGET
    if _FORESEEN.search(fold(label.text)) or _EXPECTED.search(clause) or _WILL_BE.search(after):
        return Scenario.FORECAST
    priced = money or label.unit == "%"
    if _PLANNED.search(fold(label.text)) or _is_allotted(clause, after) or (priced and _BUDGETED.search(clause)):
        return Scenario.BUDGET
    if money and metadata.kind in (ReportKind.OPERATIONAL_PLAN, ReportKind.BUDGET):
        return Scenario.BUDGET
    return Scenario.OUTCOME


def _is_allotted(clause: str, after: str) -> bool:
    """Whether an amount is a part that the budget gives ("anges till 300 000 kr, vilket utgör 5 % av budgeten")."""
    return _ALLOTTED.search(clause) is not None and _OF_THE_BUDGET.search(after) is not None


def _concept(label: Label, lexicon: Lexicon) -> Concept | None:
    """The concept that a label means as a whole. A loss printed without its minus is none: its value would be a gain's."""
    folded = fold_label(label.text)
    if label.change or label.share or (_LOSS.search(folded) and label.mention.value > 0):
        return None
    owned = _OWNER.sub("", folded)
    for name in (folded, owned, _indefinite(owned)):
        concept = lexicon.get(lexicon.concept_of(name))
        if concept is None or not _fits(concept, label.unit, folded):
            continue
        if " " in name or owned != folded or name in (fold_label(concept.label), _OWNERLESS):
            return concept
    return None


def _indefinite(name: str) -> str:
    """ "soliditeten" as "soliditet", "egna kapitalet" as "eget kapital"."""
    return _DEFINITE.sub("", name.replace("egna ", "eget "))


def _fits(concept: Concept, unit: str, label: str) -> bool:
    """Whether the unit is the concept's. Those whom a sentence counts may be any part of all; "antal deltagare" are all."""
    if concept.unit == "money":
        return unit in MONEY
    return unit == concept.unit and (unit != "antal" or label.startswith("antal"))
