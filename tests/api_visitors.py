"""The API as visitors meet it: an application with a public and an internal report, and whoever asks it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from fastapi import FastAPI
from fastapi.responses import PlainTextResponse
from fastapi.testclient import TestClient

from ingest.domain import Visibility
from ingest.settings import Settings
from tests.fakes import index_hand_made, small_report
from ui.access.accounts import Accounts
from ui.access.gate import Gate
from ui.access.person import Role
from ui.api.addresses import add_api
from ui.api.capacity import Capacity
from ui.desk import Desk
from ui.operations.metrics import Metrics
from ui.source_api import add_sources
from ui.upload_api import add_uploads
from ui.uploads import Uploads
from ui.web import new_app
from ui.widget.routes import add_widget
from vectorstore.store import open_store

ELSEWHERE = ("203.0.113.7", 50000)
HERE = ("127.0.0.1", 50000)
LOCAL = "http://127.0.0.1:7860"
PROBLEM_TYPE = "application/problem+json"
OPEN, SECRET = "finsam-oppendal_arsredovisning_2021", "finsam-slutendal_arsredovisning_2021"
OPEN_NAME, SECRET_NAME = "Finsam Öppendal", "Finsam Slutendal"
THE_PAGE = "The page behind."
PASSWORD = "en lång hemlighet"
# No test is held off, however many of them ask.
UNLIMITED = {"rate_per_minute": 0, "rate_per_minute_all": 0}


def settings_in(folder: Path) -> Settings:
    return Settings(data_dir=folder / "var", embedding_model="fake", **UNLIMITED)  # type: ignore[arg-type]


def with_reports(settings: Settings, *, public: bool = True, internal: bool = True) -> Settings:
    """Stores a public report, of Öppendal, and an internal one, of Slutendal."""
    with open_store(settings) as store:
        if public:
            oppen = small_report(OPEN, OPEN_NAME, visibility=Visibility.PUBLIC)
            index_hand_made(oppen, settings.data_dir / f"{OPEN}.txt", store)
        if internal:
            secret = small_report(SECRET, SECRET_NAME, texts=("Vägledning är hemligt.",), result_kr=-99123)
            index_hand_made(secret, settings.data_dir / f"{SECRET}.txt", store)
    return settings


@contextmanager
def api_of(settings: Settings, metrics: Metrics | None = None) -> Iterator[FastAPI]:
    """The application with everything under `/api`; at `/` stands another page than the real one, which takes all the rest."""
    desk, capacity = Desk(settings), Capacity(settings)
    uploads, counted = Uploads(settings, desk), metrics or Metrics()
    app = add_uploads(add_sources(new_app(Gate(settings, desk.workplace)), desk), uploads)
    add_widget(add_api(app, desk, capacity, counted), desk, capacity, counted)
    app.mount("/", PlainTextResponse(THE_PAGE))
    try:
        yield app
    finally:
        uploads.close()
        capacity.close()
        desk.close()


def visitor(app: FastAPI) -> TestClient:
    return TestClient(app, base_url="https://finsam.example", client=ELSEWHERE)


def at_the_machine(app: FastAPI) -> TestClient:
    return TestClient(app, base_url=LOCAL, client=HERE)


def signed_in(app: FastAPI, settings: Settings, role: Role = Role.EDITOR) -> TestClient:
    """A client with an account's session."""
    desk = Desk(settings)
    Accounts(desk.workplace).add("anna", role, PASSWORD)
    desk.close()
    client = TestClient(app, base_url=LOCAL, client=HERE, follow_redirects=False)
    assert client.post("/logga-in", data={"namn": "anna", "losenord": PASSWORD}).status_code == 303
    return client
