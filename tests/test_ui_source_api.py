"""Places in reports by address: what is public to everybody, all to this machine, and nothing of it a script."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from fastapi.testclient import TestClient

from ingest.domain import Visibility
from ingest.settings import Settings
from tests.fakes import index_hand_made, small_report
from tests.tiny_pdf import RESULT_BOX, pdf_report
from ui.desk import Desk
from ui.source_api import add_sources
from ui.web import new_app
from vectorstore.index import index_report
from vectorstore.store import open_store

HERE = ("127.0.0.1", 50000)
ELSEWHERE = ("203.0.113.7", 50000)
LOCAL = "http://127.0.0.1:7860"
BOX = "box=2,70,128,300,145"
PNG, HTML = {"accept": "image/png"}, {"accept": "text/html"}
EVIL = '<script>alert(1)</script><img src=x onerror="alert(2)">'


@pytest.fixture(scope="module")
def settings(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    """A public PDF and an internal one, and a public text that tries to be a script."""
    folder = tmp_path_factory.mktemp("sources")
    settings = Settings(data_dir=folder / "var", embedding_model="fake")
    with open_store(settings) as store:
        for name, visibility in (("oppen", Visibility.PUBLIC), ("intern", Visibility.INTERNAL)):
            report = pdf_report(folder / f"{name}.pdf", visibility, f"Finsam {name}")
            index_report(report, folder / f"{name}.pdf", store)
        text = small_report("text", "Finsam <b>Text</b>", texts=[EVIL, "Andra stycket."], visibility=Visibility.PUBLIC)
        index_hand_made(text, folder / "text.txt", store)
    return settings


@pytest.fixture
def desk(settings: Settings) -> Iterator[Desk]:
    desk = Desk(settings)
    yield desk
    desk.close()


@pytest.fixture
def here(desk: Desk) -> TestClient:
    return TestClient(add_sources(new_app(), desk), base_url=LOCAL, client=HERE)


@pytest.fixture
def elsewhere(desk: Desk) -> TestClient:
    return TestClient(add_sources(new_app(), desk), base_url="https://finsam.example", client=ELSEWHERE)


def test_a_cited_place_in_a_pdf_is_shown_with_image_and_marked_text(elsewhere: TestClient) -> None:
    answer = elsewhere.get(f"/api/source/oppen?page=2&{BOX}", headers=HTML)

    assert answer.status_code == 200
    assert "Finsam oppen, Årsredovisning 2021" in answer.text
    assert "Sida 2 (tryckt 4) av 3 · 2 Resultaträkning" in answer.text
    assert '<img src="/api/source/oppen?page=2&amp;box=2,70,128,300,145&amp;format=png"' in answer.text
    assert "Sidan 2 i Årsredovisning 2021, Finsam oppen, med det citerade stället markerat" in answer.text
    assert re.findall("<mark>(.*?)</mark>", answer.text) == ["Årets resultat", "-38774"]


def test_the_image_that_the_page_names_is_there(elsewhere: TestClient) -> None:
    page = elsewhere.get(f"/api/source/oppen?{BOX}", headers=HTML).text
    address = re.search('<img src="([^"]+)"', page)
    assert address is not None

    image = elsewhere.get(address[1].replace("&amp;", "&"), headers={"accept": "image/avif,image/webp,*/*;q=0.8"})

    assert (image.status_code, image.headers["content-type"]) == (200, "image/png")
    assert image.content.startswith(b"\x89PNG")


def test_the_marked_image_is_another_than_the_plain_one(elsewhere: TestClient) -> None:
    plain = elsewhere.get("/api/source/oppen?page=2", headers=PNG)
    marked = elsewhere.get(f"/api/source/oppen?{BOX}", headers=PNG)
    by_lines = elsewhere.get("/api/source/oppen?page=2&lines=4-4", headers=PNG)

    assert {one.status_code for one in (plain, marked, by_lines)} == {200}
    assert len({plain.content, marked.content, by_lines.content}) == 3


@pytest.mark.parametrize(
    ("accept", "media_type"),
    [
        ("image/png", "image/png"),
        ("text/html", "text/html; charset=utf-8"),
        ("*/*", "text/html; charset=utf-8"),
        ("text/html,application/xhtml+xml,image/avif,image/webp,*/*;q=0.8", "text/html; charset=utf-8"),
        ("image/avif,image/webp,image/apng,image/svg+xml,image/*,*/*;q=0.8", "image/png"),
        ("text/html;q=0.1, image/*", "image/png"),
        ("text/html;q=0, */*", "image/png"),
    ],
)
def test_the_header_accept_tells_page_from_image(elsewhere: TestClient, accept: str, media_type: str) -> None:
    answer = elsewhere.get("/api/source/oppen?page=2", headers={"accept": accept})

    assert (answer.status_code, answer.headers["content-type"], answer.headers["vary"]) == (200, media_type, "Accept, Origin")


def test_a_text_is_shown_around_the_cited_lines(elsewhere: TestClient) -> None:
    answer = elsewhere.get("/api/source/text?lines=3-3", headers=HTML)

    assert answer.status_code == 200
    assert "<mark>Andra stycket.</mark>" in answer.text
    assert "Årets resultat" not in answer.text  # of another section
    assert "<img" not in answer.text


def test_a_text_asked_for_as_an_image_is_not_to_be_had(elsewhere: TestClient) -> None:
    answer = elsewhere.get("/api/source/text?lines=3-3", headers=PNG)

    assert (answer.status_code, answer.headers["content-type"]) == (406, "application/problem+json")


def test_without_a_place_a_pdf_opens_at_its_first_page_and_a_text_is_whole(elsewhere: TestClient) -> None:
    assert "Sida 1 av 3" in elsewhere.get("/api/source/oppen").text
    assert "Årets resultat" in elsewhere.get("/api/source/text").text


def test_what_a_report_says_is_never_markup(elsewhere: TestClient) -> None:
    page = elsewhere.get("/api/source/text?lines=2-2")

    assert "<script" not in page.text
    assert "&lt;script&gt;" in page.text
    assert "Finsam &lt;b&gt;Text&lt;/b&gt;" in page.text
    assert " onerror=" not in page.text.replace("onerror=&quot;", "")


def test_the_page_may_run_no_script_and_load_nothing_from_elsewhere(elsewhere: TestClient) -> None:
    headers = elsewhere.get("/api/source/text").headers

    policy = headers["content-security-policy"]
    assert "default-src 'none'" in policy
    assert "img-src 'self'" in policy
    assert "script-src" not in policy
    assert "unsafe-inline" not in policy
    assert headers["x-content-type-options"] == "nosniff"


def test_a_page_nobody_could_read_is_shown_as_image_with_the_reason(elsewhere: TestClient) -> None:
    page = elsewhere.get("/api/source/oppen?page=3", headers=HTML)
    image = elsewhere.get("/api/source/oppen?page=3", headers=PNG)

    assert "Sidan gick inte att läsa: bilden är för suddig" in page.text
    assert "<img" in page.text
    assert image.status_code == 200


def test_a_report_that_is_internal_is_answered_like_one_that_does_not_exist(elsewhere: TestClient) -> None:
    internal, unknown = elsewhere.get("/api/source/intern?page=2"), elsewhere.get("/api/source/okand?page=2")

    assert internal.status_code == unknown.status_code == 404
    assert internal.content == unknown.content
    assert internal.headers["content-type"] == "application/problem+json"
    assert internal.json() == {
        "type": "about:blank",
        "title": "Finns inte",
        "status": 404,
        "detail": "Det finns ingen sådan rapport att visa. Kontrollera adressen.",
    }


def test_a_bad_place_in_an_internal_report_tells_nothing_either(elsewhere: TestClient) -> None:
    assert elsewhere.get("/api/source/intern?page=99").content == elsewhere.get("/api/source/okand?page=99").content


@pytest.mark.parametrize(
    ("query", "status"),
    [
        ("page=4", 404),
        ("page=0", 422),
        ("page=tre", 422),
        ("page=99999999999999999999", 422),
        ("lines=5-3", 422),
        ("lines=900-901", 404),
        ("page=1&lines=4-4", 404),
        ("box=2,1,2,3", 422),
        ("box=2,nan,0,10,10", 422),
        ("box=2,10,10,5,20", 422),
        ("box=2,600,10,650,20", 422),
        ("box=9,10,10,20,20", 404),
        (f"page=1&{BOX}", 422),
        ("format=gif", 422),
    ],
)
def test_a_place_that_is_not_there_or_cannot_be_read_is_a_problem_in_swedish(
    elsewhere: TestClient, query: str, status: int
) -> None:
    answer = elsewhere.get(f"/api/source/oppen?{query}")

    assert (answer.status_code, answer.headers["content-type"]) == (status, "application/problem+json")
    assert answer.json()["status"] == status
    assert answer.json()["detail"].endswith((".", "=3."))


def test_a_box_on_a_text_without_pages_is_not_there(elsewhere: TestClient) -> None:
    assert elsewhere.get("/api/source/text?box=1,1,1,9,9").status_code == 404


def test_this_machine_sees_internal_reports_under_an_address_of_its_own(here: TestClient) -> None:
    page = here.get(f"/kalla/intern?page=2&{BOX}", headers=HTML)
    image = here.get(f"/kalla/intern?page=2&{BOX}&format=png")

    assert page.status_code == image.status_code == 200
    assert '<img src="/kalla/intern?page=2' in page.text
    assert page.headers["cache-control"] == "no-store"


@pytest.mark.parametrize("host", ["finsam.example", "127.0.0.1.evil.example", "[::1", ""])
def test_a_page_from_elsewhere_that_renamed_this_machine_sees_nothing(here: TestClient, host: str) -> None:
    answer = here.get("/kalla/intern?page=2", headers={"host": host})

    assert answer.status_code == 403
    assert "resultat" not in answer.text


def test_another_machine_sees_nothing_under_the_staff_address(elsewhere: TestClient) -> None:
    assert elsewhere.get("/kalla/oppen?page=2", headers={"host": "127.0.0.1:7860"}).status_code == 403


def test_when_nothing_is_ingested_the_answer_is_the_same(tmp_path: Path, elsewhere: TestClient) -> None:
    empty = TestClient(add_sources(new_app(), Desk(Settings(data_dir=tmp_path / "var"))))

    assert empty.get("/api/source/okand").content == elsewhere.get("/api/source/okand").content


def test_a_pdf_whose_original_is_gone_still_shows_its_text(desk: Desk, tmp_path: Path) -> None:
    settings = Settings(data_dir=tmp_path / "var", embedding_model="fake")
    with open_store(settings) as store:
        index_report(pdf_report(tmp_path / "oppen.pdf", Visibility.PUBLIC), tmp_path / "oppen.pdf", store)
    for original in (settings.data_dir / "originals").iterdir():
        original.unlink()
    client = TestClient(add_sources(new_app(), Desk(settings)))

    assert "Årets resultat" in client.get("/api/source/oppen?page=2", headers=HTML).text
    assert client.get("/api/source/oppen?page=2", headers=PNG).status_code == 500


def test_the_address_of_a_citation_opens_its_place(desk: Desk, elsewhere: TestClient) -> None:
    answer = desk.answer("Vad var årets resultat för Finsam oppen 2021?")

    citation = answer.citations[0]
    page = elsewhere.get(citation.source_url, headers=HTML)

    assert (citation.box, citation.page) == (RESULT_BOX, 2)
    assert citation.source_url == f"/api/source/oppen?page=2&{BOX}"
    assert "<mark>-38774</mark>" in page.text


BROWSER = {"accept": "text/html,application/xhtml+xml,application/xml;q=0.9,image/avif,image/webp,*/*;q=0.8"}


@pytest.mark.parametrize(
    ("address", "status"), [("intern?page=2", 404), ("okand?page=2", 404), ("oppen?page=4", 404), ("oppen?page=tre", 422)]
)
def test_whoever_opens_an_address_that_shows_nothing_gets_a_page_with_a_way_on(
    elsewhere: TestClient, address: str, status: int
) -> None:
    answer = elsewhere.get(f"/api/source/{address}", headers=BROWSER)

    assert (answer.status_code, answer.headers["content-type"]) == (status, "text/html; charset=utf-8")
    assert '<html lang="sv">' in answer.text
    assert '<a href="/fraga">Fråga om rapporterna</a>' in answer.text
    assert '"status"' not in answer.text


def test_the_page_of_an_internal_report_is_that_of_one_that_does_not_exist(elsewhere: TestClient) -> None:
    internal, unknown = (elsewhere.get(f"/api/source/{name}?page=2", headers=BROWSER) for name in ("intern", "okand"))

    assert internal.content == unknown.content
    assert dict(internal.headers) == dict(unknown.headers)
    assert "Det finns ingen sådan rapport att visa. Kontrollera adressen." in internal.text


def test_the_page_of_a_problem_is_as_guarded_as_the_place_would_be(elsewhere: TestClient) -> None:
    shown, refused = (elsewhere.get(f"/api/source/oppen?page={page}", headers=BROWSER).headers for page in (2, 4))

    assert refused["content-security-policy"] == shown["content-security-policy"]
    assert (refused["x-content-type-options"], refused["cache-control"]) == ("nosniff", "no-store")
    assert "Accept" in refused["vary"]


def test_a_problem_under_the_staff_address_leads_back_to_the_staffs_page(here: TestClient) -> None:
    answer = here.get("/kalla/okand", headers=BROWSER)

    assert answer.status_code == 404
    assert '<a href="/">' in answer.text
    assert "/fraga" not in answer.text
