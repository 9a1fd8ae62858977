"""A report that is hidden is gone from every public answer and list at once, whatever has been kept of it; and back again."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from fastapi.testclient import TestClient

from ingest.settings import Settings
from tests.api_visitors import api_of, settings_in, visitor
from tests.public_libraries import NORRDAL, fill_with_both
from vectorstore.catalogue_changes import hold, put_right_in_catalogue
from vectorstore.corrections import Correction
from vectorstore.store import open_store

QUESTION = "Vad var årets resultat i Finsam Norrdal 2021?"
LATER, EARLIER = "norrdal-2023", "norrdal-2021"


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    made = settings_in(tmp_path)
    fill_with_both(made, tmp_path, samples=False)
    return made


@pytest.fixture
def client(settings: Settings) -> Iterator[TestClient]:
    with api_of(settings) as app:
        yield visitor(app)


def show(settings: Settings, report: str, visibility: str) -> None:
    with open_store(settings) as store:
        held = hold(report, store)
        put_right_in_catalogue(held, [Correction("visibility", visibility, "", "Anna", "2026-01-02T03:04:05+00:00")], store)


def everything_told(client: TestClient) -> str:
    """All that a visitor gets to see, in one text."""
    lists = [client.get(f"/api/{name}?limit=1000").text for name in ("reports", "figures", "findings", "about")]
    answers = [client.post("/api/ask", json={"question": question}).text for question in (QUESTION, "Årets resultat i Norrdal?")]
    return "\n".join((*lists, *answers, client.get("/fraga").text))


def test_a_report_that_is_hidden_is_gone_from_all_that_is_told(client: TestClient, settings: Settings) -> None:
    before = everything_told(client)
    assert LATER in before and "41021" in before

    show(settings, LATER, "internal")

    after = everything_told(client)
    assert LATER not in after
    assert "41021" not in after and "41 021" not in after.replace("\u00a0", " ")
    assert client.get(f"/api/source/{LATER}?lines=1-2").status_code == 404


def test_the_contradiction_of_a_hidden_report_is_gone_too(client: TestClient, settings: Settings) -> None:
    assert client.get(f"/api/findings?report={LATER}").json()["items"]

    show(settings, EARLIER, "internal")

    assert client.get(f"/api/findings?report={LATER}").json()["items"] == []
    told = {one["report"]: one["findings"] for one in client.get("/api/reports").json()["items"]}
    assert told[LATER] == 0
    assert EARLIER not in told


def test_what_is_published_again_is_told_as_before(client: TestClient, settings: Settings) -> None:
    before = [client.get(f"/api/{name}?limit=1000").json()["items"] for name in ("figures", "findings")]

    show(settings, LATER, "internal")
    show(settings, LATER, "public")

    assert [client.get(f"/api/{name}?limit=1000").json()["items"] for name in ("figures", "findings")] == before


def test_where_the_last_public_report_is_hidden_nobody_is_told_of_any(client: TestClient, settings: Settings) -> None:
    for report in (EARLIER, LATER, "norrdal_verksamhet_2022"):
        show(settings, report, "internal")

    told = everything_told(client)

    assert "norrdal-20" not in told
    assert NORRDAL not in told.replace(QUESTION, "")
    assert all(client.get(f"/api/{name}").json()["items"] == [] for name in ("reports", "figures", "findings"))
