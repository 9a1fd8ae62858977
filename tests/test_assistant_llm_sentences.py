"""A text that arrives in pieces is cut into sentences as soon as each is whole."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from assistant.llm.sentences import is_whole, sentences


@pytest.mark.parametrize("size", [1, 2, 7, 1000])
def test_the_sentences_do_not_depend_on_the_pieces(size: int) -> None:
    text = "Resultatet var {a}. Det var bättre bl.a. 2021 [b]. Lokalen delas. [c]\n- En rad till [d].\nSist"

    cut = list(sentences(text[at : at + size] for at in range(0, len(text), size)))

    assert cut == ["Resultatet var {a}.", "Det var bättre bl.a. 2021 [b].", "Lokalen delas. [c]", "En rad till [d].", "Sist"]


def test_a_text_that_is_led_in_ends_its_sentence() -> None:
    assert list(sentences(["Om kön står det: {a} Om målet skriver förbundet: ”{b}” ", "Klart."])) == [
        "Om kön står det: {a}",
        "Om målet skriver förbundet: ”{b}”",
        "Klart.",
    ]


def test_a_sentence_is_told_before_the_next_is_written() -> None:
    written: list[str] = []

    def pieces() -> Iterator[str]:
        for piece in ("Ett. ", "Två ", "till. "):
            written.append(piece)
            yield piece

    first = next(sentences(pieces()))

    assert first == "Ett." and written == ["Ett. ", "Två "]


def test_what_a_model_thinks_aloud_is_no_sentence() -> None:
    assert list(sentences(["<thi", "nk>Jag gissar. 5 miljoner.</th", "ink>Resultatet var {a}. "])) == ["Resultatet var {a}."]


def test_thoughts_without_an_end_are_no_sentence_either() -> None:
    assert list(sentences(["<think>Jag gissar. ", "5 miljoner."])) == []


@pytest.mark.parametrize(
    ("sentence", "whole"),
    [
        ("Det var {a}.", True),
        ("Det stod så [c, d].", True),
        ("Så. [c]", True),
        ("Det står: {a}", True),
        ("Det står: ”{a}”", True),
        ("Det var", False),
    ],
)
def test_a_sentence_without_its_end_is_not_whole(sentence: str, whole: bool) -> None:
    assert is_whole(sentence) is whole
