"""What a program asks for, in words: a measure, associations and times become a query, or are refused with what there is."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from assistant.evidence import FigureEvidence
from assistant.names import find_associations, name_associations
from assistant.query import Query, Span
from assistant.timespans import find_spans
from assistant.understand import understand_measure
from assistant.vocabulary import load_vocabulary
from ingest.domain import Scenario
from ingest.errors import UsageError
from vectorstore.entries import Scope
from vectorstore.library import Library


def read_measure(wanted: str, library: Library, scenario: Scenario | None = None) -> Query:
    """The words for a measure as a query with that one measure; `scenario` goes before the kind that the words name.

    Raises `UsageError` when the words name nothing that is measured, or an association that there is no report from.
    """
    query = understand_measure(wanted, library)
    measure = query.measures[0]
    if not measure.terms and not measure.concepts:
        raise UsageError(
            f"{wanted!r} säger inte vad som söks. Skriv måttet som i rapporterna, till exempel 'årets resultat'.", "no measure"
        )
    if query.unknown_association is not None:
        raise _unknown(query.unknown_association, library)
    # Where and when are the query's alone: what is asked for must not be outvoted by a place name in a row's label.
    return replace(
        query, scenario=scenario or query.scenario, measures=(replace(measure, associations=(), periods=(), scenario=None),)
    )


def read_association(name: str, library: Library) -> str:
    """The catalogue's name of an association, from that name, a short form or its place names.

    Raises `UsageError`, naming those there are, for a name that no association has, or several.
    """
    names = {r.association for r in library.reports()}
    if name in names:
        return name
    vocabulary = load_vocabulary()
    known = name_associations(((r.association, r.aliases) for r in library.reports()), vocabulary)
    meant = find_associations(name, known, vocabulary).associations
    if len(meant) != 1:
        raise _unknown(name, library)
    return meant[0]


def read_periods(texts: Sequence[str]) -> tuple[Span, ...]:
    """The times that texts name, each once, in order. Raises `UsageError` for a text that names none."""
    found: list[Span] = []
    for text in texts:
        spans = find_spans(text).spans
        if not spans:
            raise UsageError(
                f"Perioden {text!r} går inte att tolka. Skriv till exempel 2021, januari–juni 2021 eller 2021-12-31.",
                "unknown period",
            )
        found += spans
    return tuple(dict.fromkeys(found))


def figure_by_key(key: str, library: Library) -> FigureEvidence:
    """The figure that an opaque key stands for. Raises `UsageError` for a key that no figure has."""
    report = key.rpartition(":")[0]
    scope = Scope(reports=frozenset({report}))
    for stored in (*library.figures(scope), *library.statements(scope)):
        if stored.figure.key == key:
            return FigureEvidence(key, stored, 1.0)
    raise UsageError(f"Nyckeln {key!r} finns inte. Använd en nyckel som find_figures har gett.", f"unknown figure key {key!r}")


def _unknown(name: str, library: Library) -> UsageError:
    known = ", ".join(sorted({r.association for r in library.reports()}))
    return UsageError(f"{name} är inget av förbunden. De är: {known}.", "unknown association")
