"""Sloppy questions that a fresh reader asked and was misled on: shares of a budget, people, reports, last year, follow-ups."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

import pytest

from assistant.answer import Answer, Status
from assistant.asked_wholes import asks_of_whole_budget
from assistant.compose import compose
from assistant.draft import MARK, Draft
from assistant.gather import gather
from assistant.personal_numbers import has_personal_number
from assistant.respond import respond
from assistant.understand import understand
from ingest.domain import Scenario
from tests.fakes import library_of, printed_figure, report_of_figures
from vectorstore.library import Library

_BUDGET, _SURVEY = "Utfall och budget", "Enkät till deltagarna"


@pytest.fixture(scope="module")
def library(library_without_vectors: Library) -> Library:
    return library_without_vectors


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Library]:
    def row(name: str, outcome: str, budget: str, table: str = _BUDGET) -> tuple[object, ...]:
        return (
            printed_figure(name, outcome, "2021", table=table, column="Utfall"),
            printed_figure(name, budget, "2021", scenario=Scenario.BUDGET, table=table, column="Budget"),
        )

    figures = (
        *row("Jobbklubben", "300", "400"),
        *row("Träffpunkten", "100", "100"),
        *row("Summa insatser", "400", "500"),
        *row("Resor", "90", "100"),
        *row("Totalt", "490", "600"),
        *row("Utställningar", "45", "60", "Not 9"),
        printed_figure("Känner du dig mer redo att arbeta?", "59", "2021", unit="%", table=_SURVEY),
        printed_figure("Gick till arbete", "22", "2021", unit="%", table="Avslut", column="Andel"),
        printed_figure("Eget kapital (Andel av bidraget %)", "700", "2021-12-31", table="Översikt"),
        printed_figure("Administration › Porto", "70", "2021", table="Not 3"),
        printed_figure("Klubben i Norrdal", "3", "2021", unit="årsarbetare", table="Coacher"),
    )
    report = report_of_figures(*figures, association="Finsam Norrdal")  # type: ignore[arg-type]
    with library_of(tmp_path_factory.mktemp("sloppy"), report) as opened:
        yield opened


def ask(library: Library, question: str, *history: str) -> Answer:
    return respond(question, history, library)


def draft(library: Library, question: str, *history: str) -> Draft:
    """What is to be told of invented reports, before the gate: their rows have no place where they are printed."""
    query = understand(question, history, library)
    told = compose(query, gather(query, library))
    return replace(told, text=re.sub(" +([.,:])", r"\1", MARK.sub("", told.text)))


def computed(told: Draft) -> list[str]:
    return [calculation.expression for calculation in told.calculations]


def values(told: Draft) -> list[str]:
    return [str(e.stored.figure.value) for e in told.figures]


def expressions(answer: Answer) -> list[str]:
    return [figure.expression for figure in answer.figures if figure.expression]


# --- shares of a budget --------------------------------------------------------------------------------------------------


def test_what_went_to_a_part_is_held_against_all_that_was_budgeted(small: Library) -> None:
    answer = draft(small, "hur stor del av budgeten gick till Jobbklubben 2021?")
    assert computed(answer) == ["300 / 600 * 100"] and "av hela budgeten" in answer.text


def test_a_share_of_the_parts_own_budget_says_that_it_is(small: Library) -> None:
    answer = draft(small, "hur stor del av budgeten gick till Utställningar 2021?")
    assert computed(answer) == ["45 / 60 * 100"]
    assert answer.text.startswith(
        "Hur stor del av hela budgeten det är framgår inte. Utställningar använde 75 % av sin egen budget"
    )


def test_a_question_for_the_parts_own_budget_is_answered_by_it(small: Library) -> None:
    answer = draft(small, "hur många procent av budgeten 2021 gjorde Jobbklubben av med?")
    assert computed(answer) == ["300 / 400 * 100"] and "av sin egen budget" in answer.text


@pytest.mark.parametrize(
    ("question", "whole"),
    [
        ("hur stor del av budgeten gick till lokaler?", True),
        ("What share of the budget went to rent?", True),
        ("hur stor andel av hela budgeten är resor?", True),
        ("hur stor del av budgeten för lokaler användes?", False),
        ("hur många procent av sin budget använde klubben?", False),
    ],
)
def test_the_words_tell_which_budget_is_the_whole(question: str, whole: bool) -> None:
    assert asks_of_whole_budget(question) is whole


def test_a_row_of_another_name_is_no_share_of_the_budget_unless_it_prints_the_same_amount(library: Library) -> None:
    answer = ask(library, "hur stor del av budgeten gick till administration i karlskoga/degerfors 2021?")
    assert expressions(answer) == ["966764 / 6224000 * 100"]


# --- percentages of something else ---------------------------------------------------------------------------------------


def test_how_many_feel_ready_for_work_is_not_how_many_found_it(library: Library) -> None:
    answer = ask(library, "hur stor andel gick till arbete eller studier i D/K 2023?")
    assert "59" not in [figure.value for figure in answer.figures]


def test_who_asks_how_many_feel_ready_is_answered_by_the_survey(small: Library) -> None:
    answer = draft(small, "hur många procent kände sig mer redo att arbeta 2021?")
    assert values(answer) == ["59"]


def test_the_percentage_of_all_is_not_that_of_the_women(small: Library) -> None:
    answer = draft(small, "hur många procent av kvinnorna gick till arbete 2021?")
    assert "22" not in values(answer)


def test_a_sentence_with_a_percentage_of_another_thing_is_not_told(library: Library) -> None:
    answer = ask(library, "vad är utgående eget kapital i procent av medlemsbidraget sydnärke 2022")
    assert answer.status is Status.DECLINED


# --- follow-ups ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "before", ["hur gick det i norrdal 2020", "vad kostade det i norrdal 2020", "hur många var det i norrdal"]
)
def test_a_follow_up_that_asks_for_nothing_takes_no_row_with_the_name_of_the_place(small: Library, before: str) -> None:
    answer = draft(small, "å 2021 då?", before)
    assert (answer.status, answer.figures) == (Status.DECLINED, ())


def test_what_a_member_pays_is_still_followed_up(library: Library) -> None:
    answer = ask(library, "å 2021 då?", "hur mycket betalar Karlskoga 2023?")
    assert [figure.value for figure in answer.figures] == ["1045125"]


# --- who and which -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("question", ["vem är ordförande", "vem e ordförane", "who is the chair?"])
def test_the_chair_is_the_newest_of_every_association(library: Library, question: str) -> None:
    answer = ask(library, question)
    quotes = " ".join(citation.quote for citation in answer.citations)
    assert answer.status is Status.CLARIFY and "Kanrell" in quotes and "Almqvist" in quotes and "Borén" not in quotes


def test_the_chair_of_a_year_that_is_named_is_that_years(library: Library) -> None:
    answer = ask(library, "vem var ordförande i D/K 2021?")
    assert [citation.quote for citation in answer.citations] == ["Kristina Borén | Region Örebro län | Ordförande"]


def test_a_form_to_be_signed_names_no_chair(library: Library) -> None:
    assert ask(library, "vem är ordförande i lekeberg örebro?").status is Status.DECLINED


@pytest.mark.parametrize(
    "question", ["vilka kommuner är med i sydnärke", "hur många medlemmar har sydnärke", "vilka är medlemmar i sydnärke"]
)
def test_members_are_told_by_the_sentence_that_lists_them(library: Library, question: str) -> None:
    (citation,) = ask(library, question).citations
    assert citation.quote.endswith("är medlemmar i förbundet.")


@pytest.mark.parametrize("question", ["vilka rapporter har du", "vilka rapporter finns?", "which reports are there?"])
def test_the_reports_are_listed(library: Library, question: str) -> None:
    assert ask(library, question).text.count("\n- ") == len({report.association for report in library.reports()})


def test_the_reports_of_one_association_are_listed_alone(library: Library) -> None:
    assert ask(library, "vilka rapporter finns från sydnärke").text.split("\n")[1:] == [
        "- Samordningsförbundet Sydnärke: Verksamhetsplan 2022, budget 2022-2024"
    ]


# --- times, names of rows, personal numbers ------------------------------------------------------------------------------


def test_last_year_says_which_year_it_is_and_how_far_the_reports_go(library: Library) -> None:
    answer = ask(library, "vad var resultatet i degerfors förra året")
    assert answer.text.split("\n")[-1] == "Här läses ”förra året” som 2022: den senaste rapporten gäller 2023."


def test_a_year_that_is_named_needs_no_such_line(library: Library) -> None:
    assert "läses" not in ask(library, "vad var resultatet i degerfors 2022").text


def test_money_that_went_to_something_is_no_number_of_people(library: Library) -> None:
    assert ask(library, "hur mkt gick till personal i degerfors 2023").status is Status.DECLINED


def test_what_they_spent_is_asked_for_in_spoken_words(library: Library) -> None:
    answer = ask(library, "hur mkt la dom på personal i lekeberg första halvåret")
    assert answer.status is Status.ANSWERED and answer.figures[0].unit == "kr"


def test_an_amount_is_not_called_by_the_percentage_beside_it(small: Library) -> None:
    assert draft(small, "vad var eget kapital 2021?").text.startswith("Eget kapital 31 december 2021 för")


def test_a_row_is_named_before_the_heading_that_it_stands_under(small: Library) -> None:
    assert draft(small, "vad kostade porto 2021?").text.startswith("Porto (under Administration) 2021 för")


def test_an_english_answer_quotes_the_swedish_name_of_a_row(small: Library) -> None:
    assert draft(small, "How much did Resor cost in 2021?").text.startswith("“Resor” for Finsam Norrdal")


@pytest.mark.parametrize("number", ["19850101-1234", "850101-1234", "198501011234", "850161+1234", "8112189876"])
def test_a_personal_number_is_asked_to_be_left_out(library: Library, number: str) -> None:
    answer = ask(library, f"mitt personnummer är {number}, vad får jag för hjälp?")
    assert (answer.status, number in answer.text) == (Status.CLARIFY, False)


@pytest.mark.parametrize("text", ["222000-2279", "4 262 576 kr", "8501011234 kr", "2021-06-30", "2019-2021", "850101"])
def test_what_is_no_number_of_a_person_is_not_taken_for_one(text: str) -> None:
    assert not has_personal_number(text)
