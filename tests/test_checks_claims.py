"""Claims in words against figures and other words: what cannot be true is found, what is only loosely said is not."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest

from ingest.checks.claims import claim_findings
from ingest.checks.sheets import lay_out
from ingest.domain import Certainty, Finding, FindingKind
from ingest.read import read
from ingest.settings import Settings
from tests.accounts_report import RIGHT

REPORTS = Path(__file__).parent.parent / "reports"
MADE = Path(__file__).parent / "reports"


def found_in_file(path: Path) -> list[Finding]:
    report = read(path, Settings())
    return list(claim_findings(report, lay_out(report.tables, report.figures)))


def found(tmp_path: Path, sentence: str, section: str = "1.3 Händelser av väsentlig betydelse") -> list[Finding]:
    """The findings of a report whose accounts are right, with sentences of a section of its own put in."""
    path = tmp_path / "exempelbygden_arsredovisning_2022.txt"
    heading = "1.1 Översikt över verksamhetens utveckling"
    path.write_text(RIGHT.replace(heading, f"{section}\n\n{sentence}\n\n{heading}", 1), encoding="utf-8")
    return found_in_file(path)


@pytest.mark.parametrize(
    "sentence",
    [
        "Uteblivna besök har minskat från 13 till 22 procent.",
        "Antalet remisser ökade från 90 till 72.",
        "Antalet deltagare har halverats från 80 till 70.",
        "Nästan hälften, 64 procent, hade varit utan arbete länge.",
        "En tredjedel av deltagarna (48 %) gick till arbete.",
        "Majoriteten av deltagarna (44 %) gick till arbete.",
        "Det är fler kvinnor än män, 45 kvinnor och 67 män.",
        "Kvinnorna är klart fler än männen, 40 procent mot 60.",
    ],
)
def test_a_sentence_whose_numbers_contradict_its_words_is_found(tmp_path: Path, sentence: str) -> None:
    (finding,) = found(tmp_path, sentence)
    assert finding.places[0].quote == sentence


@pytest.mark.parametrize(
    "sentence",
    [
        "Uteblivna besök har minskat från 22 till 13 procent.",
        "Väntetiden har minskat från 3 veckor till 10 dagar.",
        "Andelen har ökat från 0,5 till 0,7 procentenheter.",
        "Antalet deltagare har halverats från 80 till 42.",
        "Nästan hälften, 46 procent, hade varit utan arbete länge.",
        "Drygt hälften är kvinnor och av dem är de flesta under 30 år.",
        "Hälften av deltagarna kom från kommunen, 62 procent av dem via socialtjänsten.",
        "Trots att fler kvinnor än män remitterats avslutades 12 kvinnor och 15 män.",
        "De flesta var nöjda (91 %).",
        "Gruppen utan offentlig försörjning har minskat från 15 procent 2021.",
        "Samarbetet har ökat från år 2019 till 2022.",
    ],
)
def test_a_sentence_that_may_be_true_is_left_alone(tmp_path: Path, sentence: str) -> None:
    assert found(tmp_path, sentence) == []


def test_a_surplus_of_the_amount_of_the_deficit_has_the_wrong_sign(tmp_path: Path) -> None:
    (finding,) = found(tmp_path, "Året slutade med ett underskott på 110 000 kr.")
    assert (finding.kind, finding.stated, finding.computed) == (FindingKind.SIGN, Decimal(-110_000), Decimal(110_000))


@pytest.mark.parametrize(
    "sentence",
    [
        "Året slutade med ett överskott på 110 000 kr.",
        "Budgeten var ett underskott på 110 000 kr.",
        "För nästa år planeras ett underskott på 110 000 kr.",
        "Året innan blev ett underskott på 50 000 kr.",
    ],
)
def test_a_right_or_another_sign_is_left_alone(tmp_path: Path, sentence: str) -> None:
    assert found(tmp_path, sentence) == []


def test_what_is_said_to_fall_must_not_have_risen(tmp_path: Path) -> None:
    (finding,) = found(tmp_path, "Soliditeten minskade med 8 procentenheter.")
    assert (finding.stated, finding.computed) == (Decimal(58), Decimal(50))
    assert found(tmp_path, "Soliditeten ökade med 8 procentenheter.") == []


def test_a_change_of_another_size_is_found(tmp_path: Path) -> None:
    (finding,) = found(tmp_path, "Soliditeten ökade med 5 procentenheter.")
    assert (finding.kind, finding.stated, finding.computed) == (FindingKind.DIFFERENCE, Decimal(5), Decimal(8))


def test_a_queue_and_no_queue_in_one_place_are_found(tmp_path: Path) -> None:
    text = "Teamet har inte haft någon kö under året. Av remisserna har 40 % fått stå i kö i minst sex månader."
    assert len(found(tmp_path, text)) == 1


def test_staff_and_no_staff_are_found(tmp_path: Path) -> None:
    text = "Förbundet har ingen anställd personal. Anslaget täcker löner för styrelsen och förbundets anställda."
    (finding,) = found(tmp_path, text)
    assert finding.certainty is Certainty.INTERPRETATION


def test_members_named_one_by_one_are_counted(tmp_path: Path) -> None:
    named = "Försäkringskassan, Arbetsförmedlingen, Region Strand och kommunerna Alby, Berga och Dalby är medlemmar i förbundet."
    (finding,) = found(tmp_path, f"{named} De fyra medlemmarna samverkar.")
    assert (finding.stated, finding.computed) == (Decimal(4), Decimal(6))
    assert found(tmp_path, f"{named} De fyra parterna samverkar.") == []
    assert found(tmp_path, f"{named} De sex medlemmarna samverkar.") == []


def test_the_same_meetings_counted_twice_must_agree(tmp_path: Path) -> None:
    (finding,) = found(tmp_path, "Styrelsen har haft fyra sammanträden. Som framgår ovan har styrelsen haft fem sammanträden.")
    assert {finding.stated, finding.computed} == {Decimal(4), Decimal(5)}


def test_meetings_of_another_time_or_body_are_another_thing(tmp_path: Path) -> None:
    halves = "Under våren har styrelsen haft två möten. Under hösten har styrelsen haft tre möten."
    text = f"Styrelsen har under året haft fem möten. {halves}"
    assert found(tmp_path, f"{text} Beredningsgruppen har haft nio möten. Styrelsen har haft två extra möten.") == []


def test_a_list_has_as_many_items_as_it_announces(tmp_path: Path) -> None:
    (finding,) = found(tmp_path, "Visionen bygger på tre hörnstenar:\n- Individen\n- Samverkan\n- Kunskap\n- Utveckling")
    assert (finding.stated, finding.computed) == (Decimal(3), Decimal(4))
    assert found(tmp_path, "Visionen bygger på tre hörnstenar:\n- Individen\n- Samverkan\n- Kunskap") == []


def test_rows_by_year_and_sex_disprove_what_is_said_of_them() -> None:
    findings = found_in_file(REPORTS / "finsam-lekeberg-orebro_delarsredovisning_2021-06.txt")
    assert {(f.stated, f.computed) for f in findings} >= {(Decimal(50), Decimal(35)), (Decimal(23), Decimal(31))}
    (turn,) = [f for f in findings if f.kind is FindingKind.PERIOD]
    assert turn.cause == "det gäller 2021"


def test_last_year_s_figures_said_of_this_year_are_found() -> None:
    findings = found_in_file(REPORTS / "finsam-degerfors-karlskoga_arsredovisning_2023.txt")
    assert [f.stated for f in findings if f.cause == "beloppet är 2022 års"] == [Decimal("4.2"), Decimal(16_500)]


@pytest.mark.parametrize("path", sorted(MADE.rglob("*.txt")), ids=lambda path: path.stem[:30])
def test_right_reports_keep_their_word(path: Path) -> None:
    assert found_in_file(path) == []


def test_a_change_in_percent_is_worked_out_from_the_rows(tmp_path: Path) -> None:
    (finding,) = found(tmp_path, "Intäkterna ökade med 7,5 % jämfört med året före.")
    assert (finding.kind, finding.stated, finding.computed) == (FindingKind.SHARE, Decimal("7.5"), Decimal("4.2"))
    assert found(tmp_path, "Intäkterna ökade med 4,2 % jämfört med året före.") == []
