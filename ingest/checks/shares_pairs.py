"""Numbers with their shares in brackets, one beside the other: "71 personer (87 %), 66 personer (80 %)", all of one whole."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from ingest.checks.sentences_said import Said, before, figure_of, said_finding
from ingest.checks.shares_amounts import is_near
from ingest.checks.words import say_value
from ingest.checks.year_rows import telling_stems
from ingest.domain import Certainty, Finding, FindingKind, Report
from ingest.statements_numbers import MONEY, Mention

_BESIDE = re.compile(r"^(?: [a-z]+){0,2} ?\((?:ca |cirka |motsvarande )?$")
_CLOSED = re.compile(r"^ ?\)")
# "79 personer, varav 33 till arbete eller studier" in one row of a card,
# "42 % av de avslutade gick till arbete" in another
_PART = re.compile(
    r"^\W*(?P<whole>\d+) (?:deltagare|personer|individer|avslutade)[^.;\d]{0,30}\bvarav (?P<part>\d+) "
    r"(?P<words>(?:till|i|mot) [^.;\d]+)"
)
_SHARE_OF_FINISHED = re.compile(
    r"(?P<share>\d{1,3}(?:,\d+)?) ?(?:%|procent) av (?:de avslutade|dem som avslutades|deltagarna)[^.;\d]{0,60}"
)
_SMALLEST = 10
# So many that fit one whole prove that it is meant.
_FITTING = 2


@dataclass(frozen=True, slots=True)
class _Pair:
    said: Said
    part: Mention
    share: Mention

    def fits(self, whole: Decimal) -> bool:
        digits = f"{self.share.value:f}".replace(".", ",")
        return is_near(100 * self.part.value / whole, self.share.value, self.share.hedge, digits)


def share_pairs(report: Report, sentences: Sequence[Said]) -> Iterator[Finding]:
    """The pair that does not fit the whole that two others beside it fit, and that is told right before them."""
    done: set[tuple[int, int]] = set()
    for said in sentences:
        group = (*reversed(before(said, sentences, 2)), said)
        pairs = [pair for one in group for pair in _pairs(one)]
        for whole, whole_said in _wholes(group, sentences):
            alike = [pair for pair in pairs if _is_alike(pair.part, whole) and 0 < pair.part.value <= whole.value]
            odd = [pair for pair in alike if not pair.fits(whole.value)]
            if len(alike) - len(odd) >= _FITTING and len(odd) == 1:
                if (odd[0].said.at, odd[0].share.start) not in done:
                    yield _finding(report, odd[0], whole, whole_said)
                done.add((odd[0].said.at, odd[0].share.start))
                break


def _pairs(said: Said) -> Iterator[_Pair]:
    for part, share in zip(said.mentions, said.mentions[1:], strict=False):
        between, behind = said.folded[part.end : share.start], said.folded[share.end :]
        if share.unit == "%" and part.unit != "%" and _BESIDE.match(between) and _CLOSED.match(behind):
            yield _Pair(said, part, share)


def _wholes(group: Sequence[Said], sentences: Sequence[Said]) -> Iterator[tuple[Mention, Said]]:
    """The numbers that stand in no pair, in the sentences themselves and the two before them."""
    for said in (*group, *before(group[0], sentences, 2)):
        parts = {pair.part.start for pair in _pairs(said)}
        yield from ((m, said) for m in said.mentions if m.start not in parts and m.unit != "%" and m.value > 0 and not m.hedge)


def _is_alike(part: Mention, whole: Mention) -> bool:
    if part.unit in MONEY or whole.unit in MONEY:
        return part.unit == whole.unit
    return True


def _finding(report: Report, pair: _Pair, whole: Mention, whole_said: Said) -> Finding:
    exact = (100 * pair.part.value / whole.value).quantize(Decimal("0.1"), ROUND_HALF_UP)
    unit = whole.unit or ""
    what = (
        f"{say_value(pair.part.value, unit)} av {say_value(whole.value, unit)} är {say_value(exact, '%')}, "
        f"men {say_value(pair.share.value, '%')} anges; de andra andelarna är av samma helhet."
    )
    return said_finding(
        report,
        FindingKind.SHARE,
        what,
        (pair.said, whole_said),
        pair.share.value,
        exact,
        "%",
        certainty=Certainty.CERTAIN,
        figures=(figure_of(report, pair.said, pair.share),),
    )


def shares_in_cards(report: Report, sentences: Sequence[Said]) -> Iterator[Finding]:
    """The share that a card tells of those who finished, against its own counts of them."""
    for said in sentences:
        part = _PART.match(said.folded)
        table = said.passage.partition(":")[2].partition(":")[0]
        if part is None or not table or int(part["whole"]) < _SMALLEST:
            continue
        for other in sentences:
            share = _SHARE_OF_FINISHED.search(other.folded) if other.passage.startswith(f"cell:{table}:") else None
            if share is None or not telling_stems(part["words"]) & telling_stems(share[0]) or "mal" in share[0].split():
                continue
            exact = Decimal(100) * int(part["part"]) / int(part["whole"])
            told = Decimal(share["share"].replace(",", "."))
            if not is_near(exact, told, "", share["share"]):
                computed = exact.quantize(Decimal("0.1"), ROUND_HALF_UP)
                counted = f"{part['part']} av {part['whole']} är {say_value(computed, '%')}"
                what = f"{counted}, men {say_value(told, '%')} anges i samma ruta."
                mention = next((m for m in other.mentions if m.start == share.start("share")), None)
                figures = (figure_of(report, other, mention),) if mention else ()
                yield said_finding(report, FindingKind.SHARE, what, (other, said), told, computed, "%", figures=figures)
