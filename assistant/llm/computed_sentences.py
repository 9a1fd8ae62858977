"""Whether a sentence tells a calculation as what it is: a difference as one, a sum as one, about all of its inputs or of none."""

from __future__ import annotations

from assistant.evidence import Calculation, FigureEvidence
from assistant.llm.material import Item
from assistant.llm.own_words import association_stems, label_stems, scenario_words, years_of
from assistant.llm.prose_words import load_prose_words
from assistant.llm.written import Place, Word, Written
from assistant.operations import Operation

_BY = frozenset({"med", "by"})


def operation_is_said(item: Item, written: Written) -> bool:
    """Whether the words around a calculation say what was done, and name its inputs evenly; true of anything else."""
    if not isinstance(item.source, Calculation):
        return True
    places = [place for place in written.places if place.item.key == item.key]
    return len(places) == 1 and _is_told_as(item.source.operation, places[0], written) and _inputs_are_even(item, written)


def _is_told_as(operation: Operation, place: Place, written: Written) -> bool:
    prose = load_prose_words()
    said = {word.folded for word in written.words}
    before = next((word.folded for word in reversed(written.words) if word.at < place.at), "")
    after = next((word.folded for word in written.words if word.at > place.at), "")
    kinds = {
        "difference": bool(said & prose.differing),
        "sum": bool(said & prose.summing),
        "average": bool(said & prose.averaging),
        "share": bool(said & prose.sharing) or after == "av" or after == "of",
        "ratio": "per" in said,
    }
    changed = (before in _BY and bool(said & (prose.up | prose.down))) or after in prose.more | prose.less
    wanted = {
        Operation.SUM: kinds["sum"],
        Operation.AVERAGE: kinds["average"],
        Operation.SHARE: kinds["share"],
        Operation.PERCENT_OF: kinds["share"],
        Operation.RATIO: kinds["ratio"] or kinds["average"],
        Operation.PRODUCT: False,
    }.get(operation, changed or kinds["difference"])
    other = kinds["sum"] and operation is not Operation.SUM
    return wanted and not other and not (kinds["difference"] and operation in (Operation.SUM, Operation.AVERAGE))


def _inputs_are_even(item: Item, written: Written) -> bool:
    """Whether what tells the inputs apart is said of each or of none, and times stand in their order."""
    said = {word.folded for word in written.words} | {word.stem for word in written.words}
    for attribute in (label_stems, association_stems, _years, lambda e: scenario_words(e.stored.figure.scenario)):
        own = [frozenset(attribute(e)) for e in item.inputs]
        apart = [one - frozenset[str]().union(*(other for other in own if other is not one)) for one in own]
        told = [bool(one & said) for one in apart if one]
        if any(told) and not all(told):
            return False
    years = [int(word.folded) for word in written.words if _is_year_of(word, item)]
    return years == sorted(years)


def _years(evidence: FigureEvidence) -> frozenset[str]:
    return frozenset(map(str, years_of(evidence)))


def _is_year_of(word: Word, item: Item) -> bool:
    return any(word.folded in _years(e) for e in item.inputs)
