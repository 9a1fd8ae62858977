"""What the server answers to a button below an answer, as HTML that the page's script puts in its place."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape
from secrets import token_hex


def slip_html(conversation: str, position: int, kind: str, inner: str) -> str:
    """What belongs to one turn: `kind` is "told", for a line beside its buttons, or "suggestions"."""
    return (
        f'<div class="fs-slip" data-conversation="{escape(conversation)}" data-turn="{position}" data-kind="{kind}" '
        f'data-mark="{token_hex(4)}">{inner}</div>'
    )


def suggestions_html(questions: Sequence[str]) -> str:
    """Questions to go on with, as buttons; "" for none."""
    if not questions:
        return ""
    buttons = "".join(f'<li><button type="button" class="fs-suggestion">{escape(one)}</button></li>' for one in questions)
    return f"<h4>Fråga vidare</h4><ul>{buttons}</ul>"
