"""What contradicts itself, stored: with its report, across reports in whatever order they come, and a reviewer's notes."""

from __future__ import annotations

import signal
import sqlite3
import subprocess
import sys
import textwrap
from collections.abc import Iterable, Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import replace
from decimal import Decimal
from itertools import permutations
from pathlib import Path

import pytest

from ingest.checks.across import ReportFigures
from ingest.domain import Certainty, Finding, FindingKind, Locator, Place, Report, Severity, Visibility
from ingest.errors import EmptyStoreError, IndexMismatchError, StoreDamagedError, UsageError
from ingest.read import read
from ingest.settings import Settings
from tests.fakes import FakeEmbedder, index_hand_made, small_report
from vectorstore import across
from vectorstore.database import DATABASE_FILE
from vectorstore.entries import Explanation, Scope, StoredFinding
from vectorstore.index import index_report, publish_vectors, remove_report
from vectorstore.library import Library
from vectorstore.review import explain_finding, reopen_finding
from vectorstore.store import open_for_notes, open_store

ROOT = Path(__file__).resolve().parent.parent
NORRDAL = "Finsam Norrdal"
SUNNERBY = "Finsam Sunnerby"


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return Settings(data_dir=tmp_path / "var", embedding_model="fake")


@pytest.fixture
def compared(monkeypatch: pytest.MonkeyPatch) -> None:
    """Across reports, each result that differs from that of the report before is a finding."""
    monkeypatch.setattr(across, "check_across", results_compared)


def results_compared(reports: Sequence[ReportFigures]) -> tuple[Finding, ...]:
    return tuple(
        replace(
            finding(later.report, "across"),
            stated=later.figures[0].value,
            computed=earlier.figures[0].value,
            places=tuple(Place(r.report, r.source_file, r.figures[0].locator, r.figures[0].quote) for r in (later, earlier)),
        )
        for earlier, later in zip(reports, reports[1:], strict=False)
        if later.figures[0].value != earlier.figures[0].value
    )


def finding(report: str, name: str = "sum", severity: Severity = Severity.MATERIAL) -> Finding:
    return Finding(
        id=f"{report}:{name}",
        report=report,
        kind=FindingKind.SUM,
        severity=severity,
        certainty=Certainty.CERTAIN,
        what="Årets resultat anges till −38 774 kr, men summan av raderna ovanför ger −38 744 kr.",
        places=(Place(report, f"{report}.txt", Locator("2 Resultaträkning", 7, "5", (5, 5)), "Årets resultat | -38774"),),
        period="2021",
        stated=Decimal("-38774"),
        computed=Decimal("-38744.50"),
        unit="kr",
        cause="siffror omkastade",
        consequences=("Även kassaflödet påverkas.",),
        figures=(f"{report}:f0",),
        terms=(f"{report}:f1", f"{report}:f2"),
        expression="-38000 - 744.50",
    )


def checked(report: Report, *findings: Finding) -> Report:
    return replace(report, findings=findings)


def norrdal(year: int, result_kr: int, visibility: Visibility = Visibility.INTERNAL) -> Report:
    return small_report(f"norrdal-{year}", NORRDAL, year, result_kr=result_kr, visibility=visibility)


def ingest(settings: Settings, reports: Iterable[Report]) -> None:
    with open_store(settings) as store:
        for report in reports:
            index_hand_made(report, settings.data_dir.parent / f"{report.id}.txt", store)


@contextmanager
def opened(settings: Settings) -> Iterator[Library]:
    library = Library.open(settings, FakeEmbedder())
    yield library
    library.close()


def found(settings: Settings, scope: Scope | None = None) -> tuple[StoredFinding, ...]:
    with opened(settings) as library:
        return library.findings(scope or Scope())


def said(settings: Settings) -> list[tuple[str, str, str]]:
    """Each finding as its report and the two numbers."""
    return [(s.report.report, str(s.finding.stated), str(s.finding.computed)) for s in found(settings)]


def counted(settings: Settings) -> dict[str, int]:
    with opened(settings) as library:
        return {entry.report: entry.findings for entry in library.reports()}


