"""Whether what a sentence claims of figures beyond their size is so: sign, direction, which is more, which is most."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from assistant.amounts import base_value, size
from assistant.compose_figures import are_alike
from assistant.evidence import Calculation, FigureEvidence
from assistant.facts import are_of_one_thing
from assistant.llm.material import Item, Material
from assistant.llm.own_words import association_stems, label_stems, scenario_words, whole_names, years_of
from assistant.llm.prose_words import load_prose_words
from assistant.llm.written import Place, Written
from assistant.operations import Operation
from assistant.premises import Claim, direction_of, sign_of
from assistant.query import Intent, Query
from assistant.timespans import parse_period
from assistant.wording import say_label
from ingest.language import fold, words

# "samma period": the word before says which time, nothing of the figure.
_OF_A_TIME = frozenset("period perioden tid tidpunkt ar år datum year time date".split())
_THAN = frozenset({"än", "than"})
# What is compared with the first named is the second: which of the two is more no order of the words tells.
_COMPARED = frozenset("jamfort jamforelse compared".split())
_CHANGES = (Operation.DIFFERENCE, Operation.CHANGE_PERCENT)


def figure_claims_hold(written: Written, query: Query, material: Material) -> bool:
    """Whether each word of the sentence that claims something of its figures is borne out by them.

    A word that a cited figure has in its name claims nothing.
    """
    prose = load_prose_words()
    figures = _figures(written.cited)
    named = {fold(word) for e in figures for word in words(f"{say_label(e)} {e.stored.figure.row} {e.stored.figure.table or ''}")}
    pairs = zip(written.words, written.words[1:], strict=False)
    of_a_time = {word.at for word, after in pairs if word.folded in prose.equal and after.folded in _OF_A_TIME}
    claimed = {word.folded for word in written.words if word.at not in of_a_time} - named
    signs = {sign_of(e) for e in figures} - {None}
    if claimed & prose.plus and signs != {Claim.PLUS} or claimed & prose.minus and signs != {Claim.MINUS}:
        return False
    if claimed & prose.equal and len({size(e) for e in figures}) != 1:
        return False
    moves, sizes = _side(claimed, prose.up, prose.down), _side(claimed, prose.more, prose.less)
    if _BOTH in (moves, sizes) or (moves and not _moved(moves, written)) or (sizes and not _is_larger(sizes, written)):
        return False
    if (moves or sizes) and signs:
        return False  # a deficit that shrinks is a result that grows: which is meant no word tells
    most, least = bool(claimed & prose.most), bool(claimed & prose.least)
    # Of two deficits the "largest" is which? And of costs the "best"?
    outright = bool(signs) is (claimed & (prose.most | prose.least) <= prose.good_or_bad) and (
        bool(signs) or not claimed & prose.good_or_bad
    )
    if most and least:
        return False
    return not (most or least) or (outright and _is_extreme(written, query, material, least=least))


_BOTH = "both"


def _side(claimed: set[str], up: frozenset[str], down: frozenset[str]) -> str:
    """ "up", "down", "both", or "" where the sentence says neither."""
    sides = [side for side, names in (("up", up), ("down", down)) if claimed & names]
    return _BOTH if len(sides) == 2 else "".join(sides)


def _moved(side: str, written: Written) -> bool:
    """Whether it went that way over time: by the change that is told, or from each printed figure to the next."""
    if re.search(r"\bår (?:för|efter|från) år\b", written.text, re.IGNORECASE):
        return False
    told = [place.item.source for place in written.places if isinstance(place.item.source, FigureEvidence)]
    if any(_follows_by(place, written) for place in written.places if isinstance(place.item.source, FigureEvidence)):
        return False
    change = _change_over_time(written)
    if change is not None and direction_of(change) is not (Claim.UP if side == "up" else Claim.DOWN):
        return False
    if change is not None and not _ends_are_theirs(written, change):
        return False
    if len(told) < 2:
        return change is not None and _in_order_of_time(written)
    if not all(are_of_one_thing(told[0], _at_the_time_of(told[0], one)) for one in told[1:]):
        return False
    steps = [size(later) - size(earlier) for earlier, later in zip(told, told[1:], strict=False)]
    return _in_order_of_time(written) and all(step > 0 if side == "up" else step < 0 for step in steps)


def _ends_are_theirs(written: Written, change: Calculation) -> bool:
    """Whether what stands after "från" is where the change began, and after "till" where it ended."""
    ends = {"fran": change.inputs[0], "from": change.inputs[0], "till": change.inputs[-1], "to": change.inputs[-1]}
    for place in written.places:
        before = next((word.folded for word in reversed(written.words) if word.at < place.at), "")
        if isinstance(place.item.source, FigureEvidence) and place.item.source.key != ends.get(before, place.item.source.key):
            return False
    return True


def _follows_by(place: Place, written: Written) -> bool:
    """Whether "med" stands right before a figure: after a word of direction that would make it the change."""
    before = next((word for word in reversed(written.words) if word.at < place.at), None)
    return (
        before is not None
        and before.folded in ("med", "by")
        and not written.text[before.at + len(before.written) : place.at].strip()
    )


def _is_larger(side: str, written: Written) -> bool:
    """Whether what the sentence names first is more than what it names second; less likewise."""
    than = [word for word in written.words if word.written.lower() in _THAN]
    pair = _pair(written)
    if pair is None or len(than) != 1 or {word.folded for word in written.words} & _COMPARED:
        return False
    ordered = next((two for two in (pair, pair[::-1]) if _are_parted(written, *two, than[0].at)), None)
    if ordered is None or size(ordered[0]) == size(ordered[1]):
        return False
    return (size(ordered[0]) > size(ordered[1])) is (side == "up")


def _change_over_time(written: Written) -> Calculation | None:
    """The one change from a time to another that the sentence tells; none where it holds two things against each other."""
    changes = [item for item in written.cited if isinstance(item.source, Calculation) and len(item.inputs) == 2]
    if len(changes) != 1 or not isinstance(changes[0].source, Calculation) or changes[0].source.operation not in _CHANGES:
        return None
    first, last = changes[0].inputs
    alike = first.stored.report.association == last.stored.report.association
    alike = alike and first.stored.figure.scenario is last.stored.figure.scenario
    return changes[0].source if alike and _end(first) < _end(last) else None


def _pair(written: Written) -> tuple[FigureEvidence, FigureEvidence] | None:
    """The two figures that a sentence holds against each other: those of its one calculation, or the two it tells."""
    computed = [item for item in written.cited if isinstance(item.source, Calculation)]
    told = [place.item.source for place in written.places if isinstance(place.item.source, FigureEvidence)]
    if not computed:
        return (told[0], told[1]) if len(told) == 2 else None
    source = computed[0].source
    if len(computed) > 1 or len(computed[0].inputs) != 2:
        return None
    if not isinstance(source, Calculation) or source.operation not in _CHANGES:
        return None
    return computed[0].inputs[0], computed[0].inputs[1]


def _are_parted(written: Written, first: FigureEvidence, second: FigureEvidence, at: int) -> bool:
    """Whether all that names the first, and its figure, stands before a place of the sentence, and all of the second after it."""
    begins, ends = _named_at(written, first, second), _named_at(written, second, first)
    told = [(place.at, place.item.source.key) for place in written.places if isinstance(place.item.source, FigureEvidence)]
    if any((where < at) is not (key == first.key) for where, key in told if key in (first.key, second.key)):
        return False
    return bool(begins) and bool(ends) and max(begins) < at < min(ends)


def _named_at(written: Written, one: FigureEvidence, other: FigureEvidence) -> list[int]:
    """Where the sentence has words of the one's name, association, kind or time that the other has not."""
    own = frozenset[str]().union(*(name - others for name, others in zip(_naming(one), _naming(other), strict=True)))
    spans = whole_names(written.text, one.stored.report.association)
    apart = one.stored.report.association != other.stored.report.association
    plain = [word for word in written.words if apart or not any(begin <= word.at < end for begin, end in spans)]
    return [word.at for word in plain if word.stem in own or word.folded in own]


