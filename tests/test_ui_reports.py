"""The library's page in its parts: what is listed and told, what a form may say, who may do what, and the file itself."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient
from sqlalchemy import text

from ingest.domain import Visibility
from ingest.errors import NotAllowedError, UsageError
from ingest.settings import Settings
from tests.fakes import FakeEmbedder, index_hand_made, small_report
from ui.access.audit import latest
from ui.access.person import PERSON_KEY, Person, Role
from ui.desk import Desk
from ui.reports.actions import delete, held_report, put_right, read_once_more, show_or_hide
from ui.reports.choice import PAGE_SIZE, Choice, SortedBy, choice_of, chosen, order_of
from ui.reports.controls_html import filter_html, upload_html
from ui.reports.detail_html import detail_html
from ui.reports.form import FORM_FIELDS, checked, checked_visibility, current
from ui.reports.original_api import add_originals, disposition
from ui.reports.shown import changes_html, list_html, report_html
from ui.reports.table_html import library_html
from ui.reports.words import flag_words, moment_words, period_words
from ui.uploads import Uploads
from vectorstore.compatibility import OUTDATED_FLAG
from vectorstore.entries import ReportEntry
from vectorstore.records import catalogue_entry
from vectorstore.store import open_store

if TYPE_CHECKING:
    from starlette.types import ASGIApp, Receive, Scope, Send

READER, EDITOR, ADMINISTRATOR = (Person(role.value.capitalize(), role) for role in Role)
NASTY = "<img src=x onerror=alert(1)>\"'&"


def entry(report: str = "a", association: str = "Finsam Norrdal", year: int = 2021, **values: object) -> ReportEntry:
    made = catalogue_entry(small_report(report, association, year), "2026-11-22T14:05:00+00:00")
    return replace(made, **values)  # type: ignore[arg-type]


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return Settings(data_dir=tmp_path / "var", embedding_model="fake")


@pytest.fixture
def desk(settings: Settings, tmp_path: Path) -> Iterator[Desk]:
    """A desk over one report, internal, whose file is there."""
    with open_store(settings) as store:
        index_hand_made(small_report("a"), tmp_path / "a.txt", store)
    desk = Desk(settings)
    yield desk
    desk.close()


@pytest.fixture
def uploads(settings: Settings, desk: Desk) -> Iterator[Uploads]:
    uploads = Uploads(settings, desk, embedder=FakeEmbedder())
    yield uploads
    uploads.close()


# --- what is listed ---------------------------------------------------------------------------------------------------


def test_what_is_written_finds_every_word_in_whatever_order_and_without_accents() -> None:
    entries = (entry("a", "Finsam Norrdal"), entry("b", "Finsam Västvik"), entry("c", "Finsam Norrdal", 2022))

    found = chosen(entries, Choice(text="2022 norrdal ARSREDOVISNING"))

    assert [one.report for one in found] == ["c"]


def test_a_year_finds_every_report_whose_period_touches_it() -> None:
    over = entry("b", period_start=date(2020, 7, 1), period_end=date(2021, 6, 30))

    assert [one.report for one in chosen((entry("a", year=2022), over), Choice(year=2021))] == ["b"]


def test_the_same_column_again_turns_the_order_round() -> None:
    entries = (entry("a", figures=5), entry("b", figures=70), entry("c", figures=8))
    once = Choice(page=3).sorted_by(SortedBy.FIGURES)

    assert [one.report for one in chosen(entries, once)] == ["a", "c", "b"]
    assert [one.report for one in chosen(entries, once.sorted_by(SortedBy.FIGURES))] == ["b", "c", "a"]
    assert once.page == 1


@pytest.mark.parametrize("order", list(SortedBy))
def test_two_hundred_reports_are_sorted_by_every_column(order: SortedBy) -> None:
    entries = tuple(entry(f"r{n}", f"Finsam {n % 40:02}", 2015 + n % 9) for n in range(200))

    assert len(chosen(entries, Choice(order=order))) == 200


def test_a_choice_from_the_page_that_cannot_be_is_no_choice() -> None:
    choice = choice_of({"association": "x" * 9, "year": "20²2", "text": "y" * 900, "kind": None or ""}, Choice(falling=True))

    assert (choice.year, len(choice.text), choice.falling) == (0, 200, True)
    assert order_of("'; drop table") is SortedBy.ASSOCIATION


def test_a_choice_is_the_same_after_its_way_through_the_page() -> None:
    choice = Choice("Finsam <b>&", "budget", 2022, "Å % & = +", SortedBy.PAGES, True, 3)

    assert Choice.from_query(choice.to_query()) == choice
    assert Choice.from_query("") == Choice()


@pytest.mark.parametrize(
    "query", ["page=²", "page=-1", "page=" + "9" * 5000, "order=x&year=99999&falling=ja", "%ff=%ff&;;=", "<b>"]
)
def test_what_the_page_carries_along_that_cannot_be_is_no_choice(query: str) -> None:
    assert Choice.from_query(query) == Choice()


def test_two_hundred_reports_are_shown_a_page_at_a_time() -> None:
    entries = tuple(entry(f"r{n}") for n in range(200))

    html = library_html(entries, Choice(page=99), may_edit=True)

    assert html.count('<tr role="row" data-report=') == PAGE_SIZE
    assert "Rapport 151–200 av 200" in html
    assert "200 rapporter från 1 förbund" in html


def test_the_sorted_column_is_told_to_those_who_listen() -> None:
    html = library_html((entry(),), Choice(order=SortedBy.PERIOD, falling=True), may_edit=True)

    assert html.count("aria-sort") == 1
    assert 'aria-sort="descending"><button type="button" class="fs-sort" data-order="period">' in html


def test_nothing_that_a_report_says_is_markup() -> None:
    nasty = entry(NASTY, NASTY, title=NASTY, source_file=NASTY, kind=NASTY, flags=(NASTY,), visibility=NASTY, period=NASTY)

    for html in (library_html((nasty,), Choice(), may_edit=True), filter_html((nasty,), Choice(text=NASTY, association=NASTY))):
        assert "<img" not in html
        assert 'data-report="<' not in html


def test_a_period_that_is_no_year_is_told_by_its_days() -> None:
    half = entry(period="2021-01-01/2021-06-30", period_end=date(2021, 6, 30))

    assert period_words(half) == "1\u00a0jan.\u00a02021 – 30\u00a0juni\u00a02021"
    assert period_words(entry()) == "2021"


def test_a_moment_that_is_none_is_said_as_it_is() -> None:
    assert moment_words("igår") == "igår"


def test_flags_are_told_in_plain_words() -> None:
    told = flag_words(entry(pages=18, pages_unread=2, flags=("encoding: cp1252", OUTDATED_FLAG)))

    assert told[0].startswith("2\u00a0av\u00a018 sidor gick inte att läsa.")
    assert "äldre teckenkodning (cp1252)" in told[1]
    assert told[2] == "Rapporten lästes av en tidigare version av programmet. Läs om den."


def test_the_limits_are_said_before_anything_is_sent(settings: Settings) -> None:
    html = upload_html(settings)

    assert "högst 100 MB och 1000 sidor per fil" in html
    assert "PDF, Word (docx), Excel (xlsx), webbsida (html) eller text" in html


def test_an_empty_library_says_what_to_do(settings: Settings) -> None:
    empty = Desk(settings)

    assert "Ladda upp en fil" in list_html(empty, Choice(), EDITOR)
    assert "Den som är redaktör" in list_html(empty, Choice(), READER)


# --- one report -------------------------------------------------------------------------------------------------------


def test_a_report_that_is_gone_is_said_to_be(desk: Desk) -> None:
    html = report_html(desk, "borta", EDITOR)

    assert "Rapporten är borttagen." in html
    assert "finsam" not in html


def test_a_reader_sees_and_fetches_but_gets_no_buttons_that_change(desk: Desk) -> None:
    html = report_html(desk, "a", READER)

    assert "Läst ur rapporten." in html
    assert 'href="/original/a"' in html
    assert "<form" not in html
    assert 'data-act="show"' not in html


def test_an_editor_may_do_all_but_delete(desk: Desk) -> None:
    html = report_html(desk, "a", EDITOR)

    assert "<form" in html
    assert 'data-act="reread"' in html
    assert 'data-act="ask-delete"' not in html


def test_an_administrator_is_asked_before_a_report_is_taken_away(desk: Desk) -> None:
    html = report_html(desk, "a", ADMINISTRATOR)

    assert 'role="alertdialog"' in html
    assert "Filen a.txt ligger kvar där den lästes in ifrån." in html.replace("finsam-norrdal_arsredovisning_2021.txt", "a.txt")


def test_what_public_means_is_said_where_it_is_chosen(desk: Desk) -> None:
    html = report_html(desk, "a", EDITOR)

    assert "vem som helst får se rapportens text och siffror" in html
    assert ">Gör publik</button>" in html


def test_nothing_that_a_person_put_right_is_markup(desk: Desk, uploads: Uploads) -> None:
    held = held_report(desk.settings, "a")
    nasty = replace(held, entry=replace(held.entry, association=NASTY, title=NASTY, aliases=(NASTY,), orgnr=NASTY))

    assert "<img" not in detail_html(nasty, ADMINISTRATOR, comes_back=True)


# --- what is changed --------------------------------------------------------------------------------------------------


def form(desk: Desk, **values: str) -> dict[str, str]:
    """The form as the page has it, with some fields filled in otherwise."""
    held = held_report(desk.settings, "a")
    return {**{field: current(held, field) for field in FORM_FIELDS}, "aliases": "", "version": str(held.version), **values}


@pytest.mark.parametrize(
    ("said", "stored"), [("publik", "public"), ("Public", "public"), (" INTERN ", "internal"), ("internal", "internal")]
)
def test_a_visibility_is_taken_in_swedish_too(said: str, stored: str) -> None:
    assert checked_visibility(said) == stored


@pytest.mark.parametrize("said", ["", "öppen", "publik internal"])
def test_another_visibility_is_refused_with_the_words_that_fit(said: str) -> None:
    with pytest.raises(UsageError, match=r"ska vara public \(publik\) eller internal \(intern\)"):
        checked_visibility(said)


def test_a_report_is_public_at_once_and_the_log_says_who_made_it_so(desk: Desk) -> None:
    before = desk.library().reports()[0].visibility

    show_or_hide(desk, "a", "public", EDITOR)

    assert (before, desk.library().reports()[0].visibility) == ("internal", "public")
    row = latest(desk.workplace)[0]
    assert (row.by, row.action, row.subject) == ("Redaktör", "gjorde publik", "Finsam Norrdal, Årsredovisning 2021 (a)")


def lose_the_log_of_changes(desk: Desk) -> None:
    """From now on no change can be written down."""
    with desk.workplace.transaction() as connection:
        connection.execute(text("DROP TABLE audit"))


def test_a_report_that_is_public_is_told_so_though_the_log_cannot_be_written(
    desk: Desk, caplog: pytest.LogCaptureFixture
) -> None:
    lose_the_log_of_changes(desk)

    assert show_or_hide(desk, "a", "public", EDITOR).told == "Rapporten är publik nu."
    assert "no such table: audit" in caplog.text


def test_what_is_saved_is_told_so_though_the_log_cannot_be_written(desk: Desk, uploads: Uploads) -> None:
    lose_the_log_of_changes(desk)

    assert put_right(desk, uploads, "a", form(desk, aliases="NF"), EDITOR).told == "Sparat."


def test_other_names_are_saved_at_once(desk: Desk, uploads: Uploads) -> None:
    told = put_right(desk, uploads, "a", form(desk, aliases="Norrdals Finsam\n\n  NF "), EDITOR)

    assert told.told == "Sparat."
    assert desk.library().reports()[0].aliases == ("Norrdals Finsam", "NF")


def test_saving_what_is_so_already_changes_nothing(desk: Desk, uploads: Uploads) -> None:
    assert put_right(desk, uploads, "a", form(desk), EDITOR).told == "Ingenting är ändrat."
    assert list(latest(desk.workplace)) == []


def test_a_form_that_was_opened_before_somebody_elses_change_is_not_saved(desk: Desk, uploads: Uploads) -> None:
    opened = form(desk, aliases="NF")
    show_or_hide(desk, "a", "public", EDITOR)

    with pytest.raises(UsageError, match="av någon annan"):
        put_right(desk, uploads, "a", opened, EDITOR)


def test_what_was_put_right_is_told_with_who_did_it_and_what_stood_there(desk: Desk, uploads: Uploads) -> None:
    put_right(desk, uploads, "a", form(desk, orgnr="2220001234"), EDITOR)

    html = report_html(desk, "a", EDITOR)

    assert 'value="222000-1234"' in html
    assert "Rättat av Redaktör, " in html
    assert "Före rättelsen: inget." in html


@pytest.mark.parametrize(
    ("values", "told"),
    [
        ({"association": " "}, "Förbund är tomt."),
        ({"title": "a\u2028b"}, "Titel innehåller radbrytningar"),
        ({"title": "x" * 201}, "Titel är längre än 200 tecken"),
        ({"association": "–"}, "Förbund innehåller ingen bokstav"),
        ({"period_end": "9999-12-31"}, "ska ligga mellan åren 1900 och 2100"),
        ({"orgnr": "123"}, "ska ha tio siffror"),
        ({"kind": "roman"}, "Slag: välj något av"),
        ({"period_end": "2021-13-01"}, "ska vara ett datum"),
        ({"period_start": "2022-01-01"}, "ligger efter den sista"),
        ({"aliases": "\n".join(f"n{n}" for n in range(21))}, "högst 20 rader"),
    ],
)
def test_a_field_that_cannot_be_so_is_told(desk: Desk, values: dict[str, str], told: str) -> None:
    with pytest.raises(UsageError) as refused:
        checked(form(desk, **values))

    assert told in refused.value.message_sv


def test_nobody_does_more_than_the_role_lets(desk: Desk, uploads: Uploads) -> None:
    with pytest.raises(NotAllowedError):
        show_or_hide(desk, "a", "public", READER)
    with pytest.raises(NotAllowedError):
        put_right(desk, uploads, "a", form(desk, aliases="NF"), READER)
    with pytest.raises(NotAllowedError):
        read_once_more(desk, uploads, "a", READER)
    with pytest.raises(NotAllowedError):
        delete(desk, uploads, "a", EDITOR)

    assert [one.visibility for one in desk.library().reports()] == [Visibility.INTERNAL.value]


def test_only_administrators_see_who_did_what(desk: Desk) -> None:
    show_or_hide(desk, "a", "public", EDITOR)

    assert changes_html(desk, EDITOR) == ""
    assert "gjorde publik" in changes_html(desk, ADMINISTRATOR)


# --- the file itself --------------------------------------------------------------------------------------------------


class As:
    """Who asks, as the gate in front of the application would have it."""

    def __init__(self, app: ASGIApp, person: Person | None) -> None:
        self._app = app
        self._person = person

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if self._person is not None:
            scope[PERSON_KEY] = self._person
        await self._app(scope, receive, send)


def client(desk: Desk, person: Person | None) -> TestClient:
    app = FastAPI()
    app.add_middleware(As, person=person)
    return TestClient(add_originals(app, desk))


def test_a_reader_gets_the_very_bytes_as_a_file(desk: Desk, tmp_path: Path) -> None:
    answer = client(desk, READER).get("/original/a")

    assert answer.content == (tmp_path / "a.txt").read_bytes()
    assert answer.headers["content-type"].split(";")[0] == "text/plain"
    assert answer.headers["content-disposition"].startswith("attachment; ")
    assert answer.headers["x-content-type-options"] == "nosniff"


def test_who_is_not_signed_in_gets_no_file(desk: Desk) -> None:
    assert client(desk, None).get("/original/a").status_code == 403


def test_an_unknown_report_has_no_file(desk: Desk) -> None:
    assert client(desk, READER).get("/original/..%2Ffinsam.sqlite").status_code == 404
    assert client(desk, READER).get("/original/okänd").status_code == 404


def test_a_file_name_cannot_end_the_header() -> None:
    assert disposition('År "1"\r\nX: y.pdf') == (
        "attachment; filename=\"ar--1---x--y.pdf\"; filename*=UTF-8''%C3%85r%20%221%22%0D%0AX%3A%20y.pdf"
    )


def test_a_name_with_signs_that_turn_what_stands_behind_it_is_refused(desk: Desk) -> None:
    form = {**dict.fromkeys(FORM_FIELDS, ""), "association": "Finsam \u202e", "title": "Årsredovisning"}

    with pytest.raises(UsageError, match="utan dem"):
        checked(form)
