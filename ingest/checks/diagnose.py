"""Broken relations become findings: one for each cause, with everything else that it breaks as its consequences.

A number that is wrong breaks every relation it stands in, and a number that is right keeps those that hold. So the blame
goes to the figure whose change would mend the most broken relations and harm the fewest that hold; where that leaves a
choice, to the figure that a relation states.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal

from ingest.checks.relation import Relation, step_of
from ingest.checks.suspects import Suspect, factor_in
from ingest.checks.verdict import Surroundings, finding_of, merged, rounding_of
from ingest.domain import Figure, Finding


def diagnose(relations: Iterable[Relation], source_files: Mapping[str, str]) -> tuple[Finding, ...]:
    """The findings of a report or of several, without ids. `source_files` maps report ids to file names."""
    evidence = _Evidence.of(relations)
    around = Surroundings.of(evidence.relations, source_files)
    found = [finding_of(suspect, carried, around) for suspect, carried in _carried_last(evidence.suspects(), evidence)]
    rounded = (relation for relation in evidence.relations if relation.holds and _is_beyond_print(relation))
    return (*merged(found), *(rounding_of(relation, around) for relation in rounded))


@dataclass(frozen=True, slots=True)
class _Evidence:
    """All relations, and those that each figure stands in. A twin of a figure is printed beside it and always changes
    with it: the same total twice in one table.

    `corrected` is by how much the figures found wrong so far are wrong.
    """

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

    def suspects(self) -> list[Suspect]:
        """One for each cause, until nothing is broken; relations that share no figure share no cause."""
        broken = [relation for relation in self.relations if not relation.holds]
        return _by_row([suspect for group in self._connected(broken) for suspect in self._suspects_in(group)])

    def _suspects_in(self, group: Sequence[Relation]) -> Iterator[Suspect]:
        """Those with most to mend first. What is found goes on as corrected."""
        broken = {id(relation): relation for relation in group}
        while broken:
            suspect = self._likeliest(broken)
            for relation in suspect.mended:
                del broken[id(relation)]
            yield suspect
            if suspect.is_sure:
                self.corrected.update(self._moved(suspect.figure, suspect.value))
                broken = {key: relation for key, relation in broken.items() if not self._holds_with(relation, {})}

    def _connected(self, relations: Sequence[Relation]) -> list[list[Relation]]:
        """The relations in groups that share figures or their twins, in the order of their first."""
        group_of: dict[str, list[Relation]] = {}
        groups: dict[int, list[Relation]] = {}
        for relation in relations:
            keys = {key for figure in relation.figures for key in self._keys_with(figure)}
            touched = {id(group): group for key in keys if (group := group_of.get(key)) is not None}
            whole = [r for group in touched.values() for r in group] + [relation]
            for at in touched:
                del groups[at]
            groups[id(whole)] = whole
            for figure in (figure for r in whole for figure in r.figures):
                group_of.update(dict.fromkeys(self._keys_with(figure), whole))
        return list(groups.values())

    def _keys_with(self, figure: Figure) -> tuple[str, ...]:
        return (figure.key, *(twin.key for twin in self.twins.get(figure.key, ())))

    def _likeliest(self, broken: Mapping[int, Relation]) -> Suspect:
        every = list(self._every(broken).values())
        if not every:  # only twins stand against each other: nothing tells which is wrong
            return self._open(list(broken.values())[:1])
        best = max(every, key=lambda one: one.weight)
        rivals = {
            one.figure.key for one in every if one.weight == best.weight and set(map(id, one.mended)) == set(map(id, best.mended))
        }
        # a part blamed for its digits alone is only the likeliest, but what is said of it is true: with that value the sum holds
        if best.is_stated or len(rivals) == 1:
            return best
        return self._open(best.mended)

    def _open(self, mended: Sequence[Relation]) -> Suspect:
        """One of several is wrong and nothing tells which: what is sure is that the parts do not make the whole."""
        whole = mended[0].stated
        value = whole.value - self._residual(mended[0], {})
        return Suspect(whole, value, tuple(mended), 0, is_open=True, is_confirmed=self._is_confirmed(whole))

    def _is_confirmed(self, figure: Figure) -> bool:
        return any(r.holds and not r.needs_witness and not r.is_empty for r in self.touching[figure.key])

    def _every(self, broken: Mapping[int, Relation]) -> dict[tuple[str, Decimal], Suspect]:
        suspects: dict[tuple[str, Decimal], Suspect] = {}
        for relation in broken.values():
            for figure in relation.figures:
                factor = factor_in(relation, figure)
                value = figure.value + self.corrected.get(figure.key, Decimal(0))
                value -= self._residual(relation, {}) / factor if factor else Decimal(0)
                if factor and (figure.key, value) not in suspects:
                    suspects[figure.key, value] = self._with(figure, value, broken)
        return {key: suspect for key, suspect in suspects.items() if suspect.mended}

    def _with(self, figure: Figure, value: Decimal, broken: Mapping[int, Relation]) -> Suspect:
        changed = self._moved(figure, value)
        touched = {id(r): r for key in changed for r in self.touching[key]}.values()
        mended = tuple(r for r in touched if id(r) in broken and self._holds_with(r, changed))
        harmed = sum(r.holds and not self._holds_with(r, changed) for r in touched)
        return Suspect(figure, value, mended, harmed, tuple(key for key in changed if key != figure.key))

    def _moved(self, figure: Figure, value: Decimal) -> dict[str, Decimal]:
        """By how much a figure and its twins change when it gets another value."""
        return dict.fromkeys(self._keys_with(figure), value - figure.value)

    def _residual(self, relation: Relation, changed: Mapping[str, Decimal]) -> Decimal:
        moved = {**self.corrected, **changed}
        keys = dict.fromkeys(f.key for f in relation.figures if f.key in moved)
        by_key = {f.key: f for f in relation.figures}
        return relation.residual + sum((factor_in(relation, by_key[key]) * moved[key] for key in keys), Decimal(0))

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


def _by_row(suspects: Sequence[Suspect]) -> list[Suspect]:
    """One for all the columns of a row of totals whose parts do not make it: what is lost is a row, not a number."""
    rows: dict[tuple[object, ...], Suspect] = {}
    for suspect in suspects:
        main = suspect.main
        lines = (suspect.figure.locator.lines, *(term.figure.locator.lines for term in main.terms))
        row: tuple[object, ...] = (suspect.figure.table, *lines) if suspect.is_open and suspect.figure.table else (id(suspect),)
        first = rows.setdefault(row, suspect)
        if first is not suspect:
            rows[row] = replace(first, mended=(*first.mended, *suspect.mended))
    return list(rows.values())


def _carried_last(suspects: Sequence[Suspect], evidence: _Evidence) -> list[tuple[Suspect, list[Suspect]]]:
    """Each cause with what it was carried into: a total that adds up only because it holds the same slip as its part."""
    by_key: dict[str, Suspect] = {suspect.figure.key: suspect for suspect in suspects}
    carried: dict[int, list[Suspect]] = {id(suspect): [] for suspect in suspects}
    for total in suspects:
        sums = [
            r for r in evidence.touching[total.figure.key] if r.holds and r.stated.key == total.figure.key and len(r.terms) > 1
        ]
        parts = [(r, part) for r in sums for term in r.terms if (part := by_key.get(term.figure.key)) is not None]
        for relation, part in parts:
            slip = factor_in(relation, part.figure) * (part.value - part.figure.value)
            if id(part) in carried and part is not total and slip == total.figure.value - total.value:
                carried[id(part)] += [total, *carried.pop(id(total))]
                break
    return [(suspect, carried[id(suspect)]) for suspect in suspects if id(suspect) in carried]


def _is_beyond_print(relation: Relation) -> bool:
    """Whether a residual is more than the coarsest print leaves open: 10 281 tkr and 10 280 547 kr are one amount."""
    steps = [step_of(relation.stated), *(step_of(term.figure) * abs(term.factor) for term in relation.terms)]
    return abs(relation.residual) * 2 > max(steps)
