"""What a number of a sentence counts or measures, in the sentence's own words.

Each rule knows one way to say it; a number that no rule can place has no label and states nothing.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace

from ingest.statements_clauses import Clause, clause_of, tidy
from ingest.statements_counts import counted_text, is_sex, told_text
from ingest.statements_numbers import MONEY, YEAR, Mention
from ingest.statements_phrases import SEPARATOR, amount_text, change_text, is_vague, share_text, subject_of, tells_growth
from ingest.statements_words import Sentence

_AVERAGE = re.compile(r"\b(?:genomsnitt\w*|snitt|snittet|medel|medeltal|medelvarde\w*|median\w*)\b|\w*tiden?\b")
_MONEY_WORDS = re.compile(r"kronor|\bkr\b|medel|kostnad|budget|bidrag|finansier|anslag|tillgang|tilldel|intakt|resultat|fordela")
_SCALE = re.compile(r"\b(?:snitt|medelvarde|medel) (?:pa|var|ar) \d,\d|\bskala")
# Not stated as so: what is lacking, denied, an ordinal ("de första 6"), a rate's base, a bandwidth.
_NOT_STATED = re.compile(
    r"\b(?:saknas|inte|ej|aldrig|varje|per|forsta|sista|senaste|kommande|narmaste|foljande|nasta|varierar|varierat|varierade|klarar|kravs|kraver"
    r"|mellan) (?:\w+ )?(?:som mest )?$|\binom (?:ramen for )?(?:de )?$"
)
_REFERS_BACK = re.compile(r"\b(?:vilket|som) (?:ar|var|utgor|utgjorde|motsvarar|motsvarade) $")
_WHERE = re.compile(r"(?:i|inom|hos|for|per|till)\b")
_COMPARED = re.compile(r"(?:mindre|mer|lagre|hogre|fler|farre|battre|samre)\b")
_STAFFED = re.compile(
    r"^(?!.*(?:vakan|sakna|minska|oka))(?:.*\b)?(?:har|hade|bestar|bestod|motsvarar|motsvarade|bemanna\w+|arbetar|finns|fanns|utgor)\b"
)
_GOAL_OF = re.compile(r"\bm.l(?:et)? (?:pa|om) $")
_FROM_TO = re.compile(rf" (?:ar )?(?:{YEAR} )?till ")
# "deltagare ut" tells nothing more than "deltagare".
_SHORTEST_PREDICATE = 6


@dataclass(frozen=True, slots=True)
class Label:
    """What a mention is about. `share`: a percentage printed beside a count or an amount; `change`: by how much something
    grew or fell; `earlier`: what it was before it became what the next mention tells; `told`: the noun is left out."""

    mention: Mention
    text: str
    unit: str
    share: bool = False
    change: bool = False
    earlier: bool = False
    told: bool = False


def label_mentions(sentence: Sentence, mentions: Sequence[Mention]) -> tuple[Label, ...]:
    """The labels of those mentions that have one, in order; alike counts are told apart by what is told of each."""
    clauses = [clause_of(sentence, mentions, at) for at in range(len(mentions))]
    labels: list[Label | None] = []
    for at, (mention, clause) in enumerate(zip(mentions, clauses, strict=True)):
        host = _host(clause, mention, labels)
        if at and _is_from_to(sentence, mentions[at - 1], mention):
            labels.append(replace(host, mention=mention, earlier=False) if host is not None else None)
        elif at + 1 < len(mentions) and _is_from_to(sentence, mention, mentions[at + 1]):
            labels.append(_earlier(clause, mention, mentions[at + 1]))
        else:
            labels.append(None if _NOT_STATED.search(clause.before) else _label(sentence, clause, mention, host))
    return _told_apart(labels, clauses)


def _host(clause: Clause, mention: Mention, labels: Sequence[Label | None]) -> Label | None:
    """The label that the number stands beside; for the same measure at another time the last one before it in its unit."""
    if clause.host is None:
        return None
    if not clause.dated_only:
        return labels[clause.host]
    return next((label for label in reversed(labels) if label is not None and label.unit == (mention.unit or "antal")), None)


def _told_apart(labels: Sequence[Label | None], clauses: Sequence[Clause]) -> tuple[Label, ...]:
    own = [label is not None and not label.share and not clause.dated_only for label, clause in zip(labels, clauses, strict=True)]
    times = Counter(label.text for label, mine in zip(labels, own, strict=True) if label is not None and mine)
    return tuple(
        _with_predicate(label, clause) if mine and times[label.text] > 1 else label
        for label, clause, mine in zip(labels, clauses, own, strict=True)
        if label is not None
    )


def _with_predicate(label: Label, clause: Clause) -> Label:
    """The count with what is told of it: "personer från …", "person gått vidare till studier"."""
    whole, _, noun = label.text.rpartition(SEPARATOR)
    longer = tidy(clause.text_after)
    if (
        label.unit != "antal"
        or label.told
        or _GOAL_OF.search(clause.before)
        or not longer.startswith(noun)
        or len(longer) < len(noun) + _SHORTEST_PREDICATE
    ):
        return label
    return replace(label, text=f"{whole}{SEPARATOR}{longer}" if whole else longer)


def _label(sentence: Sentence, clause: Clause, mention: Mention, host: Label | None) -> Label | None:
    if clause.dated_only:
        return _at_another_time(clause, mention, host)
    if mention.unit in (None, "antal", "årsarbetare"):
        return _count(sentence, clause, mention, host)
    if mention.unit == "%":
        return None if _SCALE.search(sentence.folded) else _share(clause, mention, host)
    if mention.unit in MONEY or (mention.unit == "miljoner" and _MONEY_WORDS.search(sentence.folded)):
        unit = "mnkr" if mention.unit == "miljoner" else mention.unit or ""
        change = change_text(clause)
        return _labelled(mention, change or amount_text(clause), unit, change=bool(change))
    if mention.unit != "miljoner" and _AVERAGE.search(clause.before) and not change_text(clause):
        where = clause.text_after if _WHERE.match(clause.after) else ""
        return _labelled(mention, tidy(f"{clause.text_before} {where}"), mention.unit or "")
    return None


def _labelled(mention: Mention, text: str, unit: str, *, change: bool = False) -> Label | None:
    return Label(mention, text, unit, change=change) if text and not is_vague(text) else None


def _at_another_time(clause: Clause, mention: Mention, host: Label | None) -> Label | None:
    """ "45 % har … (2021 - 41 %, 2022 - 43 %)": what the number before the bracket measures, at another time.

    Not where a comma lies between: what follows it may be what the bracket is about.
    """
    if host is None or host.change or "," in clause.outer:
        return None
    return replace(host, mention=mention)


def _is_from_to(sentence: Sentence, one: Mention, other: Mention) -> bool:
    before, between = sentence.folded[: one.hedge_start], sentence.folded[one.end : other.hedge_start]
    return before.endswith("fran ") and _FROM_TO.fullmatch(between) is not None


def _earlier(clause: Clause, mention: Mention, later: Mention) -> Label | None:
    """ "ökat från 15 till 20 %": the value that was left."""
    unit = mention.unit or later.unit or "antal"
    subject = subject_of(clause) if unit in ("%", "antal", *MONEY) else ""
    return Label(mention, subject, unit, earlier=True) if subject and not is_vague(subject) else None


def _count(sentence: Sentence, clause: Clause, mention: Mention, host: Label | None) -> Label | None:
    unit = mention.unit or "antal"
    if unit == "årsarbetare":
        return Label(mention, unit, unit) if _STAFFED.search(clause.lead) else None
    text = counted_text(sentence, clause, mention)
    change = change_text(clause) if text else ""
    if change:
        return _labelled(mention, change if " " in change else f"{change}{SEPARATOR}{text}", unit, change=True)
    told = ""
    if not text and not _SCALE.search(sentence.folded):
        told = told_text(clause, host.text if host is not None and host.told else "")
    if is_sex(text) or "varav" in clause.before.split():
        if clause.host is not None and host is None:
            return None
        return _labelled(mention, _below(host, text or told), unit) if text or told else None
    return Label(mention, told, unit, told=True) if told else _labelled(mention, text, unit)


def _below(host: Label | None, text: str) -> str:
    """The part under the whole it is a part of: "deltagare › kvinnor"; beside another part, under the same whole."""
    if host is None:
        return text
    whole, _, part = host.text.rpartition(SEPARATOR)
    whole = whole if is_sex(part) else host.text
    return f"{whole}{SEPARATOR}{text}" if whole else text


def _share(clause: Clause, mention: Mention, host: Label | None) -> Label | None:
    alone = not clause.before and not clause.after
    if host is not None and host.unit != "%" and ((clause.touches_host and alone) or _REFERS_BACK.search(clause.before)):
        return replace(host, mention=mention, unit="%", share=True)
    change = change_text(clause)
    if change:
        return _labelled(mention, change, "%", change=True)
    part = tidy(clause.text_after)
    if _COMPARED.match(clause.after):
        return _labelled(mention, part, "%", change=True)
    if not is_sex(part):
        text = share_text(clause)
        return _labelled(mention, text, "%", change=clause.in_bracket and alone and tells_growth(text))
    if clause.host is not None and host is None:
        return None
    return Label(mention, _below(host, part), "%", share=host is not None and (host.unit == "antal" or host.share))