def test_a_finding_comes_back_as_it_went_in(settings: Settings) -> None:
    stored = finding("norrdal-2021")
    ingest(settings, [checked(norrdal(2021, 5), stored)])

    (back,) = found(settings)

    assert back.finding == stored
    assert back.report.association == NORRDAL
    assert back.explained is None


def test_a_finding_without_numbers_comes_back_without_numbers(settings: Settings) -> None:
    stored = replace(finding("norrdal-2021"), stated=None, computed=None, period=None, unit="", places=())
    ingest(settings, [checked(norrdal(2021, 5), stored)])

    assert found(settings)[0].finding == stored


def test_findings_stand_in_the_order_of_the_catalogue_and_then_of_the_text(settings: Settings) -> None:
    later = checked(norrdal(2022, 5), finding("norrdal-2022", "b"), finding("norrdal-2022", "a"))
    ingest(settings, [later, checked(norrdal(2021, 5), finding("norrdal-2021"))])

    assert [s.finding.id for s in found(settings)] == ["norrdal-2021:sum", "norrdal-2022:b", "norrdal-2022:a"]


def test_a_report_that_says_the_same_and_is_found_wrong_anew_is_stored_anew(settings: Settings) -> None:
    ingest(settings, [norrdal(2021, 5)])
    with open_store(settings) as store:
        again = index_hand_made(
            checked(norrdal(2021, 5), finding("norrdal-2021")), settings.data_dir.parent / "norrdal-2021.txt", store
        )

    assert again.changed
    assert len(found(settings)) == 1


@pytest.mark.usefixtures("compared")
def test_the_catalogue_counts_the_findings_within_a_report_and_across(settings: Settings) -> None:
    rounding = finding("norrdal-2022", "rounding", Severity.ROUNDING)
    with open_store(settings) as store:
        index_hand_made(norrdal(2021, 1), settings.data_dir.parent / "norrdal-2021.txt", store)
        later = checked(norrdal(2022, 2), rounding)
        entry = index_hand_made(later, settings.data_dir.parent / "norrdal-2022.txt", store).entry

    assert counted(settings) == {"norrdal-2021": 0, "norrdal-2022": 2}
    assert entry.findings == 2


@pytest.mark.usefixtures("compared")
def test_what_stands_within_a_report_comes_before_what_stands_across(settings: Settings) -> None:
    ingest(settings, [norrdal(2021, 1), checked(norrdal(2022, 2), finding("norrdal-2022"))])

    assert [s.finding.id for s in found(settings)] == ["norrdal-2022:sum", "norrdal-2022:across"]


@pytest.mark.usefixtures("compared")
@pytest.mark.parametrize("order", list(permutations(range(3))))
def test_reports_in_any_order_contradict_each_other_in_the_same_way(settings: Settings, order: tuple[int, ...]) -> None:
    reports = [norrdal(2021, 1), norrdal(2022, 2), norrdal(2023, 3)]
    ingest(settings, [reports[at] for at in order])

    assert said(settings) == [("norrdal-2022", "2", "1"), ("norrdal-2023", "3", "2")]
    assert counted(settings) == {"norrdal-2021": 0, "norrdal-2022": 1, "norrdal-2023": 1}


@pytest.mark.usefixtures("compared")
def test_the_others_are_compared_anew_when_a_report_is_removed(settings: Settings) -> None:
    ingest(settings, [norrdal(2021, 1), norrdal(2022, 2), norrdal(2023, 3)])
    with open_store(settings) as store:
        remove_report("norrdal-2022", store)

    assert said(settings) == [("norrdal-2023", "3", "1")]
    assert counted(settings) == {"norrdal-2021": 0, "norrdal-2023": 1}


@pytest.mark.usefixtures("compared")
def test_the_others_are_compared_anew_when_a_report_is_changed(settings: Settings) -> None:
    ingest(settings, [norrdal(2021, 1), norrdal(2022, 2)])
    ingest(settings, [norrdal(2021, 2)])

    assert said(settings) == []
    assert counted(settings) == {"norrdal-2021": 0, "norrdal-2022": 0}


