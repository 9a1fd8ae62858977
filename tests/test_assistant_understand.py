"""What is understood of sloppy and formal questions, over one small report."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from assistant.query import Intent, NumberKind, Query
from assistant.timespans import say_span
from assistant.understand import understand
from ingest.domain import Scenario
from tests.fakes import library_of, small_report
from vectorstore.library import Library

TEXTS = ("Avskrivningar och medlemsbidrag redovisas i not 3.", "Kören leds av styrelsen.")


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Library]:
    with library_of(
        tmp_path_factory.mktemp("understand"), small_report("t-2021", "Finsam Tierp/Älvkarleby", 2021, TEXTS)
    ) as found:
        yield found


def asked(library: Library, question: str) -> Query:
    return understand(question, (), library)


@pytest.mark.parametrize(
    ("question", "intent"),
    [
        ("hur många % av personalen tyckte 2021 att de andra vet?", Intent.SHARE),
        ("Med hur många procent ökade kostnaden 2021?", Intent.CHANGE_PERCENT),
        ("med hur manga procent okade kostnaden 2021", Intent.CHANGE_PERCENT),
        ("Hur många procent färre deltagare hade kören 2021 jämfört med året innan?", Intent.CHANGE_PERCENT),
        ("Hur många deltagare ökade sin arbetsförmåga?", Intent.VALUE),
        ("hur mkt billigare blev hyran 2021 jmf m 2020?", Intent.DIFFERENCE),
        ("Hur mycket steg kostnaden?", Intent.DIFFERENCE),
        ("hur mycket högre var intäkterna 2021 mot 2020", Intent.DIFFERENCE),
        ("vad skiljer i kr mellan lokaler 2020 och 2021", Intent.DIFFERENCE),
        ("Vad är skillnaden mellan samarbete och samverkan?", Intent.DEFINE),
        ("Blev det dyrare med lokaler?", Intent.DIFFERENCE),
        ("Blev lokalerna dyrare 2021 än året innan?", Intent.COMPARE),
        ("Bor det flest i Tierp eller Norrby?", Intent.COMPARE),
        ("Vilken insats kostade mest?", Intent.RANK),
        ("Vilken kommun utsågs till årets stad?", Intent.TELL),
        ("Vilket av åren 2017-2021 hade störst underskott?", Intent.RANK),
        ("kostnaden i snitt per år 2017-2021", Intent.AVERAGE),
        ("Vad kostade kören per deltagare?", Intent.RATIO),
        ("Vad gav kommunerna tillsammans?", Intent.SUM),
        ("varför har de använt 35 % av budgeten?", Intent.EXPLAIN),
        ("Hur mycket får teamet jobba som mest?", Intent.VALUE),
    ],
)
def test_the_intent_is_what_is_asked_and_not_what_is_told(library: Library, question: str, intent: Intent) -> None:
    assert asked(library, question).intent is intent


def test_a_share_of_people_is_a_percentage(library: Library) -> None:
    assert asked(library, "hur många % av personalen var nöjda?").number_kind is NumberKind.PERCENT


@pytest.mark.parametrize("question", ["när räknas man som klar?", "vilka sökte, men kom inte?"])
def test_the_pronoun_man_and_the_conjunction_men_are_no_men(library: Library, question: str) -> None:
    assert asked(library, question).gender is None


def test_men_are_men_without_diacritics_where_they_are_counted(library: Library) -> None:
    assert asked(library, "hur manga man slutade?").gender == "men"


@pytest.mark.parametrize(
    ("question", "unit"),
    [("intäkterna i miljoner", "mnkr"), ("intäkterna i tkr", "tkr"), ("intäkterna i tusental", "tkr"), ("intäkterna 2021", None)],
)
def test_the_unit_wished_for_is_read(library: Library, question: str, unit: str | None) -> None:
    assert asked(library, question).wished_unit == unit


def test_two_lines_of_the_accounts_are_two_questions(library: Library) -> None:
    parts = asked(library, "vad var intäkterna och kostnaderna i Tierp/Älvkarleby 2021?").parts
    assert [part.measures[0].concepts for part in parts] == [("verksamhetens_intakter",), ("verksamhetens_kostnader",)]
    assert {(part.intent, part.associations, say_span(part.periods[0])) for part in parts} == {
        (Intent.VALUE, ("Finsam Tierp/Älvkarleby",), "2021")
    }


def test_a_line_with_and_in_its_name_is_one_question(library: Library) -> None:
    assert asked(library, "upplupna kostnader och förutbetalda intäkter 2021").parts == ()


def test_budget_and_outcome_are_two_questions(library: Library) -> None:
    parts = asked(library, "budget och utfall för lokaler 2021").parts
    assert [part.scenario for part in parts] == [Scenario.BUDGET, Scenario.OUTCOME]


def test_the_second_question_inherits_the_subject_of_the_first_and_the_first_the_time_of_the_second(library: Library) -> None:
    first, second = asked(library, "hur många deltog i kören och hur många var kvinnor 2021?").parts
    assert say_span(first.periods[0]) == say_span(second.periods[0]) == "2021"
    assert "kören" in {term.word for term in second.terms if term.inherited}
    assert second.gender == "women"


def test_the_difference_of_budget_and_outcome_is_one_question(library: Library) -> None:
    assert asked(library, "Hur stor var skillnaden mellan budget och utfall för lokaler 2021?").parts == ()


def test_a_yes_no_question_about_the_result_asks_for_its_figure(library: Library) -> None:
    query = asked(library, "gick det back i Tierp/Älvkarleby 2021?")
    assert (query.yes_no, query.intent, query.measures[0].concepts) == (True, Intent.VALUE, ("arets_resultat",))


def test_whether_there_is_something_asks_for_no_figure(library: Library) -> None:
    assert not asked(library, "har Tierp/Älvkarleby egna lokaler 2021?").quantity


@pytest.mark.parametrize(("typo", "concept"), [("avskrvningar 2021", "avskrivningar"), ("medlemsbdrag 2021", "medlemsbidrag")])
def test_a_misspelled_line_of_the_accounts_is_meant(library: Library, typo: str, concept: str) -> None:
    assert asked(library, typo).measures[0].concepts == (concept,)


def test_the_words_that_join_a_comparison_are_no_content(library: Library) -> None:
    words = {term.word for term in asked(library, "soliditeten 2021 jmf m 2020, jämfört").terms}
    assert words == {"soliditeten"}


def test_what_is_set_against_the_budget_is_a_deviation(library: Library) -> None:
    assert asked(library, "hur mycket billigare än budget blev lokalerna 2021?").scenario is Scenario.DEVIATION


def test_what_was_paid_more_than_another_is_two_measures(library: Library) -> None:
    one, other = asked(library, "Hur mycket mer än Tierps kommun betalade Norrby kommun 2021?").measures
    assert ("Norrby" in one.text, "Tierps" in other.text) == (True, True)


def test_the_share_of_one_line_in_another_is_two_measures(library: Library) -> None:
    part, whole = asked(library, "hur stor andel av intäkterna var medlemsbidrag 2021?").measures
    assert (part.concepts, whole.concepts) == (("medlemsbidrag",), ("verksamhetens_intakter",))


@pytest.mark.parametrize(
    ("question", "intent"),
    [
        ("va ligger avskrivningarna på 2021", Intent.VALUE),
        ("vilken månadslön har dirigenten?", Intent.VALUE),
        ("kötid kören?", Intent.VALUE),
        ("hyra kören 2021", Intent.VALUE),
        ("hej, snälla, varför växte kören?", Intent.EXPLAIN),
    ],
)
def test_what_is_meant_by_sloppy_questions(library: Library, question: str, intent: Intent) -> None:
    assert asked(library, question).intent is intent


def test_a_cost_for_something_does_not_name_all_costs(library: Library) -> None:
    assert asked(library, "Hur mycket kostnad för noter har kören?").measures[0].concepts == ()
