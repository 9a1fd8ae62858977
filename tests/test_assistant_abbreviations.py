"""What an abbreviation stands for is told by the sentence that spells it out, and by no other."""

from __future__ import annotations

import pytest

from assistant.abbreviations import spells_out
from assistant.respond import respond
from vectorstore.library import Library


@pytest.mark.parametrize(
    ("text", "abbreviation"),
    [
        ("mäts med verktyget SKS, Skattad Känsla Skala, två gånger", "SKS"),
        ("deltagarna har SGI (sjukpenninggrundande inkomst) sedan tidigare", "SGI"),
        ("sju personer kom från arbetsmarknadsenheten (AME) i kommunen", "AME"),
        ("Nätverket för Lokala Samordnare (NLS) har möten", "NLS"),
        ("SFU – System för uppföljning – används", "SFU"),
        ("Samverkansteamet ”SAM” möter deltagarna", "SAM"),
    ],
)
def test_the_words_beside_spell_it_out(text: str, abbreviation: str) -> None:
    assert spells_out(text, abbreviation)


@pytest.mark.parametrize(
    ("text", "abbreviation"),
    [
        ("skriver sitt CV och personliga brev", "CV"),
        ("Huvudman: Norrby kommun, KFE Resursägare: Arbetsförmedlingen", "KFE"),
        ("parterna AME, Försäkringskassan och regionen", "AME"),
        ("bidrag från (NNS) under året", "NNS"),
    ],
)
def test_words_that_only_stand_beside_it_do_not(text: str, abbreviation: str) -> None:
    assert not spells_out(text, abbreviation)


def test_the_sentence_that_spells_it_out_is_quoted(library_without_vectors: Library) -> None:
    assert "Outcome Rating Scale" in respond("Vad betyder ORS?", (), library_without_vectors).text


def test_what_no_sentence_spells_out_is_declined(library_without_vectors: Library) -> None:
    assert respond("Vad står CV för?", (), library_without_vectors).status.value == "declined"