@pytest.mark.usefixtures("compared")
def test_a_report_that_turns_out_to_be_of_another_association_leaves_nothing_behind(settings: Settings) -> None:
    ingest(settings, [norrdal(2021, 1), norrdal(2022, 2), small_report("sunnerby-2021", SUNNERBY, 2021, result_kr=7)])
    moved = norrdal(2022, 2)
    ingest(settings, [replace(moved, metadata=replace(moved.metadata, association=SUNNERBY))])

    assert said(settings) == [("norrdal-2022", "2", "7")]
    assert counted(settings) == {"norrdal-2021": 0, "norrdal-2022": 1, "sunnerby-2021": 0}


@pytest.mark.usefixtures("compared")
def test_an_open_reader_sees_that_another_report_has_been_contradicted_since(settings: Settings) -> None:
    ingest(settings, [norrdal(2022, 2)])
    with opened(settings) as library:
        assert library.findings() == ()
        ingest(settings, [norrdal(2021, 1)])

        assert [s.report.findings for s in library.findings()] == [1]


@pytest.mark.usefixtures("compared")
def test_a_later_report_leaves_the_version_of_the_one_it_contradicts_as_it_is(settings: Settings) -> None:
    ingest(settings, [norrdal(2022, 2)])
    with opened(settings) as library:
        before = library.versions()
    ingest(settings, [norrdal(2021, 1)])

    with opened(settings) as library:
        assert set(before) < set(library.versions())


@pytest.mark.usefixtures("compared")
def test_the_public_sees_no_finding_that_rests_on_a_report_that_is_not_public(settings: Settings) -> None:
    public = checked(norrdal(2022, 2, Visibility.PUBLIC), finding("norrdal-2022"))
    ingest(settings, [norrdal(2021, 1), public])

    assert [s.finding.id for s in found(settings, Scope(public_only=True))] == ["norrdal-2022:sum"]


def test_a_scope_admits_the_findings_of_its_reports(settings: Settings) -> None:
    ingest(settings, [checked(norrdal(year, 5), finding(f"norrdal-{year}")) for year in (2021, 2022)])

    chosen = found(settings, Scope(reports=frozenset({"norrdal-2022"})))

    assert [s.finding.id for s in chosen] == ["norrdal-2022:sum"]


