"""The lists of the API: what the commands print, filtered and in parts; to the public as if there were public reports only."""

from __future__ import annotations

import base64
import io
import json
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient

from ingest.domain import Visibility
from ingest.settings import Settings
from tests.api_visitors import (
    OPEN,
    OPEN_NAME,
    PROBLEM_TYPE,
    SECRET,
    SECRET_NAME,
    UNLIMITED,
    api_of,
    at_the_machine,
    settings_in,
    signed_in,
    visitor,
    with_reports,
)
from tests.fakes import index_hand_made, small_report
from ui.api.models import FigureList, FindingList, ReportList
from ui.desk import Desk
from ui.finding_json import finding_json
from ui.listing import print_figures_jsonl, report_json
from vectorstore.catalogue_changes import withdraw
from vectorstore.library import Library
from vectorstore.store import open_store

NO_PERIOD = "Parametern period ska vara ett år (2021), en dag (2021-12-31) eller två dagar (2021-01-01/2021-06-30)."
LISTS = ("reports", "figures", "findings")
MODELS = {"reports": ReportList, "figures": FigureList, "findings": FindingList}


@pytest.fixture(scope="module")
def samples(stored_without_vectors: Settings, tmp_path_factory: pytest.TempPathFactory) -> Settings:
    # a copy: accounts are kept beside the reports
    data_dir = tmp_path_factory.mktemp("lists") / "var"
    shutil.copytree(stored_without_vectors.data_dir, data_dir)
    return Settings(data_dir=data_dir, **UNLIMITED)  # type: ignore[arg-type]


@pytest.fixture(scope="module")
def samples_app(samples: Settings) -> Iterator[FastAPI]:
    with api_of(samples) as app:
        yield app


@pytest.fixture(scope="module")
def client(samples_app: FastAPI) -> TestClient:
    """A visitor of the five sample reports, which are public."""
    return visitor(samples_app)


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return with_reports(settings_in(tmp_path))


@pytest.fixture
def app(settings: Settings) -> Iterator[FastAPI]:
    with api_of(settings) as app:
        yield app


def listed(client: TestClient, path: str, **query: Any) -> list[dict[str, Any]]:
    """All items, however many parts they come in."""
    items: list[dict[str, Any]] = []
    cursor = ""
    while True:
        part = client.get(f"/api/{path}", params={**query, **({"cursor": cursor} if cursor else {})})
        assert part.status_code == 200, part.text
        items += part.json()["items"]
        cursor = part.json()["next"]
        if not cursor:
            return items


def printed(library: Library, path: str) -> list[dict[str, Any]]:
    """What the command prints."""
    if path == "reports":
        return [json.loads(report_json(entry)) for entry in library.reports()]
    if path == "findings":
        return [json.loads(finding_json(stored)) for stored in library.findings()]
    out = io.StringIO()
    print_figures_jsonl(library.figures(), out)
    return [json.loads(line) for line in out.getvalue().splitlines()]


def line_of(client: TestClient, path: str) -> str:
    """The problem's line of a list that is refused."""
    answer = client.get(path)
    assert (answer.status_code, answer.headers["content-type"]) == (422, PROBLEM_TYPE), answer.text
    return str(answer.json()["detail"])


@pytest.mark.parametrize("path", LISTS)
def test_the_items_are_those_that_the_command_prints(client: TestClient, samples: Settings, path: str) -> None:
    desk = Desk(samples)
    expected = printed(desk.library(), path)
    desk.close()

    assert listed(client, path, limit=1000) == expected


@pytest.mark.parametrize("path", LISTS)
def test_a_list_is_what_the_document_says(client: TestClient, path: str) -> None:
    answer = client.get(f"/api/{path}?limit=1000")

    MODELS[path].model_validate(answer.json())


@pytest.mark.parametrize("limit", [1, 2, 3, 5, 6])
def test_the_parts_together_are_the_whole_list(client: TestClient, limit: int) -> None:
    assert listed(client, "reports", limit=limit) == listed(client, "reports")


def test_a_hundred_items_come_at_a_time_unless_more_are_asked_for(client: TestClient) -> None:
    assert len(client.get("/api/figures").json()["items"]) == 100


@pytest.mark.parametrize("field", ["association", "period", "report"])
@pytest.mark.parametrize("path", LISTS)
def test_a_filter_gives_the_items_that_have_just_that(client: TestClient, path: str, field: str) -> None:
    every = listed(client, path, limit=1000)
    value = every[-1][field]

    assert listed(client, path, limit=1000, **{field: value}) == [item for item in every if item[field] == value]


def test_filters_hold_together(client: TestClient) -> None:
    every = listed(client, "figures", limit=1000)
    one = every[0]

    found = listed(client, "figures", report=one["report"], period=one["period"], limit=1000)

    assert found == [item for item in every if (item["report"], item["period"]) == (one["report"], one["period"])]


def test_a_filter_on_what_is_not_there_gives_nothing(client: TestClient) -> None:
    assert listed(client, "figures", association="Finsam Ingenstans") == []


