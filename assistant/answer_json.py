"""The answer object of the contract, as JSON on one line."""

from __future__ import annotations

import json
from dataclasses import asdict

from assistant.answer import Answer
from ingest.domain import Box


def to_json(answer: Answer) -> str:
    """The contract's object. `id` is left out when the question had none; `box` is `[page, x0, y0, x1, y1]` or null; where it
    tells the place, `lines` is null."""
    fields = asdict(answer)
    for citation, source in zip(fields["citations"], answer.citations, strict=True):
        citation["box"] = box_json(source.box)
        if source.box is not None:
            citation["lines"] = None
    if answer.id is None:
        del fields["id"]
    else:
        fields = {"id": fields.pop("id"), **fields}
    return json.dumps(fields, ensure_ascii=False)


def box_json(box: Box | None) -> list[float] | None:
    """`[page, x0, y0, x1, y1]`, in points from the top left to a tenth."""
    return None if box is None else [box.page, *(round(at, 1) for at in (box.x0, box.y0, box.x1, box.y1))]
