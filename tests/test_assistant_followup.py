"""Questions that lean on the one before."""

from assistant.followup import merge_with_history
from assistant.names import name_associations
from assistant.vocabulary import load_vocabulary

VOCABULARY = load_vocabulary()
KNOWN = name_associations([("Finsam Tierp/Älvkarleby", ()), ("Samordningsförbundet Norrviken", ())], VOCABULARY)


def merged(question: str, *history: str) -> str:
    return merge_with_history(question, history, KNOWN, VOCABULARY)


def test_a_question_that_stands_by_itself_is_left_alone() -> None:
    assert merged("Vad var soliditeten i Norrviken 2021?", "Vad är arbetsträning?") == "Vad var soliditeten i Norrviken 2021?"


def test_the_year_before_moves_the_time_of_the_question_before() -> None:
    assert merged("och året innan?", "Vad var resultatet i Norrviken 2021?") == "Vad var resultatet i Norrviken 2020?"


def test_the_year_before_moves_a_part_year() -> None:
    assert "januari–augusti 2020" in merged("and the year before?", "How much did they receive in January–August 2021?")


def test_the_other_gender_takes_the_place_of_the_first() -> None:
    assert merged("och män?", "Hur många kvinnor var med i kören?") == "Hur många män var med i kören?"


def test_a_new_thing_keeps_association_and_year() -> None:
    question = merged("och för kurser?", "Vad budgeterar Norrviken för representation 2022?")
    assert "kurser" in question and "Norrviken" in question and "2022" in question and "representation" not in question


def test_a_new_association_keeps_the_thing_asked_for() -> None:
    question = merged("och Norrviken då?", "Vad var soliditeten i Tierp/Älvkarleby 2021?")
    assert "soliditeten" in question and "Norrviken" in question and "Tierp" not in question


def test_a_new_year_keeps_the_thing_asked_for() -> None:
    question = merged("och 2020?", "Vad var soliditeten i Norrviken 2021?")
    assert "soliditeten" in question and "2020" in question and "2021" not in question


def test_a_chain_of_follow_ups_is_followed_to_its_start() -> None:
    question = merged("och året innan?", "Vad var soliditeten i Norrviken 2021?", "och i Tierp/Älvkarleby?")
    assert "soliditeten" in question and "2020" in question and "Älvkarleby" in question
