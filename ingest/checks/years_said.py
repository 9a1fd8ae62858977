"""What sentences tell of the year before, against the row of a table that prints both years."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from decimal import Decimal

from ingest.checks.causes import likely_cause
from ingest.checks.people_splits import Split
from ingest.checks.relation import Relation, Term, factor_to
from ingest.checks.sentences_said import Said, figure_of
from ingest.checks.words import say_place
from ingest.checks.year_rows import YearRow, names_row, shares_a_word, telling_stems, year_rows
from ingest.domain import Certainty, FindingKind, Report
from ingest.statements_numbers import MONEY, Mention

_CHANGED = (
    r"(?:ok(?:at|ade|ar|ning\w*)|minsk(?:at|ade|ar|ning\w*)|stigit|steg|sjunkit|sjonk|vuxit|vaxte|hoj(?:ts|des|ning\w*)|gatt|gick"
    r"|san(?:kts|ktes|kning\w*)|uppgang\w*|nedgang\w*)"
)
_FROM = re.compile(rf"\b{_CHANGED}\b[^.;\d]{{0,60}}?\bfran $")
_TO = re.compile(r"^[^.;\d]{0,25}(?P<old_year>(?:19|20)\d\d)?\)?[^.;\d]{0,12}\btill $")
_LAST_YEAR = (
    r"(?:forra aret|aret innan|aret fore|foregaende ar|fjolaret|i fjol|ett ar tidigare|ar tidigare|(?P<year>(?:19|20)\d\d))"
)
# "183 deltagare, jämfört med 161 föregående år"; "183 (161 år 2022)"
_COMPARED = re.compile(r"(?:\b(?:jamfort med|att jamfora med|mot|jmf\.?(?: med)?|jfr\.?(?: med)?|medan|fran)|\() ?$")
_THEN = re.compile(rf"^ ?(?:\w+ )?(?:(?:ar|under|for) )?{_LAST_YEAR}\b")
_OTHER_TIME = re.compile(
    r"\b(?:start\w*|borjan|halvar\w*|varen|hosten|kvartal\w*|tertial\w*|jan\w*|manad\w*|prognos\w*|budget\w*|mal|malet"
    r"|plan\w*|varav|ratta[dt]\w*|angavs)\b"
)
_YEAR = re.compile(r"\b(?:19|20)\d\d\b")
# Small counts agree with some row by chance.
_TELLING, _LONG = 100, 10_000
_PARTICIPANTS = re.compile(r"\b(?:av (?:dem som deltog|de som deltog|(?:samtliga |alla )?deltagarna)|deltagarna var|deltog)\b")
_NOT_ALL = re.compile(
    r"\b(?:nya|avslut\w*|lamnat|arbete|studier|enkat\w*|svar\w*|traff\w*|kurs\w*|utbildning\w*|i (?!ar\b|fjol\b))"
)
_SUBJECT = re.compile(r"^\W*(?:[a-z-]+ ){0,4}?(?:intakterna|kostnaderna|[a-z]+(?:en|et|erna|arna|ena|an|tal))\b")
_BY = re.compile(rf"\b{_CHANGED}\b[^.;\d]{{0,30}}?\bmed $")
_HIGHER = re.compile(
    r"^ ?(?:hogre|lagre|mer|mindre|fler|farre) an (?:for |under |ar )?"
    rf"(?:ett ar sedan|motsvarande period|samma period|{_LAST_YEAR})"
)
_AGAINST_OTHER = re.compile(r"^[^.;]{0,40}\b(?:budget|plan|prognos|varav|i manaden|per)")
_LAST = re.compile(rf"\b{_LAST_YEAR}\b")
_NEARLY = Decimal("0.1")


def years_against_tables(report: Report, sentences: Sequence[Said]) -> Iterator[Relation]:
    """Last year's number in a sentence that also tells this year's as a row prints it; and this year's beside last year's."""
    rows = year_rows(report)
    for said in sentences:
        for old, new in _pairs(said, report.metadata.period_end.year):
            told = telling_stems(said.sentence.text)
            matches = [row for row in rows if _is_named(row, told, max(old.value, new.value))]
            agree_now = [row for row in matches if _is_same(row, new, now=True)]
            agree_before = [row for row in matches if _is_same(row, old, now=False)]
            if agree_now and not any(row in agree_before for row in agree_now):
                yield from _same(report, said, old, agree_now, now=False)
            elif agree_before:
                yield from _same(report, said, new, agree_before, now=True)


def changes_against_tables(report: Report, sentences: Sequence[Said]) -> Iterator[Relation]:
    """ "Intäkterna är 163 800 kr högre än för ett år sedan": by how much a row that the sentence names has changed.

    Where no row has changed by just that, only one whose change is a slip of the pen away accuses.
    """
    rows = year_rows(report)
    year = report.metadata.period_end.year
    for said in sentences:
        if _OTHER_TIME.search(said.folded) or {int(y) for y in _YEAR.findall(said.folded)} - {year - 1, year}:
            continue
        for change in said.mentions:
            subject = _SUBJECT.match(said.folded[: change.start])
            behind, ahead = said.folded[change.end :], said.folded[: change.start]
            is_change = _BY.search(ahead) and not _AGAINST_OTHER.search(behind) or _HIGHER.match(behind)
            if change.hedge or change.unit not in (*MONEY, None, "antal") or subject is None or not is_change:
                continue
            named = [
                row
                for row in rows
                if shares_a_word(row, telling_stems(subject[0])) and factor_to(change.unit or "antal", row.now)
            ]
            exact = [row for row in named if abs(_apart(row, change)) == abs(change.value)]
            slips = exact or [row for row in named if likely_cause(change.value, _apart(row, change))]
            if len({abs(_apart(row, change)) for row in slips}) == 1:
                yield _change(report, said, change, slips[0])


def _apart(row: YearRow, change: Mention) -> Decimal:
    factor = factor_to(change.unit or "antal", row.now) or Decimal(1)
    return (abs(row.now.value) - abs(row.before.value)) * factor


def _change(report: Report, said: Said, change: Mention, row: YearRow) -> Relation:
    stated = figure_of(report, said, change)
    factor = factor_to(stated.unit, row.now) or Decimal(1)
    sign = factor if (_apart(row, change) < 0) == (stated.value < 0) else -factor
    terms = tuple(Term(figure, way * sign * (-1 if figure.value < 0 else 1)) for figure, way in ((row.now, 1), (row.before, -1)))
    return Relation(FindingKind.DIFFERENCE, stated, terms, "skillnaden mellan åren i tabellen", Certainty.INTERPRETATION)


def sexes_against_tables(report: Report, splits: Sequence[Split]) -> Iterator[Relation]:
    """ "Av dem som deltog 2022 var 82 kvinnor och 79 män": together they are the row's participants of that year."""
    rows = [row for row in year_rows(report) if row.now.concept == "deltagare" and " › " not in row.now.row]
    year = report.metadata.period_end.year
    for split in splits:
        folded = split.said.folded
        if split.percent or split.whole is not None or not _PARTICIPANTS.search(folded) or _NOT_ALL.search(folded):
            continue
        years = {int(found) for found in _YEAR.findall(folded)}
        is_last = years == {year - 1} or not years and bool(_LAST.search(folded))
        totals = {row.before if is_last else row.now for row in rows} if years <= {year - 1, year} and len(years) < 2 else set()
        if len({total.value for total in totals}) == 1:
            total = min(totals, key=lambda figure: figure.key)
            parts = [figure_of(report, split.said, part) for part in split.parts]
            relation = Relation(FindingKind.SEX_SPLIT, total, tuple(map(Term, parts)), "kvinnor och män tillsammans")
            if abs(relation.residual) <= _NEARLY * total.value or likely_cause(total.value, relation.expected):
                yield relation


