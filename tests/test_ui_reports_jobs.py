"""Reports that are changed by a job: what answers meanwhile and after, who sees the job, and what a restart says of it."""

from __future__ import annotations

import contextlib
import os
import shutil
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient
from sqlalchemy import text, update

from ingest.domain import Report
from ingest.errors import UsageError
from ingest.read import read
from ingest.settings import Settings
from tests.fakes import FakeEmbedder, index_hand_made, small_report
from tests.test_ui_reports import ADMINISTRATOR, EDITOR, READER, As
from ui.access.audit import latest
from ui.access.person import Person, Role
from ui.desk import Desk
from ui.reports.actions import delete, held_report, put_right, read_once_more
from ui.reports.command import remove_report
from ui.reports.form import FORM_FIELDS, current
from ui.upload_api import add_uploads
from ui.upload_files import UPLOADS_FOLDER
from ui.upload_jobs import Job, JobKind, JobStatus
from ui.upload_records import save_job
from ui.uploads import Uploads
from ui.workplace_schema import jobs
from vectorstore.originals import original_path
from vectorstore.schema import reports
from vectorstore.store import open_store

if TYPE_CHECKING:
    from httpx import Response

TEXT = (
    "Samordningsförbundet Norrdal\nÅrsredovisning 2021\n1 Verksamheten\nNågot om samverkan.\n"
    "2 Resultaträkning\nkr\t2021\t2020\nÅrets resultat\t5\t4\n"
)
ROOT = Path(__file__).resolve().parent.parent


class SlowReader:
    """The real reader, that waits until it is let on."""

    def __init__(self) -> None:
        self.go_on = threading.Event()
        self.go_on.set()
        self.reading = threading.Event()

    def __call__(self, path: Path, settings: Settings, on_page: Callable[[int, int], None]) -> Report:
        self.reading.set()
        assert self.go_on.wait(30)
        on_page(1, 1)
        return read(path, settings)


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return Settings(data_dir=tmp_path / "var", embedding_model="fake")


@pytest.fixture
def desk(settings: Settings) -> Iterator[Desk]:
    desk = Desk(settings)
    yield desk
    desk.close()


@pytest.fixture
def reader() -> SlowReader:
    return SlowReader()


@pytest.fixture
def uploads(settings: Settings, desk: Desk, reader: SlowReader) -> Iterator[Uploads]:
    uploads = Uploads(settings, desk, reader, FakeEmbedder())
    yield uploads
    reader.go_on.set()
    uploads.close()


def client(uploads: Uploads, person: Person) -> TestClient:
    app = FastAPI()
    app.add_middleware(As, person=person)
    return TestClient(add_uploads(app, uploads))


def send(uploads: Uploads, text: str = TEXT, person: Person = EDITOR) -> Response:
    return client(uploads, person).post("/api/reports", files={"file": ("Rapport.txt", text.encode())})


def over(uploads: Uploads, person: Person = EDITOR) -> Job:
    """The person's newest job, when it is over."""
    until = time.monotonic() + 30
    while time.monotonic() < until:
        job = uploads.jobs_of(person)[0]
        if job.status.is_final:
            return job
        time.sleep(0.01)
    raise AssertionError(f"still {job}")


@pytest.fixture
def report(uploads: Uploads) -> str:
    """A report that was uploaded."""
    send(uploads)
    job = over(uploads)
    assert job.report is not None
    return job.report


def form(desk: Desk, report: str, **values: str) -> dict[str, str]:
    held = held_report(desk.settings, report)
    return {**{name: current(held, name) for name in FORM_FIELDS}, "aliases": "", "version": str(held.version), **values}


def test_an_upload_lies_on_the_disk_once(report: str, desk: Desk, settings: Settings) -> None:
    held = held_report(settings, report)
    original = original_path(settings.data_dir, held.entry.sha256)

    assert held.source_path.parent.parent == settings.data_dir / UPLOADS_FOLDER
    assert os.path.samefile(held.source_path, original)


def test_who_uploaded_what_is_written_down(report: str, desk: Desk) -> None:
    row = latest(desk.workplace)[0]

    assert (row.by, row.action, row.detail) == ("Redaktör", "laddade upp", "Rapport.txt")


