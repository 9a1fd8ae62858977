"""The answer object of the contract, as JSON on one line."""

from __future__ import annotations

import json
from dataclasses import asdict

from assistant.answer import Answer


def to_json(answer: Answer) -> str:
    """The contract's object. `id` is left out when the question had none; `box` is `[page, x0, y0, x1, y1]` or null."""
    fields = asdict(answer)
    for citation, source in zip(fields["citations"], answer.citations, strict=True):
        box = source.box
        citation["box"] = [box.page, box.x0, box.y0, box.x1, box.y1] if box else None
    if answer.id is None:
        del fields["id"]
    else:
        fields = {"id": fields.pop("id"), **fields}
    return json.dumps(fields, ensure_ascii=False)
