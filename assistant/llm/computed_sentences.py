"""Whether a sentence tells a calculation as what it is: a difference as one, a sum as one, about all of its inputs or of none."""

from __future__ import annotations

import re

from assistant.evidence import Calculation, FigureEvidence
from assistant.llm.material import Item
from assistant.llm.own_words import association_stems, label_stems, scenario_words, whole_names, years_of
from assistant.llm.prose_words import load_prose_words
from assistant.llm.said_times import says_first_half
from assistant.llm.written import Place, Word, Written
from assistant.matching import INFLECTED, stem_similarity, telling_stems
from assistant.operations import Operation
from assistant.premises import sign_of
from assistant.timespans import parse_period
from assistant.wording import say_label
from ingest.domain import Scenario
from ingest.language import fold, words

_BY = frozenset({"med", "by"})
# "en ökning på {a}", "the increase was {a}": after a word of direction.
_OF = frozenset({"pa", "of"})
_IS = frozenset({"var", "blev", "ar", "was", "is"})


def operation_is_said(item: Item, written: Written) -> bool:
    """Whether the words around a calculation say what was done, and name its inputs evenly; true of anything else."""
    if not isinstance(item.source, Calculation):
        return True
    places = [place for place in written.places if place.item.key == item.key]
    return len(places) == 1 and _is_told_as(item, item.source.operation, places[0], written) and _inputs_are_even(item, written)


def _is_told_as(item: Item, operation: Operation, place: Place, written: Written) -> bool:
    prose = load_prose_words()
    said = {word.folded for word in written.words}
    before = next((word.folded for word in reversed(written.words) if word.at < place.at), "")
    after = next((word.folded for word in written.words if word.at > place.at), "")
    kinds = {
        "difference": bool(said & prose.differing),
        "sum": bool(said & prose.summing),
        "average": bool(said & prose.averaging),
        "share": _is_share_of(item, place, written),
        "ratio": _is_told_per_head(item, written),
    }
    moves = prose.up | prose.down
    preceding = [word.folded for word in written.words if word.at < place.at][-2:-1]
    changed = (before in _BY and bool(said & moves)) or (before in _OF and bool(moves.intersection(preceding)))
    changed |= before in _IS and bool(moves.intersection(preceding)) and len(written.places) == 1
    changed |= after in prose.more | prose.less
    wanted = {
        Operation.SUM: kinds["sum"],
        Operation.AVERAGE: kinds["average"],
        Operation.SHARE: kinds["share"],
        Operation.PERCENT_OF: kinds["share"],
        Operation.RATIO: kinds["ratio"],
        Operation.PRODUCT: False,
    }.get(operation, changed or kinds["difference"])
    named = {fold(w) for e in item.inputs for w in words(f"{say_label(e)} {e.stored.figure.row}")}
    sums = "summa" in named or any(w.startswith("total") for w in named)
    other = kinds["sum"] and operation is not Operation.SUM and not sums
    if operation in (Operation.SUM, Operation.AVERAGE) and _names_a_heading(item, written):
        return False
    if operation in (Operation.SUM, Operation.AVERAGE) and any(map(sign_of, item.inputs)):
        wanted = wanted and bool(said & (prose.plus | prose.minus))
    return wanted and not other and not (kinds["difference"] and operation in (Operation.SUM, Operation.AVERAGE))


def _names_a_heading(item: Item, written: Written) -> bool:
    """Whether a word is of a heading above a row and of no row itself: it would be taken for one of what was summed."""
    rows = [e.stored.figure.row.rpartition(" › ") for e in item.inputs]
    leaves = frozenset(telling_stems(" ; ".join(leaf for _, _, leaf in rows)))
    above = frozenset(telling_stems(" ; ".join(path for path, _, _ in rows))) - leaves
    said = [word for word in written.words if written.text[word.at + len(word.written) :][:1] != ":"]
    return any(_is_one_of(word.stem, above) and not _is_one_of(word.stem, leaves) for word in said)


def _is_share_of(item: Item, place: Place, written: Written) -> bool:
    """Whether a share is told of the whole: "{a} av summan"; all that names the whole alone stands after "av"."""
    if len(item.inputs) != 2:
        return bool({word.folded for word in written.words} & load_prose_words().sharing)
    part, whole = (label_stems(e) for e in item.inputs)
    of = next((word.at for word in written.words if word.at > place.at and word.folded in ("av", "of")), None)
    share = bool({word.folded for word in written.words} & load_prose_words().sharing)
    of = next((word.at for word in written.words if word.folded in ("av", "of")), None) if of is None and share else of
    spans = [span for e in item.inputs for span in whole_names(written.text, e.stored.report.association)]
    plain = [word for word in written.words if not any(begin <= word.at < end for begin, end in spans)]
    own = [word.at for word in plain if _is_one_of(word.stem, part - whole)]
    others = [word.at for word in plain if _is_one_of(word.stem, whole - part)]
    if not part - whole:  # the same row, whose budget is the whole
        own = [word.at for word in plain if _is_one_of(word.stem, part)][:1]
    if of is None:  # "andelen kvinnor bland deltagarna var {a}"
        return share and bool(own) and all(at > min(own) for at in others)
    # "{a} av deltagarna var kvinnor"
    copula = next((word.at for word in plain if word.at > of > place.at and word.folded in _IS), None)
    if copula is not None and own and min(own) > copula:
        return all(of < at < copula for at in others)
    return bool(own) and all(at < of for at in own) and all(at > of for at in others)


