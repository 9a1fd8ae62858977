"""Which versions of the reports an answer was given from, and what has changed since."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

from assistant.answer import Answer, Status

if TYPE_CHECKING:
    from ui.conversations.kept_conversations import Turn
    from vectorstore.library import Library

Versions = dict[str, str]


def versions_now(library: Library) -> Versions:
    """For each report its version and when it was read, as one word."""
    read_at = {entry.report: entry.ingested_at for entry in library.reports()}
    return {report: f"{version} {read_at.get(report, '')}" for report, version in library.versions()}


def state_of(versions: Versions) -> str:
    """All reports and their versions as one short word, which differs when any of them does."""
    return hashlib.sha256(repr(sorted(versions.items())).encode()).hexdigest()[:16]


def cited_versions(answer: Answer, versions: Versions) -> tuple[tuple[str, str], ...]:
    """Those of the reports that an answer cites."""
    cited = dict.fromkeys(citation.report for citation in answer.citations)
    return tuple((report, versions[report]) for report in cited if report in versions)


def changed_since(turn: Turn, now: Versions) -> str:
    """What has changed in the reports since the answer was given, in one line; "" for nothing that matters to it."""
    if turn.answer is None or turn.state == state_of(now):
        return ""
    gone = [report for report, _ in turn.sources if report not in now]
    anew = [report for report, version in turn.sources if report in now and now[report] != version]
    if gone:
        return "En rapport som svaret bygger på har tagits bort sedan dess."
    if anew:
        return "En rapport som svaret bygger på har lästs in på nytt sedan dess. Svaret kan ha ändrats."
    if turn.answer.status is not Status.ANSWERED:
        return "Rapporterna har ändrats sedan dess. Kanske finns svaret nu."
    return "Rapporter har lagts till eller ändrats sedan dess, men inte dem som svaret bygger på."
