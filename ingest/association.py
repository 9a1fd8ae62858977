"""Which association a report is about: the name that it goes by, among all the names that it mentions."""

from __future__ import annotations

import re
from collections import Counter
from pathlib import Path

from ingest.contents import read_contents
from ingest.domain import Document
from ingest.language import fold
from ingest.layout import clean

_WORD = r"[A-ZÅÄÖ][a-zåäöéA-ZÅÄÖ]+(?:-[A-ZÅÄÖ][a-zåäö]+)*"
_NAME = rf"{_WORD}(?:\s?/\s?{_WORD}|\s&\s{_WORD}|\s(?:och\s)?{_WORD})*"
_MENTION = re.compile(
    rf"(?P<body>(?P<finsam>\b(?:Finsam|FINSAM))\s(?P<after>{_NAME})"
    rf"|\b(?:Samordnings?f[öoé]rbundet|samordnings?f[öoé]rbundet)\s(?!(?:Finsam|FINSAM)\s)(?:i\s)?(?P<plain>{_NAME})"
    rf"|\b(?P<own>{_WORD}(?:\s{_WORD})?\s[Ss]amordnings?f[öoé]rbund)\b)"
)
# Words that begin a sentence or name a body, never an association, after "Samordningsförbundet".
_NOT_NAMES = frozenset(
    "ska skall har ar styrelse styrelsen kansli beslutar org organisationsnummer och i tel telefon dnr".split()
)
_STYRELSEN_FOR = re.compile(r"(?:styrelsen för|styrelsen for|förbundet heter)\s*$", re.IGNORECASE)
_AVGER = re.compile(r"\s*(?:,\s*(?:organisationsnummer|org)|\(?org|\s+avger|\s+lämnar)", re.IGNORECASE)
_SIGNATURE_WEIGHT, _OPENING_WEIGHT, _NAME_WEIGHT = 30, 3, 6
_OPENING_LINES = 60
_SHORT_LINE = 50
# So often the text must print a word of the file's name before it is taken for a part of the association's.
_MIN_PRINTS = 3


def detect_association(document: Document) -> str | None:
    """The association's name as it prints it, or None.

    Counts mentions; one in the sentence where the board presents the report outweighs them, and so does a file name
    with the same words. A misspelt single mention loses to the spelling that recurs.
    """
    scores: Counter[str] = Counter()
    counts: Counter[str] = Counter()
    for text, opening in _texts(document):
        for match in _MENTION.finditer(text):
            name = _name_of(match)
            if name is None:
                continue
            counts[name] += 1
            before = text[: match.start()].removesuffix("samordningsförbundet ")
            signed = _STYRELSEN_FOR.search(before) or _AVGER.match(text, match.end())
            scores[name] += 1 + (_OPENING_WEIGHT if opening else 0) + (_SIGNATURE_WEIGHT if signed else 0)
    _fold_genitives(scores, counts)
    _drop_short_forms(scores)
    words = set(re.split(r"[\W_]+", fold(Path(document.source_file).stem)))
    for name in scores:
        if _name_words(name) <= words:
            scores[name] += _NAME_WEIGHT * (counts[name] > 0)
    if not scores:
        return None
    best = max(scores, key=lambda name: (scores[name], counts[name]))
    return _completed(best, document) if scores[best] >= 2 else None


def _completed(name: str, document: Document) -> str:
    """The name with the words that only the file's name adds, where the text prints them too, spelt as there.

    A scan with lost columns breaks a name of several places apart; the file's name keeps it together.
    """
    stem = [w for w in re.split(r"[\W_]+", fold(Path(document.source_file).stem.split("_")[0])) if w]
    own = _name_words(name)
    if not own or not own < set(stem):
        return name
    text = " ".join(clean(line.text) for line in document.lines)
    printed = Counter(word for word in re.findall(_WORD, text) if fold(word) in stem)
    added = []
    for word in stem:
        spellings = {p: n for p, n in printed.items() if fold(p) == word}
        if word in own or fold(name).startswith(word):
            continue
        if sum(spellings.values()) < _MIN_PRINTS:
            return name
        added.append(max(spellings, key=lambda p: (not p.isascii(), spellings[p])))
    return " ".join([name, *added])


def _texts(document: Document) -> list[tuple[str, bool]]:
    """Paragraphs and lines with whether they stand in the opening; wrapped lines are joined, blank lines part."""
    contents = read_contents(document.lines)
    texts: list[tuple[str, bool]] = []
    current: list[str] = []
    filled = 0
    for line in document.lines:
        text = " ".join(clean(line.text).split()) if not contents.holds(line.number) else ""
        filled += bool(text)
        if text and "\t" not in line.text:
            # A short line is a line of its own: an address or a heading, not the beginning of the next.
            current.append(text)
            if len(text) > _SHORT_LINE:
                continue
        elif text:
            texts.append((text, filled <= _OPENING_LINES))
        if current:
            texts.append((" ".join(current), filled <= _OPENING_LINES))
            current = []
    if current:
        texts.append((" ".join(current), filled <= _OPENING_LINES))
    return texts


def _name_of(match: re.Match[str]) -> str | None:
    if match["after"]:
        return f"Finsam {_tidy(match['after'])}"
    if match["own"]:
        return str(match["own"])
    plain = _tidy(match["plain"])
    if fold(plain.split()[0]) in _NOT_NAMES:
        return None
    return f"Samordningsförbundet {plain}"


def _tidy(name: str) -> str:
    return re.sub(r"\s?/\s?", "/", " ".join(name.split()))


def _fold_genitives(scores: Counter[str], counts: Counter[str]) -> None:
    """The genitive ("Norras") counts for the name ("Norra") when both are printed."""
    for name in list(scores):
        if name.endswith("s") and name[:-1] in scores:
            scores[name[:-1]] += scores.pop(name)
            counts[name[:-1]] += counts.pop(name)


def _drop_short_forms(scores: Counter[str]) -> None:
    """A name that only begins a longer one counts for the longer: "Finsam A" where "Finsam A/B" is what is printed most."""
    for name in sorted(scores, key=len):
        longer = [other for other in scores if other != name and other.startswith(name) and scores[other] >= scores[name]]
        if longer:
            scores[max(longer, key=lambda other: scores[other])] += scores.pop(name)


def _name_words(name: str) -> set[str]:
    words = {w for w in re.split(r"[\W_]+", fold(name)) if w}
    return words - {"finsam", "samordningsforbundet", "samordningsforbund", "och"}
