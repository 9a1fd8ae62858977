"""The rules by which an answer counts as right."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest

from assistant.answer import Answer, AnswerFigure, Citation, Status
from ui.grounding import folded
from ui.scoring import Question, Score, score

FILE = "x_arsredovisning_2021.txt"
BODIES = {FILE: folded("2.Resultaträkning\nÅrets resultat\t-38 774\t487 600\nFinsam stödjer den som behöver samordning.")}
CITATION = Citation(
    n=1,
    report="x_arsredovisning_2021",
    association="Finsam X",
    title="Årsredovisning 2021",
    source_file=FILE,
    page=None,
    page_label=None,
    section="2 Resultaträkning",
    lines=(2, 2),
    box=None,
    quote="Årets resultat | -38 774 | 487 600",
    source_url="",
)
RIGHT = Answer(Status.ANSWERED, "sv", "Årets resultat var −38 774 kr [1].", citations=(CITATION,))
DECLINED = Answer(Status.DECLINED, "sv", "Det framgår inte.")


def question(type_: str = "figure", *, answerable: bool = True, expect: dict[str, object] | None = None) -> Question:
    fields = {"id": "q", "type": type_, "question": "Vad var resultatet?", "answerable": answerable, "expect": expect}
    return Question.model_validate_json(json.dumps(fields))


def scored(question: Question, answer: Answer) -> Score:
    return score(question, answer, BODIES)


FIGURE = question(expect={"figures": [{"value": -38774, "unit": "kr", "tolerance": 0}]})


def test_the_expected_figure_with_a_quote_that_stands_is_right() -> None:
    result = scored(FIGURE, RIGHT)

    assert (result.right, result.wrong, result.ungrounded, result.bad_citations) == (True, False, (), 0)


def test_another_figure_is_wrong_and_ungrounded() -> None:
    result = scored(FIGURE, replace(RIGHT, text="Årets resultat var 12 345 kr [1]."))

    assert (result.right, result.wrong, result.ungrounded) == (False, True, (12345.0,))


def test_a_right_figure_without_a_quote_that_stands_is_not_right() -> None:
    invented = replace(CITATION, quote="Årets resultat | -38 774 | 9 999")

    result = scored(FIGURE, replace(RIGHT, citations=(invented,)))

    assert (result.right, result.bad_citations) == (False, 1)


def test_a_declined_answer_to_an_answerable_question_is_not_right_but_not_wrong() -> None:
    result = scored(FIGURE, DECLINED)

    assert (result.right, result.wrong, result.declined) == (False, False, True)


def test_an_unanswerable_question_must_be_declined() -> None:
    unanswerable = question(answerable=False)

    assert scored(unanswerable, DECLINED).right
    assert scored(unanswerable, RIGHT).wrong


def test_asking_back_is_right_for_an_ambiguous_question_only() -> None:
    asks_back = replace(RIGHT, status=Status.CLARIFY, text="Vilket förbund menar du?", citations=())

    assert scored(question("ambiguous"), asks_back).right
    assert not scored(FIGURE, asks_back).right


@pytest.mark.parametrize(
    ("expect", "right"),
    [
        ({"must_contain": ["samordning"]}, True),
        ({"must_contain": ["SAMORDNING", "rehabilitering"]}, False),
        ({"any_of": [["rehabilitering", "samordning"]]}, True),
        ({"any_of": ["samordning"]}, True),
        ({"any_of": [["rehabilitering"]]}, False),
        ({"must_not_contain": ["samordning"]}, False),
        ({"must_not_contain": ["38 774 kr"]}, False),
        ({"must_not_contain": ["487 600 kr"]}, True),
        ({"must_contain": None, "any_of": None, "figures": None, "must_not_contain": None}, True),
    ],
)
def test_phrases_are_required_and_forbidden_in_folded_form(expect: dict[str, object], right: bool) -> None:
    answer = replace(RIGHT, text="Finsam stödjer samordning; resultatet var −38 774 kr [1].")

    assert scored(question("text", expect=expect), answer).right is right


def test_a_computed_figure_is_backed_by_its_expression_over_quoted_numbers() -> None:
    text = "Skillnaden var −526 374 kr [1]."
    figure = AnswerFigure("-526374", "kr", "Skillnad", "Finsam X", "2021", "utfall", "-38774 - 487600", (1,))

    assert scored(FIGURE, replace(RIGHT, text=text, figures=(figure,))).ungrounded == ()
    assert scored(FIGURE, replace(RIGHT, text=text, figures=(replace(figure, expression="-38774 - 487601"),))).ungrounded != ()


def test_numbers_of_the_question_years_and_counts_up_to_twelve_need_no_source() -> None:
    asked = Question(id="q", type="text", question="Varför 4711?")

    assert scored(asked, replace(RIGHT, text="År 2021 fanns 12 mål, och 4 711 [1].")).ungrounded == ()


def test_the_reports_of_a_question_are_those_of_its_sources_each_once() -> None:
    sources = [{"doc": "004", "lines": [1, 2]}, {"doc": "000"}, {"doc": "004"}]
    asked = Question.model_validate_json(json.dumps({"id": "q", "type": "compare", "question": "?", "sources": sources}))

    assert scored(asked, RIGHT).reports == ("004", "000")


def test_a_question_may_lack_persona_and_sources() -> None:
    asked = Question.model_validate_json('{"id": "q", "type": "text", "question": "?", "persona": null, "sources": null}')

    assert (scored(asked, RIGHT).persona, scored(asked, RIGHT).reports) == (None, ())


def test_a_missing_figure_is_named_in_full() -> None:
    liabilities = question(expect={"figures": [{"value": 1379857}, {"value": -83.9}]})

    assert scored(liabilities, RIGHT).misses == ("saknar talet 1 379 857", "saknar talet -83,9")
