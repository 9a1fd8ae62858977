"""Who gives money and who gets it: whether a sentence says no other way of it than the figures' names do."""

from __future__ import annotations

import re
from collections.abc import Sequence

from assistant.evidence import FigureEvidence
from assistant.llm.own_words import OwnWords, association_stems, label_stems, whole_names
from assistant.llm.prose_words import load_prose_words
from assistant.llm.written import Word, Written
from assistant.premises import sign_of
from assistant.vocabulary import load_vocabulary
from assistant.wording import say_label
from ingest.domain import Scenario
from ingest.language import fold, stem, words

# Words that say who gives and who gets; each is tried by itself.
ROLES = frozenset("till fran fick far fatt received got from gick gar".split())

PAYS = frozenset("betalade betalar betalat lamnade lamnar lamnat gav ger bidrog bidrar bidragit paid pays contributed".split())

# "enligt uppgift från …": who says it.
_TOLD_BY = frozenset({"uppgift", "uppgiften", "uppgifter"})
_DIRECTED = frozenset({"till", "fran", "to", "from"})
_MOST_OF_A_NAME = 4
_MONEY_IN = ("bidrag", "medel", "intakt")

_AMOUNTING = frozenset("uppgick uppgar uppga uppgatt amounted".split())


def givers_agree(written: Written, figures: list[FigureEvidence], own: OwnWords) -> bool:
    """Whether "till", "från" and "fick" say no other way of the money than the figures' names do: after "uppgick" and the like,
    in "från … till …" between times and figures, as a row has them, and for what the association itself gets."""
    rows = {fold(w) for e in figures for w in words(f"{e.stored.figure.row} {e.stored.figure.table or ''} {say_label(e)}")}
    money_in = any(any(one in stem_ for one in _MONEY_IN) for stem_ in own.stems)
    named = frozenset[str]().union(*(association_stems(e) for e in figures))
    labels = frozenset[str]().union(*(label_stems(e) for e in figures))
    for n, word in enumerate(written.words):
        before = written.words[n - 1].folded if n else ""
        after = written.words[n + 1] if n + 1 < len(written.words) else None
        to_a_place = any(
            not written.text[word.at + len(word.written) : place.at].strip() for place in written.places if place.at > word.at
        )
        to_a_time = after is not None and (
            after.folded.isdigit() or after.folded in load_prose_words().months or after.folded == "den"
        )
        if word.folded in rows - {"till", "fran"}:
            continue
        if _is_where_people_go(n, written, figures) or _is_a_budgets_part(n, written, figures):
            continue
        if word.folded == "till" and not (
            before in (*_AMOUNTING, "hor")
            or (n and after is not None and not money_in and {written.words[n - 1].stem, after.stem} <= labels)
            or to_a_place
            or to_a_time
            or "till" in rows
            or (before, after and after.folded) == ("till", "med")
        ):
            to_the_association = (
                money_in and after is not None and _names_the_association(written.words[n + 1 : n + 5], written.text, figures)
            )
            if not to_the_association and not (after is not None and after.folded == "och") and before != "och":
                return False
        if word.folded in ("gick", "gar") and (after is None or after.folded != "fran") and not _says_a_sign(written, figures):
            return False
        pays_itself = not money_in and after is not None and _spends(n, written, figures)
        if word.folded in PAYS and not pays_itself and not (money_in and _payer_stands_by(written, n, named, labels)):
            return False
        if word.folded in ("fran", "from") and not (
            to_a_place
            or to_a_time
            or "fran" in rows
            or before in _TOLD_BY
            or (money_in and after is not None and after.stem in labels)
        ):
            return False
        if word.folded in ("fick", "far", "fatt", "received", "got"):
            near = {one.stem for one in written.words[max(n - 3, 0) : n + 4]}
            if not money_in or not near & named or _without_givers(written.words[:n]) & (labels - named):
                return False
    return True


