"""`kill -9` in the middle of an ingest: what was there goes on answering, and the next ingest makes all of it good."""

from __future__ import annotations

import signal
import subprocess
import sys
import textwrap
import time
from pathlib import Path

import pytest

from ingest.settings import Settings
from tests.fakes import FakeEmbedder, index_hand_made, small_report
from vectorstore.chroma import INDEX_FOLDER, DenseIndex
from vectorstore.index import Progress, publish_vectors
from vectorstore.library import Library
from vectorstore.store import open_store

pytestmark = pytest.mark.slow

ROOT = Path(__file__).resolve().parent.parent
EARLIER = "Den tidigare lydelsen om rehabilitering."
NEW_TEXTS = 2500  # more than two runs of vectors, so that Chroma has begun to write when it is killed

# Each program ends itself at one moment of an ingest that replaces report "a" and brings report "b".
WRITER = """
    import os, signal, sys
    from pathlib import Path
    from ingest.settings import Settings
    from tests.fakes import FakeEmbedder, index_hand_made, small_report
    from vectorstore import fulltext, index, chroma
    from vectorstore.index import Stage, publish_vectors
    from vectorstore.store import open_store

    def die(*_args, **_named):
        os.kill(os.getpid(), signal.SIGKILL)

    def progress(p):
        if MOMENT == "embedding" and p.stage is Stage.EMBEDDING and p.done >= 1000:
            die()
        if MOMENT == "chroma-begun" and p.stage is Stage.INDEXING and p.done == 1000:
            die()
        if MOMENT == "chroma-filled" and p.stage is Stage.INDEXING and p.done == p.total:
            die()

    DATA, MOMENT = Path(sys.argv[1]), sys.argv[2]
    if MOMENT == "inside-the-transaction":
        fulltext.add_report = die
    if MOMENT == "before-the-check":
        chroma._check = die
    if MOMENT == "before-the-switch":
        index._switch_index = die
    texts = [f"Ny lydelse {n} om samverkan {n % 7} och {n % 31}." for n in range(NEW_TEXTS)]
    print("ready", flush=True)
    with open_store(Settings(data_dir=DATA / "var", embedding_model="fake")) as store:
        index_hand_made(small_report("a", texts=texts), DATA / "a.txt", store)
        index_hand_made(small_report("b", "Finsam Sunnerby"), DATA / "b.txt", store)
        publish_vectors(store, FakeEmbedder(), progress)
"""


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    """A store with report "a" in its earlier wording and report "c" that no later ingest touches, both with vectors."""
    settings = Settings(data_dir=tmp_path / "var", embedding_model="fake")
    with open_store(settings) as store:
        index_hand_made(small_report("a", texts=[EARLIER]), tmp_path / "a.txt", store)
        index_hand_made(small_report("c", "Finsam Västvik", texts=["Det som alltid står kvar."]), tmp_path / "c.txt", store)
        publish_vectors(store, FakeEmbedder(), silent)
    return settings


def silent(_: Progress) -> None:
    """A listener for tests that do not listen."""


def writer(settings: Settings, moment: str) -> subprocess.Popen[str]:
    program = textwrap.dedent(WRITER).replace("NEW_TEXTS", str(NEW_TEXTS))
    command = [sys.executable, "-c", program, str(settings.data_dir.parent), moment]
    return subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True)


def heal(settings: Settings) -> int:
    """The ingest after the kill; how many texts it still had to embed."""
    texts = [f"Ny lydelse {n} om samverkan {n % 7} och {n % 31}." for n in range(NEW_TEXTS)]
    with open_store(settings) as store:
        index_hand_made(small_report("a", texts=texts), settings.data_dir.parent / "a.txt", store)
        index_hand_made(small_report("b", "Finsam Sunnerby"), settings.data_dir.parent / "b.txt", store)
        return publish_vectors(store, FakeEmbedder(), silent).embedded


