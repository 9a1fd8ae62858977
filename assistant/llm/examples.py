"""How an item can be said so that the gate lets it through: what a model is told that found no way itself."""

from __future__ import annotations

from assistant.evidence import Calculation, FigureEvidence, QuoteEvidence
from assistant.llm.material import Item
from assistant.llm.prompts import prompt_text
from assistant.operations import Operation
from assistant.premises import Claim, sign_of
from assistant.voice import Voice
from assistant.wording import say_each

_OF_EACH = {Operation.SUM: "example_sum", Operation.AVERAGE: "example_average"}
_OF_SIGN = {Claim.PLUS: "example_surplus", Claim.MINUS: "example_deficit", None: "example_amount"}
_OF_TWO = {
    Operation.DIFFERENCE: "example_difference",
    Operation.CHANGE_PERCENT: "example_difference",
    Operation.SHARE: "example_share",
    Operation.PERCENT_OF: "example_share",
}


def example_of(item: Item, voice: Voice) -> str:
    """A sentence that tells the item by its key; "" where there is none of its kind."""
    source = item.source
    if isinstance(source, QuoteEvidence):
        report = source.report
        return prompt_text(voice.language, "example_text", key=item.key, association=report.association, title=report.title)
    if isinstance(source, FigureEvidence):
        return prompt_text(
            voice.language,
            "example_figure",
            key=item.key,
            label=voice.label(source),
            association=source.stored.report.association,
            time=voice.time(source),
        ).replace(" .", ".")
    return _of_calculation(item, source, voice)


def _of_calculation(item: Item, source: Calculation, voice: Voice) -> str:
    labels = [voice.full_label(e, with_association=True) for e in item.inputs]
    if source.operation in _OF_EACH:
        signs = {sign_of(e) for e in item.inputs}
        kind = prompt_text(voice.language, _OF_SIGN[signs.pop()]) if len(signs) == 1 else ""
        each = say_each(labels, voice.language)
        return prompt_text(voice.language, _OF_EACH[source.operation], key=item.key, each=each, kind=kind)
    if source.operation in _OF_TWO and len(labels) == 2:
        return prompt_text(voice.language, _OF_TWO[source.operation], key=item.key, first=labels[0], second=labels[1])
    return ""
