"""Broken relations become findings: one for each cause, with everything else that it breaks as its consequences.

A number that is wrong breaks every relation it stands in, and a number that is right keeps those that hold. So the blame
goes to the figure whose change would mend the most broken relations and harm the fewest that hold; where that leaves a
choice, to the figure that a relation states.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from decimal import ROUND_HALF_UP, Decimal

from ingest.checks.causes import SIGN, is_telling, likely_cause
from ingest.checks.relation import Relation, Term, in_base_unit, step_of
from ingest.checks.severity import severity_of
from ingest.checks.words import say_figure, say_value
from ingest.domain import Certainty, Figure, Finding, FindingKind, Place, Severity


@dataclass(frozen=True, slots=True)
class _Suspect:
    """A figure, the value that would mend `mended`, and how many holding relations that value would break.

    `twins` are the keys of the figures that change with it.
    """

    figure: Figure
    value: Decimal
    mended: tuple[Relation, ...]
    harmed: int
    twins: tuple[str, ...] = ()

    @property
    def is_stated(self) -> bool:
        return any(relation.stated.key == self.figure.key for relation in self.mended)

    @property
    def is_sure(self) -> bool:
        """Whether more than one relation, or the digits, say that it is this figure and this value."""
        return len(self.mended) > 1 or is_telling(self.cause)

    @property
    def cause(self) -> str:
        return likely_cause(self.figure.value, self.value)

    @property
    def weight(self) -> tuple[int, bool, bool, bool]:
        """How much speaks for it: what it mends, a cause that the digits tell, that it is stated to follow from the rest."""
        likely = is_telling(self.cause) or (self.is_stated and bool(self.cause))
        return len(self.mended) - self.harmed, likely, self.is_stated, bool(self.figure.value)


def diagnose(relations: Iterable[Relation], source_files: Mapping[str, str]) -> tuple[Finding, ...]:
    """The findings of a report or of several, without ids. `source_files` maps report ids to file names."""
    evidence = _Evidence.of(relations)
    suspects = _carried_last(evidence.suspects(), evidence)
    found = [_finding_of(suspect, carried, source_files) for suspect, carried in suspects]
    rounded = (relation for relation in evidence.relations if relation.holds and _is_beyond_print(relation))
    return (*_merged(found), *(_rounding_of(relation, source_files) for relation in rounded))


@dataclass(frozen=True, slots=True)
class _Evidence:
    """All relations, and those that each figure stands in. A twin of a figure is printed beside it and always changes
    with it: the same total twice in one table.

    `corrected` is by how much the figures found wrong so far are wrong."""

    relations: tuple[Relation, ...]
    touching: Mapping[str, Sequence[Relation]]
    twins: Mapping[str, Sequence[Figure]]
    corrected: dict[str, Decimal] = field(default_factory=dict)

    @classmethod
    def of(cls, relations: Iterable[Relation]) -> _Evidence:
        each = _witnessed(_unique(relations))
        touching: dict[str, list[Relation]] = {}
        twins: dict[str, list[Figure]] = {}
        for relation in each:
            for figure in relation.figures:
                touching.setdefault(figure.key, []).append(relation)
            if _is_twin_of_its_term(relation):
                one, other = relation.figures
                twins.setdefault(one.key, []).append(other)
                twins.setdefault(other.key, []).append(one)
        return cls(tuple(each), touching, twins)

    def suspects(self) -> list[_Suspect]:
        """One for each cause, those with most to mend first, until nothing is broken. What is found goes on as corrected."""
        broken = {id(relation): relation for relation in self.relations if not relation.holds}
        found: list[_Suspect] = []
        while broken:
            suspect = self._likeliest(broken)
            for relation in suspect.mended:
                del broken[id(relation)]
            found.append(suspect)
            if suspect.is_sure:
                self.corrected.update(self._moved(suspect.figure, suspect.value))
                broken = {key: relation for key, relation in broken.items() if not self._holds_with(relation, {})}
        return found

    def _likeliest(self, broken: Mapping[int, Relation]) -> _Suspect:
        every = list(self._every(broken).values())
        best = max(every, key=lambda one: one.weight)
        rivals = {
            one.figure.key for one in every if one.weight == best.weight and set(map(id, one.mended)) == set(map(id, best.mended))
        }
        if best.is_stated or len(rivals) == 1:
            return best
        # one of several parts is wrong and nothing tells which: what is sure is that they do not make the whole
        relation = best.mended[0]
        return _Suspect(relation.stated, relation.stated.value - self._residual(relation, {}), best.mended, 0)

    def _every(self, broken: Mapping[int, Relation]) -> dict[tuple[str, Decimal], _Suspect]:
        suspects: dict[tuple[str, Decimal], _Suspect] = {}
        for relation in broken.values():
            for figure in relation.figures:
                factor = _factor_in(relation, figure)
                value = figure.value + self.corrected.get(figure.key, Decimal(0))
                value -= self._residual(relation, {}) / factor if factor else Decimal(0)
                if factor and (figure.key, value) not in suspects:
                    suspects[figure.key, value] = self._with(figure, value, broken)
        return {key: suspect for key, suspect in suspects.items() if suspect.mended}

    def _with(self, figure: Figure, value: Decimal, broken: Mapping[int, Relation]) -> _Suspect:
        changed = self._moved(figure, value)
        touched = {id(r): r for key in changed for r in self.touching[key]}.values()
        mended = tuple(r for r in touched if id(r) in broken and self._holds_with(r, changed))
        harmed = sum(r.holds and not self._holds_with(r, changed) for r in touched)
        return _Suspect(figure, value, mended, harmed, tuple(key for key in changed if key != figure.key))

    def _moved(self, figure: Figure, value: Decimal) -> dict[str, Decimal]:
        """By how much a figure and its twins change when it gets another value."""
        return dict.fromkeys((figure.key, *(twin.key for twin in self.twins.get(figure.key, ()))), value - figure.value)

    def _residual(self, relation: Relation, changed: Mapping[str, Decimal]) -> Decimal:
        moved = {**self.corrected, **changed}
        keys = dict.fromkeys(f.key for f in relation.figures if f.key in moved)
        by_key = {f.key: f for f in relation.figures}
        return relation.residual + sum((_factor_in(relation, by_key[key]) * moved[key] for key in keys), Decimal(0))

    def _holds_with(self, relation: Relation, changed: Mapping[str, Decimal]) -> bool:
        return abs(self._residual(relation, changed)) <= relation.room


def _unique(relations: Iterable[Relation]) -> list[Relation]:
    """Each relation once, and none that only nil makes up; of the same figures, the one that was found first."""
    by_figures: dict[tuple[str, frozenset[tuple[str, Decimal]]], Relation] = {}
    for relation in relations:
        terms = frozenset((term.figure.key, term.factor) for term in relation.terms)
        if not relation.is_empty and relation.stated.key not in {key for key, _ in terms}:
            by_figures.setdefault((relation.stated.key, terms), relation)
    return list(by_figures.values())


def _witnessed(relations: Sequence[Relation]) -> list[Relation]:
    """Without those that nothing but their own break speaks for."""
    confirmed = {f.key for r in relations if r.holds and not r.needs_witness for f in r.figures}
    return [r for r in relations if r.holds or not r.needs_witness or r.stated.key in confirmed]


def _is_twin_of_its_term(relation: Relation) -> bool:
    one, other = relation.stated, relation.terms[0].figure
    same_place = (one.table, one.period, one.column) == (other.table, other.period, other.column)
    return len(relation.terms) == 1 and relation.holds and one.table is not None and same_place and one.value == other.value


def _carried_last(suspects: Sequence[_Suspect], evidence: _Evidence) -> list[tuple[_Suspect, list[_Suspect]]]:
    """Each cause with what it was carried into: a total that adds up only because it holds the same slip as its part."""
    carried: dict[int, list[_Suspect]] = {id(suspect): [] for suspect in suspects}
    for total in suspects:
        for part in suspects:
            if part is not total and id(part) in carried and _is_carried(part, total, evidence):
                carried[id(part)] += [total, *carried.pop(id(total))]
                break
    return [(suspect, carried[id(suspect)]) for suspect in suspects if id(suspect) in carried]


def _is_carried(part: _Suspect, total: _Suspect, evidence: _Evidence) -> bool:
    return any(
        relation.holds
        and len(relation.terms) > 1
        and _factor_in(relation, part.figure) * (part.value - part.figure.value) == total.figure.value - total.value
        for relation in evidence.touching[total.figure.key]
        if relation.stated.key == total.figure.key and part.figure.key in {term.figure.key for term in relation.terms}
    )


def _factor_in(relation: Relation, figure: Figure) -> Decimal:
    """By how much the relation's residual grows when the figure grows by one."""
    of_terms = sum((term.factor for term in relation.terms if term.figure.key == figure.key), Decimal(0))
    return (Decimal(1) if relation.stated.key == figure.key else Decimal(0)) - of_terms


