"""What a question insists on is in the sentence that answers it."""

from __future__ import annotations

import pytest

from assistant.demands import holds_what_is_asked_for, names_a_person


@pytest.mark.parametrize(
    ("question", "text"),
    [
        ("hur lång tid är man med i kören?", "I genomsnitt är deltagarna med i 17 veckor."),
        ("hur länge får man vara med?", "Kören har ingen tidsgräns."),
        ("hur lång är kötiden?", "Kötiden är 11,5 dagar."),
        ("vilket telefonnummer har kansliet?", "Telefon 012-34 56 78"),
        ("vad är lönen för chefen?", "Chefens lön är 45 000 kr."),
        ("hur många deltog?", "Vi minns det länge."),
    ],
)
def test_a_sentence_with_what_is_asked_for_may_answer(question: str, text: str) -> None:
    assert holds_what_is_asked_for(question, text)


@pytest.mark.parametrize(
    ("question", "text"),
    [
        ("hur lång tid är man med i kören?", "Kören har halverats sedan förra året."),
        ("har du mobilnumret till Kim Ek?", "Kim Ek, Hallsta kommun, är ordförande."),
        ("vilken mejladress har Kim Ek?", "Kim Ek är ordförande."),
        ("vilken månadslön har chefen?", "Anslaget är 1 310 000 kr och täcker kurser."),
    ],
)
def test_a_sentence_without_it_does_not_answer(question: str, text: str) -> None:
    assert not holds_what_is_asked_for(question, text)


def test_a_person_is_told_from_a_place_of_work() -> None:
    assert names_a_person("Kim Ek leder kören.", "vad heter ledaren?")
    assert not names_a_person("Mottagningsteam Hallsta har två ledare.", "vad heter ledarna?")


def test_a_name_that_the_question_has_is_no_answer_to_who() -> None:
    assert not names_a_person("Hallsta Trädgård har två handledare.", "vad heter handledarna i hallsta trädgård?")
