"""Who gives money and who gets it: whether a sentence says no other way of it than the figures' names do.

A giver stands right beside the word for paying, the association that gets it right beside the word for getting, and no other name
stands between it and the figure. What is said in another way is not told.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from assistant.evidence import FigureEvidence
from assistant.llm.own_words import association_stems, label_stems, whole_names
from assistant.llm.prose_words import load_prose_words
from assistant.llm.written import Word, Written
from assistant.matching import INFLECTED, stem_similarity
from assistant.premises import sign_of
from assistant.vocabulary import load_vocabulary
from assistant.wording import say_label
from ingest.domain import Scenario
from ingest.language import fold, stem, words

# Words that say who gives and who gets; each is tried by itself.
GETS = frozenset("fick far fatt received got".split())
PAYS = frozenset("betalade betalar betalat lamnade lamnar lamnat gav ger bidrog bidrar bidragit paid pays contributed".split())
ROLES = frozenset("till fran from gick gar".split()) | GETS

# What a giver's name may end in, uncapitalised.
_OF_A_GIVER = frozenset("kommun kommunen kommuner kommunerna lan regionen staten stad".split())
_DIRECTED = frozenset({"till", "fran", "to", "from"})
INCOME = ("bidrag", "medel", "intakt", "avgift")
_AMOUNTING = frozenset("uppgick uppgar uppga uppgatt amounted".split())
# What may stand before whoever gives or gets: times, and words that join sentences.
_BEFORE = frozenset("ar under den och medan men i in on the and while alltsa dar da".split())


@dataclass(frozen=True, slots=True)
class _Told:
    """A sentence about `figures`: `rows` are the folded words of their names, `labels` the stems of those that tell them apart,
    `named` those of their associations; `names` the spans where an association is named whole."""

    written: Written
    figures: Sequence[FigureEvidence]
    rows: frozenset[str]
    labels: frozenset[str]
    named: frozenset[str]
    names: tuple[tuple[int, int], ...]

    @property
    def is_income(self) -> bool:
        return all(any(one in word for one in INCOME for word in map(fold, words(say_label(e)))) for e in self.figures)

    def in_a_name(self, word: Word) -> bool:
        return any(begin <= word.at < end for begin, end in self.names)

    def is_time(self, word: Word) -> bool:
        prose = load_prose_words()
        return word.folded.isdigit() or word.folded in prose.months | prose.ordinals or word.folded in _BEFORE

    def is_joined(self, one: Word, other: Word) -> bool:
        """Whether nothing but space stands between two words, or a stroke within a name."""
        between = self.written.text[one.at + len(one.written) : other.at]
        return not between.strip(" ") or (between == "/" and self.in_a_name(other))


def givers_agree(written: Written, figures: Sequence[FigureEvidence]) -> bool:
    """Whether each word for giving, getting and direction says no other way of the money, or the people, than the names do."""
    if not figures:
        return True
    text = " ".join(f"{e.stored.figure.row} {e.stored.figure.table or ''} {say_label(e)}" for e in figures)
    told = _Told(
        written,
        figures,
        frozenset(fold(w) for w in words(text)),
        frozenset[str]().union(*(label_stems(e) for e in figures)),
        frozenset[str]().union(*(association_stems(e) for e in figures)),
        tuple(span for e in figures for span in whole_names(written.text, e.stored.report.association)),
    )
    return all(_agrees(told, n) for n in range(len(written.words)))


def _agrees(told: _Told, n: int) -> bool:
    word = told.written.words[n]
    if word.folded not in ROLES | PAYS or word.folded in told.rows - _DIRECTED:
        return True
    if word.folded in PAYS:
        return told.is_income and _gives(told, n)
    if word.folded in GETS:
        return (told.is_income and _gets(told, n)) or _is_a_budgets_part(told, n)
    if word.folded in ("gick", "gar"):
        return _follows(told, n) == "fran" or _says_a_sign(told)
    if _is_where_people_go(told, n):
        return True
    return _is_to(told, n) if word.folded == "till" else _is_from(told, n)


def _gives(told: _Told, n: int) -> bool:
    """Whether the row's giver stands right before the word, or right after it where nobody stands before: "2023 gav X …"."""
    said = told.written.words
    begin = n
    while begin and _is_of_a_giver(told, said[begin - 1]) and told.is_joined(said[begin - 1], said[begin]):
        begin -= 1
    if begin < n:
        before, after = said[begin - 1] if begin else None, n + 1
        free = before is None or told.is_time(before) or bool(told.written.text[_end(before) : said[begin].at].strip())
        return free and (before is None or before.folded not in ("i", "in")) and not _names_somebody(told, after)
    after = n + 1
    while after < len(said) and (_is_of_a_giver(told, said[after]) or _joins(said[after], after > n + 1)):
        after += 1
    sums = load_prose_words().summing
    led = all(told.is_time(word) or word.folded in sums for word in said[:n])
    return after > n + 1 and led and not _names_somebody(told, after)


def _joins(word: Word, follows: bool) -> bool:
    return follows and word.folded in ("och", "and")


