"""What Prometheus is told: how questions ended, what the gate did, what is loaded; and who may read it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient
from prometheus_client.parser import text_string_to_metric_families

from assistant.answer import Answer, Intervention, Status
from assistant.limits import NO_LIMITS
from ingest.errors import UsageError
from ingest.settings import Settings
from ui.access.accounts import Accounts
from ui.access.gate import Gate
from ui.access.person import Role
from ui.conversation import Asked, ask
from ui.desk import Desk
from ui.operations.endpoints import add_operations
from ui.operations.library_figures import LibraryFigures
from ui.operations.metrics import REFUSALS, Metrics, Reason
from ui.web import new_app
from ui.workplace_store import WorkplaceStore

HERE, PROXY, PROMETHEUS, ELSEWHERE = ("127.0.0.1", 50000), ("10.0.0.5", 50000), ("10.9.0.7", 50000), ("192.0.2.7", 50000)
LOCAL, OUTSIDE = "http://127.0.0.1:7860", "http://finsam.example"
SECRET = "en lång hemlighet"
ANSWERED = Answer(Status.ANSWERED, "sv", "Kostnaden för 850412-1234 var 5 kr [1].")


def samples(metrics: Metrics) -> dict[tuple[str, frozenset[str]], float]:
    """Every sample under its name and label values, as Prometheus itself would read it."""
    families = text_string_to_metric_families(metrics.text().decode())
    return {
        (sample.name, frozenset(sample.labels.values())): float(sample.value) for family in families for sample in family.samples
    }


def value(metrics: Metrics, name: str, *labels: str) -> float:
    return samples(metrics)[name, frozenset(labels)]


@pytest.fixture
def desk(stored_without_vectors: Settings) -> Iterator[Desk]:
    opened = Desk(stored_without_vectors)
    yield opened
    opened.close()


def app_of(tmp_path: Path, **given: Any) -> FastAPI:
    settings = Settings(data_dir=tmp_path, **given)
    desk = Desk(settings)
    gate = Gate(settings, desk.workplace)
    return add_operations(new_app(gate), desk, gate, Metrics())


def client_of(app: FastAPI, peer: tuple[str, int] = HERE, base: str = LOCAL) -> TestClient:
    return TestClient(app, base_url=base, client=peer, follow_redirects=False)


@pytest.mark.parametrize("status", list(Status))
def test_an_answer_is_counted_by_how_it_ended_and_where_it_was_asked(status: Status) -> None:
    metrics = Metrics()

    metrics.answered(Answer(status, "sv", "…"), 0.2, "api")

    assert value(metrics, "finsam_questions_total", status.value, "api") == 1
    assert value(metrics, "finsam_questions_total", status.value, "web") == 0


def test_how_long_an_answer_took_falls_into_its_bucket() -> None:
    metrics = Metrics()

    metrics.answered(ANSWERED, 0.2, "api")

    assert value(metrics, "finsam_answer_seconds_bucket", "api", "0.1") == 0
    assert value(metrics, "finsam_answer_seconds_bucket", "api", "0.25") == 1


@pytest.mark.parametrize("reason", REFUSALS)
def test_a_question_that_got_no_answer_is_counted_by_its_reason(reason: Reason) -> None:
    metrics = Metrics()

    metrics.refused(reason)

    assert value(metrics, "finsam_refusals_total", reason) == 1


@pytest.mark.parametrize("kind", [Intervention.DROPPED, Intervention.REFUSED])
def test_what_the_gate_did_is_counted(kind: Intervention) -> None:
    metrics = Metrics()

    metrics.answered(Answer(Status.DECLINED, "sv", "…", intervention=kind), 0.1, "api")

    assert value(metrics, "finsam_gate_interventions_total", kind.value) == 1


def test_series_that_have_not_happened_yet_are_nought_rather_than_missing() -> None:
    assert value(Metrics(), "finsam_refusals_total", "busy") == 0


def test_two_applications_in_one_process_count_apart() -> None:
    one, other = Metrics(), Metrics()

    one.refused("busy")

    assert value(other, "finsam_refusals_total", "busy") == 0


def test_nothing_of_the_answer_is_told() -> None:
    metrics = Metrics()

    metrics.answered(ANSWERED, 0.1, "api")

    assert b"850412" not in metrics.text()


def test_a_listener_hears_every_answer() -> None:
    metrics, heard = Metrics(), []
    metrics.listen(lambda answer, seconds, channel: heard.append((answer, seconds, channel)))

    metrics.answered(ANSWERED, 0.1, "web")

    assert heard == [(ANSWERED, 0.1, "web")]


def test_the_process_itself_is_told() -> None:
    assert value(Metrics(), "process_resident_memory_bytes") > 0


def test_before_anything_is_loaded_the_library_is_left_alone(desk: Desk) -> None:
    metrics = Metrics()
    metrics.add(LibraryFigures(desk))

    assert value(metrics, "finsam_index_loaded") == 0
    assert b"finsam_reports" not in metrics.text()


def test_a_loaded_library_tells_its_reports_and_findings(desk: Desk) -> None:
    metrics = Metrics()
    metrics.add(LibraryFigures(desk))

    desk.warm_up()

    assert value(metrics, "finsam_index_loaded") == 1
    assert value(metrics, "finsam_reports", "public") == 5
    assert value(metrics, "finsam_reports", "internal") == 0
    assert value(metrics, "finsam_findings") == len(desk.findings())


def test_a_library_that_is_gone_is_told_as_not_loaded(tmp_path: Path) -> None:
    desk, metrics = Desk(Settings(data_dir=tmp_path)), Metrics()
    metrics.add(LibraryFigures(desk))

    desk.warm_up()

    assert value(metrics, "finsam_index_loaded") == 0


def test_an_answer_on_the_page_is_told_to_who_watches(desk: Desk, tmp_path: Path) -> None:
    told: list[Answer] = []
    desk.workplace = WorkplaceStore(tmp_path)
    desk.watch(lambda answer, seconds: told.append(answer))

    list(ask(desk, "anna", Asked("Vad är samverkan?")))

    assert [answer.text for answer in told] == [desk.answer("Vad är samverkan?", (), NO_LIMITS).text]


def test_this_machine_itself_reads_the_figures(tmp_path: Path) -> None:
    answer = client_of(app_of(tmp_path)).get("/metrics")

    assert answer.status_code == 200
    assert answer.headers["content-type"] == "text/plain; version=0.0.4; charset=utf-8"
    assert "finsam_questions_total" in answer.text


def test_this_machine_itself_reads_them_with_accounts_too(tmp_path: Path) -> None:
    Accounts(WorkplaceStore(tmp_path)).add("anna", Role.READER, SECRET)

    assert client_of(app_of(tmp_path)).get("/metrics").status_code == 200


@pytest.mark.parametrize("header", ["x-forwarded-for", "forwarded", "via", "x-real-ip", "x-forwarded-proto"])
def test_what_a_server_on_this_machine_passes_on_is_refused(tmp_path: Path, header: str) -> None:
    answer = client_of(app_of(tmp_path, proxy_addresses="127.0.0.1")).get("/metrics", headers={header: "127.0.0.1"})

    assert answer.status_code == 403


def test_others_are_refused_with_who_may(tmp_path: Path) -> None:
    answer = client_of(app_of(tmp_path), ELSEWHERE, OUTSIDE).get("/metrics")

    assert answer.status_code == 403
    assert "metrics_addresses" in answer.json()["detail"]
    assert "finsam_" not in answer.text


def test_an_address_of_the_setting_reads_them(tmp_path: Path) -> None:
    app = app_of(tmp_path, metrics_addresses="10.9.0.0/24")

    assert client_of(app, PROMETHEUS, OUTSIDE).get("/metrics").status_code == 200


def test_an_address_of_the_setting_does_not_lend_itself_to_others(tmp_path: Path) -> None:
    app = app_of(tmp_path, metrics_addresses="10.0.0.0/8", proxy_addresses="10.0.0.5")

    assert client_of(app, PROXY, OUTSIDE).get("/metrics", headers={"X-Forwarded-For": "10.9.0.7"}).status_code == 403


def test_a_page_from_elsewhere_does_not_read_them(tmp_path: Path) -> None:
    headers = {"Origin": "https://evil.example", "Sec-Fetch-Site": "cross-site", "Sec-Fetch-Mode": "cors"}

    assert client_of(app_of(tmp_path)).get("/metrics", headers=headers).status_code == 403


@pytest.mark.parametrize(("role", "status"), [(Role.READER, 403), (Role.EDITOR, 200), (Role.ADMINISTRATOR, 200)])
def test_who_is_signed_in_reads_them_as_editor_or_administrator(tmp_path: Path, role: Role, status: int) -> None:
    Accounts(WorkplaceStore(tmp_path)).add("anna", role, SECRET)
    client = client_of(app_of(tmp_path), ELSEWHERE, OUTSIDE)
    assert client.post("/logga-in", data={"namn": "anna", "losenord": SECRET}).status_code == 303

    assert client.get("/metrics").status_code == status


def test_odd_addresses_are_told_when_the_server_starts(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="metrics_addresses ska vara adresser"):
        app_of(tmp_path, metrics_addresses="prometheus")
