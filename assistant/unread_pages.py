"""An answer that rests on a report with pages nobody could read says so, and so does one that the reports do not give."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from assistant.answer import Answer, Status
from assistant.query import Query
from assistant.wording import say
from ingest.domain import PageSource
from vectorstore.entries import ReportEntry
from vectorstore.library import Library

# More would bury the answer.
_MOST_NAMED = 3
_MOST_RANGES = 12


def with_unread_pages(answer: Answer, query: Query, library: Library) -> Answer:
    """The answer with a warning for each report with unread pages that it cites or that was asked about.

    A declined answer to a question that names neither association nor time concerns every report.
    """
    entries = [entry for entry in library.reports() if entry.pages_unread]
    if not entries:
        return answer
    cited = {citation.report for citation in answer.citations}
    concerned = [entry for entry in entries if entry.report in cited or _is_asked_about(entry, query, answer.status)]
    told = [_warning(entry, library, answer.language) for entry in concerned[:_MOST_NAMED]]
    if len(concerned) > _MOST_NAMED:
        told.append(say(answer.language, "unread_more", count=str(len(concerned) - _MOST_NAMED)))
    return replace(answer, warnings=tuple(dict.fromkeys((*answer.warnings, *told))))


def _is_asked_about(entry: ReportEntry, query: Query, status: Status) -> bool:
    """Whether the question's association and time take the report in."""
    if query.unknown_association:
        return False
    if not query.associations and not query.periods:
        return status is Status.DECLINED
    of_association = not query.associations or entry.association in query.associations
    of_time = not query.periods or any(entry.period_start <= p.end and p.start <= entry.period_end for p in query.periods)
    return of_association and of_time


def _warning(entry: ReportEntry, library: Library, language: str) -> str:
    numbers = [page.number for page in library.pages(entry.report) if page.source is PageSource.UNREAD]
    return say(
        language,
        "unread_pages",
        title=entry.title,
        association=entry.association,
        unread=str(len(numbers)),
        pages=str(entry.pages),
        numbers=say_numbers(numbers),
    )


def say_numbers(numbers: Sequence[int]) -> str:
    """ "3, 7–9": ascending numbers, runs as ranges; of very many the first ranges."""
    ranges: list[tuple[int, int]] = []
    for number in numbers:
        if ranges and number == ranges[-1][1] + 1:
            ranges[-1] = (ranges[-1][0], number)
        else:
            ranges.append((number, number))
    shown = [str(first) if first == last else f"{first}–{last}" for first, last in ranges[:_MOST_RANGES]]
    return ", ".join(shown) + (" …" if len(ranges) > _MOST_RANGES else "")
