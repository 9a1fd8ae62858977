"""Which association a question is about: full names, place names, abbreviations made from the names in the catalogue."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from rapidfuzz import fuzz

from assistant.timespans import fold_aligned
from assistant.vocabulary import Vocabulary
from ingest.language import fold, words

# A place name of six letters or more may be misspelled by about one letter ("Degefors", "Karlskga").
_FUZZY_FROM_LETTERS, _FUZZY_RATIO = 6, 88
_WORD = re.compile(r"[^\W_]+")
_JOINED = re.compile(r"\W*(?:(?:och|o|and)\W+)?")


@dataclass(frozen=True, slots=True)
class AssociationName:
    """An association with the places in its name, folded, and the short forms people use."""

    name: str
    places: tuple[str, ...]
    short_forms: frozenset[str]


@dataclass(frozen=True, slots=True)
class NameMention:
    """Associations named, in order of mention; `consumed` are character places whose words say nothing further.

    A single municipality out of a name of several names the association but stays a word of the question.
    `places` are the character places of all place names, consumed or not. `unknown` is a name said to be an association
    that the catalogue does not hold.
    """

    associations: tuple[str, ...]
    consumed: tuple[tuple[int, int], ...]
    places: tuple[tuple[int, int], ...]
    unknown: str | None


def name_associations(entries: Iterable[tuple[str, Sequence[str]]], vocabulary: Vocabulary) -> tuple[AssociationName, ...]:
    """The associations of (name, aliases) pairs, each once, in order."""
    aliases: dict[str, list[str]] = {}
    for name, others in entries:
        aliases.setdefault(name, []).extend(others)
    kinds = _kind_words(tuple(aliases))
    return tuple(_association(name, others, kinds, vocabulary) for name, others in aliases.items())


def _kind_words(names: Sequence[str]) -> frozenset[str]:
    """First words that most of the names begin with and go on after: they say what an association is, not which one."""
    firsts = Counter(fold(own[0]) for own in map(words, names) if len(own) > 1)
    return frozenset(first for first, count in firsts.items() if count > 1 and 2 * count > len(names))


def _association(name: str, aliases: Sequence[str], kinds: frozenset[str], vocabulary: Vocabulary) -> AssociationName:
    own = [fold(word) for word in words(name)]
    places = tuple(w for at, w in enumerate(own) if w not in vocabulary.generic_names and not (at == 0 and w in kinds))
    short = {fold(alias) for alias in aliases}
    if len(places) > 1:
        initials = [place[0] for place in places]
        short |= {"/".join(initials), "".join(initials), "-".join(initials), "&".join(initials)}
    return AssociationName(name, places, frozenset(short))


def find_associations(question: str, known: Sequence[AssociationName], vocabulary: Vocabulary) -> NameMention:
    """The associations that the question names."""
    text = fold_aligned(question)
    tokens = [(m.start(), m.end(), m.group()) for m in _WORD.finditer(text)]
    found: list[tuple[int, str]] = []
    consumed: list[tuple[int, int]] = []
    place_hits: list[tuple[int, int]] = []
    for association in known:
        for short in association.short_forms:
            for match in re.finditer(rf"(?<![\w/]){re.escape(short)}s?(?![\w/])", text):
                # Two bare letters in lower case may be a word: then something else must be asked about them.
                large = question[match.start() : match.end()].rstrip("s").isupper()
                if len(short) > 2 or large or _says_more_than(short, known, tokens, vocabulary):
                    found.append((match.start(), association.name))
                    consumed.append((match.start(), match.end()))
        hits = {
            place: (start, end)
            for place in association.places
            for index, (start, end, token) in enumerate(tokens)
            if _is_place(token, place) and not in_region_name([t for _, _, t in tokens], index, vocabulary)
        }
        if hits:
            found.append((min(hits.values())[0], association.name))
            place_hits.extend(hits.values())
            if len(hits) == len(association.places) and _is_one_name(sorted(hits.values()), text):
                consumed.extend(hits.values())
    found.sort()
    names = tuple(dict.fromkeys(name for _, name in found))
    return NameMention(
        names, tuple(consumed), tuple(sorted(place_hits)), None if names else _unknown_association(question, tokens, vocabulary)
    )


def _says_more_than(
    initials: str, known: Sequence[AssociationName], tokens: Sequence[tuple[int, int, str]], vocabulary: Vocabulary
) -> bool:
    """Whether the initials are one association's alone, no word of their own, and not all that the question is about."""
    owners = [association for association in known if initials in association.short_forms]
    others = [t for _, _, t in tokens if t not in (initials, initials + "s") and t not in vocabulary.stopwords and len(t) > 1]
    return len(owners) == 1 and initials not in vocabulary.stopwords and any(not t.isdigit() for t in others)


def _is_one_name(hits: Sequence[tuple[int, int]], text: str) -> bool:
    """Whether the places stand together ("Norrby/Söderby", "norrby och söderby"), not apart as two members of it."""
    return all(_JOINED.fullmatch(text[end:start]) for (_, end), (start, _) in zip(hits, hits[1:], strict=False))


def _is_place(token: str, place: str) -> bool:
    if token in (place, place + "s"):
        return True
    if len(place) < _FUZZY_FROM_LETTERS or abs(len(token) - len(place)) > 2 or token[0] != place[0]:
        return False
    return max(fuzz.ratio(token, place), fuzz.ratio(token, place + "s")) >= _FUZZY_RATIO


def in_region_name(folded: Sequence[str], index: int, vocabulary: Vocabulary) -> bool:
    """Whether the place among folded words is part of a region's name ("Region X", "X län"), which several associations
    have as member."""
    return any(word in vocabulary.region_words for word in (*folded[max(index - 1, 0) : index], *folded[index + 1 : index + 2]))


def _unknown_association(question: str, tokens: Sequence[tuple[int, int, str]], vocabulary: Vocabulary) -> str | None:
    """ "Finsam Malmö", "samordningsförbundet i Väst": a name right after the word for such an association."""
    for index, (start, end, token) in enumerate(tokens):
        is_kind = token in vocabulary.generic_names and token.startswith(("finsam", "samordningsforbund", "forbundet"))
        after = tokens[index + 1 : index + 3]
        if is_kind and after and after[0][2] in ("i", "for"):
            end, after = after[0][1], after[1:]
        if not is_kind or not after:
            continue
        next_start, next_end, following = after[0]
        if not question[end:next_start].strip() and question[next_start].isupper() and following not in vocabulary.generic_names:
            return question[start:next_end]
    return None
