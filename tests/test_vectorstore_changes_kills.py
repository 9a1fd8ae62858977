"""`kill -9` in the middle of a change to a report: what was there goes on answering, and the change can be made anew."""

from __future__ import annotations

import signal
import subprocess
import sys
import textwrap
from pathlib import Path

import pytest

from ingest.settings import Settings
from tests.fakes import FakeEmbedder, index_hand_made, small_report
from vectorstore.catalogue_changes import hold, put_right_in_catalogue, withdraw
from vectorstore.corrections import Correction
from vectorstore.index import publish_vectors
from vectorstore.library import Library
from vectorstore.originals import original_path
from vectorstore.store import open_store

pytestmark = pytest.mark.slow

ROOT = Path(__file__).resolve().parent.parent
EARLIER = "Den tidigare lydelsen om rehabilitering."

# Each program ends itself at one moment of a change to report "a".
CHANGER = """
    import os, signal, sys
    from dataclasses import replace
    from pathlib import Path
    from ingest.settings import Settings
    from tests.fakes import FakeEmbedder, small_report
    from vectorstore import catalogue_changes, index
    from vectorstore.catalogue_changes import hold, put_right_in_catalogue, republish, withdraw
    from vectorstore.corrections import Correction
    from vectorstore.store import open_store

    def die(*_args, **_named):
        os.kill(os.getpid(), signal.SIGKILL)

    DATA, CHANGE, MOMENT = Path(sys.argv[1]), sys.argv[2], sys.argv[3]
    said = (Correction("visibility", "public", "internal", "Anna", "2026-01-01T00:00:00+00:00"),)
    if MOMENT == "while-writing":
        index.fulltext.add_report = die
        catalogue_changes.records.entry_values = die
        catalogue_changes.remove_report = die
    if MOMENT == "before-the-commit":
        catalogue_changes.write_corrections = die
        catalogue_changes.forget_unused_corrections = die
    if MOMENT == "after-the-commit":
        catalogue_changes.remove_unused_originals = die
    with open_store(Settings(data_dir=DATA / "var", embedding_model="fake")) as store:
        held = hold("a", store)
        if CHANGE == "republish":
            new = small_report("a", texts=["Den nya lydelsen om rehabilitering."])
            new = replace(new, document=replace(new.document, sha256=held.entry.sha256))
            republish(new, held, said, store)
        elif CHANGE == "show":
            put_right_in_catalogue(held, said, store)
        else:
            withdraw("a", store)
"""


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    """A store with report "a", internal, with its vectors."""
    settings = Settings(data_dir=tmp_path / "var", embedding_model="fake")
    with open_store(settings) as store:
        index_hand_made(small_report("a", texts=[EARLIER]), tmp_path / "a.txt", store)
        publish_vectors(store, FakeEmbedder(), lambda _: None)
    return settings


def killed(settings: Settings, change: str, moment: str) -> bool:
    command = [sys.executable, "-c", textwrap.dedent(CHANGER), str(settings.data_dir.parent), change, moment]
    return subprocess.run(command, cwd=ROOT, check=False, timeout=120).returncode == -signal.SIGKILL


@pytest.mark.parametrize("moment", ["while-writing", "before-the-commit"])
@pytest.mark.parametrize("change", ["republish", "show", "withdraw"])
def test_a_kill_in_the_middle_of_a_change_leaves_the_report_as_it_was(settings: Settings, change: str, moment: str) -> None:
    assert killed(settings, change, moment)

    library = Library.open(settings, FakeEmbedder())
    best = library.search_passages(EARLIER)[0]
    assert (best.passage.text, best.similarity is not None) == (EARLIER, True)
    assert [(entry.report, entry.visibility) for entry in library.reports()] == [("a", "internal")]
    library.close()
    with open_store(settings) as store:
        held = hold("a", store)
        assert (held.corrections, held.source_path) == ((), settings.data_dir.parent / "a.txt")


def test_a_change_that_was_killed_can_be_made_anew(settings: Settings) -> None:
    assert killed(settings, "show", "before-the-commit")

    with open_store(settings) as store:
        said = Correction("visibility", "public", "internal", "Anna", "2026-01-01T00:00:00+00:00")
        put_right_in_catalogue(hold("a", store), (said,), store)

    library = Library.open(settings, FakeEmbedder())
    assert library.reports()[0].visibility == "public"
    library.close()


def test_a_kill_between_the_withdrawal_and_its_file_is_made_good_by_the_next_writer(settings: Settings) -> None:
    with open_store(settings) as store:
        sha256 = hold("a", store).entry.sha256

    assert killed(settings, "withdraw", "after-the-commit")

    there = original_path(settings.data_dir, sha256).is_file()
    with open_store(settings) as store, store.transaction():
        pass
    assert there
    assert not original_path(settings.data_dir, sha256).exists()


def test_withdrawing_twice_is_told(settings: Settings) -> None:
    with open_store(settings) as store:
        withdraw("a", store)

        with pytest.raises(Exception, match="ingen rapport med id a"):
            withdraw("a", store)