def _naming(evidence: FigureEvidence) -> tuple[frozenset[str], ...]:
    years = frozenset(map(str, years_of(evidence)))
    return label_stems(evidence), association_stems(evidence), scenario_words(evidence.stored.figure.scenario), years


def _at_the_time_of(one: FigureEvidence, other: FigureEvidence) -> FigureEvidence:
    """`other` as if it were of the one's time, to see whether the two are of one thing."""
    figure = replace(other.stored.figure, period=one.stored.figure.period)
    return replace(other, stored=replace(other.stored, figure=figure))


def _in_order_of_time(written: Written) -> bool:
    ends = [_end(place.item.source) for place in written.places if isinstance(place.item.source, FigureEvidence)]
    return ends == sorted(ends)


def _end(evidence: FigureEvidence) -> str:
    period = evidence.stored.figure.period
    return parse_period(period).end.isoformat() if period else ""


def _is_extreme(written: Written, query: Query, material: Material, *, least: bool) -> bool:
    """Whether the sentence's first figure is the largest or smallest of those there are, where the question is about such: of a
    ranking, a course over time, or asked for outright."""
    prose = load_prose_words()
    asked = {fold(word) for word in words(query.question)} & (prose.most | prose.least)
    told, every = _figures(written.cited), [e for item in material.items for e in item.figures]
    if not (asked or query.intent in (Intent.RANK, Intent.TREND)) or not told or not are_alike(every) or len(every) < 2:
        return False
    if _is_after_another(written, told[0], every):
        return False
    height = base_value if all(sign_of(e) is not None for e in every) else size
    heights = [height(e) for e in every]
    return height(told[0]) == (min(heights) if least else max(heights)) and min(heights) != max(heights)


def _is_after_another(written: Written, first: FigureEvidence, every: Sequence[FigureEvidence]) -> bool:
    """Whether the word for most or least stands after a figure, or after the name of another one than the first."""
    prose = load_prose_words()
    claims = [word.at for word in written.words if word.folded in prose.most | prose.least]
    end = min((place.at for place in written.places), default=0)
    others = [at for one in every if one.key != first.key for at in _named_at(written, one, first)]
    return max(claims) > end or any(at < end for at in others)


def _figures(items: Sequence[Item]) -> list[FigureEvidence]:
    return [e for item in items for e in item.figures]