def test_a_corrected_association_answers_when_the_report_is_read_again_and_not_before(
    report: str, desk: Desk, uploads: Uploads, reader: SlowReader
) -> None:
    reader.go_on.clear()
    reader.reading.clear()
    outcome = put_right(desk, uploads, report, form(desk, report, association="Finsam Sunnerby"), EDITOR)
    assert reader.reading.wait(30)
    during = desk.library().reports()[0].association
    reader.go_on.set()

    job = over(uploads)

    after = desk.library().reports()[0]
    assert outcome.waits
    assert (during, after.association) == ("Samordningsförbundet Norrdal", "Finsam Sunnerby")
    assert (job.kind, job.status, job.report) == (JobKind.CORRECTION, JobStatus.DONE, report)
    assert latest(desk.workplace)[0].detail == "association: Samordningsförbundet Norrdal → Finsam Sunnerby"


def test_a_correction_that_is_called_off_changes_nothing(report: str, desk: Desk, uploads: Uploads, reader: SlowReader) -> None:
    reader.go_on.clear()
    reader.reading.clear()
    put_right(desk, uploads, report, form(desk, report, title="Annat"), EDITOR)
    assert reader.reading.wait(30)
    uploads.cancel(uploads.jobs_of(EDITOR)[0].id)
    reader.go_on.set()

    job = over(uploads)

    assert job.status is JobStatus.CANCELLED
    assert desk.library().reports()[0].title == "Årsredovisning 2021"
    assert held_report(desk.settings, report).source_path.is_file()


def test_a_report_is_read_again_from_what_was_kept(report: str, desk: Desk, uploads: Uploads) -> None:
    read_once_more(desk, uploads, report, EDITOR)

    job = over(uploads)

    assert (job.kind, job.status) == (JobKind.REREAD, JobStatus.DONE)
    assert "är läst på nytt" in job.message
    assert latest(desk.workplace)[0].action == "läste om"


def test_an_outdated_report_whose_file_is_sent_again_keeps_what_was_put_right(
    report: str, desk: Desk, uploads: Uploads, settings: Settings
) -> None:
    put_right(desk, uploads, report, form(desk, report, association="Finsam Sunnerby"), EDITOR)
    over(uploads)
    shutil.rmtree(held_report(settings, report).source_path.parent)
    with open_store(settings) as store, store.transaction() as connection:
        connection.execute(update(reports).values(chunker_version="an earlier one"))

    send(uploads)

    assert over(uploads).message == "Finsam Sunnerby, Årsredovisning 2021 är inläst: sidor okända."
    assert [(one.report, one.association, one.flags) for one in desk.library().reports()] == [(report, "Finsam Sunnerby", ())]


def lose_the_log_of_changes(desk: Desk) -> None:
    """From now on no change can be written down."""
    with desk.workplace.transaction() as connection:
        connection.execute(text("DROP TABLE audit"))


def test_an_upload_that_cannot_be_written_down_is_there_all_the_same(
    uploads: Uploads, desk: Desk, caplog: pytest.LogCaptureFixture
) -> None:
    lose_the_log_of_changes(desk)

    send(uploads)

    job = over(uploads)
    assert (job.status, job.report) == (JobStatus.DONE, "rapport")
    assert held_report(desk.settings, "rapport").source_path.is_file()
    assert "no such table: audit" in caplog.text


def test_a_deletion_that_cannot_be_written_down_leaves_no_file(report: str, desk: Desk, uploads: Uploads) -> None:
    source = held_report(desk.settings, report).source_path
    lose_the_log_of_changes(desk)

    delete(desk, uploads, report, ADMINISTRATOR)

    assert over(uploads, ADMINISTRATOR).status is JobStatus.DONE
    assert not source.exists()


def test_what_the_terminal_takes_away_leaves_no_file_though_it_cannot_be_written_down(
    report: str, desk: Desk, settings: Settings
) -> None:
    source = held_report(settings, report).source_path
    lose_the_log_of_changes(desk)

    told = remove_report(desk, report)

    assert told == "Samordningsförbundet Norrdal, Årsredovisning 2021 är borttagen."
    assert not source.exists()


