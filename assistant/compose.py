"""Evidence becomes text without a language model: the answer first, then the figures, then how it was computed."""

from __future__ import annotations

from dataclasses import replace

from assistant.answer import Status
from assistant.claims import bears_out
from assistant.compose_compared import comparable_pair, say_compared
from assistant.compose_computed import say_computed
from assistant.compose_decline import say_declined
from assistant.compose_figures import say_figures
from assistant.compose_scope import with_scope, with_time_meant
from assistant.compose_warnings import figure_warnings
from assistant.draft import Draft, mark
from assistant.evidence import Evidence, QuoteEvidence
from assistant.facts import facts_of
from assistant.premises import Claim, claimed_direction, direction_of, names_side, read_premise, sign_of
from assistant.query import Intent, Query
from assistant.reports_at_hand import asks_for_reports
from assistant.voice import Voice


def compose(query: Query, evidence: Evidence) -> Draft:
    """The draft of an answer. Every number in it comes from the evidence it cites."""
    if evidence.of_premise and query.premise is not None:
        query = query.premise
    voice = Voice(query.language, query.wished_unit)
    return with_time_meant(query, voice, _compose(query, voice, evidence))


def _compose(query: Query, voice: Voice, evidence: Evidence) -> Draft:
    if asks_for_reports(query) and evidence.near:
        return Draft(Status.DECLINED, query.language, evidence.near)  # it has no place in a report to show
    if evidence.choices:
        return _clarify(query, voice, evidence)
    if evidence.figures:
        draft = _in_figures(query, voice, evidence)
        if query.intent is Intent.EXPLAIN and not evidence.quotes and _what_was_instead(query, evidence) is None:
            return replace(draft, status=Status.DECLINED, text=f"{voice.say('declined_reason')} {draft.text}")
        return with_scope(query, voice, _with_reason(query, voice, draft, evidence) if evidence.quotes else draft)
    if evidence.calculations:
        return with_scope(query, voice, _gender_share(voice, evidence))
    if evidence.quotes:
        return with_scope(query, voice, _quotes(voice, evidence))
    return say_declined(query, voice, evidence)


def _clarify(query: Query, voice: Voice, evidence: Evidence) -> Draft:
    lines = [voice.say("clarify")]
    for e in evidence.figures:
        label = f"{e.stored.report.association}, {voice.full_label(e)}"
        lines.append(voice.say("line", label=label, value=voice.figure(e), mark=mark(e.key)))
    lines += [_quote_line(voice, "quote_choice", q, association=q.report.association) for q in evidence.quotes]
    text, warnings = "\n".join(lines), _warnings(query, evidence)
    return Draft(Status.CLARIFY, voice.language, text, evidence.figures, (), evidence.quotes, warnings)


def _in_figures(query: Query, voice: Voice, evidence: Evidence) -> Draft:
    calculations = evidence.calculations
    pair = comparable_pair(query, evidence.figures)
    if calculations:
        text = say_computed(query, voice, calculations[0], evidence.figures)
    elif pair is not None:
        text, calculations = say_compared(query, voice, pair)
    else:
        text = say_figures(query, voice, evidence.figures)
    text = _with_verdict(query, voice, evidence, text)
    return Draft(Status.ANSWERED, voice.language, text, evidence.figures, calculations, warnings=_warnings(query, evidence))


def _with_verdict(query: Query, voice: Voice, evidence: Evidence, text: str) -> str:
    """The text after whether an amount that the question takes for granted is right."""
    if query.claimed is None:
        return text
    verdict = bears_out(query.claimed, evidence)
    claimed, actual = read_premise(query.question).sign, sign_of(evidence.figures[0])
    if None not in (claimed, actual) and claimed is not actual or text.startswith(voice.say("no")):
        return text  # which has said so
    if verdict is False:
        return voice.say("not_so_much", claimed=query.claimed.printed, sentence=text)
    yes = voice.say("yes")
    return f"{yes}. {text}" if verdict and query.yes_no and not text.startswith(yes) else text


def _with_reason(query: Query, voice: Voice, draft: Draft, evidence: Evidence) -> Draft:
    """The figure that a reason is about, then the reason. Of what was not so, only a sentence about what was is a reason."""
    actual = _what_was_instead(query, evidence)
    if actual is not None and not any(names_side(quote.unit.text, actual) for quote in evidence.quotes):
        return draft
    return replace(draft, text=f"{draft.text}\n{_quotes(voice, evidence).text}", quotes=evidence.quotes)


def _what_was_instead(query: Query, evidence: Evidence) -> Claim | None:
    """The sign or direction that the figures have, where the question takes another one for granted."""
    if evidence.calculations:
        claimed, actual = claimed_direction(query), direction_of(evidence.calculations[0])
    else:
        claimed, actual = read_premise(query.question).sign, sign_of(evidence.figures[0])
    return actual if claimed is not None and claimed is not actual else None


def _gender_share(voice: Voice, evidence: Evidence) -> Draft:
    calculation, quote = evidence.calculations[0], evidence.quotes[0]
    value = voice.result(calculation)
    text = voice.say("share", label=calculation.label, value=value, quote=quote.unit.text, mark=mark(quote.key))
    return Draft(Status.ANSWERED, voice.language, text, (), evidence.calculations, evidence.quotes, evidence.notes)


def _quotes(voice: Voice, evidence: Evidence) -> Draft:
    quotes = evidence.quotes
    if len(quotes) == 1:
        text = _quote_line(voice, "quote", quotes[0], association=quotes[0].report.association)
    elif len({quote.report.association for quote in quotes}) > 1:
        lines = [_quote_line(voice, "quote_choice", quote, association=quote.report.association) for quote in quotes]
        text = "\n".join([voice.say("mixed_heading", about=""), *lines])
    else:
        lines = [_quote_line(voice, "quote_line", quote) for quote in quotes]
        text = "\n".join([voice.say("quotes_heading", association=quotes[0].report.association), *lines])
    return Draft(Status.ANSWERED, voice.language, text, (), (), quotes, evidence.notes)


def _quote_line(voice: Voice, phrase: str, quote: QuoteEvidence, **names: str) -> str:
    return voice.say(phrase, title=quote.report.title, quote=quote.unit.text, mark=mark(quote.key), **names)


def _warnings(query: Query, evidence: Evidence) -> tuple[str, ...]:
    printed = figure_warnings([fact.best for fact in facts_of(evidence.figures)], query.language, query.periods)
    return tuple(dict.fromkeys((*evidence.notes, *printed)))
