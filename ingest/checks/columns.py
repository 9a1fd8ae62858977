"""What the columns of one row must be to each other: deviations, nets, and totals of women and men, quarters or parties."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations, product

from ingest.checks.relation import Relation, Term, factor_to
from ingest.checks.sheets import Sheet
from ingest.checks.sums_grid import digits_in, looks_like_a_slip
from ingest.domain import Certainty, FindingKind
from ingest.language import fold

_BALANCE_AT = re.compile(r"\b(?:ingang|utgang|ingaende|utgaende)\b|\bvid (?:arets|periodens) (?:borjan|slut)\b")
_DEVIATION = re.compile(r"\bavvik|\bdifferens|\bdiff\b|\bskillnad|\bforandring\b(?!.*%)")
_NET = re.compile(r"\bnetto\b")
_TOTAL = re.compile(r"\b(?:totalt?|summa|helar|hela aret|samtliga|sammanlagt)\b")
_SEX = re.compile(r"\b(?:kvinnor|kv|man|m)\b\.?")
_WOMEN, _MEN = re.compile(r"\bkv(?:innor)?\b"), re.compile(r"\bm(?:an)?\b")
_OUTCOME_LESS_BUDGET = re.compile(r"\b(?:utfall|bokslut)\w*\s*(?:-|–|minus)\s*budget")
_GAIN = re.compile(
    r"resultat|intakt|bidrag|medlemsavgift|medelstilldelning|eget kapital|likvida|netto$|finansnetto|overskott|saldo"
)
_COST = re.compile(r"kostn|utgift")
_NO_COLUMNS = ("card", "named")
_MIN_ROWS = 2
_MIN_DIGITS = 3.0
_MAX_PARTS = 8


@dataclass(frozen=True, slots=True)
class Rule:
    """A column that states what others make, each times its sign."""

    stated: int
    parts: tuple[tuple[int, int], ...]
    kind: FindingKind
    words: str


def row_relations(sheets: Sequence[Sheet]) -> Iterator[Relation]:
    """The relations between the cells of each row, by the rule that most rows of the table bear out."""
    for sheet in sheets:
        if sheet.table.layout in _NO_COLUMNS or len(sheet.table.columns) < 3:
            continue
        headers = [" ".join(fold(column).split()) for column in sheet.table.columns]
        for stated, header in enumerate(headers):
            if _DEVIATION.search(header):
                yield from _deviations(sheet, headers, stated)
            elif _NET.search(header) or _TOTAL.search(header):
                yield from _totals(sheet, headers, stated)


# --- deviations -------------------------------------------------------------------------------------------------------


def _deviations(sheet: Sheet, headers: Sequence[str], stated: int) -> Iterator[Relation]:
    """Of two columns before the deviation, by the signs that most rows have; gains and costs may have opposite ones."""
    sides = [c for c in range(len(headers)) if c != stated and not _DEVIATION.search(headers[c])]
    if len(sides) > 2 and any(_BALANCE_AT.search(headers[c]) for c in sides):
        return  # from an opening to a closing balance, by several changes: none of them alone is the difference
    rules = [
        Rule(stated, ((a, s), (b, t)), FindingKind.DIFFERENCE, _signed_words(sheet, a, s, b, t))
        for a, b in combinations(sides, 2)
        for s, t in product((1, -1), repeat=2)
    ]
    best = max(rules, key=lambda rule: (_borne_out(sheet, rule), -_distance(rule)), default=None)
    if best is None:
        return
    mirrored = Rule(stated, tuple((c, -s) for c, s in best.parts), best.kind, _mirrored_words(sheet, best))
    for_costs, for_gains = _by_class(sheet, best, mirrored)
    held = _borne_out(sheet, best)[0] + (_borne_out(sheet, mirrored)[0] if mirrored in (for_costs, for_gains) else 0)
    tried = [row for row in range(len(sheet.rows)) if (r := _relation(sheet, row, best)) is not None and not r.is_empty]
    if held < _MIN_ROWS or held * 2 < len(tried):
        return
    for row in tried:
        rule = for_gains if _is_gain(sheet, row) else for_costs
        other = mirrored if rule is best else best
        yield from _deviation(sheet, row, rule, other, headers[stated])


def _deviation(sheet: Sheet, row: int, rule: Rule, other: Rule, header: str) -> Iterator[Relation]:
    """One row's relation. A row with the other sign is wrong only against a column or a header that says which sign it has."""
    relation, turned = _relation(sheet, row, rule), _relation(sheet, row, other)
    if relation is None or turned is None:
        return
    if relation.holds:
        yield relation
    elif turned.holds:
        rows_like_it = [r for r in range(len(sheet.rows)) if r != row and _is_gain(sheet, r) == _is_gain(sheet, row)]
        holding = [r for r in rows_like_it if _holds_alone(sheet, r, rule)]
        opposed = [r for r in rows_like_it if _holds_alone(sheet, r, other)]
        explicit = _OUTCOME_LESS_BUDGET.search(header) is not None and _is_outcome_first(sheet, rule)
        if len(holding) > 1 and not opposed or explicit and not opposed:
            yield relation
        else:
            yield turned
    else:
        yield relation


def _by_class(sheet: Sheet, best: Rule, mirrored: Rule) -> tuple[Rule, Rule]:
    """The rule for rows of cost and the one for rows of gain."""

    def votes(rule: Rule, gain: bool) -> int:
        return sum(_holds_alone(sheet, row, rule) for row in range(len(sheet.rows)) if _is_gain(sheet, row) == gain)

    chosen = [mirrored if votes(mirrored, gain) > votes(best, gain) else best for gain in (False, True)]
    return chosen[0], chosen[1]


def _is_gain(sheet: Sheet, row: int) -> bool:
    label = fold(sheet.rows[row].label)
    return bool(_GAIN.search(label)) and not _COST.search(label)


