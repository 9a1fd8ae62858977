"""Whether a sentence says no other source than its own: no other kind of report, nobody else's word."""

from __future__ import annotations

from collections.abc import Iterable

from assistant.llm.own_words import whole_names
from assistant.llm.prose_words import load_prose_words
from assistant.llm.written import Written
from assistant.vocabulary import load_vocabulary
from ingest.language import fold
from vectorstore.entries import ReportEntry


def sources_agree(written: Written, reports: Iterable[ReportEntry]) -> bool:
    """Whether each kind of report that the sentence names is that of its sources, and "enligt" says nobody's word but theirs."""
    entries = list(reports)
    prose = load_prose_words()
    titles = [fold(entry.title) for entry in entries]
    for word in written.words:
        kind = next((kind for kind, names in prose.documents.items() if word.folded in names), None)
        if kind is not None and not any(any(root in title for root in kind.split("|")) for title in titles):
            return False
    names = [span for entry in entries for span in whole_names(written.text, entry.association)]
    generic = load_vocabulary().generic_names
    for n, word in enumerate(written.words):
        if word.folded not in ("enligt", "according"):
            continue
        following = [one for one in written.words[n + 1 :] if one.folded != "to"]
        first = following[0] if following else None
        own = next((one for one in following if one.folded not in generic), None)
        by_itself = own is not None and any(begin == own.at for begin, _ in names)
        if first is None or not (first.folded in prose.by_itself or by_itself):
            return False
    return True
