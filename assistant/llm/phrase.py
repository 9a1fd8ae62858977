"""A language model words an answer that code has found: sentence by sentence, each told once the gate has passed it.

What the gate refuses it may write once more, told why, where what it was asked for would else not be said.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from contextlib import closing
from dataclasses import dataclass, replace

from assistant.answer import CallOutcome, Intervention
from assistant.compose_rows import say_rows
from assistant.compose_scope import with_scope
from assistant.draft import Draft, mark
from assistant.evidence import Calculation, QuoteEvidence
from assistant.facts import facts_of
from assistant.llm.examples import example_of
from assistant.llm.failures import ModelFailure
from assistant.llm.material import Item, Material, material_of
from assistant.llm.model import Prompt, Turn
from assistant.llm.prompts import prompt_text
from assistant.llm.prose_gate import judge
from assistant.llm.refusals import Reason, Refusal
from assistant.llm.sentences import is_whole, sentences
from assistant.query import NUMERIC_INTENTS, Query
from assistant.verify import verify
from assistant.voice import Voice
from ingest.language import fold
from vectorstore.library import Library

# A model that is not understood so many times, without one sentence that could be told, will not be.
_MOST_REFUSED = 6
_MOST_TOLD = 8
_KEPT_QUESTIONS = 6


@dataclass(frozen=True, slots=True)
class Phrased:
    """What came of it. `text` are the sentences that were told, with marks; `draft` the whole answer in the model's words, none
    where its sentences do not make one, whatever the reason. `refused` are the sentences that were not told, and why."""

    text: str
    draft: Draft | None
    failure: CallOutcome | None = None
    refused: tuple[tuple[str, Refusal], ...] = ()
    released_s: float = 0.0


def phrase(
    query: Query, draft: Draft, asked: Sequence[str], turn: Turn, library: Library, tell: Callable[[str], None]
) -> Phrased:
    """The answer that `draft` gives, in the words of the model. `asked` are the questions of the conversation, the last last.

    `tell` is called with each piece of the text as readers get it; joined they begin the answer's text. Never raises for what
    the model does.
    """
    voice = Voice(query.language, query.wished_unit)
    material = material_of(draft, voice)
    released = _Released(query, draft, material, " ".join(asked), library, tell)
    prompt = _prompt(query, material, asked)
    failure = _write(turn, prompt, "phrase", released)
    lacking = _lacking(released.text, material)
    if failure is None and lacking:
        failure = _write(turn, _once_more(prompt, voice, released, lacking), "rephrase", released.anew())
        lacking = _lacking(released.text, material)
    whole = None if lacking else _whole(query, voice, draft, material, released.text)
    return Phrased(released.text, whole, failure, tuple(released.refused), released.slowest_s)


def _write(turn: Turn, prompt: Prompt, purpose: str, released: _Released) -> CallOutcome | None:
    """Asks the model and takes its sentences; how the call failed, or None."""
    try:
        with closing(turn.stream(prompt, purpose)) as pieces:
            for sentence in sentences(pieces):
                released.take(sentence)
                if released.is_enough:
                    break
    except ModelFailure as failed:
        return failed.outcome
    return None


class _Released:
    """The sentences told so far, as marks in `text` and as the model wrote them in `told`; and those `refused`."""

    def __init__(
        self, query: Query, draft: Draft, material: Material, asked: str, library: Library, tell: Callable[[str], None]
    ) -> None:
        self._query, self._draft, self._material, self._asked, self._library = query, draft, material, asked, library
        self._tell = tell
        self._shown = ""
        self.text = ""
        self.told: list[str] = []
        self.refused: list[tuple[str, Refusal]] = []
        self.slowest_s = 0.0
        self._of_before = 0  # how many were refused in earlier calls

    @property
    def is_enough(self) -> bool:
        return len(self.told) >= _MOST_TOLD or (not self.told and len(self.refused) - self._of_before >= _MOST_REFUSED)

    def anew(self) -> _Released:
        """Itself, for the sentences of another call."""
        self._of_before = len(self.refused)
        return self

    def take(self, sentence: str) -> None:
        """Tells the sentence where it may be told."""
        begun = time.monotonic()
        why_not = self._take(sentence) if is_whole(sentence) else Refusal(Reason.NO_END)
        if why_not is None:
            self.told.append(sentence)
        else:
            self.refused.append((sentence, why_not))
        self.slowest_s = max(self.slowest_s, time.monotonic() - begun)

    def _take(self, sentence: str) -> Refusal | None:
        judged = judge(sentence, self._query, self._material, self.text)
        if judged.why_not is not None:
            return judged.why_not
        return Refusal(Reason.SAID_ALREADY) if judged.text in self.text else self._show(judged.text)

    def _show(self, sentence: str) -> Refusal | None:
        """Tells it as readers get it; or says why the gate that all answers pass does not let it through."""
        text = f"{self.text} {sentence}" if self.text else _opened(self._draft, sentence, self._query.language)
        answer = verify(replace(self._draft, text=text), self._asked, self._library)
        if answer.intervention is Intervention.REFUSED or not answer.text.startswith(self._shown):
            return Refusal(Reason.NOT_VERIFIED)
        self._tell(answer.text[len(self._shown) :])
        self.text, self._shown = text, answer.text
        return None


def _opened(draft: Draft, sentence: str, language: str) -> str:
    """The first sentence, after the yes or no that code found where it says neither."""
    voice = Voice(language)
    for word in (voice.say("yes"), voice.say("no")):
        if draft.text.startswith((f"{word},", f"{word}.")) and not fold(sentence).startswith(fold(word)):
            return f"{word}. {sentence}"
    return sentence


def _prompt(query: Query, material: Material, asked: Sequence[str]) -> Prompt:
    language = query.language
    *before, question = asked
    earlier = "\n".join(before[-_KEPT_QUESTIONS:])
    long = query.intent not in NUMERIC_INTENTS or len(material.items) > 2
    return Prompt(
        prompt_text(language, "phrase_rules", sentences=prompt_text(language, "long" if long else "short")),
        prompt_text(
            language,
            "phrase_asked",
            conversation=prompt_text(language, "conversation", questions=earlier) + "\n\n" if earlier else "",
            question=question,
            material=material.shown,
        ),
    )


def _once_more(prompt: Prompt, voice: Voice, released: _Released, lacking: Sequence[Item]) -> Prompt:
    """The same, with what was refused and why, as far as it was of use to anybody."""
    language = voice.language
    refused = [
        prompt_text(language, "refused", sentence=sentence, why=_told_why(why, language))
        for sentence, why in released.refused[:_MOST_REFUSED]
    ]
    return replace(
        prompt,
        asked=prompt_text(
            language,
            "phrase_again",
            asked=prompt.asked,
            told=" ".join(released.told) or prompt_text(language, "nothing"),
            refused="\n".join(refused) or prompt_text(language, "nothing"),
            keys=", ".join(f"{{{item.key}}}" for item in lacking),
            examples="\n".join(filter(None, (example_of(item, voice) for item in lacking))),
        ),
    )


def _told_why(why: Refusal, language: str) -> str:
    told = prompt_text(language, f"why_{why.reason.name.lower()}")
    return f"{told}: {why.detail}" if why.detail else told


def _lacking(text: str, material: Material) -> tuple[Item, ...]:
    """What the sentences do not tell of what the answer is about: what was computed first of all, unless that is nought, else a
    figure; and one of the texts that it rests on, if any."""
    quotes = [item for item in material.items if isinstance(item.source, QuoteEvidence)]
    leading = [item for item in material.items[:1] if isinstance(item.source, Calculation) and item.source.value]
    figures = leading or [item for item in material.items if item.figures]
    return tuple(kind[0] for kind in (figures, quotes) if kind and not any(_is_told(item, text) for item in kind))


def _is_told(item: Item, text: str) -> bool:
    return item.marks in text and (isinstance(item.source, QuoteEvidence) or item.value in text)


def _whole(query: Query, voice: Voice, draft: Draft, material: Material, text: str) -> Draft:
    """The sentences, then what code adds: the figures that they leave out, how it was computed, and what it is about."""
    computed = [item for item in material.items if isinstance(item.source, Calculation) and _is_told(item, text)]
    figures = facts_of([e for e in draft.figures if mark(e.key) in draft.text])
    told = {
        e.key
        for item in material.items
        if not isinstance(item.source, Calculation) and _is_told(item, text)
        for e in item.figures
    }
    computed_from = {e.key for item in computed for e in item.inputs}
    left_out = [fact for fact in figures if fact.best.key not in told | computed_from]
    lines = [text]
    if left_out:
        lines.append(say_rows(voice, figures if len(figures) > 2 else left_out))
    calculations = tuple(item.source for item in computed if isinstance(item.source, Calculation))
    lines += [voice.working(calculation) for calculation in calculations]
    return with_scope(query, voice, replace(draft, text="\n".join(lines), calculations=calculations))
