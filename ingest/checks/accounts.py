"""The accounts against each other: what one statement says must follow from the others, by the relations in the data."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from decimal import Decimal

from ingest.checks.causes import likely_cause
from ingest.checks.facts import Fact, card_facts, facts_of, said_facts
from ingest.checks.relation import Relation, Term, factor_to, step_of
from ingest.checks.rules import TEXT, Rule, Rules, RuleTerm, load_rules
from ingest.checks.sheets import Sheet
from ingest.domain import Certainty, Figure, Report, Scenario

_ONE, _MINUS = Decimal(1), Decimal(-1)
# A slip in one digit of a number this long is no accident of two scopes.
_LONG = 6


@dataclass(frozen=True, slots=True)
class _Signs:
    """What the costs of a table are multiplied by, and what the whole other side of a relation is."""

    cost: Decimal
    side: Decimal


@dataclass(frozen=True, slots=True)
class _Case:
    """A rule at one line of one table: the relation that one alternative makes of it."""

    stated: Fact
    terms: tuple[tuple[RuleTerm, Fact], ...]
    alternative: int
    per: Fact | None = None

    def relation(self, rule: Rule, signs: _Signs) -> Relation | None:
        """None for units of two kinds."""
        terms: list[Term] = []
        for term, fact in self.terms:
            factor = self._factor(fact)
            if factor is None:
                return None
            if term.sign == "~" and term.statement:
                sign = _ONE if fact.figure.value < 0 else _MINUS
            else:
                sign = {"+": _ONE, "-": _MINUS, "~": signs.cost}[term.sign]
            meant = _MINUS if fact.is_negated != self.stated.is_negated else _ONE
            terms.append(Term(fact.figure, factor * sign * meant * signs.side))
        steps = {said_step(self.stated.figure), *(step_of(term.figure) * abs(term.factor) for term in terms)}
        slack = max(steps) * (1 if self.per else len(terms))
        return Relation(rule.kind, self.stated.figure, tuple(terms), rule.words, slack=slack)

    def _factor(self, fact: Fact) -> Decimal | None:
        """What brings a term into the unit of the stated figure."""
        if self.per is None:
            return factor_to(self.stated.figure.unit, fact.figure)
        whole = abs(self.per.figure.value)
        factor = factor_to(self.per.figure.unit, fact.figure)
        return factor * 100 / whole if factor is not None and whole else None


@dataclass(frozen=True, slots=True)
class Accounts:
    """The facts of a report, and how to find them."""

    sheets: tuple[Sheet, ...]
    facts: tuple[Fact, ...]
    rules: Rules

    def find(self, term: RuleTerm, at: Fact, start: date | None) -> Fact | None:
        """The fact that a term means beside the stated one: in its column, else its table, else the first that has it."""
        end = start - timedelta(days=1) if term.is_opening and start is not None else at.end
        if term.is_opening and start is None:
            return None
        found = [
            fact
            for fact in self.facts
            if fact.line == term.line
            and fact.scenario is (Scenario.OUTCOME if term.is_opening else at.scenario)
            and fact.end == end
            and (fact.statement == term.statement if term.statement else fact.sheet == at.sheet)
            and (fact.start is None or at.start is None or fact.start == at.start)
            and fact.figure.key != at.figure.key
        ]
        return min(found, key=lambda f: (f.column != at.column, f.is_opening != term.is_opening, f.sheet), default=None)

    def start_of(self, at: Fact) -> date | None:
        """When the period of a fact began: its own, else that of the statement of income that ends the same day."""
        if at.start is not None:
            return at.start
        same_sheet = {
            f.start for f in self.facts if f.sheet == at.sheet and f.start and f.end == at.end and f.column == at.column
        }
        elsewhere = {f.start for f in self.facts if f.statement == "income" and f.start and f.end == at.end}
        starts = same_sheet or elsewhere
        return starts.pop() if len(starts) == 1 else None


def said_step(figure: Figure) -> Decimal:
    """One in the last place that is meant: that before the noughts where a sentence says "ca 22 000 kr"."""
    digits = f"{abs(figure.value):f}"
    if not any(flag.startswith("approximate") for flag in figure.flags) or "." in digits:
        return step_of(figure)
    return Decimal(10) ** (len(digits) - len(digits.rstrip("0")))


def account_relations(report: Report, sheets: Sequence[Sheet]) -> Iterator[Relation]:
    """The relations of the data that this report's tables fall under.

    One that breaks is left out where only a difference of scope is proven: another alternative holds, or the rule is not
    sure and holds for no other time in the same table.
    """
    rules = load_rules()
    said = (*said_facts(report.statements, rules), *card_facts(sheets, rules))
    accounts = Accounts(tuple(sheets), (*facts_of(sheets, rules), *said), rules)
    for rule in rules.rules:
        by_table: dict[tuple[int, str, Scenario], list[Fact]] = {}
        for fact in accounts.facts:
            if fact.statement in rule.statements and fact.line in rule.stated and not fact.is_opening:
                by_table.setdefault((fact.sheet, fact.line, fact.scenario), []).append(fact)
        for stated in by_table.values():
            yield from _relations_of(rule, stated, accounts)


def _relations_of(rule: Rule, stated: Sequence[Fact], accounts: Accounts) -> Iterator[Relation]:
    """The relations of one line of one table, over its times."""
    cases = [case for case in (_cases_of(rule, fact, accounts) for fact in stated) if case]
    signs = max(_conventions(rule, cases), key=lambda signs: _weight(rule, cases, signs))
    usual = {case.alternative for options in cases for case in options if _holds(case.relation(rule, signs))}
    made = [_best(rule, options, signs, usual) for options in cases]
    relations = [relation for relation in made if relation is not None]
    holding = [relation for relation in relations if relation.holds and not relation.is_empty]
    # a sentence that tells a size without its sign bears no witness to the sign that a table prints
    if not (rule.has_either_sign and TEXT in rule.statements):
        yield from holding
    for relation in relations:
        if not relation.holds and _counts(rule, relation, len(holding), len(relations)):
            is_proven = rule.is_sure or bool(holding) and len(rule.alternatives) == 1
            yield relation if is_proven else replace(relation, certainty=Certainty.INTERPRETATION)


def _counts(rule: Rule, relation: Relation, holding: int, times: int) -> bool:
    """Whether a break accuses anybody."""
    largest = max(abs(term.figure.value * term.factor) for term in relation.terms)
    if abs(relation.residual) * 100 < largest * rule.from_percent:
        return False
    if rule.needs_most:
        return holding * 2 > times
    is_slip = _slip_of(relation) != "" and len(f"{abs(relation.expected):.0f}") >= _LONG
    return rule.is_sure or holding > 0 or is_slip


def _best(rule: Rule, options: Sequence[_Case], signs: _Signs, usual: Collection[int]) -> Relation | None:
    """The first alternative that holds; else the one that a slip of the pen explains, else of the usual ones that which
    tells most, else the one that comes nearest.

    The nearest by size, where either side may have the other sign.
    """
    made = [(case, relation) for case in options if (relation := case.relation(rule, signs)) is not None]
    holding = [relation for _, relation in made if relation.holds]
    if holding or not made:
        return holding[0] if holding else None

    def weight(option: tuple[_Case, Relation]) -> tuple[bool, int, Decimal]:
        case, relation = option
        by_size = abs(abs(relation.stated.value) - abs(relation.expected))
        apart = by_size if rule.has_either_sign else abs(relation.residual)
        return not _slip_of(relation), -len(case.terms) if case.alternative in usual else 0, apart

    return min(made, key=weight)[1]


def _slip_of(relation: Relation) -> str:
    """What slip makes the stated one of what it should be, as it would be printed; "" for none."""
    return likely_cause(relation.stated.value, relation.expected.quantize(step_of(relation.stated)))


def _holds(relation: Relation | None) -> bool:
    return relation is not None and relation.holds and not relation.is_empty


def _conventions(rule: Rule, cases: Sequence[Sequence[_Case]]) -> list[_Signs]:
    """The signs that may be meant: for costs, and for the other side; first what most of the numbers' own signs say."""
    costs = [fact.figure.value for case in cases for term, fact in case[0].terms if term.sign == "~" and not term.statement]
    as_printed = _ONE if sum(value < 0 for value in costs) * 2 >= len(costs) else _MINUS
    sides = (_ONE, _MINUS) if rule.has_either_sign else (_ONE,)
    return [_Signs(cost, side) for cost in ((as_printed, -as_printed) if costs else (_ONE,)) for side in sides]


