"""A run of counts at the start of a text: "138 deltagare, fördelat på 79 kvinnor och 59 män"."""

from __future__ import annotations

import re
from dataclasses import dataclass

from ingest.language import fold, stem
from ingest.numerals import Numeral, parse_cell
from ingest.unit_words import named_unit

_NUMBER = r"(?:\d{1,3}(?: \d{3})+(?!\d)|\d+)(?:,\d+)?"
_LINKS = r"(?:och|samt|varav|därav|resp(?:ektive)?|fördela\w*|uppdela\w*)\b"
_WORD = rf"(?!{_LINKS})[^\W\d_]+(?:-[^\W\d_]+)*"
_LEAD = r"(?:(?:totalt|sammanlagt|ca|cirka|omkring)\.? )"
_PIECE = re.compile(
    rf"{_LEAD}*(?P<before>{_WORD}:? )?{_LEAD}*(?P<number>{_NUMBER})(?P<percent> ?%)?(?: ?st\b\.?| stycken\b)?"
    rf"(?P<share> ?\(\d+(?:,\d+)? ?%\))?(?P<after>(?: {_WORD}){{0,4}})(?P<late_share> ?\(\d+(?:,\d+)? ?%\))?",
    re.IGNORECASE,
)
_LINK = re.compile(rf" ?(?:[,;:/]|\((?=\d|\bvarav|[^\W\d_]+:? \d)|\))? ?(?:{_LINKS}(?: på)?:? ?)*", re.IGNORECASE)
_CLOSE = re.compile(r"[ ).]*")
# "25 per månad", "12 fler än 2020": the number is not of what the key names.
_OTHER_MEASURE = re.compile(
    r"\b(?:per|snitt|genomsnitt\w*|fler|farre|mer|mindre|an|av|till|mellan|minst|max\w*|hogst|kr|tkr|mnkr|procent\w*|gang\w*|okning"
    r"|minskning|lagre|hogre|eller|drygt|knappt|over|not|sida|sid|nr|kl|bilaga|tabell"
    r"|januari|februari|mars|april|maj|juni|juli|augusti|september|oktober|november|december)\b"
)
# "84/56", "45, 40 och 38": nothing says which of the numbers is the key's.
_SEVERAL = re.compile(rf" ?(?:[-–/]|,|och) ?{_NUMBER}(?! ?%)(?= ?(?:[,/(]|och\b|[.]?$))", re.IGNORECASE)
_YEAR = re.compile(r"(?:19|20)\d\d")
_VERB = re.compile(r"\b(?:har|hade|ar|var|fick|far|ska|skall|kan|blev|blir|deltog|deltar|deltagit)\b")
_TAIL = re.compile(r" (?:under|for|i) (?:året|perioden|halvåret|verksamhetsåret|tertialet|insatsen|projektet)$", re.IGNORECASE)
_ORIGIN = re.compile(r"^(?!deltagare|personer|individer|kvinnor|män)(\S+) från .*$", re.IGNORECASE)
_PART = re.compile(r"^(?:kvinn|man$|flick|pojk|tjej|kill|kv?$|m$|avslut|pagaende|nya$|nyinskr|inskr|utskr|kvarva|aterst)")
_UNITS = {"ar": "år", "manader": "månader", "manad": "månader", "tjanster": "årsarbetare", "heltider": "årsarbetare"}


@dataclass(frozen=True, slots=True)
class Piece:
    """A count with the words beside it; `is_part` where it is not the whole that the key names."""

    label: str
    numeral: Numeral
    counted: str
    is_part: bool
    share: Numeral | None


@dataclass(frozen=True, slots=True)
class Run:
    """`end` is where the last piece ends in the text, `whole_text` whether nothing follows it."""

    pieces: tuple[Piece, ...]
    end: int
    whole_text: bool


def read_run(text: str, key: str) -> Run | None:
    """The counts that a text begins with, None where it begins otherwise or with a count of something else."""
    pieces: list[Piece] = []
    at = end = 0
    while match := _PIECE.match(text, at):
        after = _CLOSE.match(text, match.end())
        closed = after.end() if after else match.end()
        link = _LINK.match(text, match.end())
        linked = link is not None and link.end() > match.end() and link.group().strip() != ""
        if not match["after"] and _SEVERAL.match(text, match.end()):
            return None
        piece = _piece(match, key, first=not pieces)
        counts = (linked or closed == len(text)) and not _VERB.search(fold(match["after"] or ""))
        if piece is None or not (counts or not pieces and _names_key(match, key)):
            break
        pieces.append(piece)
        if not counts:
            # prose follows: the number and what it counts, no more
            return Run((piece,), match.start("after") + 1 + len(match["after"].split()[0]), False)
        end = closed if text.count(")", at, closed) else match.end()
        if not linked or link is None:
            break
        at = link.end()
    if not pieces:
        return None
    return Run(tuple(pieces), end, not text[end:].strip(" ).,"))


def _piece(match: re.Match[str], key: str, first: bool) -> Piece | None:
    words = f"{match['before'] or ''}{match['after'] or ''}".strip(" :")
    if match["before"] and first and not _PART.match(fold(words)):
        return None
    if _YEAR.fullmatch(match["number"]) and not (first and _names_key(match, key)):
        return None
    numeral = parse_cell(match["number"] + (match["percent"] or ""))
    if not numeral or match["before"] and match["after"] or _OTHER_MEASURE.search(fold(words)):
        return None
    if re.match(r"0\d", match["number"]) or first and not words and match["percent"]:
        return None
    label = _ORIGIN.sub(r"\1", _TAIL.sub("", words))
    counted = "" if match["percent"] else _unit(words)
    if counted == "antal" and "," in match["number"]:
        return None
    share = parse_cell((match["share"] or match["late_share"] or "").strip())
    is_part = not first or _is_part(label, key) or bool(match["percent"])
    if is_part and not label:
        return None
    return Piece(label, numeral[0], counted, is_part, share[0] if share else None)


def _unit(words: str) -> str:
    first = fold(words).split()[0] if words else ""
    return _UNITS.get(first) or named_unit(first) or "antal"


def _is_part(label: str, key: str) -> bool:
    first = label.split()[0] if label else ""
    return bool(_PART.match(fold(first))) and not _in_key(first, key)


def _in_key(word: str, key: str) -> bool:
    return bool(word) and stem(fold(word)) in {stem(w) for w in re.findall(r"[a-z]+", fold(key))}


def _names_key(match: re.Match[str], key: str) -> bool:
    """Whether what is counted is what the key names, so that prose may follow ("64 deltagare har fått stöd")."""
    words = (match["after"] or "").split()
    return bool(words) and _in_key(words[0], key) and not re.match(r"\s*\d", match.string[match.end() :])
