"""A verdict on a suspect as a finding: its words, its likely cause, its places and its arithmetic."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import ROUND_HALF_UP, Decimal
from itertools import combinations

from ingest.checks.causes import SIGN, likely_cause
from ingest.checks.relation import Relation, Term, in_base_unit, step_of
from ingest.checks.severity import severity_of
from ingest.checks.suspects import Suspect, factor_in
from ingest.checks.words import lower_first, say_figure, say_label, say_sense, say_value, upper_first
from ingest.domain import Figure, Finding, FindingKind, Place, Severity

# Shorter numbers are the same by chance.
_TELLING = 1_000


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What stands around the figures: the file of each report, and the figures of each column."""

    source_files: Mapping[str, str]
    columns: Mapping[tuple[str, str | None, str, str | None], Sequence[Figure]]

    @classmethod
    def of(cls, relations: Iterable[Relation], source_files: Mapping[str, str]) -> Surroundings:
        columns: dict[tuple[str, str | None, str, str | None], dict[str, Figure]] = {}
        for figure in (figure for relation in relations for figure in relation.figures):
            columns.setdefault(_column_of(figure), {})[figure.key] = figure
        return cls(source_files, {column: tuple(figures.values()) for column, figures in columns.items()})

    def namesake(self, figure: Figure) -> Figure | None:
        """Another row of the column that prints the same amount."""
        beside = self.columns.get(_column_of(figure), ())
        same = [other for other in beside if other.value == figure.value and other.row != figure.row]
        return same[0] if same and abs(figure.value) >= _TELLING else None

    def beside(self, relation: Relation) -> tuple[Figure, ...]:
        """One or two further rows of the terms' column that make up what is missing."""
        terms = {term.figure.key for term in relation.terms}
        first = relation.terms[0]
        further = [f for f in self.columns.get(_column_of(first.figure), ()) if f.key not in terms and f.value]
        for some in (*combinations(further, 1), *combinations(further, 2)):
            if abs(relation.residual - sum(f.value for f in some) * first.factor) <= relation.room:
                return some
        return ()


def _column_of(figure: Figure) -> tuple[str, str | None, str, str | None]:
    return report_of(figure), figure.table, figure.column, figure.period


def finding_of(suspect: Suspect, carried: Sequence[Suspect], around: Surroundings) -> Finding:
    """`carried` are figures that are wrong only because they hold this one's slip."""
    figure, main = suspect.figure, suspect.main
    shown = main.stated.key == figure.key and suspect.shows(main)
    computed = _rounded_as(figure, main.expected if shown else suspect.value)
    solved = _solved_for(main, figure) if suspect.shows(main) else ()
    cause = likely_cause(figure.value, computed)
    kind = FindingKind.SIGN if cause == SIGN else main.kind
    mended = [relation for relation in suspect.mended if relation is not main]
    broken = [main, *mended, *(relation for total in carried for relation in total.mended)]
    return Finding(
        id="",
        report=report_of(figure),
        kind=kind,
        severity=severity_of(kind, figure.value, computed, figure.unit, suspect.certainty),
        certainty=suspect.certainty,
        what=_say(main, figure, computed),
        places=places_of([figure, *(other for r in broken for other in r.figures)], around.source_files),
        period=figure.period,
        stated=figure.value,
        computed=computed,
        unit=figure.unit,
        cause=cause or _cause(suspect, main, around),
        consequences=tuple(dict.fromkeys((*(_say_mended(suspect, r, computed) for r in mended), *map(_say_carried, carried)))),
        figures=tuple(dict.fromkeys((*_in_doubt(main, figure), *suspect.twins, *(total.figure.key for total in carried)))),
        terms=tuple(term.figure.key for term in solved),
        expression=_expression_of(solved, figure.unit) if _makes(solved, figure, computed) else "",
    )


def rounding_of(relation: Relation, around: Surroundings) -> Finding:
    figure = relation.stated
    computed = _rounded_as(figure, relation.expected)
    return Finding(
        id="",
        report=report_of(figure),
        kind=relation.kind,
        severity=Severity.ROUNDING,
        certainty=relation.certainty,
        what=_say(relation, figure, computed),
        places=places_of(relation.figures, around.source_files),
        period=figure.period,
        stated=figure.value,
        computed=computed,
        unit=figure.unit,
        cause="avrundning",
        terms=tuple(term.figure.key for term in relation.terms),
        expression=_expression_of(relation.terms, figure.unit),
    )


def merged(findings: Sequence[Finding]) -> list[Finding]:
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


# --- words ------------------------------------------------------------------------------------------------------------


def _say(relation: Relation, figure: Figure, computed: Decimal) -> str:
    is_split = relation.kind is FindingKind.SEX_SPLIT and len(relation.terms) > 1 and all(t.factor == 1 for t in relation.terms)
    if is_split and figure.key == relation.stated.key:
        return _say_split(relation)
    stated, correct = _amount(figure), say_value(computed, figure.unit)
    name = upper_first(say_figure(figure))
    if figure.key != relation.stated.key and len(relation.terms) == 1:
        where = f" i {relation.stated.table}" if relation.stated.table not in (None, figure.table) else ""
        return f"{name} anges till {stated}, men {_inside(relation.stated)}{where} till {_amount(relation.stated)}."
    if figure.key != relation.stated.key:
        whole = f"{_inside(relation.stated)} ({_amount(relation.stated)})"
        return f"{name} anges till {stated}, men först med {correct} stämmer {whole}."
    if relation.kind is FindingKind.CONTRADICTION:
        return f"{name} anges till {stated}, men {relation.rule} är {correct}."
    return f"{name} anges till {stated}, men {relation.rule} ger {correct}."


