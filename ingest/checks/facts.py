"""The printed facts of the accounts: which statement a table is, and what each of its cells tells, of when."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from rapidfuzz.distance import Levenshtein

from ingest.checks.rules import COLUMN_LINES, TEXT, Rules
from ingest.checks.sheets import Sheet, is_doubtful
from ingest.domain import SIDE_PRINTED_NEGATIVE, Figure, Scenario
from ingest.figures_meaning import own_section
from ingest.language import fold
from ingest.lexicon import CHARS_PER_MISREAD, fold_label
from ingest.periods import parse_period
from ingest.unit_words import MONEY_UNITS

_INSTANTS = {"likvida_medel", "eget_kapital"}
_CARDS = ("card", "named")
_KEY_FIGURE = re.compile(
    r"(?:arets|periodens) resultat|eget kapital|soliditet|balansomslutning|likvida medel|summa tillgangar|verksamhetens \w"
)
# Below the numbers of the sentences.
_FIRST_CARD = -1_000_000
_NOTE_TITLE = re.compile(r"not\s*\d")
TOTAL_LABEL = re.compile(r"^(?:summa\b.*|totalt?|redovisat varde.*)?$")
_YEAR = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)")
_PLAN = re.compile(r"prognos|budget|berakn|vanta|planer|mal(?:et|sattning)?\b")
# "65 tkr bättre än budget": how far apart two amounts are, neither of which is printed.
APART = re.compile(
    r" ?(?:%|procent\w*|kr|kronor|tkr|mnkr|mkr|tusen kronor|miljoner(?: kronor)?)? ?(?:(?:nagot|alltsa|klart) )?"
    r"(?:battre|samre|hogre|lagre|mer|mindre|storre|plus|minus"
    r"|(?:over|under|ifran|fran) (?:det )?(?:budget|plan|berakn|prognos)\w*)\b"
)
# A sentence that tells two times' percentages: which of them the reader took for this time's is not sure.
_BEFORE = re.compile(r"\b(?:innan|fore|foregaende|forra|fjol\w*|tidigare|jamfor\w*|jfr|jmf|sedan|fran)\b")
_ROLES = (("intakt", re.compile(r"\bintakt")), ("kostnad", re.compile(r"\bkostn")), ("netto", re.compile(r"\bnetto")))


@dataclass(frozen=True, slots=True)
class Fact:
    """A figure as a line of a statement. `start` is None for how things stand on the day `end`.

    `sheet`, `row` and `column` are where it stands; `statement` is "" for a table of no known kind. `is_opening`: the row
    tells how things stood when the period of its column began.
    """

    statement: str
    line: str
    scenario: Scenario
    start: date | None
    end: date
    figure: Figure
    sheet: int
    row: int
    column: int
    is_opening: bool = False

    @property
    def is_negated(self) -> bool:
        """Whether the table prints the whole side with a minus that means nothing."""
        return SIDE_PRINTED_NEGATIVE in self.figure.flags


def facts_of(sheets: Sequence[Sheet], rules: Rules) -> tuple[Fact, ...]:
    """The facts of every table whose kind is known, those left out whose time or column is in doubt.

    A line that one table prints twice for one time with two values is left out too: its rows or columns mean more than
    the line's name tells.
    """
    facts: list[Fact] = []
    for index, sheet in enumerate(sheets):
        statement = statement_of(sheet, rules)
        if statement:
            facts += _unambiguous([f for row in range(len(sheet.rows)) for f in _row_facts(sheet, index, row, statement, rules)])
    return tuple(facts)


def card_facts(sheets: Sequence[Sheet], rules: Rules) -> tuple[Fact, ...]:
    """What cards of key figures tell of the whole association's accounts, each row a telling of its own as in running text."""
    facts: list[Fact] = []
    for sheet in sheets:
        if sheet.table.layout not in _CARDS or statement_of(sheet, rules) or len(sheet.table.columns) != 1:
            continue
        for row in range(len(sheet.rows)):
            figure = sheet.amount(row, 0)
            time = time_of(figure) if figure is not None else None
            label = fold_label(sheet.rows[row].label)
            if figure is None or time is None or not figure.concept or not _KEY_FIGURE.match(label):
                continue
            start, end = time
            is_instant = figure.concept in (*_INSTANTS, "soliditet", "summa_tillgangar", "kassa_bank")
            when = None if is_instant else start
            facts.append(Fact(TEXT, figure.concept, figure.scenario, when, end, figure, _FIRST_CARD - len(facts), 0, 0))
    return tuple(facts)


def said_facts(statements: Sequence[Figure], rules: Rules) -> tuple[Fact, ...]:
    """What sentences tell of the whole association's accounts, each a table of its own (numbered below nil).

    Of a line that a sentence names several times only the first is taken: the others are those of another year or plan.
    """
    facts: list[Fact] = []
    told: set[tuple[str, str]] = set()
    for index, figure in enumerate(statements):
        line = figure.concept or rules.lines.get(fold_label(figure.row), "")
        time = time_of(figure)
        if not line or (figure.quote, line) in told:
            continue
        told.add((figure.quote, line))
        is_plain = " › " not in figure.row and figure.unit in (*MONEY_UNITS, "%") and not is_doubtful(figure)
        if time and is_plain and not _is_difference(figure) and not _speaks_of_another(figure, time[1].year):
            facts.append(Fact(TEXT, line, figure.scenario, *time, figure, -1 - index, 0, 0))
    return tuple(facts)


