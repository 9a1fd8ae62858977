"""Uploads: a file sent from this machine becomes a report that is internal, told step by step; all else is refused."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from fastapi.testclient import TestClient

from ingest.domain import Report
from ingest.errors import MetadataError
from ingest.settings import Settings
from tests.fakes import FakeEmbedder, index_hand_made, small_report
from tests.tiny_pdf import pdf_report
from ui.access.gate import Gate
from ui.access.identity import FROM_ELSEWHERE, ONLY_HERE
from ui.desk import Desk
from ui.upload_api import add_uploads
from ui.upload_files import UPLOADS_FOLDER, clean_stem, remove_abandoned
from ui.upload_jobs import Job
from ui.uploads import MOST_WAITING, ReadFile, Uploads
from ui.web import new_app
from ui.workplace_store import WorkplaceStore
from vectorstore.store import open_store

HERE = ("127.0.0.1", 50000)
LOCAL = "http://127.0.0.1:7860"
TEXT = b"1 Verksamheten\nN\xc3\xa5got om samverkan.\n2 Resultatr\xc3\xa4kning\n\xc3\x85rets resultat\t5"


class Reader:
    """Reads as told: a small report, or what `does` makes of the path. Waits at each page until it is let on."""

    def __init__(self) -> None:
        self.paths: list[Path] = []
        self.at_page = threading.Event()
        self.go_on = threading.Event()
        self.go_on.set()
        self.does: Callable[[Path], Report] | None = None

    def __call__(self, path: Path, settings: Settings, on_page: Callable[[int, int], None]) -> Report:
        self.paths.append(path)
        if self.does is not None:
            return self.does(path)
        report = pdf_report(path)
        for page in (1, 2, 3):
            on_page(page, 3)
            self.at_page.set()
            assert self.go_on.wait(30)
        return report


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return Settings(data_dir=tmp_path / "var", embedding_model="fake", max_file_mb=1)


@pytest.fixture
def reader() -> Reader:
    return Reader()


@pytest.fixture
def desk(settings: Settings) -> Iterator[Desk]:
    desk = Desk(settings)
    yield desk
    desk.close()


@pytest.fixture
def uploads(settings: Settings, desk: Desk, reader: ReadFile) -> Iterator[Uploads]:
    uploads = Uploads(settings, desk, reader, FakeEmbedder())
    yield uploads
    uploads.close()


@pytest.fixture
def client(uploads: Uploads) -> TestClient:
    return TestClient(add_uploads(new_app(), uploads), base_url=LOCAL, client=HERE)


def send(
    client: TestClient, name: str = "Årsredovisning 2021.pdf", content: bytes = b"%PDF-1.4 x", **headers: str
) -> dict[str, object]:
    answer = client.post("/api/reports", files={"file": (name, content)}, headers=headers)
    assert answer.status_code == 202, answer.text
    told: dict[str, object] = answer.json()
    return told


def over(client: TestClient, job: dict[str, object]) -> dict[str, object]:
    """The job when it is over."""
    until = time.monotonic() + 30
    while time.monotonic() < until:
        told: dict[str, object] = client.get(f"/api/jobs/{job['id']}").json()
        if told["status"] in ("done", "failed", "cancelled"):
            return told
        time.sleep(0.01)
    raise AssertionError(f"still {told}")


def left(settings: Settings) -> list[str]:
    """The files under `uploads/`."""
    return sorted(path.name for path in (settings.data_dir / UPLOADS_FOLDER).rglob("*") if path.is_file())


def test_a_file_is_taken_with_a_job_that_tells_how_far_it_has_come(client: TestClient, reader: Reader, desk: Desk) -> None:
    reader.go_on.clear()
    answer = client.post("/api/reports", files={"file": ("rapport.pdf", b"%PDF-1.4 x")})
    job = answer.json()
    assert reader.at_page.wait(30)
    during = client.get(f"/api/jobs/{job['id']}").json()
    reader.go_on.set()

    done = over(client, job)

    assert (answer.status_code, answer.headers["location"]) == (202, f"/api/jobs/{job['id']}")
    assert (during["status"], during["message"], during["pages_done"], during["pages"]) == (
        "reading",
        "Läser sidan 1 av 3.",
        0,
        3,
    )
    assert done == {
        "id": job["id"],
        "file": "rapport.pdf",
        "status": "done",
        "report": "rapport",
        "message": "Finsam Norrdal, Årsredovisning 2021 är inläst: 3 sidor (1 oläst).",
        "pages_done": 3,
        "pages": 3,
        "kind": "upload",
    }
    assert [(entry.report, entry.visibility) for entry in desk.library().reports()] == [("rapport", "internal")]
    assert desk.library().knows_meaning()


def test_a_real_text_is_read_by_the_real_reader_and_is_internal(settings: Settings, desk: Desk, reports_folder: Path) -> None:
    file = reports_folder / "sydnarke_verksamhetsplan-budget_2022.txt"
    real = Uploads(settings.model_copy(update={"max_file_mb": 10}), desk, embedder=FakeEmbedder())
    client = TestClient(add_uploads(new_app(), real), base_url=LOCAL, client=HERE)

    done = over(client, send(client, file.name, file.read_bytes()))
    real.close()

    assert (done["status"], done["report"]) == ("done", file.stem)
    assert [entry.visibility for entry in desk.library().reports()] == ["internal"]


def test_the_uploaded_file_stays_so_that_it_can_be_read_again(client: TestClient, settings: Settings) -> None:
    over(client, send(client))

    assert left(settings) == ["Årsredovisning 2021.pdf"]


def test_the_same_content_again_is_the_same_report(client: TestClient, settings: Settings, desk: Desk, tmp_path: Path) -> None:
    with open_store(settings) as store:
        entry = index_hand_made(small_report("a"), tmp_path / "a.txt", store).entry

    again = over(client, send(client, "b.txt", (tmp_path / "a.txt").read_bytes()))

    told = "Samma fil är redan inläst: Finsam Norrdal, Årsredovisning 2021."
    assert (again["status"], again["report"], again["message"]) == ("done", entry.report, told)
    assert left(settings) == []


@pytest.mark.parametrize(
    ("fields", "told"),
    [
        ({"title": "x" * 201}, "title är längre än 200 tecken."),
        ({"association": "Finsam\u202eX"}, "association innehåller radbrytningar eller andra styrtecken."),
        ({"association": "!?"}, "association innehåller ingen bokstav eller siffra."),
        ({"orgnr": "12"}, "Organisationsnumret ska ha tio siffror"),
        ({"period_start": "0001-01-01"}, "period_start ska ligga mellan åren 1900 och 2100."),
        ({"period_start": "2022-01-01", "period_end": "2021-12-31"}, "Periodens första dag ligger efter den sista."),
    ],
)
def test_what_is_said_along_with_a_file_has_the_limits_of_the_form(
    client: TestClient, settings: Settings, fields: dict[str, str], told: str
) -> None:
    answer = client.post("/api/reports", files={"file": ("Rapport.txt", TEXT)}, data=fields)

    assert answer.status_code == 422
    assert answer.json()["detail"].startswith(told)
    assert left(settings) == []


def test_a_file_that_no_reader_takes_fails_with_what_to_do_and_leaves_nothing(client: TestClient, settings: Settings) -> None:
    failed = over(client, send(client, "bild.pdf", b"\x89PNG\r\n\x1a\n" + bytes(50)))

    assert (failed["status"], failed["report"]) == ("failed", None)
    assert "är en bild" in str(failed["message"])
    assert left(settings) == []


def test_an_error_of_the_reader_is_told_in_its_own_words(client: TestClient, reader: Reader, settings: Settings) -> None:
    def refuse(path: Path) -> Report:
        raise MetadataError("Förbundet framgår inte av texten.")

    reader.does = refuse

    failed = over(client, send(client))

    assert failed["status"] == "failed"
    assert failed["message"] == (
        "Förbundet framgår inte av texten. Fyll i det under ”Om förbund eller period inte framgår av filen” på fliken Rapporter, "
        "eller i fälten association, orgnr, kind, title, period_start, period_end vid POST /api/reports, och skicka filen igen."
    )
    assert left(settings) == []


def test_an_error_that_nobody_foresaw_is_told_calmly_and_the_next_file_is_taken(client: TestClient, reader: Reader) -> None:
    def break_down(path: Path) -> Report:
        raise ZeroDivisionError("nobody thought of this")

    reader.does = break_down
    first = over(client, send(client))
    reader.does = None
    second = over(client, send(client, "b.pdf"))

    assert "fel-id" in str(first["message"])
    assert "nobody" not in str(first["message"])
    assert second["status"] == "done"


def test_files_are_taken_though_what_was_left_behind_cannot_be_removed(
    client: TestClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    def break_down(data_dir: Path, desk: Desk) -> None:
        raise ZeroDivisionError("nobody thought of this")

    monkeypatch.setattr("ui.uploads.remove_abandoned", break_down)

    assert over(client, send(client))["status"] == "done"


def test_a_file_is_taken_though_its_job_cannot_be_kept(client: TestClient, monkeypatch: pytest.MonkeyPatch) -> None:
    def break_down(store: WorkplaceStore, job: Job) -> None:
        raise ZeroDivisionError("nobody thought of this")

    monkeypatch.setattr("ui.upload_records.save_job", break_down)

    assert over(client, send(client))["status"] == "done"


def test_a_worker_that_ended_is_followed_by_another(
    client: TestClient, uploads: Uploads, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as ending:
        ending.setattr(uploads, "_next", lambda: None)
        waiting = send(client, "a.pdf")
        for worker in [thread for thread in threading.enumerate() if thread.name == "uploads"]:
            worker.join(30)

    later = send(client, "b.pdf", b"%PDF-1.4 y")

    assert (over(client, waiting)["status"], over(client, later)["status"]) == ("done", "done")


def test_what_the_sender_says_of_the_report_wins_over_its_text(settings: Settings, desk: Desk) -> None:
    real = Uploads(settings, desk, embedder=FakeEmbedder())
    client = TestClient(add_uploads(new_app(), real), base_url=LOCAL, client=HERE)
    says = {
        "association": 'Brf "Backen" \\ Å', "kind": "årsredovisning", "period_start": "2023-01-01", "period_end": "2023-12-31",
        "title": "",
    }  # fmt: skip

    answer = client.post("/api/reports", files={"file": ("rapport v.1.2.txt", TEXT)}, data=says)
    done = over(client, answer.json())
    real.close()

    assert (done["status"], done["file"]) == ("done", "rapport v.1.2.txt")
    (entry,) = desk.library().reports()
    assert (entry.association, entry.period, entry.visibility) == ('Brf "Backen" \\ Å', "2023", "internal")


@pytest.mark.parametrize(
    ("says", "told"),
    [
        ({"visibility": "public"}, "Okänt fält: visibility. Fälten är: association, "),
        ({"title": "x" * 70_000}, "Fälten bredvid filen är för långa."),
        ({"kind": "tidning"}, "kind: välj något av årsredovisning, "),
        ({"period_start": "i fjol"}, "period_start ska vara ett datum, till exempel 2024-01-01."),
    ],
)
def test_a_field_that_cannot_be_used_is_refused(client: TestClient, settings: Settings, says: dict[str, str], told: str) -> None:
    answer = client.post("/api/reports", files={"file": ("a.txt", TEXT)}, data=says)

    assert answer.status_code == 422
    assert answer.json()["detail"].startswith(told)
    assert left(settings) == []


@pytest.mark.parametrize(
    ("name", "stem"),
    [
        ("Årsredovisning 2021.pdf", "Årsredovisning 2021"),
        ("../../etc/passwd", "passwd"),
        ("C:\\temp\\rapport.docx", "rapport"),
        ("..", "rapport"),
        ("", "rapport"),
        (".toml", "toml"),
        ("a\x00b\nc.txt", "a b c"),
        ("A\u030arsredovisning.pdf", "Årsredovisning"),
        ("x" * 300 + ".pdf", "x" * 80),
        ("<script>.html", "script"),
    ],
)
def test_of_a_file_name_only_a_cleaned_stem_is_used(name: str, stem: str) -> None:
    assert clean_stem(name) == stem


def test_a_file_is_called_by_what_it_holds_not_by_its_name(client: TestClient, reader: Reader) -> None:
    done = over(client, send(client, "rapport.exe"))

    assert (done["file"], reader.paths[0].name) == ("rapport.pdf", "rapport.pdf")


def test_a_file_over_the_limit_is_refused_while_it_comes(client: TestClient, settings: Settings) -> None:
    told = client.post("/api/reports", files={"file": ("a.txt", b"x" * 1_000_001)})
    chunked = client.post(
        "/api/reports",
        content=iter([b'--b\r\nContent-Disposition: form-data; name="file"; filename="a.txt"\r\n\r\n', *[b"x" * 100_000] * 30]),
        headers={"content-type": "multipart/form-data; boundary=b"},
    )

    assert (told.status_code, chunked.status_code) == (413, 413)
    assert told.json()["detail"] == "Filen är större än gränsen 1 MB. Dela den eller höj inställningen max_file_mb."
    assert left(settings) == []


@pytest.mark.parametrize(
    ("content_type", "body", "status"),
    [
        ("application/pdf", b"%PDF", 415),
        ("multipart/form-data", b"", 422),
        ("multipart/form-data; boundary=b", b"no form at all", 422),
        ("multipart/form-data; boundary=b", b'--b\r\nContent-Disposition: form-data; name="file"; filename="a"\r\n\r\ncut', 422),
        ("multipart/form-data; boundary=b", b'--b\r\nContent-Disposition: form-data; name="x"\r\n\r\ny\r\n--b--\r\n', 422),
    ],
)
def test_what_is_no_form_with_one_file_is_refused(
    client: TestClient, settings: Settings, content_type: str, body: bytes, status: int
) -> None:
    answer = client.post("/api/reports", content=body, headers={"content-type": content_type})

    assert (answer.status_code, answer.headers["content-type"]) == (status, "application/problem+json")
    assert not (settings.data_dir / UPLOADS_FOLDER).exists() or left(settings) == []


def test_two_files_in_one_form_are_refused(client: TestClient, settings: Settings) -> None:
    answer = client.post("/api/reports", files=[("file", ("a.txt", b"a")), ("file", ("b.txt", b"b"))])

    assert (answer.status_code, answer.json()["detail"]) == (422, "Skicka en fil i taget.")
    assert left(settings) == []


def test_only_so_many_files_wait(client: TestClient, reader: Reader) -> None:
    reader.go_on.clear()
    send(client, "0.pdf", b"%PDF-1.4 first")
    assert reader.at_page.wait(30)
    for n in range(MOST_WAITING):
        send(client, f"{n + 1}.pdf")

    refused = client.post("/api/reports", files={"file": ("z.pdf", b"%PDF-1.4 x")})
    reader.go_on.set()

    assert (refused.status_code, refused.headers["retry-after"]) == (429, "30")


def test_a_waiting_file_is_called_off_at_once(client: TestClient, reader: Reader, settings: Settings) -> None:
    reader.go_on.clear()
    first = send(client, "a.pdf")
    assert reader.at_page.wait(30)
    waiting = send(client, "b.pdf")

    answer = client.delete(f"/api/jobs/{waiting['id']}")
    reader.go_on.set()

    assert (answer.status_code, answer.json()["status"]) == (200, "cancelled")
    assert over(client, first)["status"] == "done"
    assert [path.name for path in reader.paths] == ["a.pdf"]
    assert left(settings) == ["a.pdf"]


def test_a_file_that_is_being_read_is_called_off_at_its_next_page(
    client: TestClient, reader: Reader, settings: Settings, desk: Desk
) -> None:
    reader.go_on.clear()
    job = send(client)
    assert reader.at_page.wait(30)

    client.delete(f"/api/jobs/{job['id']}")
    reader.go_on.set()

    assert over(client, job)["message"] == "Avbruten. Ingenting sparades."
    assert left(settings) == []
    assert not (settings.data_dir / "finsam.sqlite").exists()


def test_what_is_done_cannot_be_called_off(client: TestClient) -> None:
    job = send(client)
    over(client, job)

    answer = client.delete(f"/api/jobs/{job['id']}")

    assert (answer.status_code, answer.json()["title"]) == (409, "Går inte längre")


def test_an_unknown_job_is_told(client: TestClient) -> None:
    assert client.get("/api/jobs/okänt").status_code == client.delete("/api/jobs/okänt").status_code == 404


def test_while_somebody_else_ingests_a_file_waits_for_its_turn(client: TestClient, settings: Settings) -> None:
    with open_store(settings):
        job = send(client)
        until = time.monotonic() + 30
        while "En annan inläsning" not in client.get(f"/api/jobs/{job['id']}").json()["message"] and time.monotonic() < until:
            time.sleep(0.01)

    assert over(client, job)["status"] == "done"


@pytest.mark.parametrize(
    "headers",
    [
        {"origin": "https://evil.example"},
        {"origin": "null"},
        {"origin": "http://127.0.0.1:9999"},
        {"sec-fetch-site": "cross-site"},
        {"sec-fetch-site": "same-site"},
        {"host": "evil.example:7860"},
        {"host": "evil.example:7860", "origin": "http://evil.example:7860", "sec-fetch-site": "same-origin"},
    ],
)
def test_a_page_from_elsewhere_cannot_upload(client: TestClient, settings: Settings, headers: dict[str, str]) -> None:
    answer = client.post("/api/reports", files={"file": ("a.txt", TEXT)}, headers=headers)

    assert answer.status_code == 403
    assert answer.json()["detail"] in (FROM_ELSEWHERE, ONLY_HERE)
    assert not (settings.data_dir / UPLOADS_FOLDER).exists()


def test_the_page_itself_and_a_command_may_upload(client: TestClient) -> None:
    own = {"origin": LOCAL, "sec-fetch-site": "same-origin"}

    assert client.post("/api/reports", files={"file": ("a.pdf", b"%PDF-1.4 x")}, headers=own).status_code == 202
    assert (
        client.post("/api/reports", files={"file": ("b.pdf", b"%PDF-1.4 y")}, headers={"host": "localhost:7860"}).status_code
        == 202
    )


def test_another_machine_can_neither_upload_nor_see_jobs(client: TestClient, uploads: Uploads) -> None:
    job = send(client)
    other = TestClient(add_uploads(new_app(), uploads), base_url=LOCAL, client=("192.168.1.9", 4000))

    assert other.post("/api/reports", files={"file": ("a.txt", TEXT)}).status_code == 403
    assert other.get(f"/api/jobs/{job['id']}").status_code == 403
    assert other.delete(f"/api/jobs/{job['id']}").status_code == 403


def test_a_server_that_others_reach_takes_no_files(settings: Settings, desk: Desk, reader: Reader) -> None:
    open_to_all = Uploads(settings.model_copy(update={"host": "0.0.0.0"}), desk, reader, FakeEmbedder())
    app = new_app(Gate(open_to_all.settings, desk.workplace))
    client = TestClient(add_uploads(app, open_to_all), base_url=LOCAL, client=HERE)

    assert client.post("/api/reports", files={"file": ("a.txt", TEXT)}).status_code == 403


def test_closing_breaks_off_what_is_being_read(uploads: Uploads, client: TestClient, reader: Reader, settings: Settings) -> None:
    reader.go_on.clear()
    job = send(client)
    assert reader.at_page.wait(30)
    threading.Timer(0.1, reader.go_on.set).start()

    uploads.close()

    ended = uploads.job(str(job["id"]))
    assert ended is not None
    assert ended.status.value == "cancelled"
    assert left(settings) == []


def test_what_a_killed_server_left_is_removed_after_a_day_but_no_report(
    client: TestClient, settings: Settings, desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    over(client, send(client))
    stray = settings.data_dir / UPLOADS_FOLDER / "kvar" / "mottagen"
    stray.parent.mkdir()
    stray.write_bytes(b"half")
    remove_abandoned(settings.data_dir, desk)
    young = left(settings)
    monkeypatch.setattr("ui.upload_files._ABANDONED_S", -1)

    remove_abandoned(settings.data_dir, desk)

    assert young == ["mottagen", "Årsredovisning 2021.pdf"]
    assert left(settings) == ["Årsredovisning 2021.pdf"]
