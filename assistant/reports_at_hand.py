"""Which reports there are, for somebody who asks for them: of all associations or of some."""

from __future__ import annotations

import re
from collections.abc import Sequence

from assistant.asked_content import content_of
from assistant.query import Query
from assistant.wording import say, say_each
from ingest.language import fold, terms, words
from vectorstore.entries import Scope
from vectorstore.library import Library

# Whoever asks for the reports reads a longer list than one who is declined.
_ASSOCIATIONS_LISTED = 40
_WHICH = re.compile(
    r"^(?:och )?(?:vilka|vilken|vad for|lista|visa|hur manga|which|what|list|how many)(?: \w+){0,2}"
    r" (?:rapporter|rapport|arsredovisningar|arsrapporter|delarsrapporter|delarsredovisningar|reports)"
    r"(?: (?:har|finns|kan|ingar|do|are|can|have)\b.*)?$"
)
_REPORTS = frozenset(terms("rapporter årsredovisningar årsrapporter delårsrapporter delårsredovisningar reports"))


def asks_for_reports(query: Query) -> bool:
    """Whether it asks which reports there are, of all associations or of those that it names."""
    asks = _WHICH.search(" ".join(words(fold(query.question)))) is not None
    others = [t for t in content_of(query) if t.stem not in _REPORTS]
    return asks and query.unknown_association is None and not others


def reports_listed(library: Library, language: str, associations: Sequence[str] = ()) -> str:
    """A line for each association with the titles of its reports; "" where there are none, or none that may be told of."""
    titles: dict[str, dict[str, None]] = {}
    for report in library.reports(Scope(associations=frozenset(associations))):
        titles.setdefault(report.association, {})[report.title] = None
    if not titles:
        return ""
    lines = [f"- {name}: {say_each(list(of), language)}" for name, of in sorted(titles.items())]
    more = [f"- {say(language, 'and_more')}"] if len(lines) > _ASSOCIATIONS_LISTED else []
    return "\n".join([say(language, "reports_listed"), *lines[:_ASSOCIATIONS_LISTED], *more])