def test_a_kill_inside_the_transaction_leaves_the_earlier_report(settings: Settings) -> None:
    with writer(settings, "inside-the-transaction") as process:
        assert process.wait(120) == -signal.SIGKILL

    library = Library.open(settings, FakeEmbedder())
    best = library.search_passages(EARLIER)[0]

    assert best.passage.text == EARLIER
    assert best.similarity is not None
    assert [entry.report for entry in library.reports()] == ["a", "c"]
    library.close()


@pytest.mark.parametrize("moment", ["embedding", "chroma-begun", "chroma-filled", "before-the-check", "before-the-switch"])
def test_a_kill_before_the_switch_leaves_the_earlier_index_and_the_next_ingest_heals(settings: Settings, moment: str) -> None:
    with writer(settings, moment) as process:
        assert process.wait(120) == -signal.SIGKILL

    library = Library.open(settings, FakeEmbedder())
    untouched = library.search_passages("Det som alltid står kvar.")[0]
    assert untouched.report.report == "c"
    assert untouched.similarity is not None
    assert library.search_passages("samverkan lydelse 7", limit=1)[0].report.report == "a"  # by words, from its commit on

    assert heal(settings) < NEW_TEXTS
    healed = library.search_passages("Arbetsträning är att pröva ett arbete.", limit=1)[0]
    assert (healed.report.report, healed.similarity is not None) == ("b", True)
    library.close()
    with open_store(settings) as store:
        directories = {path.name for path in (settings.data_dir / INDEX_FOLDER).iterdir()}
        manifest = store.manifest()
    assert directories == {manifest.index_directory, manifest.index_directory_previous}
    index = DenseIndex.open(settings.data_dir / INDEX_FOLDER / manifest.index_directory)
    assert index.count == NEW_TEXTS + 3
    index.close()


@pytest.mark.parametrize("after_ms", [150, 400, 800, 1300, 2000])
def test_a_kill_from_outside_at_any_moment_is_healed(settings: Settings, after_ms: int) -> None:
    with writer(settings, "never") as process:
        assert process.stdout is not None
        assert process.stdout.readline() == "ready\n"
        time.sleep(after_ms / 1000)
        process.kill()

    library = Library.open(settings, FakeEmbedder())
    assert library.search_passages("Det som alltid står kvar.")[0].similarity is not None
    heal(settings)
    assert library.search_passages("Ny lydelse 2499 om samverkan 0 och 19.", limit=1)[0].similarity is not None
    library.close()


READER = """
    import sys
    from pathlib import Path
    from ingest.settings import Settings
    from tests.fakes import FakeEmbedder
    from vectorstore.library import Library

    library = Library.open(Settings(data_dir=Path(sys.argv[1]), embedding_model="fake"), FakeEmbedder())
    for question in sys.stdin:
        best = library.search_passages(question.strip(), limit=1)[0]
        print(best.passage.text, best.similarity is not None, sep="|", flush=True)
"""


def test_a_reader_in_another_process_sees_the_old_state_until_the_new_one_is_published(settings: Settings) -> None:
    command = [sys.executable, "-c", textwrap.dedent(READER), str(settings.data_dir)]
    with subprocess.Popen(command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as reader:
        assert reader.stdin is not None
        assert reader.stdout is not None

        def ask(question: str) -> str:
            assert reader.stdin is not None
            assert reader.stdout is not None
            print(question, file=reader.stdin, flush=True)
            return reader.stdout.readline().strip()

        before = ask("lydelsen om rehabilitering")
        with open_store(settings) as store:
            index_hand_made(
                small_report("a", texts=["Den nya lydelsen om rehabilitering."]), settings.data_dir.parent / "a.txt", store
            )
            during = ask("Det som alltid står kvar.")
            publish_vectors(store, FakeEmbedder(), silent)
        after = ask("lydelsen om rehabilitering")
        reader.stdin.close()

    assert before == f"{EARLIER}|True"
    assert during == "Det som alltid står kvar.|True"
    assert after == "Den nya lydelsen om rehabilitering.|True"