def _inputs_are_even(item: Item, written: Written) -> bool:
    """Whether what tells the inputs apart is said of each or of none, and times stand in their order."""
    prose = load_prose_words()
    said = {word.folded for word in written.words} | {word.stem for word in written.words} | _years_within(written.text)
    whole_change = _is_told_of_its_time(item, written)
    for attribute in (label_stems, association_stems, _years, _kind):
        if (attribute is label_stems and _is_told_per_head(item, written)) or (attribute is _years and whole_change):
            continue
        own = [frozenset(attribute(e)) for e in item.inputs]
        apart = [one - frozenset[str]().union(*(other for other in own if other is not one)) for one in own]
        told = [any(_is_same(name, word) for name in one for word in said) for one in apart if one]
        if any(told) and not all(told):
            return False
    compared = bool({"an", "than"} & said) and bool(said & (prose.more | prose.less)) and not said & (prose.up | prose.down)
    years = [int(word.folded) for word in written.words if _is_year_of(word, item)]
    return compared or years == sorted(years)


def _is_told_per_head(item: Item, written: Written) -> bool:
    """Whether a quotient is told as one of its inputs per what the other counts: "Språkverkstaden kostade {a} per deltagare"."""
    if not isinstance(item.source, Calculation) or item.source.operation is not Operation.RATIO or len(item.inputs) != 2:
        return False
    above, below = (label_stems(e) for e in item.inputs)
    pairs = zip(written.words, written.words[1:], strict=False)
    shared = [after.stem for word, after in pairs if word.folded == "per"]
    named = [word.stem for word in written.words if word.stem not in shared]
    return len(shared) == 1 and _is_one_of(shared[0], below - above) and any(_is_one_of(word, above) for word in named)


def _is_told_of_its_time(item: Item, written: Written) -> bool:
    """Whether a change between two dates is told of the time between them: "ökade med {a} under 2021"."""
    spans = [parse_period(e.stored.figure.period) for e in item.inputs if e.stored.figure.period]
    if len(spans) != 2 or len(spans) != len(item.inputs) or not all(span.is_instant for span in spans):
        return False
    first, last = spans
    if (first.end.month, first.end.day) != (12, 31) or last.end.year != first.end.year + 1:
        return False
    years = {word.folded for word in written.words if re.fullmatch(r"(?:19|20)\d\d", word.folded)}
    said = [word.folded for word in written.words]
    year = str(last.end.year)
    during = {("under", year), ("during", year)}
    by_year = (last.end.month, last.end.day) == (12, 31) and bool(during & set(zip(said, said[1:], strict=False)))
    return years == {str(last.end.year)} and (by_year or is_told_of_a_half(written, item))


def is_told_of_a_half(written: Written, item: Item) -> bool:
    """Whether a change from New Year to midsummer is told of the first half of the year."""
    spans = [parse_period(e.stored.figure.period) for e in item.inputs if e.stored.figure.period]
    ends = [(span.end.month, span.end.day) for span in spans if span.is_instant]
    pairs = zip(written.words, written.words[1:], strict=False)
    return ends == [(12, 31), (6, 30)] and any(says_first_half(word, after) for word, after in pairs)


def _is_same(one: str, other: str) -> bool:
    return one == other or stem_similarity(one, other) >= INFLECTED


def _is_one_of(word: str, names: frozenset[str]) -> bool:
    return any(_is_same(word, name) for name in names)


def _years_within(text: str) -> set[str]:
    """The years of spans that the sentence names by their ends: "åren 2021–2023"."""
    spans = re.findall(r"((?:19|20)\d\d)\s?[–-]\s?((?:19|20)\d\d)", text)
    return {str(year) for first, last in spans for year in range(int(first), int(last) + 1)}


def _kind(evidence: FigureEvidence) -> frozenset[str]:
    """The words for a figure's kind; none for what has come out, which nobody says."""
    scenario = evidence.stored.figure.scenario
    return scenario_words(scenario) if scenario is not Scenario.OUTCOME else frozenset()


def _years(evidence: FigureEvidence) -> frozenset[str]:
    return frozenset(map(str, years_of(evidence)))


def _is_year_of(word: Word, item: Item) -> bool:
    return any(word.folded in _years(e) for e in item.inputs)