def test_while_a_report_is_being_changed_no_other_change_is_taken(
    report: str, desk: Desk, uploads: Uploads, reader: SlowReader
) -> None:
    reader.go_on.clear()
    read_once_more(desk, uploads, report, EDITOR)

    with pytest.raises(UsageError, match="håller redan på att ändras"):
        delete(desk, uploads, report, ADMINISTRATOR)


def test_a_deleted_upload_leaves_no_file(report: str, desk: Desk, uploads: Uploads, settings: Settings) -> None:
    held = held_report(settings, report)

    delete(desk, uploads, report, ADMINISTRATOR)

    job = over(uploads, ADMINISTRATOR)
    assert job.status is JobStatus.DONE, job.message
    assert desk.library().reports() == ()
    assert not held.source_path.exists()
    assert not original_path(settings.data_dir, held.entry.sha256).exists()
    row = latest(desk.workplace)[0]
    assert (row.by, row.action) == ("Administratör", "tog bort")


def test_a_deletion_that_is_broken_off_before_the_index_is_made_is_told_as_one(
    report: str, desk: Desk, uploads: Uploads, monkeypatch: pytest.MonkeyPatch
) -> None:
    send(uploads, TEXT.replace("Norrdal", "Sunnerby"))
    over(uploads)

    def end_the_program(path: Path, data_dir: Path) -> None:
        with contextlib.suppress(RuntimeError):  # the worker, on whose thread this is, cannot wait for itself
            uploads.close()

    monkeypatch.setattr("ui.upload_work.remove_upload", end_the_program)

    delete(desk, uploads, report, ADMINISTRATOR)

    told = "Rapporten är borttagen. Sökningen på betydelse görs klar vid nästa inläsning."
    assert (over(uploads, ADMINISTRATOR).message, len(desk.library().reports())) == (told, 1)


def test_after_a_deletion_the_same_file_is_taken_again(report: str, desk: Desk, uploads: Uploads) -> None:
    delete(desk, uploads, report, ADMINISTRATOR)
    over(uploads, ADMINISTRATOR)

    send(uploads)

    assert over(uploads).message.endswith("är inläst: sidor okända.")


def test_a_change_waits_for_somebody_elses_ingest(report: str, desk: Desk, uploads: Uploads, settings: Settings) -> None:
    with open_store(settings):
        delete(desk, uploads, report, ADMINISTRATOR)
        until = time.monotonic() + 30
        while "En annan inläsning" not in uploads.jobs_of(ADMINISTRATOR)[0].message and time.monotonic() < until:
            time.sleep(0.01)
        during = [one.report for one in desk.library().reports()]

    assert over(uploads, ADMINISTRATOR).status is JobStatus.DONE
    assert during == [report]


def test_everybody_sees_the_jobs_of_their_own(report: str, uploads: Uploads) -> None:
    other = Person("Någon annan", Role.EDITOR)
    job_id = uploads.jobs_of(EDITOR)[0].id

    mine, theirs = client(uploads, EDITOR), client(uploads, other)

    assert [job["report"] for job in mine.get("/api/jobs").json()["items"]] == [report]
    assert theirs.get("/api/jobs").json() == {"items": [], "next": None}
    assert theirs.get(f"/api/jobs/{job_id}").status_code == 404
    assert theirs.delete(f"/api/jobs/{job_id}").status_code == 404
    assert client(uploads, ADMINISTRATOR).get(f"/api/jobs/{job_id}").status_code == 200


def test_a_reader_can_neither_upload_nor_follow(uploads: Uploads) -> None:
    assert send(uploads, person=READER).status_code == 403
    assert client(uploads, READER).get("/api/jobs").status_code == 403


def test_a_job_that_is_over_is_told_after_a_restart(report: str, uploads: Uploads, settings: Settings, desk: Desk) -> None:
    before = uploads.jobs_of(EDITOR)
    uploads.close()

    again = Uploads(settings, desk, embedder=FakeEmbedder())

    assert again.jobs_of(EDITOR) == before


def ended_process() -> int:
    """The id of a process that is no more."""
    with subprocess.Popen([sys.executable, "-c", ""]) as process:
        pass
    return process.pid


