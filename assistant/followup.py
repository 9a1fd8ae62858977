"""A question that leans on the one before ("och män?", "och året innan?") is completed from the conversation."""

from __future__ import annotations

import re
from collections.abc import Sequence

from assistant.names import AssociationName, find_associations
from assistant.timespans import find_spans, fold_aligned, say_span, shift_years
from assistant.vocabulary import Vocabulary, has_phrase
from ingest.language import fold

# A question this short with an opening such as "och" has nothing to stand on by itself.
_LEANING_WORDS = 9
_WORD = re.compile(r"[^\W_]+")


def merge_with_history(question: str, history: Sequence[str], known: Sequence[AssociationName], vocabulary: Vocabulary) -> str:
    """The question as it would be asked without the conversation; unchanged when it stands by itself."""
    question = " ".join(question.split())
    if not history or not _leans(question, vocabulary):
        return question
    previous = merge_with_history(history[-1], history[:-1], known, vocabulary)
    shifted = _shift_time(question, previous, vocabulary) or _same_period_of(question, previous, vocabulary)
    if shifted:
        return shifted
    replaced = _replace_gender(question, previous, vocabulary)
    if replaced:
        return replaced
    return _replace_subject(question, previous, known, vocabulary)


def _leans(question: str, vocabulary: Vocabulary) -> bool:
    folded = fold(question)
    tokens = _WORD.findall(folded)
    opens = any(
        " ".join(tokens).startswith(f"{opening} ") or " ".join(tokens) == opening for opening in vocabulary.follow_up_openings
    )
    time_only = (
        any(has_phrase(folded, p) for p in (*vocabulary.previous_year, *vocabulary.next_year)) and not find_spans(question).spans
    )
    gender_only = bool(set(tokens) & (vocabulary.women | vocabulary.men)) and len(_content(question, (), vocabulary)) == 1
    return len(tokens) <= _LEANING_WORDS and (opens or time_only or gender_only or len(tokens) <= 2)


def _shift_time(question: str, previous: str, vocabulary: Vocabulary) -> str | None:
    """ "och året innan?": the previous question with its time moved."""
    folded = fold(question)
    years = -1 if any(has_phrase(folded, p) for p in vocabulary.previous_year) else 0
    years = 1 if any(has_phrase(folded, p) for p in vocabulary.next_year) else years
    mention = find_spans(previous)
    if not years or not mention.spans:
        return None
    text = previous
    for span, (start, end) in reversed(list(zip(mention.spans, mention.places, strict=False))):
        text = f"{text[:start]}{say_span(shift_years(span, years))}{text[end:]}"
    return text


def _same_period_of(question: str, previous: str, vocabulary: Vocabulary) -> str | None:
    """ "och samma period 2020?": the previous question's part of the year in the year that is named."""
    asked, old = find_spans(question), find_spans(previous)
    if not any(has_phrase(fold(question), p) for p in vocabulary.same_period) or len(asked.spans) != 1 or not old.spans:
        return None
    text = previous
    for span, (start, end) in reversed(list(zip(old.spans, old.places, strict=False))):
        text = f"{text[:start]}{say_span(shift_years(span, asked.spans[0].end.year - span.end.year))}{text[end:]}"
    return text


def _replace_gender(question: str, previous: str, vocabulary: Vocabulary) -> str | None:
    """ "och män?" after a question about women: the same question about men."""
    asked = next((m.group() for m in _WORD.finditer(question) if fold(m.group()) in vocabulary.women | vocabulary.men), None)
    other_words = [w for w in _content(question, (), vocabulary) if w not in vocabulary.women | vocabulary.men]
    if asked is None or other_words:
        return None
    folded = fold_aligned(previous)
    for match in _WORD.finditer(folded):
        if match.group() in vocabulary.women | vocabulary.men:
            return f"{previous[: match.start()]}{asked}{previous[match.end() :]}"
    return None


def _replace_subject(question: str, previous: str, known: Sequence[AssociationName], vocabulary: Vocabulary) -> str:
    """The new words stand for the old ones of the same kind: an association, a time, or the thing asked for."""
    new_names, old_names = find_associations(question, known, vocabulary), find_associations(previous, known, vocabulary)
    new_times, old_times = find_spans(question), find_spans(previous)
    new_words = _content(question, (*new_names.consumed, *new_times.places), vocabulary)
    if new_names.places and old_names.places and new_names.associations == old_names.associations and not new_times.spans:
        start, end = old_names.places[0][0], old_names.places[-1][1]
        named = question[new_names.places[0][0] : new_names.places[-1][1]]
        if all(_is_place_word(w, new_names.associations) for w in new_words):
            return f"{previous[:start]}{named}{previous[end:]}"
    named_alone = bool(new_names.associations) and all(_is_place_word(w, new_names.associations) for w in new_words)
    if named_alone or (new_times.spans and not new_words):
        kept = previous
        if new_names.associations:
            kept = _without(kept, old_names.consumed) if old_names.consumed else kept
        if new_times.spans:
            kept = _without(kept, find_spans(kept).places)
        return f"{kept.rstrip('?. ')} {_tail(question, vocabulary)}?"
    context = [] if new_names.associations else list(old_names.associations)
    context += [] if new_times.spans else [say_span(s) for s in old_times.spans]
    context += [] if _scenario_word(question, vocabulary) else [w for w in [_scenario_word(previous, vocabulary)] if w]
    lead = _lead(previous, vocabulary)
    return " ".join([*lead, _tail(question, vocabulary), *context]) + "?"


def _content(text: str, places: Sequence[tuple[int, int]], vocabulary: Vocabulary) -> list[str]:
    return [
        fold(m.group())
        for m in _WORD.finditer(text)
        if m.group().lower() not in vocabulary.stopwords and not any(start <= m.start() < end for start, end in places)
    ]


def _is_place_word(word: str, associations: Sequence[str]) -> bool:
    return any(word.rstrip("s") in fold(name) for name in associations)


def _without(text: str, places: Sequence[tuple[int, int]]) -> str:
    for start, end in sorted(places, reverse=True):
        text = text[:start] + text[end:]
    return " ".join(text.split())


def _tail(question: str, vocabulary: Vocabulary) -> str:
    """The follow-up without its opening word and question mark."""
    words = question.rstrip("?!. ").split()
    while words and fold(words[0]).strip(",") in vocabulary.follow_up_openings:
        words = words[1:]
    return " ".join(words)


def _scenario_word(text: str, vocabulary: Vocabulary) -> str | None:
    folded = fold(text)
    return next((cue for _, cues in vocabulary.scenarios for cue in sorted(cues) if has_phrase(folded, cue)), None)


def _lead(previous: str, vocabulary: Vocabulary) -> list[str]:
    """The asking words of the question before ("hur mycket"), so that a bare noun is asked for in the same way."""
    folded = fold(previous)
    for _, cues in vocabulary.intents:
        for cue in cues:
            if has_phrase(folded, cue):
                return [cue]
    return []
