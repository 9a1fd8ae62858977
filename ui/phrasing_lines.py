"""What people are told of the language model's part in an answer: that it phrased it, or why it did not where that matters."""

from __future__ import annotations

from assistant.answer import Answer

_PHRASED_BY = {
    "sv": "Formulerat av språkmodellen {model}. Siffror och källor är hämtade ur rapporterna av programmet.",
    "en": "Phrased by the language model {model}. Figures and sources were taken from the reports by the program.",
}


def phrasing_lines(answer: Answer) -> tuple[str, ...]:
    """The lines below an answer, in its language, as plain text; none where no model is configured, or nothing is to be said."""
    phrasing = answer.phrasing
    if phrasing is None:
        return ()
    by = _PHRASED_BY.get(answer.language, _PHRASED_BY["sv"]).format(model=phrasing.model)
    return tuple(line for line in ("" if phrasing.reason else by, phrasing.note) if line)
