"""What a printed number means: its concept, scenario, period and unit, from the words around it."""

from __future__ import annotations

import re
from collections.abc import Sequence

from ingest.domain import Metadata, ReportKind, Scenario, Table
from ingest.language import fold
from ingest.lexicon import Concept, Lexicon
from ingest.numerals import parse_cell
from ingest.periods import Span, flow_period, instant_period, is_period, parse_period, part_of, span_of

PERIOD_ASSUMED = "period-assumed"
COLUMN_UNCERTAIN = "column-uncertain"
_SCENARIOS = (
    (Scenario.DEVIATION, re.compile(r"\b(avvik\w*|differens\w*|diff\.?|skillnad|forandring\w*)")),
    (Scenario.FORECAST, re.compile(r"prognos")),
    (Scenario.BUDGET, re.compile(r"budget|\bplan\b")),
    (Scenario.OUTCOME, re.compile(r"utfall|bokslut|resultat (?:19|20)\d\d")),
    (Scenario.TARGET, re.compile(r"\bmal(varde)?\b")),
)
_BUDGET_LABEL = re.compile(r"budget(mal\w*|ram\w*|erad\w*|erat)?\b")
_NOTE = re.compile(r"^not(er)?\s*\d+\w?\.?\s*")
_BALANCE = re.compile(r"balans(?!krav)|fordring|skuld|avsatt|avsattning|tillgang|eget kapital|kassa och bank")
_OPENING = re.compile(r"borjan|^ingaende (likvida|balans)")
_SUM = re.compile(r"^(summa|totalt?|redovisat varde.*)$")
# "Budget 2021 (förbrukat)": a label that ends in its year, but for what stands in brackets
_NAMED_YEAR = re.compile(r"[a-z] ((?:19|20)\d\d)(?:\s*\([^)]*\)?)?$")
_SEXES = re.compile(r"^(kvinn\w*|man|kv\.?|m\.?|flickor|pojkar|totalt?|antal)$")
_MONEY_WORDS = re.compile(
    r"bidrag|kostnad|intakt|budget|resultatrakning|balans|kassaflode|fordring|skuld|drifts?redovisning|utfall|ekonomi|medel"
)
_UNITS = (
    ("mnkr", re.compile(r"\b(mnkr|mkr|miljoner)\b")),
    ("tkr", re.compile(r"\b(tkr|kkr)\b")),
    ("kr", re.compile(r"\b(kr|kronor|sek)\b")),
    ("%", re.compile(r"%|\bprocent\b|^andel\b|\bandel$")),
    ("årsarbetare", re.compile(r"arsarbet|heltidstjanst")),
    ("timmar", re.compile(r"\btimmar\b")),
    ("dagar", re.compile(r"\bdagar\b")),
    ("poäng", re.compile(r"\bpoang\b")),
    ("antal", re.compile(r"^antal\b|\bantal$|\bantal (kvinnor|man)|personer|invanare")),
)


def find_concept(lexicon: Lexicon, label: str, column: str, table: Table, parents: tuple[str, ...] = ()) -> Concept | None:
    """The concept of the row, else of the column ("Antal invånare"), else for a bare total that of its group or table."""
    context = f"{table.title} {table.locator.section}"
    key = lexicon.concept_of(label, context) or lexicon.concept_of(_without_period(column), context)
    if key is None and _SUM.match(fold(label).strip(" .:")):
        summed = parents[-1] if parents else _NOTE.sub("", fold(table.title))
        key = lexicon.concept_of(summed, context) or (lexicon.concept_of(f"Summa {summed}", context) if parents else None)
    return lexicon.get(key)


def _without_period(text: str) -> str:
    return re.sub(r"\b(19|20)\d\d\b.*$", "", text).strip()


# --- scenario --------------------------------------------------------------------------------------------------------


def find_scenario(column: str, labels: Sequence[str], table: Table, metadata: Metadata, unit: str) -> Scenario:
    """The scenario by the column, else by the row's labels (its parents among them), the title or the kind of report."""
    money = unit in ("kr", "tkr", "mnkr")
    if unit == "%" and re.search(r"\bandel\b", fold(column)):
        return Scenario.SHARE
    named = _named(column)
    if named is not None:
        return named
    if any(_BUDGET_LABEL.match(fold(label)) for label in labels):
        return Scenario.BUDGET
    in_title = {s for s, pattern in _SCENARIOS[1:4] if pattern.search(fold(table.title))}
    if len(in_title) == 1 and money:
        return in_title.pop()
    if money and metadata.kind in (ReportKind.OPERATIONAL_PLAN, ReportKind.BUDGET):
        return Scenario.BUDGET
    return Scenario.OUTCOME


def _named(column: str) -> Scenario | None:
    """The scenario that a column names; the first word counts ("Avvikelse utfall - budget" is a deviation)."""
    found = [(match.start(), scenario) for scenario, pattern in _SCENARIOS if (match := pattern.search(fold(column)))]
    return min(found)[1] if found else None


# --- period ----------------------------------------------------------------------------------------------------------


