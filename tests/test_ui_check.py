"""`finsam check` as a person meets it: the findings to read, as JSON, and explained by a reviewer."""

from __future__ import annotations

import json
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pytest

from ingest.domain import Certainty, Finding, FindingKind, Locator, Place, Severity
from ingest.settings import Settings
from tests.fakes import index_hand_made, small_report
from ui.cli import main
from vectorstore.store import open_store

NORRDAL, SUNNERBY = "norrdal-2021", "sunnerby-2021"


def place(report: str, line: int, quote: str, page: int | None = None, label: str | None = None) -> Place:
    return Place(report, f"{report}.txt", Locator("2 Resultaträkning", page, label, (line, line)), quote)


MATERIAL = Finding(
    id=f"{NORRDAL}:total",
    report=NORRDAL,
    kind=FindingKind.SUM,
    severity=Severity.MATERIAL,
    certainty=Certainty.CERTAIN,
    what="Verksamhetens kostnader anges till −184 120 kr, men summan av raderna ovanför ger −1 084 120 kr.",
    places=(place(NORRDAL, 5, "Verksamhetens kostnader\t-184 120", label="4"), place(SUNNERBY, 7, "Kostnader | 1", page=2)),
    period="2020",
    stated=Decimal("-184120"),
    computed=Decimal("-1084120"),
    unit="kr",
    cause="en nolla saknas",
    consequences=("Årets resultat stämmer inte heller.",),
)
MINOR = Finding(
    id=f"{NORRDAL}:name",
    report=NORRDAL,
    kind=FindingKind.CONTRADICTION,
    severity=Severity.MINOR,
    certainty=Certainty.INTERPRETATION,
    what="Samma person stavas på två sätt.",
    places=(place(NORRDAL, 2, "Eva Ek"),),
)
ROUNDING = replace(MINOR, id=f"{SUNNERBY}:rounding", report=SUNNERBY, severity=Severity.ROUNDING, what="En krona skiljer.")


@pytest.fixture
def data(tmp_path: Path) -> str:
    """Two reports: the first with a minor and a material finding, the second with one of rounding."""
    settings = Settings(data_dir=tmp_path / "var")
    first = replace(small_report(NORRDAL, "Finsam Norrdal"), findings=(MINOR, MATERIAL))
    second = replace(small_report(SUNNERBY, "Finsam Sunnerby"), findings=(ROUNDING,))
    with open_store(settings) as store:
        for report in (first, second):
            index_hand_made(report, tmp_path / f"{report.id}.txt", store)
    return str(settings.data_dir)


def lines(capsys: pytest.CaptureFixture[str], *arguments: str) -> list[str]:
    """What the command prints as JSON, one line a finding."""
    assert main(["check", "--format", "jsonl", *arguments]) == 0
    return capsys.readouterr().out.splitlines()


def ids(capsys: pytest.CaptureFixture[str], *arguments: str) -> list[str]:
    return [json.loads(line)["id"] for line in lines(capsys, *arguments)]


def shown(capsys: pytest.CaptureFixture[str], *arguments: str) -> str:
    assert main(["check", *arguments]) == 0
    return capsys.readouterr().out


def refused(capsys: pytest.CaptureFixture[str], *arguments: str) -> str:
    """The one line on stderr for wrong use."""
    assert main(["check", *arguments]) == 2
    told = capsys.readouterr()
    assert told.out == ""
    return told.err.strip()


def test_a_finding_as_json_is_the_object_of_the_contract(data: str, capsys: pytest.CaptureFixture[str]) -> None:
    printed = lines(capsys, "--data", data)[1]

    assert json.loads(printed) == {
        "id": "norrdal-2021:total",
        "report": "norrdal-2021",
        "association": "Finsam Norrdal",
        "period": "2020",
        "source_file": "norrdal-2021.txt",
        "kind": "summa",
        "severity": "väsentlig",
        "certainty": "säker",
        "what": "Verksamhetens kostnader anges till −184 120 kr, men summan av raderna ovanför ger −1 084 120 kr.",
        "stated": "-184120",
        "computed": "-1084120",
        "difference": "900000",
        "unit": "kr",
        "cause": "en nolla saknas",
        "consequences": ["Årets resultat stämmer inte heller."],
        "places": [
            {
                "source_file": "norrdal-2021.txt",
                "page": None,
                "page_label": "4",
                "section": "2 Resultaträkning",
                "lines": [5, 5],
                "quote": "Verksamhetens kostnader\t-184 120",
                "box": None,
            },
            {
                "source_file": "sunnerby-2021.txt",
                "page": 2,
                "page_label": None,
                "section": "2 Resultaträkning",
                "lines": [7, 7],
                "quote": "Kostnader | 1",
                "box": None,
            },
        ],
        "explained": None,
    }


