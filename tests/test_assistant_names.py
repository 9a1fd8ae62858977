"""Associations in questions, with names of associations that nobody has ingested."""

import pytest

from assistant.names import find_associations, name_associations
from assistant.vocabulary import load_vocabulary

VOCABULARY = load_vocabulary()
KNOWN = name_associations(
    [
        ("Finsam Tierp/Älvkarleby", ()),
        ("Samordningsförbundet Norrviken", ("SNV",)),
        ("Finsam Gävle", ()),
        ("Finsam Dalby Kilsta", ()),
    ],
    VOCABULARY,
)


def named(question: str) -> tuple[str, ...]:
    return find_associations(question, KNOWN, VOCABULARY).associations


@pytest.mark.parametrize(
    "question",
    [
        "resultat i Tierp/Älvkarleby 2021",
        "resultat i T/Ä 2021",
        "resultat i t/ä 2021",
        "resultat i TÄ 2021",
        "tierp alvkarleby resultat",
        "Vad fick Älvkarleby?",
        "älvkarlebys resultat",
        "resultat i Älvkarelby",
    ],
)
def test_an_association_is_known_by_its_places_their_initials_and_small_misspellings(question: str) -> None:
    assert named(question) == ("Finsam Tierp/Älvkarleby",)


def test_an_alias_from_a_sidecar_names_the_association() -> None:
    assert named("Hur gick det för SNV?") == ("Samordningsförbundet Norrviken",)


def test_a_region_is_a_member_and_not_the_association_of_the_same_place() -> None:
    assert named("bidrag från Region Gävle") == ()


def test_a_county_is_not_the_association_of_the_same_place() -> None:
    assert named("bidrag från Gävle län") == ()


def test_initials_in_lower_case_are_a_word_where_nothing_else_is_asked_about() -> None:
    assert named("vad är tä?") == ()


def test_initials_in_lower_case_name_the_association_that_something_is_asked_about() -> None:
    assert named("soliditet dk 2021") == ("Finsam Dalby Kilsta",)


def test_members_that_stand_apart_stay_words_of_the_question() -> None:
    assert find_associations("betalade Tierp mer än Älvkarleby?", KNOWN, VOCABULARY).consumed == ()


@pytest.mark.parametrize("question", ["Tierp-Älvkarlebys resultat", "resultatet för tierp och älvkarleby"])
def test_places_that_stand_together_are_the_association_and_nothing_else(question: str) -> None:
    mention = find_associations(question, KNOWN, VOCABULARY)
    assert (mention.associations, len(mention.consumed)) == (("Finsam Tierp/Älvkarleby",), 2)


def test_an_association_of_a_place_that_is_not_ingested_is_noticed() -> None:
    assert (
        find_associations("budget samordningsförbundet i Västerås", KNOWN, VOCABULARY).unknown
        == "samordningsförbundet i Västerås"
    )


def test_an_association_that_is_not_ingested_is_noticed() -> None:
    assert find_associations("Vad kostade Finsam Malmö 2021?", KNOWN, VOCABULARY).unknown == "Finsam Malmö"


def test_several_associations_come_in_the_order_of_the_question() -> None:
    assert named("Norrviken eller Tierp?") == ("Samordningsförbundet Norrviken", "Finsam Tierp/Älvkarleby")


def test_a_first_word_that_most_names_share_names_none_of_them() -> None:
    vocabulary = load_vocabulary()
    known = name_associations([("Byföreningen Björk", ()), ("Byföreningen Diana", ()), ("Byföreningen Älvängen", ())], vocabulary)

    assert find_associations("årets resultat byföreningen diana", known, vocabulary).associations == ("Byföreningen Diana",)
