"""The question box as HTML, and the region where a screen reader hears that the answer is there."""

from __future__ import annotations

from ui.texts import PLACEHOLDER


def ask_html() -> str:
    """A box that grows with the question, and its button. Length and emptiness are checked where the question is taken."""
    return (
        '<form class="fs-ask-form"><div id="fs-box"><label class="fs-sr" for="fs-question">Din fråga</label>'
        f'<textarea id="fs-question" rows="1" lang="sv" spellcheck="true" autocomplete="off" placeholder="{PLACEHOLDER}" '
        'aria-describedby="fs-ask-how"></textarea></div>'
        '<button type="submit" id="fs-send">Fråga</button></form>'
        '<p id="fs-ask-how" class="fs-sr">Enter skickar frågan. Skift och Enter ger ny rad.</p>'
        '<p class="fs-hold" role="status"></p><div class="fs-sr" id="fs-announce" role="status" aria-live="polite"></div>'
    )
