"""What the key of a fact card announces: a count, money, the two sides of a pair, or words."""

from __future__ import annotations

import re
from enum import Enum

from ingest.language import fold

_PAIR = re.compile(r"(?:^|[ (])([^\W\d_]+) ?/ ?([^\W\d_]+)\)?[ :]*$")
_SEXES = re.compile(r"^(?:kvinn|man$|flick|pojk|tjej|kill)")
_COUNT = re.compile(
    r"^(?:totalt? |unika |nya |varav )?(?:antal\w*|deltagare|deltagande|besok\w*|varav|arenden|personer|individer|kartlaggningar"
    r"|inskriv(?:na|ningar)|avslut(?:ade)?|utskriv(?:na|ningar)|remisser|ansokningar|platser|kvinnor|man|ungdomar|anmalda"
    r"|medverkande|utbildade|volym)\b"
)
_CERTAIN_MONEY = re.compile(r"^(?!.{0,20}\bantal).*(?:budget|kostnad|belopp|bidrag|tilldel|anslag)")
_MONEY = re.compile(
    r"\butfall|forbruk|finansiering|beviljade|beviljat|\bmedel\b|ersattning|intakt|utgift|\bpris|upparbetat|\bkr\b|\btkr\b"
)
# Words that open a paragraph of prose: a number in it belongs to its sentence.
_TEXT = re.compile(
    r"^(?:syfte|ma?d?l\b|m[a-z]{1,3}lgrupp|overgripande|kvantitativ|kvalitativ|resultat|effekt|aktivitet|maluppfyll|uppfolj|bakgrund|metod"
    r"|innehall|huvudman|projektagare|agare|tema|arets tema|organisation|samverk|beskrivning|kommentar|analys|bedomning)"
)
_NO_FIGURE = re.compile(
    r"^(?:sida|sidor|sid|dnr|diarie\w*|arende(?:nr|nummer)|tele?fon\w*|tel|mobil\w*|org\w*|post\w*|bankgiro|plusgiro"
    r"|fakturaadress|adress|e-?post\w*|hemsida|webb\w*|version|bilaga|not|nr|nummer|lopnummer|id|alder|aldersgrupp|malgrupp"
    r"|datum|plats|lokal|ar|(?:projekt|insats|avtals|verksamhets|tids|start|slut)?(?:period|tid|start|slut|ar|datum))\b"
    r"(?! deltagare)"
)
_YEAR = re.compile(r"(?:19|20)\d\d\.?")


class KeyKind(Enum):
    COUNT = "count"
    MONEY = "money"
    PAIR = "pair"
    TEXT = "text"
    OTHER = "other"


def kind_of(key: str) -> KeyKind:
    """What a key announces; OTHER for a name that says nothing about its value ("Rådgivningsärenden")."""
    folded = fold(key).strip(" .:")
    pair = names_of_pair(key)
    if pair is not None and all(_SEXES.match(fold(name)) for name in pair):
        return KeyKind.PAIR
    if _TEXT.match(folded):
        return KeyKind.TEXT
    if _CERTAIN_MONEY.match(folded):
        return KeyKind.MONEY
    if _COUNT.match(folded):
        return KeyKind.COUNT
    return KeyKind.MONEY if _MONEY.search(folded) else KeyKind.OTHER


def names_of_pair(key: str) -> tuple[str, str] | None:
    """The two names of a key such as "Varav kvinnor/män", as printed."""
    match = _PAIR.search(key)
    return (match[1], match[2]) if match else None


def holds_no_figure(key: str, text: str) -> bool:
    """Whether a key says that what looks like a number is none: a telephone, a year, an age."""
    folded = fold(key).strip(" .:")
    if _NO_FIGURE.match(folded):
        return True
    return bool(_YEAR.fullmatch(text)) and kind_of(key) not in (KeyKind.COUNT, KeyKind.MONEY)