@pytest.mark.parametrize(
    ("kind", "status", "report", "told", "what_to_do"),
    [
        (JobKind.UPLOAD, JobStatus.WAITING, None, JobStatus.INTERRUPTED, "Ladda upp filen igen."),
        (JobKind.UPLOAD, JobStatus.READING, None, JobStatus.INTERRUPTED, "Ladda upp filen igen."),
        (JobKind.UPLOAD, JobStatus.EMBEDDING, None, JobStatus.INTERRUPTED, "Ladda upp filen igen."),
        (JobKind.UPLOAD, JobStatus.EMBEDDING, "rapport", JobStatus.DONE, "det görs klart vid nästa inläsning."),
        (JobKind.CORRECTION, JobStatus.EMBEDDING, "rapport", JobStatus.INTERRUPTED, "om rapporten inte ser ut som du vill."),
        (JobKind.DELETION, JobStatus.EMBEDDING, "kvar", JobStatus.INTERRUPTED, "om den står kvar i listan."),
        (JobKind.DELETION, JobStatus.EMBEDDING, "rapport", JobStatus.DONE, "klar vid nästa inläsning."),
    ],
)
def test_what_the_end_of_the_program_cut_short_is_told(
    settings: Settings,
    desk: Desk,
    monkeypatch: pytest.MonkeyPatch,
    kind: JobKind,
    status: JobStatus,
    report: str | None,
    told: JobStatus,
    what_to_do: str,
    tmp_path: Path,
) -> None:
    with open_store(settings) as store:
        index_hand_made(small_report("kvar"), tmp_path / "kvar.txt", store)
    with monkeypatch.context() as killed:
        process = ended_process()
        killed.setattr("ui.upload_records.os.getpid", lambda: process)
        save_job(desk.workplace, Job("j", "Rapport.txt", status, report, kind=kind, by=EDITOR.name))

    job = Uploads(settings, desk, embedder=FakeEmbedder()).jobs_of(EDITOR)[0]

    assert job.status is told
    assert job.message.endswith(what_to_do)


def test_a_deletion_that_was_done_stays_so_when_a_report_comes_again_under_its_name(
    settings: Settings, desk: Desk, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    with monkeypatch.context() as killed:
        process = ended_process()
        killed.setattr("ui.upload_records.os.getpid", lambda: process)
        save_job(desk.workplace, Job("j", "A", JobStatus.EMBEDDING, "a", kind=JobKind.DELETION, by=EDITOR.name))
    Uploads(settings, desk, embedder=FakeEmbedder())
    with open_store(settings) as store:
        index_hand_made(small_report("a"), tmp_path / "a.txt", store)

    assert [job.status for job in Uploads(settings, desk, embedder=FakeEmbedder()).jobs_of(EDITOR)] == [JobStatus.DONE]


def test_a_job_whose_process_is_another_program_by_now_is_told_as_interrupted(settings: Settings, desk: Desk) -> None:
    save_job(desk.workplace, Job("j", "Rapport.txt", by=EDITOR.name))
    with desk.workplace.transaction() as connection:
        connection.execute(update(jobs).values(process=f"{os.getppid()} that began earlier"))

    assert [job.status for job in Uploads(settings, desk, embedder=FakeEmbedder()).jobs_of(EDITOR)] == [JobStatus.INTERRUPTED]


def test_a_job_kept_without_when_its_process_began_is_told_as_interrupted(settings: Settings, desk: Desk) -> None:
    save_job(desk.workplace, Job("j", "Rapport.txt", by=EDITOR.name))
    with desk.workplace.transaction() as connection:
        connection.execute(text(f"UPDATE jobs SET process = {os.getppid()}"))

    assert [job.status for job in Uploads(settings, desk, embedder=FakeEmbedder()).jobs_of(EDITOR)] == [JobStatus.INTERRUPTED]


def test_a_job_of_a_server_that_is_still_at_work_is_left_alone(
    settings: Settings, desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as other:
        other.setattr("ui.upload_records.os.getpid", os.getppid)
        save_job(desk.workplace, Job("j", "Rapport.txt", by=EDITOR.name))

    assert Uploads(settings, desk, embedder=FakeEmbedder()).jobs_of(EDITOR) == ()
