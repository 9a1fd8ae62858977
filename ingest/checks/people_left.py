"""Those who are left when the time ends: who were there and who came, without those who left."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal

from ingest.checks.people_splits import find_splits
from ingest.checks.relation import Relation, Term
from ingest.checks.sentences_said import Said, before, figure_of
from ingest.checks.sheets import is_doubtful
from ingest.checks.year_rows import year_rows
from ingest.domain import Certainty, Figure, FindingKind, Report, Scenario
from ingest.language import fold
from ingest.statements_numbers import Mention

_PEOPLE = r"(?:deltagare|personer|individer|ungdomar|inskrivna|klienter)"
_END = (
    r"(?:(?:vid|i) (?:periodens|arets|arsskiftets|halvarets|augusti|juni|april|december) (?:slut|utgang)|vid arsskiftet"
    r"|vid utgangen av|nar (?:aret|perioden) var slut|den 31 (?:december|augusti)|den 30 (?:juni|april))"
)
_LEFT_OVER = re.compile(r"\bkvar\b|\bkvarsta(?:r|ende)\b|\baterstar\b")
_AT_END = re.compile(rf"\b{_END}\b")
_AT_START = re.compile(
    r"\b(?:vid (?:arets|periodens|halvarets) (?:borjan|ingang|start)|(?:vid ingangen av|i borjan av) (?:aret|perioden|20\d\d)"
    r"|den 1 januari|fran (?:foregaende ar|forra aret))\b"
)
_CAME = re.compile(rf"^ ?(?:nya|nyinskrivna|tillkom\w*|(?:{_PEOPLE} )?(?:skrevs in|tillkom|borjade|paborjade|startade))\b")
_CAME_BEFORE = re.compile(r"\b(?:tillkom|skrevs|tillkommit|skrivits|borjade|startade|paborjade)(?: in)?(?: [a-z]+)? $")
_WENT = re.compile(
    rf"^ ?(?:(?:nya |unika )?{_PEOPLE} )?(?:har |hade )?(?:avslut\w*|lamna(?:t|de|r)|slutade|slutat|skrevs ut|skrivits ut)\b"
)
_WENT_BEFORE = re.compile(r"\b(?:avslutades|avslutats|slutade|skrevs ut|har) $")
_WHOLE = re.compile(r"\b(?:totalt|sammanlagt|tillsammans|under (?:aret|perioden|20\d\d))\b")
_TOTAL = re.compile(r"(?:totalt?|summa|samtliga)\b")
_ALL_PEOPLE = re.compile(r"(?:antal )?(?:deltagare|personer|individer) i (?:de |forbundets )?(?:individ\w*|insats\w*)")
# Further apart than that, other people are meant.
_NEAR = Decimal("0.15")
_SMALLEST = 20
_NEAR_LINES = 40


def left_relations(report: Report, sentences: Sequence[Said]) -> Iterator[Relation]:
    for said in sentences:
        left = _only_count(said) if _LEFT_OVER.search(said.folded) and _AT_END.search(said.folded) else None
        if left is None:
            continue
        told = _of_the_year(report, said, left, sentences) or _of_all(report, said, left, sentences)
        if told is not None:
            yield told


def _only_count(said: Said) -> Mention | None:
    return said.counts[0] if len(said.counts) == 1 and len(said.mentions) == 1 else None


def _of_the_year(report: Report, said: Said, left: Mention, sentences: Sequence[Said]) -> Relation | None:
    """ "Vid årets början var 79 inskrivna. 104 nya tillkom och 92 avslutades. Vid årets slut fanns 91 kvar"."""
    near = before(said, sentences, 4)
    starts = [(s, c) for s in near if _AT_START.search(s.folded) and (c := _only_count(s)) is not None]
    came = [(s, m) for s in near for m in s.counts if _is_told(s, m, _CAME, _CAME_BEFORE)]
    went = [(s, m) for s in near for m in s.counts if _is_told(s, m, _WENT, _WENT_BEFORE)]
    if not len(starts) == len(came) == len(went) == 1:
        return None
    figures = [figure_of(report, *one) for one in (*starts, *came, *went)]
    terms = tuple(Term(figure, Decimal(sign)) for figure, sign in zip(figures, (1, 1, -1), strict=True))
    return Relation(
        FindingKind.DIFFERENCE, figure_of(report, said, left), terms, "de som fanns från början plus nya minus avslutade"
    )


def _is_told(said: Said, mention: Mention, behind: re.Pattern[str], ahead: re.Pattern[str]) -> bool:
    return bool(behind.match(said.folded[mention.end :]) or ahead.search(said.folded[: mention.start]))


def _of_all(report: Report, said: Said, left: Mention, sentences: Sequence[Said]) -> Relation | None:
    """All participants of the time without those who are told just before to have left."""
    went = [(s, m) for s in _near_before(said, sentences) for m in _wholes(s) if _is_told(s, m, _WENT, _WENT_BEFORE)]
    of_all = everyone(report)
    if not went or of_all is None or len({m.value for _, m in went}) != 1:
        return None
    stated, gone = figure_of(report, said, left), figure_of(report, *went[0])
    expected = of_all.value - gone.value
    if stated.value < _SMALLEST or abs(stated.value - expected) > _NEAR * of_all.value or gone.key == of_all.key:
        return None
    terms = (Term(of_all), Term(gone, Decimal(-1)))
    return Relation(FindingKind.DIFFERENCE, stated, terms, "alla deltagare minus de avslutade", Certainty.INTERPRETATION)


def _near_before(said: Said, sentences: Sequence[Said]) -> list[Said]:
    """The sentences of the same section before one, those that speak of all who left."""
    lines = said.locator.lines
    return [
        other
        for other in sentences
        if lines is not None
        and other.locator.lines is not None
        and other.heading == said.heading
        and 0 <= lines[0] - other.locator.lines[1] <= _NEAR_LINES
        and other is not said
        and _WHOLE.search(other.folded)
    ]


def _wholes(said: Said) -> list[Mention]:
    """The counts that are no women or men of another one."""
    parts = {(part.start, part.value) for split in find_splits((said,)) for part in split.parts}
    return [m for m in said.counts if (m.start, m.value) not in parts]


def everyone(report: Report) -> Figure | None:
    """The association's participants of the time, where all tables print one number of them."""
    counts = [
        f
        for f in report.figures
        if f.period == report.metadata.period and f.unit == "antal" and f.scenario is Scenario.OUTCOME and not is_doubtful(f)
    ]
    known = [f for f in counts if (f.concept == "deltagare" and " › " not in f.row) or _is_total_of_all(f)]
    if len({f.value for f in known}) > 1:  # cards count the participants of one activity each
        known = [row.now for row in year_rows(report) if row.now.concept == "deltagare" and " › " not in row.now.row]
    return known[0] if known and len({f.value for f in known}) == 1 else None


def _is_total_of_all(figure: Figure) -> bool:
    """Whether it is the last cell of a table of participants."""
    is_total = all(_TOTAL.match(fold(name).strip(" .:")) for name in (figure.row, figure.column))
    return is_total and bool(_ALL_PEOPLE.match(fold(figure.table or "")))