def _finding_of(suspect: _Suspect, carried: Sequence[_Suspect], source_files: Mapping[str, str]) -> Finding:
    figure = suspect.figure
    computed = _rounded_as(figure, suspect.value)
    main = min(suspect.mended, key=lambda r: _distance(r, suspect))
    certain = any(relation.certainty is Certainty.CERTAIN for relation in suspect.mended)
    certainty = Certainty.CERTAIN if certain else Certainty.INTERPRETATION
    solved = _solved_for(main, figure) if _shows(main, suspect) else ()
    cause = likely_cause(figure.value, computed)
    kind = FindingKind.SIGN if cause == SIGN else main.kind
    broken = [main, *(r for r in suspect.mended if r is not main), *(r for total in carried for r in total.mended)]
    return Finding(
        id="",
        report=report_of(figure),
        kind=kind,
        severity=severity_of(kind, figure.value, computed, figure.unit, certainty),
        certainty=certainty,
        what=_say(main, figure, computed),
        places=places_of([figure, *(other for r in broken for other in r.figures)], source_files),
        period=figure.period,
        stated=figure.value,
        computed=computed,
        unit=figure.unit,
        cause=cause,
        consequences=tuple(_say(r, r.stated, _rounded_as(r.stated, r.expected)) for r in broken if r is not main),
        figures=tuple(dict.fromkeys((*_in_doubt(main, figure), *suspect.twins, *(total.figure.key for total in carried)))),
        terms=tuple(term.figure.key for term in solved),
        expression=_expression_of(solved, figure.unit),
    )


