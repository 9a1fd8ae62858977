"""`/readyz`: whether a question could be answered now, without telling anybody what there is."""

from __future__ import annotations

import shutil
import threading
from pathlib import Path

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient

from ingest.settings import Settings
from ui.access.gate import Gate
from ui.desk import Desk
from ui.operations.endpoints import add_operations
from ui.operations.metrics import Metrics
from ui.operations.readiness import NOT_LOADED, UNREADABLE, Readiness
from ui.operations.stopping import STOPPED, Stopping
from ui.web import new_app
from vectorstore.database import DATABASE_FILE


def app_of(desk: Desk) -> FastAPI:
    gate = Gate(desk.settings, desk.workplace)
    return add_operations(new_app(gate), desk, gate, Metrics())


def client_of(app: FastAPI) -> TestClient:
    return TestClient(app, base_url="https://finsam.example", client=("192.0.2.7", 50000))


@pytest.fixture
def data(stored_without_vectors: Settings, tmp_path: Path) -> Settings:
    shutil.copytree(stored_without_vectors.data_dir, tmp_path / "data")
    return Settings(data_dir=tmp_path / "data")


def test_when_everything_is_loaded_it_is_ready(data: Settings) -> None:
    desk = Desk(data)
    desk.warm_up()

    answer = client_of(app_of(desk)).get("/readyz")

    assert (answer.status_code, answer.json()) == (200, {"status": "ok"})


def test_as_long_as_nothing_is_loaded_it_is_not_ready_and_says_so(tmp_path: Path) -> None:
    answer = client_of(app_of(Desk(Settings(data_dir=tmp_path)))).get("/readyz")

    assert (answer.status_code, answer.json()["detail"]) == (503, NOT_LOADED)
    assert answer.headers["retry-after"] == "5"


def test_what_is_read_in_after_the_start_makes_it_ready(data: Settings) -> None:
    (data.data_dir / DATABASE_FILE).rename(data.data_dir / "aside")
    desk = Desk(data)
    desk.warm_up()
    readiness = Readiness(desk, Stopping())
    before = readiness.hindrance()
    for thread in [one for one in threading.enumerate() if one.name == "warming"]:
        thread.join()

    (data.data_dir / "aside").rename(data.data_dir / DATABASE_FILE)
    readiness.hindrance()  # begins to load
    for thread in [one for one in threading.enumerate() if one.name == "warming"]:
        thread.join()

    assert (before, readiness.hindrance()) == (NOT_LOADED, None)


def test_a_database_that_goes_away_makes_it_not_ready_and_is_logged_once(
    data: Settings, caplog: pytest.LogCaptureFixture
) -> None:
    desk = Desk(data)
    desk.warm_up()
    readiness = Readiness(desk, Stopping())

    (data.data_dir / DATABASE_FILE).unlink()

    assert [readiness.hindrance() for _ in range(3)] == [UNREADABLE] * 3
    assert len([one for one in caplog.records if one.message.startswith("not ready")]) == 1


def test_a_server_that_stops_is_not_ready(data: Settings) -> None:
    desk = Desk(data)
    desk.warm_up()
    app = app_of(desk)
    app.state.stopping.begun = True

    answer = client_of(app).get("/readyz")

    assert (answer.status_code, answer.json()["detail"]) == (503, STOPPED)


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE"])
def test_it_is_only_read(data: Settings, method: str) -> None:
    assert client_of(app_of(Desk(data))).request(method, "/readyz").status_code == 405
