"""Whether each figure of a sentence is called by its own name, association, time and kind, and by no other figure's.

A sentence may tell the names before the figures ("A hade … och B …"), after them, or in the same order ("A och B hade …
respektive …"); anything else does not tell which is whose.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from assistant.amounts import base_unit
from assistant.evidence import FigureEvidence
from assistant.llm.material import Item, Material
from assistant.llm.own_words import association_stems, label_stems, scenario_words, years_of
from assistant.llm.said_times import names_of_month
from assistant.llm.written import Place, Word, Written, unit_after
from assistant.timespans import parse_period
from assistant.vocabulary import load_vocabulary
from assistant.voice import Voice
from assistant.wording import say_label
from ingest.language import fold, stem, words

# The words that say one thing of a figure, for each of the four things; compared with a word's stem or folded form.
_KINDS: dict[str, Callable[[FigureEvidence], frozenset[str]]] = {
    "label": label_stems,
    "association": association_stems,
    "time": lambda e: frozenset(map(str, years_of(e))),
    "kind": lambda e: scenario_words(e.stored.figure.scenario),
}


# The units of figures, by other words for them.
_UNITS = {"kronor": "kr", "crowns": "kr", "procent": "%", "percent": "%"}


# What parts a sentence into clauses, first with "och" and the like left within them.
_PARTINGS = (
    re.compile(r"[,;:]|\b(?:medan|men|mot|while|whereas|but|against)\b", re.IGNORECASE),
    re.compile(r"[,;:]|\b(?:medan|men|mot|och|respektive|while|whereas|but|against|and)\b", re.IGNORECASE),
)


@dataclass(frozen=True, slots=True)
class _Mention:
    """A word that belongs to some of the figures there are and not to the others."""

    word: Word
    owners: frozenset[str]


def is_bound(written: Written, material: Material) -> bool:
    """Whether no name in the sentence is another figure's than the one that it tells."""
    known = {e.key: e for item in material.items for e in item.figures}
    cited = {e.key for item in written.cited for e in item.figures}
    if not cited:
        return True
    for kind, attribute in _KINDS.items():
        said = _outside_names(written, known) if kind == "label" else written.words
        mentions = _mentions(said, known, attribute)
        if any(not mention.owners & cited for mention in mentions):
            return False
        telling = [mention for mention in mentions if not cited <= mention.owners]
        told = _told(written)
        if telling and told and not (_in_their_places(telling, told) or _in_their_clauses(telling, told, written.text)):
            return False
    return True


def missing_words(place: Place, written: Written, voice: Voice, told: str, material: Material) -> tuple[str, ...]:
    """What neither the sentence nor the text `told` before says of a figure and a reader must know: whose it is and of what time;
    and its name, where the sentence tells several and names none."""
    figures = place.item.figures
    if not figures or place.number is not None:
        return ()
    said = {word.stem for word in written.words} | {word.folded for word in written.words}
    before = {fold(word) for word in words(told)}
    every = [e for item in material.items for e in item.figures]
    missing: list[str] = []
    if len(written.places) > 1 and len({say_label(e) for e in every}) > 1 and not any(label_stems(e) & said for e in figures):
        missing += _each_once(say_label(e) for e in figures)
    for name, evidence in {e.stored.report.association: e for e in figures}.items():
        one_name = len({e.stored.report.association for e in every}) == 1
        named = association_stems(evidence) & said
        whole = {stem(w) for w in words(name) if fold(w) not in load_vocabulary().generic_names} <= said
        if not (named and (whole or not _is_of_several_places(name))) and not (one_name and name in told):
            missing.append(name)
    times = _each_once(voice.time(e) for e in figures if not _tells_time(e, said))
    one_time = len({e.stored.figure.period for e in every}) == 1
    missing += [time for time in times if time and not (one_time and set(map(fold, words(time))) <= before)]
    return tuple(dict.fromkeys(missing))


