"""How an answer reads: the answer in one sentence, then the figures, how it was computed, and what was asked about."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from assistant.answer import Status
from assistant.calculate import calculate
from assistant.compose import compose
from assistant.draft import Draft
from assistant.evidence import Evidence, FigureEvidence, QuoteEvidence
from assistant.operations import Operation
from assistant.query import Intent, Query
from assistant.timespans import year_span
from ingest.domain import Locator, Passage, Scenario, TextUnit, UnitKind
from tests.fakes import printed_figure
from vectorstore.entries import ReportEntry, StoredFigure

REPORT = ReportEntry(
    report="norrdal_2021", association="Finsam Norrdal", orgnr=None, kind="årsredovisning", title="Årsredovisning 2021",
    period="2021", period_start=date(2021, 1, 1), period_end=date(2021, 12, 31), source_file="norrdal_2021.txt",
    sha256="0" * 64, visibility="public", aliases=(), pages=0, pages_unread=0, sections=1, tables=1, figures=1, passages=1,
    findings=0, ingested_at="2026-01-01T00:00:00+00:00", flags=(),
)  # fmt: skip
NEXT_REPORT = replace(REPORT, report="norrdal_2022", title="Årsredovisning 2022")
SUNNERBY = replace(REPORT, report="sunnerby_2021", association="Finsam Sunnerby")
RESULT = "arets_resultat"


def figure(
    row: str, value: str, period: str = "2021", unit: str = "kr", report: ReportEntry = REPORT, concept: str | None = None,
    scenario: Scenario = Scenario.OUTCOME, table: str = "Resultaträkning", flags: tuple[str, ...] = (),
) -> FigureEvidence:  # fmt: skip
    printed = printed_figure(row, value, period, unit=unit, concept=concept, scenario=scenario, table=table, flags=flags)
    return FigureEvidence(f"{report.report}:{row}{value}{period}{table}", StoredFigure(printed, report), 1.0)


def quote(text: str) -> QuoteEvidence:
    unit = TextUnit(text, UnitKind.SENTENCE, Locator("1 Verksamheten", lines=(2, 2)))
    return QuoteEvidence("q", unit, Passage("p", "Norrdal", text, (unit,), unit.locator), 0, REPORT, 1.0, 1.0)


def asked(question: str, intent: Intent = Intent.VALUE, language: str = "sv", **more: object) -> Query:
    return replace(Query(question, language, intent, (), ()), **more)  # type: ignore[arg-type]


def composed(
    query: Query, *figures: FigureEvidence, operation: Operation | None = None, quotes: tuple[QuoteEvidence, ...] = ()
) -> Draft:
    calculations = (calculate(operation, figures, "Resultat"),) if operation else ()
    return compose(query, Evidence(figures=figures, calculations=calculations, quotes=quotes))


def read(draft: Draft) -> str:
    """The text as people see it, but for the marks."""
    lines = (line.split("⟦")[0].rstrip() if line.startswith("-") else line for line in draft.text.split("\n"))
    return "\n".join(_without_marks(line) for line in lines)


def _without_marks(line: str) -> str:
    return "".join(part.partition("⟧")[2] if "⟧" in part else part for part in line.replace(" ⟦", "⟦").split("⟦"))


def test_one_figure_is_one_sentence() -> None:
    assert read(composed(asked("Vad kostade lokalerna 2021?"), figure("Lokaler", "49000"))) == (
        "Lokaler 2021 för Finsam Norrdal var 49 000 kr."
    )


@pytest.mark.parametrize(
    ("question", "value", "opening"),
    [
        ("Gick det back 2021?", "-500", "Ja, årets resultat 2021 för Finsam Norrdal var −500 kr."),
        ("Gick det back 2021?", "500", "Nej, årets resultat 2021 för Finsam Norrdal var 500 kr."),
        ("Gick det plus 2021?", "500", "Ja, årets resultat 2021"),
        ("Gick det plus eller minus 2021?", "500", "Årets resultat 2021"),
        ("Gick det inte back 2021?", "-500", "Årets resultat 2021"),
    ],
)
def test_yes_or_no_is_said_where_the_sign_decides_it(question: str, value: str, opening: str) -> None:
    answer = composed(asked(question, yes_no=True), figure("Årets resultat", value, concept=RESULT))
    assert read(answer).startswith(opening)


@pytest.mark.parametrize("question", ["Varför gick det med överskott 2021?", "Hur stor var vinsten 2021?"])
def test_a_surplus_that_was_a_loss_is_corrected_with_the_figure(question: str) -> None:
    intent = Intent.EXPLAIN if question.startswith("Varför") else Intent.VALUE
    answer = composed(asked(question, intent), figure("Årets resultat", "-500", concept=RESULT))
    assert (answer.status, read(answer)) == (
        Status.ANSWERED,
        "Det blev inget överskott utan ett underskott: årets resultat 2021 för Finsam Norrdal var −500 kr.",
    )


def test_a_row_that_is_called_by_its_sign_contradicts_nobody() -> None:
    answer = composed(asked("Hur stort var underskottet?"), figure("Årets underskott", "500", concept=RESULT))
    assert read(answer) == "Årets underskott 2021 för Finsam Norrdal var 500 kr."


def test_a_reason_for_what_was_not_so_is_left_out() -> None:
    loss = figure("Årets resultat", "-500", concept=RESULT)
    query = asked("Varför gick det med vinst?", Intent.EXPLAIN)
    told = [
        composed(query, loss, quotes=(quote(text),)).quotes for text in ("Vi nådde stora vinster.", "Ett underskott väntades.")
    ]
    assert [len(quotes) for quotes in told] == [0, 1]


def test_a_reason_that_is_not_given_is_declined_with_the_figure() -> None:
    answer = composed(asked("Varför gick det back?", Intent.EXPLAIN), figure("Årets resultat", "-500", concept=RESULT))
    assert (answer.status, read(answer)) == (
        Status.DECLINED,
        "Varför framgår inte av rapporterna. Årets resultat 2021 för Finsam Norrdal var −500 kr.",
    )


def test_a_rise_that_was_a_fall_is_corrected() -> None:
    before, after = figure("Medlemsbidrag", "900", "2020"), figure("Medlemsbidrag", "600", "2021")
    answer = composed(
        asked("Hur mycket ökade medlemsbidraget?", Intent.DIFFERENCE), before, after, operation=Operation.DIFFERENCE
    )
    assert read(answer) == (
        "Medlemsbidrag för Finsam Norrdal ökade inte utan minskade med 300 kr: från 900 kr (2020) till 600 kr (2021)."
        " Uträkning: 600 − 900."
    )


@pytest.mark.parametrize(
    ("question", "periods", "opening"),
    [
        ("Ökade bidraget 2021?", (2021,), "Nej."),
        ("Minskade bidraget 2021?", (2021,), "Ja."),
        ("Var bidraget högre 2021 än 2020?", (2021, 2020), "Nej."),
        ("Var bidraget högre 2020 än 2021?", (2020, 2021), "Ja."),
    ],
)
def test_whether_it_rose_is_answered_by_yes_or_no(question: str, periods: tuple[int, ...], opening: str) -> None:
    before, after = figure("Medlemsbidrag", "900", "2020"), figure("Medlemsbidrag", "600", "2021")
    query = asked(question, Intent.DIFFERENCE, yes_no=True, periods=tuple(map(year_span, periods)))
    assert read(composed(query, before, after, operation=Operation.DIFFERENCE)).startswith(opening)


def test_a_row_of_years_is_told_by_its_ends_and_then_listed() -> None:
    years = [figure("Medlemsbidrag", value, year) for value, year in (("900", "2019"), ("1200", "2020"), ("600", "2021"))]
    assert read(composed(asked("Medlemsbidrag per år?", Intent.TREND), *years)).split("\n") == [
        "Medlemsbidrag för Finsam Norrdal minskade från 900 kr (2019) till 600 kr (2021).",
        "| Tid  |    Värde | Källa |",
        "| ---- | -------: | ----- |",
        "| 2019 |   900 kr | |",
        "| 2020 | 1 200 kr | |",
        "| 2021 |   600 kr | |",
    ]


def test_a_cost_that_is_printed_with_a_minus_rises_when_it_gets_larger() -> None:
    years = [figure("Lokaler", value, year) for value, year in (("-900", "2020"), ("-1200", "2021"))]
    assert " ökade från " in read(composed(asked("Lokaler 2020 och 2021?", Intent.TREND), *years))


def test_the_winner_of_a_rank_is_named_first() -> None:
    ranked = [figure("Lokaler", "900", report=SUNNERBY), figure("Lokaler", "600")]
    answer = composed(asked("Vilket förbund hade störst kostnad för lokaler?", Intent.RANK), *ranked)
    assert read(answer).startswith("Högst är Finsam Sunnerby: 900 kr (Lokaler, 2021).\n- Finsam Sunnerby: 900 kr")


def test_a_rank_of_unlike_times_says_that_they_are_unlike() -> None:
    ranked = [figure("Lokaler", "900", report=SUNNERBY), figure("Lokaler", "600", "2021-01-01/2021-06-30")]
    answer = composed(asked("Vilket förbund hade störst kostnad för lokaler?", Intent.RANK), *ranked)
    assert read(answer).startswith("Siffrorna gäller inte samma slag eller lika lång tid.")


def test_two_things_are_compared_with_how_much_more_the_winner_is() -> None:
    answer = composed(
        asked("Vad kostade mest, resor eller lokaler?", Intent.COMPARE), figure("Resor", "600"), figure("Lokaler", "900")
    )
    assert read(answer) == "Högst är Lokaler, Finsam Norrdal, 2021: 900 kr. Det är 300 kr mer än Resor, 2021: 600 kr."
    assert answer.calculations[0].expression == "900 - 600"


def test_nothing_is_computed_from_figures_of_unlike_kinds_that_are_compared() -> None:
    planned = figure("Resor", "600", scenario=Scenario.BUDGET)
    answer = composed(asked("Vad kostade mest, resor eller lokaler?", Intent.COMPARE), planned, figure("Lokaler", "900"))
    assert (answer.calculations, "mot Resor (budget)" in read(answer)) == ((), True)


@pytest.mark.parametrize(
    ("question", "opening"), [("Är A högre än B?", "Ja, högst är A"), ("Är A lägre än B?", "Nej, högst är A")]
)
def test_whether_one_is_more_than_the_other_is_answered_by_yes_or_no(question: str, opening: str) -> None:
    answer = composed(asked(question, Intent.COMPARE, yes_no=True), figure("A", "900"), figure("B", "600"))
    assert read(answer).startswith(opening)


def test_prints_that_contradict_each_other_are_both_given_with_their_places() -> None:
    one = figure("Årets resultat", "500", concept=RESULT)
    other = figure("Resultat", "400", concept=RESULT, report=NEXT_REPORT)
    assert read(composed(asked("Vad blev resultatet 2021?"), one, other)).split("\n") == [
        "Årets resultat 2021 för Finsam Norrdal var 500 kr, men rapporterna har också 400 kr:",
        "- Årets resultat, Årsredovisning 2021: 500 kr",
        "- Resultat, Årsredovisning 2022: 400 kr",
    ]


def test_a_second_print_of_another_amount_is_no_further_source() -> None:
    one, other = (
        figure("Nöjda", value, unit="%", table=table)
        for value, table in (("98", "Avslutade 46 svar"), ("95", "Pågående 75 svar"))
    )
    assert read(composed(asked("Hur många procent var nöjda?"), one, other)).split("\n")[1:] == [
        "- Avslutade: 98 %",
        "- Pågående: 95 %",
    ]


def test_outcome_and_target_are_held_against_each_other() -> None:
    target = figure("Nöjda", "90", unit="%", scenario=Scenario.TARGET)
    assert read(composed(asked("Nåddes målet?"), figure("Nöjda", "84", unit="%"), target)) == (
        "Nöjda 2021 för Finsam Norrdal: utfallet var 84 %, målet 90 %."
    )


def test_an_average_says_what_it_is_of_and_how_it_was_computed() -> None:
    years = [figure("Medlemsbidrag", value, year) for value, year in (("900", "2019"), ("1200", "2020"), ("600", "2021"))]
    lines = read(composed(asked("I snitt?", Intent.AVERAGE), *years, operation=Operation.AVERAGE)).split("\n")
    assert (lines[0], lines[-1]) == (
        "I genomsnitt 900 kr (Finsam Norrdal, 2019–2021): Medlemsbidrag.",
        "Uträkning: (900 + 1 200 + 600) / 3.",
    )


def test_a_share_is_a_share_whatever_the_question_was_taken_for() -> None:
    answer = composed(asked("Hur många procent?"), figure("Kvinnor", "6"), figure("Deltagare", "13"), operation=Operation.SHARE)
    assert read(answer).startswith("Andelen är 46,2 % (Finsam Norrdal, 2021): Kvinnor av Deltagare.")


def test_what_the_question_named_is_said_where_the_text_does_not() -> None:
    query = asked("Vad är samverkan?", Intent.DEFINE, associations=("Finsam Norrdal",), periods=(year_span(2020),))
    answer = compose(query, Evidence(quotes=(quote("Samverkan är bra."),)))
    assert answer.text.split("\n")[-1] == "Avser 2020."


def test_what_the_text_says_is_not_said_again() -> None:
    query = asked("Lokaler?", associations=("Finsam Norrdal",), periods=(year_span(2021),))
    assert "Avser" not in composed(query, figure("Lokaler", "49000")).text


def test_a_figure_of_one_of_the_years_asked_about_does_not_claim_the_others() -> None:
    query = asked("Lokaler 2020 och 2021?", Intent.TREND, periods=(year_span(2020), year_span(2021)))
    assert "Avser" not in composed(query, figure("Lokaler", "49000")).text


def test_an_association_that_the_sentence_leaves_out_is_said() -> None:
    query = asked("Mer än?", Intent.DIFFERENCE, associations=("Finsam Norrdal",))
    answer = composed(query, figure("Resor", "600"), figure("Lokaler", "900"), operation=Operation.DIFFERENCE)
    assert answer.text.split("\n")[-1] == "Avser Finsam Norrdal."


def test_an_amount_is_said_in_the_unit_wished_for_and_as_it_is() -> None:
    answer = composed(asked("Hur många miljoner?", wished_unit="mnkr"), figure("Medlemsbidrag", "5574000"))
    assert read(answer) == "Medlemsbidrag 2021 för Finsam Norrdal var 5,6 miljoner kr (5 574 000 kr)."


def test_an_amount_too_small_for_the_unit_wished_for_is_said_as_it_is() -> None:
    assert "var 900 kr" in read(composed(asked("Hur många miljoner?", wished_unit="mnkr"), figure("Resor", "900")))


def test_an_english_answer_has_english_months_units_and_headings() -> None:
    points = [figure("Soliditet", value, period, unit="%") for value, period in (("40", "2020-12-31"), ("45", "2021-06-30"))]
    query = asked("How much did it change?", Intent.DIFFERENCE, "en")
    assert read(composed(query, *points, operation=Operation.DIFFERENCE)) == (
        "“Soliditet” for Finsam Norrdal increased by 5 percentage points: from 40 % (2020-12-31) to 45 % (2021-06-30)."
        " Computed as 45 − 40."
    )


def test_a_stretch_of_months_is_english_in_an_english_answer() -> None:
    answer = composed(asked("How much?", language="en"), figure("Lokaler", "5", "2021-01-01/2021-08-31"))
    assert read(answer) == "“Lokaler” for Finsam Norrdal January–August 2021 was 5 kr."


def test_a_warning_about_several_figures_is_given_once() -> None:
    two = [figure(row, "5", flags=("period-assumed",)) for row in ("Resor", "Lokaler")]
    assert composed(asked("Vad kostade mest, resor eller lokaler?", Intent.COMPARE), *two).warnings == (
        "Resor; Lokaler: tabellen anger ingen tid; rapporten gäller 2021.",
    )


def test_a_declining_answer_tells_the_nearest_figure_and_which_reports_there_are() -> None:
    query = asked("Lokaler 2025?", associations=("Finsam Norrdal",), periods=(year_span(2025),))
    answer = compose(query, Evidence(near="Rapporter därifrån: Årsredovisning 2021.", nearest=figure("Lokaler", "49000")))
    assert (answer.status, read(answer)) == (
        Status.DECLINED,
        "Det framgår inte av rapporterna (avser Finsam Norrdal, 2025). "
        "Det närmaste rapporterna säger är Lokaler, 2021: 49 000 kr. Rapporter därifrån: Årsredovisning 2021.",
    )
