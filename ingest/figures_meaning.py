"""What a printed number means: its concept and its scenario, from the words around it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date

from ingest.domain import Metadata, ReportKind, Scenario, Table
from ingest.figures_cells import without_period
from ingest.figures_words import NOTE
from ingest.language import fold
from ingest.lexicon import Concept, Lexicon, fold_label
from ingest.periods import parse_period
from ingest.unit_words import MONEY_UNITS, without_unit

COLUMN_UNCERTAIN = "column-uncertain"
_PARTY = r"(?:utfall|budget|prognos|bokslut|plan)\w*(?: (?:19|20)\d\d)?"
_DEVIATION = re.compile(
    rf"avvik|differens|\bdiff\b|\bskillnad|\bforandring|{_PARTY}\s*(?:-|\./\.|minus|mot|jamfort med|jmf)\s*{_PARTY}|^\+ ?/ ?-$"
)
_SCENARIOS = (
    (Scenario.FORECAST, re.compile(r"prognos")),
    (Scenario.BUDGET, re.compile(r"budget|\bplan(?:erat|erad\w*)?\b|\b(?:fler|lang)arsplan|\bram\b")),
    (Scenario.OUTCOME, re.compile(r"utfall|bokslut|forbrukat|upparbetat|faktisk|resultat (?:19|20)\d\d")),
    (Scenario.TARGET, re.compile(r"\bmal(?:varde\w*|niva\w*|tal\w*|sattning\w*|et)?\b")),
)
_LABELS = (
    (Scenario.BUDGET, re.compile(r"budget(?:mal\w*|ram\w*|erad\w*|erat)?\b(?!-? och skuld)")),
    (Scenario.FORECAST, re.compile(r"(?:helars)?prognos\b")),
    (Scenario.OUTCOME, re.compile(r"(?:utfall|bokslut)\b")),
    (Scenario.DEVIATION, re.compile(r"(?:budget)?avvikelse|differens|\bdiff\b")),
    (Scenario.TARGET, re.compile(r"(?:kvantitativa |kvalitativa )?mal(?:varde|niva|tal)?\b(?! ?\d| och\b)")),
)
# A column "Kostnad" holds each row's own cost, not the association's.
_OF_THE_WHOLE = ("verksamhetens_intakter", "verksamhetens_kostnader", "verksamhetens_nettokostnad", "arets_resultat")
_SUM = re.compile(r"^(summa|totalt?|redovisat varde.*)$")
_OF_THE_YEAR = re.compile(r"^(?:arets|periodens) ")


def concept_in(lexicon: Lexicon, label: str, context: str = "") -> str | None:
    """The key of the concept that a label means, with or without the unit that it ends in."""
    return lexicon.concept_of(label, context) or lexicon.concept_of(without_unit(label), context)


def find_concept(
    lexicon: Lexicon, label: str, column: str, table: Table, parents: tuple[str, ...] = (), is_state: bool = False
) -> Concept | None:
    """The concept of the row, else of the column ("Antal invånare"), else for a bare total that of its group or table.

    `is_state`: the table holds states of a day, where "Revision" is what is owed and not what the year's audit cost.
    """
    context = f"{table.title} {table.locator.section}"
    key = concept_in(lexicon, label, context)
    if key is None:
        key = lexicon.concept_of(without_unit(without_period(column)), context)
        if key in _OF_THE_WHOLE and label and parse_period(label) is None:
            key = None
    if key is None and _SUM.match(fold_label(label)):
        summed = parents[-1] if parents else NOTE.sub("", fold(without_unit(table.title)))
        key = lexicon.concept_of(summed, context) or (lexicon.concept_of(f"Summa {summed}", context) if parents else None)
    concept = lexicon.get(key)
    if is_state and concept is not None and concept.kind == "flow" and not _OF_THE_YEAR.match(fold_label(label)):
        return None
    return concept


def fits(concept: Concept | None, unit: str, scenario: Scenario) -> bool:
    """Whether a number in the unit can be one of the concept; a share beside an amount is about the amount's."""
    if concept is None or scenario is Scenario.SHARE:
        return True
    if concept.unit == "money":
        return unit in MONEY_UNITS
    return unit == concept.unit or concept.unit == "antal" and unit == "årsarbetare"


def find_scenario(column: str, labels: Sequence[str], table: Table, metadata: Metadata, unit: str) -> Scenario:
    """The scenario by the column, else by the row's labels (its parents among them), the title, the section's own
    title or the kind of report."""
    money = unit in MONEY_UNITS
    if unit == "%" and re.search(r"\bandel\b", fold(column)):
        return Scenario.SHARE
    named = _named(column)
    if named is not None:
        return named
    labelled = next((s for label in labels for s, pattern in _LABELS if pattern.match(fold_label(label))), None)
    if labelled is not None:
        return labelled
    for title in (table.title, own_section(table)) if money else ():
        in_title = {s for s, pattern in _SCENARIOS[:3] if pattern.search(fold(title))}
        if len(in_title) == 1:
            return in_title.pop()
        if in_title:
            break
    if money and metadata.kind in (ReportKind.OPERATIONAL_PLAN, ReportKind.BUDGET):
        return Scenario.BUDGET
    return Scenario.OUTCOME


def not_yet(scenario: Scenario, unit: str, start: date | None, metadata: Metadata) -> Scenario:
    """Budget for an "outcome" in money of a time that starts when the report's has ended: it can only be planned."""
    ahead = start is not None and start > metadata.period_end
    return Scenario.BUDGET if ahead and scenario is Scenario.OUTCOME and unit in MONEY_UNITS else scenario


def own_section(table: Table) -> str:
    """The innermost title of the table's section, without its number."""
    return re.sub(r"^\d+(?:\.\d+)*\.?\s+", "", table.locator.section.rpartition(" › ")[2])


def _named(column: str) -> Scenario | None:
    """The scenario that a column names: a deviation if it names that or two sides, else by its first word."""
    folded = fold(column)
    if "?" in folded:
        return None  # a question that people were asked ("... planerat att påbörjas inom rimlig tid?")
    if _DEVIATION.search(folded):
        return Scenario.DEVIATION
    found = [(match.start(), scenario) for scenario, pattern in _SCENARIOS if (match := pattern.search(folded))]
    return min(found)[1] if found else None
