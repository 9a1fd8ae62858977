"""What a question is read against: the associations and their newest reports, the words of the corpus, the vocabulary."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from assistant.limits import NO_LIMITS, Limits
from assistant.names import AssociationName, name_associations
from assistant.query import Span
from assistant.vocabulary import Vocabulary, load_vocabulary
from ingest.lexicon import Lexicon, load_concepts
from vectorstore.library import Library

# Enough passages to see how a word is written.
_NAME_HITS = 8


@dataclass(frozen=True, slots=True)
class Background:
    """`corpus` holds the stems of the reports; `newest` the period of each association's newest report; `limits` what is meant
    where a question names no association or time."""

    known: tuple[AssociationName, ...]
    vocabulary: Vocabulary
    lexicon: Lexicon
    corpus: frozenset[str]
    newest: Mapping[str, Span]
    library: Library
    limits: Limits = NO_LIMITS

    def newest_of(self, associations: Sequence[str]) -> Span | None:
        """The newest period of these associations, of all when none is given; None in an empty library."""
        periods = [self.newest[name] for name in associations or self.newest if name in self.newest]
        return max(periods, key=lambda span: span.end, default=None)

    def is_name(self, word: str) -> bool:
        """Whether the reports write the word as a name: with a capital wherever it stands, and not only first in a sentence."""
        return is_written_as_name(word, self.library)


def is_written_as_name(word: str, library: Library) -> bool:
    """The same, kept: the same words are asked for again and again."""
    return library.keeping(("written as name", word), lambda: _is_written_as_name(word, library))


def _is_written_as_name(word: str, library: Library) -> bool:
    hits = library.search_passages(word, limit=_NAME_HITS, words=[word], by_meaning=False)
    written = re.compile(rf"(?P<before>\w[ -])?\b(?P<letter>{re.escape(word[0])}){re.escape(word[1:])}", re.IGNORECASE)
    found = [m for hit in hits for m in written.finditer(hit.passage.text)]
    return any(m["before"] for m in found) and all(m["letter"].isupper() for m in found)


def background_of(library: Library) -> Background:
    """The background that a library gives now."""
    reports = library.reports()
    vocabulary = load_vocabulary()
    newest: dict[str, Span] = {}
    for report in sorted(reports, key=lambda r: r.period_end):
        newest[report.association] = Span(report.period_start, report.period_end)
    known = name_associations(((r.association, r.aliases) for r in reports), vocabulary)
    return Background(known, vocabulary, load_concepts(), library.stem_vocabulary(), newest, library)