def _is_where_people_go(n: int, written: Written, figures: Sequence[FigureEvidence]) -> bool:
    """Whether "till" or "från" says where people are counted ("avslutades från insatserna"), of a count whose name has no such
    word itself, in a sentence that has no other."""
    directed = [word for word in written.words if word.folded in _DIRECTED]
    names = {fold(w) for e in figures for w in words(f"{e.stored.figure.row} {e.stored.figure.table or ''} {say_label(e)}")}
    counted = all(e.stored.figure.unit == "antal" for e in figures)
    return counted and directed == [written.words[n]] and not names & _DIRECTED and "av" not in names


def _is_a_budgets_part(n: int, written: Written, figures: Sequence[FigureEvidence]) -> bool:
    """Whether "får" has the row right before it of which a budget tells what it may cost: "Språkverkstaden får {a} av …"."""
    word, part = written.words[n], figures[0]
    row = part.stored.figure.row
    is_cost = part.stored.figure.scenario is Scenario.BUDGET and not any(one in fold(row) for one in ("bidrag", "intakt"))
    own = {stem(w.lower()) for w in words(row)}
    spans = whole_names(written.text, part.stored.report.association)
    subject = [one for one in written.words[max(n - 2, 0) : n] if not any(begin <= one.at < end for begin, end in spans)]
    return word.folded == "far" and is_cost and len(subject) == min(n, 2) > 0 and all(one.stem in own for one in subject)


def _says_a_sign(written: Written, figures: Sequence[FigureEvidence]) -> bool:
    """Whether the sentence tells results with their sign, which is tried by itself: "gick {a} plus", "gick back"."""
    prose = load_prose_words()
    return bool({word.folded for word in written.words} & (prose.plus | prose.minus)) and all(map(sign_of, figures))


def _spends(n: int, written: Written, figures: Sequence[FigureEvidence]) -> bool:
    """Whether a word for paying has the association itself, named whole, right before it, or right after as in questions; and
    nobody who is paid."""
    word = written.words[n]
    pairs = zip(written.words, written.words[1:], strict=False)
    is_paid = any(one.folded == "till" and after.folded != "och" for one, after in pairs)
    if is_paid or any(e.stored.figure.unit == "antal" for e in figures):
        return False
    ends = [span for e in figures for span in whole_names(written.text, e.stored.report.association)]
    before = any(not written.text[end : word.at].strip() for _, end in ends)
    return before or any(not written.text[word.at + len(word.written) : begin].strip(" ") for begin, _ in ends)


def _without_givers(said: Sequence[Word]) -> frozenset[str]:
    """The stems of the words, but for those of a name after "från"."""
    stems: set[str] = set()
    giver = 0  # how many words of a name there may still be
    for word in said:
        giver = _MOST_OF_A_NAME if word.folded in ("fran", "from") else max(giver - 1, 0)
        if not giver:
            stems.add(word.stem)
    return frozenset(stems)


def _names_the_association(following: Sequence[Word], text: str, figures: list[FigureEvidence]) -> bool:
    """Whether what follows is the association's whole name."""
    generic = load_vocabulary().generic_names
    own = [w for w in following if w.folded not in generic][:1]
    return bool(own) and all(
        any(begin == own[0].at for begin, _ in whole_names(text, e.stored.report.association)) for e in figures
    )


def _payer_stands_by(written: Written, n: int, named: frozenset[str], labels: frozenset[str]) -> bool:
    """Whether a name of a row stands right before or after a word for paying, and the association, which is paid, does not."""
    beside = (*written.words[max(n - 4, 0) : n], *written.words[n + 1 : n + 4])
    payers = [
        word for word in beside if word.stem in labels - named or (word.stem in labels and word.stem not in _whole_name(written))
    ]
    return bool(payers) and not any(word.stem in named - labels for word in beside)


def _whole_name(written: Written) -> frozenset[str]:
    """The stems of towns that are joined by a stroke, as an association of two towns is called."""
    return frozenset(stem(w.lower()) for pair in re.findall(r"(\w+)/(\w+)", written.text) for w in pair)
