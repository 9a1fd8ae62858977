"""What a language model is given to phrase: each figure, calculation and sentence of an answer under an opaque key.

It sees no digits of figures: of a figure its name, place, time and sign, of a sentence its words with keys in the place of
numbers. So it can copy none wrongly, and the text that it writes has none to be checked but those that code fills in.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import count, product
from string import ascii_lowercase

from assistant.amounts import base_unit, base_value
from assistant.draft import Draft, mark
from assistant.evidence import Calculation, FigureEvidence, QuoteEvidence
from assistant.facts import facts_of
from assistant.llm.prompts import prompt_text
from assistant.operations import Operation
from assistant.premises import Claim, direction_of, sign_of
from assistant.voice import Voice
from assistant.wording import say_each
from ingest.domain import Visibility

# A number of a sentence, with what belongs to it; years are words of time and stay.
NUMBER = re.compile(r"(?<![\w])[−–-]?\d+(?:[ \u00a0\u202f.,:/–-]?\d+)*(?:\s?%)?(?![\w])")
_YEAR = re.compile(r"(?:19|20)\d\d(?:[–/-](?:19|20)?\d\d)?")
_CHANGES = (Operation.DIFFERENCE, Operation.CHANGE_PERCENT)


@dataclass(frozen=True, slots=True)
class Item:
    """One thing that the model may tell. `value` is what a placeholder of it becomes: a figure with its unit, or a text
    between quotation marks; `marks` cite it.

    `shown` is the line that the model reads. `inputs` are the figures that a calculation rests on. `numbers` are those of a
    sentence, as printed, in order: its placeholders are the key and their number from 1.
    """

    key: str
    source: FigureEvidence | Calculation | QuoteEvidence
    value: str
    marks: str
    shown: str
    inputs: tuple[FigureEvidence, ...] = ()
    numbers: tuple[str, ...] = ()

    @property
    def figures(self) -> tuple[FigureEvidence, ...]:
        """The figures that it is, or rests on; none of a sentence."""
        return (self.source,) if isinstance(self.source, FigureEvidence) else self.inputs


@dataclass(frozen=True, slots=True)
class Material:
    """The `items` of a draft, best first."""

    draft: Draft
    items: tuple[Item, ...]

    @property
    def shown(self) -> str:
        """The lines that the model reads."""
        return "\n".join(item.shown for item in self.items)

    @property
    def is_internal(self) -> bool:
        """Whether any of it comes from a report that is not public."""
        figures = [e.stored.report for e in self.draft.figures]
        reports = [*figures, *(q.report for q in self.draft.quotes)]
        return any(report.visibility != Visibility.PUBLIC for report in reports)

    def item(self, key: str) -> Item | None:
        """What a key stands for; none for an invented one."""
        return next((item for item in self.items if item.key == key), None)


def material_of(draft: Draft, voice: Voice) -> Material:
    """What a draft tells, as a model is given it. Prints that repeat a fact are further marks of its one item."""
    keys = _keys()
    told = [e for e in draft.figures if mark(e.key) in draft.text]
    items = [_calculation(next(keys), c, draft, voice) for c in draft.calculations]
    for fact in facts_of(told):
        marks = " ".join(mark(e.key) for e in fact.prints)
        items.append(_figure(next(keys), fact.best, marks, voice))
    items += [_quote(next(keys), q, voice) for q in draft.quotes if mark(q.key) in draft.text]
    return Material(draft, tuple(items))


def _keys() -> Iterator[str]:
    """ "a", "b", … "z", "aa", "ab", …: they say nothing of what they stand for."""
    return ("".join(letters) for length in count(1) for letters in product(ascii_lowercase, repeat=length))


def _figure(key: str, evidence: FigureEvidence, marks: str, voice: Voice) -> Item:
    unit, sign = base_unit(evidence), sign_of(evidence)
    if sign is not None:
        kind = prompt_text(voice.language, "surplus" if sign is Claim.PLUS else "deficit", unit=unit)
    elif base_value(evidence) < 0:
        kind = prompt_text(voice.language, "negative", unit=unit)
    else:
        kind = prompt_text(voice.language, "count") if unit == "antal" else prompt_text(voice.language, "amount", unit=unit)
    shown = prompt_text(
        voice.language,
        "figure",
        key=key,
        label=voice.label(evidence),
        association=evidence.stored.report.association,
        time=voice.time(evidence) or prompt_text(voice.language, "times_unknown"),
        kind=kind,
    )
    return Item(key, evidence, voice.figure(evidence), marks, shown)


def _calculation(key: str, calculation: Calculation, draft: Draft, voice: Voice) -> Item:
    by_key = {e.key: e for e in draft.figures}
    inputs = tuple(by_key[one] for one in calculation.inputs if one in by_key)
    marks = " ".join(mark(one) for one in calculation.inputs)
    direction = direction_of(calculation)
    changed = "none" if direction is None else direction.value
    phrase = f"change_{changed}" if calculation.operation in _CHANGES else "amount"
    shown = prompt_text(
        voice.language,
        "calculation",
        key=key,
        operation=voice.say(f"{calculation.operation}_label").lower(),
        about=say_each([voice.full_label(e, with_association=True) for e in inputs], voice.language) or calculation.label,
        kind=prompt_text(voice.language, phrase, unit=calculation.unit),
    )
    return Item(key, calculation, voice.result(calculation), marks, shown, inputs)


def _quote(key: str, quote: QuoteEvidence, voice: Voice) -> Item:
    numbers: list[str] = []

    def keyed(match: re.Match[str]) -> str:
        if _YEAR.fullmatch(match[0]):
            return match[0]
        numbers.append(match[0])
        return f"{{{key}{len(numbers)}}}"

    shown = prompt_text(
        voice.language,
        "text",
        key=key,
        association=quote.report.association,
        title=quote.report.title,
        section=re.sub(r"^[\d.]+ ", "", quote.unit.locator.section),
        quote=NUMBER.sub(keyed, " ".join(quote.unit.text.split())),
    )
    return Item(key, quote, f"”{quote.unit.text}”", mark(quote.key), shown, (), tuple(numbers))
