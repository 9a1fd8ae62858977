"""An answer as plain text with its sources, to be pasted into a letter or a memo."""

from __future__ import annotations

from assistant.answer import Answer
from assistant.limits import Limits
from ui.listing import place_text
from ui.no_break import kept_together
from ui.phrasing_lines import phrasing_lines


def plain_answer(question: str, answer: Answer, limits: Limits) -> str:
    """Question, text with its marks, warnings, who phrased it, what it was limited to, numbered sources with their quotes."""
    parts = [question.strip(), kept_together(answer.text.strip().replace("**", ""))]
    parts += [f"Obs! {warning}" for warning in answer.warnings]
    parts += phrasing_lines(answer)
    if not limits.are_none:
        parts.append(f"Begränsat till: {limits.say()}")
    if answer.citations:
        sources = [
            f"[{one.n}] {one.association}, {place_text(one)}\n    ”{' | '.join(one.quote.split(chr(9)))}”"
            for one in answer.citations
        ]
        parts.append("\n".join(("Källor:", *sources)))
    return "\n\n".join(parts)