def _speaks_of_another(figure: Figure, year: int) -> bool:
    """Whether the sentence names a plan or another year before it comes to the number, so that the number may be of that."""
    before, _ = around(figure)
    others = {found for found in _YEAR.findall(before) if int(found) != year}
    two_times = figure.unit == "%" and bool(_BEFORE.search(fold(figure.quote)))
    return bool(others) or two_times or figure.scenario is Scenario.OUTCOME and bool(_PLAN.search(before))


def _is_difference(figure: Figure) -> bool:
    """Whether the number says how much better, or more, something is than something else."""
    return bool(APART.match(around(figure)[1]))


def around(figure: Figure) -> tuple[str, str]:
    """The folded words before and behind the first print of a figure's number in its sentence."""
    digits = r"\s?".join(re.escape(character) for character in f"{abs(figure.value):f}".replace(".", ","))
    before, _, behind = (*re.split(f"({digits})", fold(figure.quote), maxsplit=1), "", "")[:3]
    return before, behind


def statement_of(sheet: Sheet, rules: Rules) -> str:
    """The kind of a table by its title, by the lines it has, or by its section; "" for none."""
    if _NOTE_TITLE.match(fold_label(sheet.table.title)):
        return "note"
    lines = {figure.concept for row in sheet.rows for cell in row.cells for figure in cell}
    by_title, by_section = (_kind_named(title, rules) for title in (sheet.table.title, own_section(sheet.table)))
    by_content = next((kind for kind, needed in rules.contents if needed <= lines), "")
    return by_title or by_content or by_section


def time_of(figure: Figure) -> tuple[date | None, date] | None:
    """The first and the last day of a figure's period, the first None for how things stand on a day; None without one."""
    period = figure.period or ""
    if "/" in period:
        first, last = period.split("/")
        return date.fromisoformat(first), date.fromisoformat(last)
    span = parse_period(period)
    return None if span is None else (span.start, span.end)


def role_of(header: str) -> str:
    """ "intakt", "kostnad" or "netto" for a column that splits a row into these, else ""."""
    folded = fold_label(header)
    return next((role for role, pattern in _ROLES if pattern.search(folded)), "")


def _kind_named(title: str, rules: Rules) -> str:
    words = re.findall(r"[^\W\d_]+", fold_label(title))
    for kind, names in rules.statements:
        if kind != "note" and any(_is_word(word, name) for word in words for name in names):
            return kind
    return ""


def _is_word(word: str, name: str) -> bool:
    """Whether a printed word is the name, one misread letter in ten allowed."""
    allowed = len(name) // CHARS_PER_MISREAD
    return word == name or bool(allowed) and Levenshtein.distance(word, name, score_cutoff=allowed) <= allowed


def _row_facts(sheet: Sheet, index: int, row: int, statement: str, rules: Rules) -> list[Fact]:
    label = fold_label(sheet.rows[row].label)
    if statement == "note" and not (TOTAL_LABEL.match(label) and row == _last_row(sheet)):
        return []
    facts: list[Fact] = []
    for column in sheet.columns:
        figure = sheet.amount(row, column)
        time = time_of(figure) if figure is not None else None
        if figure is None or time is None or figure.scenario in (Scenario.DEVIATION, Scenario.SHARE):
            continue
        role = role_of(sheet.table.columns[column]) if statement == "operating" else ""
        line = figure.concept or rules.lines.get(label, "")
        if role:
            line = COLUMN_LINES[role] if TOTAL_LABEL.match(label) and label else ""
        if not line or figure.unit not in (*MONEY_UNITS, "%"):
            continue
        is_opening = line in rules.opening
        line = rules.opening.get(line, line)
        start, end = time
        if line in _INSTANTS and start is not None:
            end = start - timedelta(days=1) if is_opening else end
            start = None
        facts.append(Fact(statement, line, figure.scenario, start, end, figure, index, row, column, is_opening))
    return facts


def _last_row(sheet: Sheet) -> int:
    """The last row with a number."""
    return max((row for row in range(len(sheet.rows)) if any(sheet.rows[row].cells)), default=-1)


def _unambiguous(facts: Sequence[Fact]) -> list[Fact]:
    values: dict[tuple[object, ...], set[object]] = {}
    for fact in facts:
        values.setdefault(_meaning(fact), set()).add(fact.figure.value)
    rows = {(fact.row, fact.line) for fact in facts if len(values[_meaning(fact)]) > 1}
    return [fact for fact in facts if (fact.row, fact.line) not in rows]


def _meaning(fact: Fact) -> tuple[object, ...]:
    return fact.line, fact.scenario, fact.start, fact.end, fact.is_opening