def _merged(findings: Sequence[Finding]) -> list[Finding]:
    """One finding of those that say the same of one table's prints: stated, computed, time and unit."""
    by_claim: dict[tuple[object, ...], Finding] = {}
    for finding in findings:
        claim = (
            finding.report,
            finding.places[0].locator.section,
            finding.stated,
            finding.computed,
            finding.period,
            finding.unit,
        )
        first = by_claim.setdefault(claim, finding)
        if first is not finding:
            by_claim[claim] = replace(
                first,
                places=tuple(dict.fromkeys((*first.places, *finding.places))),
                consequences=(*first.consequences, finding.what, *finding.consequences),
                figures=tuple(dict.fromkeys((*first.figures, *finding.figures))),
            )
    return list(by_claim.values())


def _is_beyond_print(relation: Relation) -> bool:
    """Whether a residual is more than the coarsest print leaves open: 10 281 tkr and 10 280 547 kr are one amount."""
    steps = [step_of(relation.stated), *(step_of(term.figure) * abs(term.factor) for term in relation.terms)]
    return abs(relation.residual) * 2 > max(steps)


def _rounded_as(figure: Figure, value: Decimal) -> Decimal:
    """A computed value with no more decimals than the print that it is held against."""
    step = step_of(figure)
    return value.quantize(step, ROUND_HALF_UP) if value.as_tuple().exponent < step.as_tuple().exponent else value  # type: ignore[operator]