@pytest.mark.parametrize("path", LISTS)
def test_a_name_that_no_report_has_is_said_with_the_nearest_one(app: FastAPI, path: str) -> None:
    told = visitor(app).get(f"/api/{path}", params={"association": OPEN_NAME.upper(), "report": f"{OPEN}x"}).json()

    assert told == {"items": [], "next": None, "unknown": {"association": OPEN_NAME, "report": OPEN}}


def test_a_part_of_a_name_leads_to_the_whole_one(client: TestClient) -> None:
    told = client.get("/api/figures", params={"association": "insjöriket"}).json()

    assert told["unknown"] == {"association": "Samordningsförbundet Insjöriket"}


@pytest.mark.parametrize("name", ["xyzzy", "  ", "x" * 300])
def test_a_name_like_no_other_is_said_to_be_unknown(client: TestClient, name: str) -> None:
    assert client.get("/api/figures", params={"association": name}).json()["unknown"] == {"association": None}


@pytest.mark.parametrize("query", ["", "q=xyzzy", "period=2099", f"association={OPEN_NAME}&period=2099"])
def test_nothing_is_said_of_names_where_none_is_wrong(app: FastAPI, query: str) -> None:
    assert "unknown" not in visitor(app).get(f"/api/reports?{query}").json()


def test_who_is_signed_in_is_led_to_internal_names_and_nobody_else(app: FastAPI, settings: Settings) -> None:
    near_secret = {"association": SECRET_NAME[:-1], "report": SECRET[:-1]}

    own = signed_in(app, settings).get("/api/reports", params=near_secret).json()["unknown"]
    public = visitor(app).get("/api/reports", params=near_secret)

    assert own == {"association": SECRET_NAME, "report": SECRET}
    assert SECRET_NAME not in public.text
    assert SECRET not in public.text


def test_words_are_found_whatever_their_case_and_dots(client: TestClient) -> None:
    found = listed(client, "figures", q="ARETS resultaträkn", limit=1000)

    assert {item["row"] for item in found} >= {"Årets resultat"}
    assert found == listed(client, "figures", q="årets RESULTATRAKN", limit=1000)


def test_all_the_words_must_be_there(client: TestClient) -> None:
    assert listed(client, "figures", q="årets resultat xyzzy") == []


def test_blanks_are_no_words(client: TestClient) -> None:
    assert listed(client, "reports", q="  ") == listed(client, "reports")


@pytest.mark.parametrize("path", LISTS)
def test_a_visitor_sees_nothing_of_an_internal_report(app: FastAPI, path: str) -> None:
    answer = visitor(app).get(f"/api/{path}")

    assert SECRET not in answer.text
    assert SECRET_NAME not in answer.text
    assert {item["report"] for item in answer.json()["items"]} <= {OPEN}


@pytest.mark.parametrize(
    "query", [f"report={SECRET}", f"association={SECRET_NAME}", "q=slutendal", "period=2099", "report=ingen"]
)
@pytest.mark.parametrize("path", LISTS)
def test_an_internal_report_is_answered_as_if_it_did_not_exist(settings: Settings, path: str, query: str) -> None:
    with api_of(settings) as app:
        with_it = visitor(app).get(f"/api/{path}?{query}")
    with open_store(settings) as store:
        withdraw(SECRET, store)
    with api_of(settings) as app:
        without_it = visitor(app).get(f"/api/{path}?{query}")

    assert (with_it.status_code, with_it.json()["items"]) == (200, [])
    assert with_it.content == without_it.content


def test_sitting_at_the_machine_is_no_signing_in(app: FastAPI) -> None:
    assert [item["report"] for item in listed(at_the_machine(app), "reports")] == [OPEN]


def test_who_is_signed_in_sees_all(app: FastAPI, settings: Settings) -> None:
    client = signed_in(app, settings)

    assert [item["report"] for item in listed(client, "reports")] == [SECRET, OPEN]
    assert {item["association"] for item in listed(client, "figures")} == {OPEN_NAME, SECRET_NAME}


def test_what_somebody_signed_in_sees_is_kept_nowhere(app: FastAPI, settings: Settings) -> None:
    client = signed_in(app, settings)

    assert [client.get("/api/reports").headers["cache-control"], visitor(app).get("/api/reports").headers["cache-control"]] == [
        "no-store",
        "no-cache",
    ]


def test_nothing_public_is_told_like_nothing_at_all(tmp_path: Path) -> None:
    told = []
    for name, internal in (("tom", False), ("intern", True)):
        settings = settings_in(tmp_path / name)
        with api_of(with_reports(settings, public=False) if internal else settings) as app:
            told.append([visitor(app).get(f"/api/{path}").json() for path in LISTS])

    assert told == [[{"items": [], "next": None}] * 3] * 2


def test_the_findings_of_a_report_are_counted_as_the_visitor_sees_them(client: TestClient) -> None:
    seen = [item["report"] for item in listed(client, "findings", limit=1000)]

    assert {item["report"]: item["findings"] for item in listed(client, "reports")} == {
        item["report"]: seen.count(item["report"]) for item in listed(client, "reports")
    }