def _weight(rule: Rule, cases: Sequence[Sequence[_Case]], signs: _Signs) -> tuple[int, int]:
    made = [relation for options in cases if (relation := _best(rule, options, signs, ())) is not None]
    same_sign = sum((r.expected < 0) == (r.stated.value < 0) for r in made)
    return sum(_holds(relation) for relation in made), same_sign if rule.has_either_sign else 0


def _cases_of(rule: Rule, stated: Fact, accounts: Accounts) -> list[_Case]:
    cases: list[_Case] = []
    start = accounts.start_of(stated)
    wholes = [fact for term in rule.per if (fact := accounts.find(term, stated, start)) is not None]
    is_agreed = len({abs(fact.figure.value) for fact in wholes}) == 1 and len(wholes) == len(rule.per)
    if bool(rule.per) != (stated.figure.unit == "%") or rule.per and not is_agreed:
        return []
    for index, alternative in enumerate(rule.alternatives):
        terms = [(term, accounts.find(term, stated, start)) for term in alternative]
        found = tuple((term, fact) for term, fact in terms if fact is not None and (fact.figure.value or not term.is_optional))
        missing = [term for term, fact in terms if fact is None and not term.is_optional]
        if missing or not found:
            continue
        if not rule.is_whole or _is_whole(rule, stated, [fact for _, fact in found], accounts):
            cases.append(_Case(stated, found, index, wholes[0] if wholes else None))
    return cases


def _is_whole(rule: Rule, stated: Fact, terms: Iterable[Fact], accounts: Accounts) -> bool:
    """Whether every row with an amount between the first and the last is named by the rule."""
    rows = {stated.row, *(fact.row for fact in terms)}
    named = {*rule.stated, *rule.beside}
    passed = {f.row for f in accounts.facts if f.sheet == stated.sheet and f.line in named}
    sheet = accounts.sheets[stated.sheet]
    between = set(range(min(rows), max(rows) + 1)) - rows - passed
    return not any(figure.value for row in between for figure in sheet.rows[row].cells[stated.column])