def test_what_is_not_known_of_a_finding_is_null_and_its_period_that_of_the_report(
    data: str, capsys: pytest.CaptureFixture[str]
) -> None:
    printed = json.loads(lines(capsys, "--data", data)[0])

    assert {key for key, value in printed.items() if value is None} == {
        "stated", "computed", "difference", "unit", "cause", "explained",
    }  # fmt: skip
    assert (printed["period"], printed["consequences"]) == ("2021", [])


def test_as_json_every_finding_is_listed_rounding_and_explained_ones_too(data: str, capsys: pytest.CaptureFixture[str]) -> None:
    main(["check", "--explain", MINOR.id, "--note", "Två personer.", "--data", data])
    capsys.readouterr()

    assert ids(capsys, "--data", data) == [MINOR.id, MATERIAL.id, ROUNDING.id]


@pytest.mark.parametrize(
    ("chosen", "expected"),
    [
        (("--report", SUNNERBY), [ROUNDING.id]),
        (("--association", "Finsam Norrdal"), [MINOR.id, MATERIAL.id]),
        (("--association", "sunnerby"), [ROUNDING.id]),
        (("--association", "finsam"), [MINOR.id, MATERIAL.id, ROUNDING.id]),
        (("--severity", "väsentlig"), [MATERIAL.id]),
        (("--severity", "mindre", "--severity", "öresavrundning"), [MINOR.id, ROUNDING.id]),
        (("--association", "Finsam Norrdal", "--severity", "mindre"), [MINOR.id]),
    ],
)
def test_findings_are_chosen_by_report_association_and_severity(
    chosen: tuple[str, ...], expected: list[str], data: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert ids(capsys, *chosen, "--data", data) == expected


def test_the_list_to_read_has_the_gravest_first_with_cause_consequence_and_places(
    data: str, capsys: pytest.CaptureFixture[str]
) -> None:
    printed = shown(capsys, "--data", data)

    assert [line.strip() for line in printed.splitlines() if line.strip()] == [
        "Finsam Norrdal, Årsredovisning 2021 (norrdal-2021)",
        "väsentlig  summa       säker     Verksamhetens kostnader anges till −184 120 kr, men summan av raderna ovanför ger "
        "−1 084 120 kr.",
        "Trolig orsak: en nolla saknas",
        "Följd: Årets resultat stämmer inte heller.",
        "– s. 4 enligt innehållsförteckningen, 2 Resultaträkning, rad 5: ”Verksamhetens kostnader | -184 120”",
        "– sunnerby-2021.txt, s. 2, 2 Resultaträkning, rad 7: ”Kostnader | 1”",
        "id norrdal-2021:total",
        "mindre     motsägelse  tolkning  Samma person stavas på två sätt.",
        "– 2 Resultaträkning, rad 2: ”Eva Ek”",
        "id norrdal-2021:name",
        "2 fynd (1 väsentlig, 1 mindre). 1 till (öresavrundning eller förklarade) visas med --all.",
    ]


def test_rounding_is_shown_when_all_is_asked_for(data: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert shown(capsys, "--all", "--data", data).endswith("3 fynd (1 väsentlig, 1 mindre, 1 öresavrundning).\n")


def test_rounding_is_shown_when_it_is_asked_for_by_name(data: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert "En krona skiljer." in shown(capsys, "--severity", "öresavrundning", "--data", data)


def test_of_many_places_the_list_shows_the_first(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    many = replace(MINOR, places=tuple(place(NORRDAL, line, f"Rad {line}") for line in range(1, 10)))
    with open_store(Settings(data_dir=tmp_path / "var")) as store:
        index_hand_made(replace(small_report(NORRDAL), findings=(many,)), tmp_path / "a.txt", store)

    printed = shown(capsys, "--data", str(tmp_path / "var"))

    assert "”Rad 6”" in printed
    assert "”Rad 7”" not in printed
    assert "– och 3 ställen till" in printed


def test_reports_that_hold_no_contradiction_are_said_to_hold_none(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with open_store(Settings(data_dir=tmp_path / "var")) as store:
        index_hand_made(small_report(NORRDAL), tmp_path / "a.txt", store)

    assert shown(capsys, "--data", str(tmp_path / "var")) == "Inga fynd att visa.\n"
    assert lines(capsys, "--data", str(tmp_path / "var")) == []


def test_an_explained_finding_keeps_its_note_and_leaves_the_list(data: str, capsys: pytest.CaptureFixture[str]) -> None:
    said = shown(capsys, "--explain", MATERIAL.id, "--note", "Avser två år.", "--by", "Eva Ek", "--data", data)
    note = json.loads(lines(capsys, "--severity", "väsentlig", "--data", data)[0])["explained"]
    listed = shown(capsys, "--data", data)
    everything = shown(capsys, "--all", "--data", data)

    assert said == "Fyndet norrdal-2021:total är nu förklarat av Eva Ek: Avser två år.\n"
    assert (note["note"], note["by"], set(note)) == ("Avser två år.", "Eva Ek", {"note", "by", "at"})
    assert MATERIAL.id not in listed
    assert f"Förklarat {note['at'][:10]} av Eva Ek: Avser två år." in everything


def test_whoever_uses_the_machine_explains_where_nobody_is_named(
    data: str, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("getpass.getuser", lambda: "evaek")

    said = shown(capsys, "--explain", MATERIAL.id, "--note", "Avser två år.", "--data", data)

    assert said == "Fyndet norrdal-2021:total är nu förklarat av evaek: Avser två år.\n"


def test_a_reopened_finding_is_listed_again(data: str, capsys: pytest.CaptureFixture[str]) -> None:
    shown(capsys, "--explain", MATERIAL.id, "--note", "Avser två år.", "--data", data)

    assert shown(capsys, "--reopen", MATERIAL.id, "--data", data) == "Fyndet norrdal-2021:total är öppet igen.\n"
    assert shown(capsys, "--reopen", MATERIAL.id, "--data", data) == "Fyndet norrdal-2021:total var redan öppet.\n"
    assert MATERIAL.id in shown(capsys, "--data", data)


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (("--explain", "x", "--note", "y"), "Det finns inget fynd med id x. Alla fynd med sina id: finsam check --format jsonl"),
        (("--reopen", "x"), "Det finns inget fynd med id x. Alla fynd med sina id: finsam check --format jsonl"),
        (("--explain", MINOR.id, "--note", " "), "Anteckningen är tom. Skriv vad som förklarar fyndet."),
        (("--report", "norrdal-2020"), "Det finns ingen inläst rapport som heter norrdal-2020. Menade du norrdal-2021?"),
        (("--association", "Finsam Norrdahl"), "Inget inläst förbund heter Finsam Norrdahl. Menade du Finsam Norrdal?"),
        (
            ("--severity", "stor"),
            "Värdet för --severity (öresavrundning|mindre|väsentlig) går inte att använda. Hjälp: finsam check --help",
        ),
    ],
)
def test_what_is_not_there_is_refused_in_one_line(
    arguments: tuple[str, ...], told: str, data: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert refused(capsys, *arguments, "--data", data) == told


@pytest.mark.parametrize(
    "arguments",
    [("--explain", MINOR.id), ("--note", "y"), ("--by", "Eva"), ("--explain", MINOR.id, "--note", "y", "--reopen", MINOR.id)],
)
def test_options_that_do_not_belong_together_are_refused(
    arguments: tuple[str, ...], data: str, capsys: pytest.CaptureFixture[str]
) -> None:
    told = refused(capsys, *arguments, "--data", data)

    assert told == "Skriv finsam check --explain ID --note TEXT [--by NAMN], eller finsam check --reopen ID."