def _holds_alone(sheet: Sheet, row: int, rule: Rule) -> bool:
    """Whether a row bears a rule out, and not also the opposite one."""
    relation = _relation(sheet, row, rule)
    return relation is not None and relation.holds and bool(relation.stated.value)


def _is_outcome_first(sheet: Sheet, rule: Rule) -> bool:
    """Whether a rule is outcome less budget."""
    for column, sign in rule.parts:
        is_outcome = bool(re.search(r"utfall|bokslut", fold(sheet.table.columns[column])))
        if is_outcome != (sign > 0):
            return False
    return True


def _distance(rule: Rule) -> int:
    return sum(abs(rule.stated - column) for column, _ in rule.parts)


# --- totals and nets --------------------------------------------------------------------------------------------------


def _totals(sheet: Sheet, headers: Sequence[str], stated: int) -> Iterator[Relation]:
    rules = list(_total_rules(sheet, headers, stated))
    if not rules:
        return
    best = max(rules, key=lambda rule: (_borne_out(sheet, rule), len(rule.parts)))
    held, strength = _borne_out(sheet, best)
    tried = [r for row in range(len(sheet.rows)) if (r := _relation(sheet, row, best)) is not None and not r.is_empty]
    said = best.kind is FindingKind.SEX_SPLIT
    if not said and (held < _MIN_ROWS or strength < _MIN_DIGITS or held * 2 < len(tried)):
        return
    if said and held * 2 < len(tried) and len(tried) > 1:
        return
    for relation in tried:
        if relation.holds or _says_all(relation, best) or looks_like_a_slip(relation):
            yield relation


def _says_all(relation: Relation, rule: Rule) -> bool:
    """Whether every part is printed, so that none can have slipped into another column."""
    return len(relation.terms) == len(rule.parts)


def sex_columns(sheet: Sheet) -> Iterator[tuple[int, int, int]]:
    """The columns headed as women, men and both of the same time."""
    headers = [" ".join(fold(column).split()) for column in sheet.table.columns]
    for stated, header in enumerate(headers):
        found = _women_and_men(headers, stated) if _TOTAL.search(header) else None
        if found is not None:
            yield (*found, stated)


def _women_and_men(headers: Sequence[str], stated: int) -> tuple[int, int] | None:
    own = _without(_TOTAL, headers[stated])
    women = [c for c, h in enumerate(headers) if c != stated and _WOMEN.search(h) and _without(_SEX, h) == own]
    men = [c for c, h in enumerate(headers) if c != stated and _MEN.search(h) and _without(_SEX, h) == own]
    return (women[0], men[0]) if len(women) == len(men) == 1 else None


def _total_rules(sheet: Sheet, headers: Sequence[str], stated: int) -> Iterator[Rule]:
    """Women and men of the same time; else the columns directly before the total, or after it."""
    sexes = _women_and_men(headers, stated)
    if sexes is not None:
        yield Rule(stated, ((sexes[0], 1), (sexes[1], 1)), FindingKind.SEX_SPLIT, "kvinnor plus män")
        return
    for count in range(2, _MAX_PARTS + 1):
        for columns in (range(stated - count, stated), range(stated + 1, stated + 1 + count)):
            if columns[0] < 0 or columns[-1] >= len(headers):
                continue
            yield Rule(stated, tuple((c, 1) for c in columns), FindingKind.SUM, "summan av kolumnerna")
            if count == 2:
                words = _signed_words(sheet, columns[0], 1, columns[1], -1)
                yield Rule(stated, ((columns[0], 1), (columns[1], -1)), FindingKind.DIFFERENCE, words)


def _without(pattern: re.Pattern[str], header: str) -> str:
    return " ".join(pattern.sub(" ", header).split())


# --- both -------------------------------------------------------------------------------------------------------------


def _borne_out(sheet: Sheet, rule: Rule) -> tuple[int, float]:
    """In how many rows a rule holds with something on both sides, and how many digits agree there."""
    relations = [_relation(sheet, row, rule) for row in range(len(sheet.rows))]
    held = [r for r in relations if r is not None and r.holds and r.stated.value and any(t.figure.value for t in r.terms)]
    return len(held), round(sum(digits_in(relation) for relation in held), 3)


def _relation(sheet: Sheet, row: int, rule: Rule) -> Relation | None:
    """None where the row does not state it, where a part is in doubt, or where the units differ."""
    stated = sheet.amount(row, rule.stated)
    if stated is None or stated.unit == "%":
        return None
    terms: list[Term] = []
    for column, sign in rule.parts:
        figure = sheet.amount(row, column)
        if figure is None:
            if any(ch.isdigit() for ch in sheet.rows[row].row.cells[column].text):
                return None
            continue
        scale = factor_to(stated.unit, figure)
        if scale is None:
            return None
        terms.append(Term(figure, sign * scale))
    if not terms:
        return None
    return Relation(rule.kind, stated, tuple(terms), rule.words, Certainty.CERTAIN)


def _signed_words(sheet: Sheet, a: int, s: int, b: int, t: int) -> str:
    """ "Utfall 2021 minus Budget 2021"."""
    names = {a: _short(sheet.table.columns[a]), b: _short(sheet.table.columns[b])}
    if s > 0:
        return f"{names[a]} {'plus' if t > 0 else 'minus'} {names[b]}"
    return f"{names[b]} minus {names[a]}" if t > 0 else f"minus {names[a]} minus {names[b]}"


def _mirrored_words(sheet: Sheet, rule: Rule) -> str:
    (a, s), (b, t) = rule.parts
    return _signed_words(sheet, a, -s, b, -t)


def _short(header: str) -> str:
    return " ".join(header.split()) or "kolumnen"
