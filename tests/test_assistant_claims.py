"""An amount that a question takes for granted is held against the figure: borne out, corrected, or left open."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path

import pytest

from assistant.claims import read_claim
from assistant.drafted import drafted
from assistant.query import Bound
from assistant.respond import respond
from assistant.understand import understand
from tests.fakes import library_of, printed_figure, report_of_figures
from vectorstore.library import Library


@pytest.fixture
def small_library(tmp_path: Path) -> Iterator[Library]:
    income = "Not 1 Verksamhetens intäkter"
    report = report_of_figures(
        printed_figure("Årets resultat", "-38700", "2021", concept="arets_resultat"),
        printed_figure("Soliditet", "41.8", "2021-12-31", unit="%", table="Nyckeltal", concept="soliditet"),
        printed_figure("Driftbidrag från Norrby kommun", "348000", "2021", table=income),
        printed_figure("Driftbidrag från Sunne kommun", "152000", "2021", table=income),
        printed_figure("Jobbklubben › Antal deltagare", "95", "2021", unit="antal", table="Jobbklubben", concept="deltagare"),
    )
    with library_of(tmp_path, report) as library:
        yield library


def answer(question: str, library: Library) -> str:
    return drafted(understand(question, (), library), library).text


# --- what is read ------------------------------------------------------------------------------------------------------


def test_the_amount_is_asked_for_in_its_place() -> None:
    read = read_claim("Stämmer det att soliditeten var 45 %?", (), is_yes_no=True)
    assert read is not None
    assert read[0] == "soliditeten var hur många procent?"
    assert (read[1].value, read[1].unit) == (Decimal(45), "%")


def test_what_is_counted_is_asked_for_first() -> None:
    read = read_claim("Hade Jobbklubben över 150 deltagare?", (), is_yes_no=True)
    assert read is not None
    assert read[0] == "hur många deltagare hade Jobbklubben?"
    assert read[1].bound is Bound.MORE


def test_millions_are_kronor_within_half_of_the_last_digit() -> None:
    read = read_claim("Är det sant att bidraget är 6,2 miljoner kronor?", (), is_yes_no=True)
    assert read is not None
    assert (read[1].value, read[1].unit, read[1].within) == (Decimal("6200000.0"), "kr", Decimal("50000.00"))


@pytest.mark.parametrize(
    "question",
    [
        "Hur många deltagare hade Jobbklubben?",
        "Var Jobbklubben i gång 2021?",
        "Får man vara med om man är över 65 år?",
        "Nåddes målet att 40 % ska få arbete?",
        "Var intäkterna 5 miljoner kr och kostnaderna 4 miljoner kr?",
        "Hur mycket är 38 700 kr per deltagare?",
    ],
)
def test_no_amount_is_taken_for_granted(question: str) -> None:
    assert read_claim(question, (), is_yes_no=question.startswith(("Var", "Får", "Nåddes"))) is None


def test_a_year_is_no_amount() -> None:
    assert read_claim("Stämmer det att ni hade 2021 deltagare?", (), is_yes_no=True) is None


# --- what is answered --------------------------------------------------------------------------------------------------


def test_a_wrong_percentage_is_corrected(small_library: Library) -> None:
    assert answer("Stämmer det att soliditeten i Norrdal var 45 % 2021?", small_library).startswith("Nej, inte 45 %. Soliditet")


def test_a_right_percentage_is_borne_out(small_library: Library) -> None:
    assert answer("Stämmer det att soliditeten i Norrdal var 41,8 % 2021?", small_library).startswith("Ja. Soliditet")


def test_a_right_amount_with_the_wrong_sign_is_not_borne_out(small_library: Library) -> None:
    text = answer("Var det 38 700 kr i överskott i Norrdal 2021?", small_library)
    assert text.startswith("Nej, ")
    assert "−38 700 kr" in text


def test_why_a_wrong_amount_was_paid_is_answered_with_the_right_one(small_library: Library) -> None:
    text = answer("Hur kommer det sig att Norrby kommun bara betalade 200 000 kr till Norrdal 2021?", small_library)
    assert text.startswith("Nej, inte 200 000 kr. ")
    assert "348 000 kr" in text


def test_a_bound_that_holds_is_borne_out(small_library: Library) -> None:
    assert answer("Hade Jobbklubben i Norrdal över 90 deltagare 2021?", small_library).startswith("Ja. ")


def test_a_bound_that_does_not_hold_is_corrected(small_library: Library) -> None:
    text = answer("Hade Jobbklubben i Norrdal över 150 deltagare 2021?", small_library)
    assert text.startswith("Nej, inte 150 deltagare.")
    assert "95" in text


def test_an_amount_of_what_the_reports_do_not_state_is_declined(small_library: Library) -> None:
    answered = respond("Stämmer det att hyran i Norrdal var 60 000 kr 2021?", (), small_library)
    assert answered.status.value == "declined"


def test_an_amount_of_an_association_without_reports_is_declined(small_library: Library) -> None:
    answered = respond("Stämmer det att Finsam Lillvik hade 4 miljoner kr i underskott 2021?", (), small_library)
    assert answered.status.value == "declined"


def test_no_verdict_is_given_where_the_amount_claimed_is_printed_too(tmp_path: Path) -> None:
    report = report_of_figures(
        printed_figure("Jobbklubben › Antal deltagare", "95", "2021", unit="antal", table="Jobbklubben", concept="deltagare"),
        printed_figure("Deltagare i Jobbklubben som avslutats", "40", "2021", unit="antal", table="Avslut"),
    )
    with library_of(tmp_path, report) as library:
        text = answer("Hade Jobbklubben i Norrdal 40 deltagare 2021?", library)
    assert not text.startswith("Nej")


def test_the_count_of_a_part_is_no_verdict_on_the_whole(small_library: Library) -> None:
    assert not answer("Stämmer det att Norrdal hade 150 deltagare 2021?", small_library).startswith("Nej")