def test_a_comparison_that_fails_leaves_everything_as_it_was(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    def fails(_: Sequence[ReportFigures]) -> tuple[Finding, ...]:
        raise ArithmeticError

    monkeypatch.setattr(across, "check_across", results_compared)
    ingest(settings, [norrdal(2021, 1), norrdal(2022, 2)])
    monkeypatch.setattr(across, "check_across", fails)
    with pytest.raises(ArithmeticError):
        ingest(settings, [norrdal(2021, 2)])

    assert said(settings) == [("norrdal-2022", "2", "1")]


@pytest.mark.parametrize(
    "doing", ["index_hand_made(changed, DATA / 'norrdal-2021.txt', store)", "remove_report('norrdal-2021', store)"]
)
@pytest.mark.usefixtures("compared")
def test_a_kill_while_reports_are_compared_leaves_the_earlier_findings(settings: Settings, doing: str) -> None:
    ingest(settings, [norrdal(2021, 1), norrdal(2022, 2), norrdal(2023, 3)])
    program = f"""
        import os, signal, sys
        from pathlib import Path
        from ingest.settings import Settings
        from tests.fakes import index_hand_made, small_report
        from vectorstore import across
        from vectorstore.index import index_report, remove_report
        from vectorstore.store import open_store

        DATA = Path(sys.argv[1])
        changed = small_report("norrdal-2021", "Finsam Norrdal", 2021, result_kr=2)
        across.write_findings = lambda *_: os.kill(os.getpid(), signal.SIGKILL)
        with open_store(Settings(data_dir=DATA / "var", embedding_model="fake")) as store:
            {doing}
    """
    command = [sys.executable, "-c", textwrap.dedent(program), str(settings.data_dir.parent)]

    assert subprocess.run(command, cwd=ROOT, check=False).returncode == -signal.SIGKILL
    assert said(settings) == [("norrdal-2022", "2", "1"), ("norrdal-2023", "3", "2")]
    assert counted(settings) == {"norrdal-2021": 0, "norrdal-2022": 1, "norrdal-2023": 1}


def explained(settings: Settings) -> Explanation | None:
    (stored,) = found(settings)
    return stored.explained


@pytest.fixture
def noted(settings: Settings) -> Explanation:
    """A store with one report and one finding, which a reviewer has explained."""
    ingest(settings, [checked(norrdal(2021, 5), finding("norrdal-2021"))])
    with open_for_notes(settings) as store:
        return explain_finding("norrdal-2021:sum", " Tryckfel i noten. ", "Eva", store)


def test_a_note_is_shown_with_its_finding(settings: Settings, noted: Explanation) -> None:
    assert (noted.note, noted.by) == ("Tryckfel i noten.", "Eva")
    assert explained(settings) == noted


def test_an_open_reader_sees_a_note_at_once(settings: Settings, noted: Explanation) -> None:
    with opened(settings) as library:
        assert library.findings()[0].explained == noted
        with open_for_notes(settings) as store:
            assert reopen_finding("norrdal-2021:sum", store)

        assert library.findings()[0].explained is None


def test_a_note_is_not_replaced_until_the_finding_is_opened_again(settings: Settings, noted: Explanation) -> None:
    with open_for_notes(settings) as store:
        with pytest.raises(UsageError) as refused:
            explain_finding("norrdal-2021:sum", "Rättat i en ny version.", "", store)
        assert "redan förklarat" in refused.value.message_sv

        reopen_finding("norrdal-2021:sum", store)
        later = explain_finding("norrdal-2021:sum", "Rättat i en ny version.", "", store)

    assert explained(settings) == later


def test_a_note_without_end_is_refused(settings: Settings, noted: Explanation) -> None:
    with open_for_notes(settings) as store, pytest.raises(UsageError) as refused:
        explain_finding("norrdal-2021:sum", "x" * 2001, "", store)

    assert "högst 2000 tecken" in refused.value.message_sv


def test_a_note_stays_when_the_report_is_read_again(settings: Settings, noted: Explanation) -> None:
    changed = replace(norrdal(2021, 5), findings=(finding("norrdal-2021"),), flags=("changed",))
    ingest(settings, [changed])

    assert explained(settings) == noted


def test_a_note_stays_when_the_report_is_withdrawn_and_brought_back(settings: Settings, noted: Explanation) -> None:
    with open_store(settings) as store:
        remove_report("norrdal-2021", store)
    ingest(settings, [checked(norrdal(2021, 5), finding("norrdal-2021"))])

    assert explained(settings) == noted


def test_a_note_stays_through_a_rebuild(settings: Settings, noted: Explanation) -> None:
    with open_store(settings, rebuild=True) as store:
        index_hand_made(checked(norrdal(2021, 5), finding("norrdal-2021")), settings.data_dir.parent / "norrdal-2021.txt", store)

    assert explained(settings) == noted


def test_a_note_stays_when_the_schema_changes(settings: Settings, noted: Explanation) -> None:
    with open_store(settings) as store, store.transaction() as connection:
        connection.exec_driver_sql("UPDATE manifest SET value = '0' WHERE key = 'schema_version'")
        connection.exec_driver_sql("ALTER TABLE explanations ADD COLUMN later TEXT")
    with open_store(settings, rebuild=True):
        pass
    ingest(settings, [checked(norrdal(2021, 5), finding("norrdal-2021"))])

    assert explained(settings) == noted


def test_a_note_is_saved_out_of_a_store_that_is_damaged_elsewhere(settings: Settings, noted: Explanation) -> None:
    overwrite_page_of_table(settings.data_dir / DATABASE_FILE, "manifest")
    with pytest.raises(StoreDamagedError), open_store(settings):
        pass
    with open_store(settings, rebuild=True):
        pass
    ingest(settings, [checked(norrdal(2021, 5), finding("norrdal-2021"))])

    assert explained(settings) == noted


def overwrite_page_of_table(database: Path, table: str) -> None:
    with closing(sqlite3.connect(database)) as connection:
        (page,) = connection.execute("SELECT rootpage FROM sqlite_master WHERE name = ?", (table,)).fetchone()
        (size,) = connection.execute("PRAGMA page_size").fetchone()
    with database.open("r+b") as file:
        file.seek((page - 1) * size)
        file.write(b"\xff" * size)


def test_a_store_without_a_readable_page_is_emptied_all_the_same(settings: Settings, noted: Explanation) -> None:
    for ending in ("-wal", "-shm"):
        (settings.data_dir / f"{DATABASE_FILE}{ending}").unlink(missing_ok=True)
    (settings.data_dir / DATABASE_FILE).write_bytes(b"not a database at all" * 500)
    with open_store(settings, rebuild=True):
        pass
    ingest(settings, [checked(norrdal(2021, 5), finding("norrdal-2021"))])

    assert explained(settings) is None


def test_a_note_can_be_made_while_an_ingest_is_at_work(settings: Settings, noted: Explanation) -> None:
    with open_store(settings) as at_work, open_for_notes(settings) as store:
        reopen_finding("norrdal-2021:sum", store)
        later = explain_finding("norrdal-2021:sum", "Under inläsningen.", "Eva", store)
        publish_vectors(at_work, FakeEmbedder(), lambda _: None)

    assert explained(settings) == later


def test_a_note_on_a_finding_that_is_not_there_is_refused(settings: Settings, noted: Explanation) -> None:
    with open_for_notes(settings) as store, pytest.raises(UsageError) as told:
        explain_finding("norrdal-2021:annat", "Något.", "Eva", store)

    assert told.value.message_sv.startswith("Det finns inget fynd med id norrdal-2021:annat.")


def test_an_empty_note_is_refused(settings: Settings, noted: Explanation) -> None:
    with open_for_notes(settings) as store, pytest.raises(UsageError) as told:
        explain_finding("norrdal-2021:sum", "  ", "Eva", store)

    assert told.value.message_sv == "Anteckningen är tom. Skriv vad som förklarar fyndet."


def test_an_open_finding_stays_open_when_it_is_reopened(settings: Settings, noted: Explanation) -> None:
    with open_for_notes(settings) as store:
        assert [reopen_finding("norrdal-2021:sum", store) for _ in range(2)] == [True, False]


def test_a_finding_that_is_not_there_cannot_be_reopened(settings: Settings, noted: Explanation) -> None:
    with open_for_notes(settings) as store, pytest.raises(UsageError, match="norrdal-2021:annat"):
        reopen_finding("norrdal-2021:annat", store)


def test_a_note_makes_no_store_where_there_is_none(settings: Settings) -> None:
    with pytest.raises(EmptyStoreError), open_for_notes(settings):
        pass

    assert not (settings.data_dir / DATABASE_FILE).exists()


def test_a_note_is_not_written_into_the_store_of_another_version(settings: Settings, noted: Explanation) -> None:
    with open_store(settings) as store, store.transaction() as connection:
        connection.exec_driver_sql("UPDATE manifest SET value = '0' WHERE key = 'schema_version'")

    with pytest.raises(IndexMismatchError), open_for_notes(settings):
        pass


def test_the_sample_reports_contradict_each_other_in_the_same_way_in_either_order(tmp_path: Path, reports_folder: Path) -> None:
    both = sorted(reports_folder.glob("*_arsredovisning_*.txt"))
    stores = [Settings(data_dir=tmp_path / name) for name in ("forward", "backward")]
    for settings, paths in zip(stores, (both, both[::-1]), strict=True):
        with open_store(settings) as store:
            for path in paths:
                index_report(read(path, settings), path, store)

    forward, backward = ([stored.finding for stored in found(settings)] for settings in stores)

    assert len({finding.report for finding in forward}) == len(both) == 2
    assert forward == backward