def _say_split(relation: Relation) -> str:
    """ "Antal deltagare 2021: 53 kvinnor och 43 män blir 96, men 95 anges." """
    figures = [term.figure for term in relation.terms]
    in_columns = len({figure.row for figure in figures}) == 1
    names = [say_sense(f.column) if in_columns else say_label(f.row.rpartition(" › ")[2]).lower() for f in figures]
    parts = [f"{_amount(figure)} {name}".strip() for figure, name in zip(figures, names, strict=True)]
    together = f"{', '.join(parts[:-1])} och {parts[-1]}"
    made = say_value(relation.expected, relation.stated.unit)
    return f"{upper_first(say_figure(relation.stated))}: {together} blir {made}, men {_amount(relation.stated)} anges."


def _say_mended(suspect: Suspect, relation: Relation, computed: Decimal) -> str:
    """What else the right value explains."""
    if suspect.is_open:
        made = say_value(_rounded_as(relation.stated, relation.expected), relation.stated.unit)
        return f"Även {_inside(relation.stated)}: {_amount(relation.stated)} mot {made}."
    right = say_value(computed, suspect.figure.unit)
    if relation.stated.key == suspect.figure.key:
        if suspect.shows(relation):
            return f"Även {relation.rule} ger {right}."
        return f"När de andra felen har rättats ger även {relation.rule} {right}."
    if relation.stated.key in suspect.twins:
        return f"Samma tal står även i raden {say_label(relation.stated.row)}."
    return f"Med {right} stämmer {_inside(relation.stated)} ({_amount(relation.stated)})."


def _amount(figure: Figure) -> str:
    return say_value(figure.value, figure.unit)


def _inside(figure: Figure) -> str:
    """A figure's name inside a sentence."""
    return lower_first(say_figure(figure))


def _say_carried(total: Suspect) -> str:
    right = say_value(_rounded_as(total.figure, total.value), total.figure.unit)
    return f"Felet följer med till {_inside(total.figure)}: {_amount(total.figure)} i stället för {right}."


def _cause(suspect: Suspect, main: Relation, around: Surroundings) -> str:
    """What the table tells of the slip: a row left out or counted twice, an amount from another row."""
    if suspect.is_open:
        beside = around.beside(main)
        if beside:
            return f"beloppet räknar in {' och '.join(say_label(figure.row) for figure in beside)}"
        if suspect.is_confirmed:
            return "en av delarna saknas eller är fel; totalen bekräftas på ett annat ställe"
        return likely_cause(suspect.figure.value, suspect.value)
    if suspect.figure.table is None or main.stated.key != suspect.figure.key or len(main.terms) < 2:
        return ""
    for words, sign in (("är inte medräknad", -1), ("är räknad två gånger", 1)):
        made = [t for t in main.terms if t.figure.value and abs(main.residual - sign * t.factor * t.figure.value) <= main.room]
        if len(made) == 1 and abs(main.residual) > main.room:
            return f"raden {say_label(made[0].figure.row)} {words}"
    other = around.namesake(suspect.figure)
    return f"beloppet är detsamma som i raden {say_label(other.row)}" if other is not None else ""


def _rounded_as(figure: Figure, value: Decimal) -> Decimal:
    """A computed value with no more decimals than the print that it is held against."""
    step = step_of(figure)
    return value.quantize(step, ROUND_HALF_UP) if value.as_tuple().exponent < step.as_tuple().exponent else value  # type: ignore[operator]


# --- arithmetic and places --------------------------------------------------------------------------------------------


def _in_doubt(relation: Relation, figure: Figure) -> tuple[str, ...]:
    """The figure blamed; of one fact in two places, and of women, men and all, any may be the wrong one."""
    one_fact_twice = relation.kind is FindingKind.CONTRADICTION and len(relation.terms) == 1
    if one_fact_twice or relation.kind is FindingKind.SEX_SPLIT:
        return (figure.key, *(f.key for f in relation.figures if f.key != figure.key))
    return (figure.key,)


def _solved_for(relation: Relation, figure: Figure) -> tuple[Term, ...]:
    """The other figures of a relation, with the factors by which they make this one."""
    factor = factor_in(relation, figure)
    if not factor:
        return ()
    whole = (Term(relation.stated, Decimal(-1)),) if relation.stated.key != figure.key else ()
    parts = [Term(t.figure, t.factor / factor) for t in relation.terms if t.figure.key != figure.key]
    return (*(Term(term.figure, term.factor / factor) for term in whole), *parts)


def _makes(terms: Sequence[Term], figure: Figure, value: Decimal) -> bool:
    """Whether the terms make the value that is said, as the figure is rounded: another correction may lie between."""
    return _rounded_as(figure, sum((term.figure.value * term.factor for term in terms), Decimal(0))) == value


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