def _gets(told: _Told, n: int) -> bool:
    """Whether the association, named whole, stands right before the word, or right after it where nobody but a giver does."""
    said = told.written.words
    before = [span for span in told.names if not told.written.text[span[1] : said[n].at].strip(" s")]
    after = [span for span in told.names if not told.written.text[_end(said[n]) : span[0]].strip(" ")]
    generic = load_vocabulary().generic_names
    if before:
        led = [word for word in said if word.at < before[0][0] and word.folded not in generic]
        last = led[-1] if led else None
        return (last is None or (told.is_time(last) and last.folded != "i")) and not _names_somebody(told, n + 1)
    named_after = [word for word in said[n + 1 :] if word.folded in generic]
    after = after or [span for span in told.names if named_after and not _between(told, n, span[0], generic)]
    led = _without_givers(said[:n])
    return bool(after) and all(map(told.is_time, led)) and not _names_somebody(told, n + 1)


def _between(told: _Told, n: int, end: int, generic: frozenset[str]) -> list[Word]:
    return [word for word in told.written.words[n + 1 :] if word.at < end and word.folded not in generic]


def _names_somebody(told: _Told, begin: int) -> bool:
    """Whether a name that is no association's whole one, and none after "från", stands between there and the next figure."""
    said = told.written.words
    ends = [place.at for place in told.written.places if begin < len(said) and place.at > said[begin].at]
    following = [word for word in said[begin:] if word.at < min(ends, default=len(told.written.text))]
    apart = told.labels - {stem(w) for w in told.rows if any(one in w for one in INCOME)}
    generic = load_vocabulary().generic_names
    somebody = [word for word in _without_givers(following) if word.stem in apart or word.written[:1].isupper()]
    return any(not told.in_a_name(word) and word.folded not in generic for word in somebody)


def _is_of_a_giver(told: _Told, word: Word) -> bool:
    is_money = any(one in word.folded for one in INCOME)
    return word.stem in told.labels and not is_money and not told.in_a_name(word) and word.folded not in _DIRECTED


def _without_givers(said: Sequence[Word]) -> list[Word]:
    """The words, but for "från" and those of the name after it."""
    found: list[Word] = []
    giver = False
    for word in said:
        giver = word.folded in ("fran", "from") or (giver and (word.written[:1].isupper() or word.folded in _OF_A_GIVER))
        if not giver:
            found.append(word)
    return found


def _is_to(told: _Told, n: int) -> bool:
    said = told.written.words
    before, after = said[n - 1] if n else None, said[n + 1] if n + 1 < len(said) else None
    if (before is not None and before.folded in _AMOUNTING) or _leads_to_a_place(told, n) or _leads_to_a_time(told, n):
        return True
    if "till" in told.rows or after is None:
        return "till" in told.rows
    if after.folded == "och":  # "till och med"
        return n + 2 < len(said) and said[n + 2].folded == "med"
    if not told.is_income:
        return before is not None and all(_is_met(word, told.labels) for word in (before, after))
    generic = load_vocabulary().generic_names
    own = next((word for word in said[n + 1 :] if word.folded not in generic), None)
    return own is not None and any(begin == own.at for begin, _ in told.names)


def _is_met(word: Word, stems: frozenset[str]) -> bool:
    return any(stem_similarity(word.stem, one) >= INFLECTED for one in stems)


def _is_from(told: _Told, n: int) -> bool:
    after = told.written.words[n + 1] if n + 1 < len(told.written.words) else None
    if _leads_to_a_place(told, n) or _leads_to_a_time(told, n) or "fran" in told.rows:
        return True
    return told.is_income and after is not None and after.stem in told.labels


def _leads_to_a_place(told: _Told, n: int) -> bool:
    end = _end(told.written.words[n])
    return any(not told.written.text[end : place.at].strip() for place in told.written.places if place.at >= end)


def _leads_to_a_time(told: _Told, n: int) -> bool:
    after = _follows(told, n)
    return after.isdigit() or after in load_prose_words().months or after == "den"


def _follows(told: _Told, n: int) -> str:
    return told.written.words[n + 1].folded if n + 1 < len(told.written.words) else ""


def _end(word: Word) -> int:
    return word.at + len(word.written)


def _is_where_people_go(told: _Told, n: int) -> bool:
    """Whether "till" or "från" says where people are counted ("avslutades från insatserna"), of a count or share whose name has
    no such word itself, in a sentence that has no other."""
    directed = [word for word in told.written.words if word.folded in _DIRECTED]
    counted = all(e.stored.figure.unit in ("antal", "%") for e in told.figures)
    return counted and directed == [told.written.words[n]] and not told.rows & (_DIRECTED | {"av"})


def _is_a_budgets_part(told: _Told, n: int) -> bool:
    """Whether "får" has the row right before it of which a budget tells what it may cost: "Språkverkstaden får {a} av …"."""
    said, part = told.written.words, told.figures[0]
    row = part.stored.figure.row
    is_cost = part.stored.figure.scenario is Scenario.BUDGET and not any(one in fold(row) for one in ("bidrag", "intakt"))
    own = {stem(w.lower()) for w in words(row)}
    subject = said[max(n - 2, 0) : n]
    is_own = bool(subject) and all(one.stem in own and not told.in_a_name(one) for one in subject)
    return said[n].folded == "far" and is_cost and is_own


def _says_a_sign(told: _Told) -> bool:
    """Whether the sentence tells results with their sign, which is tried by itself: "gick {a} plus", "gick back"."""
    prose = load_prose_words()
    signs = prose.plus | prose.minus
    return bool({word.folded for word in told.written.words} & signs) and all(map(sign_of, told.figures))
