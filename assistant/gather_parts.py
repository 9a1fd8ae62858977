"""Shares of a whole that no print gives: a part by the number the question names, by its own total, or by the column's."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal

from assistant.choose import Choice, choose_figure
from assistant.evidence import Evidence
from assistant.figure_words import GENDERS
from assistant.figures_evidence import computed, from_choices
from assistant.gather_kin import as_evidence, coverage, is_named, is_word, kin_of
from assistant.gather_named import NAMED_SCORE, asked_stems
from assistant.matching import THE_WORD_ITSELF, telling_stems, term_match
from assistant.operations import Operation
from assistant.query import Intent, NumberKind, Query
from assistant.wording import say_label
from ingest.domain import Scenario
from ingest.language import fold, terms
from vectorstore.entries import Scope, StoredFigure
from vectorstore.library import Library

# "av de 200 som svarade", "av alla 60 utskrivna", "av totalt 19".
_OF_SO_MANY = re.compile(r"\bav (?:de |dem |alla |alla de |samtliga |totalt |dessa )*(?P<number>\d[\d ]*)\b")
# Words for people tell no count from another.
PEOPLE = frozenset(
    terms("deltagare deltagarna person personer individ individer medborgare medborgarna människor st antal totalt")
)
_SHARES = frozenset(terms("andel andelen procent procentandel procentandelen del delen"))
_ABOUT_THE_WHOLE = 0.4
_ABOUT_A_SEX = 0.75


def asks_for_part(query: Query) -> bool:
    return query.intent is Intent.SHARE or (query.intent is Intent.VALUE and query.number_kind is NumberKind.PERCENT)


def share_of_number(query: Query, library: Library) -> Evidence:
    """The part that the question names, by the number that it names; both printed in one section of one report."""
    match = _OF_SO_MANY.search(fold(query.question))
    if match is None:
        return Evidence()
    number = Decimal(match["number"].replace(" ", ""))
    counted = replace(query, number_kind=None, intent=Intent.DIFFERENCE)
    asked = asked_stems(query)
    scope = Scope(associations=frozenset(query.associations))
    everything = (*library.statements(scope), *library.figures(scope))
    pairs = []
    for whole in (s for s in everything if s.figure.value == number and _counts(s, counted)):
        around = [s for s in everything if _is_part_of(s, whole)]
        named = [(len(own), s) for s in around if (own := _own(s, whole)) and is_named(own, asked) and not _of_a_sex(s, asked)]
        longest = max((length for length, _ in named), default=0)
        pairs += [(s, whole) for length, s in named if length == longest]
    return _one_share(query, pairs)


def _counts(stored: StoredFigure, query: Query) -> bool:
    figure = stored.figure
    if figure.unit in ("%",) or figure.scenario is not Scenario.OUTCOME or figure.period is None:
        return False
    return not query.periods or any(figure.period.startswith(str(span.start.year)) for span in query.periods)


def _is_part_of(stored: StoredFigure, whole: StoredFigure) -> bool:
    a, b = stored.figure, whole.figure
    one_place = stored.report.report == whole.report.report and a.locator.section == b.locator.section
    alike = a.unit == b.unit and a.period == b.period and a.scenario is b.scenario
    return one_place and alike and a.key != b.key and 0 <= a.value <= b.value


def _own(stored: StoredFigure, whole: StoredFigure) -> tuple[str, ...]:
    """What the part's row and column say beyond the whole's, and beyond that people are counted."""
    known = {*PEOPLE, *telling_stems(whole.figure.row)}
    label = f"{stored.figure.row} {stored.figure.column}"
    return tuple(w for w in telling_stems(label) if not any(is_word(w, k) for k in known))


def _of_a_sex(stored: StoredFigure, asked: frozenset[str]) -> bool:
    """Whether a count is of one sex that was not asked for."""
    label = terms(f"{stored.figure.row} {stored.figure.column}")
    return any(set(label) & sex and not asked & sex for sex in GENDERS)


def _one_share(query: Query, pairs: Sequence[tuple[StoredFigure, StoredFigure]]) -> Evidence:
    """The share, if all pairs found give the same."""
    if len({(part.figure.value, whole.figure.value) for part, whole in pairs}) != 1:
        return Evidence()
    part, whole = (Choice(as_evidence(s, NAMED_SCORE)) for s in pairs[0])
    return computed(query, Operation.SHARE, (part, whole), say_label(part.best))


def share_of_total(query: Query, library: Library) -> Evidence:
    """A row by the one row of its column that is called a sum, where the question asks for a share of that table's whole."""
    if len(query.measures) < 2:
        return Evidence()
    part_measure, whole_measure = query.measures[:2]
    plan = any(fold(t.word).endswith(("budget", "budgeten")) for t in whole_measure.terms)
    scenario = Scenario.BUDGET if plan and query.scenario is None else query.scenario
    plain = replace(query, intent=Intent.DIFFERENCE, number_kind=None, scenario=scenario)
    part = choose_figure(part_measure, replace(plain, measures=(part_measure,)), library)
    if part is None:
        return Evidence()
    figure = part.best.stored.figure
    totals = [
        s
        for kin in kin_of(replace(plain, terms=part_measure.terms), library)
        if any(s.figure.key == figure.key for s in kin.figures)
        for s, label in zip(kin.figures, kin.labels, strict=True)
        if not label and s.figure.column == figure.column and s.figure.row != figure.row
        and coverage(whole_measure.terms, (), f"{figure.row} {kin.near}", kin.far, query, library) >= _ABOUT_THE_WHOLE
    ]  # fmt: skip
    if len({s.figure.value for s in totals}) != 1 or abs(totals[0].figure.value) < abs(figure.value):
        return Evidence()
    return computed(query, Operation.SHARE, (part, Choice(as_evidence(totals[0], NAMED_SCORE))), say_label(part.best))