def _is_of_several_places(name: str) -> bool:
    """Whether an association is called by more than one place: one of them alone does not name it."""
    return len([w for w in words(name) if fold(w) not in load_vocabulary().generic_names]) > 1


def agrees_with_unit(place: Place, written: Written) -> bool:
    """Whether the word after a figure is no other unit than its own."""
    unit = unit_after(place, written)
    return unit is None or _UNITS.get(unit.folded, unit.folded) == _unit(place.item) or place.number is not None


def _unit(item: Item) -> str:
    return base_unit(item.source) if isinstance(item.source, FigureEvidence) else getattr(item.source, "unit", "")


def _tells_time(evidence: FigureEvidence, said: set[str]) -> bool:
    """Whether the words say the figure's time: its year, and of what is no whole year the months too."""
    if not evidence.stored.figure.period:
        return True
    span = parse_period(evidence.stored.figure.period)
    whole = span.is_year or (span.is_instant and (span.end.month, span.end.day) == (12, 31))
    if whole:
        return str(span.end.year) in said
    day = {str(span.end.day)} if span.is_instant else set()
    months = {span.start.month, span.end.month}
    years = {str(span.start.year), str(span.end.year)}
    return years | day <= said and all(names_of_month(month) & said for month in months)


def _outside_names(written: Written, known: dict[str, FigureEvidence]) -> tuple[Word, ...]:
    """The words less those of an association's whole name: its towns may have rows of their own."""
    text = written.text.lower()
    spans = [
        match.span()
        for name in {e.stored.report.association for e in known.values()}
        for match in re.finditer(re.escape(name.lower()), text)
    ]
    return tuple(word for word in written.words if not any(begin <= word.at < end for begin, end in spans))


def _mentions(
    said: Sequence[Word], known: dict[str, FigureEvidence], attribute: Callable[[FigureEvidence], frozenset[str]]
) -> list[_Mention]:
    of_each = {key: attribute(e) for key, e in known.items()}
    found = []
    for word in said:
        owners = frozenset(key for key, own in of_each.items() if word.stem in own or word.folded in own)
        if owners and len(owners) < len(of_each):
            found.append(_Mention(word, owners))
    return found


def _told(written: Written) -> list[tuple[int, set[str]]]:
    """Where each printed figure stands in the sentence, and its key; a calculation is about all of its inputs at once."""
    return [(p.at, {p.item.source.key}) for p in written.places if isinstance(p.item.source, FigureEvidence)]


def _in_their_places(mentions: Sequence[_Mention], told: Sequence[tuple[int, set[str]]]) -> bool:
    def next_to(mention: _Mention, *, after: bool) -> set[str] | None:
        places = [(at, keys) for at, keys in told if (at > mention.word.at) is after]
        return (places[0] if after else places[-1])[1] if places else None

    for after in (True, False):
        beside = [(mention, next_to(mention, after=after)) for mention in mentions]
        if all(keys is not None and keys & mention.owners for mention, keys in beside):
            return True
    return len(mentions) == len(told) and all(keys & mention.owners for mention, (_, keys) in zip(mentions, told, strict=True))


def _in_their_clauses(mentions: Sequence[_Mention], told: Sequence[tuple[int, set[str]]], text: str) -> bool:
    """Whether the sentence parts into clauses that tell one figure each and have no name of another's."""
    return any(
        all(
            len(keys) == 1 and keys[0] & mention.owners
            for begin, end in _clauses(text, parting)
            for mention in mentions
            if begin <= mention.word.at < end
            for keys in ([keys for at, keys in told if begin <= at < end],)
        )
        for parting in _PARTINGS
    )


def _clauses(text: str, parting: re.Pattern[str]) -> list[tuple[int, int]]:
    ends = [0, *(match.end() for match in parting.finditer(text)), len(text)]
    return list(zip(ends, ends[1:], strict=False))


def _each_once(texts: Iterable[str]) -> list[str]:
    return list(dict.fromkeys(texts))