def _distance(relation: Relation, suspect: _Suspect) -> tuple[bool, bool, bool]:
    """How far a relation is from saying plainly what is wrong: it shows the value, states the figure, and is certain."""
    stated = relation.stated.key == suspect.figure.key
    return not _shows(relation, suspect), not stated, relation.certainty is not Certainty.CERTAIN


def _shows(relation: Relation, suspect: _Suspect) -> bool:
    """Whether the relation gives the value from what is printed, no other figure corrected first."""
    factor = _factor_in(relation, suspect.figure)
    return abs(suspect.figure.value - relation.residual / factor - suspect.value) <= relation.room if factor else False


def _rounding_of(relation: Relation, source_files: Mapping[str, str]) -> Finding:
    figure = relation.stated
    computed = _rounded_as(figure, relation.expected)
    return Finding(
        id="",
        report=report_of(figure),
        kind=relation.kind,
        severity=Severity.ROUNDING,
        certainty=relation.certainty,
        what=_say(relation, figure, computed),
        places=places_of(relation.figures, source_files),
        period=figure.period,
        stated=figure.value,
        computed=computed,
        unit=figure.unit,
        cause="avrundning",
        terms=tuple(term.figure.key for term in relation.terms),
        expression=_expression_of(relation.terms, figure.unit),
    )


def _say(relation: Relation, figure: Figure, computed: Decimal) -> str:
    stated, correct = say_value(figure.value, figure.unit), say_value(computed, figure.unit)
    name = say_figure(figure)
    name = name[:1].upper() + name[1:]
    if figure.key != relation.stated.key:
        whole = say_figure(relation.stated)
        return f"{name} anges till {stated}, men för att {whole} ska stämma med {relation.rule} krävs {correct}."
    if relation.kind is FindingKind.CONTRADICTION:
        return f"{name} anges till {stated}, men {relation.rule} är {correct}."
    return f"{name} anges till {stated}, men {relation.rule} ger {correct}."


def _in_doubt(relation: Relation, figure: Figure) -> tuple[str, ...]:
    """The figure blamed; of one fact in two places either may be the wrong one."""
    if relation.kind is FindingKind.CONTRADICTION and len(relation.terms) == 1:
        return (figure.key, *(f.key for f in relation.figures if f.key != figure.key))
    return (figure.key,)


def _solved_for(relation: Relation, figure: Figure) -> tuple[Term, ...]:
    """The other figures of a relation, with the factors by which they make this one."""
    factor = _factor_in(relation, figure)
    if not factor:
        return ()
    whole = (Term(relation.stated, Decimal(-1)),) if relation.stated.key != figure.key else ()
    parts = [Term(t.figure, t.factor / factor) for t in relation.terms if t.figure.key != figure.key]
    return (*(Term(term.figure, term.factor / factor) for term in whole), *parts)


def _expression_of(terms: Sequence[Term], unit: str) -> str:
    """What the terms make in `unit`, said in the base unit; "" where that is no sum or difference of printed figures."""
    one = in_base_unit(Decimal(1), unit)
    if len(terms) < 2 or any(abs(t.factor) * one != in_base_unit(Decimal(1), t.figure.unit) for t in terms):
        return ""
    parts: list[str] = []
    for term in terms:
        parts += _signed(term, first=not parts)
    return " ".join(parts)


def _signed(term: Term, first: bool) -> list[str]:
    value = in_base_unit(term.figure.value, term.figure.unit)
    minus = (value < 0) != (term.factor < 0)
    amount = f"{abs(value):f}"
    if first:
        return [f"-{amount}" if minus else amount]
    return ["-" if minus else "+", amount]


def report_of(figure: Figure) -> str:
    """The id of the report that a figure's key belongs to."""
    return figure.key.rsplit(":", 1)[0]


def places_of(figures: Sequence[Figure], source_files: Mapping[str, str]) -> tuple[Place, ...]:
    """Where the figures stand, each place once, in the order given."""
    places = [Place(report_of(f), source_files[report_of(f)], f.locator, f.quote) for f in figures]
    return tuple({(place.report, place.locator.lines, place.quote): place for place in places}.values())
