"""What the tab shows, made for the person who looks; whatever goes wrong is one calm line in its place."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from ingest.errors import EmptyStoreError, FinsamError
from ui.access.audit import latest
from ui.access.audit_html import audit_html
from ui.access.person import Person, Role
from ui.desk import Desk
from ui.journal import unexpected_text
from ui.reports.actions import Outcome, held_report
from ui.reports.choice import Choice
from ui.reports.controls_html import filter_html, upload_html
from ui.reports.detail_html import NOTHING_SAID, Said, detail_html
from ui.reports.table_html import library_html, notice_html
from ui.upload_files import is_uploaded
from vectorstore.entries import ReportEntry

SHOWN_OF_LOG = 200


def list_html(desk: Desk, choice: Choice, person: Person) -> str:
    """The reports that are chosen."""
    return _tried(lambda: library_html(_entries(desk), choice, person.role.includes(Role.EDITOR)))


def controls_html(desk: Desk, choice: Choice) -> str:
    """The form above the list; nothing where there is no list."""
    try:
        return filter_html(_entries(desk), choice)
    except FinsamError:
        return ""  # the list says what is wrong


def uploads_html(desk: Desk, person: Person) -> str:
    """Where files are dropped, for whoever may."""
    return upload_html(desk.settings) if person.role.includes(Role.EDITOR) else ""


def changes_html(desk: Desk, person: Person) -> str:
    """The log of changes, for administrators."""
    if not person.role.includes(Role.ADMINISTRATOR):
        return ""
    table = _tried(lambda: audit_html(latest(desk.workplace, SHOWN_OF_LOG) if desk.workplace.exists() else ()))
    return f'<details class="fs-changes"><summary>Vem som har gjort vad</summary>{table}</details>'


def report_html(desk: Desk, report: str, person: Person, said: Said = NOTHING_SAID) -> str:
    """The dialog of one report."""
    try:
        if all(entry.report != report for entry in _entries(desk)):
            return _notice_dialog("Rapporten är borttagen. Ladda upp filen igen om den ska vara med.")
        held = held_report(desk.settings, report)
        comes_back = held.source_path.is_file() and not is_uploaded(held.source_path, desk.settings.data_dir)
        return detail_html(held, person, comes_back, said)
    except FinsamError as exc:
        return _notice_dialog(exc.message_sv)
    except Exception as exc:
        return _notice_dialog(unexpected_text(exc))


def done(change: Callable[[], Outcome], typed: Mapping[str, str] | None = None) -> tuple[bool, Said]:
    """Does the change: whether a job does it now, and what to tell the person."""
    try:
        outcome = change()
    except FinsamError as exc:
        return False, Said(exc.message_sv, failed=True, typed=typed)
    except Exception as exc:
        return False, Said(unexpected_text(exc), failed=True, typed=typed)
    return outcome.waits, Said(outcome.told)


def _entries(desk: Desk) -> Sequence[ReportEntry]:
    try:
        return desk.library().reports()
    except EmptyStoreError:
        return ()


def _tried(make: Callable[[], str]) -> str:
    try:
        return make()
    except FinsamError as exc:
        return notice_html(exc.message_sv)
    except Exception as exc:
        return notice_html(unexpected_text(exc))


def _notice_dialog(text: str) -> str:
    return (
        '<dialog class="fs-report-dialog" aria-label="Rapporten kan inte visas"><header>'
        '<h2 tabindex="-1">Rapporten kan inte visas</h2>'
        f'<button type="button" class="fs-close" data-act="close">Stäng</button></header>{notice_html(text)}</dialog>'
    )
