"""Questions that lean on the one before, over two small reports."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from assistant.query import INHERITED_WEIGHT, Intent, Query
from assistant.timespans import say_span
from assistant.understand import understand
from ingest.domain import Scenario
from tests.fakes import library_of, small_report
from vectorstore.library import Library

TIERP, NORRVIKEN = "Finsam Tierp/Älvkarleby", "Samordningsförbundet Norrviken"


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Library]:
    texts = ("Bidrag har betalats av Hallsta kommun och av Kumsta kommun.", "I kören fanns kvinnor och män.")
    folder: Path = tmp_path_factory.mktemp("followup")
    with library_of(
        folder, small_report("tierp-2021", TIERP, 2021, texts), small_report("norrviken-2022", NORRVIKEN, 2022, texts)
    ) as found:
        yield found


def asked(library: Library, question: str, *history: str) -> Query:
    return understand(question, history, library)


def words_of(query: Query) -> set[str]:
    return {term.word.lower() for term in query.terms}


def times_of(query: Query) -> list[str]:
    return [say_span(span) for span in query.periods]


def test_a_question_that_stands_by_itself_inherits_nothing(library: Library) -> None:
    query = asked(library, "Vad är arbetsträning?", "Vad var soliditeten i Norrviken 2021?")
    assert (query.associations, query.periods, words_of(query)) == ((), (), {"arbetsträning"})


def test_the_year_before_is_the_one_before_that_of_the_conversation(library: Library) -> None:
    query = asked(library, "och året innan?", "Vad var resultatet i Norrviken 2021?")
    assert (times_of(query), query.associations, query.intent) == (["2020"], (NORRVIKEN,), Intent.VALUE)


def test_last_year_is_that_before_the_newest_report_of_the_association_of_the_conversation(library: Library) -> None:
    assert times_of(asked(library, "och i fjol?", "Vad var soliditeten i Tierp/Älvkarleby?")) == ["2020"]


def test_the_year_before_moves_a_part_year(library: Library) -> None:
    query = asked(library, "and the year before?", "How much did they receive in January–August 2021?")
    assert times_of(query) == ["januari–augusti 2020"]


def test_the_same_period_is_that_part_of_another_year(library: Library) -> None:
    query = asked(library, "och samma period 2019?", "Vad fick Norrviken januari–augusti 2021?")
    assert times_of(query) == ["januari–augusti 2019"]


def test_the_other_gender_takes_the_place_of_the_first(library: Library) -> None:
    query = asked(library, "och män?", "Hur många kvinnor var med i kören?")
    assert (words_of(query), query.gender, query.intent) == ({"män", "kören"}, "men", Intent.VALUE)


def test_what_is_asked_about_a_pronoun_keeps_the_subject(library: Library) -> None:
    query = asked(library, "hur många män var de?", "Hur många kvinnor var med i kören i Norrviken 2021?")
    assert (words_of(query), query.associations, times_of(query)) == ({"män", "kören"}, (NORRVIKEN,), ["2021"])


def test_a_new_thing_keeps_association_and_year_and_drops_the_old_thing(library: Library) -> None:
    query = asked(library, "och för kurser?", "Vad budgeterar Norrviken för representation 2022?")
    assert (query.associations, times_of(query), query.scenario) == ((NORRVIKEN,), ["2022"], Scenario.BUDGET)
    assert "kurser" in words_of(query) and "representation" not in words_of(query)


def test_another_line_of_the_accounts_replaces_the_one_before(library: Library) -> None:
    query = asked(library, "och kostnaderna?", "Vad var intäkterna i Norrviken 2021?")
    assert query.measures[0].concepts == ("verksamhetens_kostnader",)
    assert "intäkterna" not in words_of(query)


def test_a_new_association_keeps_the_thing_asked_for(library: Library) -> None:
    query = asked(library, "och Norrviken då?", "Vad var soliditeten i Tierp/Älvkarleby 2021?")
    assert (query.associations, words_of(query), times_of(query)) == ((NORRVIKEN,), {"soliditeten"}, ["2021"])


def test_a_new_year_keeps_the_thing_asked_for(library: Library) -> None:
    query = asked(library, "och 2020?", "Vad var soliditeten i Norrviken 2021?")
    assert (words_of(query), times_of(query), query.measures[0].concepts) == ({"soliditeten"}, ["2020"], ("soliditet",))


def test_a_chain_of_follow_ups_is_followed_to_its_start(library: Library) -> None:
    query = asked(library, "och året innan?", "Vad var soliditeten i Norrviken 2021?", "och i Tierp/Älvkarleby?")
    assert (words_of(query), times_of(query), query.associations) == ({"soliditeten"}, ["2020"], (TIERP,))


def test_another_payer_replaces_the_one_before(library: Library) -> None:
    query = asked(library, "och från staten?", "Hur mycket fick Norrviken i driftbidrag från Region Norrby 2021?")
    assert {"staten", "driftbidrag"} == words_of(query)


def test_a_municipality_in_lower_case_is_known_by_how_the_reports_write_it(library: Library) -> None:
    query = asked(library, "och kumsta?", "Vad betalade Hallsta kommun till Norrviken 2021?")
    assert {"kumsta"} == {term.word for term in query.terms if term.required}
    assert "hallsta" not in words_of(query)


def test_a_question_with_a_subject_of_its_own_prefers_the_words_of_the_conversation(library: Library) -> None:
    query = asked(library, "och hur många procent svarade ja?", "Hur många deltagare i Norrviken fick frågor om våld 2021?")
    weights = {term.word: (term.weight, term.inherited, term.required) for term in query.terms}
    assert weights["svarade"] == (1.0, False, False)
    assert weights["våld"] == (INHERITED_WEIGHT, True, False)


def test_why_is_asked_about_the_subject_before(library: Library) -> None:
    query = asked(library, "varför då?", "Vad var soliditeten i Norrviken 2021?")
    assert (query.intent, words_of(query), query.associations) == (Intent.EXPLAIN, {"soliditeten"}, (NORRVIKEN,))


def test_a_pronoun_for_a_person_leans_on_the_one_before(library: Library) -> None:
    query = asked(library, "vilken organisation representerade hon?", "Vem var ordförande i Norrviken 2021?")
    assert (query.associations, times_of(query)) == ((NORRVIKEN,), ["2021"])
    assert {"organisation", "representerade", "ordförande"} == words_of(query)
    assert query.intent is Intent.TELL


def test_a_question_that_says_enough_is_not_put_on_the_association_before(library: Library) -> None:
    query = asked(library, "Hur många deltagare hade kören i Tierp/Älvkarleby?", "Vad var soliditeten i Norrviken 2021?")
    assert (query.associations, query.periods) == ((TIERP,), ())


def test_a_unit_is_wished_for_the_answer_before(library: Library) -> None:
    query = asked(library, "i miljoner då?", "Vad var intäkterna i Norrviken 2021?")
    assert (query.wished_unit, query.measures[0].concepts) == ("mnkr", ("verksamhetens_intakter",))


def test_only_another_why_asks_for_a_reason_again(library: Library) -> None:
    query = asked(library, "och 2022?", "Varför gick Norrviken back 2021?")
    assert (query.intent, query.quantity, times_of(query)) == (Intent.VALUE, True, ["2022"])


def test_why_asked_again_asks_for_a_reason(library: Library) -> None:
    assert asked(library, "och varför 2022?", "Varför gick Norrviken back 2021?").intent is Intent.EXPLAIN


def test_a_payer_that_names_an_association_too_goes_on_from_before(library: Library) -> None:
    query = asked(library, "och Älvkarleby kommun?", "Hur mycket betalade Tierps kommun till Finsam Tierp/Älvkarleby 2021?")
    assert times_of(query) == ["2021"]
