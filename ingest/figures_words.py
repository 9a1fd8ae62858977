"""What the words of a title, header or label say about the numbers: that they are money, or what they count."""

from __future__ import annotations

import re

from rapidfuzz.distance import Levenshtein

from ingest.domain import Table
from ingest.language import fold
from ingest.lexicon import CHARS_PER_MISREAD, fold_label
from ingest.unit_words import named_unit

_SEX = re.compile(r"^(?:varav )?(?:kvinn\w*|man|flickor|pojkar)$")
_SEX_HEADER = re.compile(r"\b(?:kvinn\w*|flickor)|\bkv\.?$")
_PER_HEAD = re.compile(r"(?:\bper |/ ?)(?:unik )?(?:deltagar|person|individ|plats|arende|invanar|elev|medlem)\w*")
_PEOPLE = re.compile(
    r"^(?:totalt?|summa|varav|unika|nya|ovriga)? ?"
    r"(?:antal(?:et)?|deltagare|individer|personer|arenden|besok|besokare|inskrivna|avslutade|anstallda|invanare|folkmangd|remisser)\b"
)
_COUNTS = re.compile(
    r"\bantal|deltag(?:are|ande)|individer|personer|arenden|inskriv|avslut|besok|anstallda|medarbetare|bemanning"
    r"|invanare|befolkning|folkmangd|remisser|enkat|statistik|sysselsattning|forsorjning"
)
_MONEY = re.compile(
    r"kostnad|intakt|utgift|inkomst|budget(?!-? och skuld|radg)|bidrag|medlemsavgift|fordring|fordran|skuld(?:er)?\b|tillgangar"
    r"|eget kapital|\bkassa(?:n)? (?:och|,)|\bbelopp|anslag|medelstilldelning|arvode|\bloner\b|avskrivning|investering"
    r"|avsatt(?:ning)?|balanskrav|ekonomiskt? (?:utfall|oversikt|sammanstallning|resultat)"
)
# A heading that may stand over money and over much else, so that the numbers must look like it too.
_PERHAPS_MONEY = re.compile(_MONEY.pattern + r"|finansier|ekonomi|utfall|medel\b|drifts?redovisning|balans")
_MONEY_LABEL = re.compile(
    r"kostnad|intakt|\butgift|\binkomst|avskrivning|\bloner?\b|arvode|\bhyr(?:a|or)\b|lokalhyr|\brant(?:a|or|e\w*)\b"
    r"|drifts?bidrag|medlemsbidrag|statsbidrag|medlemsavgift|eget kapital|skuld(?:er)?\b|fordran|fordring|^avsattning"
    r"|tillgangar|kassa och bank|likvida medel|kassaflode|rorelsekapital|likviditetspaverkande|^(?:arets|periodens) resultat"
    r"|\bresultat efter|budgeterat resultat|balanskrav|moms\b|mervardesskatt|sociala avgifter|arbetsgivaravgift|finansiell"
    r"|extraordinar|over-?/?underskott|\boverskott|\bunderskott|investering|inventarier|realisations|orealiserad|upplupna"
    r"|forutbetald|finansnetto|^budget(?!-? och skuld|radg)|\bbelopp\b"
)
_CERTAIN_MONEY = re.compile(r"kostnad|intakt(?!sk)|\butgift|\bbelopp\b|^budget(?!-? och skuld|radg)")
_MONEY_HEADER = re.compile(
    r"kostnad|\bkostn\b|intakt|utgift|inkomst|\bbelopp|\bbidrag|medlems(?:bidrag|avgift)|\bnetto\b|anslag|\bkronor\b|eget kapital"
)
_STATEMENTS = (
    "resultatrakning", "balansrakning", "kassaflodesanalys", "finansieringsanalys", "driftredovisning", "driftsredovisning",
    "investeringsredovisning", "balanskravsresultat", "balanskravsutredning", "balanskravsavstamning", "budgetoversikt",
)  # fmt: skip
NOTE = re.compile(r"^not(?:er)?\s*\d+\w?[.,]?\s*:?\s*")


def is_of_note(table: Table) -> bool:
    """Whether the table stands in a note to a statement: its title or the innermost note's heading above it says so."""
    parts = (table.title, *reversed(table.locator.section.split(" › ")))
    return any(NOTE.match(fold(part)) for part in parts[:3])


def unit_of_label(label: str) -> str | None:
    """The unit that a row's label names.

    "Kostnad per deltagare, andel av ..." names a share in passing; a bracket or a closing "%" says that the row is in
    percent, and so does a label that begins with the share.
    """
    unit = named_unit(label)
    if unit == "%" and not re.search(r"^andel|\bandel i (?:%|procent)|(?:%|procent)\)?$", fold(label).strip()):
        return None
    return None if unit == "antal" and is_money_label(label) else unit


def is_sex(label: str) -> bool:
    """Whether a label is one sex and nothing else ("varav kvinnor")."""
    return bool(_SEX.match(fold_label(label).strip("- ")))


def is_sex_header(header: str) -> bool:
    """Whether a column holds the women of something; where women have a column, men have theirs."""
    return bool(_SEX_HEADER.search(fold_label(header)))


def is_per_head(label: str) -> bool:
    """Whether a label is about each participant or the like ("Kostnad per deltagare")."""
    return bool(_PER_HEAD.search(fold_label(label)))


def counts_people(label: str) -> bool:
    """Whether a row's label begins with who or what is counted ("Deltagare i arbete")."""
    return bool(_PEOPLE.match(fold_label(label).strip("- ")))


def names_counts(title: str) -> bool:
    """Whether a title says that its table counts."""
    return bool(_COUNTS.search(_PER_HEAD.sub("", fold_label(title))))


def names_money(title: str) -> bool:
    """Whether a title says that its table is about money."""
    return bool(_MONEY.search(fold_label(title)))


def may_name_money(words: str) -> bool:
    """Whether the words of a heading or of headers fit money."""
    return bool(_PERHAPS_MONEY.search(fold_label(words)))


def is_money_label(label: str) -> bool:
    """Whether a row's label can only be about money."""
    return bool(_MONEY_LABEL.search(fold_label(label)))


def is_certain_money(label: str) -> bool:
    """Whether a row's label is about money even in a table that counts ("Kostnad per deltagare")."""
    return bool(_CERTAIN_MONEY.search(fold_label(label)))


def is_money_header(header: str) -> bool:
    """Whether a column's header can only be about money."""
    return bool(_MONEY_HEADER.search(fold_label(header)))


def is_statement(title: str) -> bool:
    """Whether a title is that of a financial statement, one misread letter in ten allowed."""
    words = re.findall(r"[a-z]+", fold_label(title))
    return any(Levenshtein.distance(w, s) <= len(s) // CHARS_PER_MISREAD for w in words for s in _STATEMENTS)