def _is_named(row: YearRow, told: frozenset[str], value: Decimal) -> bool:
    if value >= _LONG:
        return shares_a_word(row, told)
    return names_row(row, told) or value >= _TELLING and shares_a_word(row, told) and len(row.stems) == 1


def _is_same(row: YearRow, mention: Mention, now: bool) -> bool:
    figure = row.now if now else row.before
    factor = factor_to(mention.unit or "antal", figure)
    return factor is not None and abs(figure.value) * factor == abs(mention.value)


def _pairs(said: Said, year: int) -> Iterator[tuple[Mention, Mention]]:
    """Last year's and this year's number of a sentence that tells both and speaks of no other time."""
    exact = [_without_year(said, m) for m in said.mentions if not m.hedge]
    exact = [m for m in exact if m.unit not in ("%", "procentenheter", "år")]
    others = {int(found) for found in _YEAR.findall(said.folded)} - {year, year - 1}
    if others or _OTHER_TIME.search(said.folded):
        return
    for old, new in zip(exact, exact[1:], strict=False):
        to = _TO.match(said.folded[old.end : new.start])
        if _FROM.search(said.folded[: old.start]) and to and to["old_year"] in (None, str(year - 1)):
            yield old, new
    for new, old in zip(exact, exact[1:], strict=False):
        then = _THEN.match(said.folded[old.end :])
        if _COMPARED.search(said.folded[: old.start]) and then and then["year"] in (None, str(year - 1)):
            yield old, new


def _without_year(said: Said, mention: Mention) -> Mention:
    """ "148 år 2022": the word belongs to the year."""
    is_years = mention.unit == "år" and _YEAR.match(said.folded[mention.end :].lstrip())
    return replace(mention, unit=None) if is_years else mention


def _same(report: Report, said: Said, mention: Mention, rows: Sequence[YearRow], now: bool) -> Iterator[Relation]:
    """The number is the row's, where all rows that are meant print the same."""
    figures = [row.now if now else row.before for row in rows]
    stated = figure_of(report, said, mention)
    factors = [factor_to(stated.unit, figure) for figure in figures]
    terms = [(figure, factor) for figure, factor in zip(figures, factors, strict=True) if factor is not None]
    if len({abs(figure.value) * factor for figure, factor in terms}) != 1:
        return
    figure, factor = terms[0]
    sign = -1 if (figure.value < 0) != (stated.value < 0) else 1
    rule = f"samma uppgift {say_place(figure.locator)}"
    yield Relation(FindingKind.CONTRADICTION, stated, (Term(figure, factor * sign),), rule, Certainty.CERTAIN)
