"""Time as people ask for it, with the newest report and the conversation."""

import pytest

from assistant.asked_times import find_asked_times
from assistant.query import Span
from assistant.timespans import parse_period, say_span, year_span

YEAR, HALF = year_span(2023), parse_period("2021-01-01/2021-06-30")


def said(question: str, newest: Span | None = YEAR, before: tuple[Span, ...] = ()) -> list[str]:
    return [say_span(span) for span in find_asked_times(question, newest, before).spans]


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ("budget 22-24?", ["2022", "2023", "2024"]),
        ("utfall 2019-21", ["2019", "2020", "2021"]),
        ("läsåret 2021/22", ["2021", "2022"]),
        ("resultatet -23", ["2023"]),
        ("resultatet '22", ["2022"]),
        ("vem kom till mässan 23?", ["2023"]),
        ("hyran 2023 jmf m 2022", ["2023", "2022"]),
        ("kostnader tom aug 2021", ["januari–augusti 2021"]),
        ("kostnader t.o.m. augusti", ["januari–augusti 2023"]),
        ("kostnader jan-juni 21", ["januari–juni 2021"]),
        ("h1 2021", ["januari–juni 2021"]),
        ("halvårsskiftet 2021", ["30 juni 2021"]),
        ("andra kvartalet 2021", ["april–juni 2021"]),
        ("q3 2021", ["juli–september 2021"]),
        ("hösten 2021", ["augusti–december 2021"]),
        ("2021-06", ["juni 2021"]),
        ("vid utgången av 2021", ["31 december 2021"]),
        ("från slutet av 2022 till slutet av 2023", ["31 december 2022", "31 december 2023"]),
        ("de fem åren fram till 2023", ["2019", "2020", "2021", "2022", "2023"]),
        ("mellan 2020 och 2021", ["2020", "2021"]),
        ("mellan årsskiftena 2021, 2022 o 2023", ["31 december 2021", "31 december 2022", "31 december 2023"]),
        ("vid årsskiftena 2021 till 2023", ["31 december 2021", "31 december 2022", "31 december 2023"]),
        ("i augusti jämfört med i juni 2021", ["augusti 2021", "juni 2021"]),
        ("jan-aug 2021 mot samma period 2020", ["januari–augusti 2021", "januari–augusti 2020"]),
    ],
)
def test_a_time_is_read_as_people_write_it(question: str, expected: list[str]) -> None:
    assert said(question) == expected


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ("resultatet i fjol", ["2022"]),
        ("resultatet förra året", ["2022"]),
        ("resultatet i år", ["2023"]),
        ("det senaste året", ["2023"]),
        ("de två senaste åren", ["2022", "2023"]),
        ("2021 jämfört med året innan", ["2021", "2020"]),
        ("blev det dyrare än i fjol?", ["2023", "2022"]),
        ("möte i juni?", ["juni 2023"]),
        ("skulder vid årsskiftet", ["31 december 2023"]),
    ],
)
def test_relative_time_is_relative_to_the_year_named_or_the_newest_report(question: str, expected: list[str]) -> None:
    assert said(question) == expected


def test_the_turn_of_the_year_that_a_half_year_report_knows_is_the_one_before_it() -> None:
    assert said("skulder vid årsskiftet", HALF) == ["31 december 2020"]


def test_the_same_period_last_year_is_that_of_the_newest_report() -> None:
    assert said("samma period i fjol", HALF) == ["januari–juni 2020"]


def test_the_turn_of_a_named_year_may_be_either_end_of_it() -> None:
    assert said("vid årsskiftet 2021") == ["31 december 2020", "31 december 2021"]


def test_this_year_gives_way_to_a_time_that_is_named() -> None:
    assert said("i år (tom aug 2021)") == ["januari–augusti 2021"]


def test_the_year_before_is_that_before_the_conversation() -> None:
    assert said("och året innan?", YEAR, (parse_period("2021-01-01/2021-08-31"),)) == ["januari–augusti 2020"]


def test_a_comparison_with_the_year_before_keeps_the_time_of_the_conversation() -> None:
    assert said("jämfört med året innan?", YEAR, (year_span(2021),)) == ["2021", "2020"]


@pytest.mark.parametrize(
    "question",
    [
        "20 % av deltagarna",
        "22 deltagare",
        "unga 16-24",
        "ungdomar 16-24 år",
        "är under 25?",
        "klara målet på 50",
        "covid 19",
        "öppet 24/7",
        "minst 21",
        "ring 019-2021888 om 20 210 kr",
    ],
)
def test_a_number_that_counts_or_names_something_is_no_year(question: str) -> None:
    assert said(question) == []


def test_relative_time_says_nothing_without_any_report() -> None:
    assert said("resultatet i fjol", None) == []


def test_the_words_of_a_time_are_places_in_the_question() -> None:
    question = "kostnaden de två senaste åren"
    ((start, end),) = find_asked_times(question, YEAR).places
    assert question[start:end] == "de två senaste åren"


def test_the_year_of_a_month_is_consumed_with_it() -> None:
    assert len(find_asked_times("2021 i augusti", YEAR).places) == 2
