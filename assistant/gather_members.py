"""What the members of an association pay to it, and figures of a whole group of rows ("de fem kommunerna", "vilken insats")."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from assistant.evidence import FigureEvidence
from assistant.gather_kin import Kin, as_evidence, coverage, kin_of
from assistant.gather_named import NAMED_SCORE
from assistant.matching import INFLECTED, source_stems, stem_similarity, term_match
from assistant.query import Measure, NumberKind, Query, Term
from assistant.vocabulary import load_vocabulary
from ingest.language import fold, stem, terms, words
from vectorstore.entries import StoredFigure
from vectorstore.library import Library

# "Vad gav kommunerna", "hur mycket betalade A kommun", "vem får mest från regionen": what members pay is called otherwise
# in a table. None of these verbs stands in it.
_PAYING = frozenset(
    "gav ger gett betalar betalade betalat betala bidrar bidrog bidragit skjuter skot far fick fatt "
    "pay pays paid give gives gave contribute contributes contributed".split()
)
_GIVING = _PAYING - frozenset("far fick fatt".split())
_MEMBERS = frozenset(
    terms(
        "kommun kommuner kommunen kommunerna stad region regionen län länet staten medlem medlemmarna huvudmännen parterna "
        "municipality municipalities"
    )
)
# There is one of each: a row that does not name it is another one's.
_THE_ONLY_ONE = frozenset(terms("region regionen landstinget staten"))
# A row that names none of these is not what they pay: the whole is paid by the others too.
_ALL_MEMBERS = frozenset("kommunerna kommunernas medlemskommunerna municipalities".split())
CONTRIBUTION = Term("bidrag", stem("bidrag"), 1.0, variants=tuple(terms("driftbidrag medlemsbidrag medlemsavgift")))
# Words of such a question that say nothing of what is paid for.
_BESIDE = frozenset(terms("betala betalar betalade pengar kronor kr plan planen budget snitt år summa mest minst"))
_NUMERALS = {w: n for n, w in enumerate("tva tre fyra fem sex sju atta nio tio elva tolv".split(), start=2)}
# "hur mycket fick förbundet från A": what is given by A.
_RECEIVED = re.compile(
    r"\bhur mycket\b.*\b(?:far|fick|fatt|erholl)\b.*\bfran\b|\bhow much\b.*\b(?:get|got|receive|received)\b.*\bfrom\b"
)
_ALL_OF = re.compile(
    r"\b(?:de|alla|samtliga|bada|dessa|deras)\s+(?:de\s+)?(?P<number>\w+\s+)?(?P<group>\w+(?:erna|arna|orna|na|en))\b"
)
# Each group word with the words that its members' labels have.
_CALLED = {"kommun": frozenset(terms("kommun kommuns stad"))}
_IN_ENGLISH = {"kommun": "municipalities"}
_ABOUT = 0.55
_LITTLE = 0.3


def as_contributions(query: Query) -> Query:
    """A question for what members give or pay asks for contributions; any other question is left as it is."""
    tokens = [fold(w) for w in words(query.question)]
    pays = any(t in _PAYING for t in tokens)
    members = any(stem(w) in _MEMBERS for w in words(query.question))
    gives = any(t in _GIVING for t in tokens) or _RECEIVED.search(fold(query.question)) is not None
    named = gives and any(t.required for t in query.terms)
    if not (pays and members or named) or any(_tells_what_for(t) for t in query.terms):
        return query
    kept = tuple(t for t in query.terms if fold(t.word) not in _PAYING and t.stem not in _NUMERALS)
    each_its_own = len(query.measures) > 1 and all(m.associations for m in query.measures)
    payers = {t.stem for t in query.terms if t.required}
    each_names_payer = all(any(t.stem in payers for t in m.terms) for m in query.measures)
    # "från regionen till A och B": the parts name the receivers, the payer is named once.
    things = [query.terms if each_its_own and not each_names_payer else m.terms for m in query.measures]
    things = [tuple(replace(t, required=t.stem in payers) for t in asked) for asked in things]
    measures = tuple(
        replace(m, terms=(CONTRIBUTION, *_without_verbs(asked)), concepts=_named_by(asked, m))
        for m, asked in zip(query.measures, things, strict=True)
    )
    return replace(query, terms=(*kept, CONTRIBUTION), measures=measures)


def is_paid_by_a_group(query: Query) -> bool:
    """Whether it asks, of one association and time, how much "kommunerna" pay: all of them, and not the first."""
    several = len(query.associations) > 1 or len(query.periods) > 1 or len(query.measures) > 1
    return not several and is_about_contributions(query) and group_named(query) is not None


def names_all_of(text: str) -> bool:
    """Whether all members of a kind are meant: "kommunerna"."""
    return any(fold(word) in _ALL_MEMBERS for word in words(text))


def is_member_row(row: str) -> bool:
    """Whether a row is called after one of the members that `names_all_of` means."""
    return any(set(terms(row)) & called for called in _CALLED.values())


def is_about_contributions(query: Query) -> bool:
    """Whether it asks, by a verb or by name, for what members pay: then a place that is named is the member."""
    return as_contributions(query) is not query or any(term_match(CONTRIBUTION, (t.stem,)) > 0 for t in query.terms)


def _named_by(asked: Sequence[Term], measure: Measure) -> tuple[str, ...]:
    """Of a payer that is named no other row answers, whatever it means."""
    return () if any(t.required for t in asked) else measure.concepts


def _without_verbs(asked: Sequence[Term]) -> tuple[Term, ...]:
    """Who pays, without that it is paid. Of "region A län" the name tells more than the kind of member."""
    named = any(t.required for t in asked)
    asked = [replace(t, weight=_LITTLE) if named and t.stem in _MEMBERS and not t.required else t for t in asked]
    if not named:
        asked = [replace(t, required=True) if t.stem in _THE_ONLY_ONE or fold(t.word) in _ALL_MEMBERS else t for t in asked]
    return tuple(t for t in asked if fold(t.word) not in _PAYING and fold(t.word) not in _NUMERALS and t.stem not in _BESIDE)


def _tells_what_for(term: Term) -> bool:
    """Whether a word says what is paid for: "hyra", "per deltagare"; not who pays, how many, or that it is paid."""
    if term.required or term.weight < 1 or term.stem in _MEMBERS or term.stem in _BESIDE:
        return False
    return fold(term.word) not in _PAYING and fold(term.word) not in _NUMERALS and not term.stem.isdigit()


def group_named(query: Query) -> tuple[str, int | None] | None:
    """The group that a question is about as a whole, and how many there are said to be: "de fem kommunerna"."""
    for match in _ALL_OF.finditer(fold(query.question)):
        group = next((name for name in _CALLED if match["group"].startswith(name)), None)
        if group is not None:
            number = (match["number"] or "").strip()
            return group, 2 if " bada " in f" {match[0]} " else _NUMERALS.get(number)
    folded = fold(query.question)
    return next(
        (
            (name, None)
            for name in _CALLED
            if re.search(rf"\b(?:vilken {name}|vilka {name}er|{name}ernas?|{_IN_ENGLISH[name]})\b", folded)
        ),
        None,
    )


def figures_of_group(query: Query, library: Library) -> tuple[FigureEvidence, ...]:
    """The figure of every member of the group, from one table; none when they are not as many as the question says.

    Two tables that state different figures for them leave open which is meant: then none either.
    """
    named = group_named(query)
    return _of_called(*named, query, library) if named is not None else ()


def _of_called(group: str, number: int | None, query: Query, library: Library) -> tuple[FigureEvidence, ...]:
    rest = [t for t in query.terms if not t.stem.startswith(group) and fold(t.word) not in _NUMERALS and t.stem not in _BESIDE]
    rest = [t for t in rest if t.stem not in load_vocabulary().operations]
    found = [
        (coverage(rest, _shared(members), kin.near, kin.far, query, library), members)
        for kin in kin_of(query, library)
        if len(members := _members(kin, group)) > 1
    ]
    about = [(score, members) for score, members in found if score >= _ABOUT and number in (None, len(members))]
    if not about:
        return ()
    latest = max(_end(members[0][0]) for _, members in about)
    now = [(score, members) for score, members in about if _end(members[0][0]) == latest]
    best = max(score for score, _ in now)
    kept = [members for score, members in now if score == best]
    if len({tuple(sorted(s.figure.value for s, _ in members)) for members in kept}) > 1:
        return ()
    return tuple(as_evidence(s, NAMED_SCORE) for s, _ in kept[0])


def figures_under_heading(query: Query, library: Library) -> tuple[FigureEvidence, ...]:
    """Of "vilken insats kostade mest" the rows under the heading of that name, without their sum; none when there are
    two such tables that differ."""
    asked = _WHICH_MOST.search(fold(query.question))
    if asked is None:
        return ()
    group, found = stem(asked["thing"]), []
    rest = [t for t in query.terms if t.stem != group and t.stem not in _BESIDE and t.weight >= 1]
    for kin in kin_of(replace(query, number_kind=_kind_meant(query)), library):
        parents = source_stems(kin.first.figure.row.rpartition(" › ")[0])
        rows = [s for s, label in zip(kin.figures, kin.labels, strict=True) if label]
        of_one_column = len({s.figure.column for s in rows}) == 1
        if len(rows) > 1 and of_one_column and any(stem_similarity(group, p) >= INFLECTED for p in parents):
            found.append((coverage(rest, (), kin.near, kin.far, query, library), rows))
    about = [rows for score, rows in found if score >= _ABOUT]
    if len({tuple(sorted(s.figure.value for s in rows)) for rows in about}) != 1:
        return ()
    return tuple(as_evidence(s, NAMED_SCORE) for s in about[0])


_WHICH_MOST = re.compile(r"\bvilke[nt] (?P<thing>\w+) .*\b(?:mest|minst|flest|farst|storst|hogst|lagst|dyrast|billigast)\b")


def _kind_meant(query: Query) -> NumberKind | None:
    """ "Kostade mest" is money; "flest deltagare" is not."""
    return NumberKind.MONEY if query.about_money else query.number_kind


def _members(kin: Kin, group: str) -> list[tuple[StoredFigure, tuple[str, ...]]]:
    """The rows of a member each: its kind of name and one more word, of one wording."""
    named = [(s, label) for s, label in zip(kin.figures, kin.labels, strict=True) if set(label) & _CALLED[group]]
    return [(s, label) for s, label in named if len(label) == len(named[0][1])]


def _shared(members: Sequence[tuple[StoredFigure, tuple[str, ...]]]) -> tuple[str, ...]:
    first = members[0][1]
    return tuple(w for w in first if all(w in label for _, label in members))


def _end(stored: StoredFigure) -> str:
    return (stored.figure.period or "").rpartition("/")[2]
