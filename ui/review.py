"""A review as the page shows it: the findings that are wanted, a finding's places opened, and a finding closed or reopened."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from ingest.errors import EmptyStoreError, FinsamError
from ui.access.audit import Action, record_done
from ui.access.person import LOCAL, Person, Role
from ui.desk import Desk
from ui.journal import unexpected_text
from ui.reading import excerpt
from ui.review_choice import Choice
from ui.review_html import review_html, review_notice_html, saved_html
from ui.review_words import citations_of
from ui.source_html import cards_html, no_cards_html, reader_html, reader_notice_html
from ui.welcome_html import INGEST_COMMAND
from vectorstore.entries import ReportEntry

MAX_DETAIL_CHARS = 300  # of a note in the audit log; the finding has the whole of it
NO_PLACE_YET = "Öppna en plats i listan, så visas rapportens text här med stället markerat."
NOTHING_INGESTED = f"Inga rapporter är inlästa än. Läs in en mapp med rapporter i terminalen: {INGEST_COMMAND}"


@dataclass(frozen=True, slots=True)
class Listing:
    """The list as HTML, the reports that can be chosen among (none where the store cannot be read), and the choice as it
    was taken: without an association or a report that is not there."""

    html: str
    entries: tuple[ReportEntry, ...]
    choice: Choice


def list_findings(desk: Desk, choice: Choice, page: int = 1, person: Person = LOCAL) -> Listing:
    """The findings as they are published now, with what the person may do; a calm line where they cannot be read."""
    try:
        entries = desk.library().reports()
        taken = choice.among(entries)
        return Listing(review_html(desk.findings(), taken, page, entries, person), entries, taken)
    except EmptyStoreError:
        return Listing(review_notice_html(NOTHING_INGESTED), (), Choice())
    except FinsamError as exc:
        return Listing(review_notice_html(exc.message_sv), (), Choice())
    except Exception as exc:
        return Listing(review_notice_html(unexpected_text(exc)), (), Choice())


def open_place(desk: Desk, finding_id: str, n: int) -> tuple[str, str]:
    """All places of a finding as cards, and the text of its place `n`, as HTML; a calm line where that cannot be shown."""
    cards = no_cards_html(NO_PLACE_YET)
    try:
        stored = next((one for one in desk.findings() if one.finding.id == finding_id), None)
        if stored is None:
            return cards, reader_notice_html("Fyndet finns inte längre. Uppdatera listan.")
        citations = citations_of(stored, desk.library().reports())
        cards = cards_html(citations, 0)
        citation = next((one for one in citations if one.n == n), None)
        if citation is None or citation.lines is None:
            return cards, reader_notice_html("Platsen i rapporten går inte att visa här.")
        return cards, reader_html(citation, excerpt(desk.library(), citation.report, citation.lines))
    except FinsamError as exc:
        return cards, reader_notice_html(exc.message_sv)
    except Exception as exc:
        return cards, reader_notice_html(unexpected_text(exc))


def close_finding(desk: Desk, finding_id: str, note: str, by: str, person: Person) -> tuple[bool, str]:
    """Whether the explanation was saved, and what to tell the person, as HTML. `by` counts where nobody signs in."""

    def close() -> None:
        person.require(Role.EDITOR)
        named = by if person == LOCAL else person.name
        desk.explain(finding_id, note, named)
        record_done(desk.workplace, person, Action.EXPLAINED, finding_id, f"{named}: {note}"[:MAX_DETAIL_CHARS])

    return _tried(close, "Sparat: fyndet är förklarat.")


def reopen_finding(desk: Desk, finding_id: str, person: Person) -> tuple[bool, str]:
    """Whether the finding is open again, and what to tell the person, as HTML."""

    def reopen() -> None:
        person.require(Role.EDITOR)
        desk.reopen(finding_id)
        record_done(desk.workplace, person, Action.REOPENED, finding_id)

    return _tried(reopen, "Sparat: fyndet är öppet igen.")


def _tried(change: Callable[[], None], done: str) -> tuple[bool, str]:
    try:
        change()
    except FinsamError as exc:
        return False, review_notice_html(exc.message_sv)
    except Exception as exc:
        return False, review_notice_html(unexpected_text(exc))
    return True, saved_html(done)