def is_instant(concept: Concept | None, table: Table, lexicon: Lexicon) -> bool:
    """Whether the number is a state at a day: by the table where it is a balance sheet or a note to one, else by the concept."""
    title = lexicon.get(lexicon.concept_of(_NOTE.sub("", fold(table.title))))
    if title is not None and title.kind == "instant":
        return True
    if title is None and _BALANCE.search(fold(table.title or table.locator.section)):
        return True
    return concept is not None and concept.kind == "instant"


def find_period(
    column: str, label: str, table: Table, metadata: Metadata, scenario: Scenario, instant: bool, counted: bool = False
) -> tuple[str, tuple[str, ...]]:
    """The period in the contract's form and its flags. `counted`: heads, whose day is known only where it is printed."""
    report = Span(metadata.period_start, metadata.period_end)
    span = _printed_span(column, label, table, scenario)
    if span is None:
        return metadata.period, (PERIOD_ASSUMED,)
    if span.is_year and scenario in (Scenario.OUTCOME, Scenario.SHARE):
        span = _counted_span(span, table, report)
    if instant and not (counted and span.start is not None):
        opening = bool(_OPENING.search(fold(label)))
        if opening:
            span = span_of(flow_period(span, report))
        return instant_period(span, opening), ()
    return flow_period(span, report), ()


def _counted_span(year: Span, table: Table, report: Span) -> Span:
    """The part of a printed year that a table of outcomes can mean."""
    if _is_part_of(report, year):
        # an interim report's column "2021" can hold no more than the months it reports
        return report
    reported = any(s is not None and _is_part_of(report, s) for s in map(parse_period, table.columns))
    return part_of(year, table.part_of_year) if table.part_of_year and reported else year


def _printed_span(column: str, label: str, table: Table, scenario: Scenario) -> Span | None:
    span = parse_period(column)
    if span is None and is_period(label):
        span = parse_period(label)
    if span is None and (named := _NAMED_YEAR.search(fold(label))):
        span = parse_period(named[1])
    if span is None and scenario is Scenario.DEVIATION:
        at = table.columns.index(column) if column in table.columns else 0
        span = next((s for c in reversed(table.columns[:at]) if (s := parse_period(c)) is not None), None)
    if span is None:
        titled = parse_period(table.title)
        span = titled if titled is not None and len({titled.start and titled.start.year, titled.end.year}) == 1 else None
    return span


def _is_part_of(report: Span, year: Span) -> bool:
    return not report.is_year and report.start is not None and report.end.year == year.end.year == report.start.year


# --- unit ------------------------------------------------------------------------------------------------------------


def named_unit(text: str) -> str | None:
    """The unit that a header or label names."""
    folded = fold(text).strip(" .:;")
    return next((unit for unit, pattern in _UNITS if pattern.search(folded)), None)


def find_unit(label: str, column: int, table: Table, lexicon: Lexicon, concept: Concept | None, with_share: bool) -> str:
    """The unit of a cell that prints none itself: by row, column, caption, then by what the table is about.

    `with_share`: the cell prints a share too, so a "%" in the row's label is about that.
    """
    own = concept.unit if concept is not None and concept.unit != "money" else None
    by_column = named_unit(table.columns[column])
    if by_column == "%" and _prints_percent(table, column):
        by_column = None  # the column prints "%" where it means it
    by_label = _unit_of_label(label)
    if by_label == "%" and with_share:
        by_label = None
    found = own or by_label or by_column or table.unit
    if found:
        return found
    if concept is not None and concept.unit == "money" or _is_money(table, lexicon):
        return "kr"
    cells = [n for row in table.rows for cell in row.cells for n in parse_cell(cell.text)]
    if cells and sum(n.unit == "%" for n in cells) > len(cells) / 2:
        return "%"
    return "antal"


def _unit_of_label(label: str) -> str | None:
    unit = named_unit(label)
    # "Kostnad per deltagare, andel av ..." names a share in words; only a bracket or a closing "%" says the row is in percent
    if unit == "%" and not re.search(r"(%|procent)\)?$", fold(label).strip()):
        return None
    return unit


def _prints_percent(table: Table, column: int) -> bool:
    return any(n.unit == "%" for row in table.rows for n in parse_cell(row.cells[column].text) if column < len(row.cells))


def _is_money(table: Table, lexicon: Lexicon) -> bool:
    """Whether the numbers without a unit are money: a note, a title or most rows that name money, amounts in thousands."""
    if any(_SEXES.match(fold(column).split(" ")[-1]) for column in table.columns if column):
        return False
    cells = [n for row in table.rows for cell in row.cells for n in parse_cell(cell.text)]
    if any(n.unit in ("kr", "tkr", "mnkr") for n in cells) or _NOTE.match(fold(table.title)):
        return True
    named = [lexicon.get(lexicon.concept_of(row.label)) for row in table.rows]
    if 2 * sum(c is not None and c.unit == "money" for c in named) > len(named):
        return True
    cells = [n for n in cells if n.value]
    large = sum(abs(n.value) >= 1000 for n in cells)
    words = fold(" ".join((table.title, table.locator.section, *table.columns)))
    return bool(_MONEY_WORDS.search(words)) and large * 2 >= len(cells)