def share_of_row(query: Query, library: Library) -> Evidence:
    """The percentage in a table's column of shares, where the question names the row and what other columns count."""
    scope = Scope(associations=frozenset(query.associations))
    printed = [s for s in library.figures(scope) if s.figure.table is not None]
    shares = [s for s in printed if s.figure.scenario is Scenario.SHARE and s.figure.unit == "%"]
    found = []
    for share in (s for s in shares if set(telling_stems(s.figure.column)) <= _SHARES):
        name = telling_stems(share.figure.row.rpartition(" › ")[2])
        naming = [t for t in query.terms if any(term_match(t, (word,)) >= THE_WORD_ITSELF for word in name)]
        named = frozenset(form for t in naming for form in (t.stem, *t.variants))
        rest = [t for t in query.terms if t not in naming and t.stem not in _SHARES and t.weight >= 1 and not t.required]
        beside = telling_stems(" ".join(s.figure.column for s in printed if _is_same_row(s, share)))
        if name and is_named(name, named) and any(term_match(t, beside) > 0 for t in rest):
            found.append(share)
    one = len({s.figure.value for s in found}) == 1
    return from_choices(query, (Choice(as_evidence(found[0], NAMED_SCORE)),)) if one else Evidence()


def _is_same_row(one: StoredFigure, other: StoredFigure) -> bool:
    same_table = (one.report.report, one.figure.table) == (other.report.report, other.figure.table)
    return same_table and one.figure.row == other.figure.row


def share_of_count(query: Query, library: Library) -> Evidence:
    """A sex's part where its number is a figure that the question names: that number by the one that the same print divides.

    None where several numbers may be meant.
    """
    if query.gender is None or len(query.measures) > 1 or len(query.associations) > 1 or len(query.periods) > 1:
        return Evidence()
    sex = GENDERS[0] if query.gender == "women" else GENDERS[1]
    measure = replace(query.measures[0], terms=tuple(t for t in query.measures[0].terms if t.stem not in _SHARES))
    counted = replace(query, intent=Intent.VALUE, number_kind=None, measures=(measure,))
    choice = choose_figure(measure, counted, library)
    if choice is None or choice.rivals or choice.twins or choice.conflicting:
        return Evidence()
    part = choice.best.stored
    parents, _, label = part.figure.row.rpartition(" › ")
    if not set(terms(label)) & sex or part.figure.unit == "%":
        return Evidence()
    scope = Scope(reports=frozenset((part.report.report,)))
    every = library.figures(scope) if part.figure.table is not None else library.statements(scope)
    wholes = [
        s for s in every if s.figure.row == parents and s.figure.quote == part.figure.quote and s.figure.unit == part.figure.unit
    ]
    alike = [s for s in wholes if s.figure.period == part.figure.period and s.figure.table == part.figure.table]
    return _one_share(query, [(part, whole) for whole in alike])


def share_of_parent(query: Query, library: Library) -> Evidence:
    """A sex's part of a count that the same sentence or card gives: "20 deltagare, 12 kvinnor och 8 män"."""
    sex = next((s for s in GENDERS if asked_stems(query) & s), None)
    if sex is None or query.gender is None:
        return Evidence()
    counted = replace(query, number_kind=None, intent=Intent.DIFFERENCE)
    rest = [t for t in query.terms if t.stem not in sex and t.stem not in terms("andel procent del")]
    found = []
    for kin in kin_of(counted, library):
        for whole in kin.figures:
            for part in kin.figures:
                parents, _, label = part.figure.row.rpartition(" › ")
                one_print = part.figure.quote == whole.figure.quote
                if set(terms(label)) & sex and parents == whole.figure.row and part.figure.unit != "%" and one_print:
                    near = f"{kin.near} {part.figure.raw if part.figure.table is None else ''}"
                    found.append((coverage(rest, terms(parents), near, kin.far, query, library), (part, whole)))
    best = max((score for score, _ in found), default=0.0)
    pairs = [pair for score, pair in found if score == best]
    return _one_share(query, pairs) if best >= _ABOUT_A_SEX else Evidence()
