"""Figures of something else than what is asked: of several things together, of what people said of themselves, of all instead of
one sex."""

from __future__ import annotations

from assistant.amounts import KRONOR
from assistant.figure_words import GENDERS, TermMatches
from assistant.matching import telling_stems
from ingest.domain import Figure
from ingest.language import terms, words
from vectorstore.entries import StoredFigure

# A word of the label is met from this similarity on.
_MET_FROM = 0.5
# Whom a survey addresses. What it asks is said first: "Känner du dig mer redo ...", "Har du fått stöd ...".
_ADDRESSED = frozenset("du dig din ditt dina you your yourself".split())
_SAID_FIRST = 2


def counts_more(figure: Figure, matched: TermMatches) -> bool:
    """Whether a number counts several things together, of which one is not asked about: "Flyttat, fått barn m.m."."""
    if figure.table is None or figure.unit in KRONOR or figure.unit == "%":
        return False
    for label in (figure.row.rpartition(" › ")[2], figure.column):
        things = [stems for part in label.split(",") if (stems := telling_stems(part))] if "," in label else []
        met = [any(matched.best(stem) >= _MET_FROM for stem in stems) for stems in things]
        if any(met) and not all(met):
            return True
    return False


def is_of_a_survey(figure: Figure, matched: TermMatches) -> bool:
    """Whether a percentage is of those who said something of themselves ("Känner du dig mer redo att arbeta?") and the question
    has no more than the setting of it: how many feel ready for work is not how many found it."""
    if figure.unit != "%":
        return False
    asked = next((label for label in (figure.row.rpartition(" › ")[2], figure.column) if _ADDRESSED & set(words(label))), None)
    telling = telling_stems(asked) if asked is not None else ()
    if not telling:
        return False
    met = [matched.best(word) >= _MET_FROM for word in telling]
    return 2 * sum(met) <= len(met) and not any(met[:_SAID_FIRST])


def is_of_the_sex(stored: StoredFigure, gender: str | None) -> bool:
    """Whether a percentage is told of the sex that is asked about: that of all is not the women's."""
    if gender is None:
        return True
    figure, sex = stored.figure, GENDERS[0] if gender == "women" else GENDERS[1]
    return bool(sex & set(terms(f"{figure.row} {figure.column} {figure.table or ''} {figure.locator.section} {figure.quote}")))