def test_a_reviewers_name_is_told_to_colleagues_only(samples: Settings, tmp_path: Path) -> None:
    data_dir = tmp_path / "var"
    shutil.copytree(samples.data_dir, data_dir)
    settings = samples.model_copy(update={"data_dir": data_dir})
    desk = Desk(settings)
    found = desk.findings()[0].finding.id
    desk.explain(found, "Rättat i nästa rapport.", "Anna Granskare")
    desk.close()

    with api_of(settings) as app:
        public = next(item for item in listed(visitor(app), "findings", limit=1000) if item["id"] == found)
        own = next(item for item in listed(signed_in(app, settings), "findings", limit=1000) if item["id"] == found)

    assert (public["explained"]["note"], public["explained"]["by"]) == ("Rättat i nästa rapport.", None)
    assert own["explained"]["by"] == "Anna Granskare"


@pytest.mark.parametrize(
    ("query", "told"),
    [
        ("visibility=internal", "Parametern visibility finns inte. Vad som finns står i /api/openapi.json."),
        ("limit=0", "Parametern limit ska vara minst 1."),
        ("limit=1001", "Parametern limit ska vara högst 1000."),
        ("limit=många", "Parametern limit ska vara ett heltal."),
        ("limit=", "Parametern limit ska vara ett heltal."),
        ("limit=1&limit=2", "Parametern limit står flera gånger. Skriv den en gång."),
        ("period=i fjol", NO_PERIOD),
        ("period=2021-13-01", NO_PERIOD),
        ("period=2021/2022", NO_PERIOD),
        ("period=0000", NO_PERIOD),
        ("period=２０２１", NO_PERIOD),
        ("q=" + "x" * 301, "Parametern q har för många tecken (högst 300)."),
        ("cursor=1", "Värdet i cursor går inte att läsa. Ta det som stod i next, eller börja om utan cursor."),
        ("cursor=åäö", "Värdet i cursor går inte att läsa. Ta det som stod i next, eller börja om utan cursor."),
    ],
)
def test_what_does_not_fit_is_told_in_one_swedish_line(client: TestClient, query: str, told: str) -> None:
    assert line_of(client, f"/api/figures?{query}") == told


def test_the_name_of_an_unknown_parameter_is_shortened(client: TestClient) -> None:
    assert line_of(client, "/api/reports?" + "x" * 500 + "=1").count("x") == 60


def test_a_cursor_goes_on_in_its_own_list_only(client: TestClient) -> None:
    cursor = client.get("/api/figures?limit=1&q=resultat").json()["next"]

    told = {line_of(client, f"/api/{path}cursor={cursor}") for path in ("figures?", "figures?q=annat&", "reports?q=resultat&")}

    assert told == {"Värdet i cursor hör till en lista med andra villkor. Börja om utan cursor."}


def test_a_cursor_ends_with_the_state_of_the_reports(app: FastAPI, settings: Settings) -> None:
    with open_store(settings) as store:
        third = small_report("tredje", "Finsam Tredje", visibility=Visibility.PUBLIC)
        index_hand_made(third, settings.data_dir / "tredje.txt", store)
    cursor = visitor(app).get("/api/reports?limit=1").json()["next"]
    with open_store(settings) as store:
        fourth = small_report("fjarde", "Finsam Fjärde", visibility=Visibility.PUBLIC)
        index_hand_made(fourth, settings.data_dir / "fjarde.txt", store)

    assert line_of(visitor(app), f"/api/reports?cursor={cursor}") == (
        "Rapporterna har ändrats sedan listan började läsas. Börja om utan cursor."
    )


def test_a_visitors_cursor_says_nothing_of_internal_reports(app: FastAPI, settings: Settings) -> None:
    with open_store(settings) as store:
        third = small_report("tredje", "Finsam Tredje", visibility=Visibility.PUBLIC)
        index_hand_made(third, settings.data_dir / "tredje.txt", store)
    before = visitor(app).get("/api/reports?limit=1").json()["next"]
    with open_store(settings) as store:
        fourth = small_report("fjarde", "Finsam Fjärde")
        index_hand_made(fourth, settings.data_dir / "fjarde.txt", store)

    assert visitor(app).get("/api/reports?limit=1").json()["next"] == before


def test_a_forged_cursor_reads_no_further_than_the_visitor_sees(client: TestClient) -> None:
    cursor = client.get("/api/reports?limit=1").json()["next"]
    content = base64.urlsafe_b64decode(cursor + "==").decode()
    forged = base64.urlsafe_b64encode(("9" + content).encode()).decode().rstrip("=")

    assert line_of(client, f"/api/reports?cursor={forged}").startswith("Värdet i cursor går inte att läsa.")


def test_head_tells_what_get_would_without_the_list(client: TestClient) -> None:
    answer = client.head("/api/reports")

    assert (answer.status_code, answer.content) == (200, b"")
    assert answer.headers["content-length"] == client.get("/api/reports").headers["content-length"]
