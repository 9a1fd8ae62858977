"""The word lists as data: every group joins different words, and what must stay apart is in no group together."""

from __future__ import annotations

import tomllib
from collections.abc import Sequence
from importlib.resources import files

import pytest

from assistant.vocabulary import load_vocabulary
from ingest.language import stem

# What is counted differs, so a figure of the one must never answer for the other.
NEVER_THE_SAME = [
    ("intäkter", "kostnader"),
    ("kommun", "region"),
    ("budget", "utfall"),
    ("kvinnor", "män"),
    ("inskrivna", "avslutade"),
    ("ordförande", "ledamot"),
    ("ledamot", "ersättare"),
    ("samverkan", "samarbete"),
    ("överskott", "underskott"),
    ("tillgångar", "skulder"),
]


def groups(kind: str) -> Sequence[str]:
    data = tomllib.loads((files("assistant") / "data" / "synonyms.toml").read_text(encoding="utf-8"))
    return [line for lines in data[kind].values() for line in lines.splitlines() if line]


@pytest.mark.parametrize("kind", ["families", "synonyms"])
def test_a_group_has_two_to_eight_stems_and_stands_once(kind: str) -> None:
    stems = [frozenset(stem(word) for word in group.split()) for group in groups(kind)]
    assert [sorted(group) for group in stems if not 2 <= len(group) <= 8] == []
    assert [sorted(group) for group in stems if stems.count(group) > 1] == []


@pytest.mark.parametrize(("one", "other"), NEVER_THE_SAME)
def test_words_that_count_different_things_are_no_synonyms(one: str, other: str) -> None:
    assert stem(other) not in load_vocabulary().synonyms.get(stem(one), ())


def test_strong_verbs_meet_their_other_forms() -> None:
    synonyms = load_vocabulary().synonyms
    assert stem("antagen") in synonyms[stem("antogs")]
    assert stem("utsetts") in synonyms[stem("utsågs")]


def test_the_words_of_a_group_are_not_handed_on_to_other_groups() -> None:
    synonyms = load_vocabulary().synonyms
    assert stem("avveckla") in synonyms[stem("nedläggning")]
    assert stem("avslutas") in synonyms[stem("avveckla")]
    assert stem("avslutas") not in synonyms[stem("nedläggning")]


def test_an_english_word_is_a_stop_word_or_has_swedish_words() -> None:
    vocabulary = load_vocabulary()
    assert [word for word, swedish in vocabulary.english.items() if not swedish] == []
    data = tomllib.loads((files("assistant") / "data" / "english.toml").read_text(encoding="utf-8"))
    assert set(data["stopwords"].split()) & set(vocabulary.english) == set()
